using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOpsBot.Channels.Slack.Blocks;
using ChatOpsBot.LiveChecks;
using ChatOpsBot.Testing.Slack;
using ChatOpsBot.Tests.FollowUps;
using Microsoft.Extensions.DependencyInjection;

namespace ChatOpsBot.Tests.Channels.Slack;

/// <summary>
/// The bot against an emulator of Slack that somebody else wrote, with nothing but settings: it has what is needed to hear, post and update,
/// and nothing else. What does not need the rest goes on, and the log says once what is missing and what that costs.
/// </summary>
public sealed class MissingMethodTests
{
    [Theory]
    [InlineData(200, """{"ok":false,"error":"unknown_method"}""")]
    [InlineData(404, """{"ok":false,"error":"unknown_method"}""")]
    [InlineData(404, "<html><body>Cannot POST</body></html>")]
    [InlineData(200, "<html><body>A chat of its own</body></html>")]
    [InlineData(200, "{}")]
    public async Task The_main_job_goes_on_without_what_is_missing(int status, string body)
    {
        var missing = new SlackAnswer(status, body);
        await using var test = await Emulated.StartAsync(call => Optional.Contains(call.Method, StringComparer.Ordinal) ? missing : null);
        var link = await test.Socket.LinkAsync(1, Token);

        // A card in the thread.
        await await link.DeliverAsync("events_api", SlackPayload.Message().InChannel().NamingBot(), Token);
        await test.Slack.UntilAsync(_ => test.Slack.Messages.Count == 1, Token);
        Assert.Equal("1772442000.000200", test.Card.ThreadTs);

        // A step that is pressed changes it, and so do the checks.
        await await link.DeliverAsync("interactive", test.Press("take"), Token);
        await test.UntilCardAsync(card => card.Text.Contains("With kim", StringComparison.Ordinal));
        await await link.DeliverAsync("interactive", test.Press("run-checks"), Token);
        await test.UntilCardAsync(card => card.Text.Contains("finished", StringComparison.Ordinal));

        // A command is answered, and begins checks for everybody.
        var help = await await link.DeliverAsync("slash_commands", test.Command("help"), Token, takesPayload: true);
        Assert.NotNull(help["payload"]?["blocks"]);
        await await link.DeliverAsync("slash_commands", test.Command("check mail.contoso.example"), Token, takesPayload: true);
        await test.Slack.UntilAsync(_ => test.Slack.Messages.Count(message => message.VisibleTo is null) == 2, Token);

        // What would open as a view is said beside the message.
        var shortcut = SlackPayload.Shortcut(SlackPayload.Error);
        shortcut["response_url"] = test.Slack.ResponseUrl().AbsoluteUri;
        await await link.DeliverAsync("interactive", shortcut, Token, takesPayload: true);
        await test.Slack.UntilAsync(_ => test.Slack.Messages.Any(message => message.VisibleTo is not null && message.Text.Contains("4.4.316", StringComparison.Ordinal)), Token);
        await await link.DeliverAsync("interactive", test.Press("more"), Token);
        await test.Slack.UntilAsync(_ => test.Slack.Messages.Count(message => message.VisibleTo is not null) == 2, Token);
        await await link.DeliverAsync("events_api", SlackPayload.Envelope(new JsonObject { ["type"] = "app_home_opened", ["user"] = SlackPayload.Kim, ["tab"] = "home", ["channel"] = SlackPayload.Direct }), Token);
        // Some of these questions have little time: on a slow machine it may be over before the answer that says they are missing.
        await test.UntilSaidAsync("views.publish", _ => Task.CompletedTask);
        await test.UntilSaidAsync("users.info", number => link.DeliverAsync("slash_commands", test.Command("help", $"U0{number}"), Token, takesPayload: true));
        await test.UntilSaidAsync("conversations.info", _ => link.DeliverAsync("slash_commands", test.Command("check mail.contoso.example"), Token, takesPayload: true));
        await test.UntilSaidAsync("views.open", _ => link.DeliverAsync("interactive", test.Press("more"), Token, takesPayload: true));

        Assert.All(Optional, method => Assert.Single(test.Log.All, line => line.StartsWith($"Warning: Slack: {method} is missing where Slack:ApiBaseUrl leads:", StringComparison.Ordinal)));
        Assert.DoesNotContain(test.Log.All, line => line.StartsWith("Warning: A call to Slack failed", StringComparison.Ordinal) && !line.Contains("did not answer", StringComparison.Ordinal));
        Assert.DoesNotContain(test.Log.All, line => line.StartsWith("Error", StringComparison.Ordinal));
        Assert.Empty(test.Slack.Complaints);
    }

