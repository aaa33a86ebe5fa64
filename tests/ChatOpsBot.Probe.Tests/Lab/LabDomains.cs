using ChatOpsBot.MailFlow.Evidence;
using static ChatOpsBot.MailFlow.Evidence.MailFlowCodes;

namespace ChatOpsBot.Probe.Tests.Lab;

/// <summary>All domains of the lab. A new fault is one row here.</summary>
internal static class LabDomains
{
    internal static readonly string[] UpToEhlo = ["S: 220 mx1.lab ESMTP", "C: EHLO *"];
    internal static readonly string[] UpToOffer = [.. UpToEhlo, "S: 250-mx1.lab", "S: 250-SIZE 10240000", "S: 250 STARTTLS"];
    internal static readonly string[] UpToStartTls = [.. UpToOffer, "C: STARTTLS"];
    internal static readonly string[] UpToTls = [.. UpToStartTls, "S: 220 2.0.0 Ready"];

    internal static readonly string[] TwoServers = ["@ MX 10 mx1", "@ MX 20 mx2", "mx1 A $1", "mx2 A $2"];

    /// <summary>Held back by its server until the test lets it go.</summary>
    public const string Slow = "slow";

    /// <summary>Every packet to its server is lost.</summary>
    public const string Lost = "lost";

    public static IReadOnlyList<LabDomain> All { get; } =
    [
        // Healthy, each in its own way.
        Healthy("postfix") with { Places = [new Place.Postfix()] },
        Healthy("postfix-two") with { Records = TwoServers, Places = [new Place.Postfix(), new Place.Postfix()] },
        Healthy("both-families") with { Records = ["@ MX 10 mx1", "mx1 A $1", "mx1 AAAA $6"] },
        Healthy("implicit") with { Records = ["@ A $1"], Findings = ["dns.implicit_mx"] },
        Healthy(Slow) with { Places = [new Place.Scripted(["* hold", .. UpToTls, "* tls", "C: EHLO *", "S: 250 mx1.lab"])], Findings = ["smtp.slow_banner"] },
        Healthy("nolisting") with { Records = TwoServers, Places = [new Place.Nobody(), new Place.Healthy()], Findings = ["mx.nolisting"] },
        Healthy("backup-dead") with { Records = TwoServers, Places = [new Place.Healthy(), new Place.Lost()], Findings = ["mx.partial_outage"] },
        Healthy("one-family-broken") with { Records = ["@ MX 10 mx1", "mx1 A $1", "mx1 AAAA fd77:dead::1"], Findings = ["net.ipv6_broken"] },
        Healthy("wildcard") with { Places = [new Place.Showing(Certificates.Wildcard)] },
        Healthy("alias") with { Records = ["@ MX 10 mx1", "mx1 CNAME real", "real A $1"], Findings = ["dns.mx_is_cname"] },
        Healthy("signed") with { Signing = Signing.Good },
        Healthy("half-lame") with { NameServers = ["ns1.dns.lab", "ns-lame.dns.lab"], Findings = ["dns.lame_partial"] },
        Healthy("server-in-private-network-speaks-for-zone") with { NameServers = ["ns1.dns.lab", "ns-private.dns.lab"] },
        Healthy("public-and-private") with { Records = ["@ MX 10 mx1", "@ MX 20 mx2", "mx1 A $1", "mx2 A 10.99.0.1"], Findings = ["dns.mx_private_address"] },
        Healthy("small-letters") with { Places = [new Place.Scripted(["S: 220-mx1.lab", "S: 220 ready", "C: EHLO *", "S: 250-mx1.lab", "S: 250 starttls", "C: STARTTLS", "S: 220 go", "* tls", "C: EHLO *", "S: 250 mx1.lab"])] },
        Healthy("only-ipv6") with { Records = ["@ MX 10 mx1", "mx1 AAAA $6"] },
        Healthy("primary-lost") with { Records = TwoServers, Places = [new Place.Lost(), new Place.Healthy()] },
        Healthy("primary-not-in-dns") with { Records = ["@ MX 10 gone", "@ MX 20 mx1", "mx1 A $1"], Findings = [VerdictCauses.MxTargetNxDomain] },
        Healthy("primary-busy") with { Records = TwoServers, Places = [new Place.Scripted("S: 421 4.7.0 Too many connections from your address", "* close"), new Place.Healthy()] },
        Healthy("backup-expired") with { Records = TwoServers, Places = [new Place.Healthy(), new Place.Showing(Certificates.Expired)], Findings = [VerdictCauses.CertExpired] },
        Healthy("second-address-private") with { Records = ["@ MX 10 mx1", "mx1 A $1", "mx1 A 10.99.0.1"] },
        Healthy("second-address-dead") with { Records = ["@ MX 10 mx1", "mx1 A $1", "mx1 A $2"], Places = [new Place.Healthy(), new Place.Nobody()] },
        Healthy("hosted") with { Records = ["@ MX 10 mx1.postfix.lab."], Places = [] },
        .. Enumerable.Range(1, 8).Select(number => Healthy($"hosted-{number}") with { Records = ["@ MX 10 mx1.postfix.lab."], Places = [] }),
        Healthy("half-silent") with { NameServers = ["ns1.dns.lab", "ns-silent.dns.lab"] },
        Healthy("half-dangling") with { NameServers = ["ns1.dns.lab", "ns1.gone.lab"] },
        Healthy("bare-line-ends") with { Places = [new Place.Scripted("R: 220 mx1.lab\n", "C: EHLO *", "R: 250-mx1.lab\n250 STARTTLS\n", "C: STARTTLS", "R: 220 go\n", "* tls", "C: EHLO *", "R: 250 mx1.lab\n")] },
        Healthy("short-greeting") with { Places = [new Place.Scripted(["S: 220", .. UpToTls[1..], "* tls", "C: EHLO *", "S: 250 mx1.lab"])] },

        // DNS.
        new("nowhere", VerdictCauses.NxDomain, DnsQueryFailed) { NameServers = [], Records = null, Places = [] },
        new(PolicyHost.Lapsed, VerdictCauses.DomainExpired, DnsQueryFailed) { NameServers = [], Records = null, Places = [] },
        new("null-mx", VerdictCauses.NullMx, Other) { Records = ["@ MX 0 ."], Places = [] },
        new("no-records", VerdictCauses.NoMxNoAddress, DnsQueryFailed) { Records = ["@ TXT nothing"], Places = [] },
        new("target-gone", VerdictCauses.MxTargetNxDomain, DnsQueryFailed) { Records = ["@ MX 10 mx1"], Places = [] },
        new("target-empty", VerdictCauses.MxTargetNoAddress, DnsQueryFailed) { Records = ["@ MX 10 mx1", "mx1 TXT nothing"], Places = [] },
        new("target-number", VerdictCauses.MxIsIp, DnsQueryFailed) { Records = ["@ MX 10 $1."] },
        new("alias-loop", VerdictCauses.CnameLoop, DnsQueryFailed) { Records = ["@ MX 10 mx1", "mx1 CNAME a", "a CNAME b", "b CNAME a"], Places = [] },
        new("private", VerdictCauses.MxPrivateAddress, Other) { Records = ["@ MX 10 mx1", "mx1 A 10.99.0.1"], Places = [] },
        new("loopback", VerdictCauses.MxPrivateAddress, Other) { Records = ["@ MX 10 mx1", "mx1 A 127.0.0.1", "mx1 AAAA ::1"], Places = [] },
        new("metadata", VerdictCauses.MxPrivateAddress, Other) { Records = ["@ MX 10 mx1", "mx1 A 169.254.169.254"], Places = [] },
        new("mapped", VerdictCauses.MxPrivateAddress, Other) { Records = ["@ MX 10 mx1", "mx1 AAAA ::ffff:10.99.0.1"], Places = [] },
        new("lame", VerdictCauses.LameDelegation, DnsQueryFailed) { NameServers = ["ns-lame.dns.lab"], Records = null, Places = [] },
        new("dangling", VerdictCauses.DanglingNs, DnsQueryFailed) { NameServers = ["ns1.gone.lab", "ns2.gone.lab"], Records = null, Places = [] },
        new("dns-silent", VerdictCauses.NsTimeout, DnsQueryFailed) { NameServers = ["ns-silent.dns.lab"], Records = null, Places = [] },
        new("dns-broken", VerdictCauses.AuthServFail, DnsQueryFailed) { NameServers = ["ns-broken.dns.lab"], Records = null, Places = [] },
        new("bogus", VerdictCauses.DnssecBogus, DnsQueryFailed) { Signing = Signing.Expired },
        new("signature-missing", VerdictCauses.DnssecBogus, DnsQueryFailed) { Signing = Signing.Missing },
        new("stale-old-server-gone", VerdictCauses.StaleCache, ConnectionRefused) { NameServers = ["ns-new.dns.lab"], Records = ["@ MX 10 mx2", "mx2 A $2"], OtherRecords = ["@ MX 10 mx1", "mx1 A $1"], Places = [new Place.Nobody(), new Place.Healthy()] },
        new("stale-nothing-known", VerdictCauses.StaleCache, DnsQueryFailed) { NameServers = ["ns-new.dns.lab"], Records = ["@ MX 10 mx1", "mx1 A $1"], OtherRecords = ["other TXT nothing"] },
        new("out-of-sync", VerdictCauses.NsOutOfSync, None) { NameServers = ["ns1.dns.lab", "ns-other.dns.lab"], Records = ["@ MX 10 mx1", "mx1 A $1"], OtherRecords = ["@ MX 10 mx2", "mx1 A $1", "mx2 A $2"], Places = [new Place.Healthy(), new Place.Healthy()] },
        new("zero", VerdictCauses.MxPrivateAddress, Other) { Records = ["@ MX 10 mx1", "mx1 A 0.0.0.0"], Places = [] },
        new("carrier-network", VerdictCauses.MxPrivateAddress, Other) { Records = ["@ MX 10 mx1", "mx1 A 100.64.0.1"], Places = [] },
        new("stale-old-server-works", VerdictCauses.StaleCache, None) { NameServers = ["ns-new.dns.lab"], Records = ["@ MX 10 mx2", "mx2 A $2"], OtherRecords = ["@ MX 10 mx1", "mx1 A $1"], Places = [new Place.Healthy(), new Place.Healthy()] },
        new("stale-denial", VerdictCauses.StaleCache, DnsQueryFailed) { IsDeniedByResolver = true },
        new("target-lame", VerdictCauses.LameDelegation, DnsQueryFailed) { Records = ["@ MX 10 mx1.lame.lab."], Places = [] },
        new("target-silent", VerdictCauses.NsTimeout, DnsQueryFailed) { Records = ["@ MX 10 mx1.dns-silent.lab."], Places = [] },
        new("target-broken", VerdictCauses.AuthServFail, DnsQueryFailed) { Records = ["@ MX 10 mx1.dns-broken.lab."], Places = [] },

        // The way there.
        new("refused", VerdictCauses.TcpRefused, ConnectionRefused) { Places = [new Place.Nobody()] },
        new("refused-twice", VerdictCauses.TcpRefused, ConnectionRefused) { Records = TwoServers, Places = [new Place.Nobody(), new Place.Nobody()] },
        new(Lost, VerdictCauses.TcpTimeout, ConnectionTimedOut) { Places = [new Place.Lost()] },
        new("unreachable", VerdictCauses.TcpUnreachable, ConnectionRefused) { Places = [new Place.Unreachable()] },
        new("prohibited", VerdictCauses.TcpUnreachable, ConnectionRefused) { Places = [new Place.Prohibited()] },
        new("down-in-two-ways", VerdictCauses.AllMxDown, ConnectionRefused) { Records = TwoServers, Places = [new Place.Nobody(), new Place.Lost()] },
        new("parked", VerdictCauses.TcpRefused, ConnectionRefused) { Records = ["@ A $1"], Places = [new Place.Nobody()], Findings = ["dns.implicit_mx"] },
        new("dead-beside-expired", VerdictCauses.CertExpired, CertificateInvalid, None) { Records = TwoServers, Places = [new Place.Nobody(), new Place.Showing(Certificates.Expired)] },

        // The greeting.
        Speaking("closes-at-once", VerdictCauses.ClosedBeforeBanner, ConnectionClosed, "* close"),
        Speaking("resets-at-once", VerdictCauses.ClosedBeforeBanner, ConnectionClosed, "* reset"),
        Speaking("tls-from-start", VerdictCauses.ImplicitTls, ConnectionTimedOut, "* tls", "S: 220 mx1.lab ESMTP", "C: EHLO *", "S: 250 mx1.lab"),
        Speaking("silent", VerdictCauses.NoBanner, ConnectionTimedOut, "* silence"),
        Speaking("tarpit", VerdictCauses.Tarpit, ConnectionTimedOut, "R: 220-mx1", "* silence"),
        Speaking("busy", VerdictCauses.Greeting421, CannotConnect, "S: 421 4.3.2 Service not available, closing", "* close"),
        Speaking("too-many", VerdictCauses.NotTested, null!, "S: 421 4.7.0 Too many connections from your address", "* close"),
        Speaking("listed", VerdictCauses.BlockedByPolicy, CannotConnect, "S: 554 5.7.1 Client host blocked using zen.lab block list", "* close"),
        Speaking("no-service", VerdictCauses.Greeting5xx, CannotConnect, "S: 554 No SMTP service here", "* silence"),
        Speaking("web", VerdictCauses.NotSmtp, CannotConnect, "S: HTTP/1.1 400 Bad Request", "* close"),
        Speaking("ssh", VerdictCauses.NotSmtp, CannotConnect, "S: SSH-2.0-OpenSSH_9.2", "* silence"),
        Speaking("endless", VerdictCauses.EndlessBanner, CannotConnect, "F: 220-and on\r\n"),
        Speaking("long-line", VerdictCauses.LineTooLong, CannotConnect, "R: 220 mx1.lab ", "F: aaaaaaaaaaaaaaaa"),

        // EHLO.
        Speaking("closes-after-greeting", VerdictCauses.ClosedAfterBanner, ConnectionClosed, "L: 220 mx1.lab ESMTP"),
        Speaking("closes-at-ehlo", VerdictCauses.ClosedAtEhlo, ConnectionClosed, [.. UpToEhlo, "* close"]),
        Speaking("resets-at-ehlo", VerdictCauses.ClosedAtEhlo, ConnectionClosed, [.. UpToEhlo, "* reset"]),
        Speaking("busy-at-ehlo", VerdictCauses.Busy421AtEhlo, CannotConnect, [.. UpToEhlo, "S: 421 4.3.2 Shutting down", "* close"]),
        Speaking("silent-at-ehlo", VerdictCauses.EhloTimeout, ConnectionTimedOut, [.. UpToEhlo, "* silence"]),
        Speaking("inspected", VerdictCauses.PacketInspection, CannotConnect, None, ["S: 220 ***************************", "C: EHLO *", "S: 250-mx1.lab", "S: 250-SIZE 10240000", "S: 250-XXXXXXXA", "S: 250 XXXB"]),
        Speaking("inspected-old", VerdictCauses.PacketInspection, CannotConnect, None, ["S: 220 *****************2******0*****", "C: EHLO *", "S: 500 5.5.1 Unrecognized command", "C: HELO *", "S: 250 mx1.lab"]),
        Speaking("inspected-and-closed", VerdictCauses.PacketInspection, ConnectionClosed, "S: 220 ***************************", "C: EHLO *", "* close"),
        Speaking("listed-at-ehlo", VerdictCauses.BlockedByPolicy, CannotConnect, [.. UpToEhlo, "S: 550 5.7.1 Access denied, your address is on a block list", "C: HELO *", "S: 550 5.7.1 Access denied, your address is on a block list"]),
        Speaking("too-many-at-ehlo", VerdictCauses.NotTested, null!, [.. UpToEhlo, "S: 421 4.7.0 Too many connections", "* close"]),

        // STARTTLS and TLS.
        Speaking("plain", VerdictCauses.StartTlsNotOffered, CannotConnect, None, [.. UpToEhlo, "S: 250-mx1.lab", "S: 250 SIZE 10240000"]),
        Speaking("helo-only", VerdictCauses.StartTlsNotOffered, CannotConnect, None, [.. UpToEhlo, "S: 502 Not implemented", "C: HELO *", "S: 250 mx1.lab"]),
        Speaking("tls-unavailable", VerdictCauses.StartTlsRejected, CannotConnect, None, [.. UpToStartTls, "S: 454 4.7.0 TLS not available due to local problem"]),
        Speaking("closes-at-starttls", VerdictCauses.ClosedAtStartTls, ConnectionClosed, [.. UpToStartTls, "* close"]),
        Speaking("alert", VerdictCauses.HandshakeFailed, CannotConnect, [.. UpToTls, "* alert 40"]),
        Speaking("plain-text-for-tls", VerdictCauses.HandshakeFailed, CannotConnect, [.. UpToTls, "* hello", "S: 500 Syntax error", "* silence"]),
        Speaking("closes-in-handshake", VerdictCauses.HandshakeFailed, CannotConnect, [.. UpToTls, "* hello", "* close"]),
        Speaking("silent-in-handshake", VerdictCauses.HandshakeTimeout, ConnectionTimedOut, [.. UpToTls, "* silence"]),
        Speaking("old-tls", VerdictCauses.VersionTooOld, CannotConnect, [.. UpToTls, "* old-tls 1.0 alert"]),
        Speaking("resets-in-handshake", VerdictCauses.HandshakeFailed, CannotConnect, [.. UpToTls, "* hello", "* reset"]),
        Real("real-old-tls", VerdictCauses.VersionTooOld, CannotConnect, CannotConnect, new Place.Postfix { Settings = ["smtpd_tls_protocols=TLSv1"] }),
        Real("real-old-tls-1.1", VerdictCauses.VersionTooOld, CannotConnect, CannotConnect, new Place.Postfix { Settings = ["smtpd_tls_protocols=TLSv1.1"] }),

        // Certificates.
        Showing("expired", VerdictCauses.CertExpired, Certificates.Expired),
        Showing("not-yet", VerdictCauses.CertNotYetValid, Certificates.NotYet),
        Showing("old-intermediate", VerdictCauses.IntermediateExpired, Certificates.WithOldIntermediate),
        Showing("self-signed", VerdictCauses.SelfSigned, Certificates.SelfSigned),
        Showing("incomplete", VerdictCauses.IncompleteChain, Certificates.Incomplete),
        Showing("untrusted", VerdictCauses.UntrustedRoot, Certificates.Untrusted),
        Showing("other-name", VerdictCauses.NameMismatch, Certificates.OtherName),
        Showing("for-clients", VerdictCauses.WrongUsage, Certificates.ForClients),
        Real("weak-key", VerdictCauses.WeakKey, CertificateInvalid, None, new Place.Postfix { Issue = Certificates.WeakKey }),
        Real("weak-signature", VerdictCauses.WeakSignature, CertificateInvalid, None, new Place.Postfix { Issue = Certificates.WeakSignature }),
        Real("weak-key-1.3", VerdictCauses.WeakKey, CertificateInvalid, None, new Place.Postfix { Issue = Certificates.WeakKey, Settings = ["smtpd_tls_protocols=TLSv1.3"] }),
        Real("weak-signature-1.3", VerdictCauses.WeakSignature, CertificateInvalid, None, new Place.Postfix { Issue = Certificates.WeakSignature, Settings = ["smtpd_tls_protocols=TLSv1.3"] }),
        Real("real-expired", VerdictCauses.CertExpired, CertificateInvalid, None, new Place.Postfix { Issue = Certificates.Expired }),
        Healthy("sts") with { Records = PolicyHost.Records },
        new("sts-expired", VerdictCauses.MtaStsCertInvalid, CertificateInvalid, Other) { Records = PolicyHost.Records, Places = [new Place.Showing(Certificates.Expired)] },
        new("sts-unlisted", VerdictCauses.MtaStsMxMismatch, Other) { Records = PolicyHost.Records },
        Showing("expired-for-another", VerdictCauses.CertExpired, Certificates.ExpiredForAnotherName) with { Findings = [VerdictCauses.NameMismatch] },
        .. LabVariations.All,
    ];

    public static LabDomain Find(string name) => All.First(domain => domain.Name == name);

    internal static LabDomain Healthy(string name) => new(name, VerdictCauses.Healthy, None);

    internal static LabDomain Speaking(string name, string cause, string code, params string[] script) => new(name, cause, code) { Places = [new Place.Scripted(script)] };

    internal static LabDomain Speaking(string name, string cause, string code, string opportunistic, string[] script) => new(name, cause, code, opportunistic) { Places = [new Place.Scripted(script)] };

    internal static LabDomain Real(string name, string cause, string code, string opportunistic, Place.Postfix server) => new(name, cause, code, opportunistic) { Places = [server] };

    internal static LabDomain Showing(string name, string cause, Func<LabDomain, Testing.Tls.ServerTls> issue) => new(name, cause, CertificateInvalid, None) { Places = [new Place.Showing(issue)] };
}
