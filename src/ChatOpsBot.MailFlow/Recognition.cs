namespace ChatOpsBot.MailFlow;

/// <summary>What <see cref="MailErrorRecognizer"/> saw in one message.</summary>
/// <param name="Errors">The errors found, the primary one first; empty when there is none.</param>
/// <param name="Confidence">0 to 1: how sure it is that this message is about a mail error.</param>
/// <param name="Fires">Whether the bot should answer by itself.</param>
/// <param name="Signals">Why: the named signals that were added up, strongest first.</param>
public sealed record Recognition(IReadOnlyList<MailError> Errors, double Confidence, bool Fires, IReadOnlyList<RecognitionSignal> Signals)
{
    public static Recognition Nothing { get; } = new([], 0, false, []);

    public MailError? Primary => Errors.Count > 0 ? Errors[0] : null;
}

/// <summary>One named reason for or against reading a text as a mail error.</summary>
/// <param name="Name">Stable name, for example <c>reply-and-code</c>.</param>
/// <param name="Weight">Between -1 and 1; negative speaks against.</param>
/// <param name="Text">The few characters that triggered it, masked; never a whole message.</param>
public readonly record struct RecognitionSignal(string Name, double Weight, string Text);
