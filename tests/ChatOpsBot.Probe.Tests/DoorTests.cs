using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using ChatOpsBot.Probing;
using ChatOpsBot.Testing.Smtp;
using ChatOpsBot.Testing.Time;
using Microsoft.Extensions.Configuration;

namespace ChatOpsBot.Probe.Tests;

/// <summary>Who may ask the backend, what, and how often.</summary>
public sealed class DoorTests
{
    private const string OldKey = "0123456789abcdef0123456789abcdef";
    private const string NewKey = "fedcba9876543210fedcba9876543210";

    private readonly ManualTime time = new();

    [Theory]
    [InlineData(null)]
    [InlineData("wrong")]
    [InlineData("0123456789abcdef0123456789abcdeF")]
    public async Task Without_a_key_of_its_own_nobody_is_let_in(string? key)
    {
        await using var backend = await BackendInTest.StartAsync(time, null, "--Backend:Keys:0:Name=bot", $"--Backend:Keys:0:Key={OldKey}");

        var run = await backend.AskAsync("""{"domain":"contoso.com"}""", key);
        var checks = await backend.GetAsync("/v1/checks", key: key);

        Assert.Equal("urn:chatopsbot:probe:no-key", (await run.ProblemAsync(HttpStatusCode.Unauthorized)).Text("type"));
        Assert.Equal("Bearer", run.Headers.WwwAuthenticate.ToString());
        Assert.Equal(HttpStatusCode.Unauthorized, checks.StatusCode);
    }

    [Fact]
    public async Task Both_keys_of_a_caller_open_while_one_replaces_the_other()
    {
        await using var backend = await BackendInTest.StartAsync(time, null, "--Backend:Keys:0:Name=bot", $"--Backend:Keys:0:Key={OldKey}", $"--Backend:Keys:0:OtherKey={NewKey}");

        Assert.Equal(HttpStatusCode.OK, (await backend.GetAsync("/v1/checks", key: OldKey)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await backend.GetAsync("/v1/checks", key: NewKey)).StatusCode);
    }

