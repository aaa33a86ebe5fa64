namespace ChatOpsBot.MailFlow.Evidence;

/// <summary>
/// The closed list of causes a probe may name in its verdict. Results carry them in the fact <c>causes</c>, knowledge rules may refer to
/// them. Ids are never renamed; a change of the list raises <see cref="Version"/>.
/// </summary>
public static class VerdictCauses
{
    /// <summary>Of the list: of its ids, their stages and codes.</summary>
    public const int Version = 1;

    public const string Healthy = "healthy";

    /// <summary>Nothing was seen that allows a verdict: the way out, the rate or the policy of the probe, a resolver of its own.</summary>
    public const string NotTested = "not_tested";

    public const string DomainExpired = "dns.domain_expired";
    public const string NxDomain = "dns.nxdomain";
    public const string StaleCache = "dns.stale_cache";
    public const string NsOutOfSync = "dns.ns_out_of_sync";
    public const string DnssecBogus = "dns.dnssec_bogus";
    public const string LameDelegation = "dns.lame_delegation";
    public const string DanglingNs = "dns.dangling_ns";
    public const string NsTimeout = "dns.ns_timeout";
    public const string AuthServFail = "dns.auth_servfail";
    public const string NullMx = "dns.null_mx";
    public const string NoMxNoAddress = "dns.no_mx_no_address";
    public const string MxTargetNxDomain = "dns.mx_target_nxdomain";
    public const string MxTargetNoAddress = "dns.mx_target_no_address";
    public const string MxIsIp = "dns.mx_is_ip";
    public const string CnameLoop = "dns.cname_loop";
    public const string MxPrivateAddress = "dns.mx_private_address";

    public const string TcpRefused = "tcp.refused";
    public const string TcpUnreachable = "tcp.unreachable";
    public const string TcpTimeout = "tcp.timeout";

    /// <summary>Each MX fails in another way.</summary>
    public const string AllMxDown = "tcp.all_mx_down";

    public const string ClosedBeforeBanner = "smtp.closed_before_banner";
    public const string ImplicitTls = "smtp.implicit_tls";
    public const string NoBanner = "smtp.no_banner";
    public const string Tarpit = "smtp.tarpit";
    public const string Greeting421 = "smtp.greeting_421";
    public const string BlockedByPolicy = "smtp.blocked_by_policy";
    public const string Greeting5xx = "smtp.greeting_5xx";
    public const string NotSmtp = "smtp.not_smtp";
    public const string EndlessBanner = "smtp.endless_banner";
    public const string LineTooLong = "smtp.line_too_long";

    public const string ClosedAfterBanner = "smtp.closed_after_banner";
    public const string ClosedAtEhlo = "smtp.closed_at_ehlo";
    public const string Busy421AtEhlo = "smtp.421_at_ehlo";
    public const string EhloTimeout = "smtp.ehlo_timeout";

    public const string PacketInspection = "smtp.packet_inspection";

    public const string ClosedAtStartTls = "smtp.closed_at_starttls";
    public const string StartTlsNotOffered = "tls.not_offered";
    public const string StartTlsRejected = "tls.starttls_rejected";
    public const string HandshakeFailed = "tls.handshake_failed";
    public const string HandshakeTimeout = "tls.handshake_timeout";
    public const string VersionTooOld = "tls.version_too_old";

    public const string CertExpired = "cert.expired";
    public const string CertNotYetValid = "cert.not_yet_valid";
    public const string IntermediateExpired = "cert.intermediate_expired";
    public const string SelfSigned = "cert.self_signed";
    public const string IncompleteChain = "cert.incomplete_chain";
    public const string UntrustedRoot = "cert.untrusted_root";
    public const string NameMismatch = "cert.name_mismatch";
    public const string WrongUsage = "cert.wrong_usage";
    public const string WeakKey = "cert.weak_key";
    public const string WeakSignature = "cert.weak_signature";
    public const string Revoked = "cert.revoked";

    public const string MtaStsMxMismatch = "mtasts.mx_mismatch";
    public const string MtaStsCertInvalid = "mtasts.cert_invalid";
    public const string TlsaMismatch = "dane.tlsa_mismatch";
    public const string DaneStartTlsMissing = "dane.starttls_missing";

