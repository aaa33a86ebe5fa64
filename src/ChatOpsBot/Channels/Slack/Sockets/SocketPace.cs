namespace ChatOpsBot.Channels.Slack.Sockets;

/// <summary>How a connection to Slack finds out that it is dead: it pings, and Slack answers. By the system's clock, which the framework uses for this.</summary>
internal sealed record SocketPace(TimeSpan PingEvery, TimeSpan PongWithin)
{
    /// <summary>A silent connection is given up after 30 s.</summary>
    public static SocketPace Usual { get; } = new(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(20));
}
