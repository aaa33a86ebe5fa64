using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using ChatOpsBot.Probing.Certificates;
using ChatOpsBot.Probing.Dns;
using ChatOpsBot.Probing.Targets;

namespace ChatOpsBot.Probing.Web;

/// <summary>
/// Gets small documents over HTTPS from places that strangers choose. Every hop obeys the target policy and shows a valid certificate for
/// its name; nothing is kept between two questions, and everything is bounded.
/// </summary>
internal sealed class HttpsClient(TargetPolicy policy, Resolver resolver, TrustedRoots roots, TimeProvider time)
{
    private const int Port = 443;
    private const int MaxRedirects = 3;

    private readonly PlaceConnector connector = new(policy, resolver, time, Port);

    /// <summary>Never throws for what strangers do.</summary>
    /// <param name="stage">When it ends there was no answer in time.</param>
    /// <param name="budget">When it ends first nothing is known.</param>
    public async Task<WebAnswer> GetAsync(WebQuestion question, CancellationToken stage, CancellationToken budget)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stage, budget);
        var place = question.Place;
        for (var redirects = 0; ; redirects++)
        {
            var (answer, next) = await GetOnceAsync(question with { Place = place }, stage, either.Token);
            if (next is null || !question.FollowsRedirects)
                return answer;
            if (redirects == MaxRedirects)
                return Failed($"{question.Place.IdnHost} sends us from place to place without an end.");
            if (next.Scheme != Uri.UriSchemeHttps)
                return Failed($"{place.IdnHost} sends us to a place without encryption, which is not asked.");
            place = next;
        }
    }

    private static WebAnswer Failed(string problem) => new(WebEnd.Failed) { Problem = problem };

    private async Task<(WebAnswer Answer, Uri? Next)> GetOnceAsync(WebQuestion question, CancellationToken stage, CancellationToken either)
    {
        var host = question.Place.IdnHost;
        var certificate = SslPolicyErrors.None;
        using var http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            // No trace of ours goes to strangers.
            ActivityHeadersPropagator = null,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectCallback = connector.ConnectAsync,
            MaxResponseHeadersLength = 16,
            UseCookies = false,
            UseProxy = false,
            SslOptions = Tls(errors => certificate = errors),
        });
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, question.Place);
            request.Headers.ConnectionClose = true;
            request.Headers.Add("User-Agent", "ChatOpsBot");
            request.Headers.Add("Accept", question.Accept);
            using var response = await http.SendAsync(request, either);
            var status = (int)response.StatusCode;
            if (status is 301 or 302 or 303 or 307 or 308)
                return (Failed($"{host} sends us elsewhere (HTTP {Number(status)}).") with { Status = status }, Next(question.Place, response.Headers.Location));
            if (status != 200)
                return (new WebAnswer(WebEnd.Answered) { Status = status }, null);
            return await BoundedBody.ReadAsync(response, question.MaxBody, either) is { } body
                ? (new WebAnswer(WebEnd.Answered) { Status = status, Body = body }, null)
                : (Failed($"{host} sends more than {Number(question.MaxBody / 1024)} KiB."), null);
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            return (stage.IsCancellationRequested
                ? new WebAnswer(WebEnd.TimedOut) { Problem = $"{host} gave no whole answer in time." }
                : new WebAnswer(WebEnd.OutOfBudget) { Problem = "The time of the run was used up before." }, null);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            return (Failed(Tell(host, certificate, failure)), null);
        }
    }

    private SslClientAuthenticationOptions Tls(Action<SslPolicyErrors> see)
    {
        var chain = new X509ChainPolicy { DisableCertificateDownloads = true, RevocationMode = X509RevocationMode.NoCheck };
        roots.ApplyTo(chain);
        return new SslClientAuthenticationOptions
        {
            CertificateChainPolicy = chain,
            RemoteCertificateValidationCallback = (_, _, _, errors) =>
            {
                see(errors);
                return errors == SslPolicyErrors.None;
            },
        };
    }

    private static string Tell(string host, SslPolicyErrors certificate, Exception failure) => failure switch
    {
        _ when certificate.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) => $"The web server's certificate is not for {host}.",
        _ when certificate != SslPolicyErrors.None => $"The web server's certificate of {host} is not valid.",
        { InnerException: PlaceException refused } => refused.Message,
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => $"{host} does not agree on TLS.",
        _ => $"{host} gives no readable answer.",
    };

    private static Uri? Next(Uri from, Uri? location) => location is not null && Uri.TryCreate(from, location, out var next) ? next : null;

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>One document to get.</summary>
/// <param name="Accept">Its media types.</param>
/// <param name="MaxBody">In bytes.</param>
internal sealed record WebQuestion(Uri Place, string Accept, int MaxBody)
{
    public bool FollowsRedirects { get; init; }
}
