using System.CommandLine;
using System.Text.Json;
using ChatOpsBot.Conversations.Texts;
using ChatOpsBot.LiveChecks;
using ChatOpsBot.MailFlow;
using ChatOpsBot.MailFlow.Evidence;
using ChatOpsBot.Probing;
using ChatOpsBot.Probing.Reports;
using ChatOpsBot.Probing.Verdicts;
using Microsoft.Extensions.Logging.Abstractions;

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
        var backend = new Option<string?>("--backend") { Description = "Name of one of Probe:Backends: it looks, from where it stands, instead of this machine." };
        var language = new Option<string?>("--lang") { Description = $"Language of the verdict: {string.Join(", ", Languages.All.Select(texts => texts.Language))}. English unless said otherwise." };
        var json = new Option<bool>("--json") { Description = "The whole report as JSON, at the end." };
        var command = new Command("probe", "Ask a mail domain or server live: DNS, addresses, port 25, greeting, EHLO, STARTTLS, certificate. Sends no mail. Ends with 0 when mail flows, 1 with a fault, 3 when nothing could be tested. Settings may follow: --Probe:AllowedNetworks:0=10.0.0.0/8")
        {
            host, port, domain, code, name, backend, language, json,
        };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var (request, problem) = Read(parsed.GetRequiredValue(host), parsed.GetValue(port), parsed.GetValue(domain), parsed.GetValue(code), parsed.GetValue(name));
            if (request is not null && parsed.GetValue(language) is { } tag && Languages.Known(tag) is null)
                (request, problem) = (null, $"There is no language \"{tag}\". Write one of: {string.Join(", ", Languages.All.Select(texts => texts.Language))}.");
            if (request is not null)
                return await RunAsync(request, parsed.GetValue(backend), Languages.Of(Languages.Known(parsed.GetValue(language)) ?? ""), parsed.GetValue(json), [.. parsed.UnmatchedTokens], cancellationToken);
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

    private static async Task<int> RunAsync(ProbeRequest request, string? backend, CardTexts texts, bool json, string[] settings, CancellationToken cancellationToken)
    {
        try
        {
            var read = BotSettings.Read(CommandSettings.Read(settings));
            if (backend is null)
            {
                var runner = new CheckRunner(read.Probe, TimeProvider.System);
                return await RunAsync(request, new EmbeddedProbe(runner), () => runner.Vantage, texts, json, cancellationToken);
            }

            if (read.Backends.FirstOrDefault(known => known.Name.Equals(backend, StringComparison.OrdinalIgnoreCase)) is not { } named)
            {
                await Console.Error.WriteLineAsync($"There is no backend \"{backend}\". {(read.Backends.Count == 0 ? "Probe:Backends names none: appsettings.json shows how to add one." : $"Probe:Backends names: {string.Join(", ", read.Backends.Select(known => known.Name))}.")}");
                return ExitCodes.Usage;
            }

            using var remote = new RemoteProbe(named, TimeProvider.System, NullLogger.Instance);
            return await RunAsync(request, remote, () => remote.Vantage ?? new ReportVantage(null, [], []), texts, json, cancellationToken);
        }
        catch (StartException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return ExitCodes.Failed;
        }
    }

    /// <param name="vantage">A backend tells it when the run has begun.</param>
    private static async Task<int> RunAsync(ProbeRequest request, IProbe probe, Func<ReportVantage> vantage, CardTexts texts, bool json, CancellationToken cancellationToken)
    {
        var writer = new ProbeReportWriter(request, vantage(), TimeProvider.System);
        var text = new ProbeText(texts, Console.Out);
        List<CheckResult> results = [];
        await foreach (var seen in probe.RunAsync(request, cancellationToken))
        {
            if (seen is ProbeEvent.Finished finished)
                results.Add(finished.Result);
            if (writer.Add(seen) is { } stage && !json && !Reasons.IsOfBackend(stage.Reason))
                text.Print(stage);
        }

        var report = writer.Write() with { Vantage = vantage() };
        var trouble = results.Find(result => Reasons.IsOfBackend(result.Reason));
        if (json)
            Console.WriteLine(JsonSerializer.Serialize(report, ProbeJson.Readable.ProbeReport));
        else if (trouble is null)
            text.Print(report, new PlaceVerdict(null, request.Target, results, Verdict.Of(request, results)));
        if (trouble is not null)
        {
            // Whatever was seen before: the run did not come to its end, so nothing of it is a verdict.
            await Console.Error.WriteLineAsync($"{trouble.Sentence} {WhatToDo(trouble)}");
            return ExitCodes.Open;
        }

        return report.Verdict.Code switch
        {
            null => ExitCodes.Open,
            MailFlowCodes.None => ExitCodes.Done,
            _ => ExitCodes.Failed,
        };
    }

    private static string WhatToDo(CheckResult trouble) => trouble.Reason switch
    {
        Reasons.BackendKey => "Set its Key under Probe:Backends to one of the keys under Backend:Keys of that chatopsbot-probe.",
        Reasons.BackendDown => "Check its Url under Probe:Backends, and that the chatopsbot-probe there runs and can be reached from here.",
        Reasons.BackendSlow => "Try again later, or raise its Timeout under Probe:Backends.",
        Reasons.BackendBusy => trouble.Facts.TryGetValue("until", out var until) ? $"It can be asked again at {until}." : "Try again later.",
        _ => "Look into the log of that chatopsbot-probe, and check that Url under Probe:Backends leads to it.",
    };
}
