using System.Collections.Concurrent;
using ChatOpsBot.Channels.Slack.Protocol;
using ChatOpsBot.Conversations;

namespace ChatOpsBot.Channels.Slack.Outbound;

/// <summary>What a refusal by Slack means: for ever or for a while, for one message or the whole conversation, and what a person can do about it.</summary>
internal sealed class SlackRefusals(ClosedConversations closed, ILogger<SlackRefusals> log)
{
    // Scopes that an operator was told about, by installation: once is enough.
    private readonly ConcurrentDictionary<string, byte> toldScopes = new(StringComparer.Ordinal);

    public ChannelException Translate(SlackReference to, SlackApiException refusal) => refusal switch
    {
        _ when SlackRetry.IsStumble(refusal) => ChannelException.Transient(refusal.Message, refusal.RetryAfter, refusal),
        { Status: >= System.Net.HttpStatusCode.MultipleChoices and < System.Net.HttpStatusCode.BadRequest } =>
            Permanent("The address of Slack's Web API sends elsewhere; the bot's token is not taken there.", refusal),
        _ => OfCode(to, refusal),
    };

    private ChannelException OfCode(SlackReference to, SlackApiException refusal)
    {
        switch (refusal.Code)
        {
            case SlackErrors.NotInChannel:
                return Closed(to, NotInvited, refusal);
            case SlackErrors.ChannelNotFound:
                return Closed(to, "Slack shows the bot no such channel: it is private and the bot was not invited, or it was deleted. /invite the bot there, and it answers again.", refusal);
            case SlackErrors.IsArchived or SlackErrors.IsInactive:
                return Closed(to, "The channel is archived. Once somebody unarchives it and invites the bot, it answers again.", refusal);
            case SlackErrors.PostingDenied or SlackErrors.KeyAccessDenied:
                return Closed(to, $"The organization does not let the bot post here ({refusal.Code}). An administrator can allow it.", refusal);
            case SlackErrors.ThreadLocked or SlackErrors.CannotReplyToMessage:
            case { } code when code.StartsWith(SlackErrors.RestrictedAction, StringComparison.Ordinal):
                return Permanent($"The settings of this channel do not let the bot post here ({refusal.Code}). Who manages the channel can allow it.", refusal);
            case SlackErrors.MessagesTabDisabled:
                return Operator("The app's Messages tab is off, so nobody can be written to alone. Switch it on under App Home of the app.", refusal);
            case SlackErrors.MessageNotFound:
                return Permanent("The message is gone: somebody deleted it in Slack. Its card is not updated any more.", refusal);
            case SlackErrors.CannotUpdateMessage or SlackErrors.EditWindowClosed or SlackErrors.StreamingStateConflict:
                return Permanent($"Slack does not let the bot change this message any more ({refusal.Code}). Its buttons work.", refusal);
            case SlackErrors.MissingScope:
                return MissingScope(to, refusal);
            case SlackErrors.AccessLimited or SlackErrors.EnterpriseIsRestricted or SlackErrors.TwoFactorSetupRequired or SlackErrors.MessageLimitExceeded:
                return Operator($"The workspace does not take messages of apps at present ({refusal.Code}). An administrator of the workspace can tell why.", refusal);
            case SlackErrors.TeamAddedToOrg or SlackErrors.OrgLoginRequired:
                return ChannelException.Transient("The workspace is moving into an organization.", WhileMoving, refusal);
            default:
                LogOurs(log, refusal.Message, string.Join("; ", refusal.Details), null);
                return Permanent(refusal.Message, refusal);
        }
    }

    private ChannelException MissingScope(SlackReference to, SlackApiException refusal)
    {
        var scope = refusal.NeededScope ?? "unknown";
        if (toldScopes.TryAdd($"{to.InstallationId}|{scope}", 0))
            LogScope(log, scope, to.InstallationId, null);
        return Permanent($"The app lacks the scope {scope} in this workspace. Install it again to grant it.", refusal);
    }

    private ChannelException Operator(string reason, SlackApiException refusal)
    {
        LogOperator(log, reason, null);
        return Permanent(reason, refusal);
    }

    private ChannelException Closed(SlackReference to, string reason, SlackApiException refusal)
    {
        closed.Close(to.InstallationId, to.ChannelId, reason);
        return Permanent(reason, refusal);
    }

    private static ChannelException Permanent(string reason, SlackApiException refusal) => ChannelException.Permanent(reason, refusal);

    private const string NotInvited = "The bot is not in this channel. Invite it with /invite and its name, and it answers here.";

    private static readonly TimeSpan WhileMoving = TimeSpan.FromMinutes(15);

    private static readonly Action<ILogger, string, string, Exception?> LogOurs = LoggerMessage.Define<string, string>(
        LogLevel.Error, new EventId(33, "BadSlackCall"), "{Reason} What the bot sent was not understood: please report it. {Details}");

    private static readonly Action<ILogger, string, string, Exception?> LogScope = LoggerMessage.Define<string, string>(
        LogLevel.Error, new EventId(34, "SlackScope"), "The Slack app lacks the scope {Scope} in {Workspace}. Add it under OAuth & Permissions and install the app there again; what needs it is off until then.");

    private static readonly Action<ILogger, string, Exception?> LogOperator = LoggerMessage.Define<string>(
        LogLevel.Error, new EventId(35, "SlackOperator"), "{Reason}");
}
