namespace ChatOpsBot.Channels.Slack.Protocol;

/// <summary>A command somebody typed: fields of a form, in Socket Mode members of an object.</summary>
internal sealed record SlashCommand
{
    /// <summary>With its slash.</summary>
    public string? Command { get; init; }

    public string? Text { get; init; }

    public string? ApiAppId { get; init; }

    public string? TeamId { get; init; }

    public string? EnterpriseId { get; init; }

    public bool? IsEnterpriseInstall { get; init; }

    public string? ChannelId { get; init; }

    /// <summary><c>directmessage</c> for a conversation of two.</summary>
    public string? ChannelName { get; init; }

    public string? UserId { get; init; }

    public string? UserName { get; init; }

    public string? ResponseUrl { get; init; }

    public string? TriggerId { get; init; }
}
