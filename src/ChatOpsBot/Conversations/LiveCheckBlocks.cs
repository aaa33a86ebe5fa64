using System.Globalization;
using System.Text.RegularExpressions;
using ChatOpsBot.Conversations.Texts;
using ChatOpsBot.FollowUps;
using ChatOpsBot.LiveChecks;
using ChatOpsBot.MailFlow.Evidence;
using ChatOpsBot.MailFlow.Knowledge;
using ChatOpsBot.Probing;

namespace ChatOpsBot.Conversations;

/// <summary>The part of a case's card about its live checks.</summary>
internal sealed partial class LiveCheckBlocks(Case @case, KnowledgeEntry entry, CardTexts texts)
{
    /// <summary>The server that checks would ask: the one of the latest run, else the one the message names.</summary>
    public static string? TargetOf(Case @case) =>
        @case.Run?.Target ?? (ProbeTarget.TryParse(@case.Primary.Server ?? @case.Primary.Address, out var target) ? Write(target) : null);

    /// <summary>Another server that the message names, to be checked next: one that no run has asked before all others.</summary>
    public static string? OtherOf(Case @case)
    {
        var current = TargetOf(@case);
        var named = @case.Errors.Select(error => ProbeTarget.TryParse(error.Server ?? error.Address, out var target) ? Write(target) : null).OfType<string>().Where(server => server != current).ToList();
        return named.Find(server => !@case.PastRuns.Exists(run => run.Target == server)) ?? named.FirstOrDefault();
    }

    /// <summary>Port 25 goes without saying, unless it says that the name is a server's and no domain's.</summary>
    public static string Write(ProbeTarget target) => target is { Port: 25, Kind: not TargetKind.Host } ? target.Host : target.ToString();

    public IEnumerable<CardBlock> Compose()
    {
        if (!@case.IsOpen && @case.Run is null)
            return [];
        return @case.Run is { } run ? [new Heading(texts.Checks), .. OfRun(run), .. AskForServer()] : AskForServer();
    }

    private IReadOnlyList<CardBlock> AskForServer()
    {
        if (!@case.IsOpen || (TargetOf(@case) is not null && @case.RefusedTarget is null))
            return [];
        return
        [
            @case.RefusedTarget is "" ? new Paragraph(texts.ServerMissing, ParagraphStyle.Strong) : new Paragraph(@case.RefusedTarget is { } input ? texts.ServerNotUsable.Replace("{input}", input, StringComparison.Ordinal) : texts.NoServerNamed),
            new TextInput(Verbs.ServerInput, texts.ServerInput, texts.ServerPlaceholder, @case.RefusedTarget ?? ""),
        ];
    }

    private IEnumerable<CardBlock> OfRun(CheckRun run)
    {
        yield return new Paragraph(CardText.Format(
            run.State switch
            {
                RunState.Waiting => texts.ChecksWaiting,
                RunState.Running => texts.ChecksRunning,
                RunState.Completed => texts.ChecksCompleted,
                RunState.Stopped => texts.ChecksStopped,
                RunState.Failed => texts.ChecksFailed,
                _ => throw new ArgumentOutOfRangeException(nameof(run), run.State, "Unknown state of a run."),
            },
            ("target", run.Target),
            ("name", run.RequestedBy.Name),
            ("time", run.EndedAt ?? run.RequestedAt)));
        if (DeniedAsAWhole(run) is { } denied)
        {
            yield return new Paragraph(Outcome(denied, texts), ParagraphStyle.Strong);
            yield break;
        }

        var lost = LostVantages(run);
        foreach (var one in lost)
            yield return new Paragraph(LostVantage(one), ParagraphStyle.Strong);
        if (!run.IsActive && lost.Count > 0 && run.Results.TrueForAll(result => Reasons.IsOfBackend(result.Reason)))
        {
            yield return new Paragraph(texts.ByHandInstead);
            yield return ByHand(run);
            yield break;
        }

        foreach (var block in BesideVerdict(run))
            yield return block;
        foreach (var difference in Differences(run))
            yield return new Paragraph(difference);
        yield return new CheckTable([texts.ColumnWhere, texts.ColumnCheck, texts.ColumnResult], [.. Rows(run)]);
        foreach (var block in run.Results.Exists(result => result.Vantage is not null) ? VantageNotes(run) : VantageNote(run))
            yield return block;
        if (Dialogue(run) is { Count: > 0 } dialogue)
            yield return new Foldout(texts.Dialogue, dialogue);
    }

    /// <summary>What the latest checks mean, to stand where the eye falls first; nothing while there is no verdict.</summary>
    public IEnumerable<CardBlock> ComposeVerdict() => @case.Run is { } run && DeniedAsAWhole(run) is null ? Verdict(run) : [];

