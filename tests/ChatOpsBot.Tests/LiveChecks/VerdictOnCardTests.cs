using ChatOpsBot.Conversations;
using ChatOpsBot.Conversations.Dialogs;
using ChatOpsBot.Conversations.Texts;
using ChatOpsBot.FollowUps;
using ChatOpsBot.LiveChecks;
using ChatOpsBot.MailFlow.Evidence;
using ChatOpsBot.Probing;
using ChatOpsBot.Probing.Verdicts;
using ChatOpsBot.Testing.Smtp;

namespace ChatOpsBot.Tests.LiveChecks;

/// <summary>What all results together mean, in words on the card.</summary>
public sealed class VerdictOnCardTests
{
    private const string Host = "mx1.contoso.example";
    private const string Place = "mx1.contoso.example (203.0.113.9)";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> AllLanguages => [.. Languages.All.Select(texts => texts.Language)];

    [Fact]
    public void A_refusal_says_where_what_it_may_be_and_that_nobody_is_blamed_without_proof_of_our_way_out()
    {
        var said = VerdictOf(Checked(Some.Seen("tcp25", "refused")));

        Assert.Equal(
            [
                $"{Place} refuses connections on port 25: nothing listens there, or a firewall turns senders away.",
                "Whose trouble it is cannot be told from here: it may also be the network or the address of the probe. Exchange Online reports this as 450 4.4.316. That explains the 4.4.316 that was posted.",
            ],
            said);
    }

    [Fact]
    public void With_our_way_out_proven_the_receiving_side_is_named()
    {
        var said = VerdictOf(Checked(Some.Seen("tcp25", "refused"), WayOut("ok")));

        Assert.StartsWith("The trouble is most likely on the receiving side. Exchange Online reports this as 450 4.4.316.", said[1], StringComparison.Ordinal);
    }

    [Fact]
    public void What_works_from_here_points_to_a_filter_when_a_refusal_was_posted()
    {
        var said = VerdictOf(Checked(Some.Seen("tcp25", "open"), Some.Seen("smtp.banner", "ready"), Some.Seen("smtp.ehlo", "ok"), Some.Seen("smtp.starttls", "ok")));

        Assert.Equal(
            [
                $"No fault was seen: {Host} takes connections, answers EHLO and encrypts with STARTTLS.",
                "It works from here, but 4.4.316 was posted: look for a filter that keeps the addresses of Exchange Online out.",
                "No mail was sent: what the server says to senders and recipients was not tested.",
            ],
            said);
    }

    [Theory]
    [InlineData("tcp25=open smtp.banner=ready", "takes connections. The session was not followed to its end.")]
    [InlineData("tcp25=open smtp.banner=ready smtp.ehlo=ok", "takes connections and answers EHLO. Encryption was not tested.")]
    public void Health_is_claimed_only_as_far_as_it_was_seen(string seen, string claim) =>
        Assert.EndsWith(claim, VerdictOf(Checked([.. seen.Split(' ').Select(one => Some.Seen(one.Split('=')[0], one.Split('=')[1]))]))[0], StringComparison.Ordinal);

    [Fact]
    public void Questions_about_DNS_alone_claim_nothing_about_the_servers()
    {
        var found = Some.Seen("dns.mx", "found") with { Where = Host, Facts = new Dictionary<string, string> { ["host"] = Host, ["exchangers"] = "10 mx1.contoso.example" } };

        Assert.Equal([$"No fault was seen in what was asked about {Host}. Whether a server takes mail was not tested."], VerdictOf(Checked(found)));
    }

    [Fact]
    public void A_rate_limit_is_our_own_trouble()
    {
        var said = VerdictOf(Checked(Some.Seen("tcp25", "open"), Some.Seen("smtp.banner", "not-tested", Reasons.RateLimited)));

        Assert.Equal($"Nothing can be said about {Place}: the server limits our connections; try again later.", said[0]);
        Assert.Equal("That is the trouble of the probe itself and says nothing about the receiving side.", said[1]);
    }

