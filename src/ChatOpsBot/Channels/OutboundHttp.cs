namespace ChatOpsBot.Channels;

/// <summary>How the bot calls a platform: what it sends along reaches the address that was judged, and nobody else.</summary>
internal static class OutboundHttp
{
    /// <param name="connectWithin">How long a connection may take to come up.</param>
    public static SocketsHttpHandler Handler(TimeSpan connectWithin) => new()
    {
        // A redirect would take a token, a secret or the key to a file to an address nobody judged.
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = connectWithin,
        // Platforms move: an address is looked up anew.
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        // The number of a request to the bot is nobody else's, and costs on every call.
        ActivityHeadersPropagator = null,
    };
}
