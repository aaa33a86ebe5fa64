namespace ChatOpsBot.Tests.Faults;

/// <summary>The clock of the real program is set while people post: libfaketime stands between it and the system.</summary>
public sealed class SetClockTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Acknowledged_messages_are_answered_once_although_the_clock_jumps_by_days()
    {
        Assert.SkipUnless(Library is not null, "libfaketime is not installed (Debian: apt-get install faketime).");
        var folder = Directory.CreateTempSubdirectory("chatopsbot-test-").FullName;
        var clock = Path.Combine(folder, "clock");
        try
        {
            await File.WriteAllTextAsync(clock, "+0d", Token);
            // Timers go by the monotonic clock, which nobody can set: only the time of day is another.
            await using var bot = await RunningBot.StartAsync(
                folder, Token, ("LD_PRELOAD", Library!), ("FAKETIME_TIMESTAMP_FILE", clock), ("FAKETIME_NO_CACHE", "1"), ("DONT_FAKE_MONOTONIC", "1"), ("FAKETIME_DONT_FAKE_MONOTONIC", "1"));
            await using var crowd = Crowd.Start(bot);
            await FaultSettings.UntilAsync(() => crowd.Acknowledged > 0, "people are answered");
            var jumps = 0;
            for (var end = Environment.TickCount64 + (long)FaultSettings.Duration.TotalMilliseconds; Environment.TickCount64 < end || jumps < Days.Length; jumps++)
            {
                var before = crowd.Acknowledged;
                // Replaced and not written: a file that is half written is no time.
                await File.WriteAllTextAsync($"{clock}.new", Days[jumps % Days.Length], Token);
                File.Move($"{clock}.new", clock, overwrite: true);
                await Task.Delay(TimeSpan.FromSeconds(2), Token);
                await FaultSettings.UntilAsync(() => crowd.Acknowledged > before, $"people are answered after the clock went to {Days[jumps % Days.Length]}; heard: {string.Join(", ", crowd.Refused)}");
            }

            await crowd.StopAsync();
            var tally = await crowd.CountAsync(TimeSpan.FromSeconds(60), Token);

            FaultSettings.Report($"{jumps} jumps: {tally}; not acknowledged at first: {string.Join(", ", crowd.Refused.Select(refusal => $"{refusal.Value} × {refusal.Key}"))}");
            Assert.True(tally.Acknowledged > 0, tally.ToString());
            Assert.Equal((0, 0), (tally.Unanswered, tally.Doubled));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>From the true time: two days ahead, right again, two days behind, right again.</summary>
    private static readonly string[] Days = ["+2d", "+0d", "-2d", "+0d"];

    private static string? Library { get; } = OperatingSystem.IsLinux() && Directory.Exists("/usr/lib")
        ? Directory.EnumerateDirectories("/usr/lib").Prepend("/usr/lib").Select(folder => Path.Combine(folder, "faketime", "libfaketime.so.1")).FirstOrDefault(File.Exists)
        : null;
}
