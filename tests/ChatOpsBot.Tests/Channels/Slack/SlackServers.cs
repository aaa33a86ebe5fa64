using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace ChatOpsBot.Tests.Channels.Slack;

/// <summary>Slack's own servers, as far as what comes in asks them: keeps what was asked, and answers as the test says.</summary>
internal sealed class SlackServers : HttpMessageHandler
{
    private readonly ConcurrentQueue<SlackRequest> calls = new();

    private readonly ConcurrentQueue<SlackRequest> people = new();

    /// <summary>Everything but <see cref="People"/>, and but who the bot is, which it asks by itself when it starts.</summary>
    public IReadOnlyList<SlackRequest> Calls => [.. calls];

    /// <summary>Whose language was asked for.</summary>
    public IReadOnlyList<SlackRequest> People => [.. people];

    /// <summary>What Slack tells of a person.</summary>
    public Func<CancellationToken, Task<string>> Person { get; set; } = _ => Task.FromResult("""{"ok":false,"error":"user_not_visible"}""");

    public string Locale
    {
        set => Person = _ => Task.FromResult($$$"""{"ok":true,"user":{"id":"U01KIM","locale":"{{{value}}}"}}""");
    }

    /// <summary>The answer to a call; null for the usual one.</summary>
    public Func<SlackRequest, CancellationToken, Task<HttpResponseMessage?>> Answer { get; set; } = (_, _) => Task.FromResult<HttpResponseMessage?>(null);

    /// <summary>Waits until it was asked that.</summary>
    public async Task<SlackRequest> UntilAsync(Func<SlackRequest, bool> isIt, CancellationToken cancellationToken)
    {
        for (var look = 0; look < 2000; look++)
        {
            if (calls.FirstOrDefault(isIt) is { } call)
                return call;
            await Task.Delay(10, cancellationToken);
        }

        Assert.Fail($"It was not asked. It was asked {string.Join(", ", calls.Select(call => call.Address))}.");
        return null!;
    }

    /// <summary>Waits until what was asked looks as the test expects.</summary>
    public async Task UntilAsync(Func<bool> isSo, CancellationToken cancellationToken)
    {
        for (var look = 0; look < 2000; look++)
        {
            if (isSo())
                return;
            await Task.Delay(10, cancellationToken);
        }

        Assert.Fail($"It did not come to this. It was asked {string.Join(", ", calls.Select(call => call.Address))}.");
    }

    public static HttpResponseMessage Json(string body) => new(HttpStatusCode.OK) { Content = new StringContent(body, Encoding.UTF8, "application/json") };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var call = new SlackRequest(request.RequestUri!, request.Headers.Authorization?.ToString(), request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken));
        if (call.Is("users.info"))
        {
            people.Enqueue(call);
            return Json(await Person(cancellationToken));
        }

        if (call.Is("auth.test"))
            return Json("""{"ok":true,"team_id":"T01EXAMPLE","user_id":"U01BOT"}""");
        calls.Enqueue(call);
        return await Answer(call, cancellationToken) ?? Json("""{"ok":true,"view":{"id":"V01","hash":"2.b"}}""");
    }
}

internal sealed record SlackRequest(Uri Address, string? Authorization, string Body)
{
    public bool Is(string method) => Address.AbsolutePath == $"/api/{method}";
}
