using System.Globalization;

namespace ChatOpsBot.Tests.Faults;

/// <summary>How long the faults with real processes last: a few seconds each, longer with CHATOPSBOT_FAULT_SECONDS=120.</summary>
internal static class FaultSettings
{
    public static TimeSpan Duration { get; } = TimeSpan.FromSeconds(
        int.TryParse(Environment.GetEnvironmentVariable("CHATOPSBOT_FAULT_SECONDS"), CultureInfo.InvariantCulture, out var seconds) ? seconds : 8);

    /// <summary>From a minute on there is time for faults that take their time.</summary>
    public static bool IsLong => Duration >= TimeSpan.FromMinutes(1);

    public static void Report(string line) => TestContext.Current.TestOutputHelper?.WriteLine(line);
}
