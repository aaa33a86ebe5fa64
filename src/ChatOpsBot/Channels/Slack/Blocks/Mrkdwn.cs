using System.Buffers;
using System.Globalization;
using System.Text;
using ChatOpsBot.Conversations;

namespace ChatOpsBot.Channels.Slack.Blocks;

/// <summary>Writes text in Slack's mrkdwn so that none of it becomes markup, a mention, a link or an emoji.</summary>
/// <remarks>
/// Slack's own escape covers <c>&amp;</c>, <c>&lt;</c> and <c>&gt;</c> only, which is what mentions, links and dates are made of
/// (https://docs.slack.dev/messaging/formatting-message-text). Stars, underlines, tildes and backticks have none: they become signs
/// that look alike. Quoted lines and commands, where each sign counts, go into rich text instead, which knows no markup.
/// </remarks>
internal static class Mrkdwn
{
    public static string Of(CardText text) => string.Concat(text.Pieces.Select(piece => piece switch
    {
        CardText.Piece.Time time => Date(time.At),
        CardText.Piece.Literal literal => Literal(literal.Text),
        _ => throw new ArgumentOutOfRangeException(nameof(text), piece, "Unknown piece of a text."),
    }));

    /// <summary>Taken literally, on one line.</summary>
    public static string Literal(string text)
    {
        // Piece by piece, not letter by letter: a card is mostly words, and says them all.
        var rest = text.AsSpan();
        var at = rest.IndexOfAny(Signs);
        if (at < 0)
            return text;
        var plain = new StringBuilder(text.Length + 16);
        for (; at >= 0; at = rest.IndexOfAny(Signs))
        {
            plain.Append(rest[..at]).Append(Plain(rest[at..]));
            rest = rest[(at + 1)..];
        }

        return plain.Append(rest).ToString();
    }

    /// <summary>A point in time, written in the zone and language of whoever reads it.</summary>
    public static string Date(DateTimeOffset at) => string.Create(CultureInfo.InvariantCulture, $"<!date^{at.ToUnixTimeSeconds()}^{DateFormat}|{Fallback(at)}>");

    public static string Fallback(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    /// <param name="rest">The text from a sign on.</param>
    private static string Plain(ReadOnlySpan<char> rest) => rest[0] switch
    {
        '&' => "&amp;",
        '<' => "&lt;",
        '>' => "&gt;",
        '*' => "∗",
        '_' => "＿",
        '~' => "∼",
        '`' => "‵",
        '\r' or '\n' => " ",
        // A name between two colons is an emoji; a scheme before two slashes a link; @here is one when names are looked up.
        ':' when rest.Length > 1 && (char.IsAsciiLetterOrDigit(rest[1]) || rest[1] is '/' or '+' or '-' or '_') => $":{WordJoiner}",
        ':' => ":",
        '@' => $"@{WordJoiner}",
        var other => throw new ArgumentOutOfRangeException(nameof(rest), other, "Not one of the signs."),
    };

    /// <summary>Not the pretty one, which says "today": the words around it are made for a date.</summary>
    public const string DateFormat = "{date_short} {time}";

    /// <summary>Not seen, and no gap.</summary>
    private const string WordJoiner = "\u2060";

    private static readonly SearchValues<char> Signs = SearchValues.Create("&<>*_~`\r\n:@");
}
