namespace ChatOpsBot.Channels.Web.Protocol;

/// <summary>The id an activity got.</summary>
internal sealed record ResourceResponse(string Id);
