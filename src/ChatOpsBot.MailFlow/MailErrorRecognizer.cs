using ChatOpsBot.MailFlow.Recognizing;

namespace ChatOpsBot.MailFlow;

/// <summary>Finds mail-flow errors in what people and machines write. Pure and linear in the length of the text.</summary>
public static class MailErrorRecognizer
{
    /// <summary>The bot answers by itself from this confidence on; a conversation may ask for more.</summary>
    public const double FiresFrom = Weights.Fires;

    /// <summary>No more of a text than this is read, in characters.</summary>
    public const int LongestText = 1024 * 1024;

    /// <summary>Reads one message.</summary>
    /// <param name="text">The message exactly as the platform delivered it.</param>
    public static Recognition Recognize(string text, MailMarkup markup = MailMarkup.Plain)
    {
        ArgumentNullException.ThrowIfNull(text);
        var span = text.AsSpan(0, Math.Min(text.Length, LongestText));
        return Digits.Any(span) ? Read(span, markup) : Recognition.Nothing;
    }

    private static Recognition Read(ReadOnlySpan<char> text, MailMarkup markup)
    {
        using var clean = CleanText.From(text, markup);
        var sightings = new List<Sighting>();
        NumberScan.Run(clean.Span, sightings);
        if (sightings.Count > 0)
        {
            var judge = new Judge(clean.Span, sightings, clean.Mentioned, mailKnown: false);
            if (judge.Run(Weights.Fires) is { Count: > 0 } findings)
                return Verdict.From(clean.Span, findings);
        }

        return Inference.From(clean.Span);
    }
}
