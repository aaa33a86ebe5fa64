using ChatOpsBot.MailFlow.Recognizing;

namespace ChatOpsBot.MailFlow;

/// <summary>A chat message as its reader sees it.</summary>
public static class MessageText
{
    /// <summary>The message without markup, mentions and invisible characters, at most <paramref name="longest"/> characters of it.</summary>
    /// <param name="text">Exactly as the platform delivered it.</param>
    public static string AsRead(string text, MailMarkup markup, int longest)
    {
        ArgumentNullException.ThrowIfNull(text);
        using var clean = CleanText.From(text.AsSpan(0, Math.Min(text.Length, MailErrorRecognizer.LongestText)), markup);
        return clean.Span[..Math.Min(clean.Span.Length, longest)].ToString();
    }
}
