using System.Globalization;
using ChatOpsBot.Conversations.Texts;
using ChatOpsBot.MailFlow.Evidence;
using ChatOpsBot.Probing;

namespace ChatOpsBot.Conversations;

/// <summary>The part of a case's card about its live checks.</summary>
internal sealed class LiveCheckBlocks(Case @case, CardTexts texts)
{
    /// <summary>The server that checks would ask: the one of the latest run, else the one the message names.</summary>
    public static string? TargetOf(Case @case) =>
        @case.Run?.Target ?? (ProbeTarget.TryParse(@case.Primary.Server ?? @case.Primary.Address, out var target) ? Write(target) : null);

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
            new Paragraph(@case.RefusedTarget is { } input ? texts.ServerNotUsable.Replace("{input}", input, StringComparison.Ordinal) : texts.NoServerNamed),
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

        yield return new CheckTable([texts.ColumnWhere, texts.ColumnCheck, texts.ColumnResult], [.. Rows(run)]);

        var wayOut = run.Results.FindLast(result => result.CheckId == "ctl.out25")?.Outcome;
        var hasSilence = run.Results.Exists(result => result is { CheckId: "tcp25", Outcome: "timeout" or "unreachable" or "refused" });
        if (wayOut == "blocked")
        {
            yield return new Paragraph(texts.ChecksBlocked, ParagraphStyle.Strong);
            yield return ByHand(run);
        }
        else if (!run.IsActive)
        {
            yield return new Paragraph(wayOut == "unknown" && hasSilence ? texts.ChecksVantageUnproven : texts.ChecksVantage, ParagraphStyle.Subtle);
            yield return new Foldout(texts.RunYourself, [ByHand(run)]);
        }

        if (Dialogue(run) is { Count: > 0 } dialogue)
            yield return new Foldout(texts.Dialogue, dialogue);
    }

    /// <summary>A result of a run of which nothing was allowed, for one reason; null for any other run.</summary>
    private static CheckResult? DeniedAsAWhole(CheckRun run) =>
        !run.IsActive && run.Results is [var first, ..] && run.Results.TrueForAll(result => result.Outcome == Vocabulary.Denied && result.Reason == first.Reason) ? first : null;

    private IEnumerable<IReadOnlyList<string>> Rows(CheckRun run)
    {
        var order = Vocabulary.Checks.Keys.ToList();
        foreach (var result in run.Results.OrderBy(result => PlaceOf(result, order)).ThenBy(result => result.Where, StringComparer.Ordinal).ThenBy(result => order.IndexOf(result.CheckId)))
            yield return [result.Where ?? "", texts.CheckNames.GetValueOrDefault(result.CheckId, result.CheckId), Outcome(result, texts)];

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
        var text = texts.OutcomeOf(result.CheckId, result.Outcome);
        foreach (var (name, value) in result.Facts)
            text = text.Replace($"{{{name}}}", value, StringComparison.Ordinal);
        return result.Reason is { } reason
            ? texts.OutcomeBecause.Replace("{outcome}", text, StringComparison.Ordinal).Replace("{reason}", texts.Reasons.GetValueOrDefault(reason, reason), StringComparison.Ordinal)
            : text;
    }

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

    /// <summary>The longest transcript of each address: later checks of a session repeat what earlier ones saw.</summary>
    private static List<CardBlock> Dialogue(CheckRun run) =>
    [
        .. run.Results
            .Where(result => result.Evidence.Count > 0)
            .GroupBy(result => result.Where, StringComparer.Ordinal)
            .OrderBy(address => address.Key, StringComparer.Ordinal)
            .SelectMany(address => (CardBlock[])
            [
                new Paragraph(address.Key ?? run.Target, ParagraphStyle.Strong),
                new Paragraph(string.Join('\n', address.MaxBy(result => result.Evidence.Count)!.Evidence), ParagraphStyle.Verbatim),
            ]),
    ];

    /// <summary>TLS from the first byte (RFC 8314 §7.3).</summary>
    private const int ImplicitTls = 465;
}
