using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ChatOpsBot.Testing.Teams;

/// <summary>
/// The Bot Connector of Teams, as strict as it is: asks for a token, knows its conversations' messages, counts sizes and rates, and
/// takes no unknown shape. What a bot did that the real one would not forgive stands in <see cref="Complaints"/> too. Can be told to
/// answer like a Connector in trouble.
/// </summary>
public sealed class FakeConnector : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly TimeProvider time;
    private readonly Lock gate = new();
    private readonly ConcurrentQueue<ConnectorAnswer> script = new();
    private readonly ConcurrentQueue<ConnectorCall> unheard = new();
    private readonly CancellationTokenSource closing = new();

    // Owned by the gate.
    private readonly List<ConnectorCall> calls = [];
    private readonly List<ConnectorMessage> messages = [];
    private readonly List<string> complaints = [];
    private readonly Dictionary<string, List<DateTimeOffset>> sent = new(StringComparer.Ordinal);
    private long lastId = 1_795_001_110_000;
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private FakeConnector(WebApplication app, TimeProvider time)
    {
        this.app = app;
        this.time = time;
    }

    /// <summary>Without a slash at its end.</summary>
    public string ServiceUrl { get; private set; } = "";

    /// <summary>Tokens it takes; a call with another, or without, is answered 401. Null: it takes calls without a token only, as the Playground does.</summary>
    public Func<string, bool>? Accepts { get; set; } = _ => true;

    /// <summary>Answers in place of the usual ones, when it returns one.</summary>
    public Func<ConnectorCall, ConnectorAnswer?>? Answer { get; set; }

    /// <summary>What somebody is called who is asked for by an id; null: no member.</summary>
    public Func<string, string?>? NameOf { get; set; }

    /// <summary>Awaited before each answer: a Connector that takes its time.</summary>
    public Func<ConnectorCall, Task>? Delay { get; set; }

    /// <summary>What is kept of the body of a call, for tests with so many that whole ones would not fit.</summary>
    public Func<string, string>? Keep { get; set; }

    /// <summary>Calls that were answered when nobody waited for it any more.</summary>
    public IReadOnlyCollection<ConnectorCall> Unheard => unheard;

    public IReadOnlyList<ConnectorCall> Calls
    {
        get
        {
            lock (gate)
                return [.. calls];
        }
    }

    /// <summary>What stands in all conversations, each message as it looks now.</summary>
    public IReadOnlyList<ConnectorMessage> Messages
    {
        get
        {
            lock (gate)
                return [.. messages];
        }
    }

    public IReadOnlyList<string> Complaints
    {
        get
        {
            lock (gate)
                return [.. complaints];
        }
    }

    /// <param name="time">Counts the rates; null: the system's clock.</param>
    public static async Task<FakeConnector> StartAsync(TimeProvider? time, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var built = builder.Build();
        var connector = new FakeConnector(built, time ?? TimeProvider.System);
        built.Run(connector.HandleAsync);
        await built.StartAsync(cancellationToken);
        connector.ServiceUrl = new Uri(built.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First() + "/emea").AbsoluteUri;
        return connector;
    }

    /// <summary>The next calls are answered like this, in order.</summary>
    public void Next(params ConnectorAnswer[] answers)
    {
        foreach (var answer in answers)
            script.Enqueue(answer);
    }

    /// <summary>Waits until what was called looks as the test expects.</summary>
    public async Task<IReadOnlyList<ConnectorCall>> UntilAsync(Func<IReadOnlyList<ConnectorCall>, bool> condition, CancellationToken cancellationToken)
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

    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        await app.StopAsync();
        await app.DisposeAsync();
        closing.Dispose();
    }

    private async Task HandleAsync(HttpContext context)
    {
        var call = await ReadAsync(context.Request);
        lock (gate)
        {
            calls.Add(Kept(call));
            var before = changed;
            changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            before.SetResult();
        }

        if (Delay is { } delay)
            await delay(call);
        var answer = script.TryDequeue(out var scripted) ? scripted : Answer?.Invoke(call);
        if (answer is { IsCarriedOut: true })
            CarryOut(call);
        answer ??= Judge(call) ?? CarryOut(call);
        if (context.RequestAborted.IsCancellationRequested)
            unheard.Enqueue(Kept(call));
        await WriteAsync(context, answer);
    }

    private ConnectorCall Kept(ConnectorCall call) => Keep is { } keep ? call with { Body = keep(call.Body) } : call;

    private async Task<ConnectorCall> ReadAsync(HttpRequest request)
    {
        using var reader = new StreamReader(request.Body, Encoding.UTF8);
        var body = await reader.ReadToEndAsync();
        var target = request.HttpContext.Features.Get<IHttpRequestFeature>()!.RawTarget;
        var path = target.Split('?')[0].Split('/', StringSplitOptions.None);
        return new ConnectorCall(
            request.Method,
            target,
            Id(path, "conversations"),
            Id(path, "activities"),
            request.Headers.Authorization.ToString(),
            request.Headers.UserAgent.ToString(),
            request.ContentType ?? "",
            body,
            time.GetUtcNow())
        {
            IsTraced = request.Headers.ContainsKey("traceparent") || request.Headers.ContainsKey("Request-Id"),
        };
    }

    private static string? Id(string[] path, string after)
    {
        var index = Array.IndexOf(path, after);
        return index >= 0 && index + 1 < path.Length ? Uri.UnescapeDataString(path[index + 1]) : null;
    }

    /// <summary>What is wrong with a call; null when nothing is.</summary>
    private ConnectorAnswer? Judge(ConnectorCall call)
    {
        var token = call.Authorization.StartsWith("Bearer ", StringComparison.Ordinal) ? call.Authorization["Bearer ".Length..] : null;
        if (Accepts is null ? token is not null : token is null || !Accepts(token))
            return ConnectorAnswer.Error(401, "AuthorizationError");
        if (!call.Target.StartsWith("/emea/v3/conversations", StringComparison.Ordinal) || call.Target.Contains("//", StringComparison.Ordinal))
            return Complain(404, "BadSyntax", $"{call.Target} is no address of the Connector.");
        if (call.Target.Split('?')[0].AsSpan().IndexOfAny(":;@=") >= 0)
            return Complain(404, "BadSyntax", $"{call.Target}: ids are percent-encoded.");
        if (call.UserAgent.Length == 0)
            return Complain(400, "BadSyntax", "There is no User-Agent.");
        if (call.IsTraced)
            return Complain(400, "BadSyntax", "The call tells which request to the bot it came of.");
        if (call.Method is "GET" or "DELETE")
            return null;
        if (call.ContentType != "application/json; charset=utf-8")
            return Complain(400, "BadSyntax", $"Content-Type is {call.ContentType}.");
        // The real one counts every character as two bytes and takes about 100 KB.
        if (Encoding.Unicode.GetByteCount(call.Body) > 100 * 1024)
            return Complain(413, "MessageSizeTooBig", $"{Encoding.Unicode.GetByteCount(call.Body)} bytes in UTF-16.");
        if (ShapeOf(call) is { } wrong)
            return Complain(400, "BadSyntax", wrong);
        if (IsTargeted(call) && NotToBeTargeted(call) is { } untargeted)
            return Complain(400, "Bad Argument", untargeted);
        return call.ActivityId is null && call.Conversation is null ? null : Limit(call);
    }

    private static bool IsTargeted(ConnectorCall call) => call.Target.EndsWith("?isTargetedActivity=true", StringComparison.Ordinal);

    /// <summary>Only a member can be meant, and only where others listen.</summary>
    private static string? NotToBeTargeted(ConnectorCall call) =>
        call.Conversation!.StartsWith("a:", StringComparison.Ordinal) ? "A personal chat takes no targeted message."
        : RecipientOf(call.Body)?.StartsWith("29:", StringComparison.Ordinal) is not true ? "A targeted message needs a person as recipient."
        : null;

    private static string? RecipientOf(string body) =>
        JsonElement.Parse(body).TryGetProperty("recipient", out var recipient) ? recipient.GetProperty("id").GetString() : null;

    private ConnectorAnswer? Limit(ConnectorCall call)
    {
        lock (gate)
        {
            var tenant = Count("", [(50, 1)]);
            return Count(call.Conversation!, [(7, 1), (8, 2), (60, 30), (1800, 3600)]) ?? tenant;
        }

        ConnectorAnswer? Count(string key, (int Limit, int Seconds)[] windows)
        {
            var now = time.GetUtcNow();
            if (!sent.TryGetValue(key, out var times))
                sent[key] = times = [];
            times.Add(now);
            return windows.Any(window => times.Count(at => at > now.AddSeconds(-window.Seconds)) > window.Limit)
                ? Complain(429, "Throttled", $"Too many for {(key.Length == 0 ? "the tenant" : key)}.") with { RetryAfter = "2" }
                : null;
        }
    }

    private static string? ShapeOf(ConnectorCall call)
    {
        JsonElement activity;
        try
        {
            activity = JsonElement.Parse(call.Body);
        }
        catch (JsonException)
        {
            return "The body is no JSON.";
        }

        if (call.Conversation is null)
            return ShapeOfCreation(activity);
        var unknown = activity.EnumerateObject().Select(property => property.Name).Except(ActivityFields, StringComparer.Ordinal).ToList();
        if (unknown.Count > 0)
            return $"An activity has no {string.Join(", ", unknown)}.";
        var type = activity.GetProperty("type").GetString();
        var hasText = activity.TryGetProperty("text", out _);
        var hasCard = activity.TryGetProperty("attachments", out var attachments);
        if (type == "typing")
            return hasText || hasCard ? "Typing says nothing." : null;
        if (type != "message")
            return $"Bots send no {type}.";
        if (hasText == hasCard)
            return "A message is a text or a card: Teams splits one with both.";
        return hasCard ? ShapeOfCard(activity, attachments) : null;
    }

    private static string? ShapeOfCard(JsonElement activity, JsonElement attachments)
    {
        if (!activity.TryGetProperty("summary", out var summary) || string.IsNullOrWhiteSpace(summary.GetString()))
            return "A card without summary says nothing in notifications.";
        foreach (var attachment in attachments.EnumerateArray())
        {
            if (attachment.GetProperty("contentType").GetString() != "application/vnd.microsoft.card.adaptive")
                return "Not an Adaptive Card.";
            var card = attachment.GetProperty("content");
            if (card.GetProperty("type").GetString() != "AdaptiveCard" || card.GetProperty("version").GetString() is not ("1.2" or "1.3" or "1.4" or "1.5"))
                return "Not an Adaptive Card of version 1.5 at most.";
        }

        return null;
    }

    private static string? ShapeOfCreation(JsonElement parameters)
    {
        if (parameters.GetProperty("isGroup").GetBoolean())
            return "Bots create no group chats.";
        if (!parameters.TryGetProperty("tenantId", out var tenant) || tenant.GetString() is not { Length: > 0 })
            return "tenantId is missing.";
        return parameters.GetProperty("members").EnumerateArray().Select(member => member.GetProperty("id").GetString()).ToList() is [{ } id] && id.StartsWith("29:", StringComparison.Ordinal)
            ? null
            : "One member, by its id 29:….";
    }

    private ConnectorAnswer CarryOut(ConnectorCall call)
    {
        lock (gate)
        {
            if (call.Method == "GET")
                return call.Target.Contains("/pagedmembers", StringComparison.Ordinal) ? Members(call) : Member(Id(call.Target.Split('/'), "members")!);
            if (call.Conversation is null)
                return new ConnectorAnswer(201, $$"""{"id":"a:personal-{{Encoding.UTF8.GetByteCount(call.Body)}}"}""");
            if (call.Method == "POST")
                return Post(call);
            var index = messages.FindIndex(message => message.Id == call.ActivityId && message.Conversation == call.Conversation);
            if (index < 0)
                return ConnectorAnswer.Error(404, "ActivityNotFoundInConversation");
            if (call.Method == "DELETE")
                messages.RemoveAt(index);
            else
                messages[index] = messages[index] with { Body = Kept(call).Body, Updates = messages[index].Updates + 1 };
            return new ConnectorAnswer(200, call.Method == "DELETE" ? "" : $$"""{"id":"{{call.ActivityId}}"}""");
        }
    }

    private ConnectorAnswer Post(ConnectorCall call)
    {
        if (call.Body.Contains("\"type\":\"typing\"", StringComparison.Ordinal))
            return new ConnectorAnswer(202, "");
        var id = (++lastId).ToString(CultureInfo.InvariantCulture);
        messages.Add(new ConnectorMessage(id, call.Conversation!, Kept(call).Body, Updates: 0, IsTargeted(call) ? RecipientOf(call.Body) : null));
        return new ConnectorAnswer(201, $$"""{"id":"{{id}}"}""");
    }

    private ConnectorAnswer Member(string id) => NameOf?.Invoke(id) is { } name
        ? new ConnectorAnswer(200, JsonSerializer.Serialize(new { id, name, userRole = "user" }))
        : ConnectorAnswer.Error(404, "MemberNotFound");

    /// <summary>Two pages of two.</summary>
    private static ConnectorAnswer Members(ConnectorCall call) => new(200, call.Target.Contains("continuationToken=page%202", StringComparison.Ordinal)
        ? """{"members":[{"id":"29:c","name":"Cleo"},{"id":"29:d","name":"Dana"}]}"""
        : """{"members":[{"id":"29:a","name":"Anna"},{"id":"29:b","name":"Bert"}],"continuationToken":"page 2"}""");

    private ConnectorAnswer Complain(int status, string code, string complaint)
    {
        lock (gate)
            complaints.Add(complaint);
        return ConnectorAnswer.Error(status, code);
    }

    private async Task WriteAsync(HttpContext context, ConnectorAnswer answer)
    {
        if (answer.IsSilent)
        {
            // Until the bot hangs up.
            using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, closing.Token);
            await Task.Delay(Timeout.Infinite, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            context.Abort();
            return;
        }

        if (answer.IsBroken)
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = answer.Status;
        context.Response.Headers["MS-CV"] = "fake.1";
        if (answer.RetryAfter is { } wait)
            context.Response.Headers.RetryAfter = wait;
        if (answer.Location is { } location)
            context.Response.Headers.Location = location;
        context.Response.ContentType = answer.IsHtml ? "text/html" : "application/json; charset=utf-8";
        if (answer.Body.Length > 0)
            await context.Response.WriteAsync(answer.Body);
    }

    private static readonly string[] ActivityFields = ["type", "from", "conversation", "recipient", "locale", "summary", "text", "textFormat", "attachments", "replyToId", "entities", "channelData", "importance"];
}

/// <summary>A request as it came.</summary>
/// <param name="Target">Path and query as they stood on the wire.</param>
/// <param name="Conversation">Its id, decoded; null in a call that creates one.</param>
/// <param name="ActivityId">Decoded; null in a call about none.</param>
public sealed record ConnectorCall(string Method, string Target, string? Conversation, string? ActivityId, string Authorization, string UserAgent, string ContentType, string Body, DateTimeOffset At)
{
    /// <summary>Whether its headers name the request to the bot that it came of.</summary>
    public bool IsTraced { get; init; }
}

/// <summary>A message that stands in a conversation.</summary>
/// <param name="OnlyFor">Id of the one person who sees it; null: everybody.</param>
public sealed record ConnectorMessage(string Id, string Conversation, string Body, int Updates, string? OnlyFor = null);
