namespace ChatOpsBot.MailFlow.Recognizing;

/// <summary>Adds up the reasons for one number.</summary>
internal sealed class Tally
{
    private readonly List<(Weight Weight, int From, int To)> reasons = [];

    public double Score { get; private set; }

    /// <summary>Whether something said that the number is a version, not a date or a section.</summary>
    public bool SaysVersion
    {
        get
        {
            foreach (var (weight, _, _) in reasons)
            {
                if (weight == Weights.VersionWord || weight == Weights.ProductBefore || weight == Weights.ImageTag || weight == Weights.ChangeWord || weight == Weights.Published || weight == Weights.NameBefore || weight == Weights.SoftwareBefore)
                    return true;
            }

            return false;
        }
    }

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

    /// <summary>Whether anything spoke clearly against a code: then neither a question mark nor its meaning lifts it.</summary>
    public bool SpeaksAgainst
    {
        get
        {
            foreach (var (weight, _, _) in reasons)
            {
                if (weight.Value <= Weights.NameBefore.Value)
                    return true;
            }

            return false;
        }
    }

    /// <summary>Whether the word that touches the number says what it is, and no label says that it is a code.</summary>
    public bool IsSettled
    {
        get
        {
            var settled = false;
            foreach (var (weight, _, _) in reasons)
            {
                if (weight == Weights.Label || weight == Weights.TraceField)
                    return false;
                settled |= weight.Value <= -1;
            }

            return settled;
        }
    }

    /// <summary>Whether somebody gets it or something answers with it.</summary>
    public bool IsGot => Has(Weights.Received) || Has(Weights.Answered) || Has(Weights.Label);

    /// <summary>Whether anything near speaks of mail; a customer who gets "a 550" does, too.</summary>
    public bool SpeaksOfMail =>
        Has(Weights.StrongMailWord) || Has(Weights.StandardReply) || Has(Weights.UsualReply) || Has(Weights.MailWord) || Has(Weights.MailAddress) || Has(Weights.ReplyText) || Has(Weights.ProviderTag)
        || (Has(Weights.ReplyAskedAbout) && Has(Weights.ReplyMeaning)) || ((IsGot || Has(Weights.InQuestion)) && Two(Weights.UsedAsName, Weights.SomeParty, Weights.ReplyMeaning, Weights.Judged)) || (Has(Weights.CameBack) && (Has(Weights.SaidWith) || (Has(Weights.UsedAsName) && IsGot)));

    /// <summary>Whether a word of mail stands near; the text of a reply alone may be any server's.</summary>
    public bool NamesMail => Has(Weights.StrongMailWord) || Has(Weights.MailWord) || Has(Weights.MailAddress) || Has(Weights.ProviderTag) || Has(Weights.SmtpCommand);

    public bool Has(Weight weight)
    {
        foreach (var reason in reasons)
        {
            if (reason.Weight == weight)
                return true;
        }

        return false;
    }

    /// <summary>Whether anything says that the number is a code: it is called so, somebody gets it, it stands as a name or beside its meaning.</summary>
    public bool SpeaksOfCode =>
        IsGot || Has(Weights.TraceField) || Has(Weights.SaidWith) || Has(Weights.UsedAsName) || Has(Weights.ReplyText) || Has(Weights.StandardReply) || Has(Weights.UsualReply) || Has(Weights.ReplyMeaning) || Has(Weights.SmtpCommand) || Has(Weights.ReplyAskedAbout) || Has(Weights.ProviderTag)
        || Has(Weights.Judged) || Has(Weights.Compared) || Has(Weights.CameAgain) || Has(Weights.WhoElse) || Has(Weights.FailedWith) || Has(Weights.MailParty) || Has(Weights.StrongMailWord) || Has(Weights.RejectedWord);

    private bool Two(params ReadOnlySpan<Weight> weights)
    {
        var found = 0;
        foreach (var weight in weights)
            found += Has(weight) ? 1 : 0;
        return found > 1;
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