    /// <summary>The verdict's first sentence, of each view where places differ.</summary>
    public IEnumerable<CardText> Headlines(CheckRun run)
    {
        var views = Views(run);
        return DeniedAsAWhole(run) is { } denied ? [Outcome(denied, texts)] : views.Select(view => HeadlineOf(view, SentencesOf(view, run, views.Count), views.Count));
    }

    /// <summary>The same for those who are not in this chat: only what all places agree on, for their names are ours; and nothing where nothing was seen.</summary>
    public IEnumerable<string> ForOthers(CheckRun run) =>
        Views(run) is [var view] && view[0].Verdict.Cause != VerdictCauses.NotTested ? [SentencesOf(view, run, views: 1).Headline.Compact().ToString()] : [];

    /// <summary>Places that agree, together.</summary>
    private List<List<PlaceVerdict>> Views(CheckRun run)
    {
        // That our own way out is blocked has a sentence of its own, with the commands that help.
        var places = RunVerdicts.Of(run, @case.Primary.Code).Where(place => place.Verdict.Reason != Reasons.OutboundBlocked).ToList();
        List<List<PlaceVerdict>> views = [];
        foreach (var place in places)
        {
            if (views.Find(view => view[0].Agrees(place)) is { } same)
                same.Add(place);
            else
                views.Add([place]);
        }

        return views;
    }

    private VerdictSentences SentencesOf(List<PlaceVerdict> view, CheckRun run, int views) =>
        new(view[0], run.EndedAt ?? run.RequestedAt, texts, IsGone(run), isComparable: views == 1 && RunComparison.FailuresOf(run, entry).Count == 0);

    private CardText HeadlineOf(List<PlaceVerdict> view, VerdictSentences sentences, int views) =>
        (views == 1 ? sentences.Headline : sentences.Headline.In(texts.Verdicts.From, "verdict", ("vantage", Names(view)))).Compact();

    /// <summary>What all results together mean; where places differ, which of them saw what.</summary>
    private IEnumerable<CardBlock> Verdict(CheckRun run)
    {
        var views = Views(run);
        foreach (var view in views)
        {
            var sentences = SentencesOf(view, run, views.Count);
            yield return new Paragraph(HeadlineOf(view, sentences, views.Count), ParagraphStyle.Strong);
            if (sentences.Meaning is { } meaning)
                yield return new Paragraph(meaning.Compact());
        }

        if (OnTheWay(views) is { } onTheWay)
            yield return new Paragraph(onTheWay.Compact());
    }

    /// <summary>What else was seen, and what was not: it stands with the table.</summary>
    private IEnumerable<CardBlock> BesideVerdict(CheckRun run)
    {
        var views = Views(run);
        foreach (var sentences in views.Select(view => SentencesOf(view, run, views.Count)))
        {
            foreach (var finding in sentences.Findings.Take(MaxFindings))
                yield return new Paragraph(finding.In(texts.Verdicts.Also, "finding").Compact(), ParagraphStyle.Subtle);
            foreach (var aside in sentences.Gaps.Take(MaxGaps).Concat(sentences.Remembered.Take(MaxGaps)).Concat(sentences.Limits))
                yield return new Paragraph(aside.Compact(), ParagraphStyle.Subtle);
        }
    }

    /// <summary>The server takes mail from one place and fails from another: it is not the server alone. DNS may differ for many reasons.</summary>
    private CardText? OnTheWay(List<List<PlaceVerdict>> views)
    {
        var well = views.Where(view => view[0].Verdict.Cause == VerdictCauses.Healthy).SelectMany(view => view).ToList();
        var ill = views.Where(view => view[0].Verdict is { Code: not (null or MailFlowCodes.None), Stage: not VerdictStage.Dns }).SelectMany(view => view).ToList();
        return well.Count == 0 || ill.Count == 0 ? null : CardText.Format(texts.Verdicts.WorksFromSome, ("well", Names(well)), ("ill", Names(ill)));
    }

    private static string Names(IEnumerable<PlaceVerdict> places) => string.Join(", ", places.Select(place => place.Vantage));

    /// <summary>Whether an earlier run saw a failure at the same server, and this one finds it mended.</summary>
    private bool IsGone(CheckRun run) =>
        Recheck.BeforeOf(@case, entry, run) is { } before && RunComparison.Judge(RunComparison.FailuresOf(before, entry), run, entry) == RecheckOutcome.Passed;

    /// <summary>How far one may trust what the bot sees itself.</summary>
    private IEnumerable<CardBlock> VantageNote(CheckRun run)
    {
        if (WayOut(run.Results) == "blocked")
        {
            yield return new Paragraph(texts.ChecksBlocked, ParagraphStyle.Strong);
            yield return ByHand(run);
        }
        else if (!run.IsActive)
        {
            yield return new Paragraph(WayOut(run.Results) == "unknown" && HasSilence(run.Results) ? texts.ChecksVantageUnproven : texts.ChecksVantage, ParagraphStyle.Subtle);
            yield return new Foldout(texts.RunYourself, [ByHand(run)]);
        }
    }