    /// <summary>
    /// In the order of deciding: stage after stage, and within a stage the one that explains the others first. Two rows stand before
    /// their own stage, because without them the one behind would hide what the policy makes of it.
    /// </summary>
    public static IReadOnlyList<VerdictCause> All { get; } =
    [
        new(DomainExpired, VerdictStage.Dns, MailFlowCodes.DnsQueryFailed),
        new(NxDomain, VerdictStage.Dns, MailFlowCodes.DnsQueryFailed),
        new(StaleCache, VerdictStage.Dns, MailFlowCodes.DnsQueryFailed),
        new(NsOutOfSync, VerdictStage.Dns, MailFlowCodes.None),
        new(DnssecBogus, VerdictStage.Dns, MailFlowCodes.DnsQueryFailed) { ExactCode = "4.7.324" },
        new(LameDelegation, VerdictStage.Dns, MailFlowCodes.DnsQueryFailed),
        new(DanglingNs, VerdictStage.Dns, MailFlowCodes.DnsQueryFailed),
        new(NsTimeout, VerdictStage.Dns, MailFlowCodes.DnsQueryFailed),
        new(AuthServFail, VerdictStage.Dns, MailFlowCodes.DnsQueryFailed),
        new(NullMx, VerdictStage.Dns, MailFlowCodes.Other) { ExactCode = "5.1.10" },
        new(NoMxNoAddress, VerdictStage.Dns, MailFlowCodes.DnsQueryFailed),
        new(MxIsIp, VerdictStage.Dns, MailFlowCodes.DnsQueryFailed),
        new(CnameLoop, VerdictStage.Dns, MailFlowCodes.DnsQueryFailed),
        new(MxTargetNxDomain, VerdictStage.Dns, MailFlowCodes.DnsQueryFailed),
        new(MxTargetNoAddress, VerdictStage.Dns, MailFlowCodes.DnsQueryFailed),
        new(MxPrivateAddress, VerdictStage.Dns, MailFlowCodes.Other),

        new(TcpRefused, VerdictStage.Connect, MailFlowCodes.ConnectionRefused),
        new(TcpUnreachable, VerdictStage.Connect, MailFlowCodes.ConnectionRefused),
        new(TcpTimeout, VerdictStage.Connect, MailFlowCodes.ConnectionTimedOut),
        new(AllMxDown, VerdictStage.Connect, MailFlowCodes.ConnectionRefused),

        new(ClosedBeforeBanner, VerdictStage.Banner, MailFlowCodes.ConnectionClosed),
        new(ImplicitTls, VerdictStage.Banner, MailFlowCodes.ConnectionTimedOut),
        new(Tarpit, VerdictStage.Banner, MailFlowCodes.ConnectionTimedOut),
        new(NoBanner, VerdictStage.Banner, MailFlowCodes.ConnectionTimedOut),
        new(Greeting421, VerdictStage.Banner, MailFlowCodes.CannotConnect),
        new(BlockedByPolicy, VerdictStage.Banner, MailFlowCodes.CannotConnect),
        new(Greeting5xx, VerdictStage.Banner, MailFlowCodes.CannotConnect),
        new(EndlessBanner, VerdictStage.Banner, MailFlowCodes.CannotConnect),
        new(LineTooLong, VerdictStage.Banner, MailFlowCodes.CannotConnect),
        new(NotSmtp, VerdictStage.Banner, MailFlowCodes.CannotConnect),

        new(PacketInspection, VerdictStage.Ehlo, MailFlowCodes.CannotConnect, MailFlowCodes.None),
        new(ClosedAfterBanner, VerdictStage.Ehlo, MailFlowCodes.ConnectionClosed),
        new(ClosedAtEhlo, VerdictStage.Ehlo, MailFlowCodes.ConnectionClosed),
        new(Busy421AtEhlo, VerdictStage.Ehlo, MailFlowCodes.CannotConnect),
        new(EhloTimeout, VerdictStage.Ehlo, MailFlowCodes.ConnectionTimedOut),

        new(ClosedAtStartTls, VerdictStage.StartTls, MailFlowCodes.ConnectionClosed),
        new(DaneStartTlsMissing, VerdictStage.Policy, MailFlowCodes.Other) { ExactCode = "4.7.321" },
        new(StartTlsNotOffered, VerdictStage.StartTls, MailFlowCodes.CannotConnect, MailFlowCodes.None),
        new(StartTlsRejected, VerdictStage.StartTls, MailFlowCodes.CannotConnect, MailFlowCodes.None),

        new(HandshakeTimeout, VerdictStage.Tls, MailFlowCodes.ConnectionTimedOut),
        new(VersionTooOld, VerdictStage.Tls, MailFlowCodes.CannotConnect),
        new(HandshakeFailed, VerdictStage.Tls, MailFlowCodes.CannotConnect),

        new(MtaStsCertInvalid, VerdictStage.Policy, MailFlowCodes.CertificateInvalid, MailFlowCodes.Other) { ExactCode = "4.7.5" },
        new(CertExpired, VerdictStage.Cert, MailFlowCodes.CertificateInvalid, MailFlowCodes.None),
        new(CertNotYetValid, VerdictStage.Cert, MailFlowCodes.CertificateInvalid, MailFlowCodes.None),
        new(IntermediateExpired, VerdictStage.Cert, MailFlowCodes.CertificateInvalid, MailFlowCodes.None),
        new(SelfSigned, VerdictStage.Cert, MailFlowCodes.CertificateInvalid, MailFlowCodes.None),
        new(IncompleteChain, VerdictStage.Cert, MailFlowCodes.CertificateInvalid, MailFlowCodes.None),
        new(UntrustedRoot, VerdictStage.Cert, MailFlowCodes.CertificateInvalid, MailFlowCodes.None),
        new(NameMismatch, VerdictStage.Cert, MailFlowCodes.CertificateInvalid, MailFlowCodes.None),
        new(WrongUsage, VerdictStage.Cert, MailFlowCodes.CertificateInvalid, MailFlowCodes.None),
        new(WeakKey, VerdictStage.Cert, MailFlowCodes.CertificateInvalid, MailFlowCodes.None),
        new(WeakSignature, VerdictStage.Cert, MailFlowCodes.CertificateInvalid, MailFlowCodes.None),
        new(Revoked, VerdictStage.Cert, MailFlowCodes.CertificateInvalid, MailFlowCodes.None),

        new(MtaStsMxMismatch, VerdictStage.Policy, MailFlowCodes.Other) { ExactCode = "4.4.8" },
        new(TlsaMismatch, VerdictStage.Policy, MailFlowCodes.Other) { ExactCode = "4.7.323" },

        new(Healthy, VerdictStage.Ok, MailFlowCodes.None),
        new(NotTested, VerdictStage.Ok, MailFlowCodes.None),
    ];

