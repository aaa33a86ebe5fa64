namespace ChatOpsBot.MailFlow.Recognizing;

/// <summary>Adds up the reasons for one number.</summary>
internal sealed class Tally
{
    private readonly List<(Weight Weight, int From, int To)> reasons = [];

    public double Score { get; private set; }

    public void Reset()
    {
        Score = 0;
        reasons.Clear();
    }

    /// <summary>Counts a reason. Each counts once; only plain words of mail add up, and those are counted where they are added.</summary>
    public void Add(Weight weight, int from, int to)
    {
        if (weight != Weights.MailWord && weight != Weights.MaybeMailWord)
        {
            foreach (var reason in reasons)
            {
                if (reason.Weight == weight)
                    return;
            }
        }

        Score += weight.Value;
        reasons.Add((weight, from, to));
    }

    public void AtMost(double score) => Score = Math.Min(Score, score);

    /// <summary>The reasons as people read them, strongest first; asked for only when a number passed.</summary>
    public RecognitionSignal[] Explain(ReadOnlySpan<char> text)
    {
        var signals = new RecognitionSignal[reasons.Count];
        for (var i = 0; i < signals.Length; i++)
        {
            var (weight, from, to) = reasons[i];
            signals[i] = new RecognitionSignal(weight.Name, weight.Value, Quoting.Mask(text.Slice(from, Math.Min(to - from, 24))));
        }

        Array.Sort(signals, static (a, b) => b.Weight.CompareTo(a.Weight));
        return signals;
    }
}