    [Theory]
    [InlineData("--Urls=http://0.0.0.0:5090", "Urls is \"http://0.0.0.0:5090\"")]
    [InlineData("--Urls=http://*:5090", "Urls is \"http://*:5090\"")]
    [InlineData("--Urls=http://[::]:5090", "Urls is \"http://[::]:5090\"")]
    [InlineData("--Urls=http://127.0.0.1:5090;http://10.0.0.5:5090", "Urls is \"http://10.0.0.5:5090\"")]
    [InlineData("--Urls=http://probe.contoso.com", "Urls is \"http://probe.contoso.com\"")]
    [InlineData("--Kestrel:Endpoints:Open:Url=https://*:443", "Kestrel:Endpoints:Open:Url is \"https://*:443\"")]
    public void Without_keys_it_does_not_start_where_others_could_ask(string setting, string words)
    {
        var refusal = Assert.Throws<StartException>(() => ProbeHost.Build(["--Urls=http://127.0.0.1:0", setting]));

        Assert.Contains(words, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Set Backend:Keys:0:Name and Backend:Keys:0:Key", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HTTP_PORTS", "8080")]
    [InlineData("HTTPS_PORTS", "8443;8444")]
    public void Ports_without_an_address_are_every_address(string name, string ports)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new(name, ports)]).Build();

        Assert.Equal(name, ListenAddresses.FindOpen(configuration)?.Setting);
    }

    [Theory]
    [InlineData("http://127.0.0.1:5090")]
    [InlineData("http://localhost:5090")]
    [InlineData("http://[::1]:5090")]
    public void Addresses_of_this_machine_alone_need_no_keys(string url) => Assert.True(ListenAddresses.IsLoopback(url));

    [Fact]
    public async Task With_keys_it_starts_anywhere()
    {
        await using var app = ProbeHost.Build(["--Urls=http://0.0.0.0:0", "--Backend:Keys:0:Name=bot", $"--Backend:Keys:0:Key={OldKey}"]);

        Assert.NotNull(app);
    }

    [Theory]
    [InlineData("--Backend:Keys:0:Name=bot", "--Backend:Keys:0:Key=short", "has a key of 5 characters")]
    [InlineData("--Backend:Keys:0:Name=bot", "--Backend:Keys:0:Key=", "Backend:Keys:0 has no key")]
    [InlineData("--Backend:Keys:0:Name=the bot", "--Backend:Keys:0:Key=" + OldKey, "is no name for the log")]
    [InlineData("--Backend:RunsPerMinute=0", "--Backend:QueueLength=-1", "Backend:QueueLength is -1, outside its range")]
    [InlineData("--Backend:KeepAnswers=02:00:00", "--Backend:ParallelRuns=4", "Backend:KeepAnswers is \"02:00:00\"")]
    [InlineData("--Backend:ParallelRuns=many", "--Backend:QueueLength=1", "ParallelRuns")]
    [InlineData("--Probe:MaxAddresses=9", "--Probe:Resolvers:0=5353", "Probe:Resolvers:0 is \"5353\"")]
    public void Settings_that_cannot_work_stop_the_start(string first, string second, string words)
    {
        var refusal = Assert.Throws<StartException>(() => ProbeHost.Build(["--Urls=http://127.0.0.1:0", first, second]));

        Assert.Contains(words, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_shipped_settings_name_every_option_with_its_default()
    {
        var shipped = new ConfigurationBuilder().AddJsonFile(Path.Combine(AppContext.BaseDirectory, "shipped.appsettings.json")).Build();

        AssertNames(shipped.GetSection("Backend"), new BackendOptions());
        AssertNames(shipped.GetSection("Probe"), new ProbeOptions());
        Assert.Null(ListenAddresses.FindOpen(shipped));
    }

    [Fact]
    public void A_name_and_a_key_belong_to_one_caller_only()
    {
        var refusal = Assert.Throws<StartException>(() => ProbeHost.Build(
            ["--Backend:Keys:0:Name=bot", $"--Backend:Keys:0:Key={OldKey}", "--Backend:Keys:1:Name=bot", $"--Backend:Keys:1:Key={OldKey}"]));

        Assert.Contains("a second time", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("stands there twice", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_that_leads_a_browser_here_under_another_name_is_turned_away()
    {
        await using var backend = await BackendInTest.StartAsync(time);

        var answer = await backend.GetAsync("/v1/checks", host: "evil.contoso.com");

        Assert.Equal("urn:chatopsbot:probe:not-from-here", (await answer.ProblemAsync(HttpStatusCode.Forbidden)).Text("type"));
    }

    [Theory]
    [InlineData("2130706433")]
    [InlineData("134744072")]
    [InlineData("3232235777")]
    [InlineData("99999999999")]
    [InlineData("0x7f.0.0.1")]
    [InlineData("0x7f000001")]
    [InlineData("017700000001")]
    [InlineData("010.8.8.8")]
    [InlineData("127.1")]
    [InlineData("0")]
    [InlineData("8.8")]
    [InlineData("127.1:25")]
    [InlineData("127.1.")]
    [InlineData("256.1.1.1")]
    [InlineData("1.2.3.4.5")]
    [InlineData("mx.contoso.0x7f")]
    [InlineData("[fe80::1%25eth0]")]
    [InlineData("fe80::1%eth0")]
    [InlineData("mx%2econtoso.com")]
    [InlineData("..")]
    [InlineData("a..b")]
    [InlineData("-a.contoso.com")]
    [InlineData("user@contoso.com")]
    [InlineData("http://contoso.com/")]
    [InlineData("mx.contoso.com\\u0000.evil.com")]
    [InlineData("mx.contoso.com\\r\\nDATA")]
    public async Task An_address_or_name_in_disguise_is_no_server(string host)
    {
        await using var backend = await BackendInTest.StartAsync(time);

        var problem = await (await backend.AskAsync($$"""{"host":"{{host}}"}""")).ProblemAsync(HttpStatusCode.BadRequest);

        Assert.Contains("\"host\" is no server name", problem.Text("detail"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[::ffff:10.0.0.5]")]
    [InlineData("::ffff:a00:5")]
    [InlineData("[64:ff9b::a00:5]:25")]
    [InlineData("\uFF11\uFF10.\uFF10.\uFF10.\uFF15")]
    [InlineData("10\u30020\u30020\u30025")]
    [InlineData("10.0.0.5.")]
    [InlineData("[::]")]
    [InlineData("2002:a00:5::1")]
    [InlineData("[fec0::1]")]
    public async Task Other_ways_to_write_a_private_address_are_refused_as_that_address(string host)
    {
        await using var backend = await BackendInTest.StartAsync(time);

        var problem = await (await backend.AskAsync($$"""{"host":"{{host}}"}""")).ProblemAsync(HttpStatusCode.Forbidden);

        Assert.Equal(Reasons.PrivateAddress, problem.Text("reason"));
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("FOO")]
    public async Task Questions_come_by_post_alone(string method)
    {
        await using var backend = await BackendInTest.StartAsync(time);
        using var request = new HttpRequestMessage(new HttpMethod(method), "/v1/runs");

        var answer = await backend.SendAsync(request);

        Assert.Equal("urn:chatopsbot:probe:wrong-method", (await answer.ProblemAsync(HttpStatusCode.MethodNotAllowed)).Text("type"));
        Assert.Equal(["POST"], answer.Content.Headers.Allow);
    }

    [Fact]
    public async Task Two_keys_at_once_open_nothing()
    {
        await using var backend = await BackendInTest.StartAsync(time, null, "--Backend:Keys:0:Name=bot", $"--Backend:Keys:0:Key={OldKey}");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/checks");
        request.Headers.TryAddWithoutValidation("Authorization", [$"Bearer {OldKey}", $"Bearer {OldKey}"]);

        await (await backend.SendAsync(request)).ProblemAsync(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("application/json; charset=utf-7")]
    [InlineData("application/json; charset=\"\"")]
    [InlineData("application/problem+json")]
    public async Task A_body_is_read_as_utf_8_whatever_its_header_says(string type)
    {
        await using var backend = await BackendInTest.StartAsync(time);
        using var content = new StringContent("""{"host":"10.0.0.5"}""");
        content.Headers.Remove("Content-Type");
        content.Headers.TryAddWithoutValidation("Content-Type", type);

        await (await backend.PostAsync(content)).ProblemAsync(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_body_nested_without_end_is_no_question()
    {
        await using var backend = await BackendInTest.StartAsync(time);

        await (await backend.AskAsync($$"""{"domain":"contoso.com","more":{{new string('[', 5000)}}{{new string(']', 5000)}}}""")).ProblemAsync(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("{}", "one of \"domain\" and \"host\"")]
    [InlineData("""{"domain":"contoso.com","host":"mx1.contoso.com"}""", "one of \"domain\" and \"host\"")]
    [InlineData("""{"domain":"contoso com"}""", "\"domain\" is no mail domain")]
    [InlineData("""{"domain":"contoso.com:25"}""", "\"domain\" is no mail domain")]
    [InlineData("""{"domain":"203.0.113.9"}""", "\"domain\" is no mail domain")]
    [InlineData("""{"host":"mx1/../"}""", "\"host\" is no server name")]
    [InlineData("""{"host":"mx1.contoso.com","port":70000}""", "\"port\" is 70000")]
    [InlineData("""{"host":"mx1.contoso.com","port":"smtp"}""", "at $.port")]
    [InlineData("""{"domain":"contoso.com","code":"450"}""", "\"code\" is no enhanced status code")]
    [InlineData("""{"domain":"contoso.com","expectTlsName":"mail contoso"}""", "\"expectTlsName\" is no name")]
    [InlineData("""{"domain":"contoso.com","checks":[""]}""", "GET /v1/checks")]
    [InlineData("""{"domain":"contoso.com","checks":[null]}""", "GET /v1/checks")]
    [InlineData("null", "The body is null")]
    [InlineData("{", "it cannot be read")]
    public async Task A_question_that_cannot_be_read_says_what_is_wrong(string question, string words)
    {
        await using var backend = await BackendInTest.StartAsync(time);

        var problem = await (await backend.AskAsync(question)).ProblemAsync(HttpStatusCode.BadRequest);

        Assert.Contains(words, problem.Text("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_or_an_endless_body_is_no_question()
    {
        await using var backend = await BackendInTest.StartAsync(time);
        using var form = new StringContent("""{"domain":"contoso.com"}""", new MediaTypeHeaderValue("text/plain"));
        using var endless = new StringContent($$"""{"domain":"{{new string('a', 20_000)}}"}""", new MediaTypeHeaderValue("application/json"));

        await (await backend.PostAsync(form)).ProblemAsync(HttpStatusCode.BadRequest);
        await (await backend.PostAsync(endless)).ProblemAsync(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("""{"host":"10.0.0.5"}""", Reasons.PrivateAddress)]
    [InlineData("""{"host":"169.254.169.254"}""", Reasons.PrivateAddress)]
    [InlineData("""{"host":"mx1.contoso.com","port":22}""", Reasons.PortNotAllowed)]
    public async Task A_target_the_policy_forbids_is_refused_before_anything_is_sent(string question, string reason)
    {
        await using var backend = await BackendInTest.StartAsync(time);

        var problem = await (await backend.AskAsync(question)).ProblemAsync(HttpStatusCode.Forbidden);

        Assert.Equal(reason, problem.Text("reason"));
    }

    [Fact]
    public async Task A_caller_that_asks_too_often_is_told_when_to_come_back()
    {
        await using var server = Refusing();
        await using var backend = await BackendInTest.StartAsync(time, [server], "--Backend:RunsPerMinute=2");

        await backend.AskAsync(server);
        time.Advance(TimeSpan.FromSeconds(20));
        await backend.AskAsync(server);
        var refused = await backend.AskAsync(server);
        time.Advance(TimeSpan.FromSeconds(40));
        var later = await backend.AskAsync(server);

        Assert.Equal("urn:chatopsbot:probe:too-often", (await refused.ProblemAsync(HttpStatusCode.TooManyRequests)).Text("type"));
        Assert.Equal("40", refused.Headers.RetryAfter?.ToString());
        Assert.Equal(HttpStatusCode.OK, later.StatusCode);
    }

    [Fact]
    public async Task A_target_is_not_asked_more_often_because_the_questions_differ()
    {
        await using var server = Refusing();
        await using var backend = await BackendInTest.StartAsync(time, [server], "--Backend:RunsPerMinuteAndTarget=1");

        await (await backend.AskAsync(server)).JsonAsync();
        var other = await backend.AskAsync(server, ""","checks":["tcp25"]""");
        var same = await backend.AskAsync(server);

        await other.ProblemAsync(HttpStatusCode.TooManyRequests);
        Assert.Equal("60", other.Headers.RetryAfter?.ToString());
        Assert.Equal(HttpStatusCode.OK, same.StatusCode);
    }

    [Fact]
    public async Task With_all_places_taken_the_next_question_is_put_off_and_the_backend_not_ready()
    {
        await using var busy = ScriptedSmtpServer.Start("* hold", "S: 554 No service here");
        await using var other = Refusing();
        await using var backend = await BackendInTest.StartAsync(time, [busy, other], "--Backend:ParallelRuns=1", "--Backend:QueueLength=0");

        using var going = await backend.StreamAsync(busy);
        var refused = await backend.AskAsync(other);
        var ready = await backend.GetAsync("/health/ready");
        busy.Release();
        await going.ReadToEndAsync();

        await refused.ProblemAsync(HttpStatusCode.ServiceUnavailable);
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await backend.GetAsync("/health/live")).StatusCode);
    }

    [Fact]
    public async Task A_question_in_the_queue_gets_its_turn()
    {
        await using var busy = ScriptedSmtpServer.Start("* hold", "S: 554 No service here");
        await using var other = Refusing();
        await using var backend = await BackendInTest.StartAsync(time, [busy, other], "--Backend:ParallelRuns=1", "--Backend:QueueLength=1");

        using var going = await backend.StreamAsync(busy);
        using var waiting = await backend.StreamAsync(other);
        await waiting.ReadAsync();
        Assert.Equal(0, other.Connections);
        busy.Release();

        Assert.Equal("verdict", (await waiting.ReadToEndAsync())[^1].Name);
    }

    [Fact]
    public async Task The_closed_lists_are_told()
    {
        await using var backend = await BackendInTest.StartAsync(time);

        var lists = await (await backend.GetAsync("/v1/checks")).JsonAsync();

        Assert.Equal(CheckRunner.KnownChecks, lists.GetProperty("checks").EnumerateArray().Select(check => check.Text("id")));
        Assert.Contains(lists.GetProperty("causes").EnumerateArray(), cause => (cause.Text("id"), cause.Text("stage"), cause.Text("code")) == ("tls.not_offered", "starttls", "4.4.317"));
    }

    [Fact]
    public async Task The_document_describes_what_is_there()
    {
        await using var backend = await BackendInTest.StartAsync(time);

        var document = await (await backend.GetAsync("/openapi/v1.json")).JsonAsync();
        var paths = document.GetProperty("paths").EnumerateObject().ToList();

        Assert.Equal(["/v1/runs", "/v1/checks", "/health/live", "/health/ready"], paths.Select(path => path.Name));
        foreach (var path in paths.Where(path => path.Value.TryGetProperty("get", out _)))
            Assert.Equal(HttpStatusCode.OK, (await backend.GetAsync(path.Name)).StatusCode);
        await (await backend.GetAsync("/v2/runs")).ProblemAsync(HttpStatusCode.NotFound);
        AssertDescribes<Probing.Reports.ProbeReport>(document, "Report");
        AssertDescribes<Probing.Reports.ReportStage>(document, "Stage");
        AssertDescribes<Probing.Reports.ReportVerdict>(document, "Verdict");
        AssertDescribes<Http.RunQuestion>(document, "Question");
        AssertDescribes<Http.Problem>(document, "Problem");
    }

    private static void AssertNames<T>(IConfigurationSection section, T defaults)
        where T : notnull
    {
        var options = typeof(T).GetProperties();
        Assert.Equal(options.Select(option => option.Name).Order(StringComparer.Ordinal), section.GetChildren().Select(child => child.Key).Order(StringComparer.Ordinal));
        var bound = section.Get<T>();
        foreach (var option in options)
            Assert.Equal(option.GetValue(defaults), option.GetValue(bound));
    }

    private static void AssertDescribes<T>(JsonElement document, string schema) => Assert.Equal(
        typeof(T).GetProperties().Where(property => property.GetMethod!.IsPublic && !property.GetMethod.IsStatic).Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name)).Order(StringComparer.Ordinal),
        document.GetProperty("components").GetProperty("schemas").GetProperty(schema).GetProperty("properties").EnumerateObject().Select(property => property.Name).Order(StringComparer.Ordinal));

    private static ScriptedSmtpServer Refusing() => ScriptedSmtpServer.Start("S: 554 No service here");
}
