using System.Text.Json;
using ChatOpsBot.Channels.Teams.Outbound;
using ChatOpsBot.Channels.Teams.Protocol;
using ChatOpsBot.Conversations;
using ChatOpsBot.Conversations.Dialogs;
using ChatOpsBot.Conversations.Texts;
using ChatOpsBot.Storage;

namespace ChatOpsBot.Channels.Teams;

/// <summary>Opens dialogs and answers what is pressed in them. Only the one who presses sees them.</summary>
internal sealed partial class TeamsDialogs(
    DialogDesk desk,
    TeamsTurns turns,
    TeamsInstallations installations,
    SettingsStore settings,
    ConversationOptions options,
    LateWork late,
    ILogger<TeamsDialogs> logger)
{
    /// <returns>Null: the dialog closes without a word.</returns>
    public async Task<TaskModuleResponse?> AnswerAsync(Activity activity, TeamsPlace place)
    {
        var at = installations.OfPress(activity, place);
        if (TeamsPress.TryRead(Read(activity)?.Data, verb: null) is not { } press || !Verbs.IsKnown(Verbs.Split(press.Verb).Verb))
            return TaskModuleResponse.Message(TextsFor(activity, at).PressedTooLate);
        var turn = turns.ReadPress(press, activity, at);
        try
        {
            return await late.WithinAsync(WorkAsync, Log) switch
            {
                DialogOutcome.Show { Dialog: var dialog } => TaskModuleResponse.Show(dialog.Title, TeamsActivities.Fit(dialog)),
                DialogOutcome.Gone gone => TaskModuleResponse.Message(gone.Why),
                _ => null,
            };
        }
        catch (TimeoutException)
        {
            return TaskModuleResponse.Message(TextsFor(activity, at).PressedSlow);
        }
        catch (Exception exception)
        {
            // Anything but a well-formed answer would show the presser a fault of the app.
            Log(exception);
            return TaskModuleResponse.Message(TextsFor(activity, at).PressedFailed);
        }

        async Task<DialogOutcome> WorkAsync()
        {
            await installations.SeePressAsync(activity, at, CancellationToken.None);
            return await desk.SubmitAsync(turn, CancellationToken.None);
        }
    }

    private static TaskModuleRequest? Read(Activity activity)
    {
        try
        {
            return activity.Value?.Deserialize(TeamsJson.Default.TaskModuleRequest);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private void Log(Exception exception) => LogFailed(logger, exception is StorageException ? null : exception, exception.GetType().Name);

    /// <summary>Never by the press's own locale, which is another one than that of the person's messages.</summary>
    private CardTexts TextsFor(Activity activity, TeamsPlace place)
    {
        var (conversation, person) = settings.Languages(place.Key, activity.From?.Id ?? "");
        return Languages.Of(Languages.Choose(conversation, person, locale: null, ofMessage: null, options.DefaultLanguage));
    }

    [LoggerMessage(LogLevel.Error, "Teams: a press in a dialog failed: {Reason}")]
    private static partial void LogFailed(ILogger logger, Exception? exception, string reason);
}
