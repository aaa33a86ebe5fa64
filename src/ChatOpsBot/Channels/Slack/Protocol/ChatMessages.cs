namespace ChatOpsBot.Channels.Slack.Protocol;

/// <summary>Arguments of <c>chat.postMessage</c>.</summary>
internal sealed record PostMessage
{
    public required string Channel { get; init; }

    public string? ThreadTs { get; init; }

    /// <summary>mrkdwn. Read by notifications and screen readers, which read no blocks; shown where there are none.</summary>
    public required string Text { get; init; }

    public IReadOnlyList<Block>? Blocks { get; init; }

    public MessageMetadata? Metadata { get; init; }

    /// <summary>Also shows a reply in the channel.</summary>
    public bool? ReplyBroadcast { get; init; }

    /// <summary>No previews: a link in a card says what it is.</summary>
    public bool UnfurlLinks { get; init; }

    public bool UnfurlMedia { get; init; }
}

/// <summary>Arguments of <c>chat.update</c>: text and blocks always together, else what was left out stays as it was.</summary>
internal sealed record UpdateMessage
{
    public required string Channel { get; init; }

    public required string Ts { get; init; }

    public required string Text { get; init; }

    /// <summary>Empty takes the blocks away.</summary>
    public required IReadOnlyList<Block> Blocks { get; init; }
}

/// <summary>Arguments of <c>chat.postEphemeral</c>: only <see cref="User"/> sees it, until the client is loaded anew.</summary>
internal sealed record PostEphemeral
{
    public required string Channel { get; init; }

    public required string User { get; init; }

    public string? ThreadTs { get; init; }

    public required string Text { get; init; }

    public IReadOnlyList<Block>? Blocks { get; init; }
}

/// <summary>What goes to a <c>response_url</c>, and what answers a slash command.</summary>
internal sealed record ResponseMessage
{
    public required string Text { get; init; }

    public IReadOnlyList<Block>? Blocks { get; init; }

    /// <summary><see cref="Ephemeral"/> when null.</summary>
    public string? ResponseType { get; init; }

    public bool? ReplaceOriginal { get; init; }

    public bool? DeleteOriginal { get; init; }

    public string? ThreadTs { get; init; }

    public const string Ephemeral = "ephemeral";
    public const string InChannel = "in_channel";
}

/// <summary>Travels with a message unseen. Any app and person of the workspace can read it.</summary>
internal sealed record MessageMetadata(string EventType, IReadOnlyDictionary<string, string> EventPayload);
