using System.Collections.Concurrent;
using ChatOpsBot.Conversations;

namespace ChatOpsBot.Tests.Conversations;

public sealed class CaseIdTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Ids_of_one_moment_are_all_different()
    {
        ConcurrentBag<string> ids = [];

        Parallel.For(0, 20_000, _ => ids.Add(CaseId.New(Now)));

        Assert.Equal(20_000, ids.Distinct(StringComparer.Ordinal).Count());
        Assert.All(ids, id => Assert.Matches("^[0-9a-hjkmnp-tv-z]{10}$", id));
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(3600)]
    [InlineData(0)]
    // The clock was set back.
    [InlineData(-3600)]
    public void A_later_one_stands_behind_in_the_order_of_its_letters(double seconds)
    {
        var earlier = CaseId.New(Now);

        var later = CaseId.New(Now.AddSeconds(seconds));

        Assert.True(string.CompareOrdinal(earlier, later) < 0, $"{earlier} {later}");
    }
}
