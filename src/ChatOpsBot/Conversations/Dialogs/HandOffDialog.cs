using System.Text;
using ChatOpsBot.Conversations.Texts;
using ChatOpsBot.MailFlow.Evidence;
using ChatOpsBot.MailFlow.Knowledge;

namespace ChatOpsBot.Conversations.Dialogs;

/// <summary>
/// What to write to those who are not in this chat: the admin of the other organization, and the person whose mail did not arrive. Names
/// nobody of this conversation, and says no more than was seen. Times are in UTC, because nobody knows where it is read.
/// </summary>
internal sealed class HandOffDialog
{
    private readonly Case @case;
    private readonly KnowledgeEntry entry;
    private readonly CaseCardOptions options;
    private readonly CardTexts texts;
    private readonly EntryWords words;
    private readonly DialogTexts said;
    private readonly IReadOnlyList<CauseStanding> standings;

    private HandOffDialog(Case @case, KnowledgeEntry entry, CaseCardOptions options, CardTexts texts)
    {
        this.@case = @case;
        this.entry = entry;
        this.options = options;
        this.texts = texts;
        words = new EntryWords(@case, entry, texts, knowledge: null);
        said = texts.Dialogs;
        standings = Weighing.Weigh(entry.Causes, [.. @case.Observations, .. ErrorEvidence.Of(@case.Errors)]);
    }

    public static Dialog Compose(Case @case, KnowledgeEntry entry, CaseCardOptions options, CardTexts texts) => new()
    {
        Kind = DialogKind.HandOff,
        CaseId = @case.Id,
        Revision = @case.Version,
        Language = texts.Language,
        Title = texts.Dialogs.HandOffTitle,
        Blocks =
        [
            .. Texts(@case, entry, options, texts, idsFrom: "hand-off"),
            // Whoever is written to reads another language more often than not.
            .. texts.Language == EnglishTexts.Texts.Language ? [] : Texts(@case, entry, options, EnglishTexts.Texts, idsFrom: "hand-off-en").OfType<CopyText>().Select(text => text with { Label = $"{text.Label} ({EnglishTexts.Texts.LanguageName})" }),
        ],
        Close = texts.Dialogs.Close,
    };

    /// <param name="idsFrom">Of the fields to copy: one card may show them twice.</param>
    public static IReadOnlyList<CardBlock> Texts(Case @case, KnowledgeEntry entry, CaseCardOptions options, CardTexts texts, string idsFrom)
    {
        var handOff = new HandOffDialog(@case, entry, options, texts);
        return
        [
            new Paragraph(texts.Dialogs.HandOffHint, ParagraphStyle.Subtle),
            new CopyText($"{idsFrom}{ForPartnerEnd}", texts.Dialogs.ForPartner, handOff.ForPartner()),
            new CopyText($"{idsFrom}{ForSenderEnd}", texts.Dialogs.ForSender, handOff.ForSender()),
        ];
    }

    private string ForPartner()
    {
        var text = new StringBuilder();
        var trouble = Recipient is { } recipient ? said.PartnerTrouble.Replace("{recipient}", recipient, StringComparison.Ordinal) : said.PartnerTroubleUnnamed;
        text.Append(Named(trouble)).Append("\n\n").Append(said.PartnerLine).Append('\n').Append(@case.Primary.QuotedLine).Append('\n');
        AddFact(text, texts.Server, ServerWithAddress);
        AddFact(text, texts.LastAttempt, @case.Primary.LastAttempt is { } attempt ? Utc(attempt) : null);

        if (@case.Run is { } run && Seen(run) is { Count: > 0 } seen)
        {
            AddList(text, said.PartnerSeen.Replace("{time}", Utc(run.EndedAt ?? run.RequestedAt), StringComparison.Ordinal), [.. new LiveCheckBlocks(@case, entry, texts).ForOthers(run), .. seen]);
            text.Append(said.PartnerVantage).Append('\n');
        }

        AddList(text, said.PartnerCauses, [.. standings.Where(cause => cause.Standing is Standing.Confirmed or Standing.Likely).Take(MaxCauses).Select(cause => words.Say(cause.Cause.Id))]);
        AddList(text, said.PartnerQuestions, Questions());
        return text.Append('\n').Append(said.PartnerEnd).ToString();
    }

