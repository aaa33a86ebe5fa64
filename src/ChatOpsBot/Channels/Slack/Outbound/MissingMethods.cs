using System.Collections.Concurrent;
using ChatOpsBot.Channels.Slack.Protocol;

namespace ChatOpsBot.Channels.Slack.Outbound;

/// <summary>Methods that what answers does not have, or does not answer as Slack does. The bot goes on without them; the operator hears once what that costs.</summary>
internal sealed partial class MissingMethods(ILogger<MissingMethods> logger)
{
    private readonly ConcurrentDictionary<string, byte> told = new(StringComparer.Ordinal);

    /// <returns>Whether the refusal says that the method is not there, and everything was said about it.</returns>
    public bool Note(string method, SlackApiException refusal)
    {
        if (!refusal.IsStrange)
            return false;
        if (told.TryAdd(method, 0))
            LogMissing(logger, method, refusal.Message.TrimEnd('.'), Costs.GetValueOrDefault(method, "what needs it is not done"));
        return true;
    }

    /// <summary>It is there after all; should it go again, that is worth another word.</summary>
    public void Answered(string method) => told.TryRemove(method, out _);

    private static readonly Dictionary<string, string> Costs = new(StringComparer.Ordinal)
    {
        ["auth.test"] = "the bot knows its own user from events alone, and a mention only where an event says that it is one",
        ["chat.postMessage"] = "the bot cannot answer",
        ["chat.update"] = "cards stay as they were posted; their buttons work",
        ["chat.postEphemeral"] = "what one person alone should read in a channel, such as help, is not said",
        ["conversations.info"] = "checks asked for by command begin also where the bot is no member",
        ["conversations.history"] = "a message of which nobody said whether it was posted is posted once more without looking",
        ["conversations.replies"] = "a message of which nobody said whether it was posted is posted once more without looking",
        ["files.info"] = "files of shared channels are not read",
        ["response_url"] = "a word to the one who pressed or asked does not reach them",
        ["users.info"] = "people who chose no language get that of the bot, and cards do not say who wrote",
        ["views.open"] = "dialogs and details do not open, and who presses is told so",
        ["views.publish"] = "the Home tab stays empty",
        ["views.update"] = "a view that is open does not change when something is pressed in it",
    };

    [LoggerMessage(LogLevel.Warning, "Slack: {Method} is missing where Slack:ApiBaseUrl leads: {Reason}. So {Cost}. This is said once.")]
    private static partial void LogMissing(ILogger logger, string method, string reason, string cost);
}
