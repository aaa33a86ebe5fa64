using System.Globalization;

namespace ChatOpsBot.Tests.Faults;

/// <summary>How long the faults with real processes last: a few seconds each, longer with CHATOPSBOT_FAULT_SECONDS=120.</summary>
internal static class FaultSettings
{
    public static TimeSpan Duration { get; } = TimeSpan.FromSeconds(
        int.TryParse(Environment.GetEnvironmentVariable("CHATOPSBOT_FAULT_SECONDS"), CultureInfo.InvariantCulture, out var seconds) ? seconds : 8);

    /// <summary>From a minute on there is time for faults that take their time.</summary>
    public static bool IsLong => Duration >= TimeSpan.FromMinutes(1);

    /// <summary>How long a platform is in trouble: some seconds, or as long as one really is.</summary>
    public static TimeSpan Trouble(TimeSpan full) => IsLong ? full : TimeSpan.FromSeconds(4);

    public static Task UntilAsync(Func<bool> isSo, string what) => UntilAsync(() => Task.FromResult(isSo()), what);

    /// <summary>Looks again and again, half a minute at most.</summary>
    public static async Task UntilAsync(Func<Task<bool>> isSo, string what)
    {
        for (var look = 0; look < 600; look++)
        {
            if (await isSo())
                return;
            await Task.Delay(TimeSpan.FromMilliseconds(50), TestContext.Current.CancellationToken);
        }

        Assert.Fail($"It did not come to this: {what}.");
    }

    public static void Report(string line) => TestContext.Current.TestOutputHelper?.WriteLine(line);
}
