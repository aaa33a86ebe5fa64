using System.Security.Cryptography;
using ChatOpsBot.MailFlow.Evidence;
using static ChatOpsBot.MailFlow.Evidence.MailFlowCodes;
using static ChatOpsBot.Probe.Tests.Lab.LabDomains;

namespace ChatOpsBot.Probe.Tests.Lab;

/// <summary>The same causes come about in another way, and what looks like a fault and is none. Written from the tables of causes alone, by another hand than <see cref="LabDomains"/>.</summary>
internal static class LabVariations
{
    private static readonly string[] Lapsed = ["@ A $1"];

    public static IReadOnlyList<LabDomain> All { get; } = [.. Healthies(), .. Dns(), .. Ways(), .. Greetings(), .. Sessions(), .. TlsFaults(), .. CertificateFaults(), .. Policies()];

    private static IEnumerable<LabDomain> Healthies() =>
    [
        Healthy("three-alike") with { Records = ["@ MX 10 mx1", "@ MX 10 mx2", "@ MX 10 mx3", "mx1 A $1", "mx2 A $2", "mx3 A $3"], Places = [new Place.Showing(Certificates.But((domain, plan) => plan with { Names = [$"*.{domain.Domain}"] })), new Place.Nobody(), new Place.Lost()], Findings = ["mx.partial_outage"] },
        Healthy("one-of-pool-expired") with { Records = ["@ MX 10 mx1", "mx1 A $1", "mx1 A $2", "mx1 A $3"], Places = [new Place.Healthy(), new Place.Healthy(), new Place.Showing(Certificates.Expired)], Findings = ["mx.odd_one_out"] },
        Healthy("aliases-in-a-row") with { Records = ["@ MX 10 mx1", "mx1 CNAME a1", "a1 CNAME a2", "a2 CNAME a3", "a3 CNAME a4", "a4 CNAME a5", "a5 CNAME a6", "a6 CNAME a7", "a7 A $1"], Findings = ["dns.mx_is_cname"] },
        Healthy("zone-of-others") with { Records = ["@ MX 10 mx1", "mx1 A $1", "* MX 10 mx1", "mail MX 10 mx1", "loop CNAME loop2", "loop2 CNAME loop", "other CNAME @"] },
        Healthy("mail.zone-of-others") with { NameServers = [], Records = null, Places = [] },
        Healthy("anything.zone-of-others") with { NameServers = [], Records = null, Places = [] },
        Healthy("other.zone-of-others") with { NameServers = [], Records = null, Places = [] },
        Healthy("server-below-wildcard") with { Records = ["@ MX 10 mx1", "* A $1"] },
        Healthy("null-beside-server") with { Records = ["@ MX 0 .", "@ MX 10 mx1", "mx1 A $1"], Findings = ["dns.null_mx_beside"] },
        Healthy("forty-servers") with { Records = [.. Enumerable.Range(1, 40).SelectMany(number => new[] { $"@ MX 10 mx1-{number:00}-with-a-long-name-of-forty-two-letters", $"mx1-{number:00}-with-a-long-name-of-forty-two-letters A $1" })], Places = [new Place.Showing(Certificates.Wildcard)] },
        Healthy("link-local-beside") with { Records = ["@ MX 10 mx1", "mx1 A $1", "mx1 AAAA fe80::1"] },
        Healthy("root-sent-too") with { Places = [new Place.Showing(Certificates.WithRoot)] },
        Healthy("chain-shuffled") with { Places = [new Place.Showing(Certificates.Shuffled)] },
        Healthy("deep-chain") with { Places = [new Place.Showing(Certificates.Deep)] },
        Healthy("teaser") with { Places = [new Place.Scripted(["S: 220-mx1.lab please wait", .. UpToTls, "* tls", "C: EHLO *", "S: 250 mx1.lab"])] },
        Healthy("dripping-but-whole") with { Places = [new Place.Scripted(["D: 220 mx1.lab ESMTP\r\n", .. UpToTls[1..], "* tls", "C: EHLO *", "S: 250 mx1.lab"])] },
        Healthy("any-usage") with { Places = [new Place.Showing(Certificates.But((_, plan) => plan with { Usages = ["2.5.29.37.0"] }))] },
        Healthy("no-usage") with { Places = [new Place.Showing(Certificates.But((_, plan) => plan with { Usages = null }))] },
        Healthy("common-name-only") with { Places = [new Place.Showing(Certificates.But((_, plan) => plan with { Names = [] }))], Findings = ["cert.no_san"] },
        Healthy("capitals-in-name") with { Records = ["@ MX 10 MX1", "mx1 A $1"], Places = [new Place.Showing(Certificates.But((domain, plan) => plan with { Names = [$"MX1.{domain.Domain.ToUpperInvariant()}"] }))] },
        Healthy("runs-out-soon") with { Places = [new Place.Showing(Certificates.But((_, plan) => plan with { Until = DateTimeOffset.UtcNow.AddDays(5) }))], Findings = ["cert.expiring_soon"] },
        Healthy("strong-curve") with { Places = [new Place.Showing(Certificates.But((_, plan) => plan with { Curve = ECCurve.NamedCurves.nistP384 }))] },
        Healthy("list-not-to-be-had") with { Places = [new Place.Showing(Certificates.But((_, plan) => plan with { CrlAt = "http://crl-gone.dns.lab/list.crl" }))], Findings = ["cert.revocation_unknown"] },
        Healthy("on-no-list") with { Places = [new Place.Showing(Certificates.But((_, plan) => plan with { CrlAt = "http://crl.dns.lab/list.crl" }))] },
        Healthy("responder-says-good") with { Places = [new Place.Showing(Certificates.But((_, plan) => plan with { OcspAt = "http://ocsp.dns.lab/good" }))] },
        Healthy("only-tls-1.2") with { Places = [new Place.Postfix { Settings = ["smtpd_tls_protocols=TLSv1.2"] }] },
        Healthy("asks-for-certificate") with { Places = [new Place.Postfix { Settings = ["smtpd_tls_ask_ccert=yes"] }] },
        Healthy("inspected-with-tls") with { Places = [new Place.Scripted(["S: 220 ****************************", .. UpToTls[1..], "* tls", "C: EHLO *", "S: 250 mx1.lab"])], Findings = ["smtp.packet_inspection"] },
        Healthy("decorated") with { Places = [new Place.Scripted(["S: 220 * mx1.lab * ESMTP *", "C: EHLO *", "S: 250-mx1.lab", "S: 250-XCLIENT NAME ADDR", "S: 250-X-EXPS GSSAPI", "S: 250-XXX", "S: 250 STARTTLS", "C: STARTTLS", "S: 220 go", "* tls", "C: EHLO *", "S: 250 mx1.lab"])] },
        Healthy("half-failing") with { NameServers = ["ns1.dns.lab", "ns-broken.dns.lab"] },
        Healthy("half-closed") with { NameServers = ["ns1.dns.lab", "ns-closed.dns.lab"] },
        Healthy("half-borrowed") with { NameServers = ["ns1.dns.lab", "ns-borrowed.dns.lab"], Findings = ["dns.lame_partial"] },
        Healthy("expected-name-shown") with { Question = """{"domain":"$d","expectTlsName":"mail.partner.lab"}""", Places = [new Place.Showing(Certificates.But((_, plan) => plan with { Names = ["mail.partner.lab"] }))] },
        Healthy("expected-wildcard-shown") with { Question = """{"domain":"$d","expectTlsName":"*.partner.lab"}""", Places = [new Place.Showing(Certificates.But((_, plan) => plan with { Names = ["*.partner.lab"] }))] },
        Healthy("asked-as-server") with { Question = """{"host":"mx1.$d","port":25}""" },
        Healthy("asked-with-dot") with { Question = """{"domain":"$d."}""" },
        Healthy("asked-in-capitals") with { Question = """{"domain":"ASKED-in-Capitals.LAB"}""" },
        Healthy("submission") with { Question = """{"host":"mx1.$d","port":587}""", Places = [new Place.Healthy { Port = 587 }] },
        Healthy("submission-over-tls") with { Question = """{"host":"mx1.$d","port":465}""", Places = [new Place.Scripted("* tls", "S: 220 mx1.lab ESMTP", "C: EHLO *", "S: 250-mx1.lab", "S: 250 AUTH PLAIN") { Port = 465 }] },
        Healthy("lapsed-working"),
    ];

