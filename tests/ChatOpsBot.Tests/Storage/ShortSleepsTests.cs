using ChatOpsBot.Storage;

namespace ChatOpsBot.Tests.Storage;

public sealed class ShortSleepsTests
{
    [Fact]
    public void A_wait_of_a_microsecond_is_no_wait_of_a_second()
    {
        ShortSleeps.Use();

        // SQLite tells how long it slept. The layer it came with says a second, however short the wish.
        Assert.Equal(1_000, ShortSleeps.Sleep(microseconds: 1));
        Assert.Equal(2_000, ShortSleeps.Sleep(microseconds: 1_001));
    }
}
