using System.Net;
using System.Text;
using System.Text.Json;
using ChatOpsBot.Channels;
using ChatOpsBot.Channels.Slack.Blocks;
using ChatOpsBot.Conversations;
using ChatOpsBot.Conversations.Dialogs;
using ChatOpsBot.Conversations.Texts;
using ChatOpsBot.Probing;
using ChatOpsBot.Storage;
using ChatOpsBot.Testing.Conformance;
using ChatOpsBot.Testing.Slack;
using ChatOpsBot.Tests.Channels.Slack;
using ChatOpsBot.Tests.Channels.Teams;

namespace ChatOpsBot.Tests.Channels;

/// <summary>Teams and Slack have equal features: whatever a card or dialog says, and whatever can be pressed on it, exists on both.</summary>
public sealed class ParityTests
{
    public static TheoryData<string> LanguageTags => [.. Languages.All.Select(texts => texts.Language)];

    [Theory]
    [MemberData(nameof(TeamsCardTests.EntriesAndLanguages), MemberType = typeof(TeamsCardTests))]
    public void Every_text_and_action_of_a_card_exists_on_both_platforms(string entryId, string language)
    {
        // The shapes are the same in all entries and languages, only texts differ: all states of the first entry, of each other one the fullest.
        var states = TeamsCardTests.States(entryId, language).ToList();
        foreach (var card in entryId == Some.Knowledge.Entries[0].Id ? states : [states[^2]])
        {
            Compare(
                [.. card.Blocks, new ButtonRow(card.Buttons), new Paragraph(card.Title), new ButtonRow(card.More is { } more ? [new CardButton(more.Title, Verbs.More)] : [])],
                OnTeams(AdaptiveCards.Render(card, AdaptiveHost.Teams), DialogOf(card)),
                OnSlack(card));
        }
    }

    [Theory]
    [MemberData(nameof(LanguageTags))]
    public void Every_text_and_action_of_a_dialog_exists_on_both_platforms(string language)
    {
        var dialogs = Cases(language).SelectMany(Dialogs).ToList();

        Assert.Equal(Enum.GetValues<DialogKind>().Order(), dialogs.Select(dialog => dialog.Kind).Distinct().Order());
        foreach (var dialog in dialogs)
        {
            var view = BlockKitViews.Of(dialog, BlockKitTests.Reference);
            Assert.Empty(BlockKitRules.View(BlockKitTests.Json(view)));
            // The frame of a view has little room; in no language is a word of it cut.
            Assert.Equal(dialog.Title, view.Title!.Text);
            Assert.Equal(dialog.Close, view.Close!.Text);
            Assert.DoesNotContain('…', view.Submit?.Text ?? "");

            Compare([.. dialog.Blocks], OnTeams(AdaptiveCardsOf(dialog)), OnSlack(view));
            // What sends the dialog stands below the view, and in its frame on Teams.
            if (dialog.Submit is { } submit)
            {
                Assert.Equal(submit.Verb, ViewMetadata.Read(view.PrivateMetadata)!.Submit!.Verb);
                Assert.Contains(OnTeams(AdaptiveCardsOf(dialog)).Verbs, verb => verb == submit.Verb);
            }
        }
    }

    [Fact]
    public void Every_button_with_a_hint_is_told_apart_by_screen_readers_on_Slack()
    {
        foreach (var dialog in Cases("de").SelectMany(Dialogs))
        {
            var labels = BlockKitTests.Json(BlockKitViews.Of(dialog, BlockKitTests.Reference)).GetRawText();

            Assert.Equal(Buttons(dialog.Blocks).Count(button => button.Hint is not null), labels.Split("accessibility_label").Length - 1);
        }
    }

    private static void Compare(IReadOnlyList<CardBlock> neutral, Shown teams, Shown slack)
    {
        foreach (var text in Texts(neutral).Select(Plain).Where(text => text.Length > 1).Distinct())
        {
            Assert.Contains(text, teams.Text, StringComparison.Ordinal);
            Assert.Contains(text, slack.Text, StringComparison.Ordinal);
        }

        var verbs = Buttons(neutral).Select(button => button.Verb).Distinct().Order(StringComparer.Ordinal).ToList();
        Assert.Empty(verbs.Except(teams.Verbs, StringComparer.Ordinal));
        Assert.Empty(verbs.Except(slack.Verbs, StringComparer.Ordinal));
    }

    private static IEnumerable<Case> Cases(string language)
    {
        yield return Some.CaseOf(Some.Error(), language);
        yield return Some.CaseOf(
            Some.Error(),
            language,
            new CaseEvent.Taken(Some.Bert) { At = Some.Noon },
            new CaseEvent.StepMarked("f.open", StepMark.Stuck, Some.Bert) { At = Some.Noon },
            new CaseEvent.ChecksRequested("r1", "mx1.contoso.example", ["tcp25"], Some.Bert) { At = Some.Noon },
            new CaseEvent.CheckSeen("r1", new CheckResult { CheckId = "tcp25", Outcome = "refused", Where = "203.0.113.9", Sentence = "-" }) { At = Some.Noon },
            new CaseEvent.ChecksEnded("r1", RunEnd.Completed) { At = Some.Noon });
        yield return Some.CaseOf(Some.Error(), language, new CaseEvent.Closed(Some.Bert) { At = Some.Noon });
    }

    private static IEnumerable<Dialog> Dialogs(Case @case)
    {
        var texts = Languages.Of(@case.Language);
        yield return MoreDialog.Compose(@case, Some.Entry, Some.CardOptions, texts);
        yield return HandOffDialog.Compose(@case, Some.Entry, Some.CardOptions, texts);
        yield return OriginalDialog.Compose(@case, Some.Entry, Some.CardOptions, texts);
        yield return SettingsDialog.Compose(@case.Id, new ConversationSettings { MutedUntil = Some.Noon.AddHours(1) }, isDirect: false, Some.Noon, texts);
    }

