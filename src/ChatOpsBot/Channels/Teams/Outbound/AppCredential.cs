using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using ChatOpsBot.Channels.Teams.Protocol;
using Microsoft.Identity.Client;

namespace ChatOpsBot.Channels.Teams.Outbound;

/// <summary>
/// The bot's app registration, proven by a secret, a certificate, or the token of a managed identity it trusts (federated credential).
/// </summary>
/// <remarks>Built anew for each token, once an hour: a renewed certificate file is picked up, and the library's cache, which has a clock of its own, is not in the way.</remarks>
/// <param name="federated">Gives the managed identity's token; null when the options name no such identity.</param>
internal sealed partial class AppCredential(TeamsOptions options, CloudEndpoints endpoints, IBotCredential? federated, IMsalHttpClientFactory http, TimeProvider time, ILogger<AppCredential> log) : IBotCredential
{
    public async Task<BotToken> AcquireAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var certificate = options.CertificateFile.Length > 0 ? Load(options) : null;
            if (certificate is not null)
                WarnOfItsEnd(certificate);
            var result = await Prove(Application(), certificate).Build().AcquireTokenForClient([endpoints.Scope]).ExecuteAsync(cancellationToken);
            // The library reckons with the system's clock; ours may be another.
            return new BotToken(result.AccessToken, result.ExpiresOn - TimeProvider.System.GetUtcNow());
        }
        catch (MsalException exception)
        {
            throw new BotTokenException(Explain(exception), inner: exception);
        }
        catch (HttpRequestException exception)
        {
            throw new BotTokenException($"{endpoints.Authority.Host} could not be reached for the bot's token ({exception.HttpRequestError}). Is outbound HTTPS to it open?", inner: exception);
        }
        catch (Exception exception) when (IsOfFile(exception))
        {
            throw new BotTokenException(CannotBeUsed(options, exception), inner: exception);
        }
    }

    /// <returns>Why the certificate of the options cannot be used now, and what to do; null: it can.</returns>
    public static string? ProblemOfCertificate(TeamsOptions options)
    {
        try
        {
            Load(options).Dispose();
            return null;
        }
        catch (Exception exception) when (IsOfFile(exception))
        {
            return CannotBeUsed(options, exception);
        }
    }

    /// <exception cref="CryptographicException">Not a certificate with a private key, or another password.</exception>
    public static X509Certificate2 Load(TeamsOptions options)
    {
        var file = options.CertificatePath;
        var isPem = Path.GetExtension(file).ToUpperInvariant() is ".PEM" or ".CRT" or ".CER";
        var certificate = isPem && options.CertificatePassword.Length > 0 ? X509Certificate2.CreateFromEncryptedPemFile(file, options.CertificatePassword)
            : isPem ? X509Certificate2.CreateFromPemFile(file)
            : X509CertificateLoader.LoadPkcs12FromFile(file, options.CertificatePassword);
        if (certificate.HasPrivateKey)
            return certificate;
        certificate.Dispose();
        throw new CryptographicException("It has no private key.");
    }

    private void WarnOfItsEnd(X509Certificate2 certificate)
    {
        var end = new DateTimeOffset(certificate.NotAfter).ToUniversalTime();
        if (end - time.GetUtcNow() < WarnBefore)
            LogEnds(log, options.CertificateFile, end);
    }

    private static bool IsOfFile(Exception exception) => exception is CryptographicException or IOException or UnauthorizedAccessException;

    private static string CannotBeUsed(TeamsOptions options, Exception exception) =>
        $"Teams:CertificateFile {options.CertificateFile} cannot be used: {exception.Message} It needs a PFX or PEM file with its private key, and Teams:CertificatePassword when it has one.";

    private ConfidentialClientApplicationBuilder Application() => ConfidentialClientApplicationBuilder.Create(options.AppId)
        .WithAuthority(new Uri(endpoints.Authority, options.AppType == TeamsAppType.MultiTenant ? endpoints.LegacyTenant : options.TenantId).AbsoluteUri, validateAuthority: false)
        // The authority is one of four we know; asking Microsoft whether it is known would be one more request.
        .WithInstanceDiscovery(false)
        // Repeated by BotTokens, with its own pauses.
        .WithHttpClientFactory(http, retryOnceOn5xx: false);

    private ConfidentialClientApplicationBuilder Prove(ConfidentialClientApplicationBuilder application, X509Certificate2? certificate) =>
        certificate is not null ? application.WithCertificate(certificate, sendX5C: true)
        : federated is not null ? application.WithClientAssertion(async (AssertionRequestOptions request) => (await federated.AcquireAsync(request.CancellationToken)).Value)
        : application.WithClientSecret(options.ClientSecret);

    /// <summary>The library's message quotes ids and traces; its code, and Entra's number inside it, say enough to look it up.</summary>
    private string Explain(MsalException exception)
    {
        var number = EntraNumber().Match(exception.Message) is { Success: true } match ? $" {match.Value}" : "";
        var advice = exception.ErrorCode switch
        {
            "invalid_client" => "The secret or certificate is not the one of this app registration, or has expired: check Teams:ClientSecret or Teams:CertificateFile.",
            "unauthorized_client" => "Check Teams:AppId and Teams:TenantId: this tenant does not know the app.",
            "invalid_request" or "invalid_tenant" => "Check Teams:TenantId and Teams:AppType.",
            _ => "Entra's documentation explains the number.",
        };
        return $"{endpoints.Authority.Host} gives no token for the bot: {exception.ErrorCode}{number}. {advice}";
    }

    private static readonly TimeSpan WarnBefore = TimeSpan.FromDays(30);

    [LoggerMessage(Microsoft.Extensions.Logging.LogLevel.Warning, "Teams:CertificateFile {File} is good until {End:yyyy-MM-dd}; from then on the bot cannot speak on Teams. Add a new one to the app registration, then put its file in place of this one.")]
    private static partial void LogEnds(ILogger logger, string file, DateTimeOffset end);

    [GeneratedRegex("AADSTS[0-9]{4,9}", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex EntraNumber();
}
