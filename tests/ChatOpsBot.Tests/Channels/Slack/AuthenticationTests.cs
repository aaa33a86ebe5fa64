using System.Net;
using System.Text;
using ChatOpsBot.Channels.Slack.Protocol;
using ChatOpsBot.Conversations;
using ChatOpsBot.Storage;

namespace ChatOpsBot.Tests.Channels.Slack;

/// <summary>Group B of the conformance sheet: what proves that a request comes from Slack.</summary>
public sealed class AuthenticationTests
{
    public static TheoryData<string> Ids => [.. Rows.Keys];

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task Only_what_slack_signed_has_an_effect(string id)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var bot = await SlackBot.StartAsync(cancellationToken, Settings.GetValueOrDefault(id), at: DateTimeOffset.FromUnixTimeSeconds(SignedAt));
        await Rows[id](bot, cancellationToken);
    }

    /// <summary>Computed elsewhere, with the secret <c>test-signing-secret-0001</c> at 1767225600.</summary>
    public static TheoryData<string, string> Vectors => new()
    {
        { """{"type":"url_verification","challenge":"abc123"}""", "v0=73fa8c88c3f0b212729b8be4b9a93f4b352fb89c498c42d090f54a107282dc43" },
        { "payload=%7B%22type%22%3A%22block_actions%22%7D", "v0=8ecbfda4bc42f53b88c4183867bb92d4a820fbfc915df854b49b3b19a14dd474" },
        { "{\"text\":\"Zustellung fehlgeschlagen – 550 5.1.1 ✉\uFE0F\"}", "v0=0adb3d01007ba4caff24d748de066723bcd5159f7642316dff824ed1060ec359" },
        { "", "v0=0b0cc00634f3330cc8672e9d924617427410a7a1dcd8cfc99c02fbb1200fb85d" },
    };

    [Theory]
    [MemberData(nameof(Vectors))]
    public void B01_known_signatures_are_good(string body, string signature) =>
        Assert.Equal(SignatureVerdict.Valid, RequestSignature.Check(signature, $"{SignedAt}", Encoding.UTF8.GetBytes(body), [SlackBot.Secret], DateTimeOffset.FromUnixTimeSeconds(SignedAt)));

    private static readonly Dictionary<string, string[]> Settings = new(StringComparer.Ordinal)
    {
        ["B12 the previous secret"] = ["--Slack:PreviousSigningSecrets:0=the-one-before"],
        ["B13 a workspace that may not use the bot"] = ["--Slack:AllowedWorkspaces:0=T99OTHER"],
        ["B13 a workspace that may use the bot"] = [$"--Slack:AllowedWorkspaces:0={SlackBot.TeamId}"],
    };

    private static readonly Dictionary<string, Func<SlackBot, CancellationToken, Task>> Rows = new(StringComparer.Ordinal)
    {
        ["B01 an empty body, signed"] = Signed("", "v0=0b0cc00634f3330cc8672e9d924617427410a7a1dcd8cfc99c02fbb1200fb85d", 400),
        ["B01 a message, signed"] = async (bot, cancellationToken) =>
        {
            using var answer = await bot.PostAsync(SlackPayload.Message(), cancellationToken);

            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Empty(await answer.Content.ReadAsStringAsync(cancellationToken));
            Assert.Single(bot.Accepted());
        },
        ["B02 one byte changed"] = Message(change: body => body.Replace("450", "451", StringComparison.Ordinal)),
        ["B03 upper case"] = Message(signature: good => good.ToUpperInvariant().Replace("V0=", "v0=", StringComparison.Ordinal)),
        ["B03 no version"] = Message(signature: good => good[3..]),
        ["B03 another version"] = Message(signature: good => $"v1={good[3..]}"),
        ["B03 truncated"] = Message(signature: good => good[..^1]),
        ["B03 longer"] = Message(signature: good => $"{good}0"),
        ["B03 empty"] = Message(signature: _ => ""),
        ["B03 none"] = Message(signature: _ => null),
        ["B04 299 s old"] = Message(age: 299, status: 200),
        ["B04 300 s old"] = Message(age: 300, status: 200),
        ["B04 301 s old"] = Message(age: 301),
        ["B05 299 s ahead"] = Message(age: -299, status: 200),
        ["B05 301 s ahead"] = Message(age: -301),
        ["B06 a word for a time"] = Message(timestamp: "abc"),
        ["B06 no time"] = Message(timestamp: ""),
        ["B06 a negative time"] = Message(timestamp: $"-{SignedAt}"),
        ["B06 a time with a sign"] = Message(timestamp: $"+{SignedAt}"),
        ["B06 a time with decimals"] = Message(timestamp: $"{SignedAt}.0"),
        ["B06 a time beyond all numbers"] = Message(timestamp: new string('9', 40)),
        ["B06 two times"] = TwiceAsync(times: 2, signatures: 1),
        ["B03 two signatures, both good"] = TwiceAsync(times: 1, signatures: 2),
        ["B07 the same request again"] = TheSameRequestAgainAsync,
        ["B07 a repeat in the same second"] = ARepeatInTheSameSecondAsync,
        ["B07 a repeat of what was refused"] = ARepeatOfWhatWasRefusedAsync,
        ["B07 the same request after ten minutes"] = TheSameRequestLaterAsync,
        ["B08 the same JSON with other white space"] = Message(change: body => body.Replace(":", ": ", StringComparison.Ordinal)),
        ["B09 a health check that asks for more"] = HealthCheckAsync,
        ["B09 a health check that is signed"] = ASignedHealthCheckAsync,
        ["B09 a health check with a bad signature"] = ABadlySignedHealthCheckAsync,
        ["B10 a challenge"] = ChallengeAsync,
        ["B10 a challenge without a signature"] = Body("""{"type":"url_verification","token":"x","challenge":"abc123"}""", secret: null, 401),
        ["B11 a verification token"] = Body("""{"type":"event_callback","token":"deprecated","api_app_id":"A01TEST"}""", secret: "another", 401),
        ["B12 the previous secret"] = Body(SlackPayload.Message().ToJsonString(), "the-one-before", 200, accepted: 1),
        ["B12 the previous secret after the change"] = Body(SlackPayload.Message().ToJsonString(), "the-one-before", 401),
        ["B13 an event for another app"] = Refused(SlackPayload.Message().Changed(envelope => envelope["api_app_id"] = "A99OTHER").ToJsonString()),
        ["B13 an event for no app"] = Refused(SlackPayload.Message().Changed(envelope => envelope.Remove("api_app_id")).ToJsonString()),
        ["B13 a workspace that may not use the bot"] = Refused(SlackPayload.Message().ToJsonString()),
        ["B13 a workspace that may use the bot"] = Body(SlackPayload.Message().ToJsonString(), SlackBot.Secret, 200, accepted: 1),
        ["B13 a press for another app"] = async (bot, cancellationToken) =>
        {
            using var answer = await bot.InteractAsync(SlackPayload.Press("case", "take").Changed(payload => payload["api_app_id"] = "A99OTHER"), cancellationToken);
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        },
        ["B13 a command for another app"] = async (bot, cancellationToken) =>
        {
            var command = SlackPayload.Command("listen on");
            command["api_app_id"] = "A99OTHER";
            using var answer = await bot.CommandAsync(command, cancellationToken);
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        },
    };

    private static Func<SlackBot, CancellationToken, Task> Message(Func<string, string>? change = null, Func<string, string?>? signature = null, int age = 0, string? timestamp = null, int status = 401) => async (bot, cancellationToken) =>
    {
        timestamp ??= $"{SignedAt - age}";
        var body = SlackPayload.Message().ToJsonString();
        var good = RequestSignature.Sign(timestamp, Encoding.UTF8.GetBytes(body), SlackBot.Secret);

        using var answer = await bot.PostAsync(
            "slack/events",
            new StringContent(change is null ? body : change(body)),
            "application/json",
            timestamp.Length == 0 ? null : timestamp,
            signature is null ? good : signature(good),
            cancellationToken);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsStringAsync(cancellationToken));
        Assert.Equal(status == 200 ? 1 : 0, bot.Accepted().Count);
    };

    private static Func<SlackBot, CancellationToken, Task> Signed(string body, string signature, int status) => async (bot, cancellationToken) =>
    {
        using var answer = await bot.PostAsync("slack/events", new StringContent(body), "application/json", $"{SignedAt}", signature, cancellationToken);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Empty(bot.Accepted());
    };

    private static Func<SlackBot, CancellationToken, Task> Body(string body, string? secret, int status, int accepted = 0) => async (bot, cancellationToken) =>
    {
        using var answer = await bot.PostAsync("slack/events", body, "application/json", cancellationToken, secret);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(accepted, bot.Accepted().Count);
    };

    private static Func<SlackBot, CancellationToken, Task> Refused(string body) => async (bot, cancellationToken) =>
    {
        using var answer = await bot.PostAsync("slack/events", body, "application/json", cancellationToken);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal("1", Assert.Single(answer.Headers.GetValues("X-Slack-No-Retry")));
        Assert.Empty(bot.Accepted());
    };

    private static Func<SlackBot, CancellationToken, Task> TwiceAsync(int times, int signatures) => async (bot, cancellationToken) =>
    {
        var body = SlackPayload.Message().ToJsonString();
        using var request = new HttpRequestMessage(HttpMethod.Post, "slack/events") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation(RequestSignature.TimestampHeader, Enumerable.Repeat($"{SignedAt}", times));
        request.Headers.TryAddWithoutValidation(RequestSignature.SignatureHeader, Enumerable.Repeat(RequestSignature.Sign($"{SignedAt}", Encoding.UTF8.GetBytes(body), SlackBot.Secret), signatures));

        using var answer = await bot.SendAsync(request, cancellationToken);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Empty(bot.Accepted());
    };

    private static async Task TheSameRequestAgainAsync(SlackBot bot, CancellationToken cancellationToken)
    {
        var body = SlackPayload.Message().ToJsonString();
        using var first = await PostSignedAsync(bot, body, cancellationToken);
        using var again = await PostSignedAsync(bot, body, cancellationToken);

        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, again.StatusCode);
        Assert.Single(bot.Accepted());
    }

    /// <summary>Slack signs by the second, and repeats at once.</summary>
    private static async Task ARepeatInTheSameSecondAsync(SlackBot bot, CancellationToken cancellationToken)
    {
        var body = SlackPayload.Message().ToJsonString();
        using var first = await PostSignedAsync(bot, body, cancellationToken);
        using var again = await PostSignedAsync(bot, body, cancellationToken, retry: 1);

        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        Assert.Empty(await again.Content.ReadAsStringAsync(cancellationToken));
        Assert.Single(bot.Accepted());
    }

    private static async Task ARepeatOfWhatWasRefusedAsync(SlackBot bot, CancellationToken cancellationToken)
    {
        var body = SlackPayload.Message().Changed(envelope => envelope["api_app_id"] = "A99OTHER").ToJsonString();
        using var first = await PostSignedAsync(bot, body, cancellationToken);
        using var again = await PostSignedAsync(bot, body, cancellationToken, retry: 1);

        Assert.Equal(HttpStatusCode.Forbidden, first.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, again.StatusCode);
        Assert.Empty(bot.Accepted());
    }

    private static async Task TheSameRequestLaterAsync(SlackBot bot, CancellationToken cancellationToken)
    {
        // Signed for a moment five minutes ahead, it is good for ten.
        var body = SlackPayload.Message().ToJsonString();
        using var first = await PostSignedAsync(bot, body, cancellationToken, SignedAt + 300);
        bot.Time.Advance(TimeSpan.FromMinutes(10));
        using var again = await PostSignedAsync(bot, body, cancellationToken, SignedAt + 300);

        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, again.StatusCode);
        Assert.Contains(bot.Log.All, line => line.Contains("401: Replayed", StringComparison.Ordinal));
    }

    private static Task<HttpResponseMessage> PostSignedAsync(SlackBot bot, string body, CancellationToken cancellationToken, long at = SignedAt, int retry = 0) =>
        bot.PostAsync("slack/events", new StringContent(body), "application/json", $"{at}", RequestSignature.Sign($"{at}", Encoding.UTF8.GetBytes(body), SlackBot.Secret), cancellationToken, retry);

    private static async Task HealthCheckAsync(SlackBot bot, CancellationToken cancellationToken)
    {
        foreach (var path in new[] { "slack/events", "slack/interactions", "slack/commands" })
        {
            using var answer = await bot.PostAsync(path, "ssl_check=1&token=x&command=%2Fmailfix&text=listen+on&payload=%7B%22type%22%3A%22block_actions%22%7D", SlackBot.FormType, cancellationToken, secret: null);

            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Empty(await answer.Content.ReadAsStringAsync(cancellationToken));
        }

        Assert.Empty(bot.Accepted());
        Assert.Empty(bot.Servers.Calls);
    }

    private static async Task ASignedHealthCheckAsync(SlackBot bot, CancellationToken cancellationToken)
    {
        foreach (var path in new[] { "slack/events", "slack/interactions", "slack/commands" })
        {
            using var answer = await bot.PostAsync(path, $"ssl_check=1&token=x&api_app_id={SlackBot.AppId}&team_id=T01&channel_id=C01&user_id=U01&text=listen+on", SlackBot.FormType, cancellationToken);

            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Empty(await answer.Content.ReadAsStringAsync(cancellationToken));
        }

        Assert.False(bot.Bot.Get<SettingsStore>().Of(new ConversationKey("slack", "T01", "C01")).Listens);
    }

    private static async Task ABadlySignedHealthCheckAsync(SlackBot bot, CancellationToken cancellationToken)
    {
        using var answer = await bot.PostAsync("slack/commands", "ssl_check=1", SlackBot.FormType, cancellationToken, secret: "another");

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    private static async Task ChallengeAsync(SlackBot bot, CancellationToken cancellationToken)
    {
        using var answer = await bot.PostAsync("slack/events", """{"type":"url_verification","token":"x","challenge":"abc123"}""", "application/json", cancellationToken);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/plain", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("abc123", await answer.Content.ReadAsStringAsync(cancellationToken));
    }

    private const long SignedAt = 1767225600;
}