    private static IEnumerable<LabDomain> Dns() =>
    [
        Gone("held", VerdictCauses.DomainExpired),
        Gone("to-be-deleted", VerdictCauses.DomainExpired),
        Gone("ran-out", VerdictCauses.DomainExpired),
        Gone("not-delegated", VerdictCauses.NxDomain),
        Gone("deep.below.nowhere", VerdictCauses.NxDomain),
        new("lapsed-parked", VerdictCauses.DomainExpired, ConnectionRefused) { Records = Lapsed, Places = [new Place.Nobody()] },
        new("lapsed-silent", VerdictCauses.DomainExpired, ConnectionTimedOut) { Records = Lapsed, Places = [new Place.Lost()] },
        new("stale-lost", VerdictCauses.StaleCache, ConnectionTimedOut) { NameServers = ["ns-new.dns.lab"], Records = ["@ MX 10 mx2", "mx2 A $2"], OtherRecords = ["@ MX 10 mx1", "mx1 A $1"], Places = [new Place.Lost(), new Place.Healthy()] },
        new("stale-address", VerdictCauses.StaleCache, ConnectionRefused) { NameServers = ["ns-new.dns.lab"], Records = ["@ MX 10 mx1", "mx1 A $2"], OtherRecords = ["@ MX 10 mx1", "mx1 A $1"], Places = [new Place.Nobody(), new Place.Healthy()] },
        new("stale-to-nowhere", VerdictCauses.StaleCache, DnsQueryFailed) { NameServers = ["ns-new.dns.lab"], Records = ["@ MX 10 mx2", "mx2 A $1"], OtherRecords = ["@ MX 10 mx1"] },
        new("old-version", VerdictCauses.NsOutOfSync, None) { NameServers = ["ns1.dns.lab", "ns-other.dns.lab"], OtherRecords = ["@ MX 10 mx1", "mx1 A $1"] },
        new("bogus-key", VerdictCauses.DnssecBogus, DnsQueryFailed) { Signing = Signing.OtherKey },
        new("bogus-future", VerdictCauses.DnssecBogus, DnsQueryFailed) { Signing = Signing.Future },
        new("bogus-denial", VerdictCauses.DnssecBogus, DnsQueryFailed) { Signing = Signing.WithoutDenials, Records = ["@ MX 10 gone"], Places = [] },
        new("bogus-mx", VerdictCauses.DnssecBogus, DnsQueryFailed) { Signing = Signing.WithoutMxSignature },
        new("target-bogus", VerdictCauses.DnssecBogus, DnsQueryFailed) { Records = ["@ MX 10 mx1.bogus.lab."], Places = [] },
        Unspoken("borrowed", VerdictCauses.LameDelegation, "ns-borrowed.dns.lab"),
        Unspoken("lame-twice", VerdictCauses.LameDelegation, "ns-lame.dns.lab", "ns-borrowed.dns.lab"),
        Unspoken("lame-and-silent", VerdictCauses.LameDelegation, "ns-lame.dns.lab", "ns-silent.dns.lab"),
        Unspoken("lame-and-dangling", VerdictCauses.LameDelegation, "ns-lame.dns.lab", "ns.gone.lab"),
        Unspoken("dangling-and-silent", VerdictCauses.DanglingNs, "ns.gone.lab", "ns-silent.dns.lab"),
        Unspoken("closed", VerdictCauses.NsTimeout, "ns-closed.dns.lab"),
        Unspoken("closed-and-silent", VerdictCauses.NsTimeout, "ns-closed.dns.lab", "ns-silent.dns.lab"),
        new("target-dangling", VerdictCauses.DanglingNs, DnsQueryFailed) { Records = ["@ MX 10 mx1.dangling.lab."], Places = [] },
        new("target-alias-gone", VerdictCauses.MxTargetNxDomain, DnsQueryFailed) { Records = ["@ MX 10 mx1", "mx1 CNAME gone"], Places = [] },
        new("target-alias-empty", VerdictCauses.MxTargetNoAddress, DnsQueryFailed) { Records = ["@ MX 10 mx1", "mx1 CNAME there", "there TXT nothing"], Places = [] },
        new("target-own-alias", VerdictCauses.CnameLoop, DnsQueryFailed) { Records = ["@ MX 10 mx1", "mx1 CNAME mx1"], Places = [] },
        new("loop.zone-of-others", VerdictCauses.CnameLoop, DnsQueryFailed) { NameServers = [], Records = null, Places = [] },
        new("targets-gone", VerdictCauses.MxTargetNxDomain, DnsQueryFailed) { Records = ["@ MX 10 mx1", "@ MX 20 mx2"], Places = [] },
        Private("private-twice", "@ MX 10 mx1", "@ MX 20 mx2", "mx1 A 10.99.0.1", "mx2 A 127.0.0.1"),
        Private("multicast", "@ MX 10 mx1", "mx1 A 224.0.0.25"),
        Private("reserved", "@ MX 10 mx1", "mx1 A 250.1.2.3"),
        Private("broadcast", "@ MX 10 mx1", "mx1 A 255.255.255.255"),
        Private("documentation", "@ MX 10 mx1", "mx1 A 203.0.113.25", "mx1 AAAA 2001:db8::25"),
        Private("unique-local", "@ MX 10 mx1", "mx1 AAAA fc00::25"),
        Private("link-local", "@ MX 10 mx1", "mx1 AAAA fe80::25"),
        Private("behind-nat64", "@ MX 10 mx1", "mx1 AAAA 64:ff9b::a63:1"),
        Private("behind-6to4", "@ MX 10 mx1", "mx1 AAAA 2002:a63:1::1"),
        Private("alias-to-private", "@ MX 10 mx1", "mx1 CNAME inside", "inside A 10.99.0.1"),
        Private("private-apex", "@ A 10.99.0.1"),
        Private("private-server", "mx1 A 10.99.0.1") with { Question = """{"host":"mx1.$d"}""" },
        new("private-beside-refused", VerdictCauses.TcpRefused, ConnectionRefused) { Records = ["@ MX 10 mx1", "@ MX 20 mx2", "mx1 A 10.99.0.1", "mx2 A $1"], Places = [new Place.Nobody()], Findings = [VerdictCauses.MxPrivateAddress] },
        new("gone-beside-refused", VerdictCauses.TcpRefused, ConnectionRefused) { Records = ["@ MX 10 gone", "@ MX 20 mx2", "mx2 A $1"], Places = [new Place.Nobody()], Findings = [VerdictCauses.MxTargetNxDomain] },
        new("private-beside-expired", VerdictCauses.CertExpired, CertificateInvalid, None) { Records = ["@ MX 10 mx2", "@ MX 20 mx1", "mx2 A 10.99.0.1", "mx1 A $1"], Places = [new Place.Showing(Certificates.Expired)] },
        new("server-gone", VerdictCauses.NxDomain, DnsQueryFailed) { Question = """{"host":"mx1.$d"}""", Records = ["@ TXT nothing"], Places = [] },
        new("server-empty", VerdictCauses.MxTargetNoAddress, DnsQueryFailed) { Question = """{"host":"mx1.$d","port":25}""", Records = ["mx1 TXT nothing"], Places = [] },
    ];

