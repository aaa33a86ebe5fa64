namespace ChatOpsBot.Testing.Time;

/// <summary>A clock that moves only when a test says so. Timers fire inside <see cref="Advance"/>, in the order they are due.</summary>
public sealed class ManualTime(DateTimeOffset start) : TimeProvider
{
    private readonly Lock gate = new();
    private readonly List<ManualTimer> active = [];
    private readonly List<(TimeSpan Least, TimeSpan Most, TaskCompletionSource Created)> waiting = [];
    private DateTimeOffset now = start;
    private TimeSpan jumped;

    /// <summary>Starts on a day without meaning.</summary>
    public ManualTime()
        : this(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero))
    {
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow()
    {
        lock (gate)
            return now + jumped;
    }

    public override long GetTimestamp()
    {
        lock (gate)
            return now.UtcTicks;
    }

    /// <summary>Somebody sets the clock: another time of day, forward or back. Timers and timestamps do not notice, as with the system's clock.</summary>
    public void Jump(TimeSpan by)
    {
        lock (gate)
            jumped += by;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock; every timer that comes due on the way fires at its own moment, periodic ones each time.</summary>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        DateTimeOffset end;
        lock (gate)
            end = now + by;
        while (TakeNextDue(end) is { } timer)
            timer.Fire();
        lock (gate)
            now = now > end ? now : end;
    }

    /// <summary>
    /// Completes when a timer of that length is running, at once when one is. Wait for it before <see cref="Advance"/>: code under test
    /// that has not yet set its time limit would set it in the new present.
    /// </summary>
    public Task TimerOf(TimeSpan due) => TimerBetween(due, due);

    /// <summary>The same where chance has its share in the length.</summary>
    public Task TimerBetween(TimeSpan least, TimeSpan most)
    {
        lock (gate)
        {
            if (active.Exists(timer => timer.Length >= least && timer.Length <= most))
                return Task.CompletedTask;
            var created = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            waiting.Add((least, most, created));
            return created.Task;
        }
    }

    private ManualTimer? TakeNextDue(DateTimeOffset end)
    {
        lock (gate)
        {
            var next = active.Where(timer => timer.DueAt <= end).MinBy(timer => timer.DueAt);
            if (next is null)
                return null;
            now = next.DueAt > now ? next.DueAt : now;
            if (next.Period > TimeSpan.Zero)
                next.DueAt = now + next.Period;
            else
                active.Remove(next);
            return next;
        }
    }

    private void Set(ManualTimer timer, TimeSpan dueTime, TimeSpan period)
    {
        lock (gate)
        {
            active.Remove(timer);
            if (dueTime == Timeout.InfiniteTimeSpan)
                return;
            timer.Length = dueTime;
            timer.Period = period;
            timer.DueAt = now + dueTime;
            if (dueTime > TimeSpan.Zero || period > TimeSpan.Zero)
                active.Add(timer);
            foreach (var waiter in waiting.Where(waiter => dueTime >= waiter.Least && dueTime <= waiter.Most).ToList())
            {
                waiting.Remove(waiter);
                waiter.Created.SetResult();
            }
        }

        // As with the system's clock: what is due now fires now, on another thread.
        if (dueTime == TimeSpan.Zero)
            ThreadPool.QueueUserWorkItem(_ => timer.Fire());
    }

    private void Remove(ManualTimer timer)
    {
        lock (gate)
            active.Remove(timer);
    }

    /// <summary>Its times are owned by the clock's lock.</summary>
    private sealed class ManualTimer(ManualTime time, TimerCallback callback, object? state) : ITimer
    {
        public TimeSpan Length { get; set; }

        public TimeSpan Period { get; set; }

        public DateTimeOffset DueAt { get; set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            time.Set(this, dueTime, period);
            return true;
        }

        public void Dispose() => time.Remove(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
