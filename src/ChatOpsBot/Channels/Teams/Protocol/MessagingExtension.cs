namespace ChatOpsBot.Channels.Teams.Protocol;

/// <summary>Value of the invoke <c>composeExtension/fetchTask</c>: somebody chose our action in the menu of a message.</summary>
/// <remarks>https://learn.microsoft.com/microsoftteams/platform/messaging-extensions/how-to/action-commands/create-task-module</remarks>
internal sealed record MessagingExtensionAction
{
    public string? CommandId { get; init; }

    public MessagePayload? MessagePayload { get; init; }

    public const string FetchTask = "composeExtension/fetchTask";
    public const string SubmitAction = "composeExtension/submitAction";
}

/// <summary>The message it was chosen for; sent along even where the bot is not a member.</summary>
internal sealed record MessagePayload
{
    public bool? Deleted { get; init; }

    /// <summary>Headline of a post in a channel, as text.</summary>
    public string? Subject { get; init; }

    public MessagePayloadBody? Body { get; init; }
}

internal sealed record MessagePayloadBody
{
    /// <summary><c>html</c> or <c>text</c>.</summary>
    public string? ContentType { get; init; }

    public string? Content { get; init; }
}
