using System.Net;
using ChatOpsBot.Probing.Dns;
using ChatOpsBot.Probing.Outbound;
using ChatOpsBot.Testing.Smtp;
using ChatOpsBot.Testing.Time;

namespace ChatOpsBot.Probing.Tests;

/// <summary>Whether silence is the target's or our own.</summary>
public sealed class WayOutTests
{
    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(10);

    private readonly ManualTime time = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_proof_and_controls_the_verdict_stands_and_names_that_limit()
    {
        using var silent = new UnansweredPort();

        var report = await RunAgainstSilenceAsync(new Probe(time, Probe.Loopback(silent.EndPoint.Port)), silent.Target);

        Assert.Equal("unknown", report["ctl.out25"].Outcome);
        Assert.Contains("Probe:Port25Controls", report["ctl.out25"].Sentence, StringComparison.Ordinal);
        Assert.Equal("timeout", report["tcp25"].Outcome);
        Assert.Contains("is not known", report["tcp25"].Sentence, StringComparison.Ordinal);
        Assert.Null(report["ctl.out25"].Where);
    }

    [Fact]
    public async Task A_control_that_answers_proves_the_way_out_and_is_left_politely()
    {
        using var silent = new UnansweredPort();
        await using var control = ScriptedSmtpServer.Healthy();

        var report = await RunAgainstSilenceAsync(new Probe(time, WithControls(silent.EndPoint.Port, control.EndPoint)), silent.Target);

        Assert.Equal("ok", report["ctl.out25"].Outcome);
        Assert.Equal("timeout", report["tcp25"].Outcome);
        Assert.DoesNotContain("is not known", report["tcp25"].Sentence, StringComparison.Ordinal);
        Assert.Equal(["QUIT"], control.Received);
    }

    [Fact]
    public async Task When_the_controls_fail_too_the_target_is_not_blamed()
    {
        using var silent = new UnansweredPort();
        using var control = new RefusingPort();

        var report = await RunAgainstSilenceAsync(new Probe(time, WithControls(silent.EndPoint.Port, control.EndPoint)), silent.Target);

        Assert.Equal("blocked", report["ctl.out25"].Outcome);
        Assert.Contains("neither the target nor 127.0.0.1 answered", report["ctl.out25"].Sentence, StringComparison.Ordinal);
        Assert.Equal("not-tested", report["tcp25"].Outcome);
        Assert.Equal(Reasons.OutboundBlocked, report["tcp25"].Reason);
        Assert.Equal(Reasons.NotConnected, report["smtp.banner"].Reason);
    }

    [Fact]
    public async Task A_silent_control_is_given_two_seconds()
    {
        using var silent = new UnansweredPort();
        using var control = new UnansweredPort();
        var probe = new Probe(time, WithControls(silent.EndPoint.Port, control.EndPoint));

        var run = probe.RunAllAsync(silent.Target, Ct);
        await time.TimerOf(ConnectLimit);
        time.Advance(ConnectLimit);
        await time.TimerOf(TimeSpan.FromSeconds(2));
        time.Advance(TimeSpan.FromSeconds(2));
        var report = await run;

        Assert.Equal("blocked", report["ctl.out25"].Outcome);
    }

    [Theory]
    [InlineData("* silence")]
    [InlineData("* close")]
    [InlineData("R: 220-half a greeting")]
    public async Task A_control_that_accepts_and_never_greets_proves_nothing(string step)
    {
        using var silent = new UnansweredPort();
        await using var control = ScriptedSmtpServer.Start(step, "* silence");
        var greetingLimit = TimeSpan.FromSeconds(1);
        var probe = new Probe(time, new ProbeOptions
        {
            AllowedNetworks = ["127.0.0.0/8"],
            AllowedPorts = [silent.EndPoint.Port, control.EndPoint.Port],
            Port25Controls = [control.EndPoint.ToString()],
            BannerTimeout = greetingLimit,
        });

        var run = probe.RunAllAsync(silent.Target, Ct);
        await time.TimerOf(ConnectLimit);
        time.Advance(ConnectLimit);
        if (await Task.WhenAny(run, time.TimerOf(greetingLimit)) != run)
            time.Advance(greetingLimit);
        var report = await run;

        Assert.Equal("unknown", report["ctl.out25"].Outcome);
        Assert.Equal("timeout", report["tcp25"].Outcome);
        Assert.Contains("is not known", report["tcp25"].Sentence, StringComparison.Ordinal);
        Assert.Empty(control.Received);
    }

