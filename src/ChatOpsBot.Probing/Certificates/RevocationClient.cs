using System.Collections.Concurrent;
using System.Formats.Asn1;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ChatOpsBot.Probing.Dns;
using ChatOpsBot.Probing.Names;
using ChatOpsBot.Probing.Targets;

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

    private readonly TargetPolicy policy;
    private readonly Resolver resolver;
    private readonly TimeProvider time;
    private readonly HttpMessageInvoker http;
    private readonly ConcurrentDictionary<string, (RevocationState State, DateTimeOffset Until)> remembered = new(StringComparer.Ordinal);

    public RevocationClient(TargetPolicy policy, Resolver resolver, TimeProvider time)
    {
        (this.policy, this.resolver, this.time) = (policy, resolver, time);
        http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            // No trace of ours goes to strangers.
            ActivityHeadersPropagator = null,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectCallback = ConnectAsync,
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
            return response.StatusCode == HttpStatusCode.OK && await ReadBodyAsync(response, most, limit) is { } body ? read(body) : RevocationState.Unknown;
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or OperationCanceledException or AsnContentException or CryptographicException)
        {
            // Silence, refusal and garbage are all the same here: nothing is known.
            return RevocationState.Unknown;
        }
    }

    private static async Task<byte[]?> ReadBodyAsync(HttpResponseMessage response, int most, CancellationToken limit)
    {
        if (response.Content.Headers.ContentLength > most)
            return null;
        await using var body = await response.Content.ReadAsStreamAsync(limit);
        using var all = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (await body.ReadAsync(buffer, limit) is var read and > 0)
        {
            if (all.Length + read > most)
                return null;
            all.Write(buffer, 0, read);
        }

        return all.ToArray();
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var place = new ProbeTarget(context.DnsEndPoint.Host.Trim('[', ']'), context.DnsEndPoint.Port);
        if (policy.JudgePlace(place) is { } denial)
            throw new HttpRequestException(denial.Sentence);
        IReadOnlyList<IPAddress> addresses = IPAddress.TryParse(place.Host, out var literal)
            ? [SpecialAddresses.Plain(literal)]
            : (await NameLookup.AskAsync(resolver, place.Host, time, cancellationToken)).Addresses;
        var own = OwnAddresses.Read();

        // Every address must be allowed, as a name that mixes public and private ones is up to something.
        if (addresses.Count == 0 || addresses.Any(address => policy.JudgeAddress(place, address, own) is not null))
            throw new HttpRequestException($"No address of {place.Host} may be asked.");
        return await ConnectAsync(addresses, place.Port, cancellationToken);
    }

    // The two families come in turns: where one has no way out, the other may.
    private static async Task<Stream> ConnectAsync(IReadOnlyList<IPAddress> addresses, int port, CancellationToken cancellationToken)
    {
        for (var index = 0; ; index++)
        {
            var socket = new Socket(addresses[index].AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(new IPEndPoint(addresses[index], port), cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException) when (index == 0 && addresses.Count > 1)
            {
                socket.Dispose();
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }
    }

    private void Remember(string thumbprint, RevocationState state, DateTimeOffset until)
    {
        if (remembered.Count >= MaxRemembered)
            remembered.Clear();
        remembered[thumbprint] = (state, until);
    }
}