    [Fact]
    public void A_certificate_is_told_with_its_names_and_what_it_stops()
    {
        var said = VerdictOf(Checked(
            Some.Seen("tcp25", "open"),
            Some.Seen("smtp.banner", "ready"),
            Some.Seen("smtp.starttls", "ok"),
            Some.Seen("tls.name", "mismatch", facts: [("causes", "cert.name_mismatch"), ("names", "a.example, b.example, c.example, d.example"), ("expected", Host)])));

        Assert.Equal($"The certificate of {Place} is issued for a.example, b.example, c.example, …, not for {Host}.", said[0]);
        Assert.StartsWith("The trouble is on the receiving side; it was seen directly. A connector that requires TLS with a valid certificate fails with 450 4.7.320; other mail gets through. That is another fault than the 4.4.316", said[1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_fault_that_a_likely_cause_rests_on_is_not_called_another_fault()
    {
        var entry = Some.Knowledge.Find("4.4.317")!;
        CaseEvent[] run = Run("r1", Some.Seen("tcp25", "open"), Some.Seen("smtp.banner", "ready"), Some.Seen("smtp.starttls", "ok"), Some.Seen("tls.chain", "untrusted-root", facts: ("causes", "cert.untrusted_root")), WayOut("ok"));

        var said = VerdictOf(CaseCard.Compose(Some.CaseOf(Some.Error("4.4.317"), "en", run), entry, Some.CardOptions));

        Assert.Contains($"The certificate of {Place} comes from an authority that is not trusted publicly.", said);
        Assert.DoesNotContain(said, sentence => sentence.Contains("another fault", StringComparison.Ordinal));
    }

    [Fact]
    public void A_point_in_time_is_written_by_the_readers_client()
    {
        var card = Checked(Some.Seen("tcp25", "open"), Some.Seen("smtp.starttls", "ok"), Some.Seen("tls.time", "expired", facts: [("causes", "cert.expired"), ("until", "2026-11-01T10:00:00Z")]));

        var headline = Paragraphs(card).First(paragraph => paragraph.Text.ToString().StartsWith("The certificate of", StringComparison.Ordinal)).Text;
        Assert.Contains(new CardText.Piece.Time(new DateTimeOffset(2026, 11, 1, 10, 0, 0, TimeSpan.Zero)), headline.Pieces);
    }

    [Fact]
    public void Old_records_in_a_cache_are_told_until_when()
    {
        var moved = Some.Seen("dns.mx", "differs") with
        {
            Where = Host,
            Facts = new Dictionary<string, string> { ["host"] = Host, ["causes"] = "dns.stale_cache", ["cache"] = "stale", ["cached"] = "nothing", ["ttl"] = "3600" },
        };

        Assert.Contains("The old records are kept until 2026-11-20 13:00 UTC at the latest.", VerdictOf(Checked(moved))[1], StringComparison.Ordinal);
    }

    [Fact]
    public void After_the_fix_the_card_speaks_of_no_filter()
    {
        CaseEvent[] mended =
        [
            .. Run("r1", Some.Seen("tcp25", "refused"), WayOut("ok")),
            new CaseEvent.StepMarked("f.open", StepMark.Done, Some.Bert) { At = Some.Noon },
            .. Run("r2", Some.Seen("tcp25", "open"), Some.Seen("smtp.banner", "ready"), WayOut("ok")),
        ];

        var said = VerdictOf(CaseCard.Compose(Some.Case(mended), Some.Entry, Some.CardOptions));

        Assert.Contains("Earlier checks saw the failure from here; these do not see it any more.", said);
        Assert.DoesNotContain(said, sentence => sentence.Contains("filter", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(RunEnd.Stopped)]
    [InlineData(RunEnd.Failed)]
    public void A_run_that_did_not_come_to_its_end_has_no_verdict(object end)
    {
        var @case = Some.Case([.. Run("r1", Some.Seen("tcp25", "open"))[..^1], new CaseEvent.ChecksEnded("r1", (RunEnd)end) { At = Some.Noon }]);

        Assert.Empty(RunVerdicts.Of(@case.Run!, reported: null));
    }

    [Fact]
    public void A_backend_that_broke_off_has_no_verdict_and_takes_none_from_the_other()
    {
        var @case = Some.Case(Run(
            "r1",
            Some.Seen("tcp25", "refused") with { Vantage = "inside" },
            Some.Seen("tcp25", "open") with { Vantage = "outside" },
            Some.Seen("smtp.banner", "not-tested", Reasons.BackendBrokeOff) with { Vantage = "outside" }));

        var verdict = Assert.Single(RunVerdicts.Of(@case.Run!, reported: null));

        Assert.Equal(("inside", VerdictCauses.TcpRefused), (verdict.Vantage, verdict.Verdict.Cause));
    }

    [Fact]
    public void Places_that_differ_each_have_their_verdict_and_what_lies_between_is_named()
    {
        var card = Checked(
            Some.Seen("tcp25", "open") with { Vantage = "inside" },
            Some.Seen("smtp.banner", "ready") with { Vantage = "inside" },
            Some.Seen("tcp25", "timeout") with { Vantage = "outside" });

        var said = Paragraphs(card).Select(paragraph => paragraph.Text.ToString()).ToList();
        Assert.Contains(said, text => text.StartsWith($"“inside”: No fault was seen: {Host}", StringComparison.Ordinal));
        Assert.Contains(said, text => text.StartsWith($"“outside”: {Place} does not answer on port 25", StringComparison.Ordinal));
        Assert.Contains("It works from “inside” and fails from “outside”, so something on the way treats the two differently.", said);
    }

    [Fact]
    public void Places_that_agree_share_one_verdict()
    {
        var card = Checked(Some.Seen("tcp25", "refused") with { Vantage = "inside" }, Some.Seen("tcp25", "refused") with { Vantage = "outside" });

        Assert.Single(Paragraphs(card), paragraph => paragraph.Text.ToString().Contains("refuses connections", StringComparison.Ordinal));
        Assert.DoesNotContain(Paragraphs(card), paragraph => paragraph.Text.ToString().Contains("treats the two differently", StringComparison.Ordinal));
    }

    [Fact]
    public void One_bad_server_of_two_is_named_beside_the_good_one()
    {
        (string, string) ten = ("preference", "10"), twenty = ("preference", "20"), domain = ("domain", "contoso.example");
        CheckResult[] seen =
        [
            Some.Seen("tcp25", "refused", facts: [ten, domain]),
            Some.Seen("tcp25", "open", null, "mx2.contoso.example", "203.0.113.10", twenty, domain),
            Some.Seen("smtp.banner", "ready", null, "mx2.contoso.example", "203.0.113.10", twenty, domain),
        ];

        var said = VerdictOf(Checked("contoso.example", seen));

        Assert.Equal("Mail for contoso.example gets through at mx2.contoso.example, but not all of its mail servers are well.", said[0]);
        Assert.Contains($"Also seen: Some mail servers fail, {Host} for one. Mail flows, with delays now and then.", said);
    }

    [Fact]
    public void What_was_told_from_memory_says_when_it_was_seen()
    {
        var said = VerdictOf(Checked(Some.Seen("tcp25", "open", facts: ("age", "40")), Some.Seen("smtp.banner", "ready", facts: ("age", "40"))));

        Assert.Contains("203.0.113.9 was seen 2026-11-20 11:59 UTC, in other checks: one server is not asked more often.", said);
    }

    [Theory]
    [MemberData(nameof(AllLanguages))]
    public void Every_cause_names_its_place_and_leaves_nothing_open(string language)
    {
        var texts = Languages.Of(language);
        foreach (var cause in VerdictCauses.All.Where(cause => texts.Verdicts.Causes.ContainsKey(cause.Id)))
        {
            (string, string)[] facts =
            [
                ("causes", cause.Id), ("domain", "contoso.example"), ("reply", "554 5.7.1 No"), ("names", "a.example"), ("expected", "b.example"), ("version", "1.0"),
                ("at", "CN=Some CA"), ("until", "2026-11-01T10:00:00Z"), ("from", "2026-12-01T10:00:00Z"), ("ttl", "600"),
            ];
            var place = new PlaceVerdict(
                null,
                new ProbeTarget("contoso.example"),
                [Some.Seen("tcp25", "refused", facts: facts)],
                new Verdict { Cause = cause.Id, Stage = cause.Stage, Code = cause.Code, OpportunisticCode = cause.OpportunisticCode, ExactCode = cause.ExactCode, About = Blame.Them, Sentence = "-", Target = new VerdictTarget(Host, "203.0.113.9") });
            var sentences = new VerdictSentences(place, Some.Noon, texts);

            var headline = sentences.Headline.ToString();
            Assert.True(headline.Contains(Place, StringComparison.Ordinal) || headline.Contains("contoso.example", StringComparison.Ordinal), headline);
            Assert.DoesNotContain(headline, letter => letter is '{' or '}' or '…');
            var meaning = sentences.Meaning!.ToString();
            Assert.StartsWith(cause.Id == VerdictCauses.StaleCache ? texts.Verdicts.StaleUntil.Split('{')[0] : texts.Verdicts.ThemCertain, meaning, StringComparison.Ordinal);
            // Whoever reads it knows what the sender sees of it, where it stops mail with a known code.
            if (cause.Code is not (MailFlowCodes.None or MailFlowCodes.Other))
                Assert.Contains($"450 {cause.Code}", meaning, StringComparison.Ordinal);
            if (cause.ExactCode is { } exact)
                Assert.Contains(exact, meaning, StringComparison.Ordinal);
        }
    }

    /// <summary>One thing wrong at a time, of all that the checks of an entry can find wrong.</summary>
    [Fact]
    public void No_verdict_contradicts_the_ranked_causes_or_the_look_after_the_fix()
    {
        List<string> contradictions = [];
        foreach (var entry in Some.Knowledge.Entries.Where(entry => entry.Checks.Count > 0))
        {
            foreach (var (check, outcome) in entry.Checks.SelectMany(check => Vocabulary.Checks[check].Select(outcome => (check, outcome))))
            {
                var run = Some.Case(Run("r1", [.. entry.Checks.Append("ctl.out25").Distinct().Select(id => id == check ? Seen(id, outcome) : EndsAt(check, outcome, id) ? Seen(id, "not-tested") with { Reason = Reasons.SessionEnded } : Seen(id, Well(id)))])).Run!;
                var place = Assert.Single(RunVerdicts.Of(run, reported: null));
                var verdict = place.Verdict;
                var failures = RunComparison.FailuresOf(run, entry);
                var judged = RunComparison.Judge(failures, run, entry);

                var claim = new VerdictSentences(place, Some.Noon, EnglishTexts.Texts).Headline.ToString();
                if (claim.StartsWith("No fault", StringComparison.Ordinal) && (failures.Count > 0 || judged == RecheckOutcome.StillFailing))
                    contradictions.Add($"{entry.Id}: {check}={outcome} is a failure, and the card says: {claim}");
                if (verdict.Code is not (null or MailFlowCodes.None) && judged == RecheckOutcome.Passed)
                    contradictions.Add($"{entry.Id}: {check}={outcome} passes, and the verdict is {verdict.Cause}");
            }
        }

        Assert.True(contradictions.Count == 0, string.Join('\n', contradictions));
    }

    [Fact]
    public async Task A_server_that_turns_everybody_away_is_quoted_on_the_card()
    {
        await using var server = ScriptedSmtpServer.Start("S: 554 5.3.2 No service here");
        await using var bot = await BotInTest.StartAsync(Token, settings: ["--Probe:AllowedNetworks:0=127.0.0.0/8", $"--Probe:AllowedPorts:0={server.EndPoint.Port}", "--Conversations:DefaultLanguage=de"]);
        await bot.Turns.AcceptAsync(Some.Message(), Token);
        var posts = await bot.Channel.UntilAsync(posts => posts.Count == 1, Token);

        await bot.Turns.ApplyAsync(Some.Press(posts[0].Card.CaseId, Verbs.RunChecks, server: server.Target.ToString()), Token);

        posts = await bot.Channel.UntilAsync(posts => posts[0].Card.Blocks.OfType<Transcript>().Any() || Folded(posts[0].Card).OfType<Transcript>().Any(), Token);
        posts = await bot.Channel.UntilAsync(posts => posts[0].Card.Buttons.Any(button => button.Verb == Verbs.RunChecks), Token);
        Assert.Contains(Paragraphs(posts[0].Card), paragraph => paragraph is { Style: ParagraphStyle.Strong } && paragraph.Text.ToString() == "127.0.0.1 verweigert die Sitzung: „554 5.3.2 No service here“.");
        // The table quotes it too.
        Assert.Contains(posts[0].Card.Blocks.OfType<CheckTable>().Single().Rows, row => row[2].StartsWith("Abgelehnt: 554 5.3.2 No service here", StringComparison.Ordinal));
        var line = Assert.Single(Folded(posts[0].Card).OfType<Transcript>().Single().Lines);
        Assert.Equal(new TranscriptLine("S: 554 5.3.2 No service here", "endgültig abgelehnt; Absender geben auf"), line);
    }

    [Fact]
    public void The_verdict_stands_right_below_who_acts_and_above_the_causes_and_the_steps()
    {
        var blocks = Checked(Some.Seen("tcp25", "refused")).Blocks.ToList();

        var verdict = blocks.FindIndex(block => block is Paragraph { Style: ParagraphStyle.Strong } paragraph && paragraph.Text.ToString().StartsWith($"{Place} refuses connections", StringComparison.Ordinal));

        Assert.IsType<Facts>(blocks[verdict - 1]);
        Assert.InRange(verdict, 0, blocks.FindIndex(block => block is CauseList));
        Assert.InRange(verdict, 0, blocks.FindIndex(block => block is Checklist));
    }

    [Fact]
    public void The_partner_is_told_the_verdict_first_and_the_results_after_it()
    {
        var @case = Some.Case(Run("r1", Some.Seen("tcp25", "refused")));

        var text = HandOffDialog.Compose(@case, Some.Entry, Some.CardOptions, Languages.Of("en")).Blocks.OfType<CopyText>().First().Text;

        Assert.Contains($"2026-11-20 12:00 UTC:\n- {Place} refuses connections on port 25: nothing listens there, or a firewall turns senders away.\n- Connection at ", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_note_that_it_still_fails_says_what_is_wrong()
    {
        var @case = Some.Case(Run("r1", Some.Seen("tcp25", "refused")));

        var note = CaseCard.ComposeNote(@case, new OwedNote(9, NoteKind.NotMended, Some.Noon), Some.Entry, Some.CardOptions);

        Assert.StartsWith($"{Place} refuses connections on port 25", Assert.IsType<Paragraph>(note.Blocks[0]).Text.ToString(), StringComparison.Ordinal);
    }

    private static CheckResult Seen(string check, string outcome) => check switch
    {
        "ctl.out25" => WayOut(outcome),
        _ when check.StartsWith("dns.", StringComparison.Ordinal) || check is "rdap.domain" or "tls.mtasts" => Some.Seen(check, outcome) with
        {
            Where = Host,
            Facts = new Dictionary<string, string> { ["host"] = Host, ["port"] = "25" },
        },
        _ => Some.Seen(check, outcome),
    };

    /// <summary>Where a session ends, what comes after it is not seen.</summary>
    private static bool EndsAt(string check, string outcome, string other)
    {
        var order = Vocabulary.Checks.Keys.ToList();
        var ends = (check is "dns.addr" or "dns.mx" or "tcp25" or "smtp.banner" or "smtp.ehlo" or "smtp.starttls") && outcome is not "differs" && !RunComparison.IsWell(new Observation(check, outcome, Host));
        return ends && other != "tls.mtasts" && order.IndexOf(other) >= Math.Max(order.IndexOf(check), order.IndexOf("tcp25"));
    }

    private static string Well(string check) => Vocabulary.Checks[check].First(outcome => check == "ctl.out25" ? outcome == "ok" : RunComparison.IsWell(new Observation(check, outcome, Host)));

    private static CheckResult WayOut(string outcome) => new() { CheckId = "ctl.out25", Outcome = outcome, Sentence = "-" };

    private static CaseEvent[] Run(string id, params CheckResult[] seen) => RunOf(Host, id, seen);

    private static CaseEvent[] RunOf(string target, string id, CheckResult[] seen) =>
    [
        new CaseEvent.ChecksRequested(id, target, [.. seen.Select(result => result.CheckId).Distinct()], Some.Bert) { At = Some.Noon },
        .. seen.Select(result => new CaseEvent.CheckSeen(id, result) { At = Some.Noon }),
        new CaseEvent.ChecksEnded(id, RunEnd.Completed) { At = Some.Noon },
    ];

    private static Card Checked(params CheckResult[] seen) => Checked(Host, seen);

    private static Card Checked(string target, CheckResult[] seen) => CaseCard.Compose(Some.Case(RunOf(target, "r1", seen)), Some.Entry, Some.CardOptions);

    /// <summary>What stands below the facts, and between the state of the run and the table.</summary>
    private static List<string> VerdictOf(Card card) =>
    [
        .. card.Blocks
            .SkipWhile(block => block is not Facts)
            .Skip(1)
            .TakeWhile(block => block is Paragraph)
            .Cast<Paragraph>()
            .Select(paragraph => paragraph.Text.ToString()),
        .. card.Blocks
            .SkipWhile(block => block is not Heading { Text: "Live checks" })
            .Skip(2)
            .TakeWhile(block => block is Paragraph)
            .Cast<Paragraph>()
            .Select(paragraph => paragraph.Text.ToString()),
    ];

    private static IEnumerable<CardBlock> Folded(Card card) => card.Blocks.OfType<Foldout>().SelectMany(fold => fold.Blocks);

    private static IEnumerable<Paragraph> Paragraphs(Card card) => card.Blocks.OfType<Paragraph>();
}
