using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using ChatOpsBot.Channels.Slack;
using ChatOpsBot.Channels.Slack.Installing;
using ChatOpsBot.Channels.Slack.Protocol;
using Microsoft.AspNetCore.WebUtilities;

namespace ChatOpsBot.EndToEnd.Tests.Slack;

/// <summary>A workspace of the emulated Slack with Kim, a channel, and the bot in it. The emulator does not call apps; this does, signed as Slack signs.</summary>
internal sealed class SlackWorkspace : IAsyncDisposable
{
    private readonly HttpClient http = new();
    private readonly SlackEmulator slack;
    private readonly BotProcess bot;
    private readonly string team;
    private readonly string kim;
    private readonly string botUser;
    private readonly string channel;
    private int deliveries;

    private SlackWorkspace(SlackEmulator slack, BotProcess bot, string team, string kim, string botUser, string channel) =>
        (this.slack, this.bot, this.team, this.kim, this.botUser, this.channel) = (slack, bot, team, kim, botUser, channel);

    /// <param name="settings">Of the bot, beside those of Slack.</param>
    public static async Task<SlackWorkspace> StartAsync(CancellationToken cancellationToken, params string[] settings)
    {
        // Methods beyond the scopes of the manifest are refused, as Slack does.
        var scopes = JsonNode.Parse(SlackAppManifest.ForSocketMode(SlackAppManifest.Folder))!["oauth_config"]!["scopes"]!["bot"]!.DeepClone();
        var emulator = await SlackEmulator.StartAsync(
            new JsonObject
            {
                ["strict_scopes"] = true,
                ["team"] = new JsonObject { ["name"] = "Contoso", ["domain"] = "contoso" },
                ["users"] = new JsonArray(new JsonObject { ["name"] = "kim" }, new JsonObject { ["name"] = "chatopsbot" }),
                ["channels"] = new JsonArray(new JsonObject { ["name"] = "mail" }),
                ["tokens"] = new JsonArray(
                    new JsonObject { ["token"] = KimsToken, ["user"] = "kim" },
                    new JsonObject { ["token"] = BotToken, ["type"] = "bot", ["user"] = "chatopsbot", ["scopes"] = scopes }),
            },
            cancellationToken);
        try
        {
            var own = await emulator.CallAsync(BotToken, "auth.test", [], cancellationToken);
            var person = await emulator.CallAsync(KimsToken, "auth.test", [], cancellationToken);
            var channels = await emulator.CallAsync(KimsToken, "conversations.list", [], cancellationToken);
            var process = await BotProcess.StartAsync(
                cancellationToken,
                ["--environment=Production", $"--Slack:AppId={AppId}", $"--Slack:SigningSecret={Secret}", $"--Slack:BotToken={BotToken}", $"--Slack:ApiBaseUrl={emulator.Root}api/", "--Slack:Blocks=Rich", .. settings]);
            return new SlackWorkspace(emulator, process, Text(own["team_id"]), Text(person["user_id"]), Text(own["user_id"]), Text(channels["channels"]!.AsArray().Single(one => Text(one!["name"]) == "mail")!["id"]));
        }
        catch
        {
            await emulator.DisposeAsync();
            throw;
        }
    }

    /// <summary>The same with an app that is installed nowhere yet: its bot has no token.</summary>
    public static async Task<SlackWorkspace> StartUninstalledAsync(CancellationToken cancellationToken)
    {
        var emulator = await SlackEmulator.StartAsync(
            new JsonObject
            {
                ["strict_scopes"] = true,
                ["team"] = new JsonObject { ["name"] = "Contoso", ["domain"] = "contoso" },
                ["users"] = new JsonArray(new JsonObject { ["name"] = "kim" }),
                ["channels"] = new JsonArray(new JsonObject { ["name"] = "mail" }),
                ["tokens"] = new JsonArray(new JsonObject { ["token"] = KimsToken, ["user"] = "kim" }),
                ["oauth_apps"] = new JsonArray(new JsonObject
                {
                    ["app_id"] = AppId,
                    ["client_id"] = ClientId,
                    ["client_secret"] = ClientSecret,
                    ["name"] = "ChatOpsBot",
                    ["redirect_uris"] = new JsonArray(),
                    ["bot_user_id"] = InstalledBot,
                    ["bot_name"] = "chatopsbot",
                }),
            },
            cancellationToken);
        try
        {
            var person = await emulator.CallAsync(KimsToken, "auth.test", [], cancellationToken);
            var channels = await emulator.CallAsync(KimsToken, "conversations.list", [], cancellationToken);
            var process = await BotProcess.StartAsync(
                cancellationToken,
                "--environment=Production",
                $"--Slack:AppId={AppId}",
                $"--Slack:SigningSecret={Secret}",
                $"--Slack:ClientId={ClientId}",
                $"--Slack:ClientSecret={ClientSecret}",
                $"--Slack:ApiBaseUrl={emulator.Root}api/",
                "--Slack:Blocks=Rich");
            return new SlackWorkspace(emulator, process, Text(person["team_id"]), Text(person["user_id"]), InstalledBot, Text(channels["channels"]!.AsArray().Single(one => Text(one!["name"]) == "mail")!["id"]));
        }
        catch
        {
            await emulator.DisposeAsync();
            throw;
        }
    }

