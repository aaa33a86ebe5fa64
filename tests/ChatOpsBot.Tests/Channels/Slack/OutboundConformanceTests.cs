using System.Text.Json;
using ChatOpsBot.Channels.Slack.Blocks;
using ChatOpsBot.Channels.Slack.Outbound;
using ChatOpsBot.Channels.Slack.Protocol;
using ChatOpsBot.Conversations;
using ChatOpsBot.Testing.Slack;

namespace ChatOpsBot.Tests.Channels.Slack;

/// <summary>
/// Group I of the protocol checklist: how the bot speaks on Slack when all is well and when it is not. I15 and I16, about what is said,
/// stand in <see cref="BlockKitTests"/>; I19 is about reactions, which the bot does not add.
/// </summary>
public sealed class OutboundConformanceTests
{
    private static readonly (string Id, string What, Func<SlackOutbound, Task> Check)[] Cases =
    [
        ("I01", "a 200 that says channel_not_found is a failure, and the conversation is left alone", RefusedWith200),
        ("I02", "429 pauses the method in this workspace; other methods run", ThrottledUpdate),
        ("I03", "rate_limited in a body without a header: a pause of our own", ThrottledInBody),
        ("I04", "msg_too_long: a shorter text, sent once", TextTooLong),
        ("I05", "msg_blocks_too_long: a compact card, once", BlocksTooLong),
        ("I06", "invalid_blocks: logged with its place, plain text once", InvalidBlocks),
        ("I06a", "a table that is not taken becomes lines, here and from then on", InvalidTable),
        ("I06b", "what is refused in every form is not sent for ever", InvalidForEver),
        ("I07", "not_in_channel: no retry, and how to invite the bot", NotInvited),
        ("I08", "an archived channel and a locked thread: stop", Locked),
        ("I09", "a dead token: the installation is forgotten and nothing more is called", DeadToken),
        ("I10", "an expired token: one renewal, one repeat", ExpiredToken),
        ("I11", "a token that cannot be renewed: the installation is forgotten", NotRenewable),
        ("I12", "a missing scope: told once", MissingScope),
        ("I13", "a deleted message is not updated any more", DeletedMessage),
        ("I14", "silence on a post: looked up, and found", UncertainFound),
        ("I14a", "fatal_error, 5xx and silence on a post: looked up, not found, one more try, and no third", UncertainRepeated),
        ("I14b", "where nothing can be looked up: one more try at most", UncertainBlind),
        ("I14c", "a post that never left is tried again at once", NotReached),
        ("I14d", "an update may be done twice", UpdateInOutage),
        ("I15", "every message has words, no previews, and stands in its thread", WholeMessage),
        ("I17", "60 live cards: at most 40 updates a minute, results before interim states", ManyUpdates),
        ("I18", "what follows later is a message in the thread", FollowUp),
        ("I20", "what only one person may see, and where that fails a direct message", Whisper),
        ("I21", "the token goes to Slack's address only: a redirect is not followed", Redirect),
        ("I22", "codes of a workspace that moves, or is closed to apps", Moving),
        ("I23", "each message carries a mark that says nothing", Mark),
    ];

