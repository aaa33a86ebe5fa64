using System.Net;
using ChatOpsBot.Testing.Smtp;
using ChatOpsBot.Testing.Time;

namespace ChatOpsBot.Probe.Tests;

/// <summary>Asking the backend, over the wire.</summary>
public sealed class RunTests
{
    private readonly ManualTime time = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_question_gets_a_whole_report_that_ends_with_a_verdict()
    {
        await using var server = Refusing();
        await using var backend = await BackendInTest.StartAsync(time, [server]);

        var answer = await backend.AskAsync(server, ""","code":"5.4.317","checks":["smtp.banner"],"color":"blue" """);

        var report = await answer.JsonAsync();
        Assert.Equal((HttpStatusCode.OK, "application/json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Equal(("smtp.greeting_5xx", "4.4.317", "confirmed"), (report.Text("verdict", "cause"), report.Text("verdict", "code"), report.Text("verdict", "reported", "agreement")));
        Assert.Equal(("host", "False"), (report.Text("question", "kind"), report.Text("cached")));
        Assert.Contains(report.GetProperty("stages").EnumerateArray(), stage => stage.Text("check") == "smtp.banner" && stage.Text("status") == "fail");
    }

    [Fact]
    public async Task A_stream_tells_each_stage_while_the_server_still_thinks()
    {
        await using var server = ScriptedSmtpServer.Start("* hold", "S: 554 No service here");
        await using var backend = await BackendInTest.StartAsync(time, [server]);

        using var stream = await backend.StreamAsync(server);
        List<string> seen = [];
        while (!seen.Contains("stage tcp25") && await stream.ReadAsync() is var (name, data))
            seen.Add(name is "stage" or "started" ? $"{name} {data.Text("check")}" : name);
        server.Release();
        var rest = await stream.ReadToEndAsync();

        Assert.Equal("run", seen[0]);
        Assert.Contains("started tcp25", seen);
        Assert.Contains(rest, one => one.Name == "stage" && one.Data.Text("check") == "smtp.banner");
        Assert.Equal(("verdict", "smtp.greeting_5xx"), (rest[^1].Name, rest[^1].Data.Text("cause")));
    }

    [Fact]
    public async Task The_same_question_soon_after_gets_the_kept_answer_marked_so()
    {
        await using var server = Refusing();
        await using var backend = await BackendInTest.StartAsync(time, [server]);

        var first = await (await backend.AskAsync(server)).JsonAsync();
        time.Advance(TimeSpan.FromMinutes(4));
        var again = await (await backend.AskAsync(server, ""","code":"4.4.316" """)).JsonAsync();
        using var stream = await backend.StreamAsync(server);
        var begun = await stream.ReadAsync();

        Assert.Equal(("False", "True", "True"), (first.Text("cached"), again.Text("cached"), begun!.Value.Data.Text("cached")));
        Assert.Equal((first.Text("started"), first.Text("duration")), (again.Text("started"), again.Text("duration")));
        Assert.Equal("another-fault", again.Text("verdict", "reported", "agreement"));
        Assert.Equal(1, server.Connections);
    }

    [Fact]
    public async Task After_five_minutes_the_server_is_asked_anew()
    {
        await using var server = Refusing();
        await using var backend = await BackendInTest.StartAsync(time, [server]);

        await backend.AskAsync(server);
        time.Advance(TimeSpan.FromMinutes(5));
        var again = await (await backend.AskAsync(server)).JsonAsync();

        Assert.Equal("False", again.Text("cached"));
        Assert.Equal(2, server.Connections);
    }

    [Fact]
    public async Task Two_callers_with_one_question_share_one_run()
    {
        await using var server = ScriptedSmtpServer.Start("* hold", "S: 554 No service here");
        await using var backend = await BackendInTest.StartAsync(time, [server]);

        using var first = await backend.StreamAsync(server);
        using var second = await backend.StreamAsync(server);
        var (mine, theirs) = (await first.ReadAsync(), await second.ReadAsync());
        await server.FirstConnection;
        server.Release();

        Assert.Equal(("False", "True"), (mine!.Value.Data.Text("shared"), theirs!.Value.Data.Text("shared")));
        Assert.Equal("smtp.greeting_5xx", (await first.ReadToEndAsync())[^1].Data.Text("cause"));
        Assert.Equal("smtp.greeting_5xx", (await second.ReadToEndAsync())[^1].Data.Text("cause"));
        Assert.Equal(1, server.Connections);
    }

    [Fact]
    public async Task A_run_nobody_waits_for_ends_and_closes_its_connections()
    {
        await using var server = ScriptedSmtpServer.Start("S: 220-wait", "* silence");
        await using var backend = await BackendInTest.StartAsync(time, [server]);
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(Ct);

        var stream = await backend.StreamAsync(server, gone.Token);
        await server.FirstConnection;
        await gone.CancelAsync();
        stream.Dispose();

        await server.FirstEnd.WaitAsync(Ct);
    }

    [Fact]
    public async Task Two_hundred_idle_readers_of_one_run_cost_one_connection_and_all_get_its_end()
    {
        await using var server = ScriptedSmtpServer.Start("* hold", "S: 554 No service here");
        await using var backend = await BackendInTest.StartAsync(time, [server], "--Backend:RunsPerMinute=1000");

        var readers = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => backend.StreamAsync(server)));
        await server.FirstConnection;
        server.Release();
        var ends = await Task.WhenAll(readers.Select(async reader => (await reader.ReadToEndAsync())[^1].Data.Text("cause")));

        Assert.Equal(["smtp.greeting_5xx"], ends.Distinct());
        Assert.Equal(1, server.Connections);
        Array.ForEach(readers, reader => reader.Dispose());
    }