    private static IEnumerable<LabDomain> Ways() =>
    [
        new("only-ipv6-refused", VerdictCauses.TcpRefused, ConnectionRefused) { Records = ["@ MX 10 mx1", $"mx1 AAAA {MailWorld.Nobody6}"], Places = [] },
        new("only-ipv6-unreachable", VerdictCauses.TcpUnreachable, ConnectionRefused) { Records = ["@ MX 10 mx1", "mx1 AAAA fd77:dead::25"], Places = [] },
        new("only-ipv6-lost", VerdictCauses.TcpTimeout, ConnectionTimedOut) { Records = ["@ MX 10 mx1", "mx1 AAAA fd77:1057::25"], Places = [] },
        new("refused-everywhere", VerdictCauses.TcpRefused, ConnectionRefused) { Records = ["@ MX 10 mx1", "@ MX 10 mx2", "mx1 A $1", "mx1 A $2", "mx2 A $3", $"mx2 AAAA {MailWorld.Nobody6}"], Places = [new Place.Nobody(), new Place.Nobody(), new Place.Nobody()] },
        new("lost-twice", VerdictCauses.TcpTimeout, ConnectionTimedOut) { Records = TwoServers, Places = [new Place.Lost(), new Place.Lost()] },
        new("unreachable-and-refused", VerdictCauses.AllMxDown, ConnectionRefused) { Records = TwoServers, Places = [new Place.Unreachable(), new Place.Nobody()] },
        new("submission-refused", VerdictCauses.TcpRefused, ConnectionRefused) { Question = """{"host":"mx1.$d","port":587}""", Places = [new Place.Healthy()] },
        new("submission-over-tls-refused", VerdictCauses.TcpRefused, ConnectionRefused) { Question = """{"host":"mx1.$d","port":465}""", Places = [new Place.Healthy()] },
    ];

