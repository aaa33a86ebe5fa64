using System.Security.Cryptography;

namespace ChatOpsBot.Channels.Web;

/// <summary>Who speaks in which conversation: what a token vouches for.</summary>
/// <param name="Since">When the person got in. Renewing a token does not change it.</param>
internal sealed record WebSession(string ConversationId, string UserId, string UserName, DateTimeOffset Since)
{
    /// <summary>
    /// True for who got in through the page itself: such a person may start new conversations. A site that embeds the chat gives each
    /// visitor one conversation, and its token must not be worth more.
    /// </summary>
    public bool IsOfPage { get; init; }

    public static WebSession New(string? userName, DateTimeOffset now) => new(RandomId(), $"dl_{RandomId()}", CleanName(userName), now);

    public WebSession InNewConversation() => this with { ConversationId = RandomId() };

    private static string RandomId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    private static string CleanName(string? name)
    {
        var clean = string.Concat((name ?? "").Where(character => !char.IsControl(character) && !IsDirectionMark(character))).Trim();
        return clean.Length switch
        {
            0 => "Web user",
            > LongestName => clean[..LongestName],
            _ => clean,
        };
    }

    /// <summary>Marks that turn the direction of writing could make a name read as another.</summary>
    private static bool IsDirectionMark(char character) =>
        character is '\u061C' or '\u200E' or '\u200F' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');

    private const int LongestName = 60;
}
