using System.Text.Json;
using ChatOpsBot.LiveChecks;
using ChatOpsBot.MailFlow;
using ChatOpsBot.MailFlow.Evidence;
using ChatOpsBot.Probing;
using ChatOpsBot.Testing.Smtp;
using ChatOpsBot.Testing.Time;
using Microsoft.AspNetCore.Http;

namespace ChatOpsBot.Tests.LiveChecks;

/// <summary>A backend that answers well, badly, or not at all: the target never gets the blame for it, and nobody waits for ever.</summary>
public sealed class RemoteProbeTests : IDisposable
{
    private static readonly string[] Checks = ["tcp25", "smtp.banner"];
    private static readonly ProbeTarget Target = new("mx1.contoso.com") { Kind = TargetKind.Host };

    private readonly ManualTime time = new();
    private readonly LogLines log = new();

    public void Dispose() => log.Dispose();

    public static TheoryData<int, string?, string> Refusals => new()
    {
        { 401, null, Reasons.BackendKey },
        { 403, """{"type":"urn:chatopsbot:probe:not-from-here","detail":"No."}""", Reasons.BackendKey },
        { 429, null, Reasons.BackendBusy },
        { 503, null, Reasons.BackendBusy },
        { 500, """{"type":"urn:chatopsbot:probe:broken"}""", Reasons.BackendBrokeOff },
        { 502, null, Reasons.BackendBrokeOff },
        { 400, """{"type":"urn:chatopsbot:probe:bad-question"}""", Reasons.BackendUnreadable },
        { 404, null, Reasons.BackendUnreadable },
        { 204, null, Reasons.BackendUnreadable },
        { 401, "no JSON at all", Reasons.BackendKey },
    };

