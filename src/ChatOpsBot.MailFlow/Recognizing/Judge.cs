using System.Buffers;

namespace ChatOpsBot.MailFlow.Recognizing;

/// <summary>A number that passed judgement, with its reasons.</summary>
internal sealed record Finding(int Start, int End, EnhancedStatusCode? Code, ReplyCode? Reply, double Score, IReadOnlyList<RecognitionSignal> Signals)
{
    /// <summary>Where it stands among several: a remote server's own reply before the wrapper around it.</summary>
    public int Rank { get; init; }
}

/// <summary>Weighs each number of a clean text by what stands around it. Looks at a bounded stretch on either side, so the work is linear.</summary>
internal ref partial struct Judge
{
    private const int MostFindings = 64;

    // Below this a number that nobody labelled cannot be lifted any more; most versions end here.
    private const double Hopeless = -0.6;

    // Numbers further apart than this are not of one kind because of that.
    private const int Beside = 40;

    // A code this close to a sure one belongs to the same talk.
    private const int Company = 160;

    // One clause and the next.
    private const int Clause = 70;

    // Marks of bounces, queue views and mail logs; one of them and the text is about mail delivery.
    private static readonly SearchValues<string> TraceMarks = SearchValues.Create(
        ["Final-Recipient", "Diagnostic-Code", "Reporting-MTA", "Remote-MTA", "LED=", "LRT=", "LastAttempted", "status=bounced", "status=deferred", "Generating server", "smtp;", "SMTP error", "RCPT TO", "MAIL FROM:",
            "rfc822;", "in reply to", "Remote host said", "Remote server", "#SMTP#", "LastError", "NextHopDomain", "SmtpException", "SMTPSend", "relay=", "dsn=", "SMTPAddress", "EENVELOPE", "did not like our",
            "Servidor de generaci", "Generierender Server", "Servidor gerador", "Genererande server", "Remoteserver", "Servidor remoto", "Fjärrserver", "deliveryStatus"],
        StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<char> SentenceMarks = SearchValues.Create(".,;!?()\n");

    private readonly ReadOnlySpan<char> text;
    private readonly List<Sighting> sightings;
    private readonly List<int> strangers;
    private readonly bool mentioned;
    private readonly bool report;
    private readonly bool traced;
    private readonly Tally tally = new();
    private readonly Pairs pairs;
    private readonly Layout layout;
    private readonly Wording wording;
    private Neighbourhood neighbourhood;
    private readonly List<Sighting> versions = [];
    private int stranger;

    /// <param name="text">A clean text.</param>
    /// <param name="sightings">Its numbers, in order.</param>
    /// <param name="strangers">Where numbers of three parts stand that are no codes, in order.</param>
    /// <param name="mentioned">Somebody addressed the bot.</param>
    /// <param name="report">A mail system wrote the text: numbers in it are about delivery unless something says otherwise.</param>
    public Judge(ReadOnlySpan<char> text, List<Sighting> sightings, List<int> strangers, bool mentioned, bool report)
    {
        this.text = text;
        this.sightings = sightings;
        this.strangers = strangers;
        this.mentioned = mentioned;
        this.report = report;
        traced = report || text.ContainsAny(TraceMarks);
        pairs = new Pairs(text, sightings);
        layout = new Layout(text, tally);
        wording = new Wording(text, tally, report);
        neighbourhood = new Neighbourhood(text, tally);
    }

    /// <summary>Every number at or above <paramref name="atLeast"/>, in the order of the text.</summary>
    public List<Finding> Run(double atLeast)
    {
        var findings = new List<Finding>();
        var (rest, fired) = (new List<Finding>(), false);
        for (var i = 0; i < sightings.Count && findings.Count < MostFindings; i++)
        {
            var sighting = sightings[i];
            if (sighting.IsReply && pairs.BelongsToCode(i))
                continue;
            tally.Reset();
            var reply = sighting.IsReply ? JudgeReply(i) : JudgeCode(i);
            var score = Math.Clamp(Math.Round(tally.Score, 3), 0, 1);
            if (score < atLeast || (sighting.IsReply && reply is null))
            {
                if (MayFollow(sighting) && rest.Count < MostFindings)
                    rest.Add(new Finding(sighting.Start, sighting.End, sighting.Code, reply, score, tally.Explain(text)));
                continue;
            }

            var rank = RankOf(sighting) + (report && !sighting.IsReply && reply is null ? 1 : 0);
            findings.Add(new Finding(sighting.Start, sighting.End, sighting.Code, reply, score, tally.Explain(text)) { Rank = rank });
            fired |= score >= Weights.Fires;
        }

        if (fired && rest.Count > 0)
            AddCompany(findings, rest);
        return findings;
    }

    /// <summary>Whether a code that says too little by itself counts beside one that is sure: known, and nothing spoke of a version.</summary>
    private readonly bool MayFollow(Sighting sighting) =>
        !traced && sighting.Code is { Class: not 2 } code && KnownCodes.Of(code) >= Familiarity.Registered && tally.Score > 0
        && !tally.SpeaksAgainst && (sighting.IsWord || !tally.Has(Weights.AsVersion)) && !tally.Has(Weights.SoftwareTalk) && !tally.Has(Weights.OtherNumbers) && !tally.Has(Weights.BesideVersion);

    // "Ignore the 5.1.10s, it is 550 5.7.703": who speaks of two codes means both.
    private static void AddCompany(List<Finding> findings, List<Finding> rest)
    {
        foreach (var code in rest)
        {
            if (findings.Exists(f => f.Score >= Weights.Fires && f.Code is not null && Math.Abs(f.Start - code.Start) <= Company) && findings.Count < MostFindings)
                findings.Add(code with { Score = Weights.Fires });
        }

        findings.Sort((a, b) => a.Start.CompareTo(b.Start));
    }

    private ReplyCode? JudgeCode(int index)
    {
        var sighting = sightings[index];
        var code = sighting.Code!.Value;
        tally.Add(KnownCodes.Of(code) switch
        {
            Familiarity.Rare => Weights.RareCode,
            Familiarity.Vendor => Weights.VendorCode,
            Familiarity.Registered => Weights.RegisteredCode,
            Familiarity.Unlisted => Weights.UnlistedCode,
            _ => Weights.StrangeCode,
        }, sighting.Start, sighting.End);

        var start = sighting.Start;
        var asked = false;
        var reply = default(ReplyCode?);
        if (pairs.TryReplyBefore(index, out var before, out var split))
        {
            start = before.Start;
            if (KnownCodes.IsReply(before.Reply) || (!split && before.Reply / 100 == code.Class && before.Reply % 100 >= 10))
                reply = new ReplyCode(before.Reply);
            tally.Add(split ? Weights.ReplyWordsCode : Weights.ReplyAndCode, before.Start, sighting.End);
            if (before.Reply / 100 != code.Class)
                tally.Add(Weights.ClassesDiffer, before.Start, sighting.End);
            if (layout.InPhoneNumber(start))
            {
                tally.AtMost(0);
                return null;
            }

            neighbourhood.MoveTo(sighting);
            asked = code.Class == 2 && (Asks(start, sighting.End) || (layout.InQuestion(sighting.End) && neighbourhood.AboutDelivery(sighting)));
        }
        else if (!JudgeAlone(index, sighting, out asked))
        {
            return null;
        }

        neighbourhood.Weigh(sighting, traced, forReply: false);
        if (layout.InHeaderLine(sighting.Start))
            tally.Add(Weights.HeaderLine, sighting.Start, sighting.End);
        // A success line in a log is no trouble; somebody who asks about it gets an answer.
        if (code.Class == 2 && !asked)
            tally.AtMost(0);
        return reply;
    }

    /// <summary>A code without a reply code: what touches it comes first, because it settles most versions. False: hopeless.</summary>
    private bool JudgeAlone(int index, Sighting sighting, out bool asked)
    {
        asked = false;
        var code = sighting.Code!.Value;
        if (pairs.HasTwin(index))
            tally.Add(Weights.ClassTwins, sighting.Start, sighting.End);
        else if (pairs.HasNeighbour(index))
            tally.Add(Weights.SeveralCodes, sighting.Start, sighting.End);
        if (mentioned)
            tally.Add(Weights.Mentioned, sighting.Start, sighting.End);
        if (pairs.IsWholeText())
        {
            tally.Add(Weights.OnlyACode, sighting.Start, sighting.End);
            neighbourhood.MoveTo(sighting);
            return true;
        }

        // Success codes have few details; 2.6.17 is a version.
        if (code.Class == 2 && !traced && KnownCodes.Of(code) < Familiarity.Registered)
        {
            tally.AtMost(0);
            return false;
        }

        var start = pairs.ChainStart(index) ?? sighting.Start;
        if (layout.InPhoneNumber(start))
        {
            tally.AtMost(0);
            return false;
        }

        if (layout.OpensChangelog(start, sighting.End) || InNumberedLines(index))
        {
            tally.AtMost(0);
            versions.Add(sighting);
            return false;
        }

        // "11 st 5.1.1": what stands before a count names nothing.
        if (Statistics.CountBefore(text, start) == start)
            wording.Before(start, isReply: false, Concepts.Of(code));
        new WordsAfter(text, tally, report).Weigh(sighting.End);
        if (pairs.IsFromTo(index))
            tally.Add(Weights.FromTo, sighting.Start, sighting.End);
        var (strangerBeside, versionBeside) = (StrangerBeside(sighting), VersionBeside(sighting));
        // "updated to 2.8.0 and now we get 5.4.1": what comes of an update is no further version.
        var outcome = IsOutcome(code) || (KnownCodes.Of(code) >= Familiarity.Registered && !HasCount(index) && FollowsChange(sighting));
        if (strangerBeside && !outcome)
            tally.Add(Weights.OtherNumbers, sighting.Start, sighting.Start);
        if (versionBeside && !outcome)
            tally.Add(Weights.BesideVersion, sighting.Start, sighting.Start);
        if (sighting.IsWord)
            tally.Add(Weights.Inflected, sighting.Start, sighting.End);
        if (!tally.IsGot && layout.InOutline(sighting))
            tally.Add(Weights.Outline, sighting.Start, sighting.End);
        if (tally.Score <= Hopeless || tally.IsSettled)
        {
            tally.AtMost(0);
            // What a date or a section number is says nothing about its neighbours.
            if (tally.SaysVersion)
                versions.Add(sighting);
            return false;
        }

        if (tally.Has(Weights.VersionWord))
            versions.Add(sighting);
        neighbourhood.MoveTo(sighting);
        if (neighbourhood.IsEmpty)
        {
            tally.Add(Weights.OnlyNumbers, sighting.Start, sighting.End);
            // Without a word nothing speaks for it any more.
            if (!traced && !mentioned && tally.Score <= Hopeless / 2)
            {
                tally.AtMost(0);
                return false;
            }
        }

        neighbourhood.WeighTalk(ofSoftware: !outcome);
        layout.Heading(sighting, neighbourhood.ReplyWordsAfter(sighting.End));
        if (neighbourhood.IsJudged(sighting))
            tally.Add(Weights.Judged, sighting.Start, sighting.End);
        var against = tally.SpeaksAgainst;
        if (!against)
            new SpokenReply(text, tally).WeighCode(sighting, mayBeSetApart: KnownCodes.Of(code) != Familiarity.Rare && !tally.Has(Weights.SoftwareTalk) && !tally.Has(Weights.OtherNumbers));
        var inQuestion = layout.InQuestion(sighting.End);
        if (!against && neighbourhood.SaysNothingElse)
        {
            tally.Add(Weights.HardlyAWord, sighting.Start, sighting.End);
            if (neighbourhood.Exclaims)
                tally.Add(Weights.Exclaimed, sighting.Start, sighting.End);
        }

        asked = Asks(start, sighting.End) || (code.Class == 2 && inQuestion && !against && neighbourhood.AboutDelivery(sighting));
        if (asked)
            tally.Add(Weights.AskedAbout, start, sighting.End);
        if (inQuestion && !against)
            tally.Add(Weights.InQuestion, sighting.Start, sighting.End);
        // Versions are counted, too: where software or machines are spoken of, or beside a number that is no code.
        if (!against && (tally.Has(Weights.OtherNumbers) ? HasCount(index) : IsCounted(index)))
            tally.Add(tally.Has(Weights.SoftwareTalk) || tally.Has(Weights.OtherNumbers) || neighbourhood.SpeaksOfMachines ? Weights.ChangeWord : Weights.Counted, Statistics.CountBefore(text, sighting.Start), sighting.End);
        if (KnownCodes.Of(code) >= Familiarity.Registered && StandardReplies.Beside(text, sighting.Start, sighting.End, out var saidFrom, out var saidTo) == ReplyWording.MailServer)
            tally.Add(Weights.StandardReply, saidFrom, saidTo);
        if (code.Class == 2 && !asked)
            tally.Add(Weights.SuccessCode, sighting.Start, sighting.End);
        else if (!against && !layout.InHeaderLine(sighting.Start) && neighbourhood.NamesMeaning(sighting, Concepts.Of(code), out var from, out var to))
            tally.Add(Weights.ItsMeaning, from, to);
        return true;
    }

    /// <summary>This code and the next or the last one stand beside a count of their own.</summary>
    private readonly bool IsCounted(int index) => HasCount(index) && (AreCounted(NextCode(index, -1), index) || AreCounted(index, NextCode(index, 1)));

    // "5.1.1 (10 min), 5.1.2 (5 min)" is an agenda.
    private readonly bool AreCounted(int first, int second) =>
        HasCount(first) && HasCount(second) && !(sightings[first].Code is { Detail: < 10 } code && sightings[second].Code == new EnhancedStatusCode(code.Class, code.Subject, code.Detail + 1));

    // The count itself may look like a reply code.
    private readonly int NextCode(int index, int step)
    {
        index += step;
        return index >= 0 && index < sightings.Count && sightings[index].IsReply ? index + step : index;
    }

    private readonly bool HasCount(int index) =>
        index >= 0 && index < sightings.Count && sightings[index] is { Code: { Class: not 2 } code } sighting && KnownCodes.Of(code) >= Familiarity.Registered
        && (Statistics.CountBefore(text, sighting.Start) < sighting.Start || Statistics.HasCountAfter(text, sighting.End));

    // Where a provider's own code stands behind "we have", no version is meant.
    private readonly bool IsOutcome(EnhancedStatusCode code) =>
        KnownCodes.Of(code) switch
        {
            Familiarity.Registered => tally.IsGot,
            >= Familiarity.Vendor => tally.IsGot || tally.Has(Weights.Had),
            _ => false,
        };

    /// <summary>"Since we moved to 4.19.2 all outgoing mail is 5.7.1": another number and a word of time before it, and a clause between.</summary>
    private readonly bool FollowsChange(Sighting sighting)
    {
        // StrangerBeside has passed by all that is too far back; of the versions the last one is the nearest.
        var other = -1;
        for (var i = stranger; i < strangers.Count && strangers[i] < sighting.Start; i++)
            other = strangers[i];
        if (versions.Count > 0 && versions[^1].Start > sighting.Start - Clause)
            other = Math.Max(other, versions[^1].Start);
        if (other < 0 || text[other..sighting.Start].Count(' ') < 2 || wording.FollowsPreposition(sighting.Start))
            return false;
        var before = text[Math.Max(0, other - Clause)..other];
        before = before[(before.LastIndexOf('\n') + 1)..];
        foreach (var range in before.SplitAny(" ,."))
        {
            if (before[range] is not [var first, ..] || !char.IsLetter(first))
                continue;
            if (Roles.Of(before[range]).Has(Role.Since) || (KnownCodes.Of(sighting.Code!.Value) >= Familiarity.Vendor && Lexicon.KindOf(before[range]).Has(WordKind.Change | WordKind.Version)))
                return true;
        }

        return false;
    }

    private readonly bool InNumberedLines(int index) =>
        !mentioned && !traced
        && ((index > 0 && layout.InNumberedLines(sightings[index - 1], sightings[index])) || (index + 1 < sightings.Count && layout.InNumberedLines(sightings[index], sightings[index + 1])));

    /// <summary>Another number of three parts close by, so that this one may be a version too.</summary>
    private bool StrangerBeside(Sighting sighting)
    {
        while (stranger < strangers.Count && strangers[stranger] <= sighting.Start - Clause)
            stranger++;
        for (var i = stranger; i < strangers.Count && strangers[i] <= sighting.End + Beside; i++)
        {
            if (strangers[i] >= sighting.Start - Beside)
                return true;
        }

        return false;
    }

    /// <summary>A number that was taken for a version: the same one again, or one just before, without a sentence's end between.</summary>
    private readonly bool VersionBeside(Sighting sighting)
    {
        for (var i = versions.Count - 1; i >= 0 && i >= versions.Count - 8; i--)
        {
            var version = versions[i];
            if (version.Code == sighting.Code)
                return true;
            if (sighting.Start - version.End <= Beside && (wording.FollowsPreposition(sighting.Start) || !text[version.End..sighting.Start].ContainsAny(SentenceMarks)))
                return true;
        }

        return false;
    }

    private readonly bool Asks(int start, int end) => neighbourhood.QuestionNear(start, end) && Question.Asks(text, start, end);

    /// <summary>Sendmail translates <c>&lt;&lt;&lt; 551 not our user</c> in the next line into a code of its own; the Status field tells the remote one.</summary>
    private readonly bool FollowsTranscript(int start)
    {
        var lineStart = Layout.LineStart(text, start);
        if (lineStart == 0)
            return false;
        var above = text[Layout.LineStart(text, lineStart - 1)..(lineStart - 1)];
        return above.StartsWith("<<< ", StringComparison.Ordinal) && above.Length > 8 && !above[7..].TrimStart(" -").StartsWith(above.Slice(4, 1), StringComparison.Ordinal);
    }

    /// <summary>The order among several codes. A remote reply before the report's own summary; a general wrapper behind what it wraps.</summary>
    private readonly int RankOf(Sighting sighting)
    {
        var line = text[Layout.LineStart(text, sighting.Start)..sighting.Start];
        if (line.StartsWith("<<<", StringComparison.Ordinal))
            return -1;
        if (sighting.Code is not { } code)
            return 2;
        var tail = line.TrimEnd();
        if (tail.EndsWith("Status:", StringComparison.OrdinalIgnoreCase) || tail.EndsWith("dsn=", StringComparison.OrdinalIgnoreCase))
            return 1;
        if (code is { Subject: 0, Detail: 350 or 351 } or { Subject: 4, Detail: 0, Class: 4 })
            return 1;
        // That the queue gave up is said after what the other side said (RFC 3463 X.4.7).
        if (code is { Subject: 4, Detail: 7 } && traced)
            return 1;
        if (report && FollowsTranscript(sighting.Start))
            return 3;
        return code is { Subject: 7, Detail: 0, Class: 4 } && text[sighting.End..Math.Min(text.Length, sighting.End + 20)].TrimStart().StartsWith("Proxy session", StringComparison.OrdinalIgnoreCase) ? 1 : 0;
    }
}
