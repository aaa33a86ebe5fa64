namespace ChatOpsBot.Channels.Slack.Protocol;

/// <summary>A modal or the Home tab: https://docs.slack.dev/reference/views</summary>
internal sealed record View
{
    /// <summary><see cref="Modal"/> or <see cref="Home"/>.</summary>
    public required string Type { get; init; }

    /// <summary>Modals only, where it is required.</summary>
    public TextObject? Title { get; init; }

    /// <summary>Required with an input.</summary>
    public TextObject? Submit { get; init; }

    public TextObject? Close { get; init; }

    public required IReadOnlyList<Block> Blocks { get; init; }

    public string? CallbackId { get; init; }

    /// <summary>Comes back with every press in it; at most 3,000 characters.</summary>
    public string? PrivateMetadata { get; init; }

    public bool? ClearOnClose { get; init; }

    public bool? NotifyOnClose { get; init; }

    public string? ExternalId { get; init; }

    public const string Modal = "modal";
    public const string Home = "home";
}

internal sealed record ViewsOpen(string TriggerId, View View);

/// <param name="Hash">Of the view this one replaces; null: whatever it is now.</param>
internal sealed record ViewsUpdate(string ViewId, string? Hash, View View);

internal sealed record ViewsPublish(string UserId, string? Hash, View View);
