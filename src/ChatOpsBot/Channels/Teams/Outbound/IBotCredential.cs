namespace ChatOpsBot.Channels.Teams.Outbound;

/// <summary>What the bot proves with that it is the bot.</summary>
internal interface IBotCredential
{
    /// <summary>Asks for a new token, without looking at any cache.</summary>
    /// <exception cref="BotTokenException">There is none to be had now.</exception>
    Task<BotToken> AcquireAsync(CancellationToken cancellationToken);
}

/// <summary>A token for the Connector.</summary>
/// <param name="Value">Secret: goes into a header and nowhere else.</param>
/// <param name="Lifetime">From now.</param>
internal sealed record BotToken(string Value, TimeSpan Lifetime)
{
    public override string ToString() => $"a token for {Lifetime}";
}

/// <summary>No token for the Connector could be had. The message names the reason and never what was sent.</summary>
internal sealed class BotTokenException(string message, TimeSpan? retryAfter = null, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>When it is worth asking again.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
