namespace ChatOpsBot.Probing.Certificates;

/// <summary>
/// Judges certificates, and those of the last minute from memory: hundreds of domains share one server, and to read a certificate, its
/// keys and its chain costs more than the handshake that brought it. Only the very same bytes are told the same, and only as long as no
/// date among them has passed.
/// </summary>
internal sealed class RecentJudgements(TrustedRoots roots)
{
    /// <summary>Kept at most, the newest.</summary>
    internal const int MaxKept = 200;

    /// <summary>No longer, for the roots of this machine may change.</summary>
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private readonly Dictionary<IReadOnlyList<byte[]>, JudgedChain> kept = new(new SameBytes());
    private readonly Queue<(IReadOnlyList<byte[]> Sent, JudgedChain Chain)> order = [];

    internal int Kept
    {
        get
        {
            lock (gate)
                return kept.Count;
        }
    }

    /// <inheritdoc cref="CertificateJudge.Judge(IReadOnlyList{byte[]}, string, DateTimeOffset, TrustedRoots)"/>
    public CertificateView? Judge(IReadOnlyList<byte[]> sent, string expected, DateTimeOffset now)
    {
        lock (gate)
        {
            if (kept.TryGetValue(sent, out var known) && Holds(known, now))
                return known.For(expected, now);
        }

        // Outside the lock: two that come at once both judge.
        if (CertificateJudge.Judge(sent, now, roots) is not { } chain)
            return null;
        Keep(sent, chain);
        return chain.For(expected, now);
    }

    private void Keep(IReadOnlyList<byte[]> sent, JudgedChain chain)
    {
        lock (gate)
        {
            if (order.Count >= MaxKept)
            {
                var (oldest, judged) = order.Dequeue();
                if (ReferenceEquals(kept.GetValueOrDefault(oldest), judged))
                    kept.Remove(oldest);
            }

            kept[sent] = chain;
            order.Enqueue((sent, chain));
        }
    }

    private static bool Holds(JudgedChain chain, DateTimeOffset now) => chain.At <= now && now < chain.At + Life && now < chain.NextChange;

    private sealed class SameBytes : IEqualityComparer<IReadOnlyList<byte[]>>
    {
        public bool Equals(IReadOnlyList<byte[]>? x, IReadOnlyList<byte[]>? y) =>
            x?.Count == y?.Count && x!.Zip(y!).All(pair => pair.First.AsSpan().SequenceEqual(pair.Second));

        // The end of a certificate is its signature: no two have the same.
        public int GetHashCode(IReadOnlyList<byte[]> sent)
        {
            var hash = default(HashCode);
            hash.AddBytes(sent.Count == 0 ? [] : sent[0].AsSpan(Math.Max(0, sent[0].Length - 32)));
            return hash.ToHashCode();
        }
    }
}