    private static IEnumerable<LabDomain> Greetings() =>
    [
        Speaking("busy-450", VerdictCauses.Greeting421, CannotConnect, "S: 450 4.3.2 System not accepting network messages", "* close"),
        Speaking("busy-later", VerdictCauses.Greeting421, CannotConnect, "S: 421 mx1.lab Service busy, please try again later", "* close"),
        Speaking("busy-without-words", VerdictCauses.Greeting421, CannotConnect, "S: 421", "* close"),
        Speaking("busy-in-lines", VerdictCauses.Greeting421, CannotConnect, "S: 421-mx1.lab", "S: 421 Service temporarily unavailable - try again later", "* close"),
        Speaking("too-many-concurrent", VerdictCauses.NotTested, null!, "S: 421 4.7.0 mx1.lab Error: too many concurrent SMTP connections; please try again later.", "* close"),
        Speaking("too-fast", VerdictCauses.NotTested, null!, "S: 421 4.7.0 [TSS04] Connection rate limit exceeded", "* close"),
        Speaking("later-by-rule", VerdictCauses.NotTested, null!, "S: 421 4.7.0 Try again later, closing connection.", "* close"),
        Speaking("listed-banned", VerdictCauses.BlockedByPolicy, CannotConnect, "S: 550 5.7.606 Access denied, banned sending IP [198.18.255.2]", "* close"),
        Speaking("listed-reputation", VerdictCauses.BlockedByPolicy, CannotConnect, "S: 554-mx1.lab", "S: 554 Your access to this mail system has been rejected due to the sending MTA's poor reputation.", "* close"),
        Speaking("listed-dnsbl", VerdictCauses.BlockedByPolicy, CannotConnect, "S: 521 Service refused, see http://www.spamhaus.org/query/bl?ip=198.18.255.2", "* close"),
        Speaking("takes-no-mail", VerdictCauses.Greeting5xx, CannotConnect, "S: 521 mx1.lab does not accept mail", "* close"),
        Speaking("shut-for-good", VerdictCauses.Greeting5xx, CannotConnect, "S: 554 5.3.2 Transaction failed, system not accepting network messages", "* silence"),
        Speaking("broken-500", VerdictCauses.Greeting5xx, CannotConnect, "S: 500 Internal server error", "* close"),
        Speaking("database", VerdictCauses.NotSmtp, CannotConnect, "R: J\0\0\0\n5.7.33\0", "* silence"),
        Speaking("pop", VerdictCauses.NotSmtp, CannotConnect, "S: +OK POP3 ready", "* silence"),
        Speaking("imap", VerdictCauses.NotSmtp, CannotConnect, "S: * OK IMAP4rev1 ready", "* silence"),
        Speaking("no-blank", VerdictCauses.NotSmtp, CannotConnect, "S: 220mx1.lab ESMTP", "* silence"),
        Speaking("empty-lines", VerdictCauses.NotSmtp, CannotConnect, "S: ", "S: ", "* silence"),
        Speaking("tarpit-byte", VerdictCauses.Tarpit, ConnectionTimedOut, "R: 2", "* silence"),
        Speaking("half-and-closed", VerdictCauses.ClosedBeforeBanner, ConnectionClosed, "R: 220-mx1", "* close"),
    ];

