using System.Net;
using System.Text;

namespace ChatOpsBot.Channels.Slack.Installing;

/// <summary>The page at the end of an installation, in the language of the browser. Nothing of what came in stands on it.</summary>
internal sealed class InstallPage(InstallOutcome outcome) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var (language, texts) = InstallTexts.Of(httpContext.Request.Headers.AcceptLanguage.ToString());
        var (title, text) = texts.Outcomes[outcome];
        var again = outcome is InstallOutcome.Installed ? "" : $"<p><a href=\"{SlackInstallEndpoints.Install}\">{WebUtility.HtmlEncode(texts.Again)}</a></p>";
        var response = httpContext.Response;
        response.StatusCode = outcome switch
        {
            InstallOutcome.Installed or InstallOutcome.Declined => StatusCodes.Status200OK,
            InstallOutcome.NotAllowed => StatusCodes.Status403Forbidden,
            InstallOutcome.NotReached => StatusCodes.Status502BadGateway,
            _ => StatusCodes.Status400BadRequest,
        };
        response.ContentType = "text/html; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        response.Headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
        // The address holds a code.
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers.XContentTypeOptions = "nosniff";
        return response.WriteAsync(
            $"""
            <!doctype html>
            <html lang="{language}">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>{WebUtility.HtmlEncode(title)}</title>
            </head>
            <body>
            <main>
            <h1>{WebUtility.HtmlEncode(title)}</h1>
            <p>{WebUtility.HtmlEncode(text)}</p>
            {again}
            </main>
            </body>
            </html>
            """,
            Encoding.UTF8,
            httpContext.RequestAborted);
    }
}
