using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using ChatOpsBot.Channels.Teams.Protocol;

namespace ChatOpsBot.Channels.Teams;

/// <summary>What a message says, as markup the recognizer reads: who is named is inside <c>&lt;at&gt;</c>, quotes are block quotes.</summary>
internal static class TeamsText
{
    /// <param name="isBot">Whether an account is this bot. Names say nothing: they are changed, and given twice.</param>
    /// <param name="isDirect">Whether everything said there is said to the bot.</param>
    public static string Of(Activity message, Func<ChannelAccount, bool> isBot, bool isDirect)
    {
        var mentions = (message.Entities ?? []).OfType<Entity>().Where(entity => entity.Type == Entity.Mention).Take(MostMentions).ToList();
        var text = message.Text ?? "";
        // The HTML keeps what the text flattens: lines, tables, code, and who is quoted. One of them is read, so that nothing counts twice.
        var html = HtmlOf(message);
        var words = html is null || (HasDigit(text) && !HasDigit(html))
            ? WithoutOwnMention(text, mentions, isBot)
            : WithMentions(html, mentions, isBot);

        var quotes = QuotesOf(message, words);
        // A quoted person's words count when the bot is named beside them; alone with the bot, it need not be.
        var isShown = isDirect && (quotes.Length > 0 || words.Contains(ReplyMark, StringComparison.OrdinalIgnoreCase));
        return $"{(isShown ? OwnMention : "")}{quotes}{words}";
    }

    /// <summary>A text of <see cref="Of"/> without what it quotes of people: a quote counts only beside a mention. Null when it quotes nobody.</summary>
    public static string? WithoutQuotes(string text) =>
        text.Contains(ReplyMark, StringComparison.OrdinalIgnoreCase) ? text.Replace(OwnMention, "", StringComparison.Ordinal) : null;

    private static string? HtmlOf(Activity message)
    {
        var html = (message.Attachments ?? []).FirstOrDefault(attachment => attachment is { Content.ValueKind: JsonValueKind.String } && attachment.Is(Attachment.Html));
        return html?.Content?.GetString();
    }

    /// <summary>Leaves of the bot's own mention that it was one, but not its name. The mentions are listed in the order of the text.</summary>
    private static string WithoutOwnMention(string text, List<Entity> mentions, Func<ChannelAccount, bool> isBot)
    {
        var at = 0;
        foreach (var mention in mentions.Where(mention => mention.Text is { Length: > 0 } && mention.Mentioned is not null))
        {
            var found = text.IndexOf(mention.Text!, at, StringComparison.Ordinal);
            if (found < 0)
                found = text.IndexOf(mention.Text!, StringComparison.Ordinal);
            if (found < 0)
                continue;
            at = found + mention.Text!.Length;
            if (!isBot(mention.Mentioned!))
                continue;
            text = $"{text[..found]}{OwnMention}{text[at..]}";
            at = found + OwnMention.Length;
        }

        return text;
    }

    /// <summary>Turns <c>&lt;span itemtype="…/Mention"&gt;Name&lt;/span&gt;</c> into what stands for a mention in a text. Their order is that of the list.</summary>
    private static string WithMentions(string html, List<Entity> mentions, Func<ChannelAccount, bool> isBot)
    {
        var spans = MentionSpans(html);
        if (spans.Count == 0)
            return html;
        var result = new StringBuilder(html.Length);
        var at = 0;
        for (var index = 0; index < spans.Count; index++)
        {
            var (start, nameStart, nameEnd, end) = spans[index];
            var isOwn = spans.Count == mentions.Count && mentions[index].Mentioned is { } account && isBot(account);
            result.Append(html, at, start - at).Append(isOwn ? OwnMention : $"<at>{html[nameStart..nameEnd]}</at>");
            at = end;
        }

        return result.Append(html, at, html.Length - at).ToString();
    }

    private static List<(int Start, int NameStart, int NameEnd, int End)> MentionSpans(string html)
    {
        const string close = "</span>";
        List<(int, int, int, int)> spans = [];
        var at = 0;
        while (html.IndexOf("<span", at, StringComparison.OrdinalIgnoreCase) is >= 0 and var start)
        {
            var nameStart = html.IndexOf('>', start) + 1;
            var nameEnd = nameStart == 0 ? -1 : html.IndexOf(close, nameStart, StringComparison.OrdinalIgnoreCase);
            if (nameEnd < 0)
                break;
            var isMention = html.AsSpan(start, nameStart - start).Contains("schema.skype.com/Mention", StringComparison.OrdinalIgnoreCase);
            if (isMention)
                spans.Add((start, nameStart, nameEnd, nameEnd + close.Length));
            at = isMention ? nameEnd + close.Length : nameStart;
        }

        return spans;
    }

    /// <summary>Newer clients say in an entity what is quoted, in place of the block quote in the HTML.</summary>
    private static string QuotesOf(Activity message, string words)
    {
        if (words.Contains(ReplyMark, StringComparison.OrdinalIgnoreCase))
            return "";
        var quotes = new StringBuilder();
        foreach (var quoted in (message.Entities ?? []).OfType<Entity>().Where(entity => entity.Type == Entity.Quoted).Select(entity => entity.QuotedReply).OfType<QuotedReply>())
        {
            if (quoted.Preview is { Length: > 0 } preview)
                quotes.Append(CultureInfo.InvariantCulture, $"<blockquote itemscope itemtype=\"http://{ReplyMark}\"><b itemid=\"{WebUtility.HtmlEncode(quoted.SenderId)}\"></b>{WebUtility.HtmlEncode(preview)}</blockquote>");
        }

        return quotes.ToString();
    }

    /// <summary>Whether a reader sees a digit; those in tags do not count.</summary>
    private static bool HasDigit(string markup)
    {
        var isTag = false;
        foreach (var c in markup)
        {
            if (c is '<' or '>')
                isTag = c == '<';
            else if (!isTag && char.IsDigit(c))
                return true;
        }

        return false;
    }

    /// <summary>More would be no message of a person; each costs a pass over the text.</summary>
    private const int MostMentions = 100;

    private const string OwnMention = "<at></at>";
    private const string ReplyMark = "schema.skype.com/Reply";
}
