using ChatOpsBot.Channels.Slack.Protocol;

namespace ChatOpsBot.Channels.Slack.Outbound;

/// <summary>
/// Asks once, at the start, whose the token of the settings is: a wrong one is named before anybody waits for an answer, and the bot
/// knows its own user where events do not tell it. Nothing waits for this.
/// </summary>
internal sealed partial class SlackIntroduction(SlackOptions options, SlackHosts hosts, SlackWebApi api, ISlackTokens tokens, OwnUsers own, MissingMethods missing, TimeProvider time, ILogger<SlackIntroduction> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (!await IsAnsweredAsync(stoppingToken))
                await Task.Delay(AskAgainAfter, time, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The bot stops.
        }
    }

    /// <returns>False: Slack could not be reached, or stumbled.</returns>
    private async Task<bool> IsAnsweredAsync(CancellationToken cancellationToken)
    {
        try
        {
            Take(await api.AuthTestAsync(options.BotToken, cancellationToken));
            return true;
        }
        catch (SlackApiException refusal) when (missing.Note("auth.test", refusal))
        {
            return true;
        }
        catch (SlackApiException refusal) when (SlackCalls.IsDead(refusal))
        {
            LogNotTaken(logger, refusal.Code!);
            // An emulator may know tokens in another way than its other methods do.
            if (hosts.IsSlack)
                await tokens.ForgetAsync(default, options.BotToken, refusal.Code!, CancellationToken.None);
            return true;
        }
        catch (SlackApiException refusal)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return !SlackRetry.IsStumble(refusal) && refusal.Code is not (SlackErrors.RateLimited or SlackErrors.RateLimitedInBody);
        }
    }

    private void Take(AuthTestResponse who)
    {
        if (SlackInstallation.Of(who.TeamId, who.EnterpriseId, who.IsEnterpriseInstall) is not { } installation)
            return;
        tokens.Introduce(installation);
        own.Note(installation.Id, who.UserId);
        if (!options.IsAllowed(who.TeamId, who.EnterpriseId))
            LogNotAllowed(logger, installation.Id);
    }

    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromSeconds(30);

    [LoggerMessage(LogLevel.Error, "Slack: Slack:BotToken is not taken ({Error}), so the bot cannot answer. Set it to \"Bot User OAuth Token\" under OAuth & Permissions of the app, and start the bot again.")]
    private static partial void LogNotTaken(ILogger logger, string error);

    [LoggerMessage(LogLevel.Error, "Slack: Slack:BotToken is of {Installation}, which Slack:AllowedWorkspaces does not have: whatever comes from there is refused.")]
    private static partial void LogNotAllowed(ILogger logger, string installation);
}
