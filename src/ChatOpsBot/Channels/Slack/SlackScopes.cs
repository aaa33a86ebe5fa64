namespace ChatOpsBot.Channels.Slack;

/// <summary>What the app asks for. The same stands in the manifests, with the reasons in the guide beside them.</summary>
internal static class SlackScopes
{
    public static IReadOnlyList<string> Bot { get; } =
    [
        "app_mentions:read",
        "channels:history",
        "channels:read",
        "chat:write",
        "commands",
        "files:read",
        "groups:history",
        "groups:read",
        "im:history",
        "mpim:history",
        "mpim:read",
        "users:read",
    ];
}
