using System.Net;
using System.Net.WebSockets;
using System.Text.Json.Nodes;
using ChatOpsBot.Channels.Slack.Outbound;
using ChatOpsBot.Channels.Slack.Protocol;
using ChatOpsBot.Channels.Slack.Sockets;
using ChatOpsBot.Storage;
using ChatOpsBot.Testing.Slack;
using ChatOpsBot.Tests.Commands;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace ChatOpsBot.Tests.Channels.Slack;

/// <summary>Group J of the conformance sheet: the bot calls Slack, and hears the same as over HTTP.</summary>
public sealed class SocketTests
{
    [Fact]
    public async Task J01_a_connection_is_ready_when_slack_says_hello()
    {
        await using var test = await SocketTest.StartAsync(socket => socket.Greeting = _ => null);
        var link = await test.LinkAsync(1);
        Assert.Equal(0, test.Health.Open);

        await link.SendAsync("""{"type":"hello","num_connections":1,"connection_info":{"app_id":"A01TEST"}}""", Token);

        await FakeSlackSocket.UntilAsync(() => test.Health.Open == 1, Token);
    }

    [Fact]
    public async Task J02_an_event_is_a_row_before_it_is_acknowledged()
    {
        await using var test = await SocketTest.StartAsync();
        var link = await test.LinkAsync(1);

        var acknowledged = await await link.DeliverAsync("events_api", SlackPayload.Message(), Token);

        Assert.Single(test.Bot.Accepted());
        Assert.Single(acknowledged);
        await test.Bot.Channel.UntilAsync(posts => posts.Count == 1, Token);
    }

    [Theory]
    [InlineData("warning")]
    [InlineData("refresh_requested")]
    public async Task J03_a_connection_is_replaced_before_it_ends(string reason)
    {
        await using var test = await SocketTest.StartAsync();
        var old = await test.LinkAsync(1);
        var greet = test.Socket.Greeting;
        test.Socket.Greeting = _ => null;

        await old.DisconnectAsync(reason, Token);
        var replacement = await test.LinkAsync(2);
        // Nobody said hello on the new one: the old one still serves.
        await await old.DeliverAsync("events_api", SlackPayload.Message(ts: "1772442000.000001"), Token);
        Assert.False(old.Closed.IsCompleted);
        await replacement.SendAsync(greet(1)!.ToJsonString(), Token);
        await old.Closed.WaitAsync(Token);
        await await replacement.DeliverAsync("events_api", SlackPayload.Message(ts: "1772442000.000002"), Token);

        Assert.Equal(2, test.Bot.Accepted().Count);
        Assert.Equal(2, test.Socket.Links.Count);
    }

    [Fact]
    public async Task J04_connections_that_are_to_be_replaced_as_soon_as_they_open_are_not_opened_in_a_storm()
    {
        await using var test = await SocketTest.StartAsync();
        await (await test.LinkAsync(1)).DisconnectAsync("refresh_requested", Token);
        var second = await test.LinkAsync(2);
        var (least, most) = (TimeSpan.FromMilliseconds(750), TimeSpan.FromSeconds(1));
        var waits = test.Bot.Time.TimerBetween(least, most);
        Assert.False(waits.IsCompleted);

        await second.DisconnectAsync("refresh_requested", Token);
        await await Task.WhenAny(waits, test.LinkAsync(3));

        // Nothing comes before its time, and then it does.
        test.Bot.Time.Advance(least - TimeSpan.FromMilliseconds(1));
        Assert.True(waits.IsCompleted);
        Assert.Equal(2, test.Socket.Links.Count);
        test.Bot.Time.Advance(most - least + TimeSpan.FromMilliseconds(1));
        await test.LinkAsync(3);
    }

    [Fact]
    public async Task J05_when_socket_mode_is_switched_off_nothing_is_tried_any_more()
    {
        await using var test = await SocketTest.StartAsync();
        var link = await test.LinkAsync(1);

        await link.DisconnectAsync("link_disabled", Token);

        await test.AssertStoppedAsync("Socket Mode");
        Assert.Equal(1, test.Socket.Asked);
    }

