namespace ChatOpsBot.Channels.Teams.Protocol;

/// <summary>A person or a bot. The id is opaque; of a bot it begins with <c>28:</c>.</summary>
internal sealed record ChannelAccount
{
    public string? Id { get; init; }

    public string? Name { get; init; }

    /// <summary><c>bot</c> or <c>user</c>, seldom present.</summary>
    public string? Role { get; init; }

    public bool IsBot => Id?.StartsWith(BotPrefix, StringComparison.Ordinal) == true || Role == "bot";

    public const string BotPrefix = "28:";
    public const string PersonPrefix = "29:";
}