    public static TheoryData<string> Garbage =>
    [
        "event: stage\ndata: {\n\n",
        "event: stage\ndata: null\n\n",
        "event: stage\ndata: {\"check\":\"tcp25\"}\n\n",
        "event: stage\ndata: {\"stage\":null,\"check\":null,\"status\":null,\"outcome\":null,\"sentence\":null}\n\n",
        "event: run\ndata: []\n\n",
        $"data: {new string('x', EventStreamReader.MaxEvent)}\n\n",
        new string('x', EventStreamReader.MaxEvent + 1),
        string.Concat(Enumerable.Repeat("data: " + new string('x', 1000) + "\n", 200)),
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Results_come_as_the_backend_tells_them_with_its_name()
    {
        await using var backend = await ScriptedBackend.SayingAsync(
            ScriptedBackend.Run(), ": a comment\n\n", "event: started\ndata: {\"check\":\"tcp25\",\"where\":\"203.0.113.9\"}\n\n", ScriptedBackend.Stage("tcp25", "open"), "event: later\ndata: 1\n\n",
            ScriptedBackend.Stage("smtp.banner", "ready").ReplaceLineEndings("\r\n"), ScriptedBackend.Verdict());
        using var probe = Probe(backend.Url);

        var seen = await RunAsync(probe);

        Assert.Equal(new ProbeEvent.Started("tcp25", "203.0.113.9"), seen[0]);
        Assert.Equal([("tcp25", "open", "outside"), ("smtp.banner", "ready", "outside")], Results(seen).Select(result => (result.CheckId, result.Outcome, result.Vantage!)));
        Assert.Equal(("203.0.113.9 (outside)", TimeSpan.FromSeconds(0.25)), (Results(seen)[0].Place, Results(seen)[0].Elapsed));
        Assert.Empty(log.All);
    }

    [Theory]
    [InlineData(TargetKind.Domain, """{"domain":"contoso.com","port":25,"checks":["tcp25"],"code":"4.4.316","expectTlsName":"*.contoso.com","fresh":true}""")]
    [InlineData(TargetKind.Host, """{"host":"contoso.com","port":25,"checks":["tcp25"],"code":"4.4.316","expectTlsName":"*.contoso.com","fresh":true}""")]
    [InlineData(TargetKind.Unsaid, """{"host":"contoso.com","kind":"unsaid","port":25,"checks":["tcp25"],"code":"4.4.316","expectTlsName":"*.contoso.com","fresh":true}""")]
    public async Task The_question_is_handed_on_whole(TargetKind kind, string expected)
    {
        await using var backend = await ScriptedBackend.SayingAsync(ScriptedBackend.Verdict());
        using var probe = Probe(backend.Url + "/base");

        Assert.True(EnhancedStatusCode.TryParse("4.4.316", out var code));
        await RunAsync(probe, new ProbeRequest(new ProbeTarget("contoso.com") { Kind = kind }, ["tcp25"]) { ReportedCode = code, ExpectTlsName = "*.contoso.com" });

        Assert.True(JsonElement.DeepEquals(JsonDocument.Parse(expected).RootElement, JsonDocument.Parse(Assert.Single(backend.Questions)).RootElement));
        Assert.Equal("Bearer " + ScriptedBackend.Key, Assert.Single(backend.Keys));
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_refusal_is_told_as_what_it_is(int status, string? problem, string reason)
    {
        await using var backend = await ScriptedBackend.RefusingAsync(status, problem);
        using var probe = Probe(backend.Url);

        AssertLost(await RunAsync(probe), reason);
    }

    [Fact]
    public async Task A_target_the_backend_may_not_ask_is_denied_with_its_reason()
    {
        await using var backend = await ScriptedBackend.RefusingAsync(403, """{"type":"urn:chatopsbot:probe:denied","detail":"Not this one.","reason":"reserved-name"}""");
        using var probe = Probe(backend.Url);

        var results = Results(await RunAsync(probe));

        Assert.Equal(Checks, results.Select(result => result.CheckId));
        Assert.All(results, result => Assert.Equal((Vocabulary.Denied, Reasons.ReservedName, "Not this one."), (result.Outcome, result.Reason, result.Sentence)));
    }

    [Theory]
    [MemberData(nameof(Garbage))]
    public async Task What_is_no_stream_of_a_backend_is_given_up(string garbage)
    {
        await using var backend = await ScriptedBackend.SayingAsync(garbage, ScriptedBackend.Verdict());
        using var probe = Probe(backend.Url);

        AssertLost(await RunAsync(probe), Reasons.BackendUnreadable);
    }

    [Fact]
    public async Task A_web_page_is_no_stream()
    {
        await using var backend = await ScriptedBackend.StartAsync(context => context.Response.WriteAsync("<html>Welcome</html>", context.RequestAborted));
        using var probe = Probe(backend.Url);

        AssertLost(await RunAsync(probe), Reasons.BackendUnreadable);
    }

    [Fact]
    public async Task A_stream_without_end_is_given_up_and_closed()
    {
        var part = string.Concat(Enumerable.Repeat("event: tick\ndata: 1\n\n", 3000));
        await using var backend = await ScriptedBackend.StartAsync(async context =>
        {
            while (true)
                await ScriptedBackend.SayAsync(context, part);
        });
        using var probe = Probe(backend.Url);

        AssertLost(await RunAsync(probe), Reasons.BackendUnreadable);
        await backend.Gone.WaitAsync(Token);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var elsewhere = await ScriptedBackend.SayingAsync(ScriptedBackend.Verdict());
        await using var backend = await ScriptedBackend.StartAsync(context =>
        {
            context.Response.Redirect(elsewhere.Url, permanent: false, preserveMethod: true);
            return Task.CompletedTask;
        });
        using var probe = Probe(backend.Url);

        AssertLost(await RunAsync(probe), Reasons.BackendUnreadable);
        Assert.Empty(elsewhere.Questions);
    }

    [Fact]
    public async Task Nothing_behind_the_address_is_told_as_down()
    {
        using var port = new RefusingPort();
        using var probe = Probe($"http://{port.EndPoint}/");

        AssertLost(await RunAsync(probe), Reasons.BackendDown);
    }

    [Fact]
    public async Task What_was_seen_before_the_connection_broke_stays()
    {
        var hasRead = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var backend = await ScriptedBackend.StartAsync(async context =>
        {
            await ScriptedBackend.SayAsync(context, ScriptedBackend.Run() + ScriptedBackend.Stage("tcp25", "refused") + "event: stage\ndata: {");
            await hasRead.Task.WaitAsync(Token);
            context.Abort();
        });
        using var probe = Probe(backend.Url);

        List<ProbeEvent> seen = [];
        await foreach (var one in probe.RunAsync(new ProbeRequest(Target, Checks), Token))
        {
            seen.Add(one);
            hasRead.TrySetResult();
        }

        var results = Results(seen);
        Assert.Equal([("tcp25", "refused", null), ("smtp.banner", Vocabulary.NotTested, Reasons.BackendBrokeOff)], results.Select(result => (result.CheckId, result.Outcome, result.Reason)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("event: error\ndata: {\"type\":\"urn:chatopsbot:probe:stopping\",\"title\":\"\",\"status\":503,\"detail\":\"\"}\n\n")]
    public async Task An_end_without_a_verdict_is_no_end(string last)
    {
        await using var backend = await ScriptedBackend.SayingAsync(ScriptedBackend.Stage("tcp25", "open"), ScriptedBackend.Stage("smtp.banner", "ready"), last);
        using var probe = Probe(backend.Url);

        var results = Results(await RunAsync(probe));

        Assert.Equal(["open", "ready", Vocabulary.NotTested], results.Select(result => result.Outcome));
        Assert.Equal(Reasons.BackendBrokeOff, results[^1].Reason);
    }

    [Fact]
    public async Task An_outcome_without_words_is_not_tested_and_a_check_without_words_is_left_out()
    {
        await using var backend = await ScriptedBackend.SayingAsync(ScriptedBackend.Stage("smtp.telepathy", "ok"), ScriptedBackend.Stage("tcp25", "sideways"), ScriptedBackend.Verdict());
        using var probe = Probe(backend.Url);

        var result = Assert.Single(Results(await RunAsync(probe)));

        Assert.Equal(("tcp25", Vocabulary.NotTested, Reasons.BackendUnreadable), (result.CheckId, result.Outcome, result.Reason));
    }

    [Fact]
    public async Task A_backend_that_does_not_begin_is_slow_after_ten_seconds()
    {
        await using var backend = await ScriptedBackend.StartAsync(ScriptedBackend.WaitAsync);
        using var probe = Probe(backend.Url);
        var running = RunAsync(probe);
        await backend.Asked.WaitAsync(Token);

        time.Advance(TimeSpan.FromSeconds(10));

        AssertLost(await running, Reasons.BackendSlow);
        await backend.Gone.WaitAsync(Token);
    }

    [Fact]
    public async Task A_run_that_does_not_end_is_slow_at_its_time_limit_and_not_before()
    {
        await using var backend = await ScriptedBackend.StartAsync(async context =>
        {
            await ScriptedBackend.SayAsync(context, ScriptedBackend.Run() + ScriptedBackend.Stage("tcp25", "open"));
            await ScriptedBackend.WaitAsync(context);
        });
        using var probe = Probe(backend.Url);
        await using var events = probe.RunAsync(new ProbeRequest(Target, Checks), Token).GetAsyncEnumerator(Token);
        Assert.True(await events.MoveNextAsync());

        time.Advance(TimeSpan.FromSeconds(74));
        var next = events.MoveNextAsync();
        Assert.False(next.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(1));

        Assert.True(await next);
        Assert.Equal(("smtp.banner", Reasons.BackendSlow), Assert.IsType<ProbeEvent.Finished>(events.Current) is { Result: var result } ? (result.CheckId, result.Reason) : default);
        Assert.False(await events.MoveNextAsync());
        await backend.Gone.WaitAsync(Token);
    }

    [Fact]
    public async Task Stop_closes_the_request_and_ends_the_stream_without_a_word()
    {
        await using var backend = await ScriptedBackend.StartAsync(async context =>
        {
            await ScriptedBackend.SayAsync(context, ScriptedBackend.Run() + ScriptedBackend.Stage("tcp25", "open"));
            await ScriptedBackend.WaitAsync(context);
        });
        using var probe = Probe(backend.Url);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        await using var events = probe.RunAsync(new ProbeRequest(Target, Checks), stop.Token).GetAsyncEnumerator(Token);
        Assert.True(await events.MoveNextAsync());

        await stop.CancelAsync();

        Assert.False(await events.MoveNextAsync());
        await backend.Gone.WaitAsync(Token);
        Assert.Empty(log.All);
    }

    [Fact]
    public async Task Who_fails_three_times_is_left_alone_until_one_question_finds_it_well()
    {
        var isWell = false;
        await using var backend = await ScriptedBackend.StartAsync(async context =>
        {
            if (isWell)
                await ScriptedBackend.SayAsync(context, ScriptedBackend.Stage("tcp25", "open") + ScriptedBackend.Verdict());
            else
                context.Response.StatusCode = 500;
        });
        using var probe = Probe(backend.Url);
        for (var i = 0; i < BackendRest.Patience; i++)
            AssertLost(await RunAsync(probe), Reasons.BackendBrokeOff);

        var resting = await RunAsync(probe);

        AssertLost(resting, Reasons.BackendResting);
        Assert.Equal(time.GetUtcNow() + BackendRest.Length, DateTimeOffset.Parse(Results(resting)[0].Facts["until"], System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(BackendRest.Patience, backend.Questions.Count);

        // Still ill after the rest: another rest. Then well: no rest any more.
        time.Advance(BackendRest.Length);
        AssertLost(await RunAsync(probe), Reasons.BackendBrokeOff);
        AssertLost(await RunAsync(probe), Reasons.BackendResting);
        time.Advance(BackendRest.Length);
        isWell = true;
        Assert.Equal("open", Results(await RunAsync(probe))[0].Outcome);
        isWell = false;
        AssertLost(await RunAsync(probe), Reasons.BackendBrokeOff);
        AssertLost(await RunAsync(probe), Reasons.BackendBrokeOff);
    }

    [Theory]
    [InlineData("120")]
    [InlineData("Mon, 02 Mar 2026 09:02:00 GMT")]
    public async Task Retry_After_is_obeyed_and_told(string retryAfter)
    {
        await using var backend = await ScriptedBackend.RefusingAsync(429, retryAfter: retryAfter);
        using var probe = Probe(backend.Url);

        var busy = await RunAsync(probe);
        time.Advance(TimeSpan.FromSeconds(119));
        var resting = await RunAsync(probe);
        time.Advance(TimeSpan.FromSeconds(1));
        var again = await RunAsync(probe);

        AssertLost(busy, Reasons.BackendBusy);
        Assert.StartsWith("2026-03-02T09:02:00", Results(busy)[0].Facts["until"], StringComparison.Ordinal);
        AssertLost(resting, Reasons.BackendResting);
        AssertLost(again, Reasons.BackendBusy);
        Assert.Equal(2, backend.Questions.Count);
    }

    private RemoteProbe Probe(string url) =>
        new(new ProbeBackend { Name = "outside", Url = url, Key = ScriptedBackend.Key }, time, log.CreateLogger("test"));

    private static async Task<List<ProbeEvent>> RunAsync(RemoteProbe probe, ProbeRequest? request = null)
    {
        List<ProbeEvent> seen = [];
        await foreach (var one in probe.RunAsync(request ?? new ProbeRequest(Target, Checks), Token))
            seen.Add(one);
        return seen;
    }

    private static List<CheckResult> Results(List<ProbeEvent> seen) => [.. seen.OfType<ProbeEvent.Finished>().Select(finished => finished.Result)];

    /// <summary>Every check says why it was not tested, the log says it once, and neither tells the key.</summary>
    private void AssertLost(List<ProbeEvent> seen, string reason)
    {
        var results = Results(seen);
        Assert.Equal(Checks, results.Select(result => result.CheckId));
        Assert.All(results, result => Assert.Equal((Vocabulary.NotTested, reason, "outside"), (result.Outcome, result.Reason, result.Vantage)));
        Assert.All(results, result => Assert.Contains("\"outside\"", result.Sentence, StringComparison.Ordinal));
        Assert.Contains(log.All, line => line.StartsWith($"Warning: The probe backend outside gave no run: {reason} (", StringComparison.Ordinal));
        Assert.DoesNotContain(log.All.Concat(results.Select(result => result.Sentence)), line => line.Contains(ScriptedBackend.Key, StringComparison.Ordinal));
    }
}
