using System.Diagnostics.Metrics;
using System.Globalization;
using System.Net;
using System.Text;
using ChatOpsBot.Channels.Slack;
using ChatOpsBot.Channels.Slack.Outbound;
using ChatOpsBot.Channels.Slack.Protocol;
using ChatOpsBot.Conversations;
using ChatOpsBot.Storage;
using ChatOpsBot.Testing.Slack;
using ChatOpsBot.Tests.Faults;
using Dapper;

namespace ChatOpsBot.Tests.Channels.Slack;

/// <summary>What becomes of a message whose sender was killed on the way (F07), and of others of which the bot must remember whether they left.</summary>
public sealed class SlackPostsTests
{
    [Fact]
    public async Task A_bot_that_was_killed_before_slack_answered_finds_its_message()
    {
        await using var slack = await SlackOutbound.StartAsync(Token);
        slack.Slack.Next(SlackAnswer.Silent.AfterCarryingOut());
        var unanswered = slack.SendAsync();
        await slack.Slack.UntilAsync(_ => slack.Slack.Messages.Count == 1, Token);

        await using var restarted = slack.KilledNow();
        slack.Time.Advance(TimeSpan.FromSeconds(5));
        var ts = await restarted.SendAsync();

        Assert.Equal(Assert.Single(slack.Slack.Messages).Ts, ts);
        Assert.Equal(["chat.postMessage", "conversations.replies"], slack.Slack.Calls.Select(call => call.Method));
        await LoseAsync(slack, unanswered);
    }

