using System.Text.Json;
using System.Text.Json.Serialization;

namespace ChatOpsBot.Channels.Slack.Protocol;

/// <summary>What every answer of the Web API has: whether it was done, and if not, why.</summary>
internal record SlackResponse
{
    public bool Ok { get; init; }

    public string? Error { get; init; }

    /// <summary>The scope that <c>missing_scope</c> means.</summary>
    public string? Needed { get; init; }

    public ResponseMetadata? ResponseMetadata { get; init; }
}

internal sealed record ResponseMetadata
{
    public IReadOnlyList<string>? Messages { get; init; }

    /// <summary>Empty at the end.</summary>
    public string? NextCursor { get; init; }
}

/// <summary>Who a token is: <c>auth.test</c>.</summary>
internal sealed record AuthTestResponse : SlackResponse
{
    public string? TeamId { get; init; }

    public string? Team { get; init; }

    public string? EnterpriseId { get; init; }

    public bool IsEnterpriseInstall { get; init; }

    public string? UserId { get; init; }

    public string? BotId { get; init; }

    /// <summary>From the header <c>x-oauth-scopes</c>; empty when it was not sent.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Scopes { get; init; } = [];
}

/// <summary>Where a message stands: of <c>chat.postMessage</c>, <c>chat.update</c>, <c>chat.delete</c>.</summary>
internal sealed record ChatResponse : SlackResponse
{
    public string? Channel { get; init; }

    public string? Ts { get; init; }

    public PostedMessage? Message { get; init; }
}

/// <summary>A message as Slack keeps it.</summary>
internal sealed record PostedMessage
{
    /// <summary>The bot's own user, as whom it was posted.</summary>
    public string? User { get; init; }
}

internal sealed record ConversationsInfoResponse : SlackResponse
{
    public ChannelInfo? Channel { get; init; }
}

internal sealed record ChannelInfo
{
    public string? Id { get; init; }

    public string? Name { get; init; }

    public bool IsIm { get; init; }

    public bool IsMpim { get; init; }

    public bool IsPrivate { get; init; }

    /// <summary>Null where it is not told.</summary>
    public bool? IsMember { get; init; }

    public bool IsArchived { get; init; }

    public bool IsExtShared { get; init; }

    public string? Locale { get; init; }
}

/// <summary>Messages of a conversation or thread, of which only what tells our own apart is read.</summary>
internal sealed record ConversationsHistoryResponse : SlackResponse
{
    public IReadOnlyList<HistoryMessage>? Messages { get; init; }

    public bool HasMore { get; init; }
}

internal sealed record HistoryMessage
{
    public string? Ts { get; init; }

    public string? AppId { get; init; }

    public string? BotId { get; init; }

    public HistoryMetadata? Metadata { get; init; }
}

internal sealed record HistoryMetadata
{
    public string? EventType { get; init; }

    public JsonElement EventPayload { get; init; }
}

/// <summary>The view that was opened, updated or published.</summary>
internal sealed record ViewResponse : SlackResponse
{
    public ViewState? View { get; init; }
}

internal sealed record ViewState
{
    public string? Id { get; init; }

    /// <summary>Changes with each update; sent back, an update on top of somebody else's fails with <c>hash_conflict</c>.</summary>
    public string? Hash { get; init; }
}

internal sealed record UsersInfoResponse : SlackResponse
{
    public SlackUser? User { get; init; }
}

internal sealed record SlackUser
{
    public string? Id { get; init; }

    public string? TeamId { get; init; }

    public string? Name { get; init; }

    public string? RealName { get; init; }

    /// <summary><c>de-DE</c>.</summary>
    public string? Locale { get; init; }

    /// <summary>IANA name.</summary>
    public string? Tz { get; init; }

    public bool IsBot { get; init; }

    public bool Deleted { get; init; }

    public SlackProfile? Profile { get; init; }
}

internal sealed record SlackProfile
{
    public string? DisplayName { get; init; }

    public string? RealName { get; init; }
}

internal sealed record ConnectionsOpenResponse : SlackResponse
{
    /// <summary>Good for one connection.</summary>
    public string? Url { get; init; }
}

/// <summary>An installation, or renewed tokens of one: <c>oauth.v2.access</c>.</summary>
internal sealed record OAuthAccessResponse : SlackResponse
{
    public string? AccessToken { get; init; }

    public string? TokenType { get; init; }

    public string? Scope { get; init; }

    public string? BotUserId { get; init; }

    public string? AppId { get; init; }

    public OAuthPlace? Team { get; init; }

    public OAuthPlace? Enterprise { get; init; }

    public bool IsEnterpriseInstall { get; init; }

    public OAuthUser? AuthedUser { get; init; }

    public string? RefreshToken { get; init; }

    /// <summary>Seconds.</summary>
    public int? ExpiresIn { get; init; }
}

internal sealed record OAuthPlace
{
    public string? Id { get; init; }

    public string? Name { get; init; }
}

internal sealed record OAuthUser
{
    public string? Id { get; init; }
}

internal sealed record FilesInfoResponse : SlackResponse
{
    public SlackFileInfo? File { get; init; }
}

internal sealed record SlackFileInfo
{
    public string? Id { get; init; }

    public string? Name { get; init; }

    public string? Mimetype { get; init; }

    public string? Filetype { get; init; }

    public long Size { get; init; }

    public string? UrlPrivateDownload { get; init; }

    public string? Mode { get; init; }

    public string? FileAccess { get; init; }

    /// <summary>Of a mail that was forwarded into the conversation.</summary>
    public string? PlainText { get; init; }
}
