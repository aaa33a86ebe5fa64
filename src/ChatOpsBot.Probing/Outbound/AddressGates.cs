using System.Net;

namespace ChatOpsBot.Probing.Outbound;

/// <summary>Lets one connection at a time to an address, over all runs of the process: servers answer 421 to crowds.</summary>
internal sealed class AddressGates
{
    private readonly Lock gate = new();
    private readonly Dictionary<IPAddress, Entry> entries = [];

    /// <summary>Waits until nobody else is connected to the address; dispose the result to let the next one in.</summary>
    public async Task<IDisposable> EnterAsync(IPAddress address, CancellationToken cancellationToken)
    {
        var entry = Join(address);
        try
        {
            await entry.Turn.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            Leave(address, entry);
            throw;
        }

        return new Pass(() =>
        {
            entry.Turn.Release();
            Leave(address, entry);
        });
    }

    private Entry Join(IPAddress address)
    {
        lock (gate)
        {
            if (!entries.TryGetValue(address, out var entry))
                entries.Add(address, entry = new Entry());
            entry.Users++;
            return entry;
        }
    }

    private void Leave(IPAddress address, Entry entry)
    {
        lock (gate)
        {
            if (--entry.Users > 0)
                return;
            entries.Remove(address);
            entry.Turn.Dispose();
        }
    }

    private sealed class Entry
    {
        public SemaphoreSlim Turn { get; } = new(1, 1);

        /// <summary>Owned by <see cref="gate"/>.</summary>
        public int Users { get; set; }
    }

    private sealed class Pass(Action leave) : IDisposable
    {
        private Action? leave = leave;

        public void Dispose() => Interlocked.Exchange(ref leave, null)?.Invoke();
    }
}