    private static IEnumerable<LabDomain> Sessions() =>
    [
        Speaking("closes-just-after-greeting", VerdictCauses.ClosedAfterBanner, ConnectionClosed, "S: 220 mx1.lab ESMTP", "* close"),
        Speaking("busy-at-ehlo-2", VerdictCauses.Busy421AtEhlo, CannotConnect, [.. UpToEhlo, "S: 421 4.4.2 mx1.lab Error: timeout exceeded", "* close"]),
        Speaking("busy-at-ehlo-451", VerdictCauses.Busy421AtEhlo, CannotConnect, [.. UpToEhlo, "S: 451 4.3.0 Temporary lookup failure"]),
        Speaking("listed-at-ehlo-2", VerdictCauses.BlockedByPolicy, CannotConnect, [.. UpToEhlo, "S: 554 5.7.1 Helo command rejected: Access denied", "C: HELO *", "S: 554 5.7.1 Helo command rejected: Access denied"]),
        Speaking("garbage-at-ehlo", VerdictCauses.NotSmtp, CannotConnect, [.. UpToEhlo, "S: what do you want?", "* silence"]),
        Speaking("endless-at-ehlo", VerdictCauses.EndlessBanner, CannotConnect, [.. UpToEhlo, "F: 250-SIZE\r\n"]),
        Speaking("dripping-at-ehlo", VerdictCauses.EhloTimeout, ConnectionTimedOut, [.. UpToEhlo, "R: 250-mx1", "* silence"]),
        Speaking("silent-at-helo", VerdictCauses.EhloTimeout, ConnectionTimedOut, [.. UpToEhlo, "S: 502 no", "C: HELO *", "* silence"]),
        Speaking("closes-at-helo", VerdictCauses.ClosedAtEhlo, ConnectionClosed, [.. UpToEhlo, "S: 502 no", "C: HELO *", "* close"]),
        Speaking("inspected-keyword-only", VerdictCauses.PacketInspection, CannotConnect, None, [.. UpToEhlo, "S: 250-mx1.lab", "S: 250-SIZE", "S: 250 XXXXXXXA"]),
        Speaking("inspected-greeting-only", VerdictCauses.PacketInspection, CannotConnect, None, ["S: 220 ***********************", "C: EHLO *", "S: 250-mx1.lab", "S: 250 SIZE"]),
        Speaking("inspected-and-reset", VerdictCauses.PacketInspection, ConnectionClosed, "S: 220 **************0*2**", "C: EHLO *", "* reset"),
        Speaking("inspected-and-closed-at-starttls", VerdictCauses.PacketInspection, ConnectionClosed, ["S: 220 ************************", .. UpToStartTls[1..], "* close"]),
        Real("helo-rule", VerdictCauses.BlockedByPolicy, CannotConnect, CannotConnect, new Place.Postfix { Settings = ["smtpd_delay_reject=no", "smtpd_helo_restrictions=reject"] }),
        Real("client-rule", VerdictCauses.BlockedByPolicy, CannotConnect, CannotConnect, new Place.Postfix { Settings = ["smtpd_delay_reject=no", "smtpd_client_restrictions=reject"] }),
    ];

