using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using ChatOpsBot.Channels.Slack.Protocol;

namespace ChatOpsBot.Tests.Channels.Slack;

/// <summary>Group C of the conformance sheet: bodies that are not what they should be, from whoever knows the secret.</summary>
public sealed class RobustnessTests
{
    public static TheoryData<string> Ids => [.. Rows.Keys];

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task What_is_no_payload_is_refused_and_what_is_strange_is_taken(string id)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var bot = await SlackBot.StartAsync(cancellationToken);
        await Rows[id](bot, cancellationToken);
        Assert.DoesNotContain(bot.Log.All, line => line.StartsWith("Error", StringComparison.Ordinal) || line.StartsWith("Critical", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_app_with_one_address_for_everything_is_served_there()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var bot = await SlackBot.StartAsync(cancellationToken);
        var command = string.Join('&', SlackPayload.Command("help").Select(field => $"{field.Key}={Uri.EscapeDataString(field.Value)}"));
        var shortcut = $"payload={Uri.EscapeDataString(SlackPayload.Shortcut(SlackPayload.Error).ToJsonString())}";

        using var help = await bot.PostAsync("slack/events", command, SlackBot.FormType, cancellationToken);
        using var opened = await bot.PostAsync("slack/events", shortcut, SlackBot.FormType, cancellationToken);
        using var forged = await bot.PostAsync("slack/events", command, SlackBot.FormType, cancellationToken, secret: "another");

        Assert.Equal("ephemeral", (string?)JsonNode.Parse(await help.Content.ReadAsStringAsync(cancellationToken))!["response_type"]);
        Assert.Equal(HttpStatusCode.OK, opened.StatusCode);
        await bot.Servers.UntilAsync(call => call.Is("views.open"), cancellationToken);
        Assert.Equal(HttpStatusCode.Unauthorized, forged.StatusCode);
    }

    [Fact]
    public async Task Without_settings_slack_is_off_and_says_so_once()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var log = new LogLines();
        await using var bot = await BotInTest.StartAsync(cancellationToken, replace: log.Replace);
        using var http = new HttpClient { BaseAddress = bot.Address };

        foreach (var path in new[] { "slack/events", "slack/interactions", "slack/commands" })
        {
            using var answer = await http.PostAsync(new Uri(path, UriKind.Relative), new StringContent("ssl_check=1", Encoding.UTF8, SlackBot.FormType), cancellationToken);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }

        Assert.Single(log.All, line => line.Contains("Slack is off", StringComparison.Ordinal));
    }

