using System.Diagnostics;

namespace ChatOpsBot.Tests.Faults;

/// <summary>"Acknowledged means answered", with the real program: it is killed and frozen again and again while people post.</summary>
public sealed class KilledProcessTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Acknowledged_messages_are_answered_once_although_the_bot_is_killed_and_frozen_under_load()
    {
        var folder = Directory.CreateTempSubdirectory("chatopsbot-test-").FullName;
        try
        {
            await using var bot = await RunningBot.StartAsync(folder, Token);
            await using var crowd = Crowd.Start(bot);
            var (kills, freezes) = (0, 0);
            for (var watch = Stopwatch.StartNew(); watch.Elapsed < FaultSettings.Duration || kills < 2; kills++)
            {
                var before = crowd.Acknowledged;
                await Task.Delay(TimeSpan.FromSeconds(2), Token);
                // On a busy machine the start alone takes longer: a kill before the first message shows nothing.
                await crowd.UntilAcknowledgedAsync(before + 1, Token);
                if (!OperatingSystem.IsWindows())
                {
                    // Now and then for as long as clients give up on it and post again.
                    var isLong = FaultSettings.IsLong && kills % 5 == 0;
                    await bot.SignalAsync("STOP", Token);
                    await Task.Delay(isLong ? TimeSpan.FromSeconds(20) : TimeSpan.FromMilliseconds(500), Token);
                    await bot.SignalAsync("CONT", Token);
                    freezes++;
                    await Task.Delay(isLong ? TimeSpan.FromSeconds(3) : TimeSpan.FromMilliseconds(500), Token);
                }

                await bot.KillAsync();
                await bot.StartAsync(Token);
            }

            await crowd.StopAsync();
            var tally = await crowd.CountAsync(TimeSpan.FromSeconds(90), Token);

            FaultSettings.Report($"{kills} kills, {freezes} freezes: {tally}; not acknowledged at first: {string.Join(", ", crowd.Refused.Select(refusal => $"{refusal.Value} × {refusal.Key}"))}");
            Assert.True(tally.Acknowledged > 0, tally.ToString());
            Assert.Equal((0, 0), (tally.Unanswered, tally.Doubled));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_bot_that_is_killed_while_slack_takes_its_messages_posts_each_once()
    {
        var folder = Directory.CreateTempSubdirectory("chatopsbot-test-").FullName;
        try
        {
            await using var slack = await ScriptedSlack.StartAsync(Token);
            await using var bot = await RunningBot.StartAsync(folder, Token, slack.Settings);
            await slack.PrepareAsync(bot, Token);
            // So that always several are on their way.
            slack.Begin(new PlatformTrouble.Slow(TimeSpan.FromMilliseconds(300)));
            await using var crowd = PlatformCrowd.Start(slack, bot, perSecond: 25);
            var kills = 0;
            for (var watch = Stopwatch.StartNew(); watch.Elapsed < FaultSettings.Duration || kills < 2; kills++)
            {
                var before = crowd.Acknowledged;
                await Task.Delay(TimeSpan.FromSeconds(1), Token);
                await FaultSettings.UntilAsync(() => crowd.Acknowledged > before + 5, "people are acknowledged");
                await bot.KillAsync();
                await bot.StartAsync(Token);
            }

            slack.End();
            await crowd.StopAsync();
            for (var look = 0; look < 1800 && (crowd.Behind > 0 || !(await bot.HealthAsync(Token)).Body.Contains("\"waiting\":0,", StringComparison.Ordinal)); look++)
                await Task.Delay(TimeSpan.FromMilliseconds(100), Token);

            var tally = crowd.Count();
            FaultSettings.Report($"{kills} kills: {tally}");
            Assert.Equal((0, 0), (tally.Unanswered, tally.Doubled));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