    private static IEnumerable<LabDomain> TlsFaults() =>
    [
        Real("real-plain", VerdictCauses.StartTlsNotOffered, CannotConnect, None, new Place.Postfix { Settings = ["smtpd_tls_security_level=none"] }),
        Real("real-taken-away", VerdictCauses.StartTlsNotOffered, CannotConnect, None, new Place.Postfix { Settings = ["smtpd_discard_ehlo_keywords=starttls"] }),
        Real("real-without-key", VerdictCauses.StartTlsRejected, CannotConnect, None, new Place.Postfix { Settings = ["smtpd_tls_key_file=/nowhere"] }),
        Real("real-wants-certificate", VerdictCauses.Busy421AtEhlo, CannotConnect, CannotConnect, new Place.Postfix { Settings = ["smtpd_tls_security_level=encrypt", "smtpd_tls_req_ccert=yes", "smtpd_tls_protocols=TLSv1.2"] }),
        Real("real-wants-certificate-1.3", VerdictCauses.Busy421AtEhlo, CannotConnect, CannotConnect, new Place.Postfix { Settings = ["smtpd_tls_security_level=encrypt", "smtpd_tls_req_ccert=yes"] }),
        Real("real-odd-ciphers", VerdictCauses.HandshakeFailed, CannotConnect, CannotConnect, new Place.Postfix { Settings = ["smtpd_tls_protocols=TLSv1.2", "tls_medium_cipherlist=aNULL:@SECLEVEL=0"] }),
        Speaking("tls-501", VerdictCauses.StartTlsRejected, CannotConnect, None, [.. UpToStartTls, "S: 501 5.5.4 Syntax error"]),
        Speaking("tls-554-and-closed", VerdictCauses.StartTlsRejected, CannotConnect, None, [.. UpToStartTls, "S: 554 5.7.3 Unable to initialize security subsystem", "* close"]),
        Speaking("resets-at-starttls", VerdictCauses.ClosedAtStartTls, ConnectionClosed, [.. UpToStartTls, "* reset"]),
        Speaking("silent-at-starttls", VerdictCauses.HandshakeTimeout, ConnectionTimedOut, [.. UpToStartTls, "* silence"]),
        Speaking("closes-after-go", VerdictCauses.HandshakeFailed, CannotConnect, [.. UpToTls, "* close"]),
        Speaking("resets-after-go", VerdictCauses.HandshakeFailed, CannotConnect, [.. UpToTls, "* reset"]),
        Speaking("alert-80", VerdictCauses.HandshakeFailed, CannotConnect, [.. UpToTls, "* alert 80"]),
        Speaking("old-tls-1.1", VerdictCauses.VersionTooOld, CannotConnect, [.. UpToTls, "* old-tls 1.1"]),
        Speaking("submission-over-tls-in-clear", VerdictCauses.HandshakeFailed, CannotConnect, "S: 220 mx1.lab ESMTP", "* silence") with { Question = """{"host":"mx1.$d","port":465}""", Places = [new Place.Scripted("S: 220 mx1.lab ESMTP", "* silence") { Port = 465 }] },
        Speaking("submission-over-tls-silent", VerdictCauses.HandshakeTimeout, ConnectionTimedOut, "* silence") with { Question = """{"host":"mx1.$d","port":465}""", Places = [new Place.Scripted("* silence") { Port = 465 }] },
        Showing("submission-over-tls-expired", VerdictCauses.CertExpired, Certificates.Expired) with { Question = """{"host":"mx1.$d","port":465}""", Places = [new Place.Scripted("* tls", "S: 220 mx1.lab ESMTP", "C: EHLO *", "S: 250 mx1.lab") { Port = 465, Issue = Certificates.Expired }] },
        Speaking("submission-plain", VerdictCauses.StartTlsNotOffered, CannotConnect, None, []) with { Question = """{"host":"mx1.$d","port":587}""", Places = [new Place.Scripted([.. UpToEhlo, "S: 250 mx1.lab"]) { Port = 587 }] },
    ];