    public static IEnumerable<TheoryDataRow<string>> Rows => Cases.Select(one => new TheoryDataRow<string>(one.Id) { TestDisplayName = $"{one.Id} {one.What}" });

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    // Only so that a call that waits for a moment which never comes fails, and does not hang.
    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Rows))]
    public async Task Slack_outbound(string id)
    {
        await using var slack = await SlackOutbound.StartAsync(Token);

        await Cases.Single(one => one.Id == id).Check(slack);

        Assert.DoesNotContain("secret-token", slack.Log.Text, StringComparison.Ordinal);
    }

    private static async Task RefusedWith200(SlackOutbound slack)
    {
        var refused = await slack.RefusedAsync(() => slack.SendAsync(channel: "C02UNKNOWN"));
        Assert.True(refused.IsPermanent);
        Assert.Contains("/invite", refused.Message, StringComparison.Ordinal);

        await slack.RefusedAsync(() => slack.SendAsync("m2", "C02UNKNOWN"));
        Assert.Single(slack.Slack.Calls);

        // Somebody there was heard of again.
        slack.Slack.Add(new SlackChannelState("C02UNKNOWN"));
        slack.Get<ClosedConversations>().Reopen(SlackOutbound.Team, "C02UNKNOWN");
        await slack.SendAsync("m3", "C02UNKNOWN");
        Assert.Single(slack.Slack.Messages);
    }

    private static async Task ThrottledUpdate(SlackOutbound slack)
    {
        var ts = await slack.SendAsync();
        slack.Slack.Next(SlackAnswer.RateLimited(30));

        var throttled = await slack.RefusedAsync(() => slack.UpdateAsync(ts));
        Assert.False(throttled.IsPermanent);
        Assert.Equal(TimeSpan.FromSeconds(30), throttled.RetryAfter);

        await slack.SendAsync("m2");
        slack.Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(TimeSpan.FromSeconds(20), (await slack.RefusedAsync(() => slack.UpdateAsync(ts))).RetryAfter);
        Assert.Equal(3, slack.Slack.Calls.Count);

        slack.Time.Advance(TimeSpan.FromSeconds(20));
        await slack.UpdateAsync(ts);
        Assert.Equal(1, slack.Slack.Messages[0].Updates);
    }

    private static async Task ThrottledInBody(SlackOutbound slack)
    {
        slack.Slack.Next(SlackAnswer.Error("rate_limited"));

        var throttled = await slack.RefusedAsync(() => slack.SendAsync());

        Assert.False(throttled.IsPermanent);
        Assert.InRange(throttled.RetryAfter!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5));
        slack.Time.Advance(throttled.RetryAfter.Value);
        await slack.SendAsync();
        Assert.Single(slack.Slack.Messages);
    }

    private static async Task TextTooLong(SlackOutbound slack)
    {
        var ts = await slack.SendAsync();
        var card = Some.Card(Some.Case()) with { Blocks = [.. Enumerable.Range(0, 400).Select(line => new Paragraph($"Paragraph {line} of many."))] };
        slack.Slack.Next(SlackAnswer.Error("msg_too_long"));

        await slack.UpdateAsync(ts, card: card);

        var texts = slack.Slack.Calls.Skip(1).Select(call => call.Argument("text")!.Length).ToList();
        Assert.Equal(2, texts.Count);
        Assert.InRange(texts[0], 2000, 4000);
        Assert.InRange(texts[1], 1, texts[0] / 2 + 10);
        Assert.Equal(1, slack.Slack.Messages[0].Updates);
    }

    private static async Task BlocksTooLong(SlackOutbound slack)
    {
        slack.Slack.Next(SlackAnswer.Error("msg_blocks_too_long"));

        await slack.SendAsync();

        Assert.Equal(2, slack.Slack.Calls.Count);
        var sizes = slack.Slack.Calls.Select(call => call.Argument("blocks")!.Length).ToList();
        Assert.True(sizes[1] < sizes[0]);
        Assert.Contains(SlackTexts.Of("en").SeeDetails, slack.Slack.Calls[1].Body, StringComparison.Ordinal);
        Assert.Single(slack.Slack.Messages);
    }

    private static async Task InvalidBlocks(SlackOutbound slack)
    {
        slack.Slack.Next(SlackAnswer.InvalidBlocks("must be less than 3001 characters [json-pointer:/blocks/0/text/text] of the words of somebody"));

        await slack.SendAsync();

        Assert.Equal(2, slack.Slack.Calls.Count);
        var message = Assert.Single(slack.Slack.Messages);
        Assert.Null(message.Blocks);
        Assert.StartsWith("Open · 450 4.4.316", message.Text, StringComparison.Ordinal);
        Assert.Contains("/blocks/0/text/text must be less than 3001 characters", slack.Log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("somebody", slack.Log.Text, StringComparison.Ordinal);
    }

    private static async Task InvalidTable(SlackOutbound slack)
    {
        var card = AdaptiveCardsTests.CardOf("case-checked");
        var table = BlockKit.Render(card).Blocks.ToList().FindIndex(block => block is TableBlock);
        slack.Slack.Next(SlackAnswer.InvalidBlocks($"unsupported type: table [json-pointer:/blocks/{table}/type]"));

        await slack.SendAsync(card: card);
        await slack.SendAsync("m2", card: card);

        Assert.Equal(3, slack.Slack.Calls.Count);
        Assert.All(slack.Slack.Messages, message => Assert.DoesNotContain("\"table\"", message.Blocks!.Value.GetRawText(), StringComparison.Ordinal));
        Assert.All(slack.Slack.Messages, message => Assert.Contains("203.0.113.9, Connection: Refused", BlockKitSight.Read(message.Blocks!.Value).Text, StringComparison.Ordinal));

        slack.Time.Advance(TimeSpan.FromDays(1));
        await slack.SendAsync("m3", card: card);
        Assert.Contains("\"table\"", slack.Slack.Messages[2].Blocks!.Value.GetRawText(), StringComparison.Ordinal);
    }

    private static async Task InvalidForEver(SlackOutbound slack)
    {
        slack.Slack.Answer = call => call.Method == "chat.postMessage" ? SlackAnswer.Error("invalid_attachments") : null;

        var refused = await slack.RefusedAsync(() => slack.SendAsync(card: AdaptiveCardsTests.CardOf("case-checked")));

        Assert.True(refused.IsPermanent);
        // Whole, without its table, as words.
        Assert.Equal(3, slack.Slack.Calls.Count);
        Assert.Equal([true, true, false], slack.Slack.Calls.Select(call => call.Argument("blocks") is not null));
    }

    private static async Task NotInvited(SlackOutbound slack)
    {
        slack.Slack.Add(new SlackChannelState(SlackOutbound.Channel) { Refusal = "not_in_channel" });

        var refused = await slack.RefusedAsync(() => slack.SendAsync());

        Assert.True(refused.IsPermanent);
        Assert.Contains("/invite", refused.Message, StringComparison.Ordinal);
        await slack.RefusedAsync(() => slack.SendAsync("m2"));
        Assert.Single(slack.Slack.Calls);
    }

    private static async Task Locked(SlackOutbound slack)
    {
        var ts = await slack.SendAsync();
        slack.Slack.Next(SlackAnswer.Error("restricted_action_thread_locked"));
        Assert.True((await slack.RefusedAsync(() => slack.SendAsync("m2"))).IsPermanent);
        // One thread is locked; others of the channel are not.
        await slack.SendAsync("m3", thread: "1795001112.000300");

        slack.Slack.Add(new SlackChannelState(SlackOutbound.Channel) { Refusal = "is_archived" });
        Assert.True((await slack.RefusedAsync(() => slack.UpdateAsync(ts))).IsPermanent);
        await slack.RefusedAsync(() => slack.SendAsync("m4"));
        Assert.Equal(4, slack.Slack.Calls.Count);
    }

    private static async Task DeadToken(SlackOutbound slack)
    {
        foreach (var error in new[] { "token_revoked", "account_inactive" })
        {
            await using var another = await SlackOutbound.StartAsync(Token);
            another.Slack.Next(SlackAnswer.Error(error));

            Assert.True((await another.RefusedAsync(() => another.SendAsync())).IsPermanent);
            Assert.True((await another.RefusedAsync(() => another.SendAsync("m2"))).IsPermanent);

            Assert.Single(another.Slack.Calls);
            Assert.Equal([$"{KnownTokens.First} {error}"], another.Tokens.Forgotten);
            Assert.Contains($"Error: The bot cannot speak in the Slack workspace {SlackOutbound.Team} any more: {error}", another.Log.Text, StringComparison.Ordinal);
        }

        // A workspace the app was never installed in.
        var refused = await slack.RefusedAsync(() => slack.Speaker.SendAsync(SlackOutbound.Conversation(team: "T02OTHER"), Some.Card(Some.Case()), new Delivery("m1", EarlierTries.None, slack.Time.GetUtcNow()), Token));
        Assert.True(refused.IsPermanent);
        Assert.Empty(slack.Slack.Calls);
    }

    private static async Task ExpiredToken(SlackOutbound slack)
    {
        slack.Slack.Install(SlackOutbound.Team, KnownTokens.Second);
        slack.Slack.Answer = call => call.Authorization == $"Bearer {KnownTokens.First}" ? SlackAnswer.Error("token_expired") : null;

        await slack.SendAsync();

        Assert.Single(slack.Slack.Messages);
        Assert.Equal(1, slack.Tokens.Renewals);
        Assert.Equal([$"Bearer {KnownTokens.First}", $"Bearer {KnownTokens.Second}"], slack.Slack.Calls.Select(call => call.Authorization));

        // Twice in a row is no expiry.
        slack.Slack.Answer = _ => SlackAnswer.Error("token_expired");
        Assert.True((await slack.RefusedAsync(() => slack.SendAsync("m2"))).IsPermanent);
        Assert.Equal(4, slack.Slack.Calls.Count);
        Assert.Single(slack.Tokens.Forgotten);
    }

    private static async Task NotRenewable(SlackOutbound slack)
    {
        slack.Tokens.Next = null;
        slack.Slack.Next(SlackAnswer.Error("token_expired"));

        Assert.True((await slack.RefusedAsync(() => slack.SendAsync())).IsPermanent);

        Assert.Single(slack.Slack.Calls);
        Assert.Equal([$"{KnownTokens.First} token_expired"], slack.Tokens.Forgotten);
        Assert.Contains("Error: ", slack.Log.Text, StringComparison.Ordinal);
    }

    private static async Task MissingScope(SlackOutbound slack)
    {
        slack.Slack.Next(SlackAnswer.MissingScope("chat:write"), SlackAnswer.MissingScope("chat:write"));

        var refused = await slack.RefusedAsync(() => slack.SendAsync());
        await slack.RefusedAsync(() => slack.SendAsync("m2"));

        Assert.True(refused.IsPermanent);
        Assert.Contains("chat:write", refused.Message, StringComparison.Ordinal);
        Assert.Equal(2, slack.Log.Text.Split("lacks the scope chat:write in").Length);
    }

    private static async Task DeletedMessage(SlackOutbound slack)
    {
        var ts = await slack.SendAsync();
        slack.Slack.Delete(SlackOutbound.Channel, ts);

        var refused = await slack.RefusedAsync(() => slack.UpdateAsync(ts));

        Assert.True(refused.IsPermanent);
        Assert.Empty(slack.Slack.Messages);
        Assert.True((await slack.RefusedAsync(() => slack.UpdateAsync(""))).IsPermanent);
    }

    private static async Task UncertainFound(SlackOutbound slack)
    {
        foreach (var (key, thread) in new[] { ("m1", SlackOutbound.Thread), ("m2", null) })
        {
            slack.Slack.Next(SlackAnswer.Broken.AfterCarryingOut());
            var uncertain = await slack.RefusedAsync(() => slack.SendAsync(key, thread: thread));
            Assert.False(uncertain.IsPermanent);
            Assert.Equal(TimeSpan.FromSeconds(5), uncertain.RetryAfter);
            // Too early: what was on its way may not be seen yet.
            Assert.False((await slack.RefusedAsync(() => slack.SendAsync(key, thread: thread))).IsPermanent);

            slack.Time.Advance(TimeSpan.FromSeconds(5));
            var ts = await slack.SendAsync(key, thread: thread);

            Assert.Equal(slack.Slack.Messages[^1].Ts, ts);
        }

        Assert.Equal(2, slack.Slack.Messages.Count);
        Assert.Equal(["chat.postMessage", "conversations.replies", "chat.postMessage", "conversations.history"], slack.Slack.Calls.Select(call => call.Method));
        Assert.Empty(slack.Slack.Complaints);
    }

    private static async Task UncertainRepeated(SlackOutbound slack)
    {
        foreach (var trouble in new[] { SlackAnswer.Error("fatal_error"), SlackAnswer.Html(503), SlackAnswer.Broken })
        {
            var key = trouble.ToString();
            slack.Slack.Next(trouble);
            await slack.RefusedAsync(() => slack.SendAsync(key));
            slack.Time.Advance(TimeSpan.FromSeconds(5));
            await slack.SendAsync(key);
        }

        Assert.Equal(3, slack.Slack.Messages.Count);

        slack.Slack.Answer = call => call.Method == "chat.postMessage" ? SlackAnswer.Html(502) : null;
        for (var attempt = 0; attempt < 2; attempt++)
        {
            Assert.False((await slack.RefusedAsync(() => slack.SendAsync("lost"))).IsPermanent);
            slack.Time.Advance(TimeSpan.FromSeconds(5));
        }

        Assert.True((await slack.RefusedAsync(() => slack.SendAsync("lost"))).IsPermanent);
        Assert.Equal(3 * 2 + 2, slack.Slack.Calls.Count(call => call.Method == "chat.postMessage"));
    }

    private static async Task UncertainBlind(SlackOutbound slack)
    {
        slack.Slack.Answer = call => call.Method == "conversations.replies" ? SlackAnswer.MissingScope("channels:history") : null;
        slack.Slack.Next(SlackAnswer.Html(504));
        await slack.RefusedAsync(() => slack.SendAsync());
        slack.Time.Advance(TimeSpan.FromSeconds(5));

        await slack.SendAsync();

        Assert.Single(slack.Slack.Messages);
        Assert.Equal(["chat.postMessage", "conversations.replies", "chat.postMessage"], slack.Slack.Calls.Select(call => call.Method));
    }

    private static async Task NotReached(SlackOutbound slack)
    {
        // The body broke off on its way, so nothing was posted.
        slack.Slack.Next(SlackAnswer.Error("request_timeout"));

        await slack.ThroughAsync(slack.SendAsync(), 0.75);

        Assert.Equal(2, slack.Slack.Calls.Count);
        Assert.Single(slack.Slack.Messages);
    }

    private static async Task UpdateInOutage(SlackOutbound slack)
    {
        var ts = await slack.SendAsync();
        slack.Slack.Next(SlackAnswer.Html(503), SlackAnswer.Broken.AfterCarryingOut());
        await slack.ThroughAsync(slack.UpdateAsync(ts), 0.75, 1.5);
        Assert.Equal(2, slack.Slack.Messages[0].Updates);

        slack.Slack.Next(SlackAnswer.Error("update_failed"), SlackAnswer.Error("internal_error"), SlackAnswer.Error("fatal_error"));
        var refused = await slack.RefusedAsync(() => slack.ThroughAsync(slack.UpdateAsync(ts), 0.75, 1.5));
        Assert.False(refused.IsPermanent);
    }

    private static async Task WholeMessage(SlackOutbound slack)
    {
        var ts = await slack.SendAsync();
        await slack.UpdateAsync(ts, card: AdaptiveCardsTests.CardOf("case-checked"));

        var message = Assert.Single(slack.Slack.Messages);
        Assert.Equal((SlackOutbound.Channel, SlackOutbound.Thread, ts), (message.Channel, message.ThreadTs, message.Ts));
        Assert.StartsWith("With Bert · 450 4.4.316 Connection refused\n", message.Text, StringComparison.Ordinal);
        Assert.Null(slack.Slack.Calls[0].Argument("reply_broadcast"));
        Assert.Empty(slack.Slack.Complaints);
    }

    private static async Task ManyUpdates(SlackOutbound slack)
    {
        var sent = new List<string>();
        for (var card = 0; card < 60; card++)
        {
            var channel = $"C{card:000}";
            slack.Slack.Add(new SlackChannelState(channel));
            sent.Add(await slack.SendAsync(channel, channel));
        }

        var running = Some.Card(Some.Case(new CaseEvent.ChecksRequested("r1", "mx1.contoso.example", ["tcp25"], Some.Bert) { At = Some.Noon }));
        var ended = AdaptiveCardsTests.CardOf("case-checked");

        async Task<int> UpdateAsync(int from, int to, Card card)
        {
            var done = 0;
            for (var index = from; index < to; index++)
            {
                try
                {
                    await slack.UpdateAsync(sent[index], $"C{index:000}", card);
                    done++;
                }
                catch (ChannelException later)
                {
                    Assert.False(later.IsPermanent);
                    Assert.InRange(later.RetryAfter!.Value, TimeSpan.FromTicks(1), TimeSpan.FromMinutes(1));
                }
            }

            return done;
        }

        Assert.Equal(UpdateBudget.InterimLimit, await UpdateAsync(0, 40, running));
        Assert.Equal(UpdateBudget.Limit - UpdateBudget.InterimLimit, await UpdateAsync(40, 60, ended));
        slack.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(UpdateBudget.Limit, await UpdateAsync(0, 60, ended));
        Assert.Empty(slack.Slack.Complaints);
    }

    private static async Task FollowUp(SlackOutbound slack)
    {
        await slack.SendAsync();
        slack.Time.Advance(TimeSpan.FromHours(1));

        await slack.SendAsync("note", card: AdaptiveCardsTests.CardOf("note-not-mended-es"));

        Assert.Equal(["chat.postMessage", "chat.postMessage"], slack.Slack.Calls.Select(call => call.Method));
        Assert.All(slack.Slack.Messages, message => Assert.Equal(SlackOutbound.Thread, message.ThreadTs));
    }

    private static async Task Whisper(SlackOutbound slack)
    {
        var help = AdaptiveCardsTests.CardOf("help");
        await slack.Speaker.WhisperAsync(SlackOutbound.Conversation(), SlackOutbound.Person, help, Token);
        slack.Slack.Next(SlackAnswer.Error("user_not_in_channel"));
        // As the worker says it.
        await ((IChannel)slack.Speaker).WhisperAsync(SlackOutbound.Conversation(), new Person(SlackOutbound.Person, "Kim"), help, new Delivery("m1", EarlierTries.None, slack.Time.GetUtcNow()), Token);

        Assert.Equal([(SlackOutbound.Channel, SlackOutbound.Person), ("D01KIM", null)], slack.Slack.Messages.Select(message => (message.Channel, message.VisibleTo)));
        Assert.Empty(slack.Slack.Complaints);
    }

    private static async Task Redirect(SlackOutbound slack)
    {
        await using var elsewhere = await FakeSlack.StartAsync(slack.Time, Token);
        slack.Slack.Next(SlackAnswer.Redirect(elsewhere.Api.AbsoluteUri + "chat.postMessage"));

        Assert.True((await slack.RefusedAsync(() => slack.SendAsync())).IsPermanent);

        Assert.Empty(elsewhere.Calls);
        await Assert.ThrowsAsync<ArgumentException>(() => slack.Get<SlackWebApi>().RespondAsync(new Uri("http://hooks.example/actions/1"), new ResponseMessage { Text = "a" }, Token));
        Assert.Empty(elsewhere.Calls);
    }

    private static async Task Moving(SlackOutbound slack)
    {
        slack.Slack.Next(SlackAnswer.Error("team_added_to_org"), SlackAnswer.Error("enterprise_is_restricted"), SlackAnswer.Error("messages_tab_disabled"), SlackAnswer.Error("brand_new_error"));

        var moving = await slack.RefusedAsync(() => slack.SendAsync());
        Assert.Equal((false, TimeSpan.FromMinutes(15)), (moving.IsPermanent, moving.RetryAfter!.Value));
        Assert.True((await slack.RefusedAsync(() => slack.SendAsync())).IsPermanent);
        Assert.Contains("Messages tab", (await slack.RefusedAsync(() => slack.SendAsync())).Message, StringComparison.Ordinal);
        Assert.True((await slack.RefusedAsync(() => slack.SendAsync())).IsPermanent);
        Assert.Contains("brand_new_error", slack.Log.Text, StringComparison.Ordinal);
    }

    private static async Task Mark(SlackOutbound slack)
    {
        await slack.SendAsync("T01EXAMPLE|C01EXAMPLE|1795001111.000200|kim@contoso.example");

        var metadata = Assert.Single(slack.Slack.Messages).Metadata!.Value;
        Assert.Equal("chatopsbot_card", metadata.GetProperty("event_type").GetString());
        Assert.Matches("^[0-9a-f]{32}$", metadata.GetProperty("event_payload").GetProperty("key").GetString());
        Assert.DoesNotContain("contoso", metadata.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.String, metadata.GetProperty("event_payload").GetProperty("case").ValueKind);
    }
}
