using System.Text.Json;

namespace ChatOpsBot.Channels.Slack.Protocol;

/// <summary>An event of the Events API. Which members it has depends on its type and subtype.</summary>
internal sealed record SlackEvent
{
    public string? Type { get; init; }

    public string? Subtype { get; init; }

    public string? Channel { get; init; }

    /// <summary><c>channel</c>, <c>group</c>, <c>im</c>, <c>mpim</c>.</summary>
    public string? ChannelType { get; init; }

    public string? User { get; init; }

    /// <summary>Home of the author, where that is another one than the conversation's (Slack Connect).</summary>
    public string? UserTeam { get; init; }

    public string? SourceTeam { get; init; }

    public string? Team { get; init; }

    public string? Text { get; init; }

    /// <summary>Id of a message within its channel.</summary>
    public string? Ts { get; init; }

    public string? EventTs { get; init; }

    public string? ThreadTs { get; init; }

    /// <summary>A program wrote it.</summary>
    public string? BotId { get; init; }

    public string? AppId { get; init; }

    /// <summary>What a program is called and whose it is: of those that post by a webhook it may be all there is.</summary>
    public JsonElement? BotProfile { get; init; }

    /// <summary>The name a program chose for one message.</summary>
    public string? Username { get; init; }

    public JsonElement? Blocks { get; init; }

    public JsonElement? Attachments { get; init; }

    public JsonElement? Files { get; init; }

    public Edited? Edited { get; init; }

    public UserProfile? UserProfile { get; init; }

    /// <summary>Of <see cref="MessageChanged"/>: the message as it is now.</summary>
    public SlackEvent? Message { get; init; }

    /// <summary>Of <see cref="MessageChanged"/> and <see cref="MessageDeleted"/>: as it was.</summary>
    public SlackEvent? PreviousMessage { get; init; }

    /// <summary>Of <see cref="MessageDeleted"/>.</summary>
    public string? DeletedTs { get; init; }

    /// <summary>Of <see cref="MemberJoinedChannel"/>: who added them; absent when they came by themselves.</summary>
    public string? Inviter { get; init; }

    /// <summary>Of <see cref="AppHomeOpened"/>: <c>home</c> or <c>messages</c>.</summary>
    public string? Tab { get; init; }

    /// <summary>Of <see cref="TokensRevoked"/>.</summary>
    public RevokedTokens? Tokens { get; init; }

    public const string MessageType = "message";
    public const string AppMention = "app_mention";
    public const string AppHomeOpened = "app_home_opened";
    public const string AppUninstalled = "app_uninstalled";
    public const string TokensRevoked = "tokens_revoked";
    public const string MemberJoinedChannel = "member_joined_channel";

    public const string BotMessage = "bot_message";
    public const string FileShare = "file_share";
    public const string ThreadBroadcast = "thread_broadcast";
    public const string MeMessage = "me_message";
    public const string MessageChanged = "message_changed";
    public const string MessageDeleted = "message_deleted";

    /// <summary>What stands in place of a deleted message that has replies: of those Slack says that they changed, not that they are gone.</summary>
    public const string Tombstone = "tombstone";

    public const string DirectMessage = "im";

    /// <summary>Slack's own voice.</summary>
    public const string Slackbot = "USLACKBOT";
}

/// <summary>When a person last changed a message. Absent when only Slack did, for a link's preview.</summary>
internal sealed record Edited
{
    public string? User { get; init; }

    public string? Ts { get; init; }
}

internal sealed record UserProfile
{
    public string? DisplayName { get; init; }

    public string? RealName { get; init; }
}

/// <summary>Whose tokens are void: of persons, and of bot users.</summary>
internal sealed record RevokedTokens
{
    public IReadOnlyList<string?>? Oauth { get; init; }

    public IReadOnlyList<string?>? Bot { get; init; }
}

/// <summary>A file as a message names it.</summary>
internal sealed record SharedFile
{
    public string? Id { get; init; }

    public string? Name { get; init; }

    public string? Filetype { get; init; }

    /// <summary><see cref="CheckFileInfo"/>: everything but the id has to be asked for (Slack Connect).</summary>
    public string? FileAccess { get; init; }

    public const string CheckFileInfo = "check_file_info";

    public string? UrlPrivateDownload { get; init; }

    public string? UrlPrivate { get; init; }

    /// <summary>Of a mail that came through Slack's mail integration: its text.</summary>
    public string? PlainText { get; init; }
}
