using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using ChatOpsBot.Conversations.Texts;

namespace ChatOpsBot.Tests.Channels.Web;

/// <summary>A person talks to the bot through the protocol.</summary>
public sealed class ConversationTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_pasted_error_is_echoed_and_answered_with_an_adaptive_card()
    {
        await using var bot = await WebBot.StartAsync(Token);
        using var client = await DirectLineClient.StartAsync(bot.Address, Token);
        using var stream = await client.ListenAsync(Token);

        var id = await client.SayAsync(WebBot.Error, Token);

        var echo = await stream.NextAsync(activity => activity["id"]!.GetValue<string>() == id, Token);
        var answer = await stream.NextCardAsync(Token);
        Assert.Equal("c1", echo["channelData"]!["clientActivityID"]!.GetValue<string>());
        Assert.Equal(WebBot.Error, echo["text"]!.GetValue<string>());
        Assert.Equal("application/vnd.microsoft.card.adaptive", answer["attachments"]![0]!["contentType"]!.GetValue<string>());
        Assert.Contains("450 4.4.316", answer["summary"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.True(Sequence(echo) < Sequence(answer));
    }

    [Fact]
    public async Task The_locale_of_the_page_is_the_language_of_the_card()
    {
        await using var bot = await WebBot.StartAsync(Token);
        using var client = await DirectLineClient.StartAsync(bot.Address, Token);
        using var stream = await client.ListenAsync(Token);

        await client.SayAsync(WebBot.Error, Token, locale: "es-ES");

        Assert.Equal("es", (await stream.NextCardAsync(Token))["locale"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_press_changes_the_card_where_it_stands()
    {
        await using var bot = await WebBot.StartAsync(Token);
        using var client = await DirectLineClient.StartAsync(bot.Address, Token);
        using var stream = await client.ListenAsync(Token);
        await client.SayAsync(WebBot.Error, Token);
        var before = await stream.NextCardAsync(Token);

        await client.PressAsync(before, "take", Token);

        var after = await stream.NextCardAsync(Token);
        Assert.Equal(before["id"]!.GetValue<string>(), after["id"]!.GetValue<string>());
        Assert.Equal(Sequence(before), Sequence(after));
        Assert.NotEqual(before["attachments"]!.ToJsonString(), after["attachments"]!.ToJsonString());
    }

    [Fact]
    public async Task A_press_comes_back_as_a_postback_so_that_the_page_shows_no_message_for_it()
    {
        await using var bot = await WebBot.StartAsync(Token);
        using var client = await DirectLineClient.StartAsync(bot.Address, Token);
        using var stream = await client.ListenAsync(Token);
        await client.SayAsync(WebBot.Error, Token);

        await client.PressAsync(await stream.NextCardAsync(Token), "take", Token, clientActivityId: "press-7");

        var echo = await stream.NextAsync(activity => activity["channelData"]?["clientActivityID"]?.GetValue<string>() == "press-7", Token);
        Assert.True(echo["channelData"]!["postBack"]!.GetValue<bool>());
    }

    [Fact]
    public async Task The_same_client_activity_id_twice_is_one_message()
    {
        await using var bot = await WebBot.StartAsync(Token);
        using var client = await DirectLineClient.StartAsync(bot.Address, Token);
        using var stream = await client.ListenAsync(Token);

        var first = await client.SayAsync(WebBot.Error, Token, clientActivityId: "c1");
        var again = await client.SayAsync(WebBot.Error, Token, clientActivityId: "c1");
        await stream.NextCardAsync(Token);
        await client.SayAsync("550 5.7.1 something else", Token, clientActivityId: "c2");
        await stream.NextCardAsync(Token);

        var activities = (await client.GetActivitiesAsync("", Token))["activities"]!.AsArray();
        Assert.Equal(first, again);
        Assert.Equal(2, activities.Count(activity => !activity!.AsObject().ContainsKey("attachments")));
        Assert.Equal(2, activities.Count(activity => activity!.AsObject().ContainsKey("attachments")));
    }

    [Fact]
    public async Task A_watermark_gives_only_what_is_newer()
    {
        await using var bot = await WebBot.StartAsync(Token);
        using var client = await DirectLineClient.StartAsync(bot.Address, Token);
        using var stream = await client.ListenAsync(Token);
        await client.SayAsync(WebBot.Error, Token);
        var card = await stream.NextCardAsync(Token);

        var all = await client.GetActivitiesAsync("", Token);
        var none = await client.GetActivitiesAsync(all["watermark"]!.GetValue<string>(), Token);
        await client.PressAsync(card, "take", Token);
        await stream.NextCardAsync(Token);
        var changed = await client.GetActivitiesAsync(all["watermark"]!.GetValue<string>(), Token);

        Assert.Equal(2, all["activities"]!.AsArray().Count);
        Assert.Empty(none["activities"]!.AsArray());
        Assert.Equal(all["watermark"]!.GetValue<string>(), none["watermark"]!.GetValue<string>());
        Assert.Contains(changed["activities"]!.AsArray(), activity => activity!["id"]!.GetValue<string>() == card["id"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_stream_that_was_lost_goes_on_where_it_was()
    {
        await using var bot = await WebBot.StartAsync(Token);
        using var client = await DirectLineClient.StartAsync(bot.Address, Token);
        var lost = await client.ListenAsync(Token);
        await client.SayAsync(WebBot.Error, Token);
        var seen = await lost.NextCardAsync(Token);
        lost.Dispose();

        await client.PressAsync(seen, "take", Token);
        using var resumed = await client.ListenAsync(Token, lost.Watermark);

        var missed = await resumed.NextCardAsync(Token);
        Assert.Equal(seen["id"]!.GetValue<string>(), missed["id"]!.GetValue<string>());
        Assert.NotEqual(seen["attachments"]!.ToJsonString(), missed["attachments"]!.ToJsonString());
    }

    [Fact]
    public async Task An_empty_message_keeps_a_stream_alive_and_changes_nothing()
    {
        await using var bot = await WebBot.StartAsync(Token);
        using var client = await DirectLineClient.StartAsync(bot.Address, Token);
        using var stream = await client.ListenAsync(Token);

        await stream.PingAsync(Token);
        await client.SayAsync(WebBot.Error, Token);

        Assert.NotNull(await stream.NextCardAsync(Token));
    }

    [Fact]
    public async Task Two_windows_of_one_conversation_see_the_same()
    {
        await using var bot = await WebBot.StartAsync(Token);
        using var client = await DirectLineClient.StartAsync(bot.Address, Token);
        using var one = await client.ListenAsync(Token);
        using var other = await client.ListenAsync(Token);

        await client.SayAsync(WebBot.Error, Token);

        Assert.Equal((await one.NextCardAsync(Token)).ToJsonString(), (await other.NextCardAsync(Token)).ToJsonString());
    }

    [Fact]
    public async Task A_restart_keeps_the_cards_and_forgets_what_people_wrote()
    {
        var folder = Directory.CreateTempSubdirectory("chatopsbot-test-").FullName;
        try
        {
            string token, cardId;
            await using (var bot = await WebBot.StartAsync(Token, folder))
            {
                using var client = await DirectLineClient.StartAsync(bot.Address, Token);
                using var stream = await client.ListenAsync(Token);
                await client.SayAsync($"the quick brown zebrafinch says\n{WebBot.Error}", Token);
                cardId = (await stream.NextCardAsync(Token))["id"]!.GetValue<string>();
                token = client.Token;
            }

            await using (var bot = await WebBot.StartAsync(Token, folder))
            {
                using var client = await DirectLineClient.StartAsync(bot.Address, Token, token);
                var activities = (await client.GetActivitiesAsync("", Token))["activities"]!.AsArray();
                Assert.Equal([cardId], activities.Select(activity => activity!["id"]!.GetValue<string>()));
            }

            foreach (var file in Directory.EnumerateFiles(folder))
                Assert.DoesNotContain("zebrafinch", Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file, Token)), StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_watermark_from_before_a_restart_still_fits()
    {
        var folder = Directory.CreateTempSubdirectory("chatopsbot-test-").FullName;
        try
        {
            string token, watermark;
            await using (var bot = await WebBot.StartAsync(Token, folder))
            {
                using var client = await DirectLineClient.StartAsync(bot.Address, Token);
                using var stream = await client.ListenAsync(Token);
                await client.SayAsync(WebBot.Error, Token, clientActivityId: "c1");
                await client.PressAsync(await stream.NextCardAsync(Token), "take", Token);
                await stream.NextCardAsync(Token);
                (token, watermark) = (client.Token, stream.Watermark);
            }

            await using (var bot = await WebBot.StartAsync(Token, folder))
            {
                using var client = await DirectLineClient.StartAsync(bot.Address, Token, token);
                using var stream = await client.ListenAsync(Token, watermark);
                await client.SayAsync("550 5.7.1 something else", Token, clientActivityId: "c2");
                Assert.Equal("c2", (await stream.NextAsync(_ => true, Token))["channelData"]!["clientActivityID"]!.GetValue<string>());
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task The_bot_ends_its_streams_when_it_stops()
    {
        var bot = await WebBot.StartAsync(Token);
        using var client = await DirectLineClient.StartAsync(bot.Address, Token);
        using var stream = await client.ListenAsync(Token);

        var end = stream.EndAsync(Token);
        await bot.DisposeAsync();

        Assert.Equal(System.Net.WebSockets.WebSocketCloseStatus.EndpointUnavailable, await end);
    }

    [Theory]
    [InlineData("typing")]
    [InlineData("event")]
    [InlineData("conversationUpdate")]
    [InlineData("something-new")]
    public async Task Activities_of_other_types_are_received_and_ignored(string type)
    {
        await using var bot = await WebBot.StartAsync(Token);
        using var client = await DirectLineClient.StartAsync(bot.Address, Token);

        using var answer = await client.PostAsync(new JsonObject { ["type"] = type, ["text"] = WebBot.Error, ["from"] = "nobody" }, Token);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Empty((await client.GetActivitiesAsync("", Token))["activities"]!.AsArray());
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("\"message\"")]
    [InlineData("{\"type\":5}")]
    [InlineData("{\"type\":\"message\",\"text\":\"\\ud800\"}")]
    [InlineData("{\"type\":\"message\",\"value\":{\"server\":\"\\ud800\"}}")]
    public async Task What_is_no_activity_is_refused(string body)
    {
        await using var bot = await WebBot.StartAsync(Token);
        using var client = await DirectLineClient.StartAsync(bot.Address, Token);

        using var answer = await client.SendRawAsync(HttpMethod.Post, $"conversations/{client.ConversationId}/activities", new StringContent(body, Encoding.UTF8, "application/json"), Token);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("BadArgument", (await DirectLineClient.ReadAsync(answer, Token))["error"]!["code"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("""{"caseId":5,"verb":{},"revision":"x"}""")]
    [InlineData("""{"verb":"take"}""")]
    [InlineData("""{"caseId":"nobodys","verb":"no-such-verb:x","revision":99999999999999999999}""")]
    public async Task A_press_on_no_card_of_this_conversation_changes_nothing(string value)
    {
        await using var bot = await WebBot.StartAsync(Token);
        using var client = await DirectLineClient.StartAsync(bot.Address, Token);

        using var answer = await client.SendRawAsync(
            HttpMethod.Post,
            $"conversations/{client.ConversationId}/activities",
            new StringContent($$$"""{"type":"message","value":{{{value}}},"channelData":{"postBack":true}}""", Encoding.UTF8, "application/json"),
            Token);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.DoesNotContain((await client.GetActivitiesAsync("", Token))["activities"]!.AsArray(), activity => activity!.AsObject().ContainsKey("attachments"));
    }

    [Fact]
    public async Task A_press_on_the_card_of_a_forgotten_case_says_so_once_in_the_readers_language()
    {
        await using var bot = await WebBot.StartAsync(Token);
        using var client = await DirectLineClient.StartAsync(bot.Address, Token);
        var press = new JsonObject
        {
            ["type"] = "message",
            ["locale"] = "es-ES",
            ["value"] = new JsonObject { ["caseId"] = "forgotten", ["verb"] = "take", ["revision"] = 1 },
            ["channelData"] = new JsonObject { ["postBack"] = true, ["clientActivityID"] = "press-1" },
        };

        using var first = await client.PostAsync(press.DeepClone(), Token);
        using var again = await client.PostAsync(press.DeepClone(), Token);

        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        var said = Assert.Single((await client.GetActivitiesAsync("", Token))["activities"]!.AsArray(), activity => activity!.AsObject().ContainsKey("attachments"))!;
        Assert.Equal(Languages.Of("es").PressedTooLate.ToString(), said["summary"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_card_of_another_conversation_cannot_be_pressed()
    {
        await using var bot = await WebBot.StartAsync(Token);
        using var owner = await DirectLineClient.StartAsync(bot.Address, Token);
        using var stream = await owner.ListenAsync(Token);
        await owner.SayAsync(WebBot.Error, Token);
        var card = await stream.NextCardAsync(Token);
        using var stranger = await DirectLineClient.StartAsync(bot.Address, Token);

        await stranger.PressAsync(card, "take", Token);

        // No other answer than to a case that never was.
        var told = Assert.Single((await stranger.GetActivitiesAsync("", Token))["activities"]!.AsArray(), activity => activity!.AsObject().ContainsKey("attachments"))!;
        Assert.Equal(Languages.Of("en").PressedTooLate.ToString(), told["summary"]!.GetValue<string>());
        var now = (await owner.GetActivitiesAsync("", Token))["activities"]!.AsArray().Single(activity => activity!.AsObject().ContainsKey("attachments"))!;
        Assert.Equal(card["attachments"]!.ToJsonString(), now["attachments"]!.ToJsonString());
    }

    [Fact]
    public async Task More_than_256_KiB_is_not_read()
    {
        await using var bot = await WebBot.StartAsync(Token);
        using var client = await DirectLineClient.StartAsync(bot.Address, Token);

        using var large = await client.PostAsync(DirectLineClient.Message(new string('a', 256 * 1024), "c1"), Token);
        using var unstated = await client.SendRawAsync(
            HttpMethod.Post,
            $"conversations/{client.ConversationId}/activities",
            new UnstatedLength(DirectLineClient.Message(new string('a', 256 * 1024), "c2").ToJsonString()),
            Token);
        using var close = await client.PostAsync(DirectLineClient.Message(new string('a', 250 * 1024), "c3"), Token);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, large.StatusCode);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, unstated.StatusCode);
        Assert.Equal(HttpStatusCode.OK, close.StatusCode);
    }

    [Fact]
    public async Task An_id_or_a_locale_longer_than_any_is_taken_as_absent()
    {
        await using var bot = await WebBot.StartAsync(Token);
        using var client = await DirectLineClient.StartAsync(bot.Address, Token);
        var longest = new string('c', 100);

        var first = await client.SayAsync(WebBot.Error, Token, clientActivityId: longest, locale: new string('e', 35));
        var again = await client.SayAsync(WebBot.Error, Token, clientActivityId: longest);
        var tooLong = await client.SayAsync(WebBot.Error, Token, clientActivityId: longest + "c", locale: new string('e', 36));
        var tooLongAgain = await client.SayAsync(WebBot.Error, Token, clientActivityId: longest + "c");

        var echoes = (await client.GetActivitiesAsync("", Token))["activities"]!.AsArray().ToDictionary(activity => activity!["id"]!.GetValue<string>(), activity => activity!.AsObject());
        Assert.Equal(first, again);
        Assert.NotEqual(tooLong, tooLongAgain);
        Assert.Equal(longest, echoes[first]["channelData"]!["clientActivityID"]!.GetValue<string>());
        Assert.Equal(35, echoes[first]["locale"]!.GetValue<string>().Length);
        Assert.False(echoes[tooLong]["channelData"]!.AsObject().ContainsKey("clientActivityID"));
        Assert.False(echoes[tooLong].ContainsKey("locale"));
    }

    [Fact]
    public async Task Echoes_are_kept_up_to_their_size_as_they_are_sent()
    {
        await using var bot = await WebBot.StartAsync(Token);
        using var client = await DirectLineClient.StartAsync(bot.Address, Token);
        // Each character is six in JSON (\u4e2d): two such messages are more than 256 KiB.
        var text = new string('\u4e2d', 40_000);

        var older = await client.SayAsync(text, Token, clientActivityId: "c1");
        var newer = await client.SayAsync(text, Token, clientActivityId: "c2");

        var ids = (await client.GetActivitiesAsync("", Token))["activities"]!.AsArray().Select(activity => activity!["id"]!.GetValue<string>()).ToList();
        Assert.Contains(newer, ids);
        Assert.DoesNotContain(older, ids);
    }

    private static double Sequence(JsonObject activity) => activity["channelData"]!["webchat:sequence-id"]!.GetValue<double>();

    /// <summary>A body that is sent in chunks, without Content-Length.</summary>
    private sealed class UnstatedLength(string text) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => stream.WriteAsync(Encoding.UTF8.GetBytes(text)).AsTask();

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
