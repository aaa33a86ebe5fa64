using System.Diagnostics;

namespace ChatOpsBot.Tests.Commands;

/// <summary>The bot's program as somebody starts it from a shell.</summary>
internal static class BotProcess
{
    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(string[] arguments, string input, CancellationToken cancellationToken)
    {
        using var process = Start("dotnet", [Path.Combine(AppContext.BaseDirectory, "chatopsbot.dll"), .. arguments], Path.GetTempPath());
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync(cancellationToken);
        return (process.ExitCode, await output, await errors);
    }

    /// <param name="environment">Settings, as environment variables.</param>
    public static Process Start(string program, string[] arguments, string workingDirectory, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = workingDirectory,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // The runner of the tests may itself be run with settings of its own.
        start.Environment.Remove("ASPNETCORE_ENVIRONMENT");
        start.Environment["LANG"] = "C.UTF-8";
        start.Environment["TZ"] = "UTC";
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
    }
}
