using System.Diagnostics.Metrics;
using System.Text;
using System.Text.Json;
using ChatOpsBot.Channels.Teams;
using ChatOpsBot.Channels.Teams.Outbound;
using ChatOpsBot.Conversations;
using ChatOpsBot.Testing.Teams;

namespace ChatOpsBot.Tests.Channels.Teams;

/// <summary>Group H of the protocol checklist: how the bot speaks on Teams when all is well and when it is not. The core first.</summary>
public sealed class OutboundConformanceTests
{
    private static readonly (string Id, string What, Func<TeamsOutbound, Task> Check)[] Cases =
    [
        ("H01", "an id that is told is kept; an empty body means that the card cannot be updated", IdOrNone),
        ("H02", "a conversation's id is one percent-encoded segment", EncodedIds),
        ("H03", "with and without a slash at the end of serviceUrl there is one slash", OneSlash),
        ("H04", "a refused token is dropped and the call repeated once", TokenRefusedOnce),
        ("H05", "a token refused twice stops the call and raises the alarm", TokenRefusedTwice),
        ("H06", "429 with Retry-After pauses this conversation alone", ThrottledWithHeader),
        ("H07", "429 without Retry-After: ever longer pauses, five tries in a minute at most", ThrottledWithoutHeader),
        ("H08", "412 is tried again", ConcurrentChange),
        ("H09", "502, 503, 504 and silence on an update are tried again", UpdateInOutage),
        ("H10", "502 and silence on a post: one more try at most", PostInOutage),
        ("H10b", "the same after restarts", RestartInOutage),
        ("H11", "500 is not tried again", ServiceError),
        ("H12", "a bot that was removed calls no more", Removed),
        ("H13", "a person who blocked the bot, in both shapes", Blocked),
        ("H13b", "a channel that takes no messages is not said to be a person", BlockedInChannel),
        ("H14", "a tenant of GCC is found there, and remembered", Gcc),
        ("H15", "a deleted message is not updated and not posted anew", DeletedMessage),
        ("H16", "413: the card is shrunk once", TooLarge),
        ("H17", "an error without JSON counts by its status", ErrorWithoutJson),
        ("H18", "a redirect is not followed", Redirected),
        ("H19", "a card and a text are two messages", CardAndText),
        ("H20", "a card above 80,000 bytes is folded before it is sent", LargeCard),
        ("H21", "after a restart the same thread is answered", AfterRestart),
        ("H22", "without a stored address the cloud's own is used", NoServiceUrl),
        ("H23", "a personal chat is opened with one person and the tenant", PersonalChat),
    ];