    [Fact]
    public async Task A_shared_run_goes_on_when_one_of_its_callers_leaves()
    {
        await using var server = ScriptedSmtpServer.Start("* hold", "S: 554 No service here");
        await using var backend = await BackendInTest.StartAsync(time, [server]);
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(Ct);

        var first = await backend.StreamAsync(server, gone.Token);
        using var second = await backend.StreamAsync(server);
        await second.ReadAsync();
        await server.FirstConnection;
        await gone.CancelAsync();
        first.Dispose();
        while (!backend.Log.Any(line => line.Contains("gone", StringComparison.Ordinal)))
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, Ct);
        server.Release();

        Assert.Equal("verdict", (await second.ReadToEndAsync())[^1].Name);
    }

    [Fact]
    public async Task Every_question_leaves_one_line_that_names_the_caller_and_the_verdict()
    {
        var key = new string('k', 32);
        await using var server = Refusing();
        await using var backend = await BackendInTest.StartAsync(time, [server], "--Backend:Keys:0:Name=bot", $"--Backend:Keys:0:Key={key}");

        await (await backend.AskAsync(server, key: key)).JsonAsync();
        await (await backend.AskAsync(server, key: key)).JsonAsync();

        string[] Lines() => [.. backend.Log.Where(line => line.StartsWith("bot asked", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

        // A line is written when its answer is out, so they may come in either order.
        while (Lines().Length < 2)
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, Ct);
        Assert.Equal(
            [$"bot asked {server.Target} (Kept): smtp.greeting_5xx, 4.4.317, 0 s", $"bot asked {server.Target} (New): smtp.greeting_5xx, 4.4.317, 0 s"],
            Lines());
        Assert.DoesNotContain(backend.Log, line => line.Contains(key, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_backend_that_stops_ends_its_runs()
    {
        await using var server = ScriptedSmtpServer.Start("* silence");
        var backend = await BackendInTest.StartAsync(time, [server]);

        using var stream = await backend.StreamAsync(server);
        await server.FirstConnection;
        await backend.DisposeAsync();

        await server.FirstEnd.WaitAsync(Ct);
    }

    private static ScriptedSmtpServer Refusing() => ScriptedSmtpServer.Start("S: 554 No service here");
}
