using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ChatOpsBot.Probing;

namespace ChatOpsBot.Commands;

/// <summary><c>chatopsbot probe mx1.contoso.com</c>: the live checks, here in the terminal, as they come.</summary>
internal static class ProbeCommand
{
    public static Command Create()
    {
        var host = new Argument<string>("host") { Description = "Mail domain, or mail server by name or address. A name with a port is a server: mx1.contoso.com:25." };
        var json = new Option<bool>("--json") { Description = "One JSON line a result, as it comes." };
        var command = new Command("probe", "Ask a mail domain or server live: DNS, addresses, port 25, greeting, EHLO, STARTTLS, certificate. Sends no mail. Settings may follow: --Probe:AllowedNetworks:0=10.0.0.0/8")
        {
            host,
            json,
        };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetRequiredValue(host), parsed.GetValue(json), [.. parsed.UnmatchedTokens], cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string host, bool json, string[] settings, CancellationToken cancellationToken)
    {
        if (!ProbeTarget.TryParse(host, out var target))
        {
            await Console.Error.WriteLineAsync($"\"{host}\" is no server name or address. Write it like mx1.contoso.com, mx1.contoso.com:587, 203.0.113.9 or [2001:db8::1]:25.");
            return ExitCodes.Usage;
        }

        try
        {
            var runner = new CheckRunner(BotSettings.Read(CommandSettings.Read(settings)).Probe, TimeProvider.System);
            await foreach (var seen in runner.RunAsync(new ProbeRequest(target, CheckRunner.KnownChecks), cancellationToken))
            {
                if (seen is ProbeEvent.Finished { Result: var result })
                    Print(result, json);
            }

            return ExitCodes.Done;
        }
        catch (StartException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return ExitCodes.Failed;
        }
    }

    private static void Print(CheckResult result, bool json)
    {
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(result, ProbeCommandJson.Relaxed.CheckResult));
            return;
        }

        Console.WriteLine($"{result.Where ?? "-",-24} {result.CheckId,-14} {result.Outcome,-13} {result.Sentence}");
        foreach (var line in result.Evidence)
            Console.WriteLine($"{"",-24} {line}");
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CheckResult))]
internal sealed partial class ProbeCommandJson : JsonSerializerContext
{
    public static ProbeCommandJson Relaxed { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
