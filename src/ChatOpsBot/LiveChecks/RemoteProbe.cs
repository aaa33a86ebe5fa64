using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Threading.Channels;
using ChatOpsBot.MailFlow.Evidence;
using ChatOpsBot.Probing;
using ChatOpsBot.Probing.Reports;

namespace ChatOpsBot.LiveChecks;

/// <summary>
/// Has the checks run by a backend at another place of the network. Trouble with the backend is told as what it is: every check
/// that got no result is not tested, for a reason that names the backend, and never a word about the target.
/// </summary>
internal sealed class RemoteProbe : IProbe, IDisposable
{
    private const string EventStream = "text/event-stream";
    private const int MaxProblem = 16 * 1024;

    /// <summary>The first event comes before the checks begin.</summary>
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan LongestRest = TimeSpan.FromMinutes(10);

    private readonly ProbeBackend backend;
    private readonly TimeProvider time;
    private readonly ILogger log;
    private readonly BackendRest rest;
    private readonly HttpClient http;

    public RemoteProbe(ProbeBackend backend, TimeProvider time, ILogger log)
    {
        (this.backend, this.time, this.log, rest) = (backend, time, log, new BackendRest(time));
        // A redirect would carry the question, and on the same host the key, to where no operator sent it.
        http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
        {
            Timeout = System.Threading.Timeout.InfiniteTimeSpan,
        };
    }

    public string Name => backend.Name;

    /// <summary>From where the backend looks, as it said last; null before.</summary>
    public ReportVantage? Vantage { get; private set; }

    public void Dispose() => http.Dispose();

    public async IAsyncEnumerable<ProbeEvent> RunAsync(ProbeRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var events = Channel.CreateUnbounded<ProbeEvent>(new UnboundedChannelOptions { SingleReader = true });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var run = ExecuteAsync(request, events.Writer, stop.Token);
        try
        {
            // Not the caller's token: what was seen before the stop is still told.
            await foreach (var seen in events.Reader.ReadAllAsync(CancellationToken.None))
                yield return seen;
        }
        finally
        {
            await stop.CancelAsync();
            await run;
        }
    }

    private async Task ExecuteAsync(ProbeRequest request, ChannelWriter<ProbeEvent> events, CancellationToken stop)
    {
        Exception? failure = null;
        try
        {
            HashSet<string> told = new(StringComparer.Ordinal);
            if (await TryAskAsync(request, told, events, stop) is { } trouble)
                Tell(trouble, request, told, events);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Stopped by the caller, who knows.
            rest.Leave();
        }
        catch (Exception fault)
        {
            // A fault of ours: the reader of the stream gets it, after all that was seen before it.
            rest.Leave();
            failure = fault;
        }

        events.Complete(failure);
    }

    /// <returns>Why the run did not come to its end; null when it did.</returns>
    private async Task<Trouble?> TryAskAsync(ProbeRequest request, HashSet<string> told, ChannelWriter<ProbeEvent> events, CancellationToken stop)
    {
        if (rest.Enter() is { } left)
            return new Trouble(Reasons.BackendResting, $"The backend \"{Name}\" failed several times in a row, or asked for a pause, and is left alone for now.") { Wait = left };
        using var silence = new CancellationTokenSource(LongestSilence < backend.Timeout ? LongestSilence : backend.Timeout, time);
        using var whole = new CancellationTokenSource(backend.Timeout, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop, silence.Token, whole.Token);
        var trouble = await AskAsync(request, told, events, silence, limit.Token, stop);
        switch (trouble)
        {
            case { Wait: { } wait }:
                rest.Obey(wait < LongestRest ? wait : LongestRest);
                break;
            case { Reason: Reasons.BackendDown or Reasons.BackendSlow or Reasons.BackendUnreadable or Reasons.BackendBrokeOff }:
                rest.Fail();
                break;
            default:
                rest.Succeed();
                break;
        }

        return trouble;
    }

