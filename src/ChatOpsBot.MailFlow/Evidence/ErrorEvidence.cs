namespace ChatOpsBot.MailFlow.Evidence;

/// <summary>
/// The words of the error as observations: inside one code the detail word decides the cause (4.4.317 with <c>UntrustedRoot</c>),
/// and a nested reply says more than the code around it (<c>451 5.7.3 STARTTLS is required</c>).
/// </summary>
public static class ErrorEvidence
{
    /// <param name="errors">The errors of one message, nested ones included.</param>
    /// <returns>Each word once, as <see cref="Vocabulary.ErrorSays"/>.</returns>
    public static IReadOnlyList<Observation> Of(IEnumerable<MailError> errors) =>
        [.. errors.SelectMany(error => (string?[])[error.Code?.ToString(), error.Detail])
            .OfType<string>()
            .Distinct(StringComparer.Ordinal)
            .Select(word => new Observation(Vocabulary.ErrorSays, word, Where: null))];
}
