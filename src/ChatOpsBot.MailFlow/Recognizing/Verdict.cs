namespace ChatOpsBot.MailFlow.Recognizing;

/// <summary>Turns findings into errors: the same code once, a general code behind the exact one, the remote server's own reply first.</summary>
internal static class Verdict
{
    // A card names three; the rest is counted. More than this says nothing to anybody.
    private const int MostErrors = 16;

    public static Recognition From(ReadOnlySpan<char> text, List<Finding> findings)
    {
        if (findings.Count == 0)
            return Recognition.Nothing;
        var merged = Merge(findings);
        var errors = new List<MailError>(merged.Count);
        var surroundings = new Surroundings(text);
        var stretches = Stretches.Of(text, merged);
        foreach (var (finding, index) in merged.Select((finding, index) => (finding, index)))
        {
            var error = new MailError
            {
                Code = finding.Code,
                Reply = finding.Reply,
                QuotedLine = Quoting.LineAt(text, finding.Start, finding.End),
                Words = WordsBeside.Of(text, findings, finding),
            };
            errors.Add(stretches is not null && stretches[index] is var (from, to)
                ? new Surroundings(text[from..to]).Complete(error, finding.Start - from, single: false)
                : surroundings.Complete(error, finding.Start, merged.Count == 1));
        }

        var strongest = findings.MaxBy(f => f.Score)!;
        return new Recognition(errors, strongest.Score, strongest.Score >= Weights.Fires, strongest.Signals);
    }

    private static Finding Same(Finding first, Finding second)
    {
        var better = second.Rank < first.Rank ? second : first;
        return better with { Reply = better.Reply ?? first.Reply ?? second.Reply, Score = Math.Max(first.Score, second.Score) };
    }

    private static List<Finding> Merge(List<Finding> findings)
    {
        var codes = new List<Finding>();
        var replies = new List<Finding>();
        foreach (var finding in findings)
        {
            if (finding.Code is null)
            {
                replies.Add(finding);
                continue;
            }

            var known = codes.FindIndex(c => c.Code == finding.Code);
            if (known < 0)
                codes.Add(finding);
            else
                codes[known] = Same(codes[known], finding);
        }

        // X.0.0 says only the class; beside an exact code of that class it says nothing, but its reply code may be the only one.
        foreach (var general in codes.FindAll(c => c.Code is { Subject: 0, Detail: 0 } && codes.Exists(o => o.Code != c.Code && o.Code!.Value.Class == c.Code!.Value.Class)))
        {
            codes.Remove(general);
            var heir = codes.FindIndex(c => c.Code!.Value.Class == general.Code!.Value.Class);
            if (!codes.Exists(c => c.Reply is not null))
                codes[heir] = codes[heir] with { Reply = general.Reply };
        }

        // 503 "need RCPT" and 554 "no valid recipients" only say that the command before had failed.
        codes.RemoveAll(c => c is { Reply.Value: 503 or 554, Code: { Subject: 5, Detail: <= 2 } } && codes.Exists(o => o.Code!.Value.Subject != 5));
        if (codes.Count == 0)
            return [.. replies.DistinctBy(r => r.Reply).Take(1)];

        var ordered = codes.OrderBy(c => c.Rank).Take(MostErrors).ToList();
        for (var i = 0; i < ordered.Count; i++)
        {
            if (ordered[i].Reply is null && replies.Find(r => r.Reply!.Value.Value / 100 == ordered[i].Code!.Value.Class) is { } own && ordered.Count(o => o.Reply is null) == 1)
                ordered[i] = ordered[i] with { Reply = own.Reply };
        }

        return ordered;
    }
}