    /// <summary>The same for each of the named places.</summary>
    private IEnumerable<CardBlock> VantageNotes(CheckRun run)
    {
        var places = run.Results.Where(result => !Reasons.IsOfBackend(result.Reason)).GroupBy(result => result.Vantage ?? "", StringComparer.Ordinal).OrderBy(place => place.Key, StringComparer.Ordinal).ToList();
        var blocked = places.FindAll(place => WayOut(place) == "blocked");
        foreach (var place in blocked)
            yield return new Paragraph(CardText.Format(texts.VantageBlocked, ("vantage", place.Key)), ParagraphStyle.Strong);
        var isHopeless = blocked.Count > 0 && blocked.Count == places.Count;
        if (isHopeless)
        {
            yield return new Paragraph(texts.ByHandInstead);
            yield return ByHand(run);
        }

        if (run.IsActive || isHopeless)
            yield break;
        foreach (var place in places.FindAll(place => WayOut(place) == "unknown" && HasSilence(place)))
            yield return new Paragraph(CardText.Format(texts.SeenFromUnproven, ("vantage", place.Key)), ParagraphStyle.Subtle);
        if (places.Count > 0)
            yield return new Paragraph(CardText.Format(texts.SeenFrom, ("vantages", string.Join(", ", places.Select(place => place.Key)))), ParagraphStyle.Subtle);
        yield return new Foldout(texts.RunYourself, [ByHand(run)]);
    }

    private static string? WayOut(IEnumerable<CheckResult> results) => results.LastOrDefault(result => result.CheckId == "ctl.out25")?.Outcome;

    private static bool HasSilence(IEnumerable<CheckResult> results) => results.Any(result => result is { CheckId: "tcp25", Outcome: "timeout" or "unreachable" or "refused" });

    /// <summary>Of each backend that did not come to its end, one result that says why.</summary>
    private static IReadOnlyList<CheckResult> LostVantages(CheckRun run) =>
        [.. run.Results.Where(result => Reasons.IsOfBackend(result.Reason)).DistinctBy(result => result.Vantage).OrderBy(result => result.Vantage, StringComparer.Ordinal)];

    private CardText LostVantage(CheckResult lost)
    {
        var why = CardText.Format(texts.VantageLost, ("vantage", lost.Vantage ?? ""), ("reason", texts.Reasons.GetValueOrDefault(lost.Reason!, lost.Reason!)));
        return DateTimeOffset.TryParse(lost.Facts.GetValueOrDefault("until"), CultureInfo.InvariantCulture, out var until)
            ? why.Then(CardText.Format(texts.VantageAgain, ("time", until)))
            : why;
    }

    /// <summary>What two places see differently, in a sentence a place of the target: the first check that differs, for the later ones follow from it.</summary>
    private IEnumerable<CardText> Differences(CheckRun run)
    {
        var order = Vocabulary.Checks.Keys.ToList();
        return run.Results
            .Where(result => result is { Vantage: not null, Where: not null, Outcome: not (Vocabulary.NotTested or Vocabulary.Denied) })
            .GroupBy(result => (result.CheckId, result.Where))
            .Where(views => views.DistinctBy(view => view.Outcome).Count() > 1)
            .OrderBy(views => order.IndexOf(views.Key.CheckId))
            .DistinctBy(views => views.Key.Where)
            .Take(MaxDifferences)
            .Select(views => CardText.Format(
                texts.VantagesDiffer,
                ("check", texts.CheckNames.GetValueOrDefault(views.Key.CheckId, views.Key.CheckId)),
                ("where", views.Key.Where!),
                ("views", string.Join(", ", views.OrderBy(view => view.Vantage, StringComparer.Ordinal).Select(view => CardText.Format(texts.VantageView, ("vantage", view.Vantage!), ("outcome", Outcome(view, texts))).ToString())))));
    }

    /// <summary>A result of a run of which nothing was allowed, for one reason; null for any other run.</summary>
    private static CheckResult? DeniedAsAWhole(CheckRun run) =>
        !run.IsActive && run.Results is [var first, ..] && run.Results.TrueForAll(result => result.Outcome == Vocabulary.Denied && result.Reason == first.Reason) ? first : null;

