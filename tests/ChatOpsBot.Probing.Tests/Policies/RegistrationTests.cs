using System.Globalization;
using System.Net;
using System.Text;
using ChatOpsBot.Probing.Policies;
using ChatOpsBot.Testing.Dns;
using ChatOpsBot.Testing.Time;
using ChatOpsBot.Testing.Tls;

namespace ChatOpsBot.Probing.Tests.Policies;

/// <summary>What registries say about a domain, and what strangers may not make of the question.</summary>
public sealed class RegistrationTests
{
    private const string Host = "rdap.contoso.net";
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    private static readonly TestAuthority Issuing = TestAuthority.Trusted.Intermediate();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string, string, string, string, string> Rows => new()
    {
        { "in a year", "2027-03-02T09:00:00Z", "active", "active", "holds until 2027-03-02" },
        { "without a date", "", "active", "active", "contoso.com holds." },
        { "ran out", "2026-03-01T09:00:00Z", "active", "expired", "ran out on 2026-03-01." },
        { "ran out this second", "2026-03-02T09:00:00Z", "", "expired", "ran out on 2026-03-02." },
        { "ran out, held by the registrar", "2026-03-01T09:00:00Z", "client hold|auto renew period", "expired", "(client hold)" },
        { "in redemption", "2027-03-01T09:00:00Z", "Redemption Period", "expired", "(redemption period, 2027-03-01)" },
        { "before its deletion", "", "inactive|pending delete", "expired", "(pending delete)" },
        { "held by the registrar", "2027-03-01T09:00:00Z", "client hold", "on-hold", "(client hold)" },
        { "held by the registry", "2027-03-01T09:00:00Z", "server hold|server transfer prohibited", "on-hold", "(server hold)" },
        { "renewed by itself", "2026-03-01T09:00:00Z", "auto renew period", "unknown", "renew it by itself" },
        { "nothing published", "", "", "unknown", "publishes neither" },
        { "a date that is none", "soon", "", "unknown", "publishes neither" },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task The_word_of_the_registry_decides(string kind, string expires, string status, string outcome, string words)
    {
        await using var web = Registry("com");
        Answer(web, "/domain/contoso.com", Domain("contoso.com", expires, status));

        var result = await AskAsync(web, "contoso.com");

        Assert.True(outcome == result.Outcome, kind);
        Assert.Contains(words, result.Sentence, StringComparison.Ordinal);
        Assert.Equal("contoso.com", result.Facts["registered"]);
        Assert.Equal(expires.EndsWith('Z') ? expires : null, result.Facts.GetValueOrDefault("expires"));
        Assert.Equal(status.Length > 0 ? status.Replace("|", ", ", StringComparison.Ordinal).ToLowerInvariant() : null, result.Facts.GetValueOrDefault("status"));
    }

    [Theory]
    [InlineData(404)]
    [InlineData(400)]
    public async Task A_name_that_is_not_registered_itself_leads_to_the_one_above(int status)
    {
        await using var web = Registry("com");
        Answer(web, "/domain/contoso.com", Domain("contoso.com", "2026-01-01T00:00:00Z", "active"), otherwise: status);

        var result = await AskAsync(web, "mx1.mail.contoso.com");

        Assert.Equal(("expired", "contoso.com"), (result.Outcome, result.Facts["registered"]));
        Assert.Equal(["/dns.json", "/domain/mx1.mail.contoso.com", "/domain/mail.contoso.com", "/domain/contoso.com"], Paths(web));
    }

    [Fact]
    public async Task A_name_nobody_registered_is_unknown_and_the_top_level_domain_is_not_asked()
    {
        await using var web = Registry("com");

        var result = await AskAsync(web, "contoso.com");

        Assert.Equal("unknown", result.Outcome);
        Assert.Contains("knows no registration of contoso.com", result.Sentence, StringComparison.Ordinal);
        Assert.Equal(["/dns.json", "/domain/contoso.com"], Paths(web));
    }

    [Fact]
    public async Task The_longest_suffix_names_the_registry()
    {
        await using var web = new ScriptedWebServer(Tls());
        var list = $$"""{"services":[[["com"],["{{web.At(Host, "/no")}}"]],[["CO.com"],["http://clear.example.net/","{{web.At(Host, "/yes")}}"]]]}""";
        web.Answer = (path, _) => path == "/dns.json" ? ScriptedWebServer.Ok(Encoding.UTF8.GetBytes(list)) : ScriptedWebServer.NotFound;

        await AskAsync(web, "contoso.co.com");

        Assert.Equal("/yes/domain/contoso.co.com", Paths(web)[1]);
    }

    [Fact]
    public async Task The_list_of_registries_is_kept_for_a_day()
    {
        await using var web = Registry("com");
        await using var dns = Names();
        var time = new ManualTime(Now);
        var probe = NewProbe(web, dns, time);

        await RunAsync(probe, "contoso.com");
        await RunAsync(probe, "fabrikam.com");
        Assert.Equal(1, Paths(web).Count(path => path == "/dns.json"));

        time.Advance(TimeSpan.FromHours(25));
        await RunAsync(probe, "contoso.com");
        Assert.Equal(2, Paths(web).Count(path => path == "/dns.json"));
    }

    public static TheoryData<string, string> Troubles => new()
    {
        { "no list", "The list of registries could not be had: it cannot be read." },
        { "list is an array", "The list of registries could not be had: it cannot be read." },
        { "list too long", "sends more than 256 KiB" },
        { "other top-level domain", "answers no questions by RDAP" },
        { "server error", "answers HTTP 500" },
        { "rate", "answers HTTP 429" },
        { "html", "cannot be read" },
        { "another domain", "cannot be read" },
        { "half a surrogate", "cannot be read" },
        { "too deep", "cannot be read" },
        { "too long", "sends more than 256 KiB" },
        { "hangs up", "gives no readable answer" },
    };

    [Theory]
    [MemberData(nameof(Troubles))]
    public async Task Whatever_cannot_be_known_is_unknown_with_its_reason(string kind, string words)
    {
        await using var web = Registry(kind == "other top-level domain" ? "net" : "com");
        var list = web.Answer;
        web.Answer = (path, body) => (kind, path) switch
        {
            ("no list", _) => ScriptedWebServer.NotFound,
            ("list is an array", _) => ScriptedWebServer.Ok("[[[]]]"u8.ToArray()),
            ("list too long", _) => ScriptedWebServer.Ok(new byte[RegistryClient.MaxBody + 1]),
            (_, "/dns.json") => list(path, body),
            ("server error", _) => "HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n"u8.ToArray(),
            ("rate", _) => "HTTP/1.1 429 Later\r\nContent-Length: 0\r\n\r\n"u8.ToArray(),
            ("html", _) => ScriptedWebServer.Ok("<html>contoso.com is yours</html>"u8.ToArray()),
            ("another domain", _) => ScriptedWebServer.Ok(Domain("fabrikam.com", "2020-01-01T00:00:00Z", "active")),
            ("half a surrogate", _) => ScriptedWebServer.Ok("""{"objectClassName":"domain","status":["\ud800"]}"""u8.ToArray()),
            ("too deep", _) => ScriptedWebServer.Ok(Encoding.ASCII.GetBytes("{\"objectClassName\":\"domain\",\"x\":" + new string('[', 5000) + new string(']', 5000) + "}")),
            ("too long", _) => [.. "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"u8, .. new byte[RegistryClient.MaxBody + 1]],
            ("hangs up", _) => "nonsense\r\n\r\n"u8.ToArray(),
            _ => throw new ArgumentException($"\"{kind}\" is no trouble of this table.", nameof(kind)),
        };

        var result = await AskAsync(web, "contoso.com");

        Assert.Equal("unknown", result.Outcome);
        Assert.Contains(words, result.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endless_redirect_is_given_up_after_three()
    {
        await using var web = Registry("com");
        var list = web.Answer;
        web.Answer = (path, body) => path == "/dns.json" ? list(path, body) : Redirect(web.At(Host, path + "x"));

        var result = await AskAsync(web, "contoso.com");

        Assert.Equal("unknown", result.Outcome);
        Assert.Contains("from place to place", result.Sentence, StringComparison.Ordinal);
        Assert.Equal(1 + 1 + 3, Paths(web).Count);
    }

    [Fact]
    public async Task A_redirect_is_followed_to_another_host()
    {
        await using var web = Registry("com");
        var list = web.Answer;
        web.Answer = (path, body) => path switch
        {
            "/dns.json" => list(path, body),
            "/domain/contoso.com" => Redirect(web.At("rdap2.contoso.net", "/there")),
            _ => ScriptedWebServer.Ok(Domain("CONTOSO.com.", "2027-01-01T00:00:00Z", "active")),
        };

        Assert.Equal("active", (await AskAsync(web, "contoso.com")).Outcome);
    }

    [Theory]
    [InlineData("https://10.0.0.5/domain/contoso.com", "10.0.0.5 was not asked")]
    [InlineData("https://[::ffff:10.0.0.5]/", "10.0.0.5 was not asked")]
    [InlineData("https://169.254.169.254/latest", "169.254.169.254 was not asked")]
    [InlineData("https://inside.contoso.net/", "10.0.0.5 was not asked")]
    [InlineData("https://mixed.contoso.net/", "10.0.0.5 was not asked")]
    [InlineData("https://rdap.contoso.net:22/", "Port 22")]
    [InlineData("http://rdap.contoso.net/", "without encryption")]
    [InlineData("file:///etc/passwd", "without encryption")]
    public async Task A_redirect_to_where_we_may_not_go_ends_there(string location, string words)
    {
        await using var web = Registry("com");
        var list = web.Answer;
        web.Answer = (path, body) => path == "/dns.json" ? list(path, body) : Redirect(location);

        var result = await AskAsync(web, "contoso.com");

        Assert.Equal("unknown", result.Outcome);
        Assert.Contains(words, result.Sentence, StringComparison.Ordinal);
        Assert.Equal(2, web.Connections);
    }

    [Fact]
    public async Task A_redirect_to_a_private_address_sends_not_a_packet_there()
    {
        // An open door at an address the policy forbids: nobody may come through it.
        await using var trap = new ScriptedWebServer(Tls(), IPAddress.Parse("127.0.0.2"));
        await using var web = Registry("com");
        var list = web.Answer;
        web.Answer = (path, body) => path == "/dns.json" ? list(path, body) : Redirect(string.Create(CultureInfo.InvariantCulture, $"https://trap.contoso.net:{trap.Port}/"));
        await using var dns = Names();
        var options = Options(web, trap.Port);
        options.DeniedNetworks.Add("127.0.0.2");

        var result = (await RunAsync(new Probe(new ManualTime(Now), options, dns), "contoso.com"))["rdap.domain"];

        Assert.Contains("127.0.0.2 was not asked", result.Sentence, StringComparison.Ordinal);
        Assert.Equal(0, trap.Connections);
    }

    public static TheoryData<string, string> Certificates => new()
    {
        { "other name", "certificate is not for rdap.contoso.net" },
        { "expired", "certificate of rdap.contoso.net is not valid" },
        { "private root", "certificate of rdap.contoso.net is not valid" },
        { "intermediate not sent", "certificate of rdap.contoso.net is not valid" },
    };

    [Theory]
    [MemberData(nameof(Certificates))]
    public async Task A_server_that_does_not_prove_its_name_is_not_believed(string kind, string words)
    {
        var plan = new CertificatePlan { Names = [Host] };
        var other = TestAuthority.Root().Intermediate("CN=Private CA");
        await using var web = new ScriptedWebServer(kind switch
        {
            "other name" => new ServerTls(Issuing.Issue(new CertificatePlan { Names = ["rdap.fabrikam.net"] }), Issuing.Chain),
            "expired" => new ServerTls(Issuing.Issue(plan with { Until = new DateTimeOffset(2021, 1, 1, 0, 0, 0, TimeSpan.Zero) }), Issuing.Chain),
            "private root" => new ServerTls(other.Issue(plan), other.Chain),
            _ => new ServerTls(Issuing.Issue(plan)),
        });

        var result = await AskAsync(web, "contoso.com");

        Assert.Equal("unknown", result.Outcome);
        Assert.Contains(words, result.Sentence, StringComparison.Ordinal);
        Assert.Empty(web.Requests);
    }

    [Fact]
    public async Task Silence_ends_with_the_time_limit()
    {
        await using var web = new ScriptedWebServer(Tls()) { Answer = (_, _) => null };
        await using var dns = Names();
        var time = new ManualTime(Now);

        var run = RunAsync(new Probe(time, Options(web), dns), "contoso.com");
        await web.FirstRequest;
        time.Advance(TimeSpan.FromSeconds(10));

        Assert.Contains("gave no whole answer in time", (await run)["rdap.domain"].Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_list_no_registry_is_asked()
    {
        await using var dns = Names();

        var report = await RunAsync(new Probe(new ManualTime(Now), new ProbeOptions { RdapBootstrap = "" }, dns), "contoso.com");

        Assert.Equal("unknown", report["rdap.domain"].Outcome);
        Assert.Contains("Probe:RdapBootstrap is empty", report["rdap.domain"].Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_domain_that_is_there_is_not_asked_for_unless_somebody_names_the_check()
    {
        await using var web = Registry("com");
        await using var dns = Names();

        var report = await NewProbe(web, dns).RunAsync(new ProbeRequest(new ProbeTarget("contoso.com"), ["dns.mx", "dns.ns"]), Ct);

        Assert.DoesNotContain(report.Results, result => result.CheckId == "rdap.domain");
        Assert.Equal(0, web.Connections);
    }

    [Fact]
    public async Task A_domain_that_is_not_in_dns_is_asked_for_unasked_and_the_lapse_is_the_verdict()
    {
        await using var web = Registry("com");
        Answer(web, "/domain/gone.com", Domain("gone.com", "2026-02-01T00:00:00Z", "redemption period"));
        await using var dns = Names();
        var request = new ProbeRequest(new ProbeTarget("gone.com"), ["dns.mx", "dns.addr", "dns.ns"]);

        var report = await NewProbe(web, dns).RunAsync(request, Ct);
        var verdict = Probing.Verdicts.Verdict.Of(request, report.Results);

        Assert.Equal("expired", report["rdap.domain"].Outcome);
        Assert.Equal(("dns.domain_expired", "4.4.312"), (verdict.Cause, verdict.Code));
    }

    [Fact]
    public async Task An_address_has_no_registration()
    {
        var report = await new Probe().RunAsync(new ProbeRequest(new ProbeTarget("127.0.0.1"), ["rdap.domain"]), Ct);

        Assert.Equal(Reasons.NoName, report["rdap.domain"].Reason);
    }

    [Fact]
    public void No_document_of_a_stranger_makes_the_reader_fail()
    {
        var random = new Random(20260302);
        var seeds = (byte[][])[Domain("contoso.com", "2027-01-01T00:00:00Z", "active|client hold"), "{\"services\":[[[\"com\"],[\"https://rdap.contoso.net/\"]]]}"u8.ToArray()];
        var read = 0;
        for (var round = 0; round < 20_000; round++)
        {
            var bytes = seeds[round % 2].ToArray();
            for (var change = random.Next(4); change > 0; change--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            if (RdapDocuments.ReadDomain(bytes, "contoso.com") is not null || RdapDocuments.ReadBootstrap(bytes) is not null)
                read++;
        }

        Assert.InRange(read, 1, 20_000);
    }

    private static async Task<CheckResult> AskAsync(ScriptedWebServer web, string domain)
    {
        await using var dns = Names();
        return (await RunAsync(NewProbe(web, dns), domain))["rdap.domain"];
    }

    private static Task<ProbeReport> RunAsync(Probe probe, string domain) => probe.RunAsync(new ProbeRequest(new ProbeTarget(domain), ["rdap.domain"]), Ct);

    private static Probe NewProbe(ScriptedWebServer web, ScriptedDnsServer dns, TimeProvider? time = null) => new(time ?? new ManualTime(Now), Options(web), dns);

    private static ProbeOptions Options(ScriptedWebServer web, params int[] more) => new()
    {
        AllowedNetworks = ["127.0.0.0/8"],
        AllowedPorts = [web.Port, .. more],
        RdapBootstrap = web.At(Host, "/dns.json"),
    };

    private static ScriptedDnsServer Names() => ScriptedDnsServer.Start(
        $"{Host} A 127.0.0.1", "rdap2.contoso.net A 127.0.0.1", "trap.contoso.net A 127.0.0.2", "inside.contoso.net A 10.0.0.5", "mixed.contoso.net A 127.0.0.1", "mixed.contoso.net A 10.0.0.5",
        "contoso.com MX 10 mx1.contoso.com", "mx1.contoso.com A 127.0.0.1", "mx1.mail.contoso.com A 127.0.0.1", "com TXT here", "contoso.co.com TXT here", "fabrikam.com TXT here");

    private static ServerTls Tls() => new(Issuing.Issue(new CertificatePlan { Names = [Host, "rdap2.contoso.net", "trap.contoso.net"] }), Issuing.Chain);

    /// <summary>A registry of one top-level domain that knows no domain yet, with the list that leads to it.</summary>
    private static ScriptedWebServer Registry(string suffix)
    {
        var web = new ScriptedWebServer(Tls());
        var list = Encoding.UTF8.GetBytes($$"""{"version":"1.0","services":[[["xn--x","{{suffix}}"],["{{web.At(Host, "")}}"]]]}""");
        web.Answer = (path, _) => path == "/dns.json" ? ScriptedWebServer.Ok(list) : ScriptedWebServer.NotFound;
        return web;
    }

    private static void Answer(ScriptedWebServer web, string at, byte[] document, int otherwise = 404)
    {
        var before = web.Answer;
        web.Answer = (path, body) => path == at ? ScriptedWebServer.Ok(document)
            : path == "/dns.json" ? before(path, body)
            : Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {otherwise} No\r\nContent-Length: 0\r\n\r\n"));
    }

    private static byte[] Redirect(string location) => Encoding.ASCII.GetBytes($"HTTP/1.1 302 Found\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n");

    private static byte[] Domain(string name, string expires, string status)
    {
        var states = string.Join(',', status.Split('|', StringSplitOptions.RemoveEmptyEntries).Select(state => $"\"{state}\""));
        var events = $$"""[{"eventAction":"registration","eventDate":"2001-01-01T00:00:00Z"},{"eventAction":"expiration","eventDate":"{{expires}}"}]""";
        return Encoding.UTF8.GetBytes($$"""{"objectClassName":"domain","ldhName":"{{name}}","status":[{{states}}],"events":{{events}} }""");
    }

    private static List<string> Paths(ScriptedWebServer web) => [.. web.Requests.Select(line => line.Split(' ')[1])];
}
