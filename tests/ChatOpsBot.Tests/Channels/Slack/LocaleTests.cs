using System.Net;
using System.Text.Json.Nodes;
using ChatOpsBot.Channels.Slack;
using ChatOpsBot.Conversations;
using ChatOpsBot.Storage;

namespace ChatOpsBot.Tests.Channels.Slack;

/// <summary>In which language a person alone with the bot is answered, when nobody chose one: the one they read Slack in.</summary>
public sealed class LocaleTests
{
    [Theory]
    [InlineData("help", "es-ES", "es")]
    [InlineData(SlackPayload.Error, "de-DE", "de")]
    [InlineData(SlackPayload.Error, "pt-BR", "pt-BR")]
    [InlineData(SlackPayload.Error, "ja-JP", "en")]
    // Error messages are English everywhere; of a person's own words that is no sign.
    [InlineData("The message is not delivered: 450 4.4.316 Connection refused", "sv-SE", "sv")]
    [InlineData("Hej, vi får det här meddelandet och det är inte bra: 450 4.4.316 Connection refused", "es-ES", "sv")]
    public async Task A_direct_message_is_answered_in_the_language_of_its_writer(string text, string locale, string expected)
    {
        await using var bot = await SlackBot.StartAsync(Token);
        bot.Servers.Locale = locale;

        Assert.Equal(expected, await AnsweredInAsync(bot, SlackPayload.Message(text)));
    }

    [Fact]
    public async Task Slack_is_asked_once_a_day_and_as_the_bot()
    {
        await using var bot = await SlackBot.StartAsync(Token);
        bot.Servers.Locale = "de-DE";

        Assert.Equal("de", await AnsweredInAsync(bot, SlackPayload.Message("help", ts: "1772442000.000001")));
        Assert.Equal("de", await AnsweredInAsync(bot, SlackPayload.Message("help", ts: "1772442000.000002")));
        var asked = Assert.Single(bot.Servers.People);
        Assert.Equal("Bearer xoxb-not-a-token", asked.Authorization);
        Assert.Equal($"user={SlackPayload.Kim}&include_locale=true", asked.Body);

        bot.Servers.Locale = "es-ES";
        bot.Time.Advance(TimeSpan.FromHours(24.1));
        Assert.Equal("es", await AnsweredInAsync(bot, SlackPayload.Message("help", ts: "1772442000.000003")));
    }

    [Fact]
    public async Task What_somebody_chose_comes_first()
    {
        await using var bot = await SlackBot.StartAsync(Token);
        bot.Servers.Locale = "de-DE";
        await bot.Bot.Get<SettingsStore>().SetLanguageAsync(new ConversationKey("slack", SlackBot.TeamId, SlackPayload.Direct), SlackPayload.Kim, "sv", Token);

        Assert.Equal("sv", await AnsweredInAsync(bot, SlackPayload.Message("help", ts: "1772442000.000001")));
        // Also when Slack has told another one.
        Assert.Equal("sv", await AnsweredInAsync(bot, SlackPayload.Message("help", ts: "1772442000.000002")));
    }

    [Fact]
    public async Task A_channel_is_nobodys_own()
    {
        await using var bot = await SlackBot.StartAsync(Token);
        bot.Servers.Locale = "de-DE";

        Assert.Equal("en", await AnsweredInAsync(bot, SlackPayload.Message(ts: "1772442000.000001").InChannel().NamingBot()));
        Assert.Equal("en", await AnsweredInAsync(bot, SlackPayload.Message("help", ts: "1772442000.000002").InChannel().NamingBot()));
    }

    [Fact]
    public async Task A_slack_that_does_not_tell_delays_neither_the_acknowledgement_nor_the_answer_for_long()
    {
        await using var bot = await SlackBot.StartAsync(Token);
        bot.Servers.Person = async cancellationToken =>
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return "";
        };
        var waits = bot.Time.TimerOf(TimeSpan.FromSeconds(2));