    private async Task<Trouble?> AskAsync(ProbeRequest request, HashSet<string> told, ChannelWriter<ProbeEvent> events, CancellationTokenSource silence, CancellationToken limit, CancellationToken stop)
    {
        var hasAnswered = false;
        try
        {
            using var question = Write(request);
            using var response = await http.SendAsync(question, HttpCompletionOption.ResponseHeadersRead, limit);
            hasAnswered = true;
            if (response.StatusCode != HttpStatusCode.OK)
                return await ReadRefusalAsync(response, limit);
            if (response.Content.Headers.ContentType?.MediaType != EventStream)
                return Unreadable("answered with something that is no stream of events. Is its Url that of a chatopsbot-probe?");
            await using var stream = await response.Content.ReadAsStreamAsync(limit);
            using var reader = new EventStreamReader(stream);
            while (await reader.ReadAsync(limit) is var (name, data))
            {
                // From the first event on only the whole run is limited: a server may take its time to greet.
                silence.CancelAfter(System.Threading.Timeout.InfiniteTimeSpan);
                if (name == "verdict")
                    return null;
                if (Take(name, data, told, events) is { } trouble)
                    return trouble;
            }

            return new Trouble(Reasons.BackendBrokeOff, $"The backend \"{Name}\" closed the connection before the run had ended.");
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return new Trouble(Reasons.BackendSlow, $"The backend \"{Name}\" {(hasAnswered ? "did not end the run in the time it may take" : "did not answer in time")}.");
        }
        catch (Exception exception) when (exception is JsonException or InvalidDataException)
        {
            return Unreadable("answered with something that cannot be read.");
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            // What came of a cancelled read may be an error of the transport.
            stop.ThrowIfCancellationRequested();
            return hasAnswered
                ? new Trouble(Reasons.BackendBrokeOff, $"The connection to the backend \"{Name}\" broke off before the run had ended.")
                : new Trouble(Reasons.BackendDown, $"The backend \"{Name}\" cannot be reached.") { Detail = exception is HttpRequestException { HttpRequestError: var error } ? error.ToString() : null };
        }
    }

    private HttpRequestMessage Write(ProbeRequest request)
    {
        var (target, isDomain) = (request.Target, request.Target.Kind == TargetKind.Domain);
        var question = new BackendQuestion(
            isDomain ? target.Host : null,
            isDomain ? null : target.Host,
            target.Kind == TargetKind.Unsaid ? "unsaid" : null,
            target.Port,
            request.CheckIds,
            request.ReportedCode?.ToString(),
            request.ExpectTlsName,
            Fresh: true);
        var message = new HttpRequestMessage(HttpMethod.Post, backend.Runs) { Content = JsonContent.Create(question, BackendJson.Default.BackendQuestion) };
        message.Headers.Accept.ParseAdd(EventStream);
        if (backend.Key.Length > 0)
            message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", backend.Key);
        return message;
    }

    private Trouble? Take(string name, string data, HashSet<string> told, ChannelWriter<ProbeEvent> events)
    {
        switch (name)
        {
            case "run":
                Vantage = JsonSerializer.Deserialize(data, BackendJson.Default.BackendBegun)?.Vantage;
                return null;
            case "started" when JsonSerializer.Deserialize(data, BackendJson.Default.BackendStarted) is { Check: { } check, Where: var where }:
                events.TryWrite(new ProbeEvent.Started(check, where));
                return null;
            case "stage":
                if (JsonSerializer.Deserialize(data, BackendJson.Default.ReportStage) is not { Check: not null, Outcome: not null, Sentence: not null, Facts: not null, Evidence: not null } stage)
                    return Unreadable("answered with something that cannot be read.");
                if (Known(stage.ToResult()) is { } result)
                {
                    told.Add(result.CheckId);
                    events.TryWrite(new ProbeEvent.Finished(result with { Vantage = Name }));
                }

                return null;
            case "error":
                var problem = JsonSerializer.Deserialize(data, BackendJson.Default.BackendProblem);
                return new Trouble(Reasons.BackendBrokeOff, $"The backend \"{Name}\" broke the run off.") { Detail = problem?.Type };
            default:
                // Of a later version.
                return null;
        }
    }

    /// <summary>A newer backend may know checks and outcomes that this bot has no words for: of the latter nothing more is known than that.</summary>
    private CheckResult? Known(CheckResult result)
    {
        if (!Vocabulary.Checks.TryGetValue(result.CheckId, out var outcomes))
            return null;
        return result.Outcome is Vocabulary.NotTested or Vocabulary.Denied || outcomes.Contains(result.Outcome, StringComparer.Ordinal)
            ? result
            : result with { Outcome = Vocabulary.NotTested, Reason = Reasons.BackendUnreadable, Sentence = $"The backend \"{Name}\" tells an outcome that this version of the bot does not know." };
    }

