using System.Diagnostics;

namespace ChatOpsBot.Probe.Tests.Lab;

/// <summary>Programs of the system that the lab runs.</summary>
internal static class Programs
{
    // Daemons live where the search path of an ordinary shell does not look.
    private static readonly string[] Folders = [.. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries), "/usr/sbin", "/sbin"];

    public static bool Has(string program) => Folders.Any(folder => File.Exists(Path.Combine(folder, program)));

    /// <summary>Runs a program to its end.</summary>
    /// <returns>What it wrote.</returns>
    /// <exception cref="InvalidOperationException">It ended with another code than 0.</exception>
    public static string Run(string folder, string program, params IEnumerable<string> arguments)
    {
        using var process = Begin(folder, program, arguments);
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {errors.GetAwaiter().GetResult()}{output}");
    }

    /// <summary>Starts a program that goes on; what it writes goes nowhere.</summary>
    public static Process Start(string folder, string program, params IEnumerable<string> arguments)
    {
        var process = Begin(folder, program, arguments);
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private static Process Begin(string folder, string program, IEnumerable<string> arguments)
    {
        var path = Folders.Select(place => Path.Combine(place, program)).FirstOrDefault(File.Exists) ?? program;
        return Process.Start(new ProcessStartInfo(path, arguments) { WorkingDirectory = folder, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })
            ?? throw new InvalidOperationException($"{program} did not start.");
    }
}
