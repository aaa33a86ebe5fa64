namespace ChatOpsBot.Tests.Faults;

/// <summary>"Acknowledged means answered", with the real program and two platforms that refuse, or say that they do.</summary>
public sealed class RefusingPlatformTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Platforms_that_ask_for_time_get_every_card_once()
    {
        var retryAfter = TimeSpan.FromSeconds(FaultSettings.IsLong ? 10 : 2);

        var tallies = await BadDay.PassAsync(new PlatformTrouble.TooMany(retryAfter), FaultSettings.Trouble(TimeSpan.FromMinutes(2)), Token);

        Assert.All(tallies, tally => Assert.Equal(0, tally.LostAnswers));
    }

    [Fact]
    public async Task Cards_that_were_posted_with_an_error_are_doubled_only_where_nobody_can_tell()
    {
        var tallies = await BadDay.PassAsync(new PlatformTrouble.FailsAfterPosting(), FaultSettings.Trouble(TimeSpan.FromSeconds(20)), Token);

        Assert.All(tallies, tally => Assert.True(tally.LostAnswers > 0, tally.ToString()));
    }
}
