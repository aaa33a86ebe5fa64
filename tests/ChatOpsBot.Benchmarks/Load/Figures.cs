namespace ChatOpsBot.Benchmarks.Load;

/// <summary>How long each of many things took.</summary>
internal sealed class Figures(IEnumerable<double> milliseconds)
{
    private readonly double[] sorted = [.. milliseconds.Order()];

    public int Count => sorted.Length;

    /// <summary>The time, in milliseconds, that <paramref name="share"/> of them took at most.</summary>
    public double At(double share) => sorted.Length == 0 ? double.NaN : sorted[Math.Min(sorted.Length - 1, (int)(share * sorted.Length))];

    public override string ToString() => FormattableString.Invariant($"p50 {At(0.5):0.0} ms, p99 {At(0.99):0.0} ms, longest {At(1):0.0} ms");
}
