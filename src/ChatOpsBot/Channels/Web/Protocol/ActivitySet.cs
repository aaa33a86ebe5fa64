namespace ChatOpsBot.Channels.Web.Protocol;

/// <summary>Some activities of a conversation, and the point up to which they are complete.</summary>
/// <param name="Watermark">What a client names to get only what is newer; opaque to it.</param>
internal sealed record ActivitySet(IReadOnlyList<ActivityJson> Activities, string Watermark);
