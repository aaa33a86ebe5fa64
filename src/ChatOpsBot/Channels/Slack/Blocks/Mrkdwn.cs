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
        var plain = new StringBuilder(text.Length + 16);
        for (var index = 0; index < text.Length; index++)
        {
            plain.Append(text[index] switch
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
                ':' when index + 1 < text.Length && (char.IsAsciiLetterOrDigit(text[index + 1]) || text[index + 1] is '/' or '+' or '-' or '_') => $":{WordJoiner}",
                '@' => $"@{WordJoiner}",
                var letter => letter.ToString(),
            });
        }

        return plain.ToString();
    }

    /// <summary>A point in time, written in the zone and language of whoever reads it.</summary>
    public static string Date(DateTimeOffset at) => string.Create(CultureInfo.InvariantCulture, $"<!date^{at.ToUnixTimeSeconds()}^{DateFormat}|{Fallback(at)}>");

    public static string Fallback(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>Not the pretty one, which says "today": the words around it are made for a date.</summary>
    public const string DateFormat = "{date_short} {time}";

    /// <summary>Not seen, and no gap.</summary>
    private const char WordJoiner = '\u2060';
}
