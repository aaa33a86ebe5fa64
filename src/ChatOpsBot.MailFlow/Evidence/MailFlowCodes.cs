namespace ChatOpsBot.MailFlow.Evidence;

/// <summary>The closed list of codes of a verdict: the six of mail flow intelligence, and two words for all else.</summary>
public static class MailFlowCodes
{
    public const string DnsQueryFailed = "4.4.312";
    public const string ConnectionTimedOut = "4.4.315";
    public const string ConnectionRefused = "4.4.316";
    public const string CannotConnect = "4.4.317";
    public const string ConnectionClosed = "4.4.318";
    public const string CertificateInvalid = "4.7.320";

    /// <summary>The mail fails with another code than the six.</summary>
    public const string Other = "other";

    /// <summary>The mail goes through.</summary>
    public const string None = "none";

    /// <summary>Mildest first: where servers fail in different ways the last one among them counts.</summary>
    public static IReadOnlyList<string> All { get; } =
        [None, Other, DnsQueryFailed, CertificateInvalid, CannotConnect, ConnectionClosed, ConnectionTimedOut, ConnectionRefused];
}
