namespace ChatOpsBot.Channels.Slack.Sockets;

/// <summary>Why a connection ended.</summary>
internal enum SocketEnd
{
    /// <summary>Closed or broken, for whatever reason.</summary>
    Lost,

    /// <summary>Somebody switched Socket Mode off for the app.</summary>
    LinkDisabled,

    /// <summary>The app has ten connections already.</summary>
    TooMany,
}
