namespace ChatOpsBot.Conversations.Texts;

/// <summary>What stands beside the lines of a session, in one language: a few words, no sentences.</summary>
internal sealed record TranscriptTexts
{
    public required string Greeting { get; init; }
    public required string GreetingMasked { get; init; }
    public required string NotSmtp { get; init; }
    public required string Transient { get; init; }
    public required string Permanent { get; init; }

    public required string Ehlo { get; init; }
    public required string Helo { get; init; }
    public required string EhloName { get; init; }
    /// <summary>EHLO keyword → what it offers. <c>SIZE</c> with a number: <c>{size}</c>.</summary>
    public required IReadOnlyDictionary<string, string> Offers { get; init; }
    public required string OfferOther { get; init; }
    public required string OfferMasked { get; init; }

    public required string StartTls { get; init; }
    public required string StartTlsReady { get; init; }
    public required string Encrypted { get; init; }
    public required string HandshakeFailed { get; init; }

    public required string CertificateOwn { get; init; }
    public required string CertificateAbove { get; init; }
    public required string CertificateIssuer { get; init; }
    public required string CertificateDates { get; init; }
    public required string CertificateNames { get; init; }
    public required string CertificateKey { get; init; }

    public required string LinesLeftOut { get; init; }
}
