using System.Diagnostics;
using ChatOpsBot.Tests.Channels.Web;

namespace ChatOpsBot.Tests.Faults;

/// <summary>A bad day of Teams and Slack: both are in trouble while fifty messages a second come in from them. Meanwhile the chat page is answered as ever.</summary>
internal static class BadDay
{
    public static async Task<IReadOnlyList<PlatformTally>> PassAsync(PlatformTrouble trouble, TimeSpan lasts, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("chatopsbot-test-").FullName;
        try
        {
            await using var teams = await ScriptedTeams.StartAsync(cancellationToken);
            await using var slack = await ScriptedSlack.StartAsync(cancellationToken);
            ScriptedPlatform[] platforms = [teams, slack];
            await using var bot = await RunningBot.StartAsync(folder, cancellationToken, [.. platforms.SelectMany(platform => platform.Settings)]);
            foreach (var platform in platforms)
                await platform.PrepareAsync(bot, cancellationToken);
            await using var onTeams = PlatformCrowd.Start(teams, bot, perSecond: 25);
            await using var onSlack = PlatformCrowd.Start(slack, bot, perSecond: 25);
            PlatformCrowd[] crowds = [onTeams, onSlack];
            await FaultSettings.UntilAsync(() => crowds.All(crowd => crowd.Acknowledged > 10 && crowd.Behind < crowd.Acknowledged), "people are answered");

            foreach (var platform in platforms)
                platform.Begin(trouble);
            await Task.Delay(lasts, cancellationToken);
            var behind = crowds.Select(crowd => crowd.Behind).ToList();
            var page = await AskOnPageAsync(bot, cancellationToken);
            foreach (var platform in platforms)
                platform.End();

            foreach (var crowd in crowds)
                await crowd.StopAsync();
            var watch = Stopwatch.StartNew();
            while (watch.Elapsed < Patience && (crowds.Any(crowd => crowd.Behind > 0) || !(await bot.HealthAsync(cancellationToken)).Body.Contains("\"waiting\":0,", StringComparison.Ordinal)))
                await Task.Delay(TimeSpan.FromMilliseconds(200), cancellationToken);
            var tallies = crowds.Select(crowd => crowd.Count()).ToList();
            FaultSettings.Report($"{trouble} for {lasts.TotalSeconds:F0} s; the chat page was answered meanwhile, after {page.TotalSeconds:F1} s");
            for (var index = 0; index < tallies.Count; index++)
                FaultSettings.Report($"  {tallies[index]}; {behind[index]} waited at its end; {platforms[index].Met} calls met it");
            FaultSettings.Report($"  all answered {watch.Elapsed.TotalSeconds:F1} s after it, with {bot.ProcessorTime().TotalSeconds:F1} s of processor time in all; health: {(await bot.HealthAsync(cancellationToken)).Body}");
            // Else it was no trouble.
            Assert.All(platforms, platform => Assert.True(platform.Met > 0, platform.Name));
            Assert.All(tallies, tally => Assert.True(tally is { Acknowledged: > 0, Unanswered: 0, DoubledOutside: 0 }, tally.ToString()));
            return tallies;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>However long the others take.</summary>
    /// <returns>How long it took.</returns>
    private static async Task<TimeSpan> AskOnPageAsync(RunningBot bot, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        using var page = await DirectLineClient.StartAsync(bot.Address, cancellationToken);
        await page.SayAsync("450 4.4.316 Connection refused page.contoso.example", cancellationToken);
        await FaultSettings.UntilAsync(
            async () => (await page.GetActivitiesAsync("", cancellationToken))["activities"]!.AsArray().Any(activity => activity!.AsObject().ContainsKey("attachments")),
            "the chat page is answered while the other platforms are in trouble");
        return watch.Elapsed;
    }

    /// <summary>As long as a slow machine may need to catch up with two minutes of trouble.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(6);
}