    [Fact]
    public async Task The_program_that_is_killed_while_slack_answers_looks_before_it_posts_again()
    {
        var folder = Directory.CreateTempSubdirectory("chatopsbot-test-").FullName;
        try
        {
            await using var slack = await FakeSlack.StartAsync(time: null, Token);
            slack.Install(SlackBot.TeamId, "xoxb-not-a-token");
            slack.Add(new SlackChannelState(SlackPayload.Direct));
            slack.Answer = call => call.Method == "chat.postMessage" ? SlackAnswer.Silent.AfterCarryingOut() : null;
            await using var bot = await RunningBot.StartAsync(
                folder,
                Token,
                ("Slack__AppId", SlackBot.AppId),
                ("Slack__SigningSecret", SlackBot.Secret),
                ("Slack__BotToken", "xoxb-not-a-token"),
                ("Slack__ApiBaseUrl", slack.Api.AbsoluteUri));

            await SayAsync(bot.Address, SlackPayload.Message().ToJsonString());
            await slack.UntilAsync(_ => slack.Messages.Count == 1, Token);
            await bot.KillAsync();
            await bot.StartAsync(Token);
            await slack.UntilAsync(calls => calls.Any(call => call.Method == "conversations.history"), Token);
            await WaitUntilAnsweredAsync(bot);

            Assert.Single(slack.Calls, call => call.Method == "chat.postMessage");
            Assert.Single(slack.Messages);
            Assert.Empty(slack.Complaints);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_bot_that_was_killed_before_slack_had_its_message_looks_and_posts_it()
    {
        await using var slack = await SlackOutbound.StartAsync(Token);
        slack.Slack.Next(SlackAnswer.Silent);
        var unanswered = slack.SendAsync();
        await slack.Slack.UntilAsync(calls => calls.Count == 1, Token);

        await using var restarted = slack.KilledNow();
        // What was on its way may not be seen yet.
        Assert.False((await restarted.RefusedAsync(() => restarted.SendAsync())).IsPermanent);
        slack.Time.Advance(TimeSpan.FromSeconds(5));
        await restarted.SendAsync();

        Assert.Single(slack.Slack.Messages);
        Assert.Equal(["chat.postMessage", "conversations.replies", "chat.postMessage"], slack.Slack.Calls.Select(call => call.Method));
        await LoseAsync(slack, unanswered);
    }

    [Fact]
    public async Task A_bot_that_was_killed_before_it_saved_what_slack_answered_finds_its_message()
    {
        await using var slack = await SlackOutbound.StartAsync(Token);
        var ts = await slack.SendAsync();

        await using var restarted = slack.KilledNow();
        slack.Time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(ts, await restarted.SendAsync());
        Assert.Single(slack.Slack.Messages);

        // What it found it need not look for again.
        await using var third = restarted.KilledNow();
        Assert.Equal(ts, await third.SendAsync());
        Assert.Equal(["chat.postMessage", "conversations.replies"], slack.Slack.Calls.Select(call => call.Method));
    }

    [Fact]
    public async Task A_first_post_that_goes_well_needs_no_row()
    {
        await using var slack = await SlackOutbound.StartAsync(Token);

        await slack.SendAsync();

        Assert.Empty(Rows(slack));
    }

    [Fact]
    public async Task A_later_post_is_written_down_before_it_leaves()
    {
        await using var slack = await SlackOutbound.StartAsync(Token);
        IReadOnlyList<string> atArrival = [];
        slack.Slack.Answer = call =>
        {
            if (call.Method == "chat.postMessage")
                atArrival = Rows(slack);
            return null;
        };
        slack.Slack.Next(SlackAnswer.RateLimited(3));
        await slack.RefusedAsync(() => slack.SendAsync());
        Assert.Empty(atArrival);
        slack.Time.Advance(TimeSpan.FromSeconds(3));

        await slack.SendAsync();

        Assert.Equal(["m1"], atArrival);
    }

    [Fact]
    public async Task The_one_more_try_is_not_had_again_by_being_killed()
    {
        await using var slack = await SlackOutbound.StartAsync(Token);
        slack.Slack.Answer = call => call.Method == "chat.postMessage" ? SlackAnswer.Html(502) : null;
        await slack.RefusedAsync(() => slack.SendAsync());
        slack.Time.Advance(TimeSpan.FromSeconds(5));

        await using var second = slack.KilledNow();
        Assert.False((await second.RefusedAsync(() => second.SendAsync())).IsPermanent);
        slack.Time.Advance(TimeSpan.FromSeconds(5));

        await using var third = second.KilledNow();
        Assert.True((await third.RefusedAsync(() => third.SendAsync())).IsPermanent);
        Assert.Equal(2, slack.Slack.Calls.Count(call => call.Method == "chat.postMessage"));
    }

    [Fact]
    public async Task A_bot_that_is_killed_again_and_again_goes_on_as_long_as_it_can_look()
    {
        await using var slack = await SlackOutbound.StartAsync(Token);
        slack.Slack.Answer = call => call.Method == "chat.postMessage" ? SlackAnswer.Silent : null;
        var killed = slack;
        List<(SlackOutbound Bot, Task Unanswered)> dead = [];
        for (var life = 1; life <= 4; life++)
        {
            var posts = life;
            dead.Add((killed, killed.SendAsync()));
            await slack.Slack.UntilAsync(calls => calls.Count(call => call.Method == "chat.postMessage") == posts, Token);
            killed = killed.KilledNow();
            slack.Time.Advance(TimeSpan.FromSeconds(5));
        }

        slack.Slack.Answer = null;
        await killed.SendAsync();

        Assert.Single(slack.Slack.Messages);
        await slack.Slack.StopAsync();
        foreach (var (bot, unanswered) in dead)
        {
            await Assert.ThrowsAnyAsync<Exception>(() => unanswered);
            if (bot != slack)
                await bot.DisposeAsync();
        }

        await killed.DisposeAsync();
    }

    [Fact]
    public async Task A_bot_that_is_killed_again_and_again_and_may_not_look_posts_twice_at_most()
    {
        await using var slack = await SlackOutbound.StartAsync(Token);
        slack.Slack.Answer = call => call.Method == "chat.postMessage" ? SlackAnswer.Silent : SlackAnswer.MissingScope("channels:history");
        var first = slack.SendAsync();
        await slack.Slack.UntilAsync(calls => calls.Count == 1, Token);
        await using var second = slack.KilledNow();
        slack.Time.Advance(TimeSpan.FromSeconds(5));
        var again = second.SendAsync();
        await slack.Slack.UntilAsync(calls => calls.Count == 3, Token);
        await using var third = second.KilledNow();
        slack.Time.Advance(TimeSpan.FromSeconds(5));

        Assert.True((await third.RefusedAsync(() => third.SendAsync())).IsPermanent);

        Assert.Equal(2, slack.Slack.Calls.Count(call => call.Method == "chat.postMessage"));
        await LoseAsync(slack, first);
        await Assert.ThrowsAnyAsync<Exception>(() => again);
    }

    [Fact]
    public async Task What_slack_refused_did_not_leave()
    {
        await using var slack = await SlackOutbound.StartAsync(Token);
        slack.Slack.Next(SlackAnswer.RateLimited(3), SlackAnswer.Error("channel_not_found"));
        await slack.RefusedAsync(() => slack.SendAsync());
        Assert.Null(slack.Get<SlackPosts>().Find("m1"));

        slack.Time.Advance(TimeSpan.FromSeconds(3));
        await slack.RefusedAsync(() => slack.SendAsync());
        Assert.Null(slack.Get<SlackPosts>().Find("m1"));

        slack.Get<ClosedConversations>().Reopen(SlackOutbound.Team, SlackOutbound.Channel);
        await slack.SendAsync();
        Assert.Equal(["chat.postMessage", "chat.postMessage", "chat.postMessage"], slack.Slack.Calls.Select(call => call.Method));
    }

    [Fact]
    public async Task A_card_that_goes_again_in_a_simpler_form_left_once()
    {
        await using var slack = await SlackOutbound.StartAsync(Token);
        slack.Slack.Next(SlackAnswer.Error("invalid_blocks"), SlackAnswer.Html(503));

        await slack.RefusedAsync(() => slack.SendAsync());

        Assert.Equal(1, slack.Get<SlackPosts>().Find("m1")!.Tries);
    }

    [Fact]
    public async Task Where_the_bot_may_not_look_its_second_post_is_counted()
    {
        await using var slack = await SlackOutbound.StartAsync(Token);
        var counted = new List<object?>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, all) =>
        {
            if (instrument.Name == "chatopsbot.slack.repeated_posts")
                all.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, _, tags, _) => counted.Add(tags[0].Value));
        listener.Start();
        slack.Slack.Answer = call => call.Method == "conversations.replies" ? SlackAnswer.MissingScope("channels:history") : null;
        slack.Slack.Next(SlackAnswer.Html(504).AfterCarryingOut());
        await slack.RefusedAsync(() => slack.SendAsync());
        slack.Time.Advance(TimeSpan.FromSeconds(5));

        await slack.SendAsync();

        Assert.Contains(false, counted);
        Assert.Contains("may stand in its conversation twice", slack.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task As_whom_the_bot_posts_it_learns_from_slack()
    {
        await using var slack = await SlackOutbound.StartAsync(Token);
        slack.Slack.Next(new SlackAnswer(200, """{"ok":true,"channel":"C01EXAMPLE","ts":"1795001112.000100","message":{"type":"message","user":"U01BOT","bot_id":"B01BOT"}}"""));

        await slack.SendAsync();

        Assert.True(slack.Get<OwnUsers>().IsOwn(SlackOutbound.Team, "U01BOT"));
        Assert.False(slack.Get<OwnUsers>().IsOwn(SlackOutbound.Team, SlackOutbound.Person));
        Assert.False(slack.Get<OwnUsers>().IsOwn("T99OTHER", "U01BOT"));
    }

    [Fact]
    public async Task Whoever_asked_by_command_is_told_that_the_answer_found_no_place()
    {
        await using var slack = await SlackOutbound.StartAsync(Token);
        var word = new ResponseMessage { Text = "I am not here.", ResponseType = ResponseMessage.Ephemeral };
        var (installation, address) = (new SlackInstallation(SlackOutbound.Team, IsEnterprise: false), slack.Slack.ResponseUrl());
        slack.Get<CommandsUnderWay>().Note("m1", () => slack.Get<SlackCalls>().RespondAsync(installation, address, word, Token));

        Assert.True((await slack.RefusedAsync(() => slack.SendAsync("m1", "D99OTHERS", thread: null))).IsPermanent);

        var calls = await slack.Slack.UntilAsync(all => all.Any(call => call.Method == "response_url"), Token);
        Assert.Equal("I am not here.", calls[^1].Argument("text"));
        // Once.
        await slack.RefusedAsync(() => slack.SendAsync("m1", "D99OTHERS", thread: null));
        Assert.Single(slack.Slack.Calls, call => call.Method == "response_url");
    }

    [Fact]
    public async Task Whoever_a_whisper_was_for_is_told_that_it_found_no_place()
    {
        await using var slack = await SlackOutbound.StartAsync(Token);
        slack.Slack.Add(new SlackChannelState(SlackOutbound.Channel) { Refusal = "not_in_channel" });
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        slack.Get<CommandsUnderWay>().Note("m1", () => Task.Run(told.SetResult, Token));

        await slack.RefusedAsync(() => slack.Speaker.WhisperAsync(SlackOutbound.Conversation(), new Person(SlackOutbound.Person, "Kim"), Some.Card(Some.Case()), new Delivery("m1", EarlierTries.None, slack.Time.GetUtcNow()), Token));

        await told.Task.WaitAsync(Token);
    }

    [Fact]
    public async Task Posts_of_yesterday_are_forgotten()
    {
        await using var slack = await SlackOutbound.StartAsync(Token);
        slack.Slack.Next(SlackAnswer.Html(503));
        await slack.RefusedAsync(() => slack.SendAsync());
        Assert.NotNull(slack.Get<SlackPosts>().Find("m1"));
        slack.Time.Advance(TimeSpan.FromHours(24.1));

        Assert.Null(slack.Get<SlackPosts>().Find("m1"));
        slack.Slack.Next(SlackAnswer.Html(503));
        await slack.RefusedAsync(() => slack.SendAsync("m2"));

        Assert.Equal(["m2"], Rows(slack));
    }

    private static List<string> Rows(SlackOutbound slack) =>
        slack.Get<Database>().Read(connection => connection.Query<string>("SELECT delivery_key FROM slack_posts").AsList());

    /// <summary>Whoever was killed does not hear this: for the other half of the test it ends all the same.</summary>
    private static async Task LoseAsync(SlackOutbound slack, Task unanswered)
    {
        await slack.Slack.StopAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => unanswered);
    }

    private static async Task SayAsync(Uri bot, string body)
    {
        using var http = new HttpClient();
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(bot, "slack/events")) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add(RequestSignature.TimestampHeader, now);
        request.Headers.Add(RequestSignature.SignatureHeader, RequestSignature.Sign(now, Encoding.UTF8.GetBytes(body), SlackBot.Secret));
        using var answer = await http.SendAsync(request, Token);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private static async Task WaitUntilAnsweredAsync(RunningBot bot)
    {
        for (var look = 0; look < 600; look++)
        {
            if ((await bot.HealthAsync(Token)).Body.Contains("\"waiting\":0", StringComparison.Ordinal))
                return;
            await Task.Delay(100, Token);
        }

        Assert.Fail($"It was not answered. {string.Join('\n', bot.Said)}");
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
