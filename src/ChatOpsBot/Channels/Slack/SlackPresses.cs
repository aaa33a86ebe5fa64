using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOpsBot.Channels.Slack.Blocks;
using ChatOpsBot.Channels.Slack.Outbound;
using ChatOpsBot.Channels.Slack.Protocol;
using ChatOpsBot.Conversations;
using ChatOpsBot.Conversations.Dialogs;
using ChatOpsBot.Conversations.Texts;
using ChatOpsBot.Storage;

namespace ChatOpsBot.Channels.Slack;

/// <summary>Applies presses on cards and in views at once; the card in the conversation follows for everybody.</summary>
internal sealed class SlackPresses(
    TurnHandler handler,
    DialogDesk dialogs,
    CaseStore cases,
    CardComposer composer,
    SettingsStore settings,
    ConversationOptions conversations,
    SlackCalls calls,
    SlackViews views,
    SlackLocales locales,
    ClosedConversations closed,
    BlockForm form,
    AfterAcknowledgement after,
    TimeProvider time)
{
    /// <exception cref="StorageException">The database cannot be written: the press was not taken.</exception>
    public async Task AcceptAsync(InteractionPayload payload, SlackInstallation installation)
    {
        foreach (var action in payload.Actions ?? [])
        {
            // A link opens by itself, and Slack tells of it all the same. A choice is sent with the view it stands in.
            if (action is not null && SlackPress.TryRead(action, payload.View?.State ?? payload.State) is { } press)
                await AcceptAsync(press, payload, installation);
        }
    }

    /// <summary>The button at the bottom of a view. What it means was given along when the view was opened.</summary>
    /// <returns>What becomes of the view; null: it closes.</returns>
    /// <exception cref="StorageException">The database cannot be written: the press was not taken.</exception>
    public async Task<JsonElement?> AcceptSubmissionAsync(InteractionPayload payload, SlackInstallation installation)
    {
        if (ViewMetadata.Read(payload.View?.PrivateMetadata)?.Submit is not { } submit)
            return Replace(TooLate(locales.Of(installation, PersonOf(payload).Id), payload, installation));
        var press = new SlackPress(submit, SlackPress.ReadInputs(payload.View?.State));
        if (FindConversation(press, payload, installation) is not { } conversation)
            return Replace(TooLate(locales.Of(installation, PersonOf(payload).Id), payload, installation));
        if (await InTimeAsync(() => dialogs.SubmitAsync(Turn(press, payload, installation, conversation), CancellationToken.None)) is not DialogOutcome.Show { Dialog: var dialog })
            return null;
        // Said beside the field it is about, which keeps what was typed.
        return Verbs.Split(press.Button.Verb).Verb == Verbs.RunChecks && cases.Find(press.Button.CaseId) is { RefusedTarget: { Length: > 0 } refused } @case
            ? Complain(Verbs.ServerInput, Languages.Of(@case.Language).ServerNotUsable.Replace("{input}", refused, StringComparison.Ordinal))
            : Replace(ViewOf(dialog, conversation));
    }

    private async Task AcceptAsync(SlackPress press, InteractionPayload payload, SlackInstallation installation)
    {
        if (FindConversation(press, payload, installation) is not { } conversation)
        {
            Tell(payload, installation);
            return;
        }

        closed.Reopen(conversation.Key.Tenant, conversation.Key.Id);
        var turn = Turn(press, payload, installation, conversation);
        var verb = Verbs.Split(turn.Verb).Verb;
        if (payload.View is { } view)
            await AcceptInViewAsync(turn, view, installation);
        else if (turn.Verb == ButtonValue.OpenDetails)
            OpenDetails(turn, payload, installation);
        else if (Verbs.OpensDialog(verb))
            OpenDialog(turn, payload, installation);
        else if (Verbs.IsKnown(verb))
            await InTimeAsync(() => handler.ApplyAsync(turn, CancellationToken.None));
    }

    private void OpenDetails(ActionTurn turn, InteractionPayload payload, SlackInstallation installation)
    {
        if (cases.Find(turn.CaseId) is { } @case)
            Open(payload, installation, DetailsOf(composer.Compose(@case), turn.Conversation));
    }

    private void OpenDialog(ActionTurn turn, InteractionPayload payload, SlackInstallation installation)
    {
        if (dialogs.Open(turn) is DialogOutcome.Show { Dialog: var dialog })
            Open(payload, installation, ViewOf(dialog, turn.Conversation));
        else
            Tell(payload, installation);
    }

    /// <summary>A view stays open when one of its buttons is pressed, and shows what is true now.</summary>
    private async Task AcceptInViewAsync(ActionTurn turn, SubmittedView view, SlackInstallation installation)
    {
        var verb = Verbs.Split(turn.Verb).Verb;
        if (!Verbs.IsKnown(verb) || view.Id is not { } id)
            return;
        var outcome = await InTimeAsync(() => dialogs.SubmitAsync(turn, CancellationToken.None));
        var next = turn with { Verb = outcome is DialogOutcome.Show { Dialog.Kind: var kind } ? VerbOf(kind) : Verbs.More };
        after.Do("a view", () => UpdateAsync(id, view.Hash, next, installation));
    }

    /// <summary>Should somebody have been faster, the view is composed once more, from the case as it is then.</summary>
    private async Task UpdateAsync(string viewId, string? hash, ActionTurn shown, SlackInstallation installation)
    {
        try
        {
            if (Compose(shown) is { } view)
                await views.UpdateAsync(installation, viewId, hash, view);
        }
        catch (SlackApiException exception) when (exception.Code == SlackErrors.HashConflict)
        {
            if (Compose(shown) is { } view)
                await views.UpdateAsync(installation, viewId, hash: null, view);
        }
    }

    private View? Compose(ActionTurn shown) =>
        dialogs.Open(shown) is DialogOutcome.Show { Dialog: var dialog } ? ViewOf(dialog, shown.Conversation) : null;

    /// <summary>A view is one person's, but of a card that strangers press as well.</summary>
    private static View ViewOf(Dialog dialog, ConversationReference conversation) =>
        SlackReference.FromJson(conversation.Json) is var reference && reference.IsShared ? BlockKitViews.Of(SharedSight.Of(dialog), reference) : BlockKitViews.Of(dialog, reference);

    private static View DetailsOf(Card card, ConversationReference conversation) =>
        SlackReference.FromJson(conversation.Json) is var reference && reference.IsShared ? BlockKitViews.DetailsOf(SharedSight.Of(card), reference) : BlockKitViews.DetailsOf(card, reference);

    private void Open(InteractionPayload payload, SlackInstallation installation, View view)
    {
        if (payload.TriggerId is not { } trigger)
            return;
        after.Do("a view", async () =>
        {
            try
            {
                await views.OpenAsync(installation, trigger, view);
            }
            catch (Exception exception) when (exception is SlackApiException or ChannelException && payload.ResponseUrl is not null)
            {
                // Most of all expired_trigger_id. A button after which nothing happens is worse than a word too many.
                await RespondAsync(payload, installation, texts => SlackTexts.Of(texts.Language).NotOpened);
            }
        });
    }

    /// <summary>
    /// The conversation of the case that was pressed, if the press comes from there. In a channel shared with another organization its
    /// people press in the name of their own workspace: then the message tells, which only the conversation itself has.
    /// </summary>
    /// <returns>Null for a case that is none, or another conversation's.</returns>
    private ConversationReference? FindConversation(SlackPress press, InteractionPayload payload, SlackInstallation installation)
    {
        // A view brings back what it was given when it opened, which Slack keeps and nobody else can change.
        if (payload.View is { } view)
        {
            return ViewMetadata.Read(view.PrivateMetadata)?.Reference.ToReference() is { } opened && IsOf(opened.Key, payload, installation)
                && (press.Button.CaseId.Length == 0 || cases.Find(press.Button.CaseId)?.Conversation.Key == opened.Key) ? opened : null;
        }

        // The settings are the conversation's, whose name the platform vouches for.
        if (press.Button is { CaseId.Length: 0, Verb: Verbs.Settings } && (payload.Channel?.Id ?? payload.Container?.ChannelId) is { Length: > 0 } channel)
            return SlackReference.Of(new SlackConversation(installation, payload.Team?.Id, channel, ThreadTs: null)).ToReference();

        return cases.Find(press.Button.CaseId) is { Conversation: var conversation }
            && conversation.Key.Channel == SlackConversation.ChannelName
            && conversation.Key.Id == (payload.Channel?.Id ?? payload.Container?.ChannelId)
            && (IsOf(conversation.Key, payload, installation) || (payload.Container?.MessageTs is { Length: > 0 } ts && cases.Shown(press.Button.CaseId)?.MessageId == ts))
            ? conversation
            : null;
    }

    private static bool IsOf(ConversationKey key, InteractionPayload payload, SlackInstallation installation) =>
        key.Tenant == installation.Id || key.Tenant == payload.Team?.Id || key.Tenant == payload.Enterprise?.Id;

    private ActionTurn Turn(SlackPress press, InteractionPayload payload, SlackInstallation installation, ConversationReference conversation) =>
        SlackTurns.ReadPress(press, conversation, NamedAsInMessages(PersonOf(payload), installation), time.GetUtcNow());

    /// <summary>A press tells a person's handle. Where their name is known, a card calls them by one name and not by two.</summary>
    private Person NamedAsInMessages(Person person, SlackInstallation installation) => locales.NameOf(installation, person.Id) is { } name ? person with { Name = name } : person;

    /// <summary>
    /// Not with the request's end: what was pressed is done. And not longer than Slack waits for its acknowledgement, which says nothing
    /// about work done.
    /// </summary>
    /// <returns>Null when it is still under way.</returns>
    private async Task<T?> InTimeAsync<T>(Func<Task<T>> act)
        where T : class?
    {
        var work = Task.Run(act);
        try
        {
            return await work.WaitAsync(Budget, time);
        }
        catch (TimeoutException)
        {
            after.Do("a press", () => work);
            return null;
        }
    }

    /// <summary>Says to the one who pressed, and to nobody else, that there is no such case.</summary>
    private void Tell(InteractionPayload payload, SlackInstallation installation) =>
        after.Do("a word about a press", async () =>
        {
            if (payload.View is { Id: { } id } view)
                await views.UpdateAsync(installation, id, view.Hash, TooLate(await locales.FindAsync(installation, PersonOf(payload).Id, CancellationToken.None), payload, installation));
            else
                await RespondAsync(payload, installation, texts => texts.PressedTooLate);
        });

    /// <summary>Says something to the one who pressed, where there is a place for it: in views there is none.</summary>
    private async Task RespondAsync(InteractionPayload payload, SlackInstallation installation, Func<CardTexts, string> word)
    {
        if (!Uri.TryCreate(payload.ResponseUrl, UriKind.Absolute, out var address))
            return;
        var locale = await locales.FindAsync(installation, PersonOf(payload).Id, CancellationToken.None);
        var answer = new ResponseMessage { Text = word(TextsOf(locale, payload, installation)), ResponseType = ResponseMessage.Ephemeral, ReplaceOriginal = false };
        await calls.RespondAsync(installation, address, answer, CancellationToken.None);
    }

    /// <summary>What stands in a view whose case is gone: the view itself cannot stay as it was, nothing in it would do anything.</summary>
    private View TooLate(string? locale, InteractionPayload payload, SlackInstallation installation)
    {
        var texts = TextsOf(locale, payload, installation);
        return new View
        {
            Type = View.Modal,
            Title = TextObject.Plain("ChatOpsBot"),
            Close = TextObject.Plain(SlackTexts.Of(texts.Language).Close),
            Blocks = BlockKit.RenderForView(caseId: "", revision: 0, texts.Language, [new Paragraph(texts.PressedTooLate)]),
        };
    }

    private CardTexts TextsOf(string? locale, InteractionPayload payload, SlackInstallation installation)
    {
        var channel = payload.Channel?.Id ?? ViewMetadata.Read(payload.View?.PrivateMetadata)?.Reference.ChannelId ?? "";
        var (conversation, own) = settings.Languages(new ConversationKey(SlackConversation.ChannelName, installation.Id, channel), PersonOf(payload).Id);
        return Languages.Of(Languages.Choose(conversation, own, locale, ofMessage: null, conversations.DefaultLanguage));
    }

    private JsonElement Replace(View view) =>
        JsonSerializer.SerializeToElement(
            new JsonObject { ["response_action"] = "update", ["view"] = JsonSerializer.SerializeToNode(form.Of(view), SlackWebJson.Exact.View) },
            InboundJson.Default.JsonObject);

    /// <param name="input">Id of the field, by which its block is named in views.</param>
    private static JsonElement Complain(string input, string why) =>
        JsonSerializer.SerializeToElement(
            new JsonObject { ["response_action"] = "errors", ["errors"] = new JsonObject { [input] = why } },
            InboundJson.Default.JsonObject);

    private static Person PersonOf(InteractionPayload payload) => SlackTurns.PersonOf(payload.User?.Id ?? "", payload.User?.Name, payload.User?.Username);

    private static string VerbOf(DialogKind kind) => kind switch
    {
        DialogKind.HandOff => Verbs.HandOff,
        DialogKind.Original => Verbs.Original,
        DialogKind.Settings => Verbs.Settings,
        _ => Verbs.More,
    };

    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(2);
}
