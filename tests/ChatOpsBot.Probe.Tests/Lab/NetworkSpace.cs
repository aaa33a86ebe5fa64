using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace ChatOpsBot.Probe.Tests.Lab;

/// <summary>A network namespace of this test process: a machine of its own, as far as the network goes.</summary>
internal sealed class NetworkSpace : IDisposable
{
    private const int NewNetwork = 0x40000000;
    private const string Prefix = "chatopsbot-lab-";

    private NetworkSpace(string name) => Name = name;

    public string Name { get; }

    /// <summary>Why no namespace can be made here; null when it can.</summary>
    public static string? FindObstacle()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
            return "The lab needs network namespaces: Linux, and root.";
        if (!Programs.Has("ip"))
            return "The lab needs the program ip, of the package iproute2.";
        try
        {
            using var first = Create("try-a");
            using var second = Create("try-b");
            Link(first, "cable", second, "cable");
            first.Set("net/ipv4/ip_forward", 1);
            first.Set("net/ipv6/conf/all/forwarding", 1);
            first.Open(AddressFamily.Packet, SocketType.Raw, ProtocolType.IP).Dispose();
            return null;
        }
        catch (Exception exception) when (exception is InvalidOperationException or SocketException)
        {
            return $"No network namespaces can be made here: {exception.Message}";
        }
    }

    public static NetworkSpace Create(string role)
    {
        DeleteLeftBehind();
        var space = new NetworkSpace(string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Environment.ProcessId}-{role}"));
        Programs.Run("/", "ip", "netns", "add", space.Name);
        space.Ip("link set lo up");
        return space;
    }

    /// <summary>Puts a cable between two namespaces.</summary>
    public static void Link(NetworkSpace one, string end, NetworkSpace other, string otherEnd) =>
        Programs.Run("/", "ip", "-n", one.Name, "link", "add", end, "type", "veth", "peer", "name", otherEnd, "netns", other.Name);

    /// <summary>Runs <c>ip</c> with the arguments of one line.</summary>
    public void Ip(string arguments) => Programs.Run("/", "ip", ["-n", Name, .. arguments.Split(' ')]);

    /// <summary>Many lines at once: a process for each would take longer than the tests.</summary>
    public void Ip(string file, IEnumerable<string> lines)
    {
        File.WriteAllLines(file, lines);
        Programs.Run("/", "ip", "-n", Name, "-batch", file);
    }

    /// <summary>Sets a value below <c>/proc/sys</c>.</summary>
    public void Set(string setting, int value) => Run("sh", "-c", string.Create(CultureInfo.InvariantCulture, $"echo {value} > /proc/sys/{setting}"));

    public void Run(string program, params string[] arguments) => Programs.Run("/", "ip", ["netns", "exec", Name, program, .. arguments]);

    /// <summary>Starts a program that ends with the namespace at the latest.</summary>
    public Process Start(string folder, string program, params IEnumerable<string> arguments) =>
        Programs.Start(folder, "ip", ["netns", "exec", Name, program, .. arguments]);

    /// <summary>A socket of the namespace, for any thread of this process.</summary>
    public Socket Open(AddressFamily family, SocketType type, ProtocolType protocol)
    {
        // A socket belongs to the namespace of the thread that made it. The thread ends at once and starts no other, so nothing else of
        // this process gets there by mistake.
        Socket? socket = null;
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                using var handle = File.OpenHandle($"/run/netns/{Name}");
                if (EnterNamespace((int)handle.DangerousGetHandle(), NewNetwork) != 0)
                    throw new Win32Exception();
                socket = new Socket(family, type, protocol);
            }
            catch (Exception exception) when (exception is IOException or Win32Exception or SocketException or UnauthorizedAccessException)
            {
                failure = exception;
            }
        });
        thread.Start();
        thread.Join();
        return socket ?? throw new InvalidOperationException($"No socket in {Name}: {failure?.Message}", failure);
    }

    /// <summary>Ends every process in it, then the namespace itself.</summary>
    public void Dispose() => Delete(Name);

    private static void Delete(string name)
    {
        // Daemons have left their parents, but not the namespace.
        foreach (var id in Programs.Run("/", "ip", "netns", "pids", name).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            try
            {
                using var process = Process.GetProcessById(int.Parse(id, CultureInfo.InvariantCulture));
                process.Kill();
                process.WaitForExit();
            }
            catch (ArgumentException)
            {
                // It has ended meanwhile.
            }
        }

        Programs.Run("/", "ip", "netns", "del", name);
    }

    /// <summary>A test process that was killed could not do it itself.</summary>
    private static void DeleteLeftBehind()
    {
        if (!Directory.Exists("/run/netns"))
            return;
        foreach (var name in Directory.GetFiles("/run/netns", Prefix + "*").Select(path => Path.GetFileName(path)))
        {
            if (int.TryParse(name[Prefix.Length..].Split('-')[0], CultureInfo.InvariantCulture, out var owner) && !Directory.Exists($"/proc/{owner.ToString(CultureInfo.InvariantCulture)}"))
                Delete(name);
        }
    }

    [DllImport("libc", EntryPoint = "setns", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int EnterNamespace(int handle, int kind);
}