    [Fact]
    public async Task J06_too_many_connections_wait_a_minute()
    {
        await using var test = await SocketTest.StartAsync();
        var link = await test.LinkAsync(1);
        var before = test.Bot.Time.GetUtcNow();

        await link.DisconnectAsync("too_many_websockets", Token);
        await FakeSlackSocket.UntilAsync(() => test.Bot.Log.All.Any(line => line.Contains("too many connections", StringComparison.Ordinal)), Token);
        Assert.Single(test.Socket.Links);

        await test.AdvanceUntilAsync(() => test.Socket.Links.Count == 2);
        Assert.True(test.Bot.Time.GetUtcNow() - before >= TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task J07_what_was_not_acknowledged_comes_again_and_happens_once()
    {
        await using var test = await SocketTest.StartAsync();
        var message = SlackPayload.Message();

        var first = await test.LinkAsync(1);
        await first.DeliverAsync("events_api", message, Token);
        first.Cut();
        var second = await test.LinkAsync(2);
        await await second.DeliverAsync("events_api", message, Token, retry: 1);
        await test.Bot.SettleAsync(Token);

        Assert.Single(test.Bot.Accepted());
        Assert.Single(test.Bot.Channel.Posts);
    }

    [Fact]
    public async Task J08_what_was_acknowledged_happens_though_the_connection_dies()
    {
        await using var test = await SocketTest.StartAsync();
        var slow = new TaskCompletionSource();
        test.Bot.Channel.Trouble = (_, _) => slow.Task;
        var link = await test.LinkAsync(1);

        await await link.DeliverAsync("events_api", SlackPayload.Message(), Token);
        link.Cut();
        slow.SetResult();

        await test.Bot.Channel.UntilAsync(posts => posts.Count == 1, Token);
    }

    [Fact]
    public async Task J09_a_connection_on_which_nobody_answers_pings_is_replaced()
    {
        await using var test = await SocketTest.StartAsync(
            socket => socket.IsDead = number => number == 1,
            replace: services => services.AddSingleton(new SocketPace(TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(200))));

        await test.LinkAsync(2);
    }

    [Fact]
    public async Task J10_slack_asks_for_time()
    {
        await using var test = await SocketTest.StartAsync(socket => socket.Next(SlackAnswer.RateLimited(30)));
        await FakeSlackSocket.UntilAsync(() => test.Bot.Log.All.Any(line => line.Contains("could not be opened: ratelimited", StringComparison.Ordinal)), Token);
        var before = test.Bot.Time.GetUtcNow();
        Assert.Empty(test.Socket.Links);

        await test.AdvanceUntilAsync(() => test.Socket.Links.Count == 1);
        Assert.True(test.Bot.Time.GetUtcNow() - before >= TimeSpan.FromSeconds(29));
    }

    [Theory]
    [InlineData("invalid_auth")]
    [InlineData("not_authed")]
    [InlineData("account_inactive")]
    public async Task J10_a_token_that_slack_does_not_take_stops_it(string error)
    {
        await using var test = await SocketTest.StartAsync(socket => socket.Next(SlackAnswer.Error(error)));

        await test.AssertStoppedAsync($"Slack:AppToken ({error})");
        Assert.Equal(1, test.Socket.Asked);
    }

    [Fact]
    public async Task J10_a_server_in_trouble_is_asked_again()
    {
        await using var test = await SocketTest.StartAsync(socket =>
        {
            socket.Next(SlackAnswer.Html(503));
            socket.Next(SlackAnswer.Error("internal_error"));
            socket.Next(new SlackAnswer(200, """{"ok":true,"url":"https://evil.example/"}"""));
        });

        await test.AdvanceUntilAsync(() => test.Socket.Links.Count == 1);
    }

    [Fact]
    public async Task J11_frames_of_every_kind_are_survived()
    {
        await using var test = await SocketTest.StartAsync();
        var link = await test.LinkAsync(1);

        await link.SendAsync("{", Token);
        await link.SendAsync("[]", Token);
        await link.SendAsync("null", Token);
        await link.SendAsync("""{"type":"events_api"}""", Token);
        await link.SendAsync("{\"type\":\"hello\"}", Token, type: WebSocketMessageType.Binary);
        await link.SendAsync(new string('x', 2 * 1024 * 1024), Token, frames: 3);
        await await link.DeliverAsync("events_api", SlackPayload.Message(ts: "1772442000.000001"), Token, frames: 7);
        await await link.DeliverAsync("events_api", SlackPayload.Message(ts: "1772442000.000002").Changed(envelope => envelope["padding"] = new string('x', 200_000)), Token);
        await await link.DeliverAsync("events_api", JsonNode.Parse("[]"), Token);
        await await link.DeliverAsync("events_api", payload: null, Token);

        Assert.Equal(2, test.Bot.Accepted().Count);
        Assert.Single(test.Socket.Links);
    }

    [Fact]
    public async Task J12_what_comes_on_several_connections_happens_once()
    {
        await using var test = await SocketTest.StartAsync(connections: 2);
        var (one, other) = (await test.LinkAsync(1), await test.LinkAsync(2));
        var message = SlackPayload.Message();

        var acknowledged = await Task.WhenAll(one.DeliverAsync("events_api", message, Token), other.DeliverAsync("events_api", message, Token));
        await Task.WhenAll(acknowledged);
        await test.Bot.SettleAsync(Token);

        Assert.Single(test.Bot.Accepted());
        Assert.Single(test.Bot.Channel.Posts);
        await FakeSlackSocket.UntilAsync(() => test.Health.Open == 2, Token);
    }

    [Fact]
    public async Task J13_an_unknown_envelope_is_acknowledged()
    {
        await using var test = await SocketTest.StartAsync();

        await await (await test.LinkAsync(1)).DeliverAsync("foo_bar", new JsonObject(), Token);

        Assert.Empty(test.Bot.Accepted());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task J14_a_command_is_answered_where_an_answer_is_taken(bool takesPayload)
    {
        await using var test = await SocketTest.StartAsync();

        var acknowledged = await await (await test.LinkAsync(1)).DeliverAsync("slash_commands", Command("help"), Token, takesPayload);

        Assert.Equal(takesPayload ? "ephemeral" : null, (string?)acknowledged["payload"]?["response_type"]);
    }

    [Fact]
    public async Task An_envelope_that_comes_on_every_connection_is_taken_once_and_answered_on_each()
    {
        await using var test = await SocketTest.StartAsync(connections: 2);
        var (one, other) = (await test.LinkAsync(1), await test.LinkAsync(2));
        // A real trigger lasts three seconds, however slow the machine is.
        test.Slack.Answer = call => call.Method == "views.open" ? new SlackAnswer(200, """{"ok":true,"view":{"id":"V01","hash":"1.a"}}""") : test.Socket.Open(call);
        var shortcut = SlackPayload.Shortcut(SlackPayload.Error);

        var acknowledged = await Task.WhenAll(one.DeliverAsync("interactive", shortcut, Token, id: "e-1"), other.DeliverAsync("interactive", shortcut, Token, id: "e-1"));
        await Task.WhenAll(acknowledged);
        await await one.DeliverAsync("interactive", shortcut, Token, id: "e-2");
        await test.Slack.UntilAsync(calls => calls.Count(call => call.Method == "views.open") >= 2, Token);

        Assert.Equal(2, test.Slack.Calls.Count(call => call.Method == "views.open"));
    }

    [Fact]
    public async Task An_envelope_that_could_not_be_taken_is_tried_anew_under_its_name()
    {
        await using var test = await SocketTest.StartAsync(connections: 2);
        var (one, other) = (await test.LinkAsync(1), await test.LinkAsync(2));
        var database = test.Bot.Bot.Get<Database>();
        await database.WriteAsync(connection => Execute(connection, "CREATE TRIGGER full BEFORE INSERT ON inbox BEGIN SELECT RAISE(ABORT, 'disk full'); END"), Token);

        var never = await one.DeliverAsync("events_api", SlackPayload.Message(), Token, id: "e-1");
        await FakeSlackSocket.UntilAsync(() => test.Bot.Log.All.Any(line => line.Contains("503: Storage", StringComparison.Ordinal)), Token);
        await database.WriteAsync(connection => Execute(connection, "DROP TRIGGER full"), Token);
        await await other.DeliverAsync("events_api", SlackPayload.Message(), Token, id: "e-1", retry: 1);

        Assert.False(never.IsCompleted);
        Assert.Single(test.Bot.Accepted());
    }

    [Theory]
    [InlineData("""{"type":"hello"}""")]
    [InlineData("""{"type":"hello","num_connections":"1","connection_info":null,"debug_info":[]}""")]
    public async Task A_hello_says_nothing_else_that_is_needed(string hello)
    {
        await using var test = await SocketTest.StartAsync(socket => socket.Greeting = _ => null);
        var link = await test.LinkAsync(1);

        await link.SendAsync(hello, Token);

        await FakeSlackSocket.UntilAsync(() => test.Health.Open == 1, Token);
    }

    [Fact]
    public async Task Whoever_delivers_something_has_said_hello()
    {
        await using var test = await SocketTest.StartAsync(socket => socket.Greeting = _ => null);

        await await (await test.LinkAsync(1)).DeliverAsync("events_api", SlackPayload.Message(), Token);

        await FakeSlackSocket.UntilAsync(() => test.Health.Open == 1, Token);
        Assert.Single(test.Bot.Accepted());
    }

    [Fact]
    public async Task What_an_envelope_leaves_out_is_not_needed()
    {
        await using var test = await SocketTest.StartAsync();
        var link = await test.LinkAsync(1);
        var bare = SlackPayload.Message().Changed(envelope =>
        {
            foreach (var member in new[] { "token", "enterprise_id", "api_app_id", "event_id", "event_time", "event_context", "is_ext_shared_channel", "authorizations" })
                envelope.Remove(member);
        }).ChangedEvent(message =>
        {
            foreach (var member in new[] { "channel_type", "team", "event_ts", "client_msg_id" })
                message.Remove(member);
        });

        await await link.DeliverAsync("events_api", bare, Token, change: envelope =>
        {
            envelope.Remove("retry_attempt");
            envelope.Remove("retry_reason");
            envelope.Remove("accepts_response_payload");
        });

        // Written to the bot alone, as the id of the channel says.
        Assert.Equal((long)ChatOpsBot.Conversations.Addressing.Direct, Assert.Single(test.Bot.Accepted()).Addressing);
    }

    [Fact]
    public async Task A_name_is_heard_where_an_event_does_not_say_whose_it_is()
    {
        await using var test = await SocketTest.StartAsync();
        var link = await test.LinkAsync(1);
        await FakeSlackSocket.UntilAsync(() => test.Bot.Bot.Get<OwnUsers>().Of(SlackBot.TeamId) is not null, Token);
        var mention = SlackPayload.Message().InChannel().NamingBot().Changed(envelope => envelope.Remove("authorizations"));

        await await link.DeliverAsync("events_api", mention, Token);

        Assert.Equal((long)ChatOpsBot.Conversations.Addressing.Mention, Assert.Single(test.Bot.Accepted()).Addressing);
    }

    [Fact]
    public async Task A_command_is_answered_where_nobody_says_whether_an_answer_is_taken()
    {
        await using var test = await SocketTest.StartAsync();

        var acknowledged = await await (await test.LinkAsync(1)).DeliverAsync("slash_commands", Command("help"), Token, takesPayload: true, change: envelope => envelope.Remove("accepts_response_payload"));

        Assert.Equal("ephemeral", (string?)acknowledged["payload"]?["response_type"]);
    }

    [Fact]
    public async Task A_command_whose_acknowledgement_takes_no_answer_is_answered_beside_it()
    {
        await using var test = await SocketTest.StartAsync();
        var command = Command("help");
        command["response_url"] = test.Slack.ResponseUrl().AbsoluteUri;

        var acknowledged = await await (await test.LinkAsync(1)).DeliverAsync("slash_commands", command, Token);
        await test.Slack.UntilAsync(calls => calls.Any(call => call.Method == "response_url"), Token);

        Assert.False(acknowledged.ContainsKey("payload"));
        Assert.Empty(test.Slack.Complaints);
    }

    [Fact]
    public async Task A_disconnect_that_gives_no_reason_replaces_the_connection()
    {
        await using var test = await SocketTest.StartAsync();
        var old = await test.LinkAsync(1);
        await FakeSlackSocket.UntilAsync(() => test.Health.Open == 1, Token);

        await old.SendAsync("""{"type":"disconnect"}""", Token);

        await test.LinkAsync(2);
        await old.Closed.WaitAsync(Token);
        Assert.Equal(1, test.Health.Open);
    }

    [Fact]
    public async Task A_ping_in_words_ends_nothing()
    {
        await using var test = await SocketTest.StartAsync();
        var link = await test.LinkAsync(1);

        await link.SendAsync("Ping from applink-1", Token);
        await link.SendAsync("""{"type":"ping","id":7}""", Token);
        await await link.DeliverAsync("events_api", SlackPayload.Message(), Token);

        Assert.Single(test.Socket.Links);
    }

    [Fact]
    public async Task An_app_level_token_of_another_app_is_named()
    {
        await using var test = await SocketTest.StartAsync(socket => socket.Greeting = _ => new JsonObject { ["type"] = "hello", ["connection_info"] = new JsonObject { ["app_id"] = "A02OTHER" } });

        await FakeSlackSocket.UntilAsync(() => test.Health.Open == 1, Token);

        const string Said = "Slack: Slack:AppToken is of the app A02OTHER, but Slack:AppId is A01TEST: what comes from people is refused. Set both to those of one app, under Basic Information.";
        Assert.Single(test.Bot.Log.All, line => line == $"Error: {Said}");
        Assert.Equal(("degraded", Said), await test.HealthAsync());
    }

    [Theory]
    [InlineData("http://localhost:3000/api/", "ws://localhost:3000/socket/1", "ws://localhost:3000/socket/1")]
    [InlineData("http://localhost:3000/api/", "ws://127.0.0.1:3001/socket/1", "ws://127.0.0.1:3001/socket/1")]
    [InlineData("http://127.0.0.1:3000/api/", "ws://0.0.0.0:3000/link?ticket=1", "ws://127.0.0.1:3000/link?ticket=1")]
    [InlineData("http://localhost:3000/api/", "wss://emulator.example/link", "wss://emulator.example/link")]
    [InlineData("https://slack.com/api/", "wss://wss-primary.slack.com/link/?ticket=1", "wss://wss-primary.slack.com/link/?ticket=1")]
    public void A_connection_goes_where_slack_says(string api, string url, string called) =>
        Assert.Equal(new Uri(called), SocketModeAddress.Of(url, SlackHosts.Of(new Uri(api))));

    [Theory]
    [InlineData("https://slack.com/api/", "ws://wss-primary.slack.com/link", "Slack:ApiBaseUrl is https, but")]
    [InlineData("https://slack.com/api/", "ws://127.0.0.1/link", "Slack:ApiBaseUrl is https, but")]
    [InlineData("http://localhost:3000/api/", "ws://10.0.0.1:3000/link", "ws://10.0.0.1:3000, which is not on this machine")]
    [InlineData("http://localhost:3000/api/", "ws://emulator:3000/link", "as with Slack:ApiBaseUrl")]
    [InlineData("http://localhost:3000/api/", "ws://me@localhost:3000/link", "no address of a WebSocket")]
    [InlineData("http://localhost:3000/api/", "http://localhost:3000/link", "no address of a WebSocket")]
    [InlineData("http://localhost:3000/api/", "/link", "no address of a WebSocket")]
    [InlineData("http://localhost:3000/api/", null, "no address of a WebSocket")]
    public void Without_TLS_nobody_but_this_machine_is_called(string api, string? url, string why) =>
        Assert.Contains(why, Assert.Throws<SocketModeAddressException>(() => SocketModeAddress.Of(url, SlackHosts.Of(new Uri(api)))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Why_no_connection_opens_is_said_aloud_once()
    {
        await using var test = await SocketTest.StartAsync(socket =>
        {
            socket.Next(SlackAnswer.Html(503));
            socket.Next(SlackAnswer.Html(503));
            socket.Next(SlackAnswer.Html(503));
            socket.Next(SlackAnswer.Error("internal_error"));
        });

        await test.AdvanceUntilAsync(() => test.Socket.Links.Count == 1);

        Assert.Equal(["Warning", "Debug", "Debug", "Warning"], test.Bot.Log.All.Where(line => line.Contains("could not be opened", StringComparison.Ordinal)).Select(line => line.Split(':')[0]));
    }

    [Theory]
    [InlineData(200, """{"ok":false,"error":"unknown_method"}""", "unknown_method")]
    [InlineData(404, "<html></html>", "Slack answered apps.connections.open with 404")]
    [InlineData(200, "<html></html>", "What answered apps.connections.open is not Slack's Web API")]
    [InlineData(200, "{}", "Slack refused apps.connections.open: no reason given")]
    [InlineData(200, """{"ok":true,"url":"ws://emulator.example:3000/link"}""", "ws://emulator.example:3000")]
    [InlineData(200, """{"ok":true}""", "no address of a WebSocket")]
    public async Task What_has_no_socket_mode_is_named_with_the_setting_that_leads_there(int status, string body, string why)
    {
        await using var test = await SocketTest.StartAsync(socket => socket.Next(new SlackAnswer(status, body)));

        await test.AdvanceUntilAsync(() => test.Socket.Links.Count == 1);

        var line = test.Bot.Log.All.First(line => line.Contains("could not be opened", StringComparison.Ordinal));
        Assert.Contains(why, line, StringComparison.Ordinal);
        Assert.Contains("Slack:ApiBaseUrl", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_press_comes_the_same_way()
    {
        await using var test = await SocketTest.StartAsync();
        var link = await test.LinkAsync(1);
        await await link.DeliverAsync("events_api", SlackPayload.Message().InChannel().NamingBot(), Token);
        var caseId = (await test.Bot.Channel.UntilAsync(posts => posts.Count == 1, Token))[0].Card.CaseId;

        await await link.DeliverAsync("interactive", SlackPayload.Press(caseId, "take"), Token);

        Assert.NotNull(test.Bot.Bot.Get<CaseStore>().Find(caseId)!.Owner);
    }

    [Fact]
    public async Task What_cannot_be_stored_is_not_acknowledged()
    {
        await using var test = await SocketTest.StartAsync();
        var link = await test.LinkAsync(1);
        var database = test.Bot.Bot.Get<Database>();
        await database.WriteAsync(connection => Execute(connection, "CREATE TRIGGER full BEFORE INSERT ON inbox BEGIN SELECT RAISE(ABORT, 'disk full'); END"), Token);

        var never = await link.DeliverAsync("events_api", SlackPayload.Message(), Token);
        await FakeSlackSocket.UntilAsync(() => test.Bot.Log.All.Any(line => line.Contains("503: Storage", StringComparison.Ordinal)), Token);
        await database.WriteAsync(connection => Execute(connection, "DROP TRIGGER full"), Token);
        await await link.DeliverAsync("events_api", SlackPayload.Message(), Token, retry: 1);

        Assert.False(never.IsCompleted);
        Assert.Single(test.Bot.Accepted());
    }

    [Fact]
    public async Task Health_says_which_connection_hears_nothing_and_since_when_until_slack_says_hello()
    {
        await using var test = await SocketTest.StartAsync(socket => socket.Greeting = _ => null, connections: 2);
        var began = test.Bot.Time.GetUtcNow();
        var links = new[] { await test.LinkAsync(1), await test.LinkAsync(2) };

        var (status, trouble) = await test.HealthAsync();
        Assert.Equal("degraded", status);
        Assert.Contains($"nothing is received since {began:yyyy-MM-dd HH:mm:ss} UTC", trouble, StringComparison.Ordinal);
        Assert.Contains("connection 1: being opened for the first time; connection 2: being opened", trouble, StringComparison.Ordinal);
        Assert.Contains("The bot goes on trying. See that Slack:ApiBaseUrl (http://127.0.0.1:", trouble, StringComparison.Ordinal);

        await links[1].SendAsync("""{"type":"hello"}""", Token);
        await FakeSlackSocket.UntilAsync(() => test.Health.Open == 1, Token);
        // One is enough to hear everything.
        Assert.Equal(("ok", null), await test.HealthAsync());

        test.Bot.Time.Advance(TimeSpan.FromSeconds(5));
        links[1].Cut();
        await FakeSlackSocket.UntilAsync(() => test.Health.Open == 0, Token);
        (_, trouble) = await test.HealthAsync();
        Assert.Contains($"since {began.AddSeconds(5):yyyy-MM-dd HH:mm:ss} UTC", trouble, StringComparison.Ordinal);
        Assert.Contains(": it was cut", trouble, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Health_says_what_to_do_when_socket_mode_makes_no_sense_any_more()
    {
        await using var test = await SocketTest.StartAsync();
        await (await test.LinkAsync(1)).DisconnectAsync("link_disabled", Token);
        await test.AssertStoppedAsync("Socket Mode");

        var (status, trouble) = await test.HealthAsync();

        Assert.Equal("degraded", status);
        Assert.Contains("Switch it on under Socket Mode of the app, and start the bot again.", trouble, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_doctor_asks_the_running_bot_whether_it_hears()
    {
        await using var test = await SocketTest.StartAsync(socket => socket.Greeting = _ => null);
        await test.LinkAsync(1);

        var ill = await DoctorAsync(test.Bot);
        await test.Socket.Links[0].SendAsync("""{"type":"hello"}""", Token);
        await FakeSlackSocket.UntilAsync(() => test.Health.Open == 1, Token);
        var well = await DoctorAsync(test.Bot);

        Assert.Equal(1, ill.ExitCode);
        Assert.Contains("degraded", ill.Output, StringComparison.Ordinal);
        Assert.Contains("no connection of Socket Mode is open", ill.Output, StringComparison.Ordinal);
        Assert.Equal((0, ""), (well.ExitCode, well.Errors));
        Assert.Contains("/: ok", well.Output, StringComparison.Ordinal);

        static Task<(int ExitCode, string Output, string Errors)> DoctorAsync(SlackBot bot) =>
            BotProcess.RunAsync(["doctor", $"--Storage:DataFolder={bot.Bot.DataFolder}", $"--Urls=http://*:{bot.Bot.Address.Port}"], "", Token);
    }

    [Fact]
    public async Task A_connection_that_dies_while_its_replacement_does_not_come_counts_no_more()
    {
        await using var test = await SocketTest.StartAsync();
        var link = await test.LinkAsync(1);
        await FakeSlackSocket.UntilAsync(() => test.Health.Open == 1, Token);
        test.Socket.Greeting = _ => null;

        await link.DisconnectAsync("warning", Token);
        await test.LinkAsync(2);
        Assert.Equal(("ok", null), await test.HealthAsync());
        link.Cut();

        await FakeSlackSocket.UntilAsync(() => test.Health.Open == 0, Token);
        Assert.Equal("degraded", (await test.HealthAsync()).Status);
    }

    private static int Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteNonQuery();
    }

    private static JsonObject Command(string text) => new(SlackPayload.Command(text).Select(field => KeyValuePair.Create(field.Key, (JsonNode?)field.Value)));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A bot that calls a Slack of its own.</summary>
    private sealed class SocketTest : IAsyncDisposable
    {
        private SocketTest(FakeSlack slack, FakeSlackSocket socket, SlackBot bot) => (Slack, Socket, Bot) = (slack, socket, bot);

        public FakeSlack Slack { get; }

        public FakeSlackSocket Socket { get; }

        public SlackBot Bot { get; }

        public SlackSockets Sockets => Bot.Bot.Get<SlackSockets>();

        public SocketHealth Health => Bot.Bot.Get<SocketHealth>();

        public static async Task<SocketTest> StartAsync(Action<FakeSlackSocket>? prepare = null, int connections = 1, Action<IServiceCollection>? replace = null)
        {
            var web = await FakeSlack.StartAsync(time: null, Token);
            var socket = await FakeSlackSocket.StartAsync(AppToken, Token);
            prepare?.Invoke(socket);
            web.Answer = socket.Open;
            web.Install(SlackBot.TeamId, "xoxb-not-a-token");
            var bot = await SlackBot.StartAsync(
                Token,
                [$"--Slack:AppToken={AppToken}", $"--Slack:SocketConnections={connections}"],
                replace: services =>
                {
                    services.AddSingleton(new SlackHosts(web.Api, web.Root, web.Root));
                    services.AddHttpClient(SlackOutboundSetup.WebApiClient).ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler());
                    replace?.Invoke(services);
                });
            return new SocketTest(web, socket, bot);
        }

        public Task<FakeSlackLink> LinkAsync(int number) => Socket.LinkAsync(number, Token);

        public async Task<(string? Status, string? Trouble)> HealthAsync()
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "health/ready");
            using var answer = await Bot.SendAsync(request, Token);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            var health = JsonNode.Parse(await answer.Content.ReadAsStringAsync(Token))!;
            return ((string?)health["status"], (string?)health["trouble"]);
        }

        /// <summary>Moves the clock on, second by second, while the bot waits for its next try; it stands still while one is under way.</summary>
        public async Task AdvanceUntilAsync(Func<bool> isSo)
        {
            for (var look = 0; look < 600; look++)
            {
                if (isSo())
                    return;
                if (Socket.Asked == Bot.Log.All.Count(line => line.Contains("could not be opened", StringComparison.Ordinal) || line.Contains("too many connections", StringComparison.Ordinal)))
                    Bot.Time.Advance(TimeSpan.FromSeconds(1));
                await Task.Delay(100, Token);
            }

            Assert.Fail("It did not come to this.");
        }

        public async Task AssertStoppedAsync(string reason)
        {
            await FakeSlackSocket.UntilAsync(() => Sockets.ExecuteTask is { IsCompleted: true }, Token);
            Assert.Contains(reason, Health.Stopped, StringComparison.Ordinal);
            Assert.Single(Bot.Log.All, line => line.StartsWith("Error: Slack: nothing is received any more", StringComparison.Ordinal));
            Assert.Equal(0, Health.Open);
        }

        public async ValueTask DisposeAsync()
        {
            await Bot.DisposeAsync();
            var complaints = Socket.Complaints.ToList();
            await Socket.DisposeAsync();
            await Slack.DisposeAsync();
            // Whatever the test was about: the real Slack forgives none of these.
            Assert.Empty(complaints);
        }

        private const string AppToken = "xapp-1-A01TEST-2-not-a-token";
    }
}
