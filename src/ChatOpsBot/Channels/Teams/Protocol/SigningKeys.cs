using System.Text.Json;

namespace ChatOpsBot.Channels.Teams.Protocol;

/// <summary>
/// The keys that inbound tokens are checked with. They are fetched at the start and twice a day, and once more, at most every five
/// minutes, when a token names a key that is not known. When they cannot be fetched, the last good ones stay.
/// </summary>
internal sealed partial class SigningKeys(KeyDocuments documents, TimeProvider time, ILogger<SigningKeys> logger) : BackgroundService
{
    private readonly Lock gate = new();

    // All owned by the gate.
    private IReadOnlyDictionary<string, SigningKey>? keys;
    private DateTimeOffset fetchedAt;
    private DateTimeOffset? forcedAt;
    private Task? fetching;
    private string? failure;

    // Written before the loop that reads it is started.
    private Task first = Task.CompletedTask;

    /// <summary>Why nobody is heard, or soon may not be, and what the operator can do; null: all is well, as far as is known.</summary>
    public string? Trouble
    {
        get
        {
            lock (gate)
            {
                return failure is null ? null
                    : keys is null ? $"Teams is deaf: the keys that sign its tokens cannot be fetched ({failure}). Let the bot reach the address; it tries again by itself."
                    : time.GetUtcNow() - fetchedAt > OldAfter ? $"The keys that sign Teams' tokens are more than a day old and cannot be fetched ({failure}). When Microsoft changes them Teams goes deaf: let the bot reach the address."
                    : null;
            }
        }
    }

    /// <summary>Looks a key up, after asking for it when it is not known.</summary>
    /// <exception cref="NoKeysException">There are no keys yet: nothing can be checked.</exception>
    public async Task<SigningKey?> FindAsync(string keyId, CancellationToken cancellationToken)
    {
        Task fetch;
        lock (gate)
        {
            if (keys?.GetValueOrDefault(keyId) is { } known)
                return known;
            if (keys is null)
                fetch = fetching ?? throw new NoKeysException();
            else if (fetching is null && forcedAt is { } last && time.GetUtcNow() - last < ForcedAtMostEvery)
                return null;
            else
                fetch = fetching ?? Force();
        }

        // The fetch goes on when this request is given up: others wait for it too.
        await fetch.WaitAsync(cancellationToken);
        lock (gate)
            return keys is null ? throw new NoKeysException() : keys.GetValueOrDefault(keyId);
    }

    /// <remarks>The first fetch is under way before the first request can come: that one waits for it.</remarks>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        lock (gate)
            fetching = first = FetchAsync();
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var fetch = first;
        while (!stoppingToken.IsCancellationRequested)
        {
            await fetch.WaitAsync(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await Task.Delay(UntilNextFetch(), time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            // An unknown key may have had them fetched meanwhile.
            lock (gate)
                fetch = fetching ?? (IsDue() ? fetching = FetchAsync() : Task.CompletedTask);
        }
    }

    private Task Force()
    {
        forcedAt = time.GetUtcNow();
        return fetching = FetchAsync();
    }

    private async Task FetchAsync()
    {
        // Away from the gate its caller holds.
        await Task.Yield();
        try
        {
            var fetched = await documents.FetchAsync();
            lock (gate)
                (keys, fetchedAt, fetching, failure) = (fetched, time.GetUtcNow(), null, null);
            LogFetched(logger, fetched.Count);
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException or JsonException or InvalidOperationException)
        {
            lock (gate)
                (fetching, failure) = (null, exception.Message);
            LogFailure(exception);
        }
    }

    private void LogFailure(Exception exception)
    {
        TimeSpan? age;
        lock (gate)
            age = keys is null ? null : time.GetUtcNow() - fetchedAt;
        if (age is null)
            LogNoKeys(logger, exception.Message);
        else if (age > OldAfter)
            LogOldKeys(logger, age.Value, exception.Message);
        else
            LogKept(logger, age.Value, exception.Message);
    }

    private bool IsDue() => keys is null || time.GetUtcNow() - fetchedAt >= FetchEvery;

    private TimeSpan UntilNextFetch()
    {
        lock (gate)
        {
            if (keys is null)
                return RetryWithoutKeys;
            var due = fetchedAt + FetchEvery - time.GetUtcNow();
            return due > TimeSpan.Zero ? due : RetryWithKeys;
        }
    }

    private static readonly TimeSpan ForcedAtMostEvery = TimeSpan.FromMinutes(5);

    /// <summary>At least daily, the documentation says; twice, so that one failure does not make the keys old.</summary>
    private static readonly TimeSpan FetchEvery = TimeSpan.FromHours(12);
    private static readonly TimeSpan OldAfter = TimeSpan.FromHours(24);
    private static readonly TimeSpan RetryWithKeys = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan RetryWithoutKeys = TimeSpan.FromSeconds(10);

    [LoggerMessage(LogLevel.Debug, "Fetched {Count} keys that sign Teams' tokens.")]
    private static partial void LogFetched(ILogger logger, int count);

    [LoggerMessage(LogLevel.Error, "Teams is deaf: the keys that sign its tokens cannot be fetched ({Reason}). Let the bot reach the address; it tries again by itself.")]
    private static partial void LogNoKeys(ILogger logger, string reason);

    [LoggerMessage(LogLevel.Warning, "The keys that sign Teams' tokens cannot be fetched ({Reason}); those of {Age} ago are used.")]
    private static partial void LogKept(ILogger logger, TimeSpan age, string reason);

    [LoggerMessage(LogLevel.Error, "The keys that sign Teams' tokens are {Age} old and cannot be fetched ({Reason}). When Microsoft changes them Teams goes deaf: let the bot reach the address.")]
    private static partial void LogOldKeys(ILogger logger, TimeSpan age, string reason);
}

/// <summary>The keys of those who sign inbound tokens were never fetched.</summary>
internal sealed class NoKeysException() : Exception("The keys that inbound tokens are checked with have not been fetched yet.");