    private static Dialog DialogOf(Card card) => BlockKitTests.MoreOf(card) with { Blocks = [.. card.Blocks.OfType<Foldout>()] };

    private static JsonElement AdaptiveCardsOf(Dialog dialog)
    {
        using var json = JsonDocument.Parse(AdaptiveCards.RenderUtf8(dialog));
        return json.RootElement.Clone();
    }

    /// <param name="beside">What a card of Teams leaves to its dialog.</param>
    private static Shown OnTeams(JsonElement card, Dialog? beside = null)
    {
        JsonElement[] all = beside is null ? [card] : [card, AdaptiveCardsOf(beside)];
        return new Shown(
            Plain(string.Concat(all.Select(json => AdaptiveSight.Read(json).Text + string.Join('\n', Strings(json))))),
            [.. all.SelectMany(json => AdaptiveSight.Read(json).Buttons.Select(button => button.Verb))]);
    }

    private static Shown OnSlack(Card card)
    {
        var message = BlockKitTests.Json(BlockKit.Render(card).Blocks);
        var details = BlockKitTests.Json(BlockKitViews.DetailsOf(card, BlockKitTests.Reference)).GetProperty("blocks");
        return OnSlack(message, details);
    }

    private static Shown OnSlack(ChatOpsBot.Channels.Slack.Protocol.View view)
    {
        var shown = OnSlack(BlockKitTests.Json(view).GetProperty("blocks"));
        // The button at the bottom of a view says what it means in what the view brings back.
        return view.Submit is { } submit
            ? shown with { Text = $"{shown.Text}\n{submit.Text}", Verbs = [.. shown.Verbs, ViewMetadata.Read(view.PrivateMetadata)!.Submit!.Verb] }
            : shown;
    }

    private static Shown OnSlack(params JsonElement[] all) => new(
        Plain(string.Concat(all.Select(blocks => BlockKitSight.Read(blocks).Text + string.Join('\n', Strings(blocks))))),
        [.. all.SelectMany(blocks => BlockKitSight.Read(blocks).Buttons.Select(button => button.Verb))]);

    private static IEnumerable<string> Texts(IEnumerable<CardBlock> blocks) => blocks.SelectMany(block => block switch
    {
        Heading heading => [heading.Text],
        Paragraph paragraph => Literals(paragraph.Text),
        Facts facts => facts.Items.SelectMany(fact => Literals(fact.Value).Prepend(fact.Label)),
        CauseList causes => causes.Rows.SelectMany(row => (IEnumerable<string>)[row.StandingWord, row.Text, row.Question ?? "", .. row.Reasons.SelectMany(Literals)]),
        Checklist list => list.Rows.SelectMany(row => (IEnumerable<string>)[row.Title, .. row.StateWord is { } state ? Literals(state) : [], .. Texts(row.Details)]),
        Foldout foldout => Texts(foldout.Blocks).Prepend(foldout.Title),
        CheckTable table => table.Rows.SelectMany(row => row),
        Transcript transcript => transcript.Lines.SelectMany(line => (IEnumerable<string>)[line.Said, line.Comment ?? ""]),
        Links links => links.Items.SelectMany(link => (IEnumerable<string>)[link.Label, link.Url.AbsoluteUri]),
        TextInput input => [input.Label, input.Placeholder, input.Value],
        ChoiceInput choice => choice.Choices.SelectMany(one => (IEnumerable<string>)[one.Label, one.Value]).Prepend(choice.Label),
        CopyText copy => [copy.Label, .. copy.Text.Split('\n')],
        ButtonRow row => row.Buttons.Select(button => button.Label),
        _ => throw new ArgumentOutOfRangeException(nameof(blocks), block, "A block that the parity test does not know."),
    });

    private static IEnumerable<CardButton> Buttons(IEnumerable<CardBlock> blocks) => blocks.SelectMany(block => block switch
    {
        CauseList causes => causes.Rows.SelectMany(row => row.Answers),
        Checklist list => list.Rows.SelectMany(row => Buttons(row.Details).Concat(row.Button is { } button ? [button] : [])),
        Foldout foldout => Buttons(foldout.Blocks),
        ButtonRow row => row.Buttons,
        _ => [],
    });

    private static IEnumerable<string> Literals(CardText text) => text.Pieces.OfType<CardText.Piece.Literal>().SelectMany(piece => piece.Text.Split('\n'));

    private static IEnumerable<string> Strings(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Array => json.EnumerateArray().SelectMany(Strings),
        JsonValueKind.Object => json.EnumerateObject().SelectMany(property => Strings(property.Value)),
        JsonValueKind.String => [json.GetString()!],
        _ => [],
    };

    /// <summary>Both platforms take signs of markup out of some lines by others that look alike.</summary>
    private static string Plain(string text)
    {
        var plain = new StringBuilder(WebUtility.HtmlDecode(text)).Replace("\u2060", "").Replace("\\", "");
        foreach (var (alike, sign) in Alike)
            plain.Replace(alike, sign);
        return plain.ToString().Trim();
    }

    private static readonly (char Alike, char Sign)[] Alike = [('∗', '*'), ('＿', '_'), ('∼', '~'), ('‵', '`'), ('［', '['), ('］', ']'), ('‹', '<'), ('›', '>'), ('＃', '#'), ('＆', '&')];

    private sealed record Shown(string Text, IReadOnlyList<string> Verbs);
}
