using System.Net.Http.Headers;

namespace ChatOpsBot.Channels.Teams.Outbound;

/// <summary>
/// The bot's one token for the Connector: asked for by one at a time, renewed at least five minutes before its end, dropped when the
/// Connector refuses it. While nobody gives a new one the old one is used to its end.
/// </summary>
internal sealed class BotTokens(IBotCredential credential, ServiceTrust trust, TimeProvider time, ILogger<BotTokens> log)
{
    private readonly Lock gate = new();

    // All owned by the gate.
    private Held? held;
    private Task? underWay;
    private BotTokenException? failure;
    private int failures;
    private DateTimeOffset notBefore;
    private DateTimeOffset droppedAt = DateTimeOffset.MinValue;

    /// <summary>Why the bot cannot speak on Teams at present; null: it can, as far as is known.</summary>
    public string? Trouble
    {
        get
        {
            lock (gate)
                return failure is not null && !IsUsable() ? failure.Message : null;
        }
    }

    /// <summary>The header for a call to that address. Decided here, and nowhere earlier, because this is the last place before the wire.</summary>
    /// <exception cref="UntrustedServiceException">The address is not one of Microsoft's for this cloud.</exception>
    /// <exception cref="BotTokenException">There is no token now.</exception>
    public async ValueTask<AuthenticationHeaderValue?> AuthorizeAsync(Uri serviceUrl, AuthenticationHeaderValue? refused, CancellationToken cancellationToken)
    {
        switch (trust.Judge(serviceUrl))
        {
            case ServiceReach.Never:
                throw new UntrustedServiceException(serviceUrl);
            case ServiceReach.WithoutToken:
                return null;
        }

        if (refused is not null && !TryDrop(refused.Parameter))
            return null;
        return new AuthenticationHeaderValue("Bearer", await GetAsync(cancellationToken));
    }

    /// <exception cref="BotTokenException">There is no token now.</exception>
    public async ValueTask<string> GetAsync(CancellationToken cancellationToken)
    {
        Task refresh;
        lock (gate)
        {
            var now = time.GetUtcNow();
            if (held is { } fresh && now < fresh.RefreshAt)
                return fresh.Token;
            if (underWay is null && now >= notBefore)
                // Not with the caller's token: others wait for the same answer.
                underWay = Task.Run(RefreshAsync, CancellationToken.None);
            if (IsUsable())
                return held!.Token;
            if (underWay is null)
                throw Failure(now);
            refresh = underWay;
        }

        await refresh.WaitAsync(cancellationToken);
        lock (gate)
            return IsUsable() ? held!.Token : throw Failure(time.GetUtcNow());
    }

    /// <summary>Forgets a token that was refused, so that the next call asks for another. A second one within a minute would be refused like the first.</summary>
    private bool TryDrop(string? refused)
    {
        lock (gate)
        {
            if (held is null || held.Token != refused)
                return true;
            var now = time.GetUtcNow();
            if (now - droppedAt < DropEvery)
                return false;
            held = null;
            notBefore = now;
            droppedAt = now;
            return true;
        }
    }

    private async Task RefreshAsync()
    {
        try
        {
            using var limit = new CancellationTokenSource(AcquireWithin, time);
            var token = await credential.AcquireAsync(limit.Token).WaitAsync(limit.Token);
            lock (gate)
            {
                var now = time.GetUtcNow();
                held = new Held(token.Value, now + Earlier(token.Lifetime), now + token.Lifetime - Margin);
                (underWay, failure, failures) = (null, null, 0);
            }
        }
        catch (BotTokenException exception)
        {
            Failed(exception);
        }
        catch (OperationCanceledException exception)
        {
            Failed(new BotTokenException($"No token for the bot within {AcquireWithin.TotalSeconds:0} s. Is outbound HTTPS to Microsoft's login open?", inner: exception));
        }
    }

    private void Failed(BotTokenException exception)
    {
        TimeSpan wait;
        lock (gate)
        {
            wait = TimeSpan.FromSeconds(Math.Min(Math.Pow(2, Math.Min(failures, 16)), LongestPause.TotalSeconds));
            failures++;
            failure = exception;
            notBefore = time.GetUtcNow() + wait;
            underWay = null;
        }

        LogNoToken(log, exception.Message, wait, null);
    }

    private BotTokenException Failure(DateTimeOffset now) =>
        new(failure?.Message ?? "There is no token for the bot.", notBefore - now > ShortestPause ? notBefore - now : ShortestPause, failure);

    private bool IsUsable() => held is not null && time.GetUtcNow() < held.ExpiresAt;

    /// <summary>Five minutes before the end; of a token that lives shorter than ten, half its life.</summary>
    private static TimeSpan Earlier(TimeSpan lifetime) => lifetime > 2 * RefreshBefore ? lifetime - RefreshBefore : lifetime / 2;

    private static readonly TimeSpan RefreshBefore = TimeSpan.FromMinutes(5);

    /// <summary>A token must still be good when it arrives.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan AcquireWithin = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan DropEvery = TimeSpan.FromMinutes(1);

    private static readonly Action<ILogger, string, TimeSpan, Exception?> LogNoToken = LoggerMessage.Define<string, TimeSpan>(
        LogLevel.Error, new EventId(20, "NoBotToken"), "The bot cannot speak on Teams: {Reason} It asks again after {Wait}");

    private sealed record Held(string Token, DateTimeOffset RefreshAt, DateTimeOffset ExpiresAt);
}

/// <summary>A conversation's service address is not Microsoft's: the bot's token would go to a stranger.</summary>
internal sealed class UntrustedServiceException(Uri serviceUrl) : Exception($"{serviceUrl.GetLeftPart(UriPartial.Authority)} is not an address of Teams in this cloud; nothing was sent. Check Teams:Cloud when it should be.");
