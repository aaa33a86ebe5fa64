namespace ChatOpsBot.MailFlow.Evidence;

/// <summary>One thing that was seen: the outcome of one check at one place.</summary>
/// <param name="CheckId">Id of <see cref="Vocabulary.Checks"/>, <see cref="Vocabulary.ErrorSays"/>, or the id of a cause when a person answered its question.</param>
/// <param name="Outcome">Outcome of the vocabulary; <c>yes</c> or <c>no</c> for a person's answer.</param>
/// <param name="Where">The address or host it was seen at (<c>203.0.113.9</c>); null for answers and controls.</param>
public readonly record struct Observation(string CheckId, string Outcome, string? Where)
{
    public bool IsEvidence => Outcome is not (Vocabulary.NotTested or Vocabulary.Denied);
}