    private string ForSender()
    {
        var text = new StringBuilder();
        var trouble = Recipient is { } recipient ? said.SenderTrouble.Replace("{recipient}", recipient, StringComparison.Ordinal) : said.SenderTroubleUnnamed;
        text.Append(Named(trouble)).Append("\n\n").Append(MayWait is { } expiry
            ? said.SenderWaits.Replace("{time}", Utc(expiry), StringComparison.Ordinal)
            : said.SenderReturned).Append('\n');
        AddList(text, said.SenderSteps, StepsOf(Actor.Sender));
        return text.ToString().TrimEnd();
    }

    /// <summary>Until when the mail may be on its way still; null when it is back, or was refused at once.</summary>
    private DateTimeOffset? MayWait => @case.ExpiredAt is null && !@case.Errors.Any(entry.Match.MeansReturned) ? FollowUps.QueueExpiry.Of(@case, entry, options.MessageExpiration) : null;

    private string? Recipient => @case.Primary.Domain ?? @case.Primary.Server;

    private string? ServerWithAddress => @case.Primary switch
    {
        { Server: { } server, Address: { } address } when address != server => texts.ServerWithAddress.Replace("{host}", server, StringComparison.Ordinal).Replace("{address}", address, StringComparison.Ordinal),
        var error => error.Server ?? error.Address,
    };

    private string Named(string sentence) => sentence
        .Replace("{code}", @case.Primary.CodeText, StringComparison.Ordinal)
        .Replace("{title}", EntryTitle.Behind(@case.Primary.CodeText, words.Say("title")), StringComparison.Ordinal);

    /// <summary>What was really seen at the server: neither what was not tested nor our own way out is theirs to read.</summary>
    private List<string> Seen(CheckRun run) =>
    [
        .. run.Results
            .Where(result => result.CheckId != "ctl.out25" && result.Outcome is not (Vocabulary.NotTested or Vocabulary.Denied))
            .Take(MaxLines)
            .Select(result => texts.CheckSeen
                .Replace("{check}", texts.CheckNames.GetValueOrDefault(result.CheckId, result.CheckId), StringComparison.Ordinal)
                .Replace("{where}", result.Place ?? run.Target, StringComparison.Ordinal)
                .Replace("{outcome}", LiveCheckBlocks.Outcome(result, texts), StringComparison.Ordinal)),
    ];

    /// <summary>What only those can tell who see the server and what stands before it.</summary>
    private List<string> Questions() =>
    [
        .. standings
            .Where(cause => cause.Standing != Standing.RuledOut && cause.Cause is { Question: not null, Actor: Actor.Partner or Actor.NetworkTeam or Actor.DnsHost })
            .Take(MaxQuestions)
            .Select(cause => words.Say($"{cause.Cause.Id}.ask")),
    ];

    private List<string> StepsOf(Actor actor) => [.. entry.FixSteps.Where(step => step.Actor == actor).Select(step => words.Say(step.Id))];

    private static void AddFact(StringBuilder text, string label, string? value)
    {
        if (value is not null)
            text.Append(label).Append(": ").Append(value).Append('\n');
    }

    private static void AddList(StringBuilder text, string heading, List<string> lines)
    {
        if (lines.Count == 0)
            return;
        text.Append('\n').Append(heading).Append('\n');
        foreach (var line in lines)
            text.Append("- ").Append(line).Append('\n');
    }

    private static string Utc(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>How the ids of the texts end, by whom each is for.</summary>
    public const string ForPartnerEnd = "-partner";

    /// <inheritdoc cref="ForPartnerEnd"/>
    public const string ForSenderEnd = "-sender";

    private const int MaxLines = 8;
    private const int MaxCauses = 3;
    private const int MaxQuestions = 3;
}
