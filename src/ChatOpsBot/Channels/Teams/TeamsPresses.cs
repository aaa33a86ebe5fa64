using System.Text.Json;
using ChatOpsBot.Channels.Teams.Outbound;
using ChatOpsBot.Channels.Teams.Protocol;
using ChatOpsBot.Conversations;
using ChatOpsBot.Conversations.Texts;
using ChatOpsBot.Storage;

namespace ChatOpsBot.Channels.Teams;

/// <summary>Answers presses on cards. Whoever presses sees the new card in the answer; the card in the conversation follows for everybody.</summary>
internal sealed partial class TeamsPresses(
    TurnHandler handler,
    TeamsTurns turns,
    TeamsInstallations installations,
    CaseStore cases,
    CardComposer composer,
    SettingsStore settings,
    ConversationOptions options,
    LateWork late,
    ILogger<TeamsPresses> logger)
{
    /// <summary>An <c>Action.Execute</c>: the answer is in the response.</summary>
    /// <exception cref="StorageException">The database cannot be read.</exception>
    public async Task<AdaptiveCardInvokeResponse> AnswerAsync(Activity activity, TeamsPlace place)
    {
        if (ReadInvoke(activity) is not { } invoke || TeamsPress.TryRead(invoke.Action?.Data, invoke.Action?.Verb) is not { } press)
            return AdaptiveCardInvokeResponse.Error(400, "BadRequest", "This is no press on a card of this bot.");

        var at = installations.OfPress(activity, place);
        // Of a case of another conversation nobody learns that there is one.
        if (cases.Find(press.CaseId) is not { } @case || @case.Conversation.Key != at.Key)
            return AdaptiveCardInvokeResponse.Message(TextsFor(activity, at).PressedTooLate);
        // A card that asks by itself to be shown anew changes nothing, or each update would cause the next.
        if (invoke.Trigger == AdaptiveCardInvokeValue.Automatic)
            return Show(composer.Compose(@case));
        return Verbs.IsKnown(Verbs.Split(press.Verb).Verb)
            ? await ApplyAsync(turns.ReadPress(press, activity, at), activity, at)
            : AdaptiveCardInvokeResponse.Error(400, "BadRequest", "The card has no such button.");
    }

    /// <summary>An <c>Action.Submit</c>, as old clients send it in place of the other: the card in the conversation follows, and of a case that is gone a word to whoever pressed.</summary>
    /// <returns>False when the message is no press on a card of ours.</returns>
    public async Task<bool> AcceptAsync(Activity activity, TeamsPlace place, CancellationToken cancellationToken)
    {
        if (TeamsPress.TryRead(activity.Value, verb: null) is not { } press)
            return false;
        var verb = Verbs.Split(press.Verb).Verb;
        if (!Verbs.IsKnown(verb))
            return true;
        var at = installations.OfPress(activity, place);
        var turn = turns.ReadPress(press, activity, at);
        await installations.SeePressAsync(activity, at, cancellationToken);
        // As in the other answer: of a case of another conversation nobody learns that there is one.
        if (press.CaseId.Length > 0 && cases.Find(press.CaseId)?.Conversation.Key != at.Key)
            await handler.AcceptTooLateAsync(turn with { Key = TeamsTurns.KeyOf(activity, at) }, cancellationToken);
        else if (Verbs.OpensDialog(verb))
            await handler.AcceptWithoutDialogAsync(turn, cancellationToken);
        else
            await handler.ApplyAsync(turn, cancellationToken);
        return true;
    }

    private async Task<AdaptiveCardInvokeResponse> ApplyAsync(ActionTurn turn, Activity activity, TeamsPlace place)
    {
        try
        {
            return await late.WithinAsync(WorkAsync, exception => Log(exception, turn)) is { } card
                ? Show(card)
                : AdaptiveCardInvokeResponse.Message(TextsFor(activity, place).PressedTooLate);
        }
        catch (TimeoutException)
        {
            return AdaptiveCardInvokeResponse.Message(TextsFor(activity, place).PressedSlow);
        }
        catch (Exception exception)
        {
            // Anything but a well-formed answer would show the presser a fault of the app.
            Log(exception, turn);
            return AdaptiveCardInvokeResponse.Error(500, "ServiceError", TextsFor(activity, place).PressedFailed);
        }

        async Task<Card?> WorkAsync()
        {
            await installations.SeePressAsync(activity, place, CancellationToken.None);
            return await handler.ApplyAsync(turn, CancellationToken.None);
        }
    }

    /// <summary>Cases are named by ids of ours only; what else a press names may be anything.</summary>
    private void Log(Exception exception, ActionTurn turn) =>
        LogFailed(logger, exception is StorageException ? null : exception, cases.Find(turn.CaseId) is null ? "(unknown)" : turn.CaseId, exception.GetType().Name);

    private static AdaptiveCardInvokeResponse Show(Card card) => AdaptiveCardInvokeResponse.Card(TeamsActivities.Fit(card));

    private static AdaptiveCardInvokeValue? ReadInvoke(Activity activity)
    {
        try
        {
            return activity.Value?.Deserialize(TeamsJson.Default.AdaptiveCardInvokeValue);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Never by the press's own locale, which is another one than that of the person's messages.</summary>
    private CardTexts TextsFor(Activity activity, TeamsPlace place)
    {
        var (conversation, person) = settings.Languages(place.Key, activity.From?.Id ?? "");
        return Languages.Of(Languages.Choose(conversation, person, locale: null, ofMessage: null, options.DefaultLanguage));
    }

    [LoggerMessage(LogLevel.Error, "Teams: a press on the card of case {Case} failed: {Reason}")]
    private static partial void LogFailed(ILogger logger, Exception? exception, string @case, string reason);
}
