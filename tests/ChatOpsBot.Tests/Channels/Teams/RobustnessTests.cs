using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using ChatOpsBot.Channels.Teams;
using ChatOpsBot.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace ChatOpsBot.Tests.Channels.Teams;

/// <summary>Group C of the conformance sheet: whatever bytes come, the answer is a plain status and nothing breaks.</summary>
public sealed class RobustnessTests
{
    public static TheoryData<string> Ids => [.. Rows.Keys];

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task Bytes_of_any_kind_get_a_plain_answer(string id)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var bot = await TeamsBot.StartAsync(cancellationToken);

        await Rows[id](bot, cancellationToken);

        // Nothing of it is a fault of ours: no stack trace, and the next one is served.
        Assert.DoesNotContain(bot.Log.All, line => line.StartsWith("Error", StringComparison.Ordinal) || line.StartsWith("Critical", StringComparison.Ordinal));
        using var next = await bot.PostAsync(TeamsActivity.Message(id: "next"), cancellationToken);
        Assert.Equal(HttpStatusCode.Accepted, next.StatusCode);
    }

    private static readonly Dictionary<string, Func<TeamsBot, CancellationToken, Task>> Rows = new(StringComparer.Ordinal)
    {
        ["C01 GET"] = ByMethod(HttpMethod.Get),
        ["C01 PUT"] = ByMethod(HttpMethod.Put),
        ["C01 DELETE"] = ByMethod(HttpMethod.Delete),
        ["C02 empty"] = Body("", 400),
        ["C02 null"] = Body("null", 400),
        ["C02 array"] = Body("[]", 400),
        ["C02 text"] = Body("\"x\"", 400),
        ["C02 cut off"] = Body("{", 400),
        ["C02 no members"] = Body("{}", 400),
        ["C02 members of the wrong kind"] = Body(Changed(activity => activity["conversation"] = "here"), 400),
        ["C02 no conversation"] = Body(Changed(activity => activity.Remove("conversation")), 400),
        ["C02 no sender"] = Body(Changed(activity => activity["from"]!.AsObject().Remove("id")), 400),
        ["C02 no type"] = Body(Changed(activity => activity.Remove("type")), 400),
        ["C02 no serviceUrl"] = Body(Changed(activity => activity.Remove("serviceUrl")), 400),
        ["C02 a conversation that is an endless text"] = Body(Changed(activity => activity["conversation"]!["id"] = new string('x', 100_000)), 400),
        ["C02 an endless id"] = Body(Changed(activity => activity["id"] = new string('1', 100_000)), 400),
        ["C02 an endless time"] = Body(Changed(activity => activity["timestamp"] = new string('1', 100_000)), 400),
        ["C02 a conversation with U+0000"] = Body(Changed(activity => activity["conversation"]!["id"] = "a:1\0personal"), 400),
        ["C02 a sender with a line break"] = Body(Changed(activity => activity["from"]!["id"] = "29:kim\n"), 400),
        ["C02 a conversation of dots"] = Body(Changed(activity => activity["conversation"]!["id"] = ".."), 400),
        ["C02 a byte order mark before it"] = Body($"\uFEFF{TeamsActivity.Message().ToJsonString()}", 202, accepted: 1),
        ["C02 a byte order mark and nothing else"] = Body("\uFEFF", 400),
        ["C03 text/plain"] = Body(TeamsActivity.Message().ToJsonString(), 415, "text/plain"),
        ["C03 application/json without a character set"] = Body(TeamsActivity.Message().ToJsonString(), 202, "application/json"),
        ["C04 too large, with its length"] = TooLarge(hasLength: true),
        ["C04 too large, in chunks"] = TooLarge(hasLength: false),
        ["C04 as large as may be"] = AsLargeAsMayBeAsync,
        ["C05 nested 200 deep"] = Body(Changed(activity => activity["value"] = JsonNode.Parse($"{new string('[', 200)}{new string(']', 200)}", documentOptions: new() { MaxDepth = 300 })), 400),
        ["C06 type twice"] = Body(TeamsActivity.Message().ToJsonString().Replace("\"type\":\"message\"", "\"type\":\"fooBar\",\"type\":\"message\"", StringComparison.Ordinal), 202, accepted: 1),
        ["C06 serviceUrl twice: what is checked is what is used"] = TheLastServiceUrlCountsAsync,
        ["C07 unknown members"] = UnknownMembersPassAsync,
        ["C08 an unknown type"] = Body(Changed(activity => activity["type"] = "fooBar"), 202),
        ["C08 typing"] = Body(Changed(activity => activity["type"] = "typing"), 202),
        ["C08 a reaction"] = Body(Changed(activity => activity["type"] = "messageReaction"), 202),
        ["C08 an event"] = Body(Changed(activity => (activity["type"], activity["name"]) = ("event", "application/vnd.microsoft.readReceipt")), 202),
        ["C09 not UTF-8"] = Bytes([.. "{\"type\":\"message\",\"text\":\""u8, 0xC3, 0x28, .. "\"}"u8], 400),
        ["C09 not UTF-8 in a member nobody reads"] = Bytes(Encoding.Latin1.GetBytes(Changed(activity => activity["unread"] = "x")).Select(octet => octet == (byte)'x' ? (byte)0xFF : octet).ToArray(), 400),
        ["C10 U+0000"] = Text($"{TeamsActivity.Error} \\u0000"),
        ["C10 half a surrogate pair"] = Text($"{TeamsActivity.Error} \\ud83d"),
        ["C10 the other half"] = Text($"\\ude00 {TeamsActivity.Error}"),
        ["C10 halves in the wrong order"] = Text($"\\ude00\\ud83d {TeamsActivity.Error}"),
        ["C10 a whole pair"] = Text($"\\ud83d\\ude00 {TeamsActivity.Error}"),
        ["C10 no escape but a backslash before it"] = Text($"\\\\ud83d {TeamsActivity.Error}"),
        ["C10 right to left, invisible, combined"] = Text($"\u202E\u200B\u0301👩🏽‍💻 {TeamsActivity.Error}"),
        ["C11 500 codes in a long message"] = Text(string.Join("\\n", Enumerable.Range(0, 500).Select(line => $"450 4.4.{line} Connection refused by mx{line}.contoso.example, try"))[..28_000]),
        ["C12 5. again and again"] = Body(Changed(activity => activity["text"] = string.Concat(Enumerable.Repeat("5.", 50_000))), 202, accepted: 1),
        ["C12 open tags again and again"] = Body(Changed(activity => activity.WithHtml(string.Concat(Enumerable.Repeat("<span itemtype=\"http://schema.skype.com/Mention\">", 2_000)))), 202, accepted: 1),
        ["C12 mentions again and again"] = Body(Changed(ManyMentions), 202, accepted: 1),
        ["C13 long ago"] = Body(Changed(activity => activity["timestamp"] = "0001-01-01T00:00:00Z"), 202, accepted: 1),
        ["C13 far away"] = Body(Changed(activity => activity["timestamp"] = "9999-12-31T23:59:59.9999999Z"), 202, accepted: 1),
        ["C13 no time"] = Body(Changed(activity => activity["timestamp"] = "yesterday"), 202, accepted: 1),
        ["C14 no local time"] = Body(Changed(activity => { activity.Remove("localTimestamp"); activity.Remove("localTimezone"); activity.Remove("locale"); activity.Remove("entities"); }), 202, accepted: 1),
        ["C14 nonsense for a place and a language"] = Body(Changed(activity => (activity["localTimezone"], activity["locale"], activity["localTimestamp"]) = ("Mars/Phobos", "xx-YY", "soon")), 202, accepted: 1),
        ["C14 no text for a language"] = Body(Changed(activity => (activity["localTimezone"], activity["locale"]) = (7, new JsonArray("en"))), 202, accepted: 1),
        ["C14 an endless language"] = Body(Changed(activity => activity["locale"] = string.Concat(Enumerable.Repeat("x-", 50_000))), 202, accepted: 1),
        ["C15 Expect: 100-continue"] = ExpectContinueAsync,
        ["C15 chunked"] = ChunkedAsync,
        ["C15 gzip"] = GzipAsync,
        ["C16 the sender does not wait"] = TheSenderDoesNotWaitAsync,
    };

    private static Func<TeamsBot, CancellationToken, Task> Body(string body, int status, string contentType = "application/json; charset=utf-8", int? accepted = null) => async (bot, cancellationToken) =>
    {
        using var answer = await bot.PostAsync(body, $"Bearer {bot.Token(TeamsActivity.Message())}", cancellationToken, contentType);

        Assert.Equal(status, (int)answer.StatusCode);
        if (accepted is not null || status != 202)
            Assert.Equal(accepted ?? 0, bot.Accepted().Count);
        await bot.SettleAsync(cancellationToken);
        Assert.Equal(0, bot.Bot.Get<InboxStore>().Count().Dead);
    };

    /// <param name="text">As it stands between the quotes of the JSON.</param>
    private static Func<TeamsBot, CancellationToken, Task> Text(string text) =>
        Body(TeamsActivity.Message("zebrafinch").ToJsonString().Replace("zebrafinch", text, StringComparison.Ordinal), 202, accepted: 1);

    private static Func<TeamsBot, CancellationToken, Task> Bytes(byte[] body, int status) => async (bot, cancellationToken) =>
    {
        using var content = Json(new ByteArrayContent(body));
        using var answer = await bot.PostAsync(content, $"Bearer {bot.Token(TeamsActivity.Message())}", cancellationToken);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Empty(bot.Accepted());
    };

    private static Func<TeamsBot, CancellationToken, Task> ByMethod(HttpMethod method) => async (bot, cancellationToken) =>
    {
        using var request = new HttpRequestMessage(method, "api/messages");
        using var answer = await bot.SendAsync(request, cancellationToken);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
    };

    private static Func<TeamsBot, CancellationToken, Task> TooLarge(bool hasLength) => async (bot, cancellationToken) =>
    {
        var body = Changed(activity => activity["text"] = new string('x', 258 * 1024));
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/messages")
        {
            Content = Json(hasLength ? new StringContent(body) : new StreamContent(new Unmeasured(Encoding.UTF8.GetBytes(body)))),
        };
        // Or the server's end of the connection may beat its answer.
        request.Headers.ExpectContinue = true;
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {bot.Token(TeamsActivity.Message())}");
        using var answer = await bot.SendAsync(request, cancellationToken);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Empty(bot.Accepted());
    };

    private static Task AsLargeAsMayBeAsync(TeamsBot bot, CancellationToken cancellationToken)
    {
        var rest = Changed(activity => activity["text"] = "").Length;
        return Body(Changed(activity => activity["text"] = new string('x', (256 * 1024) - rest)), 202, accepted: 1)(bot, cancellationToken);
    }

    private static async Task TheLastServiceUrlCountsAsync(TeamsBot bot, CancellationToken cancellationToken)
    {
        var body = TeamsActivity.Message().ToJsonString().Replace("\"serviceUrl\":", "\"serviceUrl\":\"https://evil.example/\",\"serviceUrl\":", StringComparison.Ordinal);

        await Body(body, 202, accepted: 1)(bot, cancellationToken);

        Assert.Equal(TeamsActivity.ServiceUrl, TeamsReference.FromJson(bot.Accepted()[0].Reference).ServiceUrl);
        var swapped = TeamsActivity.Message(id: "2").ToJsonString().Replace("\"channelId\":", "\"serviceUrl\":\"https://evil.example/\",\"channelId\":", StringComparison.Ordinal);
        await Body(swapped, 403, accepted: 1)(bot, cancellationToken);
    }

    private static async Task UnknownMembersPassAsync(TeamsBot bot, CancellationToken cancellationToken)
    {
        var body = Changed(activity =>
        {
            activity["new"] = new JsonObject { ["a"] = new JsonArray(1, null, true) };
            activity["from"]!["new"] = 1;
            activity["conversation"]!["new"] = new JsonObject { ["kept"] = true };
            activity["channelData"]!["new"] = "x";
            activity["entities"]!.AsArray().Add(null);
            activity["entities"]!.AsArray().Add(new JsonObject { ["type"] = "new", ["new"] = 1 });
            activity["attachments"] = new JsonArray(null, new JsonObject { ["contentType"] = "application/new", ["content"] = 7 });
        });

        await Body(body, 202, accepted: 1)(bot, cancellationToken);

        Assert.True(TeamsReference.FromJson(bot.Accepted()[0].Reference).Unknown!["new"].GetProperty("kept").GetBoolean());
    }

    private static void ManyMentions(JsonObject activity)
    {
        activity["text"] = string.Concat(Enumerable.Repeat("<at>B</at>", 1_000));
        activity["entities"] = new JsonArray([.. Enumerable.Range(0, 1_000).Select(_ => TeamsActivity.Mention(TeamsActivity.BotId, "B"))]);
    }

    private static async Task ExpectContinueAsync(TeamsBot bot, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/messages") { Content = Json(new StringContent(TeamsActivity.Message().ToJsonString())) };
        request.Headers.ExpectContinue = true;
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {bot.Token(TeamsActivity.Message())}");
        using var answer = await bot.SendAsync(request, cancellationToken);

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
    }

    private static async Task ChunkedAsync(TeamsBot bot, CancellationToken cancellationToken)
    {
        using var content = Json(new StreamContent(new Unmeasured(Encoding.UTF8.GetBytes(TeamsActivity.Message().ToJsonString()))));
        using var answer = await bot.PostAsync(content, $"Bearer {bot.Token(TeamsActivity.Message())}", cancellationToken);

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Single(bot.Accepted());
    }

    private static async Task GzipAsync(TeamsBot bot, CancellationToken cancellationToken)
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionMode.Compress, leaveOpen: true))
            await gzip.WriteAsync(Encoding.UTF8.GetBytes(TeamsActivity.Message().ToJsonString()), cancellationToken);
        using var content = Json(new ByteArrayContent(packed.ToArray()));
        content.Headers.ContentEncoding.Add("gzip");
        using var answer = await bot.PostAsync(content, $"Bearer {bot.Token(TeamsActivity.Message())}", cancellationToken);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
    }

    private static async Task TheSenderDoesNotWaitAsync(TeamsBot other, CancellationToken cancellationToken)
    {
        await using var bot = await TeamsBot.StartAsync(cancellationToken, replace: services => services.AddSingleton<IStartupFilter>(new GoneOnceRead()));

        using var answer = await bot.PostAsync(TeamsActivity.Message(), cancellationToken);

        await bot.Channel.UntilAsync(posts => posts.Count == 1, cancellationToken);
        Assert.Single(bot.Accepted());
    }

    private static string Changed(Action<JsonObject> change)
    {
        var activity = TeamsActivity.Message();
        change(activity);
        return activity.ToJsonString(new() { MaxDepth = 300 });
    }

    private static HttpContent Json(HttpContent content)
    {
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }

    /// <summary>The sender of each request is gone as soon as its body was read.</summary>
    private sealed class GoneOnceRead : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use(async (context, following) =>
            {
                using var gone = new CancellationTokenSource();
                context.RequestAborted = gone.Token;
                using var content = new MemoryStream();
                await context.Request.Body.CopyToAsync(content, CancellationToken.None);
                context.Request.Body = new EndSeen(content.ToArray(), gone);
                await following(context);
            });
            next(app);
        };
    }

    private sealed class EndSeen(byte[] bytes, CancellationTokenSource seen) : MemoryStream(bytes)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await base.ReadAsync(buffer, cancellationToken);
            if (read == 0)
                await seen.CancelAsync();
            return read;
        }
    }

    /// <summary>A stream that does not say how long it is: it is sent in chunks.</summary>
    private sealed class Unmeasured(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
