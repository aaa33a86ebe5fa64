using System.Collections.Concurrent;
using ChatOpsBot.Channels.Slack.Outbound;
using ChatOpsBot.Channels.Slack.Protocol;
using ChatOpsBot.Conversations;

namespace ChatOpsBot.Channels.Slack.Installing;

/// <summary>The tokens of all installations. One that expires is renewed before it does, and by one caller at a time: its refresh token is good once.</summary>
internal sealed partial class StoredTokens(SlackInstallationStore store, SlackWebApi api, SlackOptions options, TimeProvider time, ILogger<StoredTokens> logger) : ISlackTokens, IDisposable
{
    private readonly ConcurrentDictionary<string, SemaphoreSlim> renewing = new(StringComparer.Ordinal);

    // When it is next tried ahead of time.
    private readonly ConcurrentDictionary<string, DateTimeOffset> notBefore = new(StringComparer.Ordinal);

    public async ValueTask<string?> FindAsync(SlackInstallation installation, CancellationToken cancellationToken)
    {
        if (store.Find(installation)?.Tokens is not { } tokens)
            return null;
        var now = time.GetUtcNow();
        if (tokens is not { Refresh: not null, ExpiresAt: { } end } || now < end - Ahead || (notBefore.TryGetValue(installation.Id, out var next) && now < next))
            return tokens.Access;
        // Set first: those who come meanwhile use the old one, which is good until it ends.
        notBefore[installation.Id] = now + Pause;
        try
        {
            return await RenewAsync(installation, tokens.Access, cancellationToken) ?? tokens.Access;
        }
        catch (ChannelException)
        {
            return tokens.Access;
        }
    }

    public bool IsInstalled(SlackInstallation installation) => store.Find(installation) is not null;

    public DateTimeOffset? InstalledAt(SlackInstallation installation) => store.Find(installation)?.InstalledAt;

    /// <exception cref="ChannelException">Slack did not answer, or not now: the installation is as it was.</exception>
    public async ValueTask<string?> RenewAsync(SlackInstallation installation, string expired, CancellationToken cancellationToken)
    {
        var gate = renewing.GetOrAdd(installation.Id, _ => new SemaphoreSlim(1));
        await gate.WaitAsync(cancellationToken);
        try
        {
            if (store.Find(installation) is not { } app)
                return null;
            if (app.Tokens.Access != expired)
                return app.Tokens.Access;
            if (app.Tokens.Refresh is not { } refresh)
                return null;
            // From here on nobody gives up: the refresh token is spent as soon as Slack has it.
            var renewed = await ExchangeAsync(installation, refresh);
            if (renewed is not null)
                await store.RenewAsync(installation, app, renewed);
            return renewed?.Access;
        }
        finally
        {
            gate.Release();
        }
    }

    public async ValueTask ForgetAsync(SlackInstallation installation, string dead, string error, CancellationToken cancellationToken)
    {
        // Another may have been installed since that one was used.
        if (store.Find(installation)?.Tokens.Access == dead)
            await store.RemoveAsync(installation, cancellationToken);
    }

    public void Dispose()
    {
        foreach (var gate in renewing.Values)
            gate.Dispose();
    }

    /// <returns>Null: Slack does not know the refresh token any more.</returns>
    private async Task<InstalledTokens?> ExchangeAsync(SlackInstallation installation, string refresh)
    {
        try
        {
            var answer = await api.OAuthV2RefreshAsync(options.ClientId, options.ClientSecret, refresh, CancellationToken.None);
            return TokensOf(answer, time.GetUtcNow()) ?? throw ChannelException.Transient("Slack renewed a token without naming it.", TryAgain);
        }
        catch (SlackApiException refusal) when (refusal.Code == InvalidRefreshToken)
        {
            LogLost(logger, installation.Id);
            return null;
        }
        catch (SlackApiException refusal)
        {
            LogNotRenewed(logger, installation.Id, refusal.Message);
            throw ChannelException.Transient(refusal.Message, refusal.RetryAfter ?? TryAgain, refusal);
        }
    }

    /// <returns>Null: there is no bot's token in it.</returns>
    public static InstalledTokens? TokensOf(OAuthAccessResponse answer, DateTimeOffset now) =>
        answer is { AccessToken: { Length: > 0 } access, TokenType: null or "bot" }
            ? new InstalledTokens(access, answer.RefreshToken is { Length: > 0 } refresh ? refresh : null, answer.ExpiresIn is { } seconds and > 0 ? now.AddSeconds(seconds) : null)
            : null;

    /// <summary>Tokens live for twelve hours.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromHours(2);

    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan TryAgain = TimeSpan.FromSeconds(30);

    private const string InvalidRefreshToken = "invalid_refresh_token";

    [LoggerMessage(LogLevel.Error, "Slack: the token of {Installation} cannot be renewed: its refresh token was used elsewhere or revoked. Install the app there again.")]
    private static partial void LogLost(ILogger logger, string installation);

    [LoggerMessage(LogLevel.Warning, "Slack: the token of {Installation} was not renewed yet: {Reason}")]
    private static partial void LogNotRenewed(ILogger logger, string installation, string reason);
}
