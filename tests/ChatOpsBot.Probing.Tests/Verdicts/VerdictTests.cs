using ChatOpsBot.MailFlow;
using ChatOpsBot.MailFlow.Evidence;
using ChatOpsBot.Probing.Verdicts;

namespace ChatOpsBot.Probing.Tests.Verdicts;

/// <summary>From what was seen to the cause, on written results.</summary>
public sealed class VerdictTests
{
    private const string Found = "ctl.out25 ok address=198.51.100.7; dns.mx found; dns.ns ok working=2 total=2 delegated=ns1,ns2; dns.soa same; dns.dnssec insecure; dns.addr found @mx1.contoso.com/10;";
    private const string One = "@mx1.contoso.com/10/203.0.113.9";
    private const string Greets = Found + "tcp25 open " + One + "; smtp.banner ready " + One + ";";
    private const string Answers = Greets + "smtp.ehlo ok " + One + "; sig.fixup plain " + One + ";";
    private const string Encrypts = Answers + "smtp.starttls ok " + One + ";";
    private const string Certified = Encrypts + "tls.chain ok " + One + "; tls.name match " + One + "; tls.time valid " + One + ";";

    /// <summary>What was seen, cause, code with and without required TLS, stage.</summary>
    public static TheoryData<string, string, string?, string?, VerdictStage> Rows => new()
    {
        // DNS
        { "dns.mx nxdomain causes=dns.nxdomain; dns.addr nxdomain causes=dns.nxdomain; dns.ns not-tested !no-delegation causes=dns.nxdomain; rdap.domain expired", "dns.domain_expired", "4.4.312", "4.4.312", VerdictStage.Dns },
        { "dns.mx nxdomain causes=dns.nxdomain; dns.addr nxdomain causes=dns.nxdomain; dns.ns not-tested !no-delegation causes=dns.nxdomain; rdap.domain on-hold", "dns.domain_expired", "4.4.312", "4.4.312", VerdictStage.Dns },
        { "dns.mx nxdomain causes=dns.nxdomain; dns.addr nxdomain causes=dns.nxdomain; dns.ns not-tested !no-delegation causes=dns.nxdomain; rdap.domain active", "dns.nxdomain", "4.4.312", "4.4.312", VerdictStage.Dns },
        { "dns.mx nxdomain causes=dns.nxdomain; dns.addr nxdomain causes=dns.nxdomain; dns.ns ok working=2 delegated=ns1", "dns.nxdomain", "4.4.312", "4.4.312", VerdictStage.Dns },
        { "dns.mx differs causes=dns.stale_cache cached=nothing ttl=900 cache=stale; dns.addr nxdomain causes=dns.nxdomain; dns.ns ok working=2 delegated=ns1; dns.soa same cache=stale causes=dns.stale_cache", "dns.stale_cache", "4.4.312", "4.4.312", VerdictStage.Dns },
        { Found.Replace("dns.mx found", "dns.mx differs causes=dns.stale_cache cached=10+mx1.contoso.com ttl=600 cache=stale", StringComparison.Ordinal) + $"tcp25 refused {One} causes=tcp.refused", "dns.stale_cache", "4.4.316", "4.4.316", VerdictStage.Dns },
        { Found.Replace("dns.addr found", "dns.addr differs causes=dns.stale_cache cache=stale", StringComparison.Ordinal) + $"tcp25 timeout {One} causes=tcp.timeout", "dns.stale_cache", "4.4.315", "4.4.315", VerdictStage.Dns },
        { Certified.Replace("dns.mx found", "dns.mx differs causes=dns.ns_out_of_sync cache=split", StringComparison.Ordinal), "dns.ns_out_of_sync", "none", "none", VerdictStage.Dns },
        { Certified.Replace("dns.soa same", "dns.soa differs causes=dns.ns_out_of_sync", StringComparison.Ordinal), "dns.ns_out_of_sync", "none", "none", VerdictStage.Dns },
        { "dns.mx servfail causes=dns.auth_servfail; dns.addr servfail causes=dns.auth_servfail; dns.ns ok working=2 delegated=ns1; dns.dnssec bogus causes=dns.dnssec_bogus", "dns.dnssec_bogus", "4.4.312", "4.4.312", VerdictStage.Dns },
        { "dns.mx servfail causes=dns.dnssec_bogus; dns.addr servfail causes=dns.dnssec_bogus; dns.ns ok working=2; dns.dnssec not-tested !no-authority", "dns.dnssec_bogus", "4.4.312", "4.4.312", VerdictStage.Dns },
        { "dns.mx servfail causes=dns.auth_servfail; dns.addr servfail causes=dns.auth_servfail; dns.ns lame working=0 total=2 causes=dns.lame_delegation", "dns.lame_delegation", "4.4.312", "4.4.312", VerdictStage.Dns },
        { "dns.mx timeout causes=dns.ns_timeout; dns.addr timeout causes=dns.ns_timeout; dns.ns lame working=0 total=2 causes=dns.lame_delegation+dns.ns_timeout", "dns.lame_delegation", "4.4.312", "4.4.312", VerdictStage.Dns },
        { "dns.mx servfail causes=dns.auth_servfail; dns.ns unreachable working=0 total=2 causes=dns.dangling_ns", "dns.dangling_ns", "4.4.312", "4.4.312", VerdictStage.Dns },
        { "dns.mx timeout causes=dns.ns_timeout; dns.ns unreachable working=0 total=2 causes=dns.ns_timeout", "dns.ns_timeout", "4.4.312", "4.4.312", VerdictStage.Dns },
        { "dns.mx timeout causes=dns.ns_timeout; dns.ns lame working=0 total=2 causes=dns.auth_servfail", "dns.auth_servfail", "4.4.312", "4.4.312", VerdictStage.Dns },
        { "dns.mx null-mx causes=dns.null_mx; dns.addr not-tested !takes-no-mail; tcp25 not-tested !takes-no-mail; dns.ns ok working=2", "dns.null_mx", "other", "other", VerdictStage.Dns },
        { "dns.mx none; dns.addr nodata causes=dns.no_mx_no_address; tcp25 not-tested !no-address; dns.ns ok working=2", "dns.no_mx_no_address", "4.4.312", "4.4.312", VerdictStage.Dns },
        { "dns.mx found; dns.addr nxdomain @mx1.contoso.com/10 causes=dns.mx_target_nxdomain; tcp25 not-tested !no-address", "dns.mx_target_nxdomain", "4.4.312", "4.4.312", VerdictStage.Dns },
        { "dns.mx found; dns.addr nodata @mx1.contoso.com/10 causes=dns.mx_target_no_address", "dns.mx_target_no_address", "4.4.312", "4.4.312", VerdictStage.Dns },
        { "dns.mx found; dns.addr nxdomain @203.0.113.9/10 literal=203.0.113.9 causes=dns.mx_is_ip", "dns.mx_is_ip", "4.4.312", "4.4.312", VerdictStage.Dns },
        { "dns.mx found; dns.addr servfail @mx1.contoso.com/10 loop=yes causes=dns.cname_loop", "dns.cname_loop", "4.4.312", "4.4.312", VerdictStage.Dns },
        { "dns.mx found; dns.addr servfail @mx.fabrikam.com/10 causes=dns.auth_servfail; dns.ns lame @mx.fabrikam.com/10 working=0 causes=dns.lame_delegation; dns.ns ok working=2", "dns.lame_delegation", "4.4.312", "4.4.312", VerdictStage.Dns },
        { "dns.mx found; dns.addr servfail @mx.fabrikam.com/10 causes=dns.auth_servfail; dns.dnssec bogus @mx.fabrikam.com/10 causes=dns.dnssec_bogus; dns.dnssec insecure", "dns.dnssec_bogus", "4.4.312", "4.4.312", VerdictStage.Dns },
        { "dns.mx found; dns.addr found @mx1.contoso.com/10; tcp25 denied @mx1.contoso.com/10/10.0.0.5 !private-address; smtp.banner denied @mx1.contoso.com/10/10.0.0.5 !private-address", "dns.mx_private_address", "other", "other", VerdictStage.Dns },
        { "dns.mx found; dns.addr denied @localhost/10 !reserved-name; tcp25 denied @localhost/10 !reserved-name", "dns.mx_private_address", "other", "other", VerdictStage.Dns },

        // Connect
        { Found + $"tcp25 refused {One} causes=tcp.refused; smtp.banner not-tested {One} !not-connected", "tcp.refused", "4.4.316", "4.4.316", VerdictStage.Connect },
        { Found + $"tcp25 refused {One} causes=tcp.refused; rdap.domain expired", "dns.domain_expired", "4.4.316", "4.4.316", VerdictStage.Dns },
        { Found + $"tcp25 unreachable {One} causes=tcp.unreachable", "tcp.unreachable", "4.4.316", "4.4.316", VerdictStage.Connect },
        { Found + $"tcp25 timeout {One} causes=tcp.timeout", "tcp.timeout", "4.4.315", "4.4.315", VerdictStage.Connect },
        { Found + $"tcp25 timeout {One} causes=tcp.timeout; dns.addr found @mx2.contoso.com/20; tcp25 refused @mx2.contoso.com/20/203.0.113.10 causes=tcp.refused", "tcp.all_mx_down", "4.4.316", "4.4.316", VerdictStage.Connect },
        { Found + $"tcp25 timeout {One} causes=tcp.timeout; dns.addr found @mx2.contoso.com/20; tcp25 timeout @mx2.contoso.com/20/203.0.113.10 causes=tcp.timeout", "tcp.timeout", "4.4.315", "4.4.315", VerdictStage.Connect },
        { Found + $"tcp25 refused {One} causes=tcp.refused; tcp25 timeout @mx1.contoso.com/10/2a02::9 causes=tcp.timeout", "tcp.refused", "4.4.316", "4.4.316", VerdictStage.Connect },

        // Banner
        { Found + $"tcp25 open {One}; smtp.banner closed {One} causes=smtp.closed_before_banner; smtp.ehlo not-tested {One} !session-ended", "smtp.closed_before_banner", "4.4.318", "4.4.318", VerdictStage.Banner },
        { Found + $"tcp25 open {One}; smtp.banner silent {One} causes=smtp.implicit_tls", "smtp.implicit_tls", "4.4.315", "4.4.315", VerdictStage.Banner },
        { Found + $"tcp25 open {One}; smtp.banner silent {One} causes=smtp.no_banner", "smtp.no_banner", "4.4.315", "4.4.315", VerdictStage.Banner },
        { Found + $"tcp25 open {One}; smtp.banner silent {One} causes=smtp.tarpit", "smtp.tarpit", "4.4.315", "4.4.315", VerdictStage.Banner },
        { Found + $"tcp25 open {One}; smtp.banner busy {One} causes=smtp.greeting_421", "smtp.greeting_421", "4.4.317", "4.4.317", VerdictStage.Banner },
        { Found + $"tcp25 open {One}; smtp.banner policy {One} causes=smtp.blocked_by_policy", "smtp.blocked_by_policy", "4.4.317", "4.4.317", VerdictStage.Banner },
        { Found + $"tcp25 open {One}; smtp.banner refused {One} causes=smtp.greeting_5xx", "smtp.greeting_5xx", "4.4.317", "4.4.317", VerdictStage.Banner },
        { Found + $"tcp25 open {One}; smtp.banner not-smtp {One} causes=smtp.not_smtp", "smtp.not_smtp", "4.4.317", "4.4.317", VerdictStage.Banner },
        { Found + $"tcp25 open {One}; smtp.banner oversized {One} causes=smtp.endless_banner", "smtp.endless_banner", "4.4.317", "4.4.317", VerdictStage.Banner },
        { Found + $"tcp25 open {One}; smtp.banner oversized {One} causes=smtp.line_too_long", "smtp.line_too_long", "4.4.317", "4.4.317", VerdictStage.Banner },

        // EHLO
        { Greets + $"smtp.ehlo closed {One} causes=smtp.closed_after_banner", "smtp.closed_after_banner", "4.4.318", "4.4.318", VerdictStage.Ehlo },
        { Greets + $"smtp.ehlo closed {One} causes=smtp.closed_at_ehlo", "smtp.closed_at_ehlo", "4.4.318", "4.4.318", VerdictStage.Ehlo },
        { Greets + $"smtp.ehlo busy {One} causes=smtp.421_at_ehlo", "smtp.421_at_ehlo", "4.4.317", "4.4.317", VerdictStage.Ehlo },
        { Greets + $"smtp.ehlo timeout {One} causes=smtp.ehlo_timeout", "smtp.ehlo_timeout", "4.4.315", "4.4.315", VerdictStage.Ehlo },
        { Greets + $"smtp.ehlo ok {One}; smtp.starttls not-offered {One} causes=smtp.packet_inspection+tls.not_offered; sig.fixup masked {One} causes=smtp.packet_inspection", "smtp.packet_inspection", "4.4.317", "none", VerdictStage.Ehlo },
        { Greets + $"smtp.ehlo closed {One} causes=smtp.packet_inspection+smtp.closed_at_ehlo; sig.fixup masked {One} causes=smtp.packet_inspection", "smtp.packet_inspection", "4.4.318", "4.4.318", VerdictStage.Ehlo },

        { Greets + $"smtp.ehlo refused {One} causes=smtp.blocked_by_policy", "smtp.blocked_by_policy", "4.4.317", "4.4.317", VerdictStage.Ehlo },

        // STARTTLS and TLS
        { Answers + $"smtp.starttls closed {One} causes=smtp.closed_at_starttls", "smtp.closed_at_starttls", "4.4.318", "4.4.318", VerdictStage.StartTls },
        { Answers + $"smtp.starttls not-offered {One} causes=tls.not_offered", "tls.not_offered", "4.4.317", "none", VerdictStage.StartTls },
        { Answers + $"smtp.starttls rejected {One} causes=tls.starttls_rejected", "tls.starttls_rejected", "4.4.317", "none", VerdictStage.StartTls },
        { Answers + $"smtp.starttls handshake-failed {One} causes=tls.handshake_failed", "tls.handshake_failed", "4.4.317", "4.4.317", VerdictStage.Tls },
        { Answers + $"smtp.starttls timeout {One} causes=tls.handshake_timeout", "tls.handshake_timeout", "4.4.315", "4.4.315", VerdictStage.Tls },
        { Answers + $"smtp.starttls old-only {One} causes=tls.version_too_old", "tls.version_too_old", "4.4.317", "4.4.317", VerdictStage.Tls },

        // Certificate: the first of the list decides
        { Encrypts + $"tls.chain ok {One}; tls.name mismatch {One} causes=cert.name_mismatch; tls.time expired {One} causes=cert.expired", "cert.expired", "4.7.320", "none", VerdictStage.Cert },
        { Encrypts + $"tls.time not-yet-valid {One} causes=cert.not_yet_valid", "cert.not_yet_valid", "4.7.320", "none", VerdictStage.Cert },
        { Encrypts + $"tls.chain expired-intermediate {One} causes=cert.intermediate_expired", "cert.intermediate_expired", "4.7.320", "none", VerdictStage.Cert },
        { Encrypts + $"tls.name mismatch {One} causes=cert.name_mismatch; tls.chain self-signed {One} causes=cert.self_signed", "cert.self_signed", "4.7.320", "none", VerdictStage.Cert },
        { Encrypts + $"tls.chain incomplete {One} causes=cert.incomplete_chain", "cert.incomplete_chain", "4.7.320", "none", VerdictStage.Cert },
        { Encrypts + $"tls.chain untrusted-root {One} causes=cert.untrusted_root", "cert.untrusted_root", "4.7.320", "none", VerdictStage.Cert },
        { Encrypts + $"tls.name mismatch {One} causes=cert.name_mismatch", "cert.name_mismatch", "4.7.320", "none", VerdictStage.Cert },
        { Encrypts + $"tls.chain wrong-usage {One} causes=cert.wrong_usage", "cert.wrong_usage", "4.7.320", "none", VerdictStage.Cert },
        { Encrypts + $"tls.chain weak {One} causes=cert.weak_key", "cert.weak_key", "4.7.320", "none", VerdictStage.Cert },
        { Encrypts + $"tls.chain weak {One} causes=cert.weak_signature", "cert.weak_signature", "4.7.320", "none", VerdictStage.Cert },
        { Encrypts + $"tls.chain revoked {One} causes=cert.revoked", "cert.revoked", "4.7.320", "none", VerdictStage.Cert },

        { Answers + $"smtp.starttls handshake-failed {One} causes=tls.handshake_failed; tls.chain weak {One} causes=cert.weak_key", "cert.weak_key", "4.7.320", "none", VerdictStage.Cert },
        { Answers + $"smtp.starttls handshake-failed {One} causes=tls.handshake_failed; tls.time expired {One} causes=cert.expired", "tls.handshake_failed", "4.4.317", "4.4.317", VerdictStage.Tls },

        // Policy
        { Certified + "tls.mtasts mx-not-listed causes=mtasts.mx_mismatch", "mtasts.mx_mismatch", "other", "other", VerdictStage.Policy },
        { Encrypts + $"tls.chain self-signed {One} causes=cert.self_signed; tls.mtasts cert-invalid causes=mtasts.cert_invalid", "mtasts.cert_invalid", "4.7.320", "other", VerdictStage.Policy },
        { Certified + $"tls.tlsa mismatch {One} causes=dane.tlsa_mismatch", "dane.tlsa_mismatch", "other", "other", VerdictStage.Policy },
        { Certified + "tls.tlsa mismatch @mx1.contoso.com/10 causes=dane.tlsa_mismatch", "dane.tlsa_mismatch", "other", "other", VerdictStage.Policy },
        { Answers + $"smtp.starttls not-offered {One} causes=tls.not_offered; tls.tlsa mismatch {One} causes=dane.starttls_missing", "dane.starttls_missing", "other", "other", VerdictStage.Policy },

        // Nothing wrong, or nothing known
        { Certified, "healthy", "none", "none", VerdictStage.Ok },
        { Certified + "rdap.domain expired", "healthy", "none", "none", VerdictStage.Ok },
        { Certified.Replace("dns.ns ok working=2 total=2", "dns.ns lame working=1 total=2 findings=dns.lame_partial", StringComparison.Ordinal), "healthy", "none", "none", VerdictStage.Ok },
        { Certified.Replace("dns.addr found", "dns.addr differs causes=dns.stale_cache cache=stale", StringComparison.Ordinal), "healthy", "none", "none", VerdictStage.Ok },
        { Certified + "dns.addr found @mx2.contoso.com/20; tcp25 refused @mx2.contoso.com/20/203.0.113.10 causes=tcp.refused", "healthy", "none", "none", VerdictStage.Ok },
        { Found + $"tcp25 open {One}; smtp.banner not-tested {One} !rate-limited", "not_tested", null, null, VerdictStage.Connect },
        { "ctl.out25 blocked; dns.mx found; dns.addr found @mx1.contoso.com/10; tcp25 not-tested @mx1.contoso.com/10/203.0.113.9 !outbound-25-blocked", "not_tested", null, null, VerdictStage.Connect },
        { "dns.mx not-tested !resolver-silent; dns.addr not-tested !resolver-silent; tcp25 not-tested !no-address", "not_tested", null, null, VerdictStage.Dns },
        { "dns.addr denied !reserved-name; tcp25 denied !reserved-name", "not_tested", null, null, VerdictStage.Dns },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public void What_was_seen_leads_to_one_cause(string seen, string cause, string? code, string? opportunistic, VerdictStage stage)
    {
        var verdict = Judge(seen);

        Assert.Equal((cause, code, opportunistic, stage), (verdict.Cause, verdict.Code, verdict.OpportunisticCode, verdict.Stage));
    }

    [Fact]
    public void The_order_of_the_results_plays_no_part() =>
        Assert.All(Rows, row =>
        {
            var (seen, cause, code, _, _) = row.Data;
            var turned = Verdict.Of(Question, [.. Built.Results(seen).Reverse()]);

            Assert.Equal((cause, code), (turned.Cause, turned.Code));
        });

    [Fact]
    public void Every_cause_of_the_closed_list_is_reached() =>
        Assert.Empty(VerdictCauses.All.Select(cause => cause.Id).Except(Rows.Select(row => row.Data.Item2), StringComparer.Ordinal));

    [Theory]
    [InlineData("dns.mx none; dns.addr found; tcp25 open @contoso.com//203.0.113.9; smtp.ehlo ok @contoso.com//203.0.113.9", "dns.implicit_mx")]
    [InlineData(Certified + "dns.addr found @mx2.contoso.com/20; tcp25 refused @mx2.contoso.com/20/203.0.113.10 causes=tcp.refused", "tcp.refused mx.partial_outage")]
    [InlineData("dns.mx found; dns.addr found @mx1.contoso.com/10; tcp25 timeout @mx1.contoso.com/10/203.0.113.9 causes=tcp.timeout; dns.addr found @mx2.contoso.com/20; tcp25 open @mx2.contoso.com/20/203.0.113.10", "tcp.timeout mx.partial_outage mx.nolisting")]
    [InlineData("dns.mx found; tcp25 refused @mx1.contoso.com/10/203.0.113.9 causes=tcp.refused; smtp.starttls not-offered @mx2.contoso.com/20/203.0.113.10 causes=tls.not_offered", "tcp.refused mx.partial_outage mx.nolisting")]
    [InlineData(Answers + "smtp.starttls not-offered " + One + " causes=tls.not_offered", "")]
    [InlineData(Certified + "tcp25 unreachable @mx1.contoso.com/10/2a02::9 causes=tcp.unreachable", "tcp.unreachable net.ipv6_broken")]
    [InlineData(Certified + "tcp25 not-tested @mx1.contoso.com/10/2a02::9 !no-local-route", "")]
    [InlineData(Certified + "smtp.banner not-tested @mx2.contoso.com/20/203.0.113.10 !rate-limited", "smtp.rate_limited")]
    [InlineData(Certified + "rdap.domain expired", "dns.domain_expired")]
    [InlineData(Encrypts + "tls.time expired " + One + " causes=cert.expired; tls.name mismatch " + One + " causes=cert.name_mismatch findings=cert.no_san", "cert.no_san cert.name_mismatch")]
    [InlineData("dns.mx servfail causes=dns.auth_servfail; dns.addr servfail causes=dns.auth_servfail; dns.ns lame working=0 causes=dns.lame_delegation+dns.dangling_ns", "dns.dangling_ns")]
    public void What_else_was_seen_is_a_finding(string seen, string findings) =>
        Assert.Equal(findings, string.Join(' ', Judge(seen).Findings.Select(finding => finding.Id)));

    [Fact]
    public void The_odd_one_out_behind_a_name_is_named()
    {
        const string Pool = "dns.mx found; dns.addr found @mx1.contoso.com/10; tcp25 open @mx1.contoso.com/10/203.0.113.1; tcp25 open @mx1.contoso.com/10/203.0.113.2; tcp25 refused @mx1.contoso.com/10/203.0.113.3 causes=tcp.refused";

        var odd = Assert.Single(Judge(Pool).Findings, finding => finding.Id == VerdictFindings.OddOneOut);

        Assert.Equal("203.0.113.3", odd.Where);
    }

    [Theory]
    [InlineData("ok", Blame.Them, Confidence.Likely)]
    [InlineData("unknown", Blame.Unknown, Confidence.Possible)]
    public void Silence_is_theirs_only_when_the_way_out_is_proven(string control, Blame about, Confidence confidence)
    {
        var verdict = Judge($"ctl.out25 {control}; dns.addr found @mx1.contoso.com/10; tcp25 timeout {One} causes=tcp.timeout");

        Assert.Equal(("tcp.timeout", about, confidence), (verdict.Cause, verdict.About, verdict.Confidence));
        Assert.Equal(control == "unknown", verdict.Limits.Contains(VerdictLimit.WayOutUnknown));
    }

    [Theory]
    [InlineData("tcp25 timeout {0} causes=tcp.timeout")]
    [InlineData("tcp25 unreachable {0} causes=tcp.unreachable")]
    [InlineData("tcp25 refused {0} causes=tcp.refused")]
    [InlineData("tcp25 open {0}; smtp.banner closed {0} causes=smtp.closed_before_banner")]
    [InlineData("tcp25 open {0}; smtp.banner silent {0} causes=smtp.no_banner")]
    public void A_way_out_for_one_family_proves_nothing_for_the_other(string seen)
    {
        var verdict = Judge("ctl.out25 ok address=198.51.100.7; dns.addr found @mx1.contoso.com/10;" + seen.Replace("{0}", "@mx1.contoso.com/10/2a02::9", StringComparison.Ordinal));

        Assert.Equal(Blame.Unknown, verdict.About);
    }

    [Theory]
    [InlineData("4.4.316", AgreementKind.NotSeenFromHere, "look for a filter")]
    [InlineData("5.4.315", AgreementKind.NotSeenFromHere, "you report 5.4.315: look for a filter")]
    [InlineData("4.4.318", AgreementKind.NotSeenFromHere, "may come and go")]
    [InlineData("5.1.10", AgreementKind.Open, "as far as it was asked.")]
    public void What_works_from_here_does_not_disprove_the_log(string code, AgreementKind kind, string words)
    {
        Assert.True(EnhancedStatusCode.TryParse(code, out var reported));

        var verdict = Verdict.Of(Question with { ReportedCode = reported }, Built.Results(Certified));

        Assert.Equal((VerdictCauses.Healthy, kind), (verdict.Cause, verdict.Reported!.Kind));
        Assert.Contains(words, verdict.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("4.4.316", AgreementKind.Confirmed)]
    [InlineData("5.4.316", AgreementKind.Confirmed)]
    [InlineData("4.4.315", AgreementKind.AnotherFault)]
    public void A_fault_stands_beside_the_code_somebody_saw(string code, AgreementKind kind)
    {
        Assert.True(EnhancedStatusCode.TryParse(code, out var reported));

        var verdict = Verdict.Of(Question with { ReportedCode = reported }, Built.Results(Found + $"tcp25 refused {One} causes=tcp.refused"));

        Assert.Equal(kind, verdict.Reported!.Kind);
    }

    [Fact]
    public void Name_servers_that_nobody_outside_could_ask_do_not_blame_a_domain_the_resolver_finds()
    {
        // A network that lets no question out but to its own resolver: the servers were named by that resolver, not by the zone above.
        var verdict = Judge(Certified.Replace("dns.ns ok working=2 total=2 delegated=ns1,ns2", "dns.ns unreachable working=0 total=2 causes=dns.ns_timeout", StringComparison.Ordinal));

        Assert.Equal(VerdictCauses.Healthy, verdict.Cause);
    }

    [Fact]
    public void Name_servers_that_are_seen_dead_outweigh_what_the_resolver_still_keeps()
    {
        var verdict = Judge(Certified.Replace("dns.ns ok working=2 total=2", "dns.ns lame working=0 total=2 causes=dns.lame_delegation", StringComparison.Ordinal));

        Assert.Equal((VerdictCauses.LameDelegation, "4.4.312"), (verdict.Cause, verdict.Code));
    }

    [Theory]
    [InlineData(TargetKind.Unsaid, "healthy")]
    [InlineData(TargetKind.Domain, "dns.ns_timeout")]
    public void A_working_server_is_not_blamed_for_the_mx_records_it_does_not_need(TargetKind kind, string cause)
    {
        const string Seen = "dns.mx timeout causes=dns.ns_timeout; dns.addr found @mx1.contoso.com; dns.ns ok working=1; tcp25 open @mx1.contoso.com//203.0.113.9; smtp.ehlo ok @mx1.contoso.com//203.0.113.9";

        var verdict = Verdict.Of(new ProbeRequest(new ProbeTarget("mx1.contoso.com") { Kind = kind }, []), Built.Results(Seen));

        Assert.Equal(cause, verdict.Cause);
    }

    [Fact]
    public void A_server_that_asks_us_to_come_later_is_not_called_dead_beside_a_dead_one()
    {
        var verdict = Judge(Found + $"tcp25 refused {One} causes=tcp.refused; tcp25 open @mx2.contoso.com/20/203.0.113.10; smtp.banner not-tested @mx2.contoso.com/20/203.0.113.10 !rate-limited");

        Assert.Equal((VerdictCauses.NotTested, Blame.Us), (verdict.Cause, verdict.About));
    }

    [Fact]
    public void Different_faults_where_one_server_would_take_mail_without_tls_are_not_all_down()
    {
        var verdict = Judge(Found + $"tcp25 refused {One} causes=tcp.refused; tcp25 open @mx2.contoso.com/20/203.0.113.10; smtp.starttls not-offered @mx2.contoso.com/20/203.0.113.10 causes=tls.not_offered");

        Assert.Equal(("tls.not_offered", "4.4.317", "none", "mx2.contoso.com"), (verdict.Cause, verdict.Code, verdict.OpportunisticCode, verdict.Target!.Host));
    }

    [Fact]
    public void What_could_not_be_asked_is_told_with_its_reason_but_not_what_only_follows()
    {
        var verdict = Judge(Found + $"tcp25 refused {One} causes=tcp.refused; smtp.banner not-tested {One} !not-connected; rdap.domain not-tested !no-such-check-here");

        Assert.Equal(["rdap.domain no-such-check-here"], verdict.NotTested.Select(gap => $"{gap.CheckId} {gap.Reason}"));
    }

    private static ProbeRequest Question => new(new ProbeTarget("contoso.com"), []);

    private static Verdict Judge(string seen) => Verdict.Of(Question, Built.Results(seen));
}