    private static IEnumerable<LabDomain> CertificateFaults() =>
    [
        Showing("untrusted-alone", VerdictCauses.UntrustedRoot, Certificates.UntrustedAlone),
        Showing("untrusted-without-root", VerdictCauses.UntrustedRoot, Certificates.UntrustedWithoutRoot),
        Showing("gap-in-chain", VerdictCauses.IncompleteChain, Certificates.WithGap),
        Showing("self-signed-expired", VerdictCauses.CertExpired, Certificates.SelfSignedExpired) with { Findings = [VerdictCauses.SelfSigned] },
        Showing("self-signed-other-name", VerdictCauses.SelfSigned, Certificates.SelfSignedOtherName) with { Findings = [VerdictCauses.NameMismatch] },
        Showing("wildcard-too-high", VerdictCauses.NameMismatch, Certificates.Wildcard) with { Records = ["@ MX 10 a.mx1", "a.mx1 A $1"] },
        Showing("domain-name-only", VerdictCauses.NameMismatch, Certificates.But((domain, plan) => plan with { Subject = $"CN={domain.Domain}", Names = [domain.Domain] })),
        Showing("name-in-common-name-beside-others", VerdictCauses.NameMismatch, Certificates.But((_, plan) => plan with { Names = ["www.other.lab"] })),
        Showing("alias-of-another", VerdictCauses.NameMismatch, Certificates.Valid) with { Records = ["@ MX 10 mail", "mail CNAME mx1", "mx1 A $1"] },
        Showing("expected-name-missing", VerdictCauses.NameMismatch, Certificates.Valid) with { Question = """{"domain":"$d","expectTlsName":"mail.partner.lab"}""" },
        Showing("for-code", VerdictCauses.WrongUsage, Certificates.But((_, plan) => plan with { Usages = ["1.3.6.1.5.5.7.3.3"] })),
        Showing("for-mail-users", VerdictCauses.WrongUsage, Certificates.But((_, plan) => plan with { Usages = ["1.3.6.1.5.5.7.3.4"] })),
        Real("weak-intermediate", VerdictCauses.WeakKey, CertificateInvalid, None, new Place.Postfix { Issue = Certificates.WithWeakIntermediate }),
        Real("forgeable-intermediate", VerdictCauses.WeakSignature, CertificateInvalid, None, new Place.Postfix { Issue = Certificates.WithForgeableIntermediate }),
        Real("weak-and-self-signed", VerdictCauses.SelfSigned, CertificateInvalid, None, new Place.Postfix { Issue = domain => new(Testing.Tls.TestAuthority.SelfSigned(new() { Subject = $"CN=mx1.{domain.Domain}", Names = [$"mx1.{domain.Domain}"], RsaBits = 1024 })) }) with { Findings = [VerdictCauses.WeakKey] },
        Showing("revoked-by-list", VerdictCauses.Revoked, Certificates.RevokedByList),
        Showing("revoked-by-responder", VerdictCauses.Revoked, Certificates.But((_, plan) => plan with { OcspAt = "http://ocsp.dns.lab/revoked" })),
        Showing("expired-twice", VerdictCauses.CertExpired, Certificates.Expired) with { Records = TwoServers, Places = [new Place.Showing(Certificates.Expired), new Place.Showing(Certificates.Expired)] },
    ];