    private static readonly Dictionary<string, Func<SlackBot, CancellationToken, Task>> Rows = new(StringComparer.Ordinal)
    {
        ["C01 GET"] = GetAsync,
        ["C02 an empty body"] = Event("", 400),
        ["C02 null"] = Event("null", 400),
        ["C02 a list"] = Event("[]", 400),
        ["C02 a text"] = Event("\"x\"", 400),
        ["C02 half an object"] = Event("{", 400),
        ["C02 an event without an envelope's type"] = Event($$"""{"api_app_id":"{{SlackBot.AppId}}"}""", 400),
        ["C02 an event that is none"] = Event(SlackPayload.Message().Changed(envelope => envelope["event"] = "x").ToJsonString(), 400),
        ["C02 an event without a type"] = Event(SlackPayload.Message().ChangedEvent(inner => inner.Remove("type")).ToJsonString(), 400),
        ["C02 nobody's event"] = Event(SlackPayload.Message().Changed(envelope => { envelope.Remove("authorizations"); envelope.Remove("team_id"); }).ToJsonString(), 400),
        ["C02 an interaction without a payload"] = Interaction("x=1", 400),
        ["C02 an interaction of another shape"] = Interaction("payload=%5B%5D", 400),
        ["C02 an interaction of nobody"] = Interaction($"payload=%7B%22type%22%3A%22block_actions%22%2C%22api_app_id%22%3A%22{SlackBot.AppId}%22%7D", 400),
        ["C02 a command without fields"] = Command("", 400),
        ["C02 a command of nobody"] = Command($"command=%2Fmailfix&api_app_id={SlackBot.AppId}&team_id={SlackBot.TeamId}", 400),
        ["C04 a body at the limit"] = Event(SlackPayload.Message().Changed(envelope => envelope["padding"] = new string('x', (1024 * 1024) - 2000)).ToJsonString(), 200, accepted: 1),
        ["C04 a body above the limit"] = Event(SlackPayload.Message().Changed(envelope => envelope["padding"] = new string('x', 1024 * 1024)).ToJsonString(), 413),
        ["C04 a body above the limit, of unknown length"] = ChunkedAsync,
        ["C04 a body that nobody signed"] = UnsignedAsync,
        ["C05 two hundred levels"] = Event(SlackPayload.Message().ToJsonString().Replace("\"client_msg_id\"", $"\"deep\":{new string('[', 200)}{new string(']', 200)},\"client_msg_id\"", StringComparison.Ordinal), 400),
        ["C06 the type twice"] = Event(SlackPayload.Message().ToJsonString().Replace("\"type\":\"event_callback\"", "\"type\":\"url_verification\",\"type\":\"event_callback\"", StringComparison.Ordinal), 200, accepted: 1),
        ["C06 the app twice"] = Event(SlackPayload.Message().ToJsonString().Replace($"\"api_app_id\":\"{SlackBot.AppId}\"", $"\"api_app_id\":\"{SlackBot.AppId}\",\"api_app_id\":\"A99OTHER\"", StringComparison.Ordinal), 403),
        ["C07 unknown members"] = Event(SlackPayload.Message().Changed(envelope => (envelope["foo"], envelope["event"]!["bar"], envelope["authorizations"]![0]!["baz"]) = (1, new JsonObject(), new JsonArray())).ToJsonString(), 200, accepted: 1),
        ["C07 members of another shape"] = Event(SlackPayload.Message().Changed(envelope => (envelope["event_time"], envelope["is_ext_shared_channel"], envelope["event"]!["thread_ts"], envelope["event"]!["team"]) = ("soon", 7, 5, new JsonObject())).ToJsonString(), 200, accepted: 1),
        ["C08 an unknown event"] = Event(SlackPayload.Envelope(new JsonObject { ["type"] = "foo_bar", ["user"] = new JsonObject { ["id"] = "U01" }, ["message"] = "x" }).ToJsonString(), 200),
        ["C08 an event with members of other kinds"] = Event(SlackPayload.Envelope(new JsonObject { ["type"] = "reaction_added", ["item"] = new JsonObject() }).ToJsonString(), 200),
        ["C08 a file that was shared"] = Event(SlackPayload.Envelope(new JsonObject { ["type"] = "file_shared", ["file_id"] = "F01", ["channel_id"] = SlackPayload.Channel }).ToJsonString(), 200),
        ["C08 an unknown envelope"] = Event(SlackPayload.Message().Changed(envelope => envelope["type"] = "foo_bar").ToJsonString(), 200),
        ["C09 not UTF-8"] = Bytes("slack/events", [.. Encoding.UTF8.GetBytes(SlackPayload.Message().ToJsonString()), 0xC3, 0x28], "application/json", 400),
        ["C09 not UTF-8 in a form"] = Bytes("slack/interactions", [.. "payload="u8, 0xC3, 0x28], SlackBot.FormType, 400),
        ["C10 U+0000"] = Text($"{SlackPayload.Error} \\u0000"),
        ["C10 half a surrogate pair"] = Text($"{SlackPayload.Error} \\ud83d"),
        ["C10 halves in the wrong order"] = Text($"\\ude00\\ud83d {SlackPayload.Error}"),
        ["C10 right to left, invisible, combined"] = Text($"\u202E\u200B\u0301👩🏽‍💻 {SlackPayload.Error}"),
        ["C10 half a surrogate pair in a press"] = Interaction($"payload={Uri.EscapeDataString(SlackPayload.Press("0000000000", "take").ToJsonString().Replace("\"kim\"", "\"kim\\ud83d\"", StringComparison.Ordinal))}", 200),
        ["C11 500 codes in a long message"] = Text(string.Join("\\n", Enumerable.Range(0, 500).Select(line => $"450 4.4.{line} Connection refused by mx{line}.contoso.example, try"))[..28_000]),
        ["C12 5. again and again"] = Text(string.Concat(Enumerable.Repeat("5.", 50_000))),
        ["C12 open brackets again and again"] = Text(string.Concat(Enumerable.Repeat("<@", 50_000))),
        ["C13 far away"] = Event(SlackPayload.Message().Changed(envelope => envelope["event_time"] = long.MaxValue).ToJsonString(), 200, accepted: 1),
        ["C13 before all times"] = Event(SlackPayload.Message().Changed(envelope => envelope["event_time"] = -5).ToJsonString(), 200, accepted: 1),
        ["C15 gzip"] = GzipAsync,
        ["C15 Expect: 100-continue"] = ExpectContinueAsync,
    };

    private static Func<SlackBot, CancellationToken, Task> Event(string body, int status, int accepted = 0) => Bytes("slack/events", Encoding.UTF8.GetBytes(body), "application/json", status, accepted);

    private static Func<SlackBot, CancellationToken, Task> Interaction(string body, int status) => Bytes("slack/interactions", Encoding.UTF8.GetBytes(body), SlackBot.FormType, status);

    private static Func<SlackBot, CancellationToken, Task> Command(string body, int status) => Bytes("slack/commands", Encoding.UTF8.GetBytes(body), SlackBot.FormType, status);

    private static Func<SlackBot, CancellationToken, Task> Text(string escaped) => Event(SlackPayload.Message("TEXT").ToJsonString().Replace("TEXT", escaped, StringComparison.Ordinal), 200, accepted: 1);

    private static Func<SlackBot, CancellationToken, Task> Bytes(string path, byte[] body, string type, int status, int accepted = 0) => async (bot, cancellationToken) =>
    {
        using var answer = await bot.PostAsync(path, body, type, cancellationToken);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsStringAsync(cancellationToken));
        Assert.Equal(accepted, bot.Accepted().Count);
        await bot.SettleAsync(cancellationToken);
    };

    private static async Task GetAsync(SlackBot bot, CancellationToken cancellationToken)
    {
        using var answer = await bot.SendAsync(new HttpRequestMessage(HttpMethod.Get, "slack/events"), cancellationToken);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
    }

    private static async Task ChunkedAsync(SlackBot bot, CancellationToken cancellationToken)
    {
        using var answer = await bot.PostAsync("slack/events", new Endless(2 * 1024 * 1024), "application/json", $"{bot.Time.GetUtcNow().ToUnixTimeSeconds()}", "v0=0", cancellationToken);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    private static async Task UnsignedAsync(SlackBot bot, CancellationToken cancellationToken)
    {
        using var answer = await bot.PostAsync("slack/events", new Endless(64 * 1024), "application/json", timestamp: null, signature: null, cancellationToken);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    private static async Task GzipAsync(SlackBot bot, CancellationToken cancellationToken)
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            await gzip.WriteAsync(Encoding.UTF8.GetBytes(SlackPayload.Message().ToJsonString()), cancellationToken);
        var body = packed.ToArray();
        var at = $"{bot.Time.GetUtcNow().ToUnixTimeSeconds()}";
        var content = new ByteArrayContent(body);
        content.Headers.ContentEncoding.Add("gzip");

        using var answer = await bot.PostAsync("slack/events", content, "application/json", at, RequestSignature.Sign(at, body, SlackBot.Secret), cancellationToken);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
    }

    private static async Task ExpectContinueAsync(SlackBot bot, CancellationToken cancellationToken)
    {
        var body = Encoding.UTF8.GetBytes(SlackPayload.Message().ToJsonString());
        var at = $"{bot.Time.GetUtcNow().ToUnixTimeSeconds()}";
        using var request = new HttpRequestMessage(HttpMethod.Post, "slack/events") { Content = new ByteArrayContent(body) };
        request.Headers.ExpectContinue = true;
        request.Headers.TryAddWithoutValidation(RequestSignature.TimestampHeader, at);
        request.Headers.TryAddWithoutValidation(RequestSignature.SignatureHeader, RequestSignature.Sign(at, body, SlackBot.Secret));

        using var answer = await bot.SendAsync(request, cancellationToken);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    /// <summary>A body that does not say how long it is.</summary>
    private sealed class Endless(int length) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            var chunk = new byte[16 * 1024];
            try
            {
                for (var sent = 0; sent < length; sent += chunk.Length)
                    await stream.WriteAsync(chunk);
            }
            catch (IOException)
            {
                // The other side has heard enough.
            }
        }

        protected override bool TryComputeLength(out long computed)
        {
            computed = 0;
            return false;
        }
    }
}
