namespace ChatOpsBot.Channels.Web;

/// <summary>The chat page and who may use it. Section <c>Web</c>.</summary>
internal sealed class WebOptions
{
    /// <summary>
    /// What a person types once, or an embedding site sends as Bearer to <c>tokens/generate</c>. At least 32 characters. Empty: the page
    /// is off, except in Development, where it is open to this machine alone.
    /// </summary>
    public string Secret { get; set; } = "";

    public const string Section = "Web";

    /// <summary>An unguessable secret, not a password: 32 characters of hexadecimal digits are 128 bits.</summary>
    public const int ShortestSecret = 32;

    private const int FewestKinds = 6;

    public IEnumerable<string> Problems()
    {
        if (Secret.Length is > 0 and < ShortestSecret)
            yield return $"Web:Secret has {Secret.Length} characters and needs at least {ShortestSecret}. Set it to a random value, for example from \"openssl rand -hex 32\", or leave it empty to run without the chat page.";
        // A header carries it: what is no visible ASCII never arrives as it was written, and nobody would get in.
        else if (!Secret.All(character => character is > ' ' and <= '~'))
            yield return "Web:Secret has blanks or letters that a header cannot carry. Set it to a random value, for example from \"openssl rand -hex 32\".";
        else if (Secret.Length > 0 && Secret.Distinct().Count() < FewestKinds)
            yield return $"Web:Secret is made of fewer than {FewestKinds} different characters, which is easy to guess. Set it to a random value, for example from \"openssl rand -hex 32\".";
    }
}
