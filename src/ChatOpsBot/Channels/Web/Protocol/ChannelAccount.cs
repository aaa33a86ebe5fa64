namespace ChatOpsBot.Channels.Web.Protocol;

/// <summary>A person or a bot in a conversation.</summary>
/// <param name="Role"><c>user</c> or <c>bot</c>.</param>
internal sealed record ChannelAccount(string? Id, string? Name = null, string? Role = null);
