namespace ChatOpsBot.Probing.Targets;

/// <summary>Host names: their shape (RFC 1123 §2.1) and those set aside for examples, tests and local use.</summary>
internal static class HostNames
{
    // RFC 2606, RFC 6761 (but for .test, which by its §6.2 is no special name to programs), RFC 6762 (.local), RFC 7686 (.onion), RFC 8375 (home.arpa), RFC 9476 (.alt); .internal is ICANN's for private use
    // and holds the metadata names of clouds.
    private static readonly string[] Reserved =
        ["example", "invalid", "localhost", "local", "internal", "onion", "alt", "home.arpa", "example.com", "example.net", "example.org"];

    /// <summary>The reserved name or domain that <paramref name="name"/> is or lies in, such as <c>.example</c>; null for an ordinary name.</summary>
    public static string? FindReserved(string name)
    {
        var plain = name.TrimEnd('.');
        foreach (var reserved in Reserved)
        {
            if (plain.Equals(reserved, StringComparison.OrdinalIgnoreCase) || plain.EndsWith('.' + reserved, StringComparison.OrdinalIgnoreCase))
                return reserved.Contains('.', StringComparison.Ordinal) ? reserved : '.' + reserved;
        }

        return null;
    }

    public static bool IsSingleLabel(string name) => !name.TrimEnd('.').Contains('.', StringComparison.Ordinal);

    /// <summary>Letters, digits and hyphens in labels of 1 to 63, 253 in all; a name in Unicode must have become A-labels before.</summary>
    public static bool IsWellFormed(string name)
    {
        var plain = name.EndsWith('.') ? name[..^1] : name;
        return plain.Length is > 0 and <= 253 && plain.Split('.').All(IsLabel);
    }

    private static bool IsLabel(string label) =>
        label.Length is > 0 and <= 63 && label[0] != '-' && label[^1] != '-' &&
        label.All(character => char.IsAsciiLetterOrDigit(character) || character == '-');
}
