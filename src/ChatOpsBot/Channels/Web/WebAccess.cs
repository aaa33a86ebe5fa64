using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace ChatOpsBot.Channels.Web;

/// <summary>Who may open a conversation: whoever knows the secret; in Development also this machine itself.</summary>
internal sealed class WebAccess(WebOptions options, IHostEnvironment environment)
{
    /// <summary>Without a secret and outside Development nobody could get in, so nothing is served.</summary>
    public bool IsOn => options.Secret.Length > 0 || environment.IsDevelopment();

    public bool IsSecret(string? candidate) =>
        options.Secret.Length > 0
        && candidate is not null
        && CryptographicOperations.FixedTimeEquals(Hash(candidate), Hash(options.Secret));

    /// <summary>
    /// The developer's own browser, on the machine the bot runs on. The peer's address alone would let in a proxy's visitors, and a web
    /// site that points its name at this machine (DNS rebinding): so nothing forwarded, a local name, and the page's own origin.
    /// </summary>
    public bool IsLocalDeveloper(HttpContext context)
    {
        var request = context.Request;
        return environment.IsDevelopment()
            && context.Connection.RemoteIpAddress is { } peer
            && IPAddress.IsLoopback(peer)
            && !ForwardedMarks.Any(request.Headers.ContainsKey)
            && IsLocalName(request.Host.Host)
            && (request.Headers.Origin.Count == 0 || request.Headers.Origin == $"{request.Scheme}://{request.Host}");
    }

    private static bool IsLocalName(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    // Hashes are of one length, so the comparison does not tell that of the secret.
    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    // X-Original-For is where ASP.NET Core's forwarded headers middleware moves X-Forwarded-For once it has believed it.
    private static readonly string[] ForwardedMarks = ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Original-For", "X-Real-IP", "Via"];
}