    private async Task<Trouble> ReadRefusalAsync(HttpResponseMessage response, CancellationToken limit)
    {
        var problem = await ReadProblemAsync(response, limit);
        var detail = string.Create(CultureInfo.InvariantCulture, $"HTTP {(int)response.StatusCode}{(problem?.Type is { } type ? $", {type}" : "")}");
        return response.StatusCode switch
        {
            HttpStatusCode.Forbidden when problem is { Reason: { } reason } => new Trouble(reason, problem.Detail ?? $"The backend \"{Name}\" may not ask this target.") { IsDenial = true },
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new Trouble(Reasons.BackendKey, $"The backend \"{Name}\" does not let this bot ask.") { Detail = detail },
            HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable => new Trouble(Reasons.BackendBusy, $"The backend \"{Name}\" has too much to do.") { Detail = detail, Wait = RetryAfter(response) },
            >= HttpStatusCode.InternalServerError => new Trouble(Reasons.BackendBrokeOff, $"The backend \"{Name}\" failed.") { Detail = detail },
            _ => Unreadable("gave no answer to a question about live checks.") with { Detail = detail },
        };
    }

    private static async Task<BackendProblem?> ReadProblemAsync(HttpResponseMessage response, CancellationToken limit)
    {
        if (response.Content.Headers.ContentType?.MediaType != "application/problem+json")
            return null;
        await using var stream = await response.Content.ReadAsStreamAsync(limit);
        var buffer = new byte[MaxProblem];
        var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, limit);
        try
        {
            return length < buffer.Length ? JsonSerializer.Deserialize(buffer.AsSpan(0, length), BackendJson.Default.BackendProblem) : null;
        }
        catch (JsonException)
        {
            // The status alone says enough.
            return null;
        }
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } when delta > TimeSpan.Zero => delta,
        { Date: { } date } when date > time.GetUtcNow() => date - time.GetUtcNow(),
        _ => null,
    };

    private void Tell(Trouble trouble, ProbeRequest request, HashSet<string> told, ChannelWriter<ProbeEvent> events)
    {
        if (!trouble.IsDenial)
            LogTrouble(log, Name, trouble.Reason, trouble.Detail ?? "-", null);
        Dictionary<string, string> facts = new(StringComparer.Ordinal) { ["host"] = request.Target.Host };
        if (trouble.Wait is { } wait)
            facts["until"] = (time.GetUtcNow() + wait).ToString("O", CultureInfo.InvariantCulture);
        // A run that broke off leaves open which of its places a check did not reach, so it is said even where all have spoken.
        var open = request.CheckIds.Where(id => !told.Contains(id)).ToList();
        foreach (var id in open.Count > 0 ? open : request.CheckIds.TakeLast(1))
        {
            events.TryWrite(new ProbeEvent.Finished(new CheckResult
            {
                CheckId = id,
                Outcome = trouble.IsDenial ? Vocabulary.Denied : Vocabulary.NotTested,
                Where = request.Target.Host,
                Vantage = Name,
                Reason = trouble.Reason,
                Sentence = trouble.Sentence,
                Facts = facts,
            }));
        }
    }

    private Trouble Unreadable(string what) => new(Reasons.BackendUnreadable, $"The backend \"{Name}\" {what}");

    private static readonly Action<ILogger, string, string, string, Exception?> LogTrouble = LoggerMessage.Define<string, string, string>(
        LogLevel.Warning, new EventId(40, "ProbeBackend"), "The probe backend {Backend} gave no run: {Reason} ({Detail})");

    /// <summary>Why a run did not come to its end.</summary>
    /// <param name="Reason">Id of <see cref="Reasons"/>.</param>
    private sealed record Trouble(string Reason, string Sentence)
    {
        /// <summary>For the log.</summary>
        public string? Detail { get; init; }

        /// <summary>How long the backend wants no question.</summary>
        public TimeSpan? Wait { get; init; }

        /// <summary>The target may not be asked; the backend is well.</summary>
        public bool IsDenial { get; init; }
    }
}
