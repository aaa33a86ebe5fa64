using System.CommandLine;
using System.Net.Sockets;
using ChatOpsBot.Storage;
using Microsoft.AspNetCore.Connections;

namespace ChatOpsBot.Commands;

/// <summary><c>chatopsbot serve</c>: runs the bot. Settings may follow, as <c>--Section:Name=value</c>.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var command = new Command("serve", "Run the bot (this is what happens without a command). Settings may follow: --Urls=http://localhost:5080")
        {
            TreatUnmatchedTokensAsErrors = false,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed, cancellationToken));
        return command;
    }

    public static void MakeDefault(RootCommand root)
    {
        root.TreatUnmatchedTokensAsErrors = false;
        root.SetAction((parsed, cancellationToken) => RunAsync(parsed, cancellationToken));
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        // "--Name value" and "--Name=value" are settings; a word in front of them is a command that does not exist.
        if (parsed.UnmatchedTokens is [var first, ..] && !first.StartsWith('-') && !first.StartsWith('/'))
        {
            await Console.Error.WriteLineAsync($"\"{first}\" is no command. `chatopsbot --help` lists them.");
            return ExitCodes.Usage;
        }

        try
        {
            await using var app = BotHost.Build([.. parsed.UnmatchedTokens]);
            await app.StartAsync(cancellationToken);
            await app.WaitForShutdownAsync(cancellationToken);
            return ExitCodes.Done;
        }
        catch (Exception exception) when (exception is StartException or StorageException)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return ExitCodes.Failed;
        }
        catch (IOException exception) when (exception.InnerException is AddressInUseException or SocketException)
        {
            // Kestrel: the address is in use, or not ours.
            await Console.Error.WriteLineAsync($"{exception.Message} Set Urls to a free address, for example --Urls=http://localhost:5081");
            return ExitCodes.Failed;
        }
    }
}
