namespace ChatOpsBot.Tests.Faults;

/// <summary>"Acknowledged means answered", with the real program and two platforms that cannot be reached, or hardly.</summary>
public sealed class UnreachablePlatformTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Platforms_that_are_down_get_every_card_when_they_are_back() =>
        await BadDay.PassAsync(new PlatformTrouble.Down(), FaultSettings.Trouble(TimeSpan.FromSeconds(20)), Token);

    [Fact]
    public async Task Platforms_that_take_their_time_get_every_card_once()
    {
        var lasts = FaultSettings.Trouble(TimeSpan.FromSeconds(10));

        var tallies = await BadDay.PassAsync(new PlatformTrouble.Slow(lasts), lasts, Token);

        Assert.All(tallies, tally => Assert.Equal(0, tally.LostAnswers));
    }
}
