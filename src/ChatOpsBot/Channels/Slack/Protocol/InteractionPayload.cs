using System.Text.Json;

namespace ChatOpsBot.Channels.Slack.Protocol;

/// <summary>What somebody did with a button, a shortcut or a modal.</summary>
internal sealed record InteractionPayload
{
    public string? Type { get; init; }

    public string? ApiAppId { get; init; }

    public InteractionUser? User { get; init; }

    /// <summary>Null on surfaces of a whole organization.</summary>
    public NamedId? Team { get; init; }

    public NamedId? Enterprise { get; init; }

    public bool? IsEnterpriseInstall { get; init; }

    /// <summary>Of a press: where the button stands.</summary>
    public InteractionContainer? Container { get; init; }

    public NamedId? Channel { get; init; }

    public IReadOnlyList<BlockAction?>? Actions { get; init; }

    /// <summary>What stands in the input fields of the message: <c>values</c>, by block and action.</summary>
    public JsonElement? State { get; init; }

    /// <summary>Opens a modal, once and within three seconds.</summary>
    public string? TriggerId { get; init; }

    public string? ResponseUrl { get; init; }

    /// <summary>Which shortcut of the app.</summary>
    public string? CallbackId { get; init; }

    /// <summary>Of a message shortcut: the message it was used on.</summary>
    public SlackEvent? Message { get; init; }

    public SubmittedView? View { get; init; }

    public const string BlockActions = "block_actions";
    public const string MessageAction = "message_action";
    public const string ViewSubmission = "view_submission";
}

internal sealed record NamedId
{
    public string? Id { get; init; }
}

internal sealed record InteractionUser
{
    public string? Id { get; init; }

    public string? Name { get; init; }

    public string? Username { get; init; }

    public string? TeamId { get; init; }
}

internal sealed record InteractionContainer
{
    /// <summary><c>message</c> or <c>view</c>.</summary>
    public string? Type { get; init; }

    public string? MessageTs { get; init; }

    public string? ChannelId { get; init; }

    public string? ThreadTs { get; init; }

    public bool? IsEphemeral { get; init; }
}

internal sealed record BlockAction
{
    public string? ActionId { get; init; }

    public string? BlockId { get; init; }

    public string? Type { get; init; }

    public string? Value { get; init; }

    public SelectedOption? SelectedOption { get; init; }

    public string? ActionTs { get; init; }
}

internal sealed record SelectedOption
{
    public string? Value { get; init; }
}

/// <summary>A modal as it comes back.</summary>
internal sealed record SubmittedView
{
    public string? Id { get; init; }

    public string? CallbackId { get; init; }

    public string? PrivateMetadata { get; init; }

    public string? Hash { get; init; }

    public JsonElement? State { get; init; }

    /// <summary>Where the app is installed, also when the modal was opened from another organization's side of a shared channel.</summary>
    public string? AppInstalledTeamId { get; init; }
}
