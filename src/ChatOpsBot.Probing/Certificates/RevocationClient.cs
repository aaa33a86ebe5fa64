using System.Collections.Concurrent;
using System.Formats.Asn1;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ChatOpsBot.Probing.Dns;
using ChatOpsBot.Probing.Targets;
using ChatOpsBot.Probing.Web;

namespace ChatOpsBot.Probing.Certificates;

/// <summary>
/// Asks issuers about revocation, by OCSP first and by list where that says nothing. The places are a stranger's choice: the same policy
/// as for mail servers, the connection goes to exactly the judged address, redirects are not followed, everything is bounded.
/// </summary>
internal sealed class RevocationClient : IDisposable
{
    public const int MaxList = 2 * 1024 * 1024;
    public const int MaxAnswer = 64 * 1024;

    private const int MaxRemembered = 1000;
    private static readonly TimeSpan Keep = TimeSpan.FromHours(1);

    /// <summary>Where authorities answer.</summary>
    private const int Port = 80;

    private readonly TimeProvider time;
    private readonly HttpMessageInvoker http;
    private readonly ConcurrentDictionary<string, (RevocationState State, DateTimeOffset Until)> remembered = new(StringComparer.Ordinal);

    public RevocationClient(TargetPolicy policy, Resolver resolver, TimeProvider time)
    {
        this.time = time;
        http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            // No trace of ours goes to strangers.
            ActivityHeadersPropagator = null,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectCallback = new PlaceConnector(policy, resolver, time, Port).ConnectAsync,
            MaxResponseHeadersLength = 16,
            UseCookies = false,
            UseProxy = false,
        });
    }

    /// <summary>Never throws for what strangers do; whatever gives no believable answer within the limit is unknown.</summary>
    public async Task<RevocationState> AskAsync(byte[] certificateDer, byte[] issuerDer, TimeSpan limit, CancellationToken budget)
    {
        using var certificate = X509CertificateLoader.LoadCertificate(certificateDer);
        using var issuer = X509CertificateLoader.LoadCertificate(issuerDer);
        var now = time.GetUtcNow();
        if (remembered.TryGetValue(certificate.Thumbprint, out var known) && known.Until > now)
            return known.State;

        RevocationPlaces places;
        try
        {
            places = RevocationPlaces.Of(certificate);
        }
        catch (Exception unreadable) when (unreadable is AsnContentException or CryptographicException)
        {
            return RevocationState.Unknown;
        }

        if (!places.HasAny)
            return RevocationState.NotPublished;
        using var stage = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stage.Token, budget);
        var state = await AskAsync(places, certificate, issuer, now, either.Token);
        if (state != RevocationState.Unknown)
            Remember(certificate.Thumbprint, state, now + Keep);
        return state;
    }

    public void Dispose() => http.Dispose();

    private async Task<RevocationState> AskAsync(RevocationPlaces places, X509Certificate2 certificate, X509Certificate2 issuer, DateTimeOffset now, CancellationToken limit)
    {
        foreach (var place in places.Responders)
        {
            if (await FetchAsync(place, Ocsp.Ask(certificate, issuer), MaxAnswer, answer => Ocsp.Read(answer, certificate, issuer, now), limit) is not RevocationState.Unknown and var state)
                return state;
        }

        foreach (var place in places.Lists)
        {
            if (await FetchAsync(place, question: null, MaxList, list => RevocationList.Read(list, place.OriginalString, certificate, issuer, now), limit) is not RevocationState.Unknown and var state)
                return state;
        }

        return RevocationState.Unknown;
    }

    private async Task<RevocationState> FetchAsync(Uri place, byte[]? question, int most, Func<byte[], RevocationState> read, CancellationToken limit)
    {
        try
        {
            using var request = new HttpRequestMessage(question is null ? HttpMethod.Get : HttpMethod.Post, place);
            request.Headers.ConnectionClose = true;
            if (question is not null)
                request.Content = new ByteArrayContent(question) { Headers = { ContentType = new MediaTypeHeaderValue("application/ocsp-request") } };
            using var response = await http.SendAsync(request, limit);
            return response.StatusCode == HttpStatusCode.OK && await BoundedBody.ReadAsync(response, most, limit) is { } body ? read(body) : RevocationState.Unknown;
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or OperationCanceledException or AsnContentException or CryptographicException)
        {
            // Silence, refusal and garbage are all the same here: nothing is known.
            return RevocationState.Unknown;
        }
    }

    private void Remember(string thumbprint, RevocationState state, DateTimeOffset until)
    {
        if (remembered.Count >= MaxRemembered)
            remembered.Clear();
        remembered[thumbprint] = (state, until);
    }
}
