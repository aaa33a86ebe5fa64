using System.Net;
using System.Net.Sockets;
using System.Text;
using ChatOpsBot.Testing.Tls;

namespace ChatOpsBot.Probe.Tests.Lab;

/// <summary>The web server of the lab: the registry of <c>lab</c>, and the MTA-STS policy that several domains share.</summary>
internal static class PolicyHost
{
    public const string Address = "198.18.0.80";
    public const string Bootstrap = "https://rdap.dns.lab/dns.json";

    /// <summary>The domain whose registration has run out.</summary>
    public const string Lapsed = "lapsed";

    /// <summary>What a domain has in DNS that follows the policy.</summary>
    public static string[] Records { get; } = ["@ MX 10 mx1", "mx1 A $1", "_mta-sts TXT \"v=STSv1; id=1\"", "mta-sts A " + Address];

    public static ScriptedWebServer Start(NetworkSpace world) =>
        new(world.Open(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp), new IPEndPoint(IPAddress.Parse(Address), 443), Certificates.ForWeb("rdap.dns.lab", "mta-sts.sts.lab", "mta-sts.sts-expired.lab", "mta-sts.sts-unlisted.lab"))
        {
            Answer = (path, _) => path switch
            {
                "/dns.json" => Ok("""{"version":"1.0","services":[[["lab"],["https://rdap.dns.lab/"]]]}"""),
                $"/domain/{Lapsed}.lab" => Ok($$"""{"objectClassName":"domain","ldhName":"{{Lapsed}}.lab","status":["redemption period"],"events":[{"eventAction":"expiration","eventDate":"2024-01-01T00:00:00Z"}]}"""),
                "/.well-known/mta-sts.txt" => Ok("version: STSv1\r\nmode: enforce\r\nmx: mx1.sts.lab\r\nmx: mx1.sts-expired.lab\r\nmax_age: 86400\r\n"),
                _ => ScriptedWebServer.NotFound,
            },
        };

    private static byte[] Ok(string text) => ScriptedWebServer.Ok(Encoding.ASCII.GetBytes(text));
}
