using System.Globalization;
using System.Text;
using ChatOpsBot.Probing.Policies;
using ChatOpsBot.Testing.Dns;
using ChatOpsBot.Testing.Smtp;
using ChatOpsBot.Testing.Time;
using ChatOpsBot.Testing.Tls;

namespace ChatOpsBot.Probing.Tests.Policies;

/// <summary>What a domain demands of senders by MTA-STS, and whether its servers meet it.</summary>
public sealed class MtaStsTests
{
    private const string Host = "mta-sts.contoso.com";
    private const string Announced = "_mta-sts.contoso.com TXT v=STSv1; id=20260302T090000;";
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    private static readonly TestAuthority Issuing = TestAuthority.Trusted.Intermediate();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>What is the case, mode, mx of the policy, outcome, causes, findings.</summary>
    public static TheoryData<string, string, string, string, string?, string?> Rows => new()
    {
        { "good", "enforce", "mx1.contoso.com", "enforce", null, null },
        { "good", "enforce", "*.contoso.com", "enforce", null, null },
        { "good", "enforce", "mx9.contoso.com|MX1.Contoso.COM.", "enforce", null, null },
        { "good", "testing", "mx1.contoso.com", "testing", null, null },
        { "good", "none", "", "none", null, null },
        { "good", "enforce", "mx2.contoso.com", "mx-not-listed", "mtasts.mx_mismatch", null },
        { "good", "enforce", "*.com", "mx-not-listed", "mtasts.mx_mismatch", null },
        { "good", "enforce", "contoso.com", "mx-not-listed", "mtasts.mx_mismatch", null },
        { "good", "testing", "mx2.contoso.com", "testing", null, "mtasts.mx_mismatch" },
        { "expired", "enforce", "mx1.contoso.com", "cert-invalid", "mtasts.cert_invalid", null },
        { "other name", "enforce", "mx1.contoso.com", "cert-invalid", "mtasts.cert_invalid", null },
        { "self-signed", "enforce", "mx1.contoso.com", "cert-invalid", "mtasts.cert_invalid", null },
        { "expired", "testing", "mx1.contoso.com", "testing", null, "mtasts.cert_invalid" },
        { "expired", "none", "", "none", null, null },
        { "expired", "enforce", "mx2.contoso.com", "mx-not-listed", "mtasts.mx_mismatch", null },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task The_policy_is_held_against_the_servers(string certificate, string mode, string mx, string outcome, string? causes, string? findings)
    {
        await using var server = ScriptedSmtpServer.Secure(Serve(certificate));
        await using var web = Web(Policy(mode, mx.Split('|', StringSplitOptions.RemoveEmptyEntries)));
        await using var dns = Names(Announced);

        var result = (await RunAsync(server, web, dns))["tls.mtasts"];

        Assert.Equal((outcome, causes, findings), (result.Outcome, result.Facts.GetValueOrDefault("causes"), result.Facts.GetValueOrDefault("findings")));
        Assert.Equal((mode, "20260302T090000", "contoso.com"), (result.Facts["mode"], result.Facts["id"], result.Where));
        Assert.Equal(["GET /.well-known/mta-sts.txt HTTP/1.1"], web.Requests);
    }

    [Theory]
    [InlineData("expired", "mx1.contoso.com", "mtasts.cert_invalid", "4.7.320", "other")]
    [InlineData("good", "mx2.contoso.com", "mtasts.mx_mismatch", "other", "other")]
    [InlineData("good", "mx1.contoso.com", "healthy", "none", "none")]
    public async Task An_enforced_policy_decides_the_verdict(string certificate, string mx, string cause, string code, string opportunistic)
    {
        await using var server = ScriptedSmtpServer.Secure(Serve(certificate));
        await using var web = Web(Policy("enforce", mx));
        await using var dns = Names(Announced);

        var report = await RunAsync(server, web, dns);
        var verdict = Probing.Verdicts.Verdict.Of(Request(server), report.Results);

        Assert.Equal((cause, code, opportunistic), (verdict.Cause, verdict.Code, verdict.OpportunisticCode));
    }

    [Fact]
    public async Task One_listed_host_of_two_is_enough_and_the_other_is_told()
    {
        await using var server = ScriptedSmtpServer.Secure(Serve("good"));
        await using var web = Web(Policy("enforce", "mx1.contoso.com"));
        await using var dns = Names(Announced, "contoso.com MX 20 mx2.contoso.com");

        var result = (await RunAsync(server, web, dns))["tls.mtasts"];

        Assert.Equal(("enforce", "mtasts.mx_mismatch", "mx2.contoso.com"), (result.Outcome, result.Facts["findings"], result.Facts["unlisted"]));
    }

    [Fact]
    public async Task A_name_only_the_connector_expects_is_no_matter_of_the_policy()
    {
        await using var server = ScriptedSmtpServer.Secure(Serve("good"));
        await using var web = Web(Policy("enforce", "mx1.contoso.com"));
        await using var dns = Names(Announced);

        var report = await NewProbe(server, web, dns).RunAsync(Request(server) with { ExpectTlsName = "smart.contoso.net" }, Ct);

        Assert.Equal(("mismatch", "enforce"), (report["tls.name"].Outcome, report["tls.mtasts"].Outcome));
    }

    [Theory]
    [InlineData("contoso.com TXT v=STSv1; id=1")]
    [InlineData("_mta-sts.contoso.com TXT v=spf1 -all")]
    [InlineData("_mta-sts.contoso.com TXT v=STSv10; id=1")]
    public async Task A_domain_that_announces_nothing_has_no_policy_and_its_web_server_is_not_asked(string record)
    {
        await using var server = ScriptedSmtpServer.Secure(Serve("good"));
        await using var web = Web(Policy("enforce", "mx2.contoso.com"));
        await using var dns = Names(record);

        var result = (await RunAsync(server, web, dns))["tls.mtasts"];

        Assert.Equal(("none", null), (result.Outcome, result.Facts.GetValueOrDefault("findings")));
        Assert.Equal(0, web.Connections);
    }

    public static TheoryData<string, string> Troubles => new()
    {
        { "not found", "answers HTTP 404" },
        { "redirect", "sends us elsewhere (HTTP 302)" },
        { "html", "is no policy" },
        { "too long", "sends more than 64 KiB" },
        { "two records", "There are 2 TXT records" },
        { "no id", "has no id" },
        { "certificate", "certificate is not for mta-sts.contoso.com" },
        { "private address", "10.0.0.5 was not asked" },
        { "no address", "No address of mta-sts.contoso.com was found" },
    };

    [Theory]
    [MemberData(nameof(Troubles))]
    public async Task A_policy_nobody_can_have_is_a_finding_and_stops_nothing(string kind, string words)
    {
        await using var server = ScriptedSmtpServer.Secure(Serve("good"));
        await using var web = Web(Policy("enforce", "mx2.contoso.com"), kind == "certificate" ? "www.contoso.com" : Host);
        var policy = web.Answer;
        web.Answer = (path, body) => kind switch
        {
            "not found" => ScriptedWebServer.NotFound,
            "redirect" when path == "/.well-known/mta-sts.txt" => Encoding.ASCII.GetBytes($"HTTP/1.1 302 Found\r\nLocation: {web.At(Host, "/else")}\r\nContent-Length: 0\r\n\r\n"),
            "html" => ScriptedWebServer.Ok("<html></html>"u8.ToArray()),
            "too long" => ScriptedWebServer.Ok([.. Encoding.ASCII.GetBytes(Policy("enforce", "mx2.contoso.com")), .. Enumerable.Repeat((byte)'\n', MtaStsPolicy.MaxBody)]),
            _ => policy(path, body),
        };
        string[] records = kind switch
        {
            "two records" => [Announced, "_mta-sts.contoso.com TXT v=STSv1; id=2;"],
            "no id" => ["_mta-sts.contoso.com TXT v=STSv1;"],
            _ => [Announced],
        };
        await using var dns = kind switch
        {
            "private address" => NamesWithout([.. records, $"{Host} A 10.0.0.5"]),
            "no address" => NamesWithout(records),
            _ => Names(records),
        };

        var result = (await RunAsync(server, web, dns))["tls.mtasts"];

        Assert.Equal(("none", "mtasts.policy_not_fetched", null), (result.Outcome, result.Facts.GetValueOrDefault("findings"), result.Facts.GetValueOrDefault("causes")));
        Assert.Contains(words, result.Sentence, StringComparison.Ordinal);
        Assert.DoesNotContain("GET /else HTTP/1.1", web.Requests);
    }

    [Fact]
    public async Task A_resolver_without_an_answer_leaves_it_open()
    {
        await using var server = ScriptedSmtpServer.Secure(Serve("good"));
        await using var web = Web(Policy("enforce", "mx2.contoso.com"));
        await using var dns = Names("* servfail _mta-sts.contoso.com");

        Assert.Equal(Reasons.NoAuthority, (await RunAsync(server, web, dns))["tls.mtasts"].Reason);
    }

    [Theory]
    [InlineData("contoso.com MX 0 .", TargetKind.Domain, Reasons.TakesNoMail)]
    [InlineData("contoso.com A 10.0.0.5", TargetKind.Host, Reasons.NoDomain)]
    public async Task Who_is_no_mail_domain_has_no_policy(string record, TargetKind kind, string reason)
    {
        await using var dns = ScriptedDnsServer.Start(record, Announced);

        var report = await new Probe(TimeProvider.System, new ProbeOptions(), dns).RunAsync(new ProbeRequest(new ProbeTarget("contoso.com") { Kind = kind }, ["tls.mtasts"]), Ct);

        Assert.Equal(reason, report["tls.mtasts"].Reason);
        Assert.DoesNotContain("_mta-sts.contoso.com TXT", dns.Questions);
    }

    [Theory]
    [InlineData("version: STSv1\nmode: enforce\nmx: a.b\nmax_age: 86400\n", null)]
    [InlineData("max_age:1\r\nmx:a.b\r\nmode:enforce\r\nversion:STSv1\r\n\r\n", null)]
    [InlineData("version: STSv1\nmode: enforce\nmode: none\nmx: a.b\nmax_age: 1\nfuture: yes", null)]
    [InlineData("mode: enforce\nmx: a.b\nmax_age: 1", "version")]
    [InlineData("version: STSv2\nmode: enforce\nmx: a.b\nmax_age: 1", "version")]
    [InlineData("version: STSv1\nmx: a.b\nmax_age: 1", "mode")]
    [InlineData("version: STSv1\nmode: Enforce\nmx: a.b\nmax_age: 1", "mode")]
    [InlineData("version: STSv1\nmode: enforce\nmx: a.b", "max_age")]
    [InlineData("version: STSv1\nmode: enforce\nmx: a.b\nmax_age: 31557601", "max_age")]
    [InlineData("version: STSv1\nmode: enforce\nmx: a.b\nmax_age: -1", "max_age")]
    [InlineData("version: STSv1\nmode: enforce\nmax_age: 1", "lists no mx")]
    [InlineData("version: STSv1\nmode: enforce\nmx a.b\nmax_age: 1", "no field: \"mx a.b\"")]
    [InlineData("", "version")]
    public void A_policy_is_read_as_the_rfc_has_it(string text, string? problem)
    {
        var (policy, found) = MtaStsPolicy.Read(Encoding.UTF8.GetBytes(text));

        if (problem is null)
            Assert.Equal((MtaStsMode.Enforce, "a.b"), (policy!.Mode, Assert.Single(policy.Hosts)));
        else
            Assert.Contains(problem, found, StringComparison.Ordinal);
        Assert.Equal(problem is null, policy is not null);
    }

    [Theory]
    [InlineData("*.contoso.com", "mx1.contoso.com", true)]
    [InlineData("*.contoso.com", "a.mx1.contoso.com", false)]
    [InlineData("*.contoso.com", "contoso.com", false)]
    [InlineData("*.contoso.com", ".contoso.com", false)]
    [InlineData("mx1.contoso.com", "mx1.contoso.com", true)]
    [InlineData("mx1.contoso.com", "amx1.contoso.com", false)]
    [InlineData("*", "mx1.contoso.com", false)]
    [InlineData("", "", true)]
    public void An_asterisk_stands_for_one_label(string listed, string host, bool fits)
    {
        Assert.Equal(fits, new MtaStsPolicy(MtaStsMode.Enforce, 1, [listed]).Lists(host));
    }

    [Fact]
    public void No_document_of_a_stranger_makes_the_reader_fail()
    {
        var random = new Random(8461);
        var seed = Encoding.ASCII.GetBytes(Policy("enforce", "mx1.contoso.com", "*.contoso.com"));
        var read = 0;
        for (var round = 0; round < 20_000; round++)
        {
            var bytes = seed[..random.Next(seed.Length + 1)];
            for (var change = random.Next(4); change > 0 && bytes.Length > 0; change--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            var (policy, problem) = MtaStsPolicy.Read(bytes);
            Assert.True((policy is null) != (problem is null));
            Assert.True(problem is null || problem.All(character => character is >= ' ' and <= '~'));
            read += policy is null ? 0 : 1;
        }

        Assert.InRange(read, 1, 19_999);
    }

    private static async Task<ProbeReport> RunAsync(ScriptedSmtpServer server, ScriptedWebServer web, ScriptedDnsServer dns) =>
        await NewProbe(server, web, dns).RunAsync(Request(server), Ct);

    private static ProbeRequest Request(ScriptedSmtpServer server) => new(new ProbeTarget("contoso.com", server.EndPoint.Port) { Kind = TargetKind.Domain }, ["tls.mtasts"]);

    private static Probe NewProbe(ScriptedSmtpServer server, ScriptedWebServer web, ScriptedDnsServer dns) => new(
        new ManualTime(Now), new ProbeOptions { AllowedNetworks = ["127.0.0.0/8"], AllowedPorts = [server.EndPoint.Port, web.Port], PolicyPort = web.Port }, dns);

    private static ScriptedDnsServer Names(params string[] more) => NamesWithout([$"{Host} A 127.0.0.1", .. more]);

    private static ScriptedDnsServer NamesWithout(params string[] more) => ScriptedDnsServer.Start(["contoso.com MX 10 mx1.contoso.com", "mx1.contoso.com A 127.0.0.1", .. more]);

    private static ScriptedWebServer Web(string policy, string name = Host)
    {
        var body = Encoding.ASCII.GetBytes(policy);
        return new ScriptedWebServer(new ServerTls(Issuing.Issue(new CertificatePlan { Names = [name] }), Issuing.Chain)) { Answer = (_, _) => ScriptedWebServer.Ok(body) };
    }

    private static string Policy(string mode, params string[] mx) =>
        string.Create(CultureInfo.InvariantCulture, $"version: STSv1\r\nmode: {mode}\r\n{string.Concat(mx.Select(host => $"mx: {host}\r\n"))}max_age: 604800\r\n");

    private static ServerTls Serve(string certificate)
    {
        var plan = new CertificatePlan { Names = ["mx1.contoso.com"] };
        return certificate switch
        {
            "good" => new ServerTls(Issuing.Issue(plan), Issuing.Chain),
            "expired" => new ServerTls(Issuing.Issue(plan with { Until = Now.AddDays(-1) }), Issuing.Chain),
            "other name" => new ServerTls(Issuing.Issue(plan with { Names = ["other.contoso.com"] }), Issuing.Chain),
            "self-signed" => new ServerTls(TestAuthority.SelfSigned(plan)),
            _ => throw new ArgumentException($"\"{certificate}\" is no certificate of this table.", nameof(certificate)),
        };
    }
}
