namespace ChatOpsBot.Probing;

/// <summary>One run: whom to ask, and what.</summary>
/// <param name="CheckIds">Ids of the vocabulary; checks that others need are added, ids without a check here give <c>not-tested</c>.</param>
public sealed record ProbeRequest(ProbeTarget Target, IReadOnlyList<string> CheckIds)
{
    /// <summary>
    /// The name the certificate must carry, such as the one a connector was told to expect (<c>mail.contoso.com</c>, or
    /// <c>*.contoso.com</c> for any host of the domain). Null: the name of the server that is asked.
    /// </summary>
    public string? ExpectTlsName { get; init; }
}
