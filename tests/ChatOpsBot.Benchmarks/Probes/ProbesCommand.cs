using System.CommandLine;
using System.Diagnostics;

namespace ChatOpsBot.Benchmarks.Probes;

/// <summary>
/// <c>probes</c>: starts a real Postfix and the built backend, asks the backend about one address after the other, and prints what a
/// probe costs. <c>--peer</c> asks blackbox_exporter the same.
/// </summary>
internal static class ProbesCommand
{
    public const string Command = "probes";

    /// <summary>Says that this process is already in a network of its own.</summary>
    private const string Inside = "--inside";

    public static async Task<int> RunAsync(string[] args)
    {
        if (!args.Contains(Inside))
            return await StartInOwnNetworkAsync(args);
        var seconds = new Option<int>("--seconds") { Description = "How long each is measured.", DefaultValueFactory = _ => 20 };
        var clients = new Option<int[]>("--clients") { Description = "How many ask at the same time; several numbers for several figures.", DefaultValueFactory = _ => [1, 32], AllowMultipleArgumentsPerToken = true };
        var peer = new Option<bool>("--peer") { Description = "Asks blackbox_exporter too, after the backend." };
        var before = new Option<string>("--before") { Description = "The folder of another build of the backend, which is asked first.", DefaultValueFactory = _ => "" };
        var command = new RootCommand("Asks the backend about a real Postfix and prints what a probe costs.") { seconds, clients, peer, before, new Option<bool>(Inside) { Hidden = true } };
        command.SetAction(async (parsed, _) =>
        {
            using var http = new HttpClient();
            using var postfix = await PostfixUnderLoad.StartAsync();
            foreach (var count in parsed.GetValue(clients)!)
            {
                Prober[] probers =
                [
                    .. parsed.GetValue(before) is { Length: > 0 } folder ? [new BackendProber(postfix, folder)] : Array.Empty<Prober>(),
                    new BackendProber(postfix, BackendProber.Own),
                    .. parsed.GetValue(peer) ? [new BlackboxProber(postfix)] : Array.Empty<Prober>(),
                ];
                await DriveAsync(probers, postfix, count, parsed.GetValue(seconds), http);
            }
        });
        return await command.Parse(args).InvokeAsync();
    }

    // There every address of 127.0.0.0/8 is a mail server of its own at port 25, and nobody else's server stands in the way.
    private static async Task<int> StartInOwnNetworkAsync(string[] args)
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
            throw new InvalidOperationException("A network and a Postfix of its own need Linux and root.");
        string[] self = [Environment.ProcessPath!, .. Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? new[] { Path.Combine(AppContext.BaseDirectory, "ChatOpsBot.Benchmarks.dll") } : []];
        using var process = Process.Start("unshare", ["--net", "sh", "-c", "ip link set lo up && exec \"$@\"", "sh", .. self, Command, .. args, Inside]);
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    // In turns, a second each: what else the machine does meets all of them alike.
    private static async Task DriveAsync(IReadOnlyList<Prober> probers, PostfixUnderLoad postfix, int count, int seconds, HttpClient http)
    {
        List<ProberUnderLoad> driven = [];
        try
        {
            foreach (var prober in probers)
            {
                driven.Add(await ProberUnderLoad.StartAsync(prober, postfix, count, http));
                await driven[^1].WarmUpAsync();
            }

            for (var turn = 0; turn < seconds; turn++)
            {
                foreach (var one in driven)
                    await one.MeasureAsync(TimeSpan.FromSeconds(1));
            }

            driven.ForEach(one => one.Print());
        }
        finally
        {
            foreach (var one in driven)
                await one.DisposeAsync();
        }
    }
}