    /// <summary>Kim installs the app with a browser: from the bot's page to Slack, where Kim agrees, and back.</summary>
    /// <returns>The page Kim ends on.</returns>
    public async Task<string> InstallAsync(CancellationToken cancellationToken)
    {
        using var handler = new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false };
        using var browser = new HttpClient(handler);
        using var begun = await browser.GetAsync(new Uri(bot.Address, SlackInstallEndpoints.Install), cancellationToken);
        var question = begun.Headers.Location!;
        Assert.Equal(slack.Root.Authority, question.Authority);
        using (var asked = await browser.GetAsync(question, cancellationToken))
            Assert.Equal(HttpStatusCode.OK, asked.StatusCode);

        var fields = QueryHelpers.ParseQuery(question.Query).ToDictionary(field => field.Key, field => field.Value.ToString(), StringComparer.Ordinal);
        fields["user_id"] = kim;
        // Where none is named Slack takes the first redirect address of the app; the emulator wants it named.
        fields["redirect_uri"] = new Uri(bot.Address, SlackInstallEndpoints.Redirect).AbsoluteUri;
        using var agreed = await browser.PostAsync(new Uri(slack.Root, "oauth/v2/authorize/callback"), new FormUrlEncodedContent(fields), cancellationToken);
        using var back = new HttpRequestMessage(HttpMethod.Get, agreed.Headers.Location);
        // The browser has it for https; this machine has none.
        back.Headers.Add("Cookie", begun.Headers.GetValues("Set-Cookie").Single().Split(';')[0]);
        using var ended = await browser.SendAsync(back, cancellationToken);
        Assert.Equal(HttpStatusCode.OK, ended.StatusCode);
        await slack.CallAsync(KimsToken, "conversations.invite", new JsonObject { ["channel"] = channel, ["users"] = botUser }, cancellationToken);
        return await ended.Content.ReadAsStringAsync(cancellationToken);
    }

    /// <summary>Whether what the bot has written has this in it, as it stands.</summary>
    public async Task<bool> IsWrittenAsync(string text, CancellationToken cancellationToken) => (await bot.ReadDataAsync(cancellationToken)).Contains(text, StringComparison.Ordinal);

    /// <summary>Kim writes in the channel, and Slack tells the bot.</summary>
    /// <param name="namesBot">Whether it begins with a mention of the bot.</param>
    /// <returns>The message's <c>ts</c>, which is its thread's too.</returns>
    public async Task<string> PostAsync(string text, bool namesBot, CancellationToken cancellationToken)
    {
        text = namesBot ? $"<@{botUser}> {text}" : text;
        var posted = await slack.CallAsync(KimsToken, "chat.postMessage", new JsonObject { ["channel"] = channel, ["text"] = text }, cancellationToken);
        var ts = Text(posted["ts"]);
        var @event = new JsonObject
        {
            ["type"] = "message",
            ["channel"] = channel,
            ["channel_type"] = "channel",
            ["user"] = kim,
            ["team"] = team,
            ["text"] = text,
            ["ts"] = ts,
            ["event_ts"] = ts,
        };
        var envelope = new JsonObject
        {
            ["type"] = "event_callback",
            ["team_id"] = team,
            ["api_app_id"] = AppId,
            ["event_id"] = $"Ev{ts}",
            ["event_time"] = DateTimeOffset.UtcNow.ToUnixTimeSeconds(),
            ["authorizations"] = new JsonArray(new JsonObject { ["team_id"] = team, ["user_id"] = botUser, ["is_bot"] = true, ["is_enterprise_install"] = false }),
            ["event"] = @event,
        };
        await DeliverAsync(SlackEndpoints.Events, envelope.ToJsonString(), "application/json", cancellationToken);
        return ts;
    }

    /// <summary>Kim types the slash command in the channel.</summary>
    /// <returns>What only Kim sees at once; empty when nothing.</returns>
    public Task<string> CommandAsync(string text, CancellationToken cancellationToken)
    {
        Dictionary<string, string> fields = new(StringComparer.Ordinal)
        {
            ["command"] = "/mailfix",
            ["text"] = text,
            ["api_app_id"] = AppId,
            ["team_id"] = team,
            ["channel_id"] = channel,
            ["channel_name"] = "mail",
            ["user_id"] = kim,
            ["user_name"] = "kim",
            ["is_enterprise_install"] = "false",
            ["trigger_id"] = $"{++deliveries}.1.a",
        };
        return DeliverAsync(SlackEndpoints.Commands, string.Join('&', fields.Select(field => $"{field.Key}={Uri.EscapeDataString(field.Value)}")), Form, cancellationToken);
    }

    /// <summary>Kim presses the first button that says so.</summary>
    /// <param name="message">The card as it was seen.</param>
    /// <param name="typed">What stands in the card's input; null when it has none.</param>
    public Task PressAsync(JsonObject message, string button, CancellationToken cancellationToken, string? typed = null)
    {
        var (block, element) = Elements(message).First(one => Text(one.Element["type"]) == "button" && Text(one.Element["text"]!["text"]) == button);
        var press = new JsonObject
        {
            ["type"] = "block_actions",
            ["api_app_id"] = AppId,
            ["user"] = new JsonObject { ["id"] = kim, ["username"] = "kim", ["name"] = "kim", ["team_id"] = team },
            ["team"] = new JsonObject { ["id"] = team, ["domain"] = "contoso" },
            ["is_enterprise_install"] = false,
            ["container"] = new JsonObject { ["type"] = "message", ["message_ts"] = message["ts"]!.DeepClone(), ["channel_id"] = channel },
            ["channel"] = new JsonObject { ["id"] = channel, ["name"] = "mail" },
            ["message"] = message.DeepClone(),
            ["trigger_id"] = $"{++deliveries}.1.b",
            ["state"] = new JsonObject { ["values"] = StateOf(message, typed) },
            ["actions"] = new JsonArray(new JsonObject
            {
                ["type"] = "button",
                ["block_id"] = block["block_id"]?.DeepClone() ?? "b1",
                ["action_id"] = element["action_id"]!.DeepClone(),
                ["value"] = element["value"]!.DeepClone(),
                ["text"] = element["text"]!.DeepClone(),
                ["action_ts"] = "1795001111.000200",
            }),
        };
        return DeliverAsync(SlackEndpoints.Interactions, $"payload={Uri.EscapeDataString(press.ToJsonString())}", Form, cancellationToken);
    }

    /// <summary>Waits until the bot's message in the thread says all of this.</summary>
    public Task<JsonObject> UntilAsync(string thread, CancellationToken cancellationToken, params string[] words) =>
        slack.UntilAsync(KimsToken, channel, thread, message => Text(message["user"]) == botUser && words.All(word => SaidBy(message).Contains(word, StringComparison.Ordinal)), cancellationToken);

    /// <summary>What stands in the thread under the message that began it.</summary>
    public async Task<IReadOnlyList<JsonObject>> RepliesAsync(string thread, CancellationToken cancellationToken)
    {
        var answer = await slack.CallAsync(KimsToken, "conversations.replies", new JsonObject { ["channel"] = channel, ["ts"] = thread }, cancellationToken);
        return [.. answer["messages"]!.AsArray().Select(message => message!.AsObject()).Where(message => Text(message["ts"]) != thread)];
    }

    /// <summary>All words of its blocks.</summary>
    public static string SaidBy(JsonObject message) => message["blocks"] is { } blocks
        ? string.Join('\n', Values(blocks).Select(Text))
        : "";

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await bot.DisposeAsync();
        await slack.DisposeAsync();
    }

    private async Task<string> DeliverAsync(string path, string body, string contentType, CancellationToken cancellationToken)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var timestamp = DateTimeOffset.UtcNow.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(bot.Address, path))
        {
            Content = new ByteArrayContent(bytes) { Headers = { ContentType = new MediaTypeHeaderValue(contentType) } },
        };
        request.Headers.Add(RequestSignature.TimestampHeader, timestamp);
        request.Headers.Add(RequestSignature.SignatureHeader, RequestSignature.Sign(timestamp, bytes, Secret));
        using var response = await http.SendAsync(request, cancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadAsStringAsync(cancellationToken);
    }

    private static JsonObject StateOf(JsonObject message, string? typed)
    {
        if (typed is null)
            return [];
        var (block, input) = Elements(message).First(one => Text(one.Element["type"]) == "plain_text_input");
        return new JsonObject
        {
            [block["block_id"] is { } id ? Text(id) : "b2"] = new JsonObject
            {
                [Text(input["action_id"])] = new JsonObject { ["type"] = "plain_text_input", ["value"] = typed },
            },
        };
    }

    private static IEnumerable<(JsonObject Block, JsonObject Element)> Elements(JsonObject message) =>
        from block in message["blocks"]!.AsArray()
        from element in (block!["elements"]?.AsArray() ?? []).Append(block["accessory"]).Append(block["element"]).OfType<JsonObject>()
        select (block.AsObject(), element);

    private static IEnumerable<JsonNode> Values(JsonNode node) => node switch
    {
        JsonArray array => array.OfType<JsonNode>().SelectMany(Values),
        JsonObject one => one.Where(property => property.Value is not null).SelectMany(property => property is { Key: "text", Value: JsonValue text } ? [text] : Values(property.Value!)),
        _ => [],
    };

    private static string Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";

    private const string AppId = "A01EMULATED";
    private const string Secret = "not-a-secret-of-anybody";
    private const string BotToken = "xoxb-not-a-token";
    private const string ClientId = "1.2";
    private const string ClientSecret = "not-a-secret-either";
    private const string InstalledBot = "U01CHATOPSBOT";
    private const string KimsToken = "xoxp-not-a-token";
    private const string Form = "application/x-www-form-urlencoded";
}