    [Fact]
    public async Task An_emulator_gets_what_everybody_draws()
    {
        await using var test = await Emulated.StartAsync(_ => null);
        var link = await test.Socket.LinkAsync(1, Token);

        await await link.DeliverAsync("events_api", SlackPayload.Message().InChannel().NamingBot(), Token);
        await test.Slack.UntilAsync(_ => test.Slack.Messages.Count == 1, Token);
        var help = await await link.DeliverAsync("slash_commands", test.Command("help"), Token, takesPayload: true);

        foreach (var blocks in new[] { test.Card.Blocks!.Value.GetRawText(), help["payload"]!["blocks"]!.ToJsonString() })
        {
            Assert.DoesNotContain("rich_text", blocks, StringComparison.Ordinal);
            Assert.DoesNotContain("<!date", blocks, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("<!date", test.Card.Text, StringComparison.Ordinal);
        Assert.Empty(test.Slack.Complaints);
    }

    [Fact]
    public async Task A_channel_that_does_not_tell_whether_the_bot_is_in_it_is_tried()
    {
        await using var test = await Emulated.StartAsync(call => call.Method == "conversations.info" ? new SlackAnswer(200, """{"ok":true,"channel":{"id":"C01EXAMPLE","name":7,"is_private":null}}""") : null);
        var link = await test.Socket.LinkAsync(1, Token);

        await await link.DeliverAsync("slash_commands", test.Command("check mail.contoso.example"), Token, takesPayload: true);

        await test.Slack.UntilAsync(_ => test.Slack.Messages.Count == 1, Token);
    }

    [Theory]
    [InlineData("invalid_auth", "Error: Slack: Slack:BotToken is not taken (invalid_auth), so the bot cannot answer. Set it to \"Bot User OAuth Token\" under OAuth & Permissions of the app, and start the bot again.")]
    [InlineData("unknown_method", "Warning: Slack: auth.test is missing where Slack:ApiBaseUrl leads: Slack refused auth.test: unknown_method. So the bot knows its own user from events alone, and a mention only where an event says that it is one. This is said once.")]
    public async Task What_is_wrong_with_the_token_is_said_at_the_start(string error, string said)
    {
        await using var test = await Emulated.StartAsync(call => call.Method == "auth.test" ? SlackAnswer.Error(error) : null);

        await test.UntilLogAsync(said);
    }

    [Fact]
    public async Task A_token_of_a_workspace_that_is_not_allowed_is_named_at_the_start()
    {
        await using var test = await Emulated.StartAsync(_ => null, "--Slack:AllowedWorkspaces:0=T02OTHER");

        await test.UntilLogAsync("Error: Slack: Slack:BotToken is of T01EXAMPLE, which Slack:AllowedWorkspaces does not have: whatever comes from there is refused.");
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>What the bot asks besides hearing, posting and updating.</summary>
    private static readonly string[] Optional = ["auth.test", "users.info", "conversations.info", "views.open", "views.publish"];

    /// <summary>The bot as it is, and an emulator that its settings lead to.</summary>
    private sealed class Emulated : IAsyncDisposable
    {
        private readonly BotInTest bot;

        private Emulated(FakeSlack slack, FakeSlackSocket socket, LogLines log, BotInTest bot)
        {
            (Slack, Socket, Log) = (slack, socket, log);
            this.bot = bot;
        }

        public FakeSlack Slack { get; }

        public FakeSlackSocket Socket { get; }

        public LogLines Log { get; }

        /// <summary>The first card, as it looks now.</summary>
        public SlackMessage Card => Slack.Messages[0];

        public static async Task<Emulated> StartAsync(Func<SlackCall, SlackAnswer?> answer, params string[] settings)
        {
            var slack = await FakeSlack.StartAsync(time: null, Token);
            var socket = await FakeSlackSocket.StartAsync(AppToken, Token);
            slack.Install(SlackBot.TeamId, BotToken);
            slack.Add(new SlackChannelState(SlackPayload.Channel));
            slack.Answer = call => socket.Open(call) ?? answer(call);
            var log = new LogLines();
            var started = await BotInTest.StartAsync(
                Token,
                replace: services =>
                {
                    log.Replace(services);
                    // The real one does not go to servers whose names are reserved for examples.
                    services.AddSingleton<IProbe>(new ScriptedProbe());
                },
                settings:
                [
                    "--environment=Production",
                    $"--Slack:AppId={SlackBot.AppId}",
                    $"--Slack:AppToken={AppToken}",
                    $"--Slack:BotToken={BotToken}",
                    $"--Slack:ApiBaseUrl={slack.Api}",
                    "--Slack:SocketConnections=1",
                    .. settings,
                ]);
            return new Emulated(slack, socket, log, started);
        }

        /// <summary>A press on the button of that verb, as the card shows it now.</summary>
        public JsonObject Press(string verb)
        {
            var button = Buttons(Card.Blocks!.Value).First(button => button.Verb == verb || button.Verb.StartsWith($"{verb}:", StringComparison.Ordinal));
            var press = SlackPayload.Press(button.CaseId, button.Verb, button.Revision);
            press["trigger_id"] = Slack.Trigger();
            press["response_url"] = Slack.ResponseUrl().AbsoluteUri;
            return press;
        }

        public JsonObject Command(string text, string person = SlackPayload.Kim)
        {
            var command = new JsonObject(SlackPayload.Command(text).Select(field => KeyValuePair.Create(field.Key, (JsonNode?)field.Value)));
            command["user_id"] = person;
            command["response_url"] = Slack.ResponseUrl().AbsoluteUri;
            command["trigger_id"] = Slack.Trigger();
            return command;
        }

        public Task UntilCardAsync(Func<SlackMessage, bool> isSo) => Slack.UntilAsync(_ => isSo(Card), Token);

        public Task UntilLogAsync(string said) => FakeSlackSocket.UntilAsync(() => Log.All.Any(line => line.Contains(said, StringComparison.Ordinal)), Token);

        /// <param name="ask">Makes the bot use the method once more; its number, from 1.</param>
        public async Task UntilSaidAsync(string method, Func<int, Task> ask)
        {
            for (var look = 1; look <= 3000 && !Log.All.Any(line => line.Contains($"{method} is missing", StringComparison.Ordinal)); look++)
            {
                if (look % 500 == 0)
                    await ask(look / 500);
                await Task.Delay(10, Token);
            }
        }

        public async ValueTask DisposeAsync()
        {
            await bot.DisposeAsync();
            await Socket.DisposeAsync();
            await Slack.DisposeAsync();
        }

        private static IEnumerable<ButtonValue> Buttons(JsonElement element) => element.ValueKind switch
        {
            JsonValueKind.Array => element.EnumerateArray().SelectMany(Buttons),
            JsonValueKind.Object => element.EnumerateObject().SelectMany(member => member is { Name: "value", Value.ValueKind: JsonValueKind.String }
                ? ButtonValue.Read(member.Value.GetString()) is { } button ? [button] : Array.Empty<ButtonValue>()
                : Buttons(member.Value)),
            _ => [],
        };

        private const string AppToken = "xapp-1-A01TEST-2-not-a-token";
        private const string BotToken = "xoxb-not-a-token";
    }
}