    public static IEnumerable<TheoryDataRow<string>> Rows => Cases.Select(one => new TheoryDataRow<string>(one.Id) { TestDisplayName = $"{one.Id} {one.What}" });

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    // Only so that a call that waits for a moment which never comes fails, and does not hang.
    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Rows))]
    public async Task Teams_outbound(string id)
    {
        await using var teams = await TeamsOutbound.StartAsync(Token, hasGcc: true);

        await Cases.Single(one => one.Id == id).Check(teams);

        Assert.DoesNotContain("secret-token", teams.Log.Text, StringComparison.Ordinal);
    }

    private static async Task IdOrNone(TeamsOutbound teams)
    {
        var id = await teams.SendAsync();
        Assert.Equal(Assert.Single(teams.Connector.Messages).Id, id);
        await teams.UpdateAsync(id);
        Assert.Equal(1, Assert.Single(teams.Connector.Messages).Updates);

        teams.Connector.Next(ConnectorAnswer.Empty(200).AfterCarryingOut());
        var none = await teams.SendAsync("m2");
        Assert.Equal("", none);
        Assert.True((await Assert.ThrowsAsync<ChannelException>(() => teams.UpdateAsync(none))).IsPermanent);
        Assert.Equal(2, teams.Connector.Messages.Count);
        Assert.Empty(teams.Connector.Complaints);
    }

    private static async Task EncodedIds(TeamsOutbound teams)
    {
        var id = await teams.SendAsync();
        await teams.UpdateAsync(id);

        var calls = teams.Connector.Calls;
        Assert.Equal("/emea/v3/conversations/19%3A0123456789abcdef%40thread.tacv2%3Bmessageid%3D1795001110000/activities", calls[0].Target);
        Assert.Equal($"{calls[0].Target}/{id}", calls[1].Target);
        Assert.All(calls, call => Assert.Equal(TeamsOutbound.Thread, call.Conversation));
        await Assert.ThrowsAsync<ArgumentException>(() => teams.SendAsync(conversation: ".."));
    }

    private static async Task OneSlash(TeamsOutbound teams)
    {
        foreach (var serviceUrl in new[] { teams.Connector.ServiceUrl, teams.Connector.ServiceUrl + "/" })
            await teams.SendAsync(serviceUrl, teams.Conversation(serviceUrl: serviceUrl));

        Assert.Equal(2, teams.Connector.Messages.Count);
        Assert.Single(teams.Connector.Calls.Select(call => call.Target).Distinct());
    }

    private static async Task TokenRefusedOnce(TeamsOutbound teams)
    {
        teams.Connector.Accepts = token => token == CountingCredential.Token(2);

        await teams.SendAsync();

        Assert.Single(teams.Connector.Messages);
        Assert.Equal(["Bearer secret-token-1", "Bearer secret-token-2"], teams.Connector.Calls.Select(call => call.Authorization));
    }

    private static async Task TokenRefusedTwice(TeamsOutbound teams)
    {
        teams.Connector.Accepts = _ => false;

        var exception = await Assert.ThrowsAsync<ChannelException>(() => teams.SendAsync());
        Assert.Equal(2, teams.Connector.Calls.Count);
        Assert.Contains("Error: Teams answered 401", teams.Log.Text, StringComparison.Ordinal);
        // What the operator puts right is answered then.
        Assert.False(exception.IsPermanent);
        Assert.Equal(TimeSpan.FromMinutes(5), exception.RetryAfter);

        await Assert.ThrowsAsync<ChannelException>(() => teams.SendAsync("m2"));
        // Five hundred conversations do not ask for five hundred tokens.
        Assert.Equal(3, teams.Connector.Calls.Count);
        Assert.Equal(2, teams.Credential.Count);
    }

    private static async Task ThrottledWithHeader(TeamsOutbound teams)
    {
        teams.Connector.Next(ConnectorAnswer.Throttled("7"));

        var exception = await Assert.ThrowsAsync<ChannelException>(() => teams.SendAsync());
        Assert.False(exception.IsPermanent);
        Assert.Equal(TimeSpan.FromSeconds(7), exception.RetryAfter);

        await teams.SendAsync("other", "19:other@thread.v2");
        teams.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(TimeSpan.FromSeconds(6), (await Assert.ThrowsAsync<ChannelException>(() => teams.SendAsync())).RetryAfter);
        Assert.Equal(2, teams.Connector.Calls.Count);

        teams.Time.Advance(TimeSpan.FromSeconds(6));
        await teams.SendAsync();
        Assert.Equal(TeamsOutbound.Thread, teams.Connector.Messages[1].Conversation);
    }

    private static async Task ThrottledWithoutHeader(TeamsOutbound teams)
    {
        var began = teams.Time.GetUtcNow();
        teams.Connector.Answer = _ => ConnectorAnswer.Throttled();
        List<TimeSpan> waits = [];
        while (waits.Count < 6)
        {
            var wait = (await Assert.ThrowsAsync<ChannelException>(() => teams.SendAsync())).RetryAfter!.Value;
            waits.Add(wait);
            teams.Time.Advance(wait);
        }

        Assert.Equal(waits.Order(), waits);
        Assert.InRange(teams.Connector.Calls.Count(call => call.At - began < TimeSpan.FromMinutes(1)), 2, 5);
        // The jitter is half of the pause here.
        Assert.Equal([2.5, 5, 10, 20, 60, 60], waits.Select(wait => wait.TotalSeconds));

        // Late is not never.
        teams.Connector.Answer = null;
        await teams.SendAsync();
        Assert.Single(teams.Connector.Messages);
    }

    private static async Task ConcurrentChange(TeamsOutbound teams)
    {
        teams.Connector.Next(ConnectorAnswer.Error(412, "PreconditionFailed"), ConnectorAnswer.Error(412, "PreconditionFailed"));

        await teams.ThroughAsync(teams.SendAsync(), 0.75, 1.5);

        Assert.Single(teams.Connector.Messages);
        Assert.Equal(3, teams.Connector.Calls.Count);
    }

    private static async Task UpdateInOutage(TeamsOutbound teams)
    {
        var id = await teams.SendAsync();
        teams.Connector.Next(ConnectorAnswer.Error(502, "BadGateway"), ConnectorAnswer.Html(503));
        await teams.ThroughAsync(teams.UpdateAsync(id), 0.75, 1.5);
        Assert.Equal(1, Assert.Single(teams.Connector.Messages).Updates);

        teams.Connector.Next(ConnectorAnswer.Empty(504), ConnectorAnswer.Broken);
        await teams.ThroughAsync(teams.UpdateAsync(id), 0.75, 1.5);
        Assert.Equal(2, Assert.Single(teams.Connector.Messages).Updates);

        // A long silence is not waited out twice in one go: the card's update comes again, with what is then true.
        teams.Connector.Next(ConnectorAnswer.Silent);
        var update = teams.UpdateAsync(id);
        await teams.Connector.UntilAsync(calls => calls.Count == 8, Token);
        var exception = await Assert.ThrowsAsync<ChannelException>(() => teams.ThroughAsync(update, 20));
        Assert.False(exception.IsPermanent);
        await teams.UpdateAsync(id);
        Assert.Equal(3, Assert.Single(teams.Connector.Messages).Updates);
    }

    private static async Task RestartInOutage(TeamsOutbound teams)
    {
        teams.Connector.Answer = call => call.Method == "POST" ? ConnectorAnswer.Html(502).AfterCarryingOut() : null;
        await Assert.ThrowsAsync<ChannelException>(() => teams.SendAsync());
        await teams.RestartAsync();

        // Not at once, and then once more.
        Assert.Equal(TimeSpan.FromSeconds(5), (await Assert.ThrowsAsync<ChannelException>(() => teams.SendAsync())).RetryAfter);
        teams.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Single(Posts(teams));
        Assert.True((await Assert.ThrowsAsync<ChannelException>(() => teams.SendAsync())).IsPermanent);
        await teams.RestartAsync();
        teams.Time.Advance(TimeSpan.FromHours(1));

        Assert.True((await Assert.ThrowsAsync<ChannelException>(() => teams.SendAsync())).IsPermanent);
        Assert.Equal(2, Posts(teams).Count);
    }

    private static async Task PostInOutage(TeamsOutbound teams)
    {
        using var meter = new CountedMeter(teams.Get<IMeterFactory>(), "chatopsbot.teams.repeated_posts");

        // Posted, and the answer got lost: the one more try makes a second copy, and never a third.
        teams.Connector.Next(ConnectorAnswer.Html(502).AfterCarryingOut());
        var first = await Assert.ThrowsAsync<ChannelException>(() => teams.SendAsync());
        Assert.False(first.IsPermanent);
        Assert.Equal(TimeSpan.FromSeconds(5), first.RetryAfter);
        Assert.Equal(TimeSpan.FromSeconds(5), (await Assert.ThrowsAsync<ChannelException>(() => teams.SendAsync())).RetryAfter);
        Assert.Single(Posts(teams));

        // Down for long: asked, not posted.
        teams.Time.Advance(TimeSpan.FromSeconds(5));
        teams.Connector.Answer = _ => ConnectorAnswer.Empty(503);
        for (var tries = 0; tries < 10; tries++)
        {
            var wait = await Assert.ThrowsAsync<ChannelException>(() => teams.ThroughAsync(teams.SendAsync(), 0.75, 1.5));
            Assert.False(wait.IsPermanent);
            teams.Time.Advance(wait.RetryAfter!.Value);
        }

        Assert.Single(Posts(teams));
        Assert.Equal(0, meter.Count);

        // Answers questions again, and is silent on the post once more.
        teams.Connector.Answer = call => call.Method == "POST" ? ConnectorAnswer.Silent : null;
        var second = teams.SendAsync();
        await teams.Connector.UntilAsync(calls => calls.Count(call => call.Method == "POST") == 2, Token);
        var last = await Assert.ThrowsAsync<ChannelException>(() => teams.ThroughAsync(second, 20));
        Assert.True(last.IsPermanent);
        Assert.Equal(1, meter.Count);

        teams.Connector.Answer = null;
        teams.Time.Advance(TimeSpan.FromMinutes(10));
        Assert.True((await Assert.ThrowsAsync<ChannelException>(() => teams.SendAsync())).IsPermanent);
        Assert.Equal(2, Posts(teams).Count);

        // Another message goes its way.
        await teams.SendAsync("m2");
    }

    private static async Task ServiceError(TeamsOutbound teams)
    {
        teams.Connector.Next(ConnectorAnswer.Error(500, "ServiceError").AfterCarryingOut());

        Assert.True((await Assert.ThrowsAsync<ChannelException>(() => teams.SendAsync())).IsPermanent);

        Assert.Single(teams.Connector.Calls);
        teams.Time.Advance(TimeSpan.FromHours(1));
        Assert.True((await Assert.ThrowsAsync<ChannelException>(() => teams.SendAsync())).IsPermanent);
        Assert.Single(teams.Connector.Calls);

        // An update is not repeated either, but the card is not given up for one mishap.
        var id = teams.Connector.Messages[0].Id;
        foreach (var isPermanent in new[] { false, false, true })
        {
            var before = teams.Connector.Calls.Count;
            teams.Connector.Next(ConnectorAnswer.Error(500, "ServiceError"));
            Assert.Equal(isPermanent, (await Assert.ThrowsAsync<ChannelException>(() => teams.UpdateAsync(id))).IsPermanent);
            Assert.Equal(before + 1, teams.Connector.Calls.Count);
            teams.Time.Advance(TimeSpan.FromMinutes(1));
        }
    }

    private static async Task Removed(TeamsOutbound teams)
    {
        teams.Connector.Next(ConnectorAnswer.Error(403, "BotNotInConversationRoster"));
        Assert.True((await Assert.ThrowsAsync<ChannelException>(() => teams.SendAsync())).IsPermanent);

        // A follow-up in another thread of the same channel learns it without a call.
        var followUp = await Assert.ThrowsAsync<ChannelException>(() => teams.SendAsync("m2", TeamsOutbound.Thread.Split(';')[0] + ";messageid=1"));
        Assert.True(followUp.IsPermanent);
        Assert.StartsWith("The bot was removed", followUp.Message, StringComparison.Ordinal);
        Assert.Single(teams.Connector.Calls);

        teams.Get<UnreachableConversations>().Reopen(TeamsOutbound.Tenant, TeamsOutbound.Thread);
        await teams.SendAsync("m3");
        Assert.Single(teams.Connector.Messages);
    }

    private static async Task Blocked(TeamsOutbound teams)
    {
        var chat = 0;
        foreach (var answer in new[] { ConnectorAnswer.BlockedByNumber, ConnectorAnswer.Error(403, "MessageWritesBlocked"), ConnectorAnswer.Error(403, "ConversationBlockedByUser") })
        {
            teams.Connector.Next(answer);
            var personal = $"a:chat-{++chat}";
            for (var tries = 0; tries < 2; tries++)
            {
                var exception = await Assert.ThrowsAsync<ChannelException>(() => teams.SendAsync(personal, personal));
                Assert.True(exception.IsPermanent);
                Assert.Equal("This person has blocked the bot. They can unblock it in Teams.", exception.Message);
            }
        }

        Assert.Equal(3, teams.Connector.Calls.Count);
    }

    private static async Task BlockedInChannel(TeamsOutbound teams)
    {
        teams.Connector.Next(ConnectorAnswer.BlockedByNumber);

        var exception = await Assert.ThrowsAsync<ChannelException>(() => teams.SendAsync());

        Assert.True(exception.IsPermanent);
        Assert.StartsWith("This conversation takes no messages of the bot", exception.Message, StringComparison.Ordinal);
    }

    private static async Task Gcc(TeamsOutbound teams)
    {
        teams.Connector.Answer = _ => ConnectorAnswer.Error(403, "InvalidBotApiHost");

        var id = await teams.SendAsync();
        await teams.UpdateAsync(id);

        Assert.Equal(1, Assert.Single(teams.Gcc!.Messages).Updates);
        Assert.Single(teams.Connector.Calls);

        // GCC that turns it away as well is not asked again and again.
        teams.Gcc.Next(ConnectorAnswer.Error(403, "InvalidBotApiHost"));
        Assert.True((await Assert.ThrowsAsync<ChannelException>(() => teams.SendAsync("m2"))).IsPermanent);
        Assert.Equal(3, teams.Gcc.Calls.Count);
    }

    private static async Task DeletedMessage(TeamsOutbound teams)
    {
        var exception = await Assert.ThrowsAsync<ChannelException>(() => teams.UpdateAsync("1795009999999"));

        Assert.True(exception.IsPermanent);
        Assert.StartsWith("The message is gone", exception.Message, StringComparison.Ordinal);
        Assert.Single(teams.Connector.Calls);
        Assert.Empty(teams.Connector.Messages);
        // Only that message: the conversation goes on.
        await teams.SendAsync();

        teams.Connector.Next(ConnectorAnswer.Error(404, "ConversationNotFound"));
        Assert.True((await Assert.ThrowsAsync<ChannelException>(() => teams.SendAsync("m2"))).IsPermanent);
        Assert.True((await Assert.ThrowsAsync<ChannelException>(() => teams.SendAsync("m3"))).IsPermanent);
        Assert.Equal(3, teams.Connector.Calls.Count);
    }

    private static async Task TooLarge(TeamsOutbound teams)
    {
        teams.Connector.Next(ConnectorAnswer.Error(413, "MessageSizeTooBig"));
        await teams.SendAsync();
        Assert.Equal(2, teams.Connector.Calls.Count);
        Assert.True(teams.Connector.Calls[1].Body.Length <= teams.Connector.Calls[0].Body.Length / 2);
        Assert.Contains("Some parts of this card are left out", Assert.Single(teams.Connector.Messages).Body, StringComparison.Ordinal);

        teams.Connector.Next(ConnectorAnswer.Error(413, "MessageSizeTooBig"), ConnectorAnswer.Error(413, "MessageSizeTooBig"));
        Assert.True((await Assert.ThrowsAsync<ChannelException>(() => teams.SendAsync("m2"))).IsPermanent);
        Assert.Equal(4, teams.Connector.Calls.Count);
    }

    private static async Task ErrorWithoutJson(TeamsOutbound teams)
    {
        foreach (var (answer, isPermanent) in new[]
        {
            (ConnectorAnswer.Html(403), true),
            (ConnectorAnswer.Empty(403), true),
            (ConnectorAnswer.Html(400), true),
            (ConnectorAnswer.Html(503), false),
            (ConnectorAnswer.Empty(504), false),
            (ConnectorAnswer.Html(429), false),
            (ConnectorAnswer.Empty(418), true),
            (new ConnectorAnswer(403, "{\"error\":"), true),
            (new ConnectorAnswer(403, "[1,2]"), true),
            (new ConnectorAnswer(403, "{\"error\":\"text\"}"), true),
        })
        {
            teams.Connector.Next(answer);
            var exception = await Assert.ThrowsAsync<ChannelException>(() => teams.SendAsync(Guid.NewGuid().ToString(), $"a:{Guid.NewGuid()}"));
            Assert.Equal(isPermanent, exception.IsPermanent);
        }

        // A conversation is not closed by a 403 that says nothing.
        teams.Connector.Next(ConnectorAnswer.Html(403));
        await Assert.ThrowsAsync<ChannelException>(() => teams.SendAsync("m1"));
        await teams.SendAsync("m2");
    }

    private static async Task Redirected(TeamsOutbound teams)
    {
        teams.Connector.Next(ConnectorAnswer.Redirect(teams.Gcc!.ServiceUrl + "/v3/conversations"));

        Assert.True((await Assert.ThrowsAsync<ChannelException>(() => teams.SendAsync())).IsPermanent);

        Assert.Empty(teams.Gcc.Calls);
    }

    private static async Task CardAndText(TeamsOutbound teams)
    {
        await teams.SendAsync("card");
        await teams.Channel.SendTextAsync(teams.Conversation(), "Test-NetConnection <server> -Port 25", new Delivery("text", EarlierTries.None, teams.Time.GetUtcNow()), Token);

        var messages = teams.Connector.Messages.Select(message => JsonElement.Parse(message.Body)).ToList();
        Assert.Equal(2, messages.Count);
        Assert.False(messages[0].TryGetProperty("text", out _));
        Assert.Equal(Some.Card(Some.Case()).Summary.ToString(), messages[0].GetProperty("summary").GetString());
        Assert.Equal("Test-NetConnection <server> -Port 25", messages[1].GetProperty("text").GetString());
        Assert.Equal("plain", messages[1].GetProperty("textFormat").GetString());
        Assert.False(messages[1].TryGetProperty("attachments", out _));
        Assert.Empty(teams.Connector.Complaints);
    }

    private static async Task LargeCard(TeamsOutbound teams)
    {
        var transcript = Enumerable.Range(0, 2000).Select(line => new Paragraph($"250-{line} ÅÄÖ \"quoted\"", ParagraphStyle.Verbatim)).ToList();
        var card = Some.Card(Some.Case());
        card = card with { Blocks = [.. card.Blocks, new Foldout("Transcript", transcript)] };

        await teams.SendAsync(card: card);

        var body = Assert.Single(teams.Connector.Messages).Body;
        Assert.InRange(Encoding.Unicode.GetByteCount(body), 1, 80_000);
        Assert.DoesNotContain("250-1999", body, StringComparison.Ordinal);
        Assert.Contains("Some parts of this card are left out", body, StringComparison.Ordinal);
        // What people need most is still there.
        Assert.Contains("\"verb\":\"run-checks\"", body, StringComparison.Ordinal);
        Assert.Contains("\"verb\":\"step-done:", body, StringComparison.Ordinal);
        Assert.Empty(teams.Connector.Complaints);
    }

    private static async Task AfterRestart(TeamsOutbound teams)
    {
        var stored = teams.Conversation().Json;

        await teams.SendAsync("follow-up", new ConversationReference(new ConversationKey("teams", TeamsOutbound.Tenant, TeamsOutbound.Thread), stored));

        Assert.Equal(TeamsOutbound.Thread, Assert.Single(teams.Connector.Messages).Conversation);
    }

    private static async Task NoServiceUrl(TeamsOutbound teams)
    {
        await teams.SendAsync("m1", TeamsOutbound.ConversationOf(""));

        Assert.Single(teams.Connector.Messages);

        // Where the conversation was last heard from wins over what its card was stored with.
        teams.LatestServiceUrl = teams.Gcc!.ServiceUrl;
        await teams.SendAsync("m2");
        Assert.Single(teams.Connector.Messages);
        Assert.Single(teams.Gcc.Messages);
    }

    private static async Task PersonalChat(TeamsOutbound teams)
    {
        var personal = await teams.Channel.OpenPersonalAsync(teams.Conversation(), "29:1abcDEFexample", Token);

        var call = Assert.Single(teams.Connector.Calls);
        Assert.Equal("/emea/v3/conversations", call.Target);
        Assert.Equal($$"""{"isGroup":false,"bot":{"id":"{{TeamsOutbound.Bot}}"},"members":[{"id":"29:1abcDEFexample"}],"tenantId":"{{TeamsOutbound.Tenant}}"}""", call.Body);
        var reference = TeamsReference.FromJson(personal.Json);
        Assert.StartsWith("a:personal-", reference.ConversationId, StringComparison.Ordinal);
        Assert.Equal(("personal", TeamsOutbound.Tenant, TeamsOutbound.Bot, null), (reference.ConversationType, reference.TenantId, reference.BotId, reference.ActivityId));
        Assert.Equal(reference.ConversationId, personal.Key.Id);

        await teams.SendAsync("m1", personal);
        Assert.Equal(reference.ConversationId, Assert.Single(teams.Connector.Messages).Conversation);

        teams.Connector.Next(ConnectorAnswer.Error(403, "ForbiddenOperationException"));
        Assert.True((await Assert.ThrowsAsync<ChannelException>(() => teams.Channel.OpenPersonalAsync(teams.Conversation(), "29:other", Token))).IsPermanent);
        // That person has no app; the conversation they were met in is as open as before.
        await teams.SendAsync("m2");
    }

    private static List<ConnectorCall> Posts(TeamsOutbound teams) => [.. teams.Connector.Calls.Where(call => call.Method == "POST")];

    /// <summary>Adds up one counter.</summary>
    private sealed class CountedMeter : IDisposable
    {
        private readonly MeterListener listener = new();
        private long count;

        public CountedMeter(IMeterFactory meters, string name)
        {
            listener.InstrumentPublished = (instrument, publisher) =>
            {
                if (instrument.Name == name && instrument.Meter.Scope == meters)
                    publisher.EnableMeasurementEvents(instrument);
            };
            listener.SetMeasurementEventCallback<long>((_, value, _, _) => Interlocked.Add(ref count, value));
            listener.Start();
        }

        public long Count => Interlocked.Read(ref count);

        public void Dispose() => listener.Dispose();
    }
}
