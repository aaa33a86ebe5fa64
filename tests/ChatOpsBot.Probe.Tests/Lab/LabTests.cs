using System.Net;
using ChatOpsBot.MailFlow.Evidence;

namespace ChatOpsBot.Probe.Tests.Lab;

/// <summary>The truth of the verdicts, against real name servers, real mail servers, real packets.</summary>
public sealed class LabTests(MailWorld world) : IClassFixture<MailWorld>
{
    public static TheoryData<string> Names => [.. LabDomains.All.Select(domain => domain.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_verdict_is_right(string name)
    {
        Assert.SkipWhen(world.Obstacle is not null, world.Obstacle ?? "");
        var domain = LabDomains.Find(name);

        var report = await world.ReportAsync(domain);

        var verdict = report.Verdict;
        Assert.True(
            (verdict.Cause, verdict.Code, verdict.OpportunisticCode) == (domain.Cause, domain.Code, domain.Opportunistic),
            $"{domain}: {verdict.Cause} {verdict.Code}/{verdict.OpportunisticCode} instead of {domain.Cause} {domain.Code}/{domain.Opportunistic}. {verdict.Sentence}\n"
            + string.Join('\n', report.Stages.Select(stage => $"  {stage.Check} {stage.Target?.Where} {stage.Outcome} {stage.Reason} {stage.Sentence} {string.Join(' ', stage.Facts?.Select(fact => $"{fact.Key}={fact.Value}") ?? [])}")));
        Assert.All(domain.Findings, finding => Assert.Contains(verdict.Findings ?? [], seen => seen.Id == finding));
        if (domain.Cause == VerdictCauses.Healthy)
            Assert.Null(verdict.About);
    }

    [Fact]
    public async Task A_thousand_runs_at_once_against_dead_addresses_need_neither_threads_nor_much_memory()
    {
        Assert.SkipWhen(world.Obstacle is not null, world.Obstacle ?? "");
        await world.WhenAllAsked();

        List<string> causes = [];
        var mostThreads = 0;
        await foreach (var answer in Task.WhenEach(Enumerable.Range(0, 1000).Select(number => world.AskServerAsync(MailWorld.DeadAddress(number)))))
        {
            causes.Add((await answer).Verdict.Cause);
            mostThreads = Math.Max(mostThreads, world.ReadBackend("Threads"));
        }

        Assert.Equal([VerdictCauses.TcpTimeout], causes.Distinct());
        Assert.InRange(mostThreads, 1, 64);
        Assert.InRange(world.ReadBackend("VmHWM") / 1024, 1, 300);
    }

    [Fact]
    public async Task No_packet_goes_to_a_forbidden_place_and_no_command_begins_a_mail()
    {
        Assert.SkipWhen(world.Obstacle is not null, world.Obstacle ?? "");
        await world.WhenAllAsked();

        var wire = world.Wire!;
        Assert.All(
            ["10.99.0.1", "10.99.0.53", MailWorld.MetadataServer, "127.0.0.1", "::1", "::ffff:10.99.0.1"],
            forbidden => Assert.DoesNotContain(IPAddress.Parse(forbidden), wire.Reached));
        Assert.Empty(wire.Commands);
        Assert.NotEmpty(wire.Connections);
        Assert.All(wire.Connections, host => Assert.InRange(host.Value, 1, 4));
    }
}
