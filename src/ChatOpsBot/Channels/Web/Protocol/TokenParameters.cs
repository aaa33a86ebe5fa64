namespace ChatOpsBot.Channels.Web.Protocol;

/// <summary>Whom a token to be generated is for.</summary>
internal sealed record TokenParameters(ChannelAccount? User);