        using (var answer = await bot.PostAsync(SlackPayload.Message("help"), Token))
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await waits;
        Assert.Empty(bot.Channel.Posts);
        bot.Time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal("en", (await bot.Channel.UntilAsync(posts => posts.Count == 1, Token))[0].Card.Language);
    }

    [Fact]
    public async Task Without_the_scope_nobody_is_asked_for_a_while_and_it_is_said_once()
    {
        await using var bot = await SlackBot.StartAsync(Token, ["--Logging:LogLevel:ChatOpsBot.Channels.Slack.SlackLocales=Information"]);
        bot.Servers.Person = _ => Task.FromResult("""{"ok":false,"error":"missing_scope","needed":"users:read"}""");

        Assert.Equal("en", await AnsweredInAsync(bot, SlackPayload.Message("help", ts: "1772442000.000001")));
        Assert.Equal("en", await AnsweredInAsync(bot, SlackPayload.Message("help", ts: "1772442000.000002").ChangedEvent(inner => inner["user"] = "U01LEE")));

        Assert.Single(bot.Servers.People);
        Assert.Single(bot.Log.All, line => line.Contains("users:read", StringComparison.Ordinal) && line.StartsWith("Information", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_command_is_answered_at_once_and_once_more_when_the_person_reads_another_language()
    {
        await using var bot = await SlackBot.StartAsync(Token);
        bot.Servers.Locale = "es-ES";

        var english = JsonNode.Parse(await CommandAsync(bot, "help"))!["blocks"]!.ToJsonString();
        var again = JsonNode.Parse((await bot.Servers.UntilAsync(call => call.Address.AbsoluteUri == SlackPayload.ResponseUrl, Token)).Body)!;
        Assert.True((bool?)again["replace_original"]);
        Assert.Equal("ephemeral", (string?)again["response_type"]);
        var spanish = again["blocks"]!.ToJsonString();
        Assert.NotEqual(english, spanish);

        // From now on it is known.
        Assert.Equal(spanish, JsonNode.Parse(await CommandAsync(bot, "help"))!["blocks"]!.ToJsonString());
        Assert.Single(bot.Servers.Calls);
        Assert.Single(bot.Servers.People);
    }

    [Fact]
    public async Task A_command_that_does_something_does_it_once()
    {
        await using var bot = await SlackBot.StartAsync(Token);
        bot.Servers.Locale = "es-ES";

        await CommandAsync(bot, "mute 2h");
        await bot.Servers.UntilAsync(() => bot.Servers.People.Count == 1, Token);
        // The next one waits for the answer to the first.
        Assert.Equal("es-ES", await bot.Bot.Get<SlackLocales>().FindAsync(new SlackInstallation(SlackBot.TeamId, IsEnterprise: false), SlackPayload.Kim, Token));

        Assert.Empty(bot.Servers.Calls);
    }

    [Fact]
    public async Task The_shortcut_speaks_to_its_reader_whatever_the_message_is_written_in()
    {
        await using var bot = await SlackBot.StartAsync(Token);
        bot.Servers.Locale = "de-DE";

        using var answer = await bot.InteractAsync(SlackPayload.Shortcut("¿Por qué el servidor nos devolvió el mensaje? 450 4.4.316 Connection refused"), Token);

        Assert.Contains("Schließen", (await bot.Servers.UntilAsync(call => call.Is("views.open"), Token)).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_home_tab_is_in_the_language_of_who_looks_at_it()
    {
        await using var bot = await SlackBot.StartAsync(Token);
        bot.Servers.Locale = "sv-SE";

        using var answer = await bot.PostAsync(SlackPayload.Envelope(new JsonObject { ["type"] = "app_home_opened", ["user"] = SlackPayload.Kim, ["channel"] = SlackPayload.Direct, ["tab"] = "home" }), Token);

        Assert.Contains(SlackPlaceTexts.Of("sv").Where, (await bot.Servers.UntilAsync(call => call.Is("views.publish"), Token)).Body, StringComparison.Ordinal);
    }

    private static async Task<string> AnsweredInAsync(SlackBot bot, JsonObject message)
    {
        var before = bot.Channel.Posts.Count;
        using var answer = await bot.PostAsync(message, Token);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (await bot.Channel.UntilAsync(posts => posts.Count == before + 1, Token))[before].Card.Language;
    }

    private static async Task<string> CommandAsync(SlackBot bot, string text)
    {
        using var answer = await bot.CommandAsync(SlackPayload.Command(text), Token);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync(Token);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
