using ChatOpsBot.MailFlow.Recognizing;

namespace ChatOpsBot.MailFlow;

/// <summary>Finds mail-flow errors in what people and machines write. Pure and linear in the length of the text.</summary>
public static class MailErrorRecognizer
{
    /// <summary>The bot answers by itself from this confidence on; a conversation may ask for more.</summary>
    public const double FiresFrom = Weights.Fires;

    /// <summary>No more of a text than this is read, in characters.</summary>
    public const int LongestText = 1024 * 1024;

    // How a text is written shows in its beginning.
    private const int Head = 16 * 1024;

    /// <summary>Reads one message.</summary>
    /// <param name="text">The message exactly as the platform delivered it.</param>
    public static Recognition Recognize(string text, MailMarkup markup = MailMarkup.Plain)
    {
        ArgumentNullException.ThrowIfNull(text);
        var span = text.AsSpan(0, Math.Min(text.Length, LongestText));
        return Digits.Any(span) || EximLog.MayBeIn(span) ? Read(span, markup) : Recognition.Nothing;
    }

    private static Recognition Read(ReadOnlySpan<char> text, MailMarkup markup)
    {
        // Old Macs ended a line with a carriage return alone.
        if (text[..Math.Min(text.Length, Head)].Contains('\r') && !text.Contains('\n'))
            text = text.ToString().Replace('\r', '\n');
        if (markup == MailMarkup.Plain && MailReader.LooksLikeMail(text))
            return ReadMail(text);
        using var clean = CleanText.From(text, markup);
        if (markup != MailMarkup.Plain && MailReader.LooksLikeMail(clean.Span))
            return ReadMail(clean.Span);
        var found = ReadClean(clean.Span, clean.Mentioned, report: false);
        if (found.Errors.Count > 0)
            return found;
        found = EximLog.From(clean.Span);
        if (found.Errors.Count > 0)
            return found;
        found = Inference.From(clean.Span);
        return found.Errors.Count > 0 ? found : ProviderAlone.From(clean.Span);
    }

    /// <summary>A whole mail: what the mail system reports first; the rest of it only when that says nothing.</summary>
    private static Recognition ReadMail(ReadOnlySpan<char> text)
    {
        var mail = MailReader.Read(text);
        var found = ReadClean(mail.Report.ToString(), mentioned: false, mail.IsReport);
        if (found.Errors.Count > 0 || !mail.IsReport)
            return found;
        found = ReadClean(mail.Rest.ToString(), mentioned: false, report: false);
        return found.Errors.Count > 0 || !mail.IsDelivery ? found : FailureWords.From(mail.Subject, mail.Report.Append(mail.Rest).ToString());
    }

    private static Recognition ReadClean(ReadOnlySpan<char> text, bool mentioned, bool report)
    {
        // qmail-send writes a blank as an underscore: Remote_host_said:_550_5.1.1_User_unknown.
        if (text[..Math.Min(text.Length, Head)].Contains("_host_said:", StringComparison.Ordinal))
            text = text.ToString().Replace('_', ' ');
        var sightings = new List<Sighting>();
        var strangers = NumberScan.Run(text, sightings);
        if (sightings.Count == 0)
            return Recognition.Nothing;
        var findings = new Judge(text, sightings, strangers, mentioned, report).Run(Weights.Fires);
        if (findings.Count > 1)
        {
            // Of a report pasted with the message it returns, only the report counts.
            var cut = ReturnedMessage.Announced(text);
            if (findings[0].Start < cut)
                findings.RemoveAll(f => f.Start >= cut);
        }

        return Verdict.From(text, findings);
    }
}
