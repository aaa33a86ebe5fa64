namespace ChatOpsBot.MailFlow.Recognizing;

/// <summary>Postfix log lines cut so short that the code is gone; the text still says which one it was.</summary>
internal static class Inference
{
    // Postfix's own words for its own codes (smtp_connect.c and smtp_proto.c set them): no other text means the same.
    private static readonly (string Text, EnhancedStatusCode Code)[] Rows =
    [
        ("Connection timed out", new(4, 4, 1)),
        ("Connection refused", new(4, 4, 1)),
        ("No route to host", new(4, 4, 1)),
        ("lost connection with", new(4, 4, 2)),
        ("timed out while", new(4, 4, 2)),
    ];

    public static Recognition From(ReadOnlySpan<char> text)
    {
        var at = text.IndexOf("status=deferred (", StringComparison.Ordinal);
        if (at < 0)
            return Recognition.Nothing;
        foreach (var (words, code) in Rows)
        {
            if (text[at..Math.Min(text.Length, at + 400)].IndexOf(words, StringComparison.OrdinalIgnoreCase) < 0)
                continue;
            RecognitionSignal[] signals = [new(Weights.InferredCode.Name, Weights.InferredCode.Value, words)];
            return Verdict.From(text, [new Finding(at, at, code, null, Weights.InferredCode.Value, signals)]);
        }

        return Recognition.Nothing;
    }
}