    private IEnumerable<IReadOnlyList<string>> Rows(CheckRun run)
    {
        var order = Vocabulary.Checks.Keys.ToList();
        // Trouble with a backend has a sentence of its own.
        foreach (var result in run.Results.Where(result => !Reasons.IsOfBackend(result.Reason)).OrderBy(result => PlaceOf(result, order)).ThenBy(result => result.Where, StringComparer.Ordinal).ThenBy(result => order.IndexOf(result.CheckId)).ThenBy(result => result.Vantage, StringComparer.Ordinal))
            yield return [result.Place ?? "", texts.CheckNames.GetValueOrDefault(result.CheckId, result.CheckId), Timed(result)];

        if (!run.IsActive)
            yield break;
        foreach (var waiting in run.CheckIds.Except(run.Results.Select(result => result.CheckId), StringComparer.Ordinal))
            yield return ["", texts.CheckNames.GetValueOrDefault(waiting, waiting), texts.OutcomeWaiting];
    }

    /// <summary>What is known of the name comes first, then address by address, our own way out last.</summary>
    private static int PlaceOf(CheckResult result, List<string> order) => result.CheckId switch
    {
        "ctl.out25" => 2,
        var id when order.IndexOf(id) < order.IndexOf("tcp25") => 0,
        _ => 1,
    };

    /// <summary>An outcome in words, with its facts and reason.</summary>
    public static string Outcome(CheckResult result, CardTexts texts)
    {
        // What a backend of another version did not tell stays open.
        var text = FactInBraces().Replace(texts.OutcomeOf(result.CheckId, result.Outcome), fact => result.Facts.GetValueOrDefault(fact.Groups["name"].Value, "…"));
        return result.Reason is { } reason
            ? texts.OutcomeBecause.Replace("{outcome}", text, StringComparison.Ordinal).Replace("{reason}", texts.Reasons.GetValueOrDefault(reason, reason), StringComparison.Ordinal)
            : text;
    }

    /// <summary>With the time it took, unless the words name it or nothing was asked: certificates come with the handshake of STARTTLS.</summary>
    private string Timed(CheckResult result)
    {
        var outcome = Outcome(result, texts);
        var saysTime = texts.OutcomeOf(result.CheckId, result.Outcome).Contains("{seconds}", StringComparison.Ordinal);
        return saysTime || result.Elapsed <= TimeSpan.Zero || result.CheckId is "tls.chain" or "tls.name" or "tls.time" || result.Outcome is Vocabulary.NotTested or Vocabulary.Denied ? outcome : $"{outcome} · {Duration(result.Elapsed)}";
    }

    private string Duration(TimeSpan elapsed) => elapsed switch
    {
        { TotalMilliseconds: < 1 } => "<\u00A01\u00A0ms",
        { TotalSeconds: < 10 } => string.Create(texts.Culture, $"{elapsed.TotalMilliseconds:N0}\u00A0ms"),
        _ => string.Create(texts.Culture, $"{elapsed.TotalSeconds:N1}\u00A0s"),
    };

    private static Paragraph ByHand(CheckRun run)
    {
        var target = ProbeTarget.TryParse(run.Target, out var parsed) ? parsed : new ProbeTarget(run.Target);

        // Of a mail domain: its MX records, and the best of the hosts they name.
        var host = run.Results.Find(result => result.CheckId == "tcp25" && result.Facts.ContainsKey("domain"))?.Facts.GetValueOrDefault("host");
        var server = host is null ? target : new ProbeTarget(host, target.Port);
        return new Paragraph(
            string.Create(CultureInfo.InvariantCulture, $"{(host is null ? "" : $"Resolve-DnsName {target.Host} -Type MX\n")}Resolve-DnsName {server.Host}\nTest-NetConnection {server.Host} -Port {server.Port}\nopenssl s_client {(server.Port == ImplicitTls ? "" : "-starttls smtp ")}-connect {server}"),
            ParagraphStyle.Verbatim);
    }

    /// <summary>The session with each address, in the order of its checks.</summary>
    private List<CardBlock> Dialogue(CheckRun run)
    {
        var order = Vocabulary.Checks.Keys.ToList();
        var comments = new TranscriptComments(texts);
        return
        [
            .. run.Results
                .Where(result => result.Evidence.Count > 0)
                .GroupBy(result => result.Place, StringComparer.Ordinal)
                .OrderBy(address => address.Key, StringComparer.Ordinal)
                .SelectMany(address => (CardBlock[])
                [
                    new Paragraph(address.Key ?? run.Target, ParagraphStyle.Strong),
                    comments.Of(address.OrderBy(result => order.IndexOf(result.CheckId))),
                ]),
        ];
    }

    [GeneratedRegex(@"\{(?<name>\w+)\}", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex FactInBraces();

    /// <summary>TLS from the first byte (RFC 8314 §7.3).</summary>
    private const int ImplicitTls = 465;

    private const int MaxDifferences = 3;

    /// <summary>Beside the verdict; the table has the rest.</summary>
    private const int MaxFindings = 3;

    private const int MaxGaps = 2;
}
