using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ChatOpsBot.Benchmarks.Probes;

/// <summary>A Postfix as it comes, with a certificate of an authority of its own, at port 25 of every address of this machine.</summary>
internal sealed class PostfixUnderLoad : IDisposable
{
    /// <summary>The name in its certificate.</summary>
    public const string Host = "mx.example.net";

    private int master;

    private PostfixUnderLoad(string folder) => Folder = folder;

    public string Folder { get; }

    public string RootFile => Path.Combine(Folder, "root.pem");

    public static async Task<PostfixUnderLoad> StartAsync()
    {
        var postfix = new PostfixUnderLoad(Directory.CreateTempSubdirectory("chatopsbot-postfix-").FullName);
        try
        {
            await postfix.WriteAsync();
            await postfix.RunAsync("start");

            // The master holds a lock on it, which .NET respects.
            using var reader = Process.Start(new ProcessStartInfo("cat", [Path.Combine(postfix.Folder, "queue/pid/master.pid")]) { UseShellExecute = false, RedirectStandardOutput = true })!;
            postfix.master = int.Parse(await reader.StandardOutput.ReadToEndAsync(), CultureInfo.InvariantCulture);
            return postfix;
        }
        catch
        {
            postfix.Dispose();
            throw;
        }
    }

    /// <summary>Of the master and of all it ever started: each serves a hundred connections and makes room for the next.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            var ticks = Directory.EnumerateDirectories("/proc").Where(process => char.IsAsciiDigit(Path.GetFileName(process)[0])).Sum(process =>
            {
                try
                {
                    // Behind the name: state, parent; from the twelfth on the time of the process and of its children that have ended.
                    var fields = File.ReadAllText(Path.Combine(process, "stat")).Split(')')[^1].Trim().Split(' ');
                    var own = long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture);
                    return Path.GetFileName(process) == master.ToString(CultureInfo.InvariantCulture)
                        ? own + long.Parse(fields[13], CultureInfo.InvariantCulture) + long.Parse(fields[14], CultureInfo.InvariantCulture)
                        : int.Parse(fields[1], CultureInfo.InvariantCulture) == master ? own : 0;
                }
                catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
                {
                    // It has ended meanwhile.
                    return 0;
                }
            });
            return TimeSpan.FromSeconds(ticks / TicksPerSecond);
        }
    }

    public void Dispose()
    {
        RunAsync("stop").GetAwaiter().GetResult();
        Directory.Delete(Folder, recursive: true);
    }

    private async Task WriteAsync()
    {
        using var rootKey = RSA.Create(2048);
        var rootRequest = new CertificateRequest("CN=Benchmark Root", rootKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        rootRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        using var root = rootRequest.CreateSelfSigned(From, Until);
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={Host}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(Host);
        request.CertificateExtensions.Add(names.Build());
        using var own = request.Create(root, From, Until, [1, 2, 3, 4]);
        await File.WriteAllTextAsync(RootFile, root.ExportCertificatePem());
        await File.WriteAllTextAsync(Path.Combine(Folder, "own.pem"), key.ExportPkcs8PrivateKeyPem() + "\n" + own.ExportCertificatePem() + "\n");

        Directory.CreateDirectory(Path.Combine(Folder, "queue"));
        Directory.CreateDirectory(Path.Combine(Folder, "data"));
        var configuration = Directory.CreateDirectory(Path.Combine(Folder, "postfix")).FullName;
        await File.WriteAllTextAsync(Path.Combine(configuration, "main.cf"), $"""
            compatibility_level = 3.6
            queue_directory = {Path.Combine(Folder, "queue")}
            data_directory = {Path.Combine(Folder, "data")}
            maillog_file = {Path.Combine(Folder, "postfix.log")}
            maillog_file_prefixes = {Folder}
            inet_protocols = ipv4
            myhostname = {Host}
            smtpd_tls_security_level = may
            smtpd_tls_chain_files = {Path.Combine(Folder, "own.pem")}
            smtpd_peername_lookup = no
            local_recipient_maps =
            alias_maps =
            mydestination =
            smtpd_relay_restrictions = reject

            """);
        await File.WriteAllLinesAsync(Path.Combine(configuration, "master.cf"),
        [
            "smtp inet n - n - - smtpd", "postlog unix-dgram n - n - 1 postlogd", "tlsmgr unix - - n 1000? 1 tlsmgr", "anvil unix - - n - 1 anvil",
            "rewrite unix - - n - - trivial-rewrite", "proxymap unix - - n - - proxymap", "cleanup unix n - n - 0 cleanup", "qmgr unix n - n 300 1 qmgr",
        ]);

        // Its processes give up the rights of root and read there all the same.
        await RunAsync("chmod", "755", Folder);
        await RunAsync("chown", "postfix", Path.Combine(Folder, "data"));
    }

    private Task RunAsync(string verb) => RunAsync("postfix", "-c", Path.Combine(Folder, "postfix"), verb);

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}.");
    }

    /// <summary>Of the clock that the system counts processor time with (USER_HZ).</summary>
    private const double TicksPerSecond = 100;

    private static readonly DateTimeOffset From = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly DateTimeOffset Until = new(2045, 1, 1, 0, 0, 0, TimeSpan.Zero);
}
