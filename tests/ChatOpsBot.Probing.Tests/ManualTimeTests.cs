using ChatOpsBot.Testing.Time;

namespace ChatOpsBot.Probing.Tests;

/// <summary>The clock other tests rely on.</summary>
public sealed class ManualTimeTests
{
    private readonly ManualTime time = new();

    [Fact]
    public void Timers_fire_inside_advance_in_the_order_they_are_due()
    {
        List<string> fired = [];
        var start = time.GetUtcNow();
        using var late = time.CreateTimer(_ => fired.Add($"late {(time.GetUtcNow() - start).TotalSeconds}"), state: null, TimeSpan.FromSeconds(5), Timeout.InfiniteTimeSpan);
        using var early = time.CreateTimer(_ => fired.Add($"early {(time.GetUtcNow() - start).TotalSeconds}"), state: null, TimeSpan.FromSeconds(2), Timeout.InfiniteTimeSpan);

        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Empty(fired);
        time.Advance(TimeSpan.FromSeconds(9));

        Assert.Equal(["early 2", "late 5"], fired);
        Assert.Equal(TimeSpan.FromSeconds(10), time.GetUtcNow() - start);
    }

    [Fact]
    public void A_periodic_timer_fires_each_time_and_a_disposed_one_never()
    {
        var periodic = 0;
        var disposed = 0;
        using var timer = time.CreateTimer(_ => periodic++, state: null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        time.CreateTimer(_ => disposed++, state: null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1)).Dispose();

        time.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(3, periodic);
        Assert.Equal(0, disposed);
    }

    [Fact]
    public async Task A_delay_ends_when_the_clock_passes_it()
    {
        var start = time.GetTimestamp();
        var delay = Task.Delay(TimeSpan.FromMinutes(1), time, TestContext.Current.CancellationToken);

        await time.TimerOf(TimeSpan.FromMinutes(1));
        time.Advance(TimeSpan.FromSeconds(59));
        Assert.False(delay.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(1));
        await delay;

        Assert.Equal(TimeSpan.FromMinutes(1), time.GetElapsedTime(start));
    }

    [Fact]
    public async Task Waiting_for_a_timer_ends_when_it_is_set()
    {
        var set = time.TimerOf(TimeSpan.FromSeconds(7));
        Assert.False(set.IsCompleted);

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(7), time);
        await set;
        time.Advance(TimeSpan.FromSeconds(7));

        Assert.True(limit.IsCancellationRequested);
    }
}
