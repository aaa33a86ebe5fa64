using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using ChatOpsBot.Channels.Teams.Protocol;
using ChatOpsBot.Conversations;
using ChatOpsBot.Storage;
using ChatOpsBot.Testing.Teams;
using ChatOpsBot.Testing.Time;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ChatOpsBot.Tests.Channels.Teams;

/// <summary>The bot with Teams on, those who sign Teams' tokens, and a clock in the test's hand. What it says is kept by a scripted channel.</summary>
internal sealed class TeamsBot : IAsyncDisposable
{
    private readonly HttpClient http;

    private TeamsBot(BotInTest bot, FakeTokenIssuer? issuer, ManualTime time, LogLines log)
    {
        (Bot, Time, Log, IssuerOrNull) = (bot, time, log, issuer);
        http = new HttpClient { BaseAddress = bot.Address };
    }

    public BotInTest Bot { get; }

    public ManualTime Time { get; }

    public LogLines Log { get; }

    public FakeTokenIssuer Issuer => IssuerOrNull ?? throw new InvalidOperationException("This bot was started without an issuer.");

    private FakeTokenIssuer? IssuerOrNull { get; }

    public FakeChannel Channel => Bot.Channel;

    public static async Task<TeamsBot> StartAsync(
        CancellationToken cancellationToken,
        IEnumerable<string>? settings = null,
        CloudEndpoints? cloud = null,
        Action<FakeTokenIssuer>? prepare = null,
        Action<IServiceCollection>? replace = null,
        string? dataFolder = null)
    {
        cloud ??= CloudEndpoints.Public;
        var issuer = await FakeTokenIssuer.StartAsync(cancellationToken, cloud.Issuer);
        prepare?.Invoke(issuer);
        return await StartAsync(issuer, ["--environment=Production", .. Credentials, .. settings ?? []], cloud, replace, dataFolder, cancellationToken);
    }

    /// <summary>On a developer's machine, for the Playground alone.</summary>
    public static Task<TeamsBot> StartPlaygroundAsync(CancellationToken cancellationToken) =>
        StartAsync(issuer: null, ["--environment=Development", "--Teams:Playground=true"], CloudEndpoints.Public, replace: null, dataFolder: null, cancellationToken);

    private static async Task<TeamsBot> StartAsync(FakeTokenIssuer? issuer, string[] settings, CloudEndpoints cloud, Action<IServiceCollection>? replace, string? dataFolder, CancellationToken cancellationToken)
    {
        var time = new ManualTime();
        var log = new LogLines();
        var channel = new FakeChannel { Name = "teams" };
        var bot = await BotInTest.StartAsync(
            cancellationToken,
            dataFolder,
            channel,
            time,
            services =>
            {
                // The real one would post to Microsoft.
                services.RemoveAll<IChannel>();
                services.AddSingleton<IChannel>(channel);
                log.Replace(services);
                if (issuer is not null)
                    services.AddSingleton(cloud with { OpenIdMetadata = issuer.Metadata });
                replace?.Invoke(services);
            },
            settings);
        return new TeamsBot(bot, issuer, time, log);
    }

    /// <summary>A token as Teams would send it with this activity.</summary>
    public string Token(JsonObject activity, Action<JsonObject>? change = null) =>
        Issuer.Issue(AppId, activity["serviceUrl"]?.GetValue<string>(), Time.GetUtcNow(), change);

    /// <summary>Posts an activity with a good token.</summary>
    public Task<HttpResponseMessage> PostAsync(JsonObject activity, CancellationToken cancellationToken) =>
        PostAsync(activity.ToJsonString(), $"Bearer {Token(activity)}", cancellationToken);

    public Task<HttpResponseMessage> PostAsync(string body, string? authorization, CancellationToken cancellationToken, string contentType = "application/json; charset=utf-8") =>
        PostAsync(new StringContent(body, Encoding.UTF8, MediaTypeHeaderValue.Parse(contentType)), authorization, cancellationToken);

    public async Task<HttpResponseMessage> PostAsync(HttpContent content, string? authorization, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/messages") { Content = content };
        if (authorization is not null)
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        return await http.SendAsync(request, cancellationToken);
    }

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => http.SendAsync(request, cancellationToken);

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
        if (IssuerOrNull is not null)
            await IssuerOrNull.DisposeAsync();
    }

    public const string AppId = "11111111-2222-3333-4444-555555555555";
    public const string TenantId = "bbbbbbbb-0000-0000-0000-000000000002";

    public static readonly string[] Credentials = [$"--Teams:AppId={AppId}", $"--Teams:TenantId={TenantId}", "--Teams:ClientSecret=not-a-secret"];
}
