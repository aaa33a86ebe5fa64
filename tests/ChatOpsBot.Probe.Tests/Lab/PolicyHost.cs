using System.Net;
using System.Net.Sockets;
using System.Text;
using ChatOpsBot.Testing.Tls;

namespace ChatOpsBot.Probe.Tests.Lab;

/// <summary>The web servers of the lab: the registry of <c>lab</c>, and hosts of MTA-STS policies in good and bad condition.</summary>
internal static class PolicyHost
{
    public const string Address = "198.18.0.80";
    public const string WithOtherName = "198.18.0.81";
    public const string Expired = "198.18.0.82";
    public const string Redirecting = "198.18.0.83";
    public const string WithoutPolicy = "198.18.0.84";
    public const string Silent = "198.18.0.85";
    public const string Testing = "198.18.0.86";
    public const string Off = "198.18.0.87";
    public const string Garbled = "198.18.0.88";
    public const string Endless = "198.18.0.89";
    public const string Wild = "198.18.0.90";
    public const string Nobody = "198.18.0.91";
    public const string Bootstrap = "https://rdap.dns.lab/dns.json";

    /// <summary>The domain whose registration has run out.</summary>
    public const string Lapsed = "lapsed";

    /// <summary>What the registry says: status, and when the registration ends. It does not know any other domain.</summary>
    private static readonly Dictionary<string, (string Status, string Expires)> Registry = new(StringComparer.Ordinal)
    {
        [Lapsed] = ("redemption period", "2024-01-01"),
        ["held"] = ("client hold", "2044-01-01"),
        ["to-be-deleted"] = ("pending delete", "2024-01-01"),
        ["ran-out"] = ("active", "2024-01-01"),
        ["not-delegated"] = ("active", "2044-01-01"),
        ["lapsed-parked"] = ("redemption period", "2024-01-01"),
        ["lapsed-silent"] = ("redemption period", "2024-01-01"),
        ["lapsed-working"] = ("redemption period", "2024-01-01"),
    };

    public static IReadOnlyList<string> Addresses { get; } = [Address, WithOtherName, Expired, Redirecting, WithoutPolicy, Silent, Testing, Off, Garbled, Endless, Wild, Nobody];

    /// <summary>What a domain has in DNS that follows the policy.</summary>
    public static string[] Records { get; } = Follows(Address);

    public static string[] Follows(string host) => ["@ MX 10 mx1", "mx1 A $1", "_mta-sts TXT \"v=STSv1; id=1\"", "mta-sts A " + host];

    public static IEnumerable<ScriptedWebServer> Start(NetworkSpace world)
    {
        string[] names = ["rdap.dns.lab", .. LabDomains.All.Where(domain => domain.Records?.Any(line => line.StartsWith("mta-sts ", StringComparison.Ordinal)) == true).Select(domain => $"mta-sts.{domain.Domain}")];
        var tls = Certificates.ForWeb(names);
        var listed = string.Concat(LabDomains.All.Where(domain => domain.Name.StartsWith("sts-", StringComparison.Ordinal) && domain.Name != "sts-unlisted").Select(domain => $"mx: mx1.{domain.Domain}\r\n"));
        yield return Serve(Address, tls, path => path switch
        {
            "/dns.json" => Ok("""{"version":"1.0","services":[[["lab"],["https://rdap.dns.lab/"]]]}"""),
            "/.well-known/mta-sts.txt" => Ok($"version: STSv1\r\nmode: enforce\r\nmx: mx1.sts.lab\r\n{listed}max_age: 86400\r\n"),
            _ when path.StartsWith("/domain/", StringComparison.Ordinal) && path.EndsWith(".lab", StringComparison.Ordinal) && Registry.TryGetValue(path[8..^4], out var domain) => Ok(
                $$"""{"objectClassName":"domain","ldhName":"{{path[8..]}}","status":["{{domain.Status}}"],"events":[{"eventAction":"expiration","eventDate":"{{domain.Expires}}T00:00:00Z"}]}"""),
            _ => ScriptedWebServer.NotFound,
        });
        var right = Ok("version: STSv1\nmode: enforce\nmx: *.nowhere.lab\nmax_age: 86400\n");
        yield return Serve(WithOtherName, Certificates.ForWeb("www.other.lab"), _ => right);
        yield return Serve(Expired, Certificates.ForWeb(until: new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero), names), _ => right);
        yield return Serve(Redirecting, tls, path => path == "/elsewhere" ? right : Encoding.ASCII.GetBytes("HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n"));
        yield return Serve(WithoutPolicy, tls, _ => ScriptedWebServer.NotFound);
        yield return Serve(Silent, tls, _ => null);
        yield return Serve(Testing, tls, _ => Ok("version: STSv1\nmode: testing\nmx: mx1.nowhere.lab\nmax_age: 86400\n"));
        yield return Serve(Off, tls, _ => Ok("version: STSv1\nmode: none\nmax_age: 86400\n"));
        yield return Serve(Garbled, tls, _ => Ok("<html>enforce</html>"));
        yield return Serve(Endless, tls, _ => Ok("version: STSv1\nmode: enforce\nmx: *.nowhere.lab\nmax_age: 86400\n" + new string('x', 70_000)));
        yield return Serve(Wild, tls, _ => Ok("version: STSv1\nmode: enforce\nmx: *.sts-wild.lab\nmax_age: 86400\n"));

        ScriptedWebServer Serve(string address, ServerTls certificate, Func<string, byte[]?> answer) =>
            new(world.Open(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp), new IPEndPoint(IPAddress.Parse(address), 443), certificate) { Answer = (path, _) => answer(path) };
    }

    private static byte[] Ok(string text) => ScriptedWebServer.Ok(Encoding.ASCII.GetBytes(text));
}

/// <summary>Where the authority of the lab says which certificates it has revoked, in clear on port 80.</summary>
internal static class RevocationHost
{
    public const string Address = "198.18.0.92";
    private const string Nobody = "198.18.0.91";

    public static string[] Records { get; } = ["crl A " + Address, "ocsp A " + Address, "crl-gone A " + Nobody];

    public static ScriptedWebServer Start(NetworkSpace world) =>
        new(world.Open(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp), new IPEndPoint(IPAddress.Parse(Address), 80), tls: null)
        {
            Answer = (path, body) => ScriptedWebServer.Ok(path.StartsWith("/list", StringComparison.Ordinal)
                ? Certificates.RevocationList(DateTimeOffset.UtcNow)
                : Certificates.RevocationAnswer(body, state: path == "/revoked" ? 1 : 0, DateTimeOffset.UtcNow)),
        };
}
