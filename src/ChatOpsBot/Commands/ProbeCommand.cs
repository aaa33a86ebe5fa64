using System.CommandLine;
using System.Text.Json;
using ChatOpsBot.MailFlow;
using ChatOpsBot.MailFlow.Evidence;
using ChatOpsBot.Probing;
using ChatOpsBot.Probing.Reports;

namespace ChatOpsBot.Commands;

/// <summary><c>chatopsbot probe contoso.com</c>: the live checks, here in the terminal, as they come, and what they mean together.</summary>
internal static class ProbeCommand
{
    public static Command Create()
    {
        var host = new Argument<string>("target") { Description = "Mail domain, or mail server by name or address. A name with a port is a server: mx1.contoso.com:25." };
        var port = new Option<int?>("--port") { Description = "Port of the servers, 25 unless said otherwise. With another one a bare name is a server, unless --domain says it is not." };
        var domain = new Option<bool>("--domain") { Description = "The name is a mail domain: its MX records lead to the servers." };
        var code = new Option<string?>("--code") { Description = "The code you saw, such as 4.4.316: the verdict says whether it shows from here." };
        var name = new Option<string?>("--expect-tls-name") { Description = "The name the certificate must carry, such as the one your connector expects." };
        var json = new Option<bool>("--json") { Description = "The whole report as JSON, at the end." };
        var command = new Command("probe", "Ask a mail domain or server live: DNS, addresses, port 25, greeting, EHLO, STARTTLS, certificate. Sends no mail. Ends with 0 when mail flows, 1 with a fault, 3 when nothing could be tested. Settings may follow: --Probe:AllowedNetworks:0=10.0.0.0/8")
        {
            host, port, domain, code, name, json,
        };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var (request, problem) = Read(parsed.GetRequiredValue(host), parsed.GetValue(port), parsed.GetValue(domain), parsed.GetValue(code), parsed.GetValue(name));
            if (request is not null)
                return await RunAsync(request, parsed.GetValue(json), [.. parsed.UnmatchedTokens], cancellationToken);
            await Console.Error.WriteLineAsync(problem);
            return ExitCodes.Usage;
        });
        return command;
    }

    private static (ProbeRequest? Request, string Problem) Read(string host, int? port, bool isDomain, string? code, string? name)
    {
        if (!ProbeTarget.TryParse(host, out var target))
            return (null, $"\"{host}\" is no server name or address. Write it like mx1.contoso.com, mx1.contoso.com:587, 203.0.113.9 or [2001:db8::1]:25.");
        if (port is < 1 or > 65535)
            return (null, $"{port} is no TCP port. Write a number from 1 to 65535.");
        if (name is not null && !ProbeTarget.TryParse(name.StartsWith("*.", StringComparison.Ordinal) ? name[2..] : name, out _))
            return (null, $"\"{name}\" is no name a certificate can carry. Write it like mail.contoso.com or *.contoso.com.");
        EnhancedStatusCode? reported = null;
        if (code is not null)
        {
            if (!EnhancedStatusCode.TryParse(code, out var read))
                return (null, $"\"{code}\" is no enhanced status code. Write three numbers with points, such as 4.4.316.");
            reported = read;
        }

        target = target with { Port = port ?? target.Port, Kind = isDomain ? TargetKind.Domain : target.Kind };
        return (new ProbeRequest(target, CheckRunner.KnownChecks) { ExpectTlsName = name, ReportedCode = reported }, "");
    }

    private static async Task<int> RunAsync(ProbeRequest request, bool json, string[] settings, CancellationToken cancellationToken)
    {
        try
        {
            var runner = new CheckRunner(BotSettings.Read(CommandSettings.Read(settings)).Probe, TimeProvider.System);
            var writer = new ProbeReportWriter(request, runner.Vantage, TimeProvider.System);
            await foreach (var seen in runner.RunAsync(request, cancellationToken))
            {
                if (writer.Add(seen) is { } stage && !json)
                    ProbeText.Print(stage, Console.Out);
            }

            var report = writer.Write();
            if (json)
                Console.WriteLine(JsonSerializer.Serialize(report, ProbeJson.Readable.ProbeReport));
            else
                ProbeText.Print(report, Console.Out);
            return report.Verdict.Code switch
            {
                null => ExitCodes.Open,
                MailFlowCodes.None => ExitCodes.Done,
                _ => ExitCodes.Failed,
            };
        }
        catch (StartException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return ExitCodes.Failed;
        }
    }
}