    [Fact]
    public async Task A_call_that_somebody_takes_and_drops_is_no_proof_and_says_so()
    {
        await using var server = ScriptedSmtpServer.Start("* close");
        var probe = new Probe(time, Probe.Loopback(server.EndPoint.Port));

        var report = await probe.RunAllAsync(server.Target, Ct);

        Assert.Equal("unknown", report["ctl.out25"].Outcome);
        Assert.Equal("closed", report["smtp.banner"].Outcome);
        Assert.Contains("is not known", report["smtp.banner"].Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dropped_call_is_the_servers_once_another_has_greeted()
    {
        await using var server = ScriptedSmtpServer.Start("S: 554 No");
        await using var dropping = ScriptedSmtpServer.Start(new IPEndPoint(IPAddress.Parse("127.0.0.2"), server.EndPoint.Port), "* close");
        var probe = new Probe(time, Probe.Loopback(server.EndPoint.Port));

        await probe.RunAllAsync(server.Target, Ct);
        var report = await probe.RunAllAsync(dropping.Target, Ct);

        Assert.Equal("ok", report["ctl.out25"].Outcome);
        Assert.Equal("closed", report["smtp.banner"].Outcome);
        Assert.DoesNotContain("is not known", report["smtp.banner"].Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_control_that_may_not_be_asked_proves_nothing()
    {
        using var silent = new UnansweredPort();
        await using var control = ScriptedSmtpServer.Healthy();
        var options = new ProbeOptions
        {
            AllowedNetworks = ["127.0.0.0/8"],
            AllowedPorts = [silent.EndPoint.Port],
            Port25Controls = [control.Target.ToString()],
        };

        var report = await RunAgainstSilenceAsync(new Probe(time, options), silent.Target);

        Assert.Equal("unknown", report["ctl.out25"].Outcome);
        Assert.Equal("timeout", report["tcp25"].Outcome);
        Assert.Equal(0, control.Connections);
    }

    [Fact]
    public async Task Nobody_troubles_a_control_while_the_target_answers()
    {
        await using var server = ScriptedSmtpServer.Healthy();
        await using var control = ScriptedSmtpServer.Healthy();

        var report = await new Probe(time, WithControls(server.EndPoint.Port, control.EndPoint)).RunAllAsync(server.Target, Ct);

        Assert.Equal("ok", report["ctl.out25"].Outcome);
        Assert.Equal(0, control.Connections);
    }

    [Fact]
    public async Task A_refusal_is_the_targets_when_a_control_greets()
    {
        using var closed = new RefusingPort();
        await using var control = ScriptedSmtpServer.Healthy();

        var report = await new Probe(time, WithControls(closed.EndPoint.Port, control.EndPoint)).RunAllAsync(closed.Target, Ct);

        Assert.Equal("ok", report["ctl.out25"].Outcome);
        Assert.Equal("refused", report["tcp25"].Outcome);
        Assert.DoesNotContain("is not known", report["tcp25"].Sentence, StringComparison.Ordinal);
        Assert.Equal(1, control.Connections);
    }

    [Fact]
    public async Task A_refusal_is_not_the_targets_when_the_controls_are_refused_too()
    {
        using var closed = new RefusingPort();
        using var control = new RefusingPort();

        var report = await new Probe(time, WithControls(closed.EndPoint.Port, control.EndPoint)).RunAllAsync(closed.Target, Ct);

        Assert.Equal("blocked", report["ctl.out25"].Outcome);
        Assert.Equal("not-tested", report["tcp25"].Outcome);
        Assert.Equal(Reasons.OutboundBlocked, report["tcp25"].Reason);
        Assert.StartsWith("127.0.0.1 refused the connection", report["tcp25"].Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_without_controls_is_told_at_once_and_names_its_limit()
    {
        using var closed = new RefusingPort();
        using var silent = new UnansweredPort(new IPEndPoint(IPAddress.Parse("127.0.0.2"), closed.EndPoint.Port));
        await using var names = Probe.Names("mx1.contoso.com", closed.EndPoint.Address, silent.EndPoint.Address);
        var probe = new Probe(time, Probe.Loopback(closed.EndPoint.Port), names);
        List<ProbeEvent> events = [];

        await foreach (var probeEvent in probe.Stream(new ProbeRequest(new ProbeTarget("mx1.contoso.com", closed.EndPoint.Port), ["tcp25"]), Ct))
        {
            events.Add(probeEvent);
            if (probeEvent is ProbeEvent.Finished { Result.Outcome: "refused" })
            {
                await time.TimerOf(ConnectLimit);
                time.Advance(ConnectLimit);
            }
        }

        var report = new ProbeReport(events);
        Assert.Equal("timeout", report.At("tcp25", "127.0.0.2").Outcome);
        Assert.Contains("is not known", report.At("tcp25", "127.0.0.1").Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_answered_within_the_hour_is_proof_for_the_next_run()
    {
        await using var server = ScriptedSmtpServer.Healthy();
        using var silent = new UnansweredPort(new IPEndPoint(IPAddress.Parse("127.0.0.2"), server.EndPoint.Port));
        var probe = new Probe(time, Probe.Loopback(server.EndPoint.Port));

        await probe.RunAllAsync(server.Target, Ct);
        time.Advance(TimeSpan.FromMinutes(58));
        var soon = await RunAgainstSilenceAsync(probe, silent.Target);
        time.Advance(TimeSpan.FromMinutes(2));
        var late = await RunAgainstSilenceAsync(probe, silent.Target);

        Assert.Equal("ok", soon["ctl.out25"].Outcome);
        Assert.Equal("127.0.0.1", soon["ctl.out25"].Facts["address"]);
        Assert.Equal("unknown", late["ctl.out25"].Outcome);
    }

    [Fact]
    public async Task One_address_that_answers_proves_it_for_the_silent_ones_beside_it()
    {
        await using var server = ScriptedSmtpServer.Healthy();
        using var silent = new UnansweredPort(new IPEndPoint(IPAddress.Parse("127.0.0.2"), server.EndPoint.Port));
        await using var names = Probe.Names("mx1.contoso.com", server.EndPoint.Address, silent.EndPoint.Address);
        var probe = new Probe(time, Probe.Loopback(server.EndPoint.Port), names);

        List<ProbeEvent> events = [];
        await foreach (var probeEvent in probe.Stream(new ProbeRequest(new ProbeTarget("mx1.contoso.com", server.EndPoint.Port), Probe.AllChecks), Ct))
        {
            events.Add(probeEvent);
            if (probeEvent is ProbeEvent.Finished { Result: { CheckId: "tcp25", Outcome: "open" } })
            {
                await time.TimerOf(ConnectLimit);
                time.Advance(ConnectLimit);
            }
        }

        var report = new ProbeReport(events);
        Assert.Equal("ok", report["ctl.out25"].Outcome);
        Assert.Equal("open", report.At("tcp25", "127.0.0.1").Outcome);
        Assert.Equal("timeout", report.At("tcp25", "127.0.0.2").Outcome);
    }

    [Fact]
    public async Task More_silent_addresses_than_slots_do_not_wait_for_each_other_forever()
    {
        using var first = new UnansweredPort();
        using var second = new UnansweredPort(new IPEndPoint(IPAddress.Parse("127.0.0.2"), first.EndPoint.Port));
        using var third = new UnansweredPort(new IPEndPoint(IPAddress.Parse("127.0.0.3"), first.EndPoint.Port));
        var options = new ProbeOptions { AllowedNetworks = ["127.0.0.0/8"], AllowedPorts = [first.EndPoint.Port], ParallelAddresses = 1 };
        await using var names = Probe.Names("mx1.contoso.com", first.EndPoint.Address, second.EndPoint.Address, third.EndPoint.Address);

        var run = new Probe(time, options, names).RunAllAsync(new ProbeTarget("mx1.contoso.com", first.EndPoint.Port), Ct);
        for (var visit = 0; visit < 3; visit++)
        {
            await time.TimerOf(ConnectLimit);
            time.Advance(ConnectLimit);
        }

        var report = await run;

        Assert.Equal(3, report.Results.Count(result => result is { CheckId: "tcp25", Outcome: "timeout" }));
    }

    [Fact]
    public void Proof_counts_for_its_port_only_and_inside_networks_prove_nothing_about_the_internet()
    {
        var memory = new WayOutMemory(time);

        memory.Prove(new IPEndPoint(IPAddress.Parse("10.0.0.25"), 25));

        Assert.NotNull(memory.Find(new IPEndPoint(IPAddress.Parse("192.168.0.25"), 25)));
        Assert.Null(memory.Find(new IPEndPoint(IPAddress.Parse("10.0.0.25"), 587)));
        Assert.Null(memory.Find(new IPEndPoint(IPAddress.Parse("8.8.8.8"), 25)));
    }

    [Fact]
    public void Proof_over_one_family_says_nothing_about_the_other()
    {
        var memory = new WayOutMemory(time);

        memory.Prove(new IPEndPoint(IPAddress.Parse("8.8.8.8"), 25));

        Assert.NotNull(memory.Find(new IPEndPoint(IPAddress.Parse("1.0.0.1"), 25)));
        Assert.Null(memory.Find(new IPEndPoint(IPAddress.Parse("2001:4860:4860::8888"), 25)));
    }

    [Fact]
    public async Task Each_family_of_a_run_has_its_own_decision()
    {
        var (v4, v6) = (IPAddress.Parse("8.8.8.8"), IPAddress.Parse("2001:4860:4860::8888"));
        var options = new ProbeOptions();
        var finder = new WayOutFinder(new RunnerState(
            options, time, new Targets.TargetPolicy(options), new Resolver(() => [], options.DnsTimeout, time), new WayOutMemory(time), new RatePauses(time, options.RatePause), new AddressGates(), new AddressQuota(time, 4, 60), Probe.Roots, Revocation: null!, Web: null!, Registry: null!));

        finder.Begin(25, [v4, v6]);
        finder.Left(v6, new Smtp.ConnectionSeen(Smtp.ConnectEnd.Forbidden, TimeSpan.Zero), Ct);
        finder.Greeted(v4);

        Assert.Equal(WayOutKind.Blocked, (await finder.DecisionFor(v6)).Kind);
        Assert.Equal(WayOutKind.Open, (await finder.DecisionFor(v4)).Kind);
        Assert.Equal(v4, (await finder.Decision).By);
    }

    private static ProbeOptions WithControls(int targetPort, IPEndPoint control) => new()
    {
        AllowedNetworks = ["127.0.0.0/8"],
        AllowedPorts = [targetPort, control.Port],
        Port25Controls = [control.ToString()],
    };

    private async Task<ProbeReport> RunAgainstSilenceAsync(Probe probe, ProbeTarget target)
    {
        var run = probe.RunAllAsync(target, Ct);
        await time.TimerOf(ConnectLimit);
        time.Advance(ConnectLimit);
        return await run;
    }
}
