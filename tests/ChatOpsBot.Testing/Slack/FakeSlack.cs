using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ChatOpsBot.Testing.Slack;

/// <summary>
/// Slack's Web API, as strict as it is: asks for a token, knows its channels, messages, views and triggers, judges blocks, counts rates,
/// and takes no unknown argument. What a bot did that the real one would not forgive, or that we promised not to do, stands in
/// <see cref="Complaints"/> too. Can be told to answer like a Slack in trouble.
/// </summary>
public sealed partial class FakeSlack : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly TimeProvider time;
    private readonly Lock gate = new();
    private readonly ConcurrentQueue<SlackAnswer> script = new();
    private readonly ConcurrentQueue<SlackCall> unheard = new();
    private readonly CancellationTokenSource closing = new();

    // Owned by the gate.
    private readonly List<SlackCall> calls = [];
    private readonly List<SlackMessage> messages = [];
    private readonly List<string> complaints = [];
    private readonly Dictionary<string, string> teamOfToken = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SlackChannelState> channels = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SlackPerson> people = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JsonElement> files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> triggers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (DateTimeOffset From, int Uses)> responseUrls = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<DateTimeOffset>> sent = new(StringComparer.Ordinal);
    private readonly List<SlackView> views = [];
    private int lastId;
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private FakeSlack(WebApplication app, TimeProvider time)
    {
        this.app = app;
        this.time = time;
    }

    /// <summary>Where it is; ends in a slash.</summary>
    public Uri Root { get; private set; } = new("http://localhost/");

    /// <summary>Where the methods are; ends in a slash.</summary>
    public Uri Api => new(Root, "api/");

    /// <summary>Where Socket Mode connects, when <see cref="AppToken"/> asks.</summary>
    public Uri? SocketUrl { get; set; }

    public string AppToken { get; set; } = "xapp-1-A01EXAMPLE-app-token";

    /// <summary>Answers in place of the usual ones, when it returns one.</summary>
    public Func<SlackCall, SlackAnswer?>? Answer { get; set; }

    /// <summary>Awaited before each answer: a Slack that takes its time.</summary>
    public Func<SlackCall, Task>? Delay { get; set; }

    /// <summary>What installing and renewing give, by code or refresh token; used up by being asked for.</summary>
    public ConcurrentDictionary<string, JsonElement> Grants { get; } = new(StringComparer.Ordinal);

    /// <summary>Calls that were answered when nobody waited for it any more.</summary>
    public IReadOnlyCollection<SlackCall> Unheard => unheard;

    public IReadOnlyList<SlackCall> Calls => Locked(() => calls.ToList());

    /// <summary>What stands in all channels, each message as it looks now.</summary>
    public IReadOnlyList<SlackMessage> Messages => Locked(() => messages.ToList());

    public IReadOnlyList<SlackView> Views => Locked(() => views.ToList());

    public IReadOnlyList<string> Complaints => Locked(() => complaints.ToList());

    /// <param name="time">Counts the rates; null: the system's clock.</param>
    public static async Task<FakeSlack> StartAsync(TimeProvider? time, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var built = builder.Build();
        var slack = new FakeSlack(built, time ?? TimeProvider.System);
        built.Run(slack.HandleAsync);
        await built.StartAsync(cancellationToken);
        slack.Root = new Uri(built.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First() + "/");
        return slack;
    }

    /// <summary>A workspace the app is installed in.</summary>
    public void Install(string team, string token) => Locked(() => teamOfToken[token] = team);

    /// <summary>The token is good no longer, and with it nothing.</summary>
    public void Uninstall(string token) => Locked(() => teamOfToken.Remove(token));

    public void Add(SlackChannelState channel) => Locked(() => channels[channel.Id] = channel);

    public void Add(SlackPerson person) => Locked(() => people[person.Id] = person);

    /// <param name="file">As <c>files.info</c> tells of it.</param>
    public void AddFile(string id, JsonElement file) => Locked(() => files[id] = file);

    /// <summary>Somebody pressed something just now.</summary>
    public string Trigger() => Locked(() =>
    {
        var trigger = string.Create(CultureInfo.InvariantCulture, $"trigger-{++lastId}");
        triggers[trigger] = time.GetUtcNow();
        return trigger;
    });

    /// <summary>Good for five answers within half an hour.</summary>
    public Uri ResponseUrl() => Locked(() =>
    {
        var path = string.Create(CultureInfo.InvariantCulture, $"actions/{++lastId}");
        responseUrls["/" + path] = (time.GetUtcNow(), 0);
        return new Uri(Root, path);
    });

    /// <summary>The next calls are answered like this, in order.</summary>
    public void Next(params SlackAnswer[] answers)
    {
        foreach (var answer in answers)
            script.Enqueue(answer);
    }

    /// <summary>A person deletes a message.</summary>
    public void Delete(string channel, string ts) => Locked(() => messages.RemoveAll(message => message.Channel == channel && message.Ts == ts));

    /// <summary>Waits until what was called looks as the test expects.</summary>
    public async Task<IReadOnlyList<SlackCall>> UntilAsync(Func<IReadOnlyList<SlackCall>, bool> condition, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task next;
            lock (gate)
            {
                if (condition(calls))
                    return [.. calls];
                next = changed.Task;
            }

            await next.WaitAsync(TimeSpan.FromSeconds(20), cancellationToken);
        }
    }

    /// <summary>Nobody listens there any more.</summary>
    public async Task StopAsync()
    {
        await closing.CancelAsync();
        await app.StopAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await app.DisposeAsync();
        closing.Dispose();
    }

    private async Task HandleAsync(HttpContext context)
    {
        var call = await ReadAsync(context.Request);
        lock (gate)
            calls.Add(call);
        Changed();

        if (Delay is { } delay)
            await delay(call);
        var answer = script.TryDequeue(out var scripted) ? scripted : Answer?.Invoke(call);
        if (answer is { IsCarriedOut: true })
            CarryOut(call, context.Request.Path);
        answer ??= Judge(call, context.Request) ?? CarryOut(call, context.Request.Path);
        if (context.RequestAborted.IsCancellationRequested)
            unheard.Enqueue(call);
        await WriteAsync(context, answer);
        Changed();
    }

    private async Task<SlackCall> ReadAsync(HttpRequest request)
    {
        using var reader = new StreamReader(request.Body, Encoding.UTF8);
        var body = await reader.ReadToEndAsync();
        var method = request.Path.StartsWithSegments("/api", StringComparison.Ordinal, out var rest) ? rest.Value!.TrimStart('/') : "response_url";
        return new SlackCall(method, Arguments(request, body), body, request.ContentType ?? "", request.Headers.Authorization.ToString(), request.Headers.UserAgent.ToString(), time.GetUtcNow());
    }

    private static JsonElement Arguments(HttpRequest request, string body)
    {
        if (request.HasFormContentType)
            return JsonSerializer.SerializeToElement(QueryHelpers.ParseQuery(body).ToDictionary(pair => pair.Key, pair => pair.Value.ToString(), StringComparer.Ordinal));
        try
        {
            return JsonElement.Parse(body);
        }
        catch (JsonException)
        {
            return default;
        }
    }

    /// <summary>What is wrong with a call; null when nothing is.</summary>
    private SlackAnswer? Judge(SlackCall call, HttpRequest request)
    {
        if (request.Method != "POST" || request.QueryString.HasValue)
            return Complain("invalid_arguments", $"{call.Method}: arguments and tokens do not belong in the address.");
        if (call.UserAgent.Length == 0)
            return Complain("invalid_arguments", $"{call.Method}: there is no User-Agent.");
        if (request.Headers.ContainsKey("traceparent") || request.Headers.ContainsKey("Request-Id"))
            return Complain("invalid_arguments", $"{call.Method}: the request tells which of the bot's own it came of.");
        if (call.Arguments.ValueKind != JsonValueKind.Object)
            return Complain("invalid_arguments", $"{call.Method}: the body is neither JSON nor a form.");
        if (call.Method == "response_url")
            return JudgeResponse(call, request.Path);
        if (!Known.TryGetValue(call.Method, out var method))
            return Complain("unknown_method", $"{call.Method} is no method.");
        if (call.ContentType != (method.IsJson ? "application/json; charset=utf-8" : "application/x-www-form-urlencoded"))
            return Complain(method.IsJson ? "missing_charset" : "invalid_post_type", $"{call.Method}: Content-Type is {call.ContentType}.");
        foreach (var argument in call.Arguments.EnumerateObject().Where(argument => !method.Arguments.Contains(argument.Name, StringComparer.Ordinal)))
            return Complain("invalid_arg_name", $"{call.Method} has no argument {argument.Name}.");
        if (Refusal(call) is { } refusal)
            return SlackAnswer.Error(refusal);
        return Limit(call, method) ?? Shape(call);
    }

    private string? Refusal(SlackCall call)
    {
        if (call.Method == "oauth.v2.access")
            return call.Authorization.StartsWith("Basic ", StringComparison.Ordinal) ? null : "invalid_client_id";
        var token = call.Authorization.StartsWith("Bearer ", StringComparison.Ordinal) ? call.Authorization["Bearer ".Length..] : null;
        if (token is null)
            return "not_authed";
        if (call.Method == "apps.connections.open")
            return token == AppToken ? null : "not_allowed_token_type";
        return Locked(() => teamOfToken.ContainsKey(token)) ? null : "invalid_auth";
    }

    /// <summary>Rates of Slack, for a method and a workspace; and our own promise about updates.</summary>
    private SlackAnswer? Limit(SlackCall call, Method method)
    {
        lock (gate)
        {
            var key = call.Method == "chat.postMessage" ? $"{call.Method}|{call.Argument("channel")}" : $"{call.Method}|{call.Authorization}";
            var times = sent.TryGetValue(key, out var before) ? before : sent[key] = [];
            var now = time.GetUtcNow();
            times.RemoveAll(at => at <= now - TimeSpan.FromMinutes(1));
            if (times.Count >= method.PerMinute)
            {
                complaints.Add($"{call.Method} is called more often than {method.PerMinute} times a minute.");
                return SlackAnswer.RateLimited((int)Math.Ceiling((times[0] + TimeSpan.FromMinutes(1) - now).TotalSeconds));
            }

            times.Add(now);
            return null;
        }
    }

    private SlackAnswer? Shape(SlackCall call)
    {
        switch (call.Method)
        {
            case "chat.postMessage" or "chat.update" or "chat.postEphemeral":
                return Message(call, isUpdate: call.Method == "chat.update");
            case "views.open" or "views.update" or "views.publish":
                var problems = BlockKitRules.View(call.Arguments.GetProperty("view"));
                return problems.Count == 0 ? null : ComplainOfBlocks(call, problems);
            default:
                return null;
        }
    }

    private SlackAnswer? Message(SlackCall call, bool isUpdate)
    {
        if (call.Argument("text") is not { Length: > 0 } text)
            return Complain("no_text", $"{call.Method} has no text: notifications and screen readers would say nothing.");
        if (text.Length > 4000)
            return Complain("msg_too_long", $"{call.Method} has a text of {text.Length} characters.");
        if (call.Method == "chat.postMessage" && (call.Argument("unfurl_links") != "false" || call.Argument("unfurl_media") != "false"))
            return Complain("invalid_arguments", "A message unfolds previews.");
        if (isUpdate && !call.Arguments.TryGetProperty("blocks", out _))
            return Complain("invalid_arguments", "chat.update without blocks leaves the old ones.");
        if (call.Method != "chat.postEphemeral" && call.Argument("channel") is { } channel && channel[0] is not ('C' or 'G' or 'D') && (isUpdate || channel[0] is not ('U' or 'W')))
            return Complain("channel_not_found", $"{call.Method}: {channel} is no channel.");
        if (!call.Arguments.TryGetProperty("blocks", out var blocks))
            return null;
        var problems = BlockKitRules.Message(blocks);
        return problems.Count == 0 ? null : ComplainOfBlocks(call, problems);
    }

    private SlackAnswer Complain(string code, string what)
    {
        Locked(() => complaints.Add(what));
        return SlackAnswer.Error(code);
    }

    private SlackAnswer ComplainOfBlocks(SlackCall call, IReadOnlyList<string> problems)
    {
        Locked(() => complaints.AddRange(problems.Select(problem => $"{call.Method}: {problem}")));
        return SlackAnswer.InvalidBlocks(problems[0]);
    }

    private void Changed()
    {
        TaskCompletionSource before;
        lock (gate)
        {
            before = changed;
            changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        before.SetResult();
    }

    private async Task WriteAsync(HttpContext context, SlackAnswer answer)
    {
        if (answer.IsBroken)
        {
            context.Abort();
            return;
        }

        if (answer.IsSilent)
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(closing.Token, context.RequestAborted);
            await Task.Delay(Timeout.Infinite, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            context.Abort();
            return;
        }

        context.Response.StatusCode = answer.Status;
        if (answer.RetryAfter is { } wait)
            context.Response.Headers.RetryAfter = wait;
        if (answer.Location is { } location)
            context.Response.Headers.Location = location;
        context.Response.Headers["x-oauth-scopes"] = "chat:write,channels:history";
        context.Response.ContentType = answer.IsHtml ? "text/html" : "application/json; charset=utf-8";
        await context.Response.WriteAsync(answer.Body);
    }

    private T Locked<T>(Func<T> read)
    {
        lock (gate)
            return read();
    }

    private void Locked(Action write)
    {
        lock (gate)
            write();
    }

    private static SlackAnswer Ok(JsonObject? more = null)
    {
        var answer = more ?? [];
        answer["ok"] = true;
        return new SlackAnswer(200, answer.ToJsonString());
    }
}
