using System.Net;
using System.Text.Json.Nodes;
using ChatOpsBot.Conversations;
using ChatOpsBot.LiveChecks;
using ChatOpsBot.Storage;
using ChatOpsBot.Tests.FollowUps;
using Microsoft.Extensions.DependencyInjection;

namespace ChatOpsBot.Tests.Channels.Slack;

/// <summary>What people are called on cards: Slack's messages say who wrote them by an id alone.</summary>
public sealed class NameTests
{
    [Fact]
    public async Task Who_asks_for_checks_is_called_by_the_name_they_chose()
    {
        await using var bot = await StartAsync(Kim);

        await PostAsync(bot, SlackPayload.Message("check mx1.contoso.com").InChannel().NamingBot());

        var card = (await bot.Channel.UntilAsync(posts => posts.Count == 1, Token))[0].Card;
        Assert.Equal(new Person(SlackPayload.Kim, "Kim Lee"), bot.Bot.Get<CaseStore>().Find(card.CaseId)!.Run!.RequestedBy);
    }

    [Theory]
    [InlineData("""{"ok":true,"user":{"name":"kim","real_name":"Kimberly Lee","profile":{"display_name":""}}}""", "Kimberly Lee")]
    [InlineData("""{"ok":true,"user":{"name":"kim"}}""", "kim")]
    [InlineData("""{"ok":true}""", "?")]
    [InlineData("""{"ok":false,"error":"user_not_visible"}""", "?")]
    [InlineData("""{"ok":false,"error":"missing_scope","needed":"users:read"}""", "?")]
    public async Task Who_chose_none_is_called_as_slack_calls_them(string told, string name)
    {
        await using var bot = await StartAsync(told);

        await PostAsync(bot, SlackPayload.Message().InChannel().NamingBot());

        var card = (await bot.Channel.UntilAsync(posts => posts.Count == 1, Token))[0].Card;
        Assert.Equal(name, bot.Bot.Get<CaseStore>().Find(card.CaseId)!.Posters.Single().Name);
    }

    [Fact]
    public async Task Everybody_who_posted_the_same_is_named_and_nobody_is_asked_for_twice()
    {
        await using var bot = await StartAsync(Kim);
        await PostAsync(bot, SlackPayload.Message(ts: "1772442000.000001").InChannel().NamingBot());
        await bot.Channel.UntilAsync(posts => posts.Count == 1, Token);

        await PostAsync(bot, SlackPayload.Message(ts: "1772442000.000002").InChannel().NamingBot().ChangedEvent(inner => inner["user"] = "U01LEE"));
        await PostAsync(bot, SlackPayload.Message(ts: "1772442000.000003").InChannel().NamingBot());

        var posts = await bot.Channel.UntilAsync(posts => Posted(posts[0].Card) is { } posted && posted.StartsWith("3 ", StringComparison.Ordinal), Token);
        Assert.Equal("3 times, by Kim Lee, Kim Lee", Posted(posts[0].Card));
        Assert.Equal(2, bot.Servers.People.Count);
    }

    [Fact]
    public async Task Where_nobody_has_a_name_it_is_counted()
    {
        await using var bot = await StartAsync("""{"ok":false,"error":"user_not_visible"}""");
        await PostAsync(bot, SlackPayload.Message(ts: "1772442000.000001").InChannel().NamingBot());
        await bot.Channel.UntilAsync(posts => posts.Count == 1, Token);

        await PostAsync(bot, SlackPayload.Message(ts: "1772442000.000002").InChannel().NamingBot());

        await bot.Channel.UntilAsync(posts => Posted(posts[0].Card) == "2×", Token);
    }

    [Fact]
    public async Task Who_presses_has_one_name_and_not_two()
    {
        await using var bot = await StartAsync(Kim);
        await PostAsync(bot, SlackPayload.Message().InChannel().NamingBot());
        var caseId = (await bot.Channel.UntilAsync(posts => posts.Count == 1, Token))[0].Card.CaseId;

        using var answer = await bot.InteractAsync(SlackPayload.Press(caseId, Verbs.Take), Token);

        Assert.Equal("Kim Lee", bot.Bot.Get<CaseStore>().Find(caseId)!.Owner!.Name);
    }

    [Theory]
    [InlineData(Kim, "Kim Lee has added me.")]
    [InlineData("""{"ok":false,"error":"user_not_visible"}""", null)]
    public async Task The_first_word_in_a_channel_says_who_added_the_bot_and_calls_nobody(string told, string? said)
    {
        await using var bot = await StartAsync(told);

        await PostAsync(bot, SlackPayload.Envelope(new JsonObject { ["type"] = "member_joined_channel", ["user"] = SlackPayload.BotUser, ["channel"] = SlackPayload.Channel, ["inviter"] = SlackPayload.Kim }));

        var words = (await bot.Channel.UntilAsync(posts => posts.Count == 1, Token))[0].Card.Blocks.OfType<Paragraph>().Select(paragraph => paragraph.Text.ToString()).ToList();
        Assert.Equal(said is not null, words.Contains(said ?? ""));
        Assert.DoesNotContain(words, word => word.Contains('?', StringComparison.Ordinal) || word.Contains(SlackPayload.Kim, StringComparison.Ordinal));
    }

    [Fact]
    public async Task When_hundreds_come_at_once_not_everybody_is_asked_for()
    {
        await using var bot = await StartAsync(Kim);

        for (var person = 0; person < 70; person++)
            await PostAsync(bot, SlackPayload.Message("help", ts: $"1772442000.{person:D6}").InChannel().NamingBot().ChangedEvent(inner => inner["user"] = $"U{person:D4}"));
        await bot.SettleAsync(Token);

        Assert.InRange(bot.Servers.People.Count, 1, 60);
    }

    private static string? Posted(Card card) => card.Blocks.OfType<Facts>().Single().Items.FirstOrDefault(fact => fact.Label == "Posted")?.Value.ToString();

    private static async Task<SlackBot> StartAsync(string told)
    {
        var bot = await SlackBot.StartAsync(Token, replace: services => services.AddSingleton<IProbe>(new ScriptedProbe()));
        bot.Servers.Person = _ => Task.FromResult(told);
        return bot;
    }

    private static async Task PostAsync(SlackBot bot, JsonObject envelope)
    {
        using var answer = await bot.PostAsync(envelope, Token);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private const string Kim = """{"ok":true,"user":{"id":"U01KIM","name":"kim","real_name":"Kimberly Lee","locale":"en-US","profile":{"display_name":"Kim Lee"}}}""";
}
