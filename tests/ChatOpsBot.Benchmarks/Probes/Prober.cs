using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ChatOpsBot.Benchmarks.Load;

namespace ChatOpsBot.Benchmarks.Probes;

/// <summary>A program that looks at a mail server when it is asked to, over HTTP.</summary>
internal abstract class Prober
{
    private int asked;

    public abstract string Name { get; }

    /// <summary>Stands in every answer that found the server well.</summary>
    public abstract ReadOnlyMemory<byte> Success { get; }

    public abstract Task<BotUnderLoad> StartAsync(HttpClient http);

    /// <summary>The request for one probe.</summary>
    /// <param name="client">Who asks.</param>
    public abstract string Write(Uri url, int client, string address);

    /// <summary>One of 16 million, so that what is kept about an address and what limits the questions about it stay out of the figures.</summary>
    public string NextAddress()
    {
        var next = Interlocked.Increment(ref asked);
        return string.Create(CultureInfo.InvariantCulture, $"127.{1 + (next >> 16)}.{(next >> 8) & 255}.{next & 255}");
    }

    protected static Uri FreeUrl()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
    }

    protected static ProcessStartInfo Program(string file, params IEnumerable<string> arguments) => new(file, arguments)
    {
        UseShellExecute = false,
        RedirectStandardOutput = true,
    };
}

/// <summary>Ours: all checks, and a report as JSON.</summary>
/// <param name="folder">Where its program lies.</param>
internal sealed class BackendProber(PostfixUnderLoad postfix, string folder) : Prober
{
    /// <summary>A caller may ask so often in a minute; there are as many callers as keep a fast backend busy.</summary>
    private const int RunsPerMinute = 10_000;
    private const int Callers = 12;

    private int asked;

    /// <summary>The one that is built with this program, in the same configuration.</summary>
    public static string Own
    {
        get
        {
            var output = new DirectoryInfo(AppContext.BaseDirectory);
            return Path.GetFullPath(Path.Combine(output.FullName, "../../../../../src/ChatOpsBot.Probe/bin", output.Parent!.Name, output.Name));
        }
    }

    public override string Name => folder == Own ? "chatopsbot-probe" : "chatopsbot-probe before";

    public override ReadOnlyMemory<byte> Success { get; } = "\"cause\":\"healthy\""u8.ToArray();

    public override Task<BotUnderLoad> StartAsync(HttpClient http)
    {
        var url = FreeUrl();
        var start = Program("dotnet", [
            Path.Combine(folder, "chatopsbot-probe.dll"), $"--Urls={url}", $"--Backend:RunsPerMinute={RunsPerMinute}", $"--Probe:TrustedRoots:0={postfix.RootFile}", "--Probe:AllowedNetworks:0=127.0.0.0/8", "--Probe:EhloName=probe.example.net",
            .. Enumerable.Range(0, Callers).SelectMany(caller => (string[])[$"--Backend:Keys:{caller}:Name=client-{caller}", $"--Backend:Keys:{caller}:Key={Key(caller)}"]),
        ]);
        return BotUnderLoad.StartProgramAsync(start, url, "/health/ready", http);
    }

    public override string Write(Uri url, int client, string address)
    {
        var body = $$"""{"host":"{{address}}","port":25,"fresh":true,"expectTlsName":"{{PostfixUnderLoad.Host}}"}""";
        return $"POST /v1/runs HTTP/1.1\r\nHost: {url.Authority}\r\nAuthorization: Bearer {Key(Interlocked.Increment(ref asked) % Callers)}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}";
    }

    private static string Key(int caller) => string.Create(CultureInfo.InvariantCulture, $"for-the-driver-and-nobody-else-{caller:00000000}");
}

/// <summary>blackbox_exporter with the dialogue that its documentation shows for STARTTLS, and no look at the chain.</summary>
internal sealed class BlackboxProber(PostfixUnderLoad postfix) : Prober
{
    public override string Name => "blackbox_exporter";

    public override ReadOnlyMemory<byte> Success { get; } = "\nprobe_success 1"u8.ToArray();

    public override async Task<BotUnderLoad> StartAsync(HttpClient http)
    {
        var settings = Path.Combine(postfix.Folder, "blackbox.yml");
        await File.WriteAllTextAsync(settings, """
            modules:
              smtp_starttls:
                prober: tcp
                timeout: 10s
                tcp:
                  tls_config:
                    insecure_skip_verify: true
                  query_response:
                    - expect: "^220 "
                    - send: "EHLO probe.example.net\r"
                    - expect: "^250-STARTTLS"
                    - send: "STARTTLS\r"
                    - expect: "^220"
                    - starttls: true
                    - send: "EHLO probe.example.net\r"
                    - expect: "^250 "
                    - send: "QUIT\r"

            """);
        var url = FreeUrl();
        return await BotUnderLoad.StartProgramAsync(Program("prometheus-blackbox-exporter", $"--config.file={settings}", $"--web.listen-address={url.Authority}", "--log.level=error"), url, "/-/healthy", http);
    }

    public override string Write(Uri url, int client, string address) => $"GET /probe?module=smtp_starttls&target={address}:25 HTTP/1.1\r\nHost: {url.Authority}\r\n\r\n";
}