    private static IEnumerable<LabDomain> Policies() =>
    [
        Sts("sts-testing", PolicyHost.Testing, VerdictCauses.MtaStsMxMismatch),
        Sts("sts-other-name-at-host", PolicyHost.WithOtherName, VerdictFindings.PolicyNotFetched),
        Sts("sts-expired-at-host", PolicyHost.Expired, VerdictFindings.PolicyNotFetched),
        Sts("sts-redirected", PolicyHost.Redirecting, VerdictFindings.PolicyNotFetched),
        Sts("sts-without-policy", PolicyHost.WithoutPolicy, VerdictFindings.PolicyNotFetched),
        Sts("sts-silent", PolicyHost.Silent, VerdictFindings.PolicyNotFetched),
        Sts("sts-nobody", PolicyHost.Nobody, VerdictFindings.PolicyNotFetched),
        Sts("sts-garbled", PolicyHost.Garbled, VerdictFindings.PolicyNotFetched),
        Sts("sts-endless", PolicyHost.Endless, VerdictFindings.PolicyNotFetched),
        Sts("sts-private", MailWorld.PrivateServer, VerdictFindings.PolicyNotFetched),
        Sts("sts-off", PolicyHost.Off),
        Sts("sts-wild", PolicyHost.Wild),
        Healthy("sts-announced-twice") with { Records = [.. PolicyHost.Follows(PolicyHost.Testing), "_mta-sts TXT \"v=STSv1; id=2\""] },
        Sts("sts-second-unlisted", PolicyHost.Address, VerdictCauses.MtaStsMxMismatch) with { Records = [.. PolicyHost.Follows(PolicyHost.Address), "@ MX 20 mx2", "mx2 A $2"], Places = [new Place.Healthy(), new Place.Healthy()] },
        new("sts-self-signed", VerdictCauses.MtaStsCertInvalid, CertificateInvalid, Other) { Records = PolicyHost.Records, Places = [new Place.Showing(Certificates.SelfSigned)] },
        new("sts-other-name", VerdictCauses.MtaStsCertInvalid, CertificateInvalid, Other) { Records = PolicyHost.Records, Places = [new Place.Showing(Certificates.OtherName)] },
        new("sts-expired-in-test", VerdictCauses.CertExpired, CertificateInvalid, None) { Records = PolicyHost.Follows(PolicyHost.Testing), Places = [new Place.Showing(Certificates.Expired)] },
        new("sts-plain", VerdictCauses.StartTlsNotOffered, CannotConnect) { Records = PolicyHost.Records, Places = [new Place.Scripted([.. UpToEhlo, "S: 250 mx1.lab"])] },
        Dane("dane", "3 1 1 $own"),
        Dane("dane-rollover", "3 1 1 " + new string('0', 64), "3 1 1 $own"),
        Dane("dane-authority", "2 1 1 $issuer"),
        Dane("dane-unusable", "1 1 1 " + new string('0', 64)),
        Dane("dane-unsigned", "3 1 1 " + new string('0', 64)) with { Signing = Signing.None },
        Dane("dane-mismatch", "3 1 1 " + new string('0', 64)) with { Cause = VerdictCauses.TlsaMismatch, Code = Other, Opportunistic = Other },
        Dane("dane-other-authority", "2 1 1 " + new string('0', 64)) with { Cause = VerdictCauses.TlsaMismatch, Code = Other, Opportunistic = Other },
        Dane("dane-plain", "3 1 1 " + new string('0', 64)) with { Cause = VerdictCauses.DaneStartTlsMissing, Code = Other, Opportunistic = Other, Places = [new Place.Scripted([.. UpToEhlo, "S: 250 mx1.lab"])] },
        Dane("dane-self-signed", "3 1 1 $own") with { Cause = VerdictCauses.SelfSigned, Code = CertificateInvalid, Opportunistic = None, Places = [new Place.Showing(Certificates.SelfSigned)] },
        Dane("dane-expired", "3 1 1 $own") with { Cause = VerdictCauses.CertExpired, Code = CertificateInvalid, Opportunistic = None, Places = [new Place.Showing(Certificates.Expired)] },
    ];

    private static LabDomain Gone(string name, string cause) => new(name, cause, DnsQueryFailed) { NameServers = [], Records = null, Places = [] };

    private static LabDomain Unspoken(string name, string cause, params string[] servers) => new(name, cause, DnsQueryFailed) { NameServers = servers, Records = null, Places = [] };

    private static LabDomain Private(string name, params string[] records) => new(name, VerdictCauses.MxPrivateAddress, Other) { Records = records, Places = [] };

    private static LabDomain Sts(string name, string host, params string[] findings) => Healthy(name) with { Records = PolicyHost.Follows(host), Findings = findings };

    private static LabDomain Dane(string name, params string[] records) =>
        Healthy(name) with { Signing = Signing.Good, Records = ["@ MX 10 mx1", "mx1 A $1", .. records.Select(record => $"_25._tcp.mx1 TLSA {record}")] };
}
