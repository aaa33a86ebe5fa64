using System.Net;
using ChatOpsBot.Channels.Slack.Protocol;

namespace ChatOpsBot.Channels.Slack.Installing;

/// <summary>Installing with "Add to Slack": <c>/slack/install</c> leads to Slack, which leads back to <c>/slack/oauth_redirect</c>.</summary>
/// <remarks>https://docs.slack.dev/authentication/installing-with-oauth</remarks>
internal sealed partial class SlackInstallEndpoints(
    SlackOptions options,
    SlackHosts hosts,
    SlackWebApi api,
    InstallState states,
    SlackInstallationStore installations,
    TimeProvider time,
    ILogger<SlackInstallEndpoints> logger)
{
    public const string Install = "/slack/install";
    public const string Redirect = "/slack/oauth_redirect";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Install, Begin);
        routes.MapGet(Redirect, (HttpContext context, CancellationToken cancellationToken) => EndAsync(context, cancellationToken));
    }

    private IResult Begin(HttpContext context)
    {
        var (state, cookie) = states.Begin();
        context.Response.Cookies.Append(CookieName, cookie, new CookieOptions { HttpOnly = true, Secure = true, SameSite = SameSiteMode.Lax, Path = "/slack", MaxAge = InstallState.Lifetime });
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Redirect(new UriBuilder(new Uri(hosts.Api, "/oauth/v2/authorize"))
        {
            Query = $"client_id={Uri.EscapeDataString(options.ClientId)}&scope={Uri.EscapeDataString(string.Join(',', SlackScopes.Bot))}&user_scope=&state={Uri.EscapeDataString(state)}{(options.RedirectUrl.Length > 0 ? $"&redirect_uri={Uri.EscapeDataString(options.RedirectUrl)}" : "")}",
        }.Uri.AbsoluteUri);
    }

    private async Task<IResult> EndAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var query = context.Request.Query;
        var isOurs = await states.TakeAsync(query["state"], context.Request.Cookies[CookieName], cancellationToken);
        context.Response.Cookies.Delete(CookieName, new CookieOptions { Path = "/slack" });
        var outcome = !isOurs ? InstallOutcome.BadState
            : query["error"].Count > 0 ? InstallOutcome.Declined
            : query["code"].ToString() is { Length: > 0 and <= LongestCode } code ? await ExchangeAsync(code)
            : InstallOutcome.Refused;
        LogEnded(logger, outcome);
        return new InstallPage(outcome);
    }

    /// <summary>The code is good once: whether the browser waits for the answer makes no difference.</summary>
    private async Task<InstallOutcome> ExchangeAsync(string code)
    {
        OAuthAccessResponse answer;
        try
        {
            answer = await api.OAuthV2AccessAsync(options.ClientId, options.ClientSecret, code, options.RedirectUrl, CancellationToken.None);
        }
        catch (SlackApiException refusal)
        {
            LogFailed(logger, refusal.Message);
            return refusal.Status is HttpStatusCode.OK ? InstallOutcome.Refused : InstallOutcome.NotReached;
        }

        if (answer.AppId != options.AppId
            || SlackInstallation.Of(answer.Team?.Id, answer.Enterprise?.Id, answer.IsEnterpriseInstall) is not { } installation
            || StoredTokens.TokensOf(answer, time.GetUtcNow()) is not { } tokens)
        {
            LogFailed(logger, "The answer is of another app, or names no workspace or no token.");
            return InstallOutcome.Refused;
        }

        if (!options.IsAllowed(answer.Team?.Id, answer.Enterprise?.Id))
            return InstallOutcome.NotAllowed;
        await installations.InstallAsync(installation, tokens, CancellationToken.None);
        LogInstalled(logger, installation.Id);
        return InstallOutcome.Installed;
    }

    public const string CookieName = "chatopsbot-slack-install";

    private const int LongestCode = 1000;

    [LoggerMessage(LogLevel.Information, "Slack: an installation ended: {Outcome}.")]
    private static partial void LogEnded(ILogger logger, InstallOutcome outcome);

    [LoggerMessage(LogLevel.Warning, "Slack: an installation failed: {Reason}")]
    private static partial void LogFailed(ILogger logger, string reason);

    [LoggerMessage(LogLevel.Information, "Slack: the app is installed in {Installation}.")]
    private static partial void LogInstalled(ILogger logger, string installation);
}
