using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOpsBot.Channels.Slack.Protocol;
using ChatOpsBot.Testing.Slack;
using ChatOpsBot.Tests.Channels.Slack;
using Microsoft.AspNetCore.WebUtilities;

namespace ChatOpsBot.Tests.Faults;

/// <summary>Slack over HTTP: twenty workspaces that installed the app, three channels each. Everybody names the bot, which answers in the thread.</summary>
internal sealed class ScriptedSlack : ScriptedPlatform
{
    private readonly ConcurrentDictionary<int, string> timestamps = new();
    private readonly FakeSlack slack;
    private int deliveries;

    private ScriptedSlack(FakeSlack slack)
    {
        this.slack = slack;
        Door = Doorway.Before(slack.Api);
        slack.Delay = _ => SlowDownAsync();
        slack.Answer = call => Meet(call.Method == "chat.postMessage", call.Body) is { } fate ? AnswerOf(fate) : null;
    }

    public override string Name => "slack";

    public override (string Name, string Value)[] Settings =>
    [
        ("Slack__AppId", SlackBot.AppId),
        ("Slack__SigningSecret", SlackBot.Secret),
        ("Slack__ClientId", "1.2"),
        ("Slack__ClientSecret", "client-secret"),
        ("Slack__ApiBaseUrl", Door.Address.AbsoluteUri),
        // What Slack itself would get.
        ("Slack__Blocks", "Rich"),
    ];

    protected override Doorway Door { get; }

    public static async Task<ScriptedSlack> StartAsync(CancellationToken cancellationToken) => new(await FakeSlack.StartAsync(time: null, cancellationToken));

    /// <summary>Each workspace gets a token of its own, as in life: Slack counts by them.</summary>
    public override async Task PrepareAsync(RunningBot bot, CancellationToken cancellationToken)
    {
        using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = bot.Address };
        for (var workspace = 0; workspace < Workspaces; workspace++)
        {
            var team = TeamOf(workspace);
            slack.Install(team, $"xoxb-of-{team}");
            for (var channel = 0; channel < Channels; channel++)
                slack.Add(new SlackChannelState(ChannelOf(workspace, channel)));
            slack.Grants[$"code-{team}"] = JsonSerializer.SerializeToElement(new JsonObject
            {
                ["ok"] = true,
                ["app_id"] = SlackBot.AppId,
                ["access_token"] = $"xoxb-of-{team}",
                ["token_type"] = "bot",
                ["bot_user_id"] = SlackPayload.BotUser,
                ["team"] = new JsonObject { ["id"] = team },
                ["is_enterprise_install"] = false,
            });
            using var begun = await browser.GetAsync(new Uri("slack/install", UriKind.Relative), cancellationToken);
            using var back = new HttpRequestMessage(HttpMethod.Get, $"slack/oauth_redirect?code=code-{team}&state={QueryHelpers.ParseQuery(begun.Headers.Location!.Query)["state"]}");
            back.Headers.TryAddWithoutValidation("Cookie", begun.Headers.GetValues("Set-Cookie").Single().Split(';')[0]);
            using var installed = await browser.SendAsync(back, cancellationToken);
            Assert.Equal(HttpStatusCode.OK, installed.StatusCode);
        }
    }

    public override async Task<HttpResponseMessage> DeliverAsync(HttpClient bot, int number, CancellationToken cancellationToken)
    {
        var (workspace, channel) = (number % Workspaces, number / Workspaces % Channels);
        var ts = timestamps.GetOrAdd(number, static number => string.Create(CultureInfo.InvariantCulture, $"{DateTimeOffset.UtcNow.ToUnixTimeSeconds()}.{number:000000}"));
        var message = SlackPayload.Message($"450 4.4.316 Connection refused {HostOf(number)}", ts).InChannel(channel: ChannelOf(workspace, channel)).NamingBot();
        var team = TeamOf(workspace);
        (message["team_id"], message["authorizations"]![0]!["team_id"], message.Inner()["team"]) = (team, team, team);
        var body = Encoding.UTF8.GetBytes(message.ToJsonString());
        // Each delivery is signed anew, and within one second there are many.
        var signedAt = (DateTimeOffset.UtcNow.ToUnixTimeSeconds() - Interlocked.Increment(ref deliveries) % 200).ToString(CultureInfo.InvariantCulture);
        using var request = new HttpRequestMessage(HttpMethod.Post, "slack/events") { Content = new ByteArrayContent(body) { Headers = { ContentType = new("application/json") } } };
        request.Headers.TryAddWithoutValidation(RequestSignature.TimestampHeader, signedAt);
        request.Headers.TryAddWithoutValidation(RequestSignature.SignatureHeader, RequestSignature.Sign(signedAt, body, SlackBot.Secret));
        return await bot.SendAsync(request, cancellationToken);
    }

    public override async ValueTask DisposeAsync()
    {
        await Door.DisposeAsync();
        await slack.DisposeAsync();
    }

    protected override IReadOnlyList<string> Texts(int skip) => [.. slack.Messages.Skip(skip).Select(message => message.Text)];

    protected override IEnumerable<string> Unheard() => slack.Unheard.Select(call => call.Body);

    /// <summary>Never: it is looked up.</summary>
    protected override bool IsPostedAgainAfter(int? status) => false;

    private static SlackAnswer AnswerOf(Fate fate)
    {
        var answer = fate.Status switch
        {
            null => SlackAnswer.Broken,
            429 => SlackAnswer.RateLimited((int)Math.Ceiling(fate.RetryAfter!.Value.TotalSeconds)),
            { } status => SlackAnswer.Html(status),
        };
        return fate.IsPosted ? answer.AfterCarryingOut() : answer;
    }

    private static string TeamOf(int workspace) => string.Create(CultureInfo.InvariantCulture, $"T{workspace:000}EXAMPLE");

    private static string ChannelOf(int workspace, int channel) => string.Create(CultureInfo.InvariantCulture, $"C{workspace:000}{channel}EXAMPLE");

    private const int Workspaces = 20;

    private const int Channels = 3;
}
