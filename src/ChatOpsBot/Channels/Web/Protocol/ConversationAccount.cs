namespace ChatOpsBot.Channels.Web.Protocol;

/// <summary>The conversation an activity belongs to.</summary>
internal sealed record ConversationAccount(string? Id);
