using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using ChatOpsBot.Channels.Slack;
using ChatOpsBot.Channels.Slack.Outbound;
using ChatOpsBot.Channels.Slack.Protocol;
using ChatOpsBot.Conversations;
using ChatOpsBot.Storage;
using ChatOpsBot.Testing.Time;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ChatOpsBot.Tests.Channels.Slack;

/// <summary>The bot with Slack on, a clock in the test's hand, and Slack's own servers as a list of what was asked of them. What the bot posts is kept by a scripted channel.</summary>
internal sealed class SlackBot : IAsyncDisposable
{
    private readonly HttpClient http;

    private SlackBot(BotInTest bot, ManualTime time, LogLines log, SlackServers servers)
    {
        (Bot, Time, Log, Servers) = (bot, time, log, servers);
        http = new HttpClient { BaseAddress = bot.Address };
    }

    public BotInTest Bot { get; }

    public ManualTime Time { get; }

    public LogLines Log { get; }

    public SlackServers Servers { get; }

    public FakeChannel Channel => Bot.Channel;

    public static async Task<SlackBot> StartAsync(
        CancellationToken cancellationToken,
        IEnumerable<string>? settings = null,
        DateTimeOffset? at = null,
        Action<IServiceCollection>? replace = null,
        string? dataFolder = null)
    {
        var time = at is null ? new ManualTime() : new ManualTime(at.Value);
        var log = new LogLines();
        var servers = new SlackServers();
        var channel = new FakeChannel { Name = "slack" };
        var bot = await BotInTest.StartAsync(
            cancellationToken,
            dataFolder,
            channel,
            time,
            services =>
            {
                // The real one would post to Slack.
                services.RemoveAll<IChannel>();
                services.AddSingleton<IChannel>(channel);
                services.AddHttpClient(SlackOutboundSetup.WebApiClient).ConfigurePrimaryHttpMessageHandler(() => servers);
                services.AddHttpClient(SlackFiles.HttpClientName).ConfigurePrimaryHttpMessageHandler(() => servers);
                log.Replace(services);
                replace?.Invoke(services);
            },
            ["--environment=Production", .. Credentials, .. settings ?? []]);
        channel.Behind = bot.Find<SlackChannel>();
        return new SlackBot(bot, time, log, servers);
    }

    /// <summary>Posts an event, signed.</summary>
    public Task<HttpResponseMessage> PostAsync(JsonObject @event, CancellationToken cancellationToken, int retry = 0) =>
        PostAsync("slack/events", @event.ToJsonString(), "application/json", cancellationToken, retry: retry);

    /// <summary>Posts what somebody did with a button or shortcut, signed.</summary>
    public Task<HttpResponseMessage> InteractAsync(JsonObject payload, CancellationToken cancellationToken) =>
        PostAsync("slack/interactions", $"payload={Uri.EscapeDataString(payload.ToJsonString())}", FormType, cancellationToken);

    /// <summary>Posts a slash command, signed.</summary>
    public Task<HttpResponseMessage> CommandAsync(IEnumerable<KeyValuePair<string, string>> fields, CancellationToken cancellationToken) =>
        PostAsync("slack/commands", string.Join('&', fields.Select(field => $"{field.Key}={Uri.EscapeDataString(field.Value)}")), FormType, cancellationToken);

    public Task<HttpResponseMessage> PostAsync(string path, string body, string contentType, CancellationToken cancellationToken, string? secret = Secret, int retry = 0) =>
        PostAsync(path, Encoding.UTF8.GetBytes(body), contentType, cancellationToken, secret, retry);

    /// <param name="secret">Null: not signed.</param>
    public async Task<HttpResponseMessage> PostAsync(string path, byte[] body, string contentType, CancellationToken cancellationToken, string? secret = Secret, int retry = 0)
    {
        // Slack signs each delivery anew; here the clock stands still, so that the moment has to be told apart.
        var timestamp = secret is null ? null : $"{Time.GetUtcNow().ToUnixTimeSeconds() - (Interlocked.Increment(ref deliveries) % 200)}";
        return await PostAsync(path, new ByteArrayContent(body), contentType, timestamp, secret is null ? null : RequestSignature.Sign(timestamp!, body, secret), cancellationToken, retry);
    }

    public async Task<HttpResponseMessage> PostAsync(string path, HttpContent content, string contentType, string? timestamp, string? signature, CancellationToken cancellationToken, int retry = 0)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        if (timestamp is not null)
            request.Headers.TryAddWithoutValidation(RequestSignature.TimestampHeader, timestamp);
        if (signature is not null)
            request.Headers.TryAddWithoutValidation(RequestSignature.SignatureHeader, signature);
        if (retry > 0)
        {
            request.Headers.TryAddWithoutValidation("X-Slack-Retry-Num", $"{retry}");
            request.Headers.TryAddWithoutValidation("X-Slack-Retry-Reason", "http_timeout");
        }

        return await http.SendAsync(request, cancellationToken);
    }

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => http.SendAsync(request, cancellationToken);

    /// <summary>The channel of the samples wants to be answered unasked.</summary>
    public Task ListenAsync(CancellationToken cancellationToken, string tenant = TeamId) =>
        Bot.Get<SettingsStore>().SetListensAsync(new ConversationKey("slack", tenant, SlackPayload.Channel), listens: true, cancellationToken);

    /// <summary>Rows of the inbox, answered or not: what the bot took upon itself.</summary>
    public IReadOnlyList<(string Key, string Reference, long Addressing, long Change)> Accepted() =>
        Bot.Get<Database>().Read(connection => connection.Query<(string, string, long, long)>("SELECT key, reference, addressing, change FROM inbox ORDER BY id").AsList());

    /// <summary>Waits until everything accepted was worked off.</summary>
    public async Task SettleAsync(CancellationToken cancellationToken) =>
        await Channel.UntilAsync(_ => Bot.Get<InboxStore>().Count().Waiting == 0, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await Bot.DisposeAsync();
        Servers.Dispose();
    }

    private int deliveries;

    public const string AppId = "A01TEST";
    public const string TeamId = "T01EXAMPLE";
    public const string Secret = "test-signing-secret-0001";
    public const string FormType = "application/x-www-form-urlencoded";

    public static readonly string[] Credentials = [$"--Slack:AppId={AppId}", $"--Slack:SigningSecret={Secret}", "--Slack:BotToken=xoxb-not-a-token"];
}
