namespace ChatOpsBot.Channels.Teams.Protocol;

/// <summary>What Teams adds to the Bot Framework's activity.</summary>
internal sealed record TeamsChannelData
{
    /// <summary><c>editMessage</c>, <c>undeleteMessage</c>, <c>softDeleteMessage</c>; of a conversationUpdate many more.</summary>
    public string? EventType { get; init; }

    public IdOnly? Tenant { get; init; }

    public IdOnly? Team { get; init; }

    public IdOnly? Channel { get; init; }

    public TeamsSettings? Settings { get; init; }
}

/// <summary>An object of which only the id is sure to be there.</summary>
internal sealed record IdOnly
{
    public string? Id { get; init; }
}

internal sealed record TeamsSettings
{
    /// <summary>The channel that the installer of a team picked for the bot.</summary>
    public IdOnly? SelectedChannel { get; init; }
}
