using System.Net;
using ChatOpsBot.Testing.Dns;
using ChatOpsBot.Testing.Smtp;
using ChatOpsBot.Testing.Time;

namespace ChatOpsBot.Probing.Tests;

/// <summary>How a run goes on: order, limits, several addresses, stop.</summary>
public sealed class RunTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_line_is_told_when_it_is_known_and_not_at_the_end()
    {
        await using var server = ScriptedSmtpServer.Start("* hold", "S: 220 mx.contoso.com", "C: EHLO *", "* hold", "S: 250 mx.contoso.com");
        await using var dns = ScriptedDnsServer.Start("mx1.contoso.com A 127.0.0.1", "* hold mx1.contoso.com");
        var probe = new Probe(TimeProvider.System, Probe.Loopback(server.EndPoint.Port), dns);
        var request = new ProbeRequest(new ProbeTarget("mx1.contoso.com", server.EndPoint.Port), ["smtp.starttls"]);
        await using var events = probe.Stream(request, Ct).GetAsyncEnumerator(Ct);

        Assert.Equal("start dns.addr mx1.contoso.com", await NextAsync(events));
        dns.Release();
        Assert.Equal("dns.addr=found mx1.contoso.com", await NextAsync(events));
        Assert.Equal("start tcp25 127.0.0.1", await NextAsync(events));
        Assert.Equal("tcp25=open 127.0.0.1", await NextAsync(events));
        Assert.Equal("start smtp.banner 127.0.0.1", await NextAsync(events));
        server.Release();
        string[] greeted = [await NextAsync(events), await NextAsync(events), await NextAsync(events)];
        Assert.Equal(["ctl.out25=ok ", "smtp.banner=ready 127.0.0.1", "start smtp.ehlo 127.0.0.1"], greeted.Order(StringComparer.Ordinal));
        server.Release();
        Assert.Equal("smtp.ehlo=ok 127.0.0.1", await NextAsync(events));
        Assert.Equal("smtp.starttls=not-offered 127.0.0.1", await NextAsync(events));
        Assert.False(await events.MoveNextAsync());
    }

    [Fact]
    public async Task The_verdict_does_not_wait_for_the_goodbye()
    {
        await using var server = ScriptedSmtpServer.Start("S: 220 mx.contoso.com", "C: EHLO *", "S: 250 mx.contoso.com", "* silence");
        var time = new ManualTime();
        var results = 0;

        await foreach (var probeEvent in new Probe(time, Probe.Loopback(server.EndPoint.Port)).Stream(new ProbeRequest(server.Target, Probe.AllChecks), Ct))
        {
            if (probeEvent is ProbeEvent.Finished && ++results == Probe.AllChecks.Count)
            {
                await time.TimerOf(TimeSpan.FromSeconds(2));
                time.Advance(TimeSpan.FromSeconds(2));
            }
        }

        await server.Heard("QUIT");
        Assert.Equal(Probe.AllChecks.Count, results);
        Assert.Equal(["EHLO probe.example.net", "QUIT"], server.Received);
    }

    [Fact]
    public async Task Stop_closes_the_connection_and_ends_the_stream_with_what_was_seen()
    {
        await using var server = ScriptedSmtpServer.Start("* silence");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        List<string> seen = [];

        await foreach (var probeEvent in new Probe(options: Probe.Loopback(server.EndPoint.Port)).Stream(new ProbeRequest(server.Target, Probe.AllChecks), stop.Token))
        {
            seen.Add(Text(probeEvent));
            if (probeEvent is ProbeEvent.Started { CheckId: "smtp.banner" })
                await stop.CancelAsync();
        }

        await server.FirstEnd;
        Assert.Contains("tcp25=open 127.0.0.1", seen);
        Assert.DoesNotContain(seen, line => line.StartsWith("smtp.", StringComparison.Ordinal));
        Assert.Empty(server.Received);
    }

    [Fact]
    public async Task A_reader_who_walks_away_closes_the_connection_too()
    {
        await using var server = ScriptedSmtpServer.Start("* silence");

        await foreach (var probeEvent in new Probe(options: Probe.Loopback(server.EndPoint.Port)).Stream(new ProbeRequest(server.Target, Probe.AllChecks), Ct))
        {
            if (probeEvent is ProbeEvent.Started { CheckId: "smtp.banner" })
                break;
        }

        await server.FirstEnd;
        Assert.Equal(1, server.Connections);
    }

    [Fact]
    public async Task Stop_during_the_lookup_ends_the_stream()
    {
        await using var dns = ScriptedDnsServer.Start("* silence .");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        List<string> seen = [];

        await foreach (var probeEvent in new Probe(TimeProvider.System, new ProbeOptions(), dns).Stream(new ProbeRequest(new ProbeTarget("mx1.contoso.com"), Probe.AllChecks), stop.Token))
        {
            seen.Add(Text(probeEvent));
            await stop.CancelAsync();
        }

        Assert.Equal("start dns.mx mx1.contoso.com", seen[0]);
        Assert.DoesNotContain(seen, line => line.StartsWith("tcp25", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Checks_that_others_rest_on_are_added()
    {
        await using var server = ScriptedSmtpServer.Healthy();
        var probe = new Probe(options: Probe.Loopback(server.EndPoint.Port));

        var connection = await probe.RunAsync(new ProbeRequest(server.Target, ["tcp25"]), Ct);
        var offer = await probe.RunAsync(new ProbeRequest(server.Target, ["smtp.starttls"]), Ct);
        var name = await probe.RunAsync(new ProbeRequest(server.Target, ["dns.addr"]), Ct);

        Assert.Equal(["ctl.out25=ok", "dns.addr=not-tested", "tcp25=open"], connection.Outcomes.Order(StringComparer.Ordinal));
        Assert.Equal(
            ["ctl.out25=ok", "dns.addr=not-tested", "smtp.banner=ready", "smtp.ehlo=ok", "smtp.starttls=ok", "tcp25=open"],
            offer.Outcomes.Order(StringComparer.Ordinal));
        Assert.Equal(["dns.addr=not-tested"], name.Outcomes);
        Assert.Equal(2, server.Connections);
    }

    [Fact]
    public async Task A_check_that_is_not_here_says_so_once()
    {
        await using var server = ScriptedSmtpServer.Healthy();

        var report = await new Probe(options: Probe.Loopback(server.EndPoint.Port)).RunAsync(new ProbeRequest(server.Target, ["tls.later", "tcp25", "tls.later"]), Ct);

        Assert.Equal("not-tested", report["tls.later"].Outcome);
        Assert.Equal(Reasons.NotImplementedHere, report["tls.later"].Reason);
        Assert.Equal("open", report["tcp25"].Outcome);
    }

    [Fact]
    public async Task A_thousand_runs_against_dead_addresses_hold_no_threads()
    {
        const int Runs = 1000;
        using var port = new UnansweredPort(new IPEndPoint(IPAddress.Any, 0));
        var time = new ManualTime();
        var probe = new Probe(time, Probe.Loopback(port.EndPoint.Port));
        var connecting = 0;
        var allConnect = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        var runs = Enumerable.Range(0, Runs).Select(RunAsync).ToList();
        await allConnect.Task.WaitAsync(Ct);
        var threads = ThreadPool.ThreadCount;
        await time.TimerOf(TimeSpan.FromSeconds(10));
        while (runs.Exists(run => !run.IsCompleted))
        {
            // In small steps, for some set their limit a moment after they said that they begin.
            time.Advance(TimeSpan.FromMilliseconds(20));
            await Task.Yield();
        }

        Assert.All(runs, run => Assert.True(run.Result is "timeout" or "not-tested"));
        Assert.True(runs.Count(run => run.Result == "timeout") > Runs / 2);
        Assert.True(threads < Runs / 4, $"{threads} threads.");

        async Task<string> RunAsync(int index)
        {
            var outcome = "";
            var target = new ProbeTarget($"127.9.{index / 250}.{1 + (index % 250)}", port.EndPoint.Port);
            await foreach (var probeEvent in probe.Stream(new ProbeRequest(target, ["tcp25"]), Ct))
            {
                if (probeEvent is ProbeEvent.Started && Interlocked.Increment(ref connecting) == Runs)
                    allConnect.TrySetResult();
                if (probeEvent is ProbeEvent.Finished { Result: { CheckId: "tcp25" } result })
                    outcome = result.Outcome;
            }

            return outcome;
        }
    }

    [Fact]
    public async Task Nothing_asked_is_nothing_done()
    {
        var report = await new Probe(TimeProvider.System, new ProbeOptions(), resolver: null).RunAsync(new ProbeRequest(new ProbeTarget("mx1.contoso.com"), []), Ct);

        Assert.Empty(report.Events);
    }

    [Fact]
    public async Task Four_addresses_are_asked_at_the_same_time_and_the_next_when_one_is_done()
    {
        await using var first = ScriptedSmtpServer.Start("* hold", "S: 554 No");
        var port = first.EndPoint.Port;
        List<ScriptedSmtpServer> servers = [first];
        for (var last = 2; last <= 6; last++)
            servers.Add(ScriptedSmtpServer.Start(new IPEndPoint(new IPAddress([127, 0, 0, (byte)last]), port), "* hold", "S: 554 No"));
        var options = new ProbeOptions { AllowedNetworks = ["127.0.0.0/8"], AllowedPorts = [port], MaxAddresses = 6 };
        await using var names = Probe.Names("mx1.contoso.com", [.. servers.Select(server => server.EndPoint.Address)]);

        var run = new Probe(TimeProvider.System, options, names).RunAllAsync(new ProbeTarget("mx1.contoso.com", port), Ct);
        await Task.WhenAll(servers.Take(4).Select(server => server.FirstConnection));
        var atFirst = servers.Sum(server => server.Connections);
        first.Release();
        await servers[4].FirstConnection;
        servers.ForEach(server => server.Release());
        var report = await run;

        Assert.Equal(4, atFirst);
        Assert.Equal(6, report.Results.Count(result => result is { CheckId: "smtp.banner", Outcome: "refused" }));
        foreach (var server in servers)
            await server.DisposeAsync();
    }

    [Fact]
    public async Task Two_runs_never_meet_at_one_server()
    {
        await using var server = ScriptedSmtpServer.Start("* hold", "S: 554 No");
        var probe = new Probe(options: new ProbeOptions { AllowedNetworks = ["127.0.0.0/8"], AllowedPorts = [server.EndPoint.Port], MaxConnectionsPerMinute = 5 });

        var runs = Enumerable.Range(0, 5).Select(_ => probe.RunAllAsync(server.Target, Ct)).ToList();
        await server.FirstConnection;
        for (var run = 0; run < runs.Count; run++)
            server.Release();
        await Task.WhenAll(runs);

        Assert.Equal(5, server.Connections);
        Assert.Equal(1, server.MostAtOnce);
    }

    [Fact]
    public async Task Who_waits_in_the_queue_until_the_run_is_over_was_not_tested()
    {
        await using var server = ScriptedSmtpServer.Start("* silence");
        var time = new ManualTime();
        var options = new ProbeOptions { AllowedNetworks = ["127.0.0.0/8"], AllowedPorts = [server.EndPoint.Port], RunBudget = TimeSpan.FromSeconds(7) };
        var probe = new Probe(time, options);

        var first = probe.RunAllAsync(server.Target, Ct);
        await time.TimerOf(TimeSpan.FromSeconds(30));
        var second = new List<string>();
        await foreach (var probeEvent in probe.Stream(new ProbeRequest(server.Target, Probe.AllChecks), Ct))
        {
            second.Add(Text(probeEvent));
            if (second.Count == 1)
                time.Advance(TimeSpan.FromSeconds(7));
        }

        var report = await first;
        await server.FirstConnection;

        Assert.Equal("open", report["tcp25"].Outcome);
        Assert.Equal(Reasons.Budget, report["smtp.banner"].Reason);
        Assert.Contains("tcp25=not-tested 127.0.0.1", second);
        Assert.Contains("smtp.starttls=not-tested 127.0.0.1", second);
        Assert.Equal(1, server.Connections);
    }

    [Fact]
    public async Task A_slow_greeting_takes_nothing_from_the_limit_of_ehlo()
    {
        await using var server = ScriptedSmtpServer.Start("* hold", "S: 220 mx.contoso.com", "C: EHLO *", "* silence");
        var time = new ManualTime();

        var run = Probe.RunAsync(server.Target, time, Ct);
        await time.TimerOf(TimeSpan.FromSeconds(30));
        time.Advance(TimeSpan.FromSeconds(29));
        server.Release();
        await server.Heard("EHLO");
        time.Advance(TimeSpan.FromSeconds(15));
        await FinishQuitAsync(run, time);
        var report = await run;

        Assert.Equal("slow", report["smtp.banner"].Outcome);
        Assert.Equal("timeout", report["smtp.ehlo"].Outcome);
    }

    [Fact]
    public async Task The_time_of_the_address_ends_a_stage_that_has_time_left()
    {
        await using var server = ScriptedSmtpServer.Start("* silence");
        var time = new ManualTime();
        var options = new ProbeOptions { AllowedNetworks = ["127.0.0.0/8"], AllowedPorts = [server.EndPoint.Port], AddressBudget = TimeSpan.FromSeconds(20) };

        var run = new Probe(time, options).RunAllAsync(server.Target, Ct);
        await time.TimerOf(TimeSpan.FromSeconds(30));
        time.Advance(TimeSpan.FromSeconds(20));
        var report = await run;

        Assert.Equal("open", report["tcp25"].Outcome);
        Assert.All(["smtp.banner", "smtp.ehlo", "smtp.starttls", "sig.fixup"], id => Assert.Equal(Reasons.Budget, report[id].Reason));
        Assert.Contains("20 s", report["smtp.banner"].Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("S: 220 mx.contoso.com", "C: EHLO *", "S: 250 mx.contoso.com")]
    [InlineData("S: 220 mx.contoso.com", "C: EHLO *", "S: 421 4.3.0 Shutting down")]
    [InlineData("S: 421 4.3.2 Service not available")]
    [InlineData("S: 421 Too many connections")]
    [InlineData("S: 554 No SMTP service here")]
    public async Task Quit_is_always_the_last_word(params string[] script)
    {
        await using var server = ScriptedSmtpServer.Start(script);

        await Probe.RunAsync(server.Target, Ct);

        Assert.Equal("QUIT", server.Received[^1]);
    }

    [Fact]
    public async Task Even_who_only_tries_the_port_says_goodbye()
    {
        await using var server = ScriptedSmtpServer.Start("S: 220 mx.contoso.com");

        await new Probe(options: Probe.Loopback(server.EndPoint.Port)).RunAsync(new ProbeRequest(server.Target, ["tcp25"]), Ct);

        Assert.Equal(["QUIT"], server.Received);
    }

    private static async Task FinishQuitAsync(Task run, ManualTime time)
    {
        if (await Task.WhenAny(run, time.TimerOf(TimeSpan.FromSeconds(2))) != run)
            time.Advance(TimeSpan.FromSeconds(2));
    }

    private static async Task<string> NextAsync(IAsyncEnumerator<ProbeEvent> events)
    {
        Assert.True(await events.MoveNextAsync());
        return Text(events.Current);
    }

    private static string Text(ProbeEvent probeEvent) => probeEvent switch
    {
        ProbeEvent.Started started => $"start {started.CheckId} {started.Where}",
        ProbeEvent.Finished finished => $"{finished.Result.CheckId}={finished.Result.Outcome} {finished.Result.Where}",
        _ => throw new ArgumentOutOfRangeException(nameof(probeEvent), probeEvent, "Unknown kind of event."),
    };
}
