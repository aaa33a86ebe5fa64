using System.Text.Json.Nodes;
using ChatOpsBot.Conversations;
using ChatOpsBot.Conversations.Asking;
using ChatOpsBot.Conversations.Texts;
using ChatOpsBot.Testing.Teams;

namespace ChatOpsBot.Tests.Channels.Teams;

/// <summary>What concerns one person only, said in a conversation of several: a targeted message, and what becomes of it where Teams takes none.</summary>
public sealed class WhisperTests
{
    private static readonly Person Kim = new(TeamsActivity.KimId, "Kim Example");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_whisper_in_a_channel_reaches_one_person_in_the_thread()
    {
        await using var teams = await TeamsOutbound.StartAsync(Token);

        await WhisperAsync(teams, "m1");

        var message = Assert.Single(teams.Connector.Messages);
        Assert.Equal((Kim.Id, TeamsOutbound.Thread), (message.OnlyFor, message.Conversation));
        Assert.Equal(Kim.Id, JsonNode.Parse(message.Body)!["recipient"]!["id"]!.GetValue<string>());
        Assert.Empty(teams.Connector.Complaints);
    }

    [Fact]
    public async Task Alone_with_the_bot_there_is_nobody_to_whisper_past()
    {
        await using var teams = await TeamsOutbound.StartAsync(Token);

        await WhisperAsync(teams, "m1", teams.Conversation("a:1personal"));

        Assert.Null(Assert.Single(teams.Connector.Messages).OnlyFor);
        Assert.Empty(teams.Connector.Complaints);
    }

    [Theory]
    [InlineData(400, "Bad Argument")]
    [InlineData(403, "NotEnoughPermissions")]
    [InlineData(404, "NotFound")]
    [InlineData(405, "NotSupported")]
    public async Task Where_Teams_takes_no_message_for_one_person_everybody_gets_it(int status, string code)
    {
        await using var teams = await TeamsOutbound.StartAsync(Token);
        teams.Connector.Answer = call => IsTargeted(call) ? ConnectorAnswer.Error(status, code) : null;

        await WhisperAsync(teams, "m1");
        await WhisperAsync(teams, "m2");

        Assert.Equal([null, null], teams.Connector.Messages.Select(message => message.OnlyFor));
        Assert.DoesNotContain("recipient", teams.Connector.Messages[0].Body, StringComparison.Ordinal);
        // Asked once, and again on another day.
        Assert.Single(teams.Connector.Calls, IsTargeted);
        teams.Time.Advance(TimeSpan.FromHours(25));
        await WhisperAsync(teams, "m3");
        Assert.Equal(2, teams.Connector.Calls.Count(IsTargeted));
        // It is no fault of the bot's, which nobody need report.
        Assert.DoesNotContain("please report", teams.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_whisper_that_may_have_arrived_is_not_said_to_everybody()
    {
        await using var teams = await TeamsOutbound.StartAsync(Token);
        teams.Connector.Next(ConnectorAnswer.Error(502, "BadGateway"));

        var exception = await Assert.ThrowsAsync<ChannelException>(() => WhisperAsync(teams, "m1"));

        Assert.False(exception.IsPermanent);
        Assert.Empty(teams.Connector.Messages);
    }

    [Fact]
    public async Task A_bot_that_was_removed_whispers_no_more()
    {
        await using var teams = await TeamsOutbound.StartAsync(Token);
        teams.Connector.Answer = _ => ConnectorAnswer.Error(403, "BotNotInConversationRoster");

        Assert.True((await Assert.ThrowsAsync<ChannelException>(() => WhisperAsync(teams, "m1"))).IsPermanent);
        var calls = teams.Connector.Calls.Count;
        Assert.True((await Assert.ThrowsAsync<ChannelException>(() => WhisperAsync(teams, "m2"))).IsPermanent);

        Assert.Equal(calls, teams.Connector.Calls.Count);
    }

    [Theory]
    [InlineData("help")]
    [InlineData("asdf qwertz")]
    [InlineData("privacy")]
    [InlineData("settings")]
    [InlineData("language")]
    [InlineData("check")]
    public async Task How_the_bot_is_used_is_told_to_the_one_who_asked(string text)
    {
        await using var bot = await TeamsBot.StartAsync(Token);

        await PostAsync(bot, TeamsActivity.Message(text).InChannel().NamingBot());

        Assert.Equal(Kim.Id, (await bot.Channel.UntilAsync(posts => posts.Count == 1, Token))[0].OnlyFor?.Id);
    }

    [Theory]
    [InlineData("status")]
    [InlineData("mute 2h")]
    [InlineData("language español")]
    [InlineData("450 4.4.316 Connection refused")]
    [InlineData("550 5.7.999 Access denied by policy")]
    public async Task What_concerns_all_is_told_to_all(string text)
    {
        await using var bot = await TeamsBot.StartAsync(Token);

        await PostAsync(bot, TeamsActivity.Message(text).InChannel().NamingBot());

        Assert.Null((await bot.Channel.UntilAsync(posts => posts.Count == 1, Token))[0].OnlyFor);
    }

    [Fact]
    public async Task Who_asks_about_a_trouble_whose_card_is_there_is_told_so_alone()
    {
        await using var bot = await TeamsBot.StartAsync(Token);
        await PostAsync(bot, TeamsActivity.Message().InChannel());
        await bot.Channel.UntilAsync(posts => posts.Count == 1, Token);

        await PostAsync(bot, TeamsActivity.Message(id: "1795001112224").InChannel().NamingBot());

        Assert.Equal(Kim.Id, (await bot.Channel.UntilAsync(posts => posts.Count == 2, Token))[1].OnlyFor?.Id);
    }

    private static Task WhisperAsync(TeamsOutbound teams, string deliveryKey, ConversationReference? conversation = null) =>
        ((IChannel)teams.Channel).WhisperAsync(conversation ?? teams.Conversation(), Kim, CommandCards.Help(EnglishTexts.Texts), new Delivery(deliveryKey, EarlierTries.None, teams.Time.GetUtcNow()), Token);

    private static bool IsTargeted(ConnectorCall call) => call.Target.EndsWith("?isTargetedActivity=true", StringComparison.Ordinal);

    private static async Task PostAsync(TeamsBot bot, JsonObject activity)
    {
        using var answer = await bot.PostAsync(activity, Token);
        Assert.Equal(System.Net.HttpStatusCode.Accepted, answer.StatusCode);
    }
}
