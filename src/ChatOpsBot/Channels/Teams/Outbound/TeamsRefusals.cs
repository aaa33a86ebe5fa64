using System.Net;
using ChatOpsBot.Channels.Teams.Protocol;
using ChatOpsBot.Conversations;

namespace ChatOpsBot.Channels.Teams.Outbound;

/// <summary>What a refusal by Teams means: for ever or for a while, for one message or the whole conversation, and what a person can do about it.</summary>
internal sealed class TeamsRefusals(UnreachableConversations unreachable, ILogger<TeamsRefusals> log)
{
    public ChannelException Translate(TeamsReference to, ConnectorException refusal) => refusal switch
    {
        { Status: null } => ChannelException.Transient(refusal.Message, inner: refusal),
        { Status: HttpStatusCode.Unauthorized } => Unauthorized(refusal),
        { Status: HttpStatusCode.Forbidden } => Forbidden(to, refusal),
        { Code: ConnectorErrorBody.ActivityNotFound } => Permanent("The message is gone: somebody deleted it in Teams. Its card is not updated any more.", refusal),
        { Code: ConnectorErrorBody.ConversationNotFound } => Closed(to, "Teams does not know this conversation any more: it was deleted, or the bot is no longer in it.", refusal),
        { Status: HttpStatusCode.NotFound } => Permanent("Teams does not know this message or its conversation any more.", refusal),
        { Status: HttpStatusCode.RequestEntityTooLarge } => Permanent("Teams finds the card too large even without its long parts.", refusal),
        { Status: HttpStatusCode.PreconditionFailed or HttpStatusCode.RequestTimeout or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout } =>
            ChannelException.Transient(refusal.Message, refusal.RetryAfter, refusal),
        { Status: HttpStatusCode.BadRequest } => Ours(refusal),
        { Status: >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest } => Permanent("The address of this conversation sends elsewhere; the bot's token is not taken there. A new message there tells the right address.", refusal),
        _ => Permanent(refusal.Message, refusal),
    };

    /// <summary>With a new token too: no one message's fault, so it waits until the operator has put it right.</summary>
    private ChannelException Unauthorized(ConnectorException refusal)
    {
        LogUnauthorized(log, refusal.Message, null);
        return ChannelException.Transient("Teams refuses the bot's token. Is the Azure Bot registered for Teams, and with this Teams:AppId?", AskOperator, refusal);
    }

    private ChannelException Forbidden(TeamsReference to, ConnectorException refusal)
    {
        switch (refusal.Code)
        {
            case ConnectorErrorBody.BotDisabledByAdmin:
                const string disabled = "An administrator of this organization has blocked the app. They can allow it in the Teams admin center.";
                unreachable.CloseTenant(to.TenantId, disabled);
                return Permanent(disabled, refusal);
            case ConnectorErrorBody.BotNotInConversationRoster:
                return Closed(to, UnreachableConversations.Removed, refusal);
            case ConnectorErrorBody.ConversationBlockedByUser or ConnectorErrorBody.MessageWritesBlocked:
                return Closed(to, IsPersonal(to) ? "This person has blocked the bot. They can unblock it in Teams." : "This conversation takes no messages of the bot: it is archived, or only some may post. An owner can change that.", refusal);
            case ConnectorErrorBody.ForbiddenOperation:
                return Closed(to, "The app is not installed for this person. They can add it in Teams.", refusal);
            case ConnectorErrorBody.NotEnoughPermissions:
                return Permanent("The bot lacks a permission in this conversation. An owner can grant it in the app's settings.", refusal);
            default:
                return Permanent(refusal.Message, refusal);
        }
    }

    private static bool IsPersonal(TeamsReference to) => to.ConversationType is null or ConversationAccount.Personal;

    private ChannelException Closed(TeamsReference to, string reason, ConnectorException refusal)
    {
        unreachable.Close(to.TenantId, to.ConversationId, reason);
        return Permanent(reason, refusal);
    }

    private ChannelException Ours(ConnectorException refusal)
    {
        LogOurs(log, refusal.Message, null);
        return Permanent(refusal.Message, refusal);
    }

    private static ChannelException Permanent(string reason, ConnectorException refusal) => ChannelException.Permanent(reason, refusal);

    private static readonly TimeSpan AskOperator = TimeSpan.FromMinutes(5);

    private static readonly Action<ILogger, string, Exception?> LogUnauthorized = LoggerMessage.Define<string>(
        LogLevel.Error, new EventId(22, "TokenRefused"), "{Reason} The bot's token was refused twice. Check Teams:AppId, Teams:TenantId and that the Azure Bot has the Teams channel.");

    private static readonly Action<ILogger, string, Exception?> LogOurs = LoggerMessage.Define<string>(
        LogLevel.Error, new EventId(23, "BadActivity"), "{Reason} What the bot sent was not understood: please report it with the correlation.");
}
