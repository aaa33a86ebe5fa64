using System.Security.Cryptography.X509Certificates;
using System.Text;
using ChatOpsBot.Probing.Certificates;
using ChatOpsBot.Probing.Dns;
using ChatOpsBot.Probing.Targets;
using ChatOpsBot.Testing.Smtp;
using ChatOpsBot.Testing.Time;
using ChatOpsBot.Testing.Tls;

namespace ChatOpsBot.Probing.Tests;

/// <summary>What issuers say about revocation, and what strangers may not make of the question.</summary>
public sealed class RevocationTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private readonly TestAuthority issuing = TestAuthority.Trusted.Intermediate();
    private readonly ManualTime time = new(Now);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true, "revoked", "revoked", "cert.revoked")]
    [InlineData(false, "ok", "good", null)]
    public async Task A_list_says_whether_a_certificate_is_revoked(bool isRevoked, string outcome, string revocation, string? causes)
    {
        await using var web = new ScriptedWebServer();
        using var certificate = issuing.Issue(new CertificatePlan { CrlAt = web.At("/ca.crl") });
        web.Answer = (_, _) => ScriptedWebServer.Ok(issuing.RevocationList(isRevoked ? [certificate] : [], Now.AddDays(-1), Now.AddDays(1)));
        await using var server = ScriptedSmtpServer.Secure(new ServerTls(certificate, issuing.Chain));

        var report = await RunAsync(server, web);

        Assert.Equal(outcome, report["tls.chain"].Outcome);
        Assert.Equal(revocation, report["tls.chain"].Facts["revocation"]);
        Assert.Equal(causes, report["tls.chain"].Facts.GetValueOrDefault("causes"));
        Assert.Equal(causes, report["tls.time"].Facts.GetValueOrDefault("defects"));
        Assert.Equal(["GET /ca.crl HTTP/1.1"], web.Requests);
        Assert.Equal("QUIT", server.Received[^1]);
    }

    [Theory]
    [InlineData(0, RevocationState.Good)]
    [InlineData(1, RevocationState.Revoked)]
    [InlineData(2, RevocationState.Unknown)]
    internal async Task A_responder_says_whether_a_certificate_is_revoked(int state, RevocationState expected)
    {
        await using var web = new ScriptedWebServer();
        using var certificate = issuing.Issue(new CertificatePlan { OcspAt = web.At("/ocsp") });
        web.Answer = (_, question) => ScriptedWebServer.Ok(OcspAnswer.To(question, state, Now.AddHours(-1), Now.AddHours(1), issuing.Generator));

        Assert.Equal(expected, await AskAsync(certificate, web));
        Assert.Equal(["POST /ocsp HTTP/1.1"], web.Requests);
    }

    [Fact]
    public async Task A_responder_of_the_issuer_is_believed_and_anybody_else_is_not()
    {
        await using var web = new ScriptedWebServer();
        using var certificate = issuing.Issue(new CertificatePlan { OcspAt = web.At("/ocsp") });
        var plan = new CertificatePlan { Subject = "CN=OCSP", Names = [], Usages = ["1.3.6.1.5.5.7.3.9"] };
        using var responder = issuing.Issue(plan);
        using var server = issuing.Issue();
        using var stranger = TestAuthority.Root("CN=Test Issuing CA").Issue(plan);

        Assert.Equal(RevocationState.Good, await AnsweredAsync(responder));
        Assert.Equal(RevocationState.Unknown, await AnsweredAsync(server));
        Assert.Equal(RevocationState.Unknown, await AnsweredAsync(stranger));

        async Task<RevocationState> AnsweredAsync(X509Certificate2 by)
        {
            using var key = by.GetECDsaPrivateKey()!;
            web.Answer = (_, question) => ScriptedWebServer.Ok(OcspAnswer.To(question, 0, Now.AddHours(-1), Now.AddHours(1), X509SignatureGenerator.CreateForECDsa(key), by));
            return await AskAsync(certificate, web);
        }
    }

    [Fact]
    public async Task Without_a_word_of_the_responder_the_list_decides()
    {
        await using var web = new ScriptedWebServer();
        using var certificate = issuing.Issue(new CertificatePlan { OcspAt = web.At("/ocsp"), CrlAt = web.At("/ca.crl") });
        var list = issuing.RevocationList([certificate], Now.AddDays(-1), Now.AddDays(1));
        web.Answer = (path, _) => path == "/ca.crl" ? ScriptedWebServer.Ok(list) : ScriptedWebServer.NotFound;

        Assert.Equal(RevocationState.Revoked, await AskAsync(certificate, web));
        Assert.Equal(2, web.Requests.Count);
    }

    public static TheoryData<string> Worthless => ["old", "not yet", "of another issuer", "garbage", "empty", "not found", "redirect", "too large", "too large without a length"];

    [Theory]
    [MemberData(nameof(Worthless))]
    public async Task An_answer_that_cannot_be_believed_is_a_finding_and_no_fault(string kind)
    {
        await using var web = new ScriptedWebServer();
        using var certificate = issuing.Issue(new CertificatePlan { CrlAt = web.At("/ca.crl") });
        var other = TestAuthority.Root("CN=Test Issuing CA");
        web.Answer = (path, _) => kind switch
        {
            "old" => ScriptedWebServer.Ok(issuing.RevocationList([certificate], Now.AddDays(-9), Now.AddDays(-1))),
            "not yet" => ScriptedWebServer.Ok(issuing.RevocationList([certificate], Now.AddDays(1), Now.AddDays(2))),
            "of another issuer" => ScriptedWebServer.Ok(other.RevocationList([certificate], Now.AddDays(-1), Now.AddDays(1))),
            "garbage" => ScriptedWebServer.Ok("<html>Not a list</html>"u8.ToArray()),
            "empty" => ScriptedWebServer.Ok([]),
            "redirect" when path == "/ca.crl" => Encoding.ASCII.GetBytes($"HTTP/1.1 302 Found\r\nLocation: {web.At("/else.crl")}\r\nContent-Length: 0\r\n\r\n"),
            "redirect" => ScriptedWebServer.Ok(issuing.RevocationList([certificate], Now.AddDays(-1), Now.AddDays(1))),
            "too large" => Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Length: 2097153\r\n\r\n"),
            "too large without a length" => [.. "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"u8, .. new byte[RevocationClient.MaxList + 1]],
            _ => ScriptedWebServer.NotFound,
        };
        await using var server = ScriptedSmtpServer.Secure(new ServerTls(certificate, issuing.Chain));

        var report = await RunAsync(server, web);

        Assert.Equal("ok", report["tls.chain"].Outcome);
        Assert.Equal("unknown", report["tls.chain"].Facts["revocation"]);
        Assert.Equal("cert.revocation_unknown", report["tls.chain"].Facts["findings"]);
        Assert.Equal(["GET /ca.crl HTTP/1.1"], web.Requests);
    }

    [Fact]
    public async Task A_silent_authority_is_not_waited_for_beyond_the_limit()
    {
        await using var web = new ScriptedWebServer();
        using var certificate = issuing.Issue(new CertificatePlan { CrlAt = web.At("/ca.crl") });
        web.Answer = (_, _) => null;

        var asking = AskAsync(certificate, web);
        await web.FirstRequest;
        time.Advance(TimeSpan.FromSeconds(4));

        Assert.Equal(RevocationState.Unknown, await asking);
    }

    [Theory]
    [InlineData("http://127.0.0.1:25/ca.crl")]
    [InlineData("http://169.254.169.254/latest/meta-data")]
    [InlineData("http://[::ffff:10.0.0.1]/ca.crl")]
    [InlineData("http://10.0.0.1/ca.crl")]
    [InlineData("http://8.8.8.8:25/ca.crl")]
    [InlineData("http://8.8.8.8:8080/ca.crl")]
    [InlineData("http://localhost/ca.crl")]
    [InlineData("http://printer/ca.crl")]
    [InlineData("https://8.8.8.8/ca.crl")]
    [InlineData("file:///etc/passwd")]
    [InlineData("ldap:///CN=ca")]
    public async Task A_certificate_cannot_send_the_probe_where_it_may_not_go(string place)
    {
        using var certificate = issuing.Issue(new CertificatePlan { CrlAt = place });
        var options = new ProbeOptions();
        using var client = new RevocationClient(new TargetPolicy(options), new Resolver(() => [], options.DnsTimeout, time), time);

        Assert.Equal(RevocationState.Unknown, await client.AskAsync(certificate.RawData, issuing.Certificate.RawData, options.RevocationTimeout, Ct));
    }

    [Fact]
    public async Task An_answer_is_remembered_for_an_hour()
    {
        await using var web = new ScriptedWebServer();
        using var certificate = issuing.Issue(new CertificatePlan { CrlAt = web.At("/ca.crl") });
        web.Answer = (_, _) => ScriptedWebServer.Ok(issuing.RevocationList([], Now.AddDays(-1), Now.AddDays(1)));
        using var client = Client(web);

        await AskAsync(client, certificate);
        time.Advance(TimeSpan.FromMinutes(59));
        await AskAsync(client, certificate);
        Assert.Single(web.Requests);
        time.Advance(TimeSpan.FromMinutes(1));
        await AskAsync(client, certificate);

        Assert.Equal(2, web.Requests.Count);
    }

    [Fact]
    public async Task Nobody_is_asked_about_a_certificate_that_has_other_faults()
    {
        await using var web = new ScriptedWebServer();
        await using var server = ScriptedSmtpServer.Secure(new ServerTls(TestAuthority.SelfSigned(new CertificatePlan { CrlAt = web.At("/ca.crl") })));

        var report = await RunAsync(server, web);

        Assert.Equal("self-signed", report["tls.chain"].Outcome);
        Assert.Empty(web.Requests);
    }

    [Fact]
    public void Garbage_in_the_place_of_a_list_or_an_answer_is_told_from_a_fault_of_ours()
    {
        using var certificate = issuing.Issue();
        var list = issuing.RevocationList([certificate], Now.AddDays(-1), Now.AddDays(1));
        var answer = OcspAnswer.To(Ocsp.Ask(certificate, issuing.Certificate), 0, Now.AddHours(-1), Now.AddHours(1), issuing.Generator);
        var random = new Random(20260302);

        for (var round = 0; round < 3000; round++)
        {
            byte[] changed = round % 2 == 0 ? [.. list] : [.. answer];
            var position = random.Next(changed.Length);
            var value = (byte)random.Next(256);
            if (changed[position] == value)
                continue;
            changed[position] = value;
            var state = RevocationState.Unknown;

            var fault = Record.Exception(() => state = round % 2 == 0
                ? RevocationList.Read(changed, "http://crl.contoso.com/ca.crl", certificate, issuing.Certificate, Now)
                : Ocsp.Read(changed, certificate, issuing.Certificate, Now));

            Assert.True(fault is null or System.Formats.Asn1.AsnContentException or System.Security.Cryptography.CryptographicException, fault?.ToString());
            Assert.True(state == RevocationState.Unknown || !CoversByte(round % 2 == 0 ? list : answer, position), $"A changed byte {position} was believed.");
        }

        // The wrapping of an answer and the name of the algorithm are outside its signature; the rest must not be believed once changed.
        static bool CoversByte(byte[] whole, int position) => position > 60 && position < whole.Length - 100;
    }

    private RevocationClient Client(ScriptedWebServer web)
    {
        var options = Probe.Loopback(web.Port);
        return new RevocationClient(new TargetPolicy(options), new Resolver(() => [], options.DnsTimeout, time), time);
    }

    private async Task<RevocationState> AskAsync(X509Certificate2 certificate, ScriptedWebServer web)
    {
        using var client = Client(web);
        return await AskAsync(client, certificate);
    }

    private Task<RevocationState> AskAsync(RevocationClient client, X509Certificate2 certificate) =>
        client.AskAsync(certificate.RawData, issuing.Certificate.RawData, TimeSpan.FromSeconds(4), Ct);

    private Task<ProbeReport> RunAsync(ScriptedSmtpServer server, ScriptedWebServer web) =>
        new Probe(time, Probe.Loopback(server.EndPoint.Port, web.Port)).RunAsync(new ProbeRequest(server.Target, Probe.AllChecks) { ExpectTlsName = "mx.contoso.com" }, Ct);
}
