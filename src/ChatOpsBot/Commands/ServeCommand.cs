using System.CommandLine;
using System.Net.Sockets;
using System.Security.Cryptography;
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
            await StartAsync(app, cancellationToken);
            await app.WaitForShutdownAsync(cancellationToken);
            return ExitCodes.Done;
        }
        catch (Exception exception) when (exception is StartException or StorageException)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return ExitCodes.Failed;
        }
        catch (Exception exception) when (exception is SocketException or IOException { InnerException: AddressInUseException or SocketException })
        {
            // Kestrel: the address is in use, or not of this machine.
            await Console.Error.WriteLineAsync($"The bot cannot listen where Urls says: {exception.Message.TrimEnd('.')}. Set Urls to a free address of this machine, for example --Urls=http://localhost:5081");
            return ExitCodes.Failed;
        }
    }

    private static async Task StartAsync(WebApplication app, CancellationToken cancellationToken)
    {
        try
        {
            try
            {
                await app.StartAsync(cancellationToken);
            }
            catch
            {
                // Whoever began already ends first, and not when what it works with is gone.
                await app.StopAsync(CancellationToken.None);
                throw;
            }

        }
        catch (Exception exception) when (exception is InvalidOperationException or FormatException or CryptographicException or FileNotFoundException && NeedsMoreThanAnAddress(app.Configuration))
        {
            throw new StartException(
                "The bot cannot listen as it is set up:",
                [$"{exception.Message.TrimEnd('.')}. TLS needs a certificate, under Kestrel:Endpoints or Kestrel:Certificates, see https://learn.microsoft.com/aspnet/core/fundamentals/servers/kestrel/endpoints. Or listen with http:// behind a reverse proxy."]);
        }
    }

    /// <summary>What only Kestrel can judge: certificates, and a section of its own.</summary>
    private static bool NeedsMoreThanAnAddress(IConfiguration configuration) =>
        configuration.GetSection("Kestrel").Exists() || (configuration["Urls"] ?? "").Contains("https:", StringComparison.OrdinalIgnoreCase);
}
