namespace ChatOpsBot.Conversations;

/// <summary>The conversations of one platform that are answered at the same time: one that takes ten seconds must not stop the others.</summary>
internal sealed class AnswerPlaces
{
    private readonly Lock gate = new();
    private readonly TaskCompletionSource everybodyLeft = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Owned by the gate.
    private int free = Count;
    private bool isClosed;

    // Written by whoever found nobody free, and by the worker's loop; read by everybody.
    private volatile bool isStarved;

    /// <summary>Whether a row may wait only because nobody was free: then whoever ends wakes the worker.</summary>
    public bool IsStarved
    {
        get => isStarved;
        set => isStarved = value;
    }

    public bool TryTake()
    {
        lock (gate)
        {
            if (free == 0 || isClosed)
                return false;
            free--;
            return true;
        }
    }

    /// <summary>Takes all that are free now.</summary>
    /// <returns>How many.</returns>
    public int TakeFree()
    {
        isStarved = false;
        var taken = 0;
        while (TryTake())
            taken++;
        isStarved |= taken == 0;
        return taken;
    }

    public void GiveBack(int count = 1)
    {
        lock (gate)
        {
            free += count;
            if (isClosed && free == Count)
                everybodyLeft.TrySetResult();
        }
    }

    /// <summary>Whether all are taken; if so, whoever ends first will say it.</summary>
    public bool IsBusy()
    {
        if (!IsFull())
            return false;
        // First: one that ended before has said nothing, and is seen now.
        isStarved = true;
        return IsFull();
    }

    /// <summary>Nobody begins any more; completes when those under way have ended.</summary>
    public Task CloseAsync()
    {
        lock (gate)
            isClosed = true;
        GiveBack(0);
        return everybodyLeft.Task;
    }

    private bool IsFull()
    {
        lock (gate)
            return free == 0;
    }

    private const int Count = 64;
}