    private static readonly Dictionary<string, VerdictCause> ById = All.ToDictionary(cause => cause.Id, StringComparer.Ordinal);
    private static readonly Dictionary<string, int> Ranks = All.Index().ToDictionary(row => row.Item.Id, row => row.Index, StringComparer.Ordinal);

    /// <summary>Null for an id that is not of the list.</summary>
    public static VerdictCause? Find(string id) => ById.GetValueOrDefault(id);

    /// <summary>Its place in <see cref="All"/>: the lower one decides.</summary>
    public static int Rank(string id) => Ranks.GetValueOrDefault(id, int.MaxValue);
}

/// <summary>A row of the closed list.</summary>
/// <param name="Stage">Where in the life of a delivery it shows.</param>
/// <param name="Code">What Exchange Online reports for a connector that requires TLS with a valid certificate; of <see cref="MailFlowCodes"/>.</param>
/// <param name="OpportunisticCode">The same where TLS is welcome but not required.</param>
public sealed record VerdictCause(string Id, VerdictStage Stage, string Code, string OpportunisticCode)
{
    /// <summary>Both ways of sending meet the same code.</summary>
    public VerdictCause(string id, VerdictStage stage, string code)
        : this(id, stage, code, code)
    {
    }

    /// <summary>Where Exchange Online also knows a code of its own beside the six: <c>4.7.324</c>.</summary>
    public string? ExactCode { get; init; }
}

/// <summary>The steps of a delivery, in their order.</summary>
public enum VerdictStage
{
    Dns,
    Connect,
    Banner,
    Ehlo,
    StartTls,
    Tls,
    Cert,

    /// <summary>MTA-STS and DANE: what the domain demands of senders.</summary>
    Policy,

    /// <summary>MAIL and beyond, which no probe says.</summary>
    Mail,
    Ok,
}
