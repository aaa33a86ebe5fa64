using System.Diagnostics;
using System.Text.Json;
using ChatOpsBot.Channels.Slack.Protocol;
using ChatOpsBot.Testing.Slack;

namespace ChatOpsBot.Tests.Channels.Slack;

/// <summary>One call of the Web API is one request, in the form that its method knows, and a refusal says what is known.</summary>
public sealed class SlackWebApiTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Slack_is_not_told_which_request_to_the_bot_a_call_came_of()
    {
        await using var slack = await SlackOutbound.StartAsync(Token);
        using var request = new Activity("request");
        request.Start();

        await slack.SendAsync();

        Assert.Empty(slack.Slack.Complaints);
        Assert.Single(slack.Slack.Messages);
    }

    [Fact]
    public async Task Every_method_is_called_in_its_form()
    {
        await using var slack = await SlackOutbound.StartAsync(Token);
        var api = slack.Get<SlackWebApi>();
        slack.Slack.Add(new SlackPerson(SlackOutbound.Person, "Kim", "de-DE"));
        slack.Slack.AddFile("F01", JsonElement.Parse("""{"id":"F01","name":"ndr.eml","size":12,"url_private_download":"https://files.slack.com/F01"}"""));
        slack.Slack.SocketUrl = new Uri("wss://wss-primary.slack.com/link");
        slack.Slack.Grants["code-1"] = JsonElement.Parse("""{"access_token":"xoxb-new","token_type":"bot","scope":"chat:write","team":{"id":"T01EXAMPLE","name":"Contoso"},"enterprise":null,"is_enterprise_install":false}""");
        slack.Slack.Grants["xoxe-1"] = JsonElement.Parse("""{"access_token":"xoxe.xoxb-2","refresh_token":"xoxe-2","expires_in":43200}""");
        var view = new View { Type = View.Modal, Title = TextObject.Plain("More"), Blocks = [new DividerBlock()] };

        var who = await api.AuthTestAsync(KnownTokens.First, Token);
        var posted = await api.ChatPostMessageAsync(KnownTokens.First, new PostMessage { Channel = SlackOutbound.Channel, Text = "a" }, Token);
        await api.ChatUpdateAsync(KnownTokens.First, new UpdateMessage { Channel = SlackOutbound.Channel, Ts = posted.Ts!, Text = "b", Blocks = [] }, Token);
        await api.ChatPostEphemeralAsync(KnownTokens.First, new PostEphemeral { Channel = SlackOutbound.Channel, User = SlackOutbound.Person, Text = "c" }, Token);
        await api.ChatDeleteAsync(KnownTokens.First, SlackOutbound.Channel, posted.Ts!, Token);
        var channel = await api.ConversationsInfoAsync(KnownTokens.First, SlackOutbound.Channel, Token);
        await api.ConversationsHistoryAsync(KnownTokens.First, SlackOutbound.Channel, "0", Token);
        await api.ConversationsRepliesAsync(KnownTokens.First, SlackOutbound.Channel, SlackOutbound.Thread, "0", Token);
        var opened = await api.ViewsOpenAsync(KnownTokens.First, slack.Slack.Trigger(), view, Token);
        await api.ViewsUpdateAsync(KnownTokens.First, opened.View!.Id!, opened.View.Hash, view, Token);
        await api.ViewsPublishAsync(KnownTokens.First, SlackOutbound.Person, view with { Type = View.Home, Title = null }, Token);
        var user = await api.UsersInfoAsync(KnownTokens.First, SlackOutbound.Person, Token);
        var file = await api.FilesInfoAsync(KnownTokens.First, "F01", Token);
        var socket = await api.AppsConnectionsOpenAsync(slack.Slack.AppToken, Token);
        var installed = await api.OAuthV2AccessAsync("1.2", "client-secret", "code-1", redirectUri: "", Token);
        var renewed = await api.OAuthV2RefreshAsync("1.2", "client-secret", "xoxe-1", Token);
        await api.RespondAsync(slack.Slack.ResponseUrl(), new ResponseMessage { Text = "d" }, Token);

        Assert.Empty(slack.Slack.Complaints);
        Assert.Equal(("T01EXAMPLE", "U01BOT"), (who.TeamId, who.UserId));
        Assert.Equal(["chat:write", "channels:history"], who.Scopes);
        Assert.True(channel.Channel!.IsMember);
        Assert.Equal(("Kim", "de-DE", "Europe/Berlin"), (user.User!.Profile!.DisplayName, user.User.Locale, user.User.Tz));
        Assert.Equal(("ndr.eml", 12L), (file.File!.Name, file.File.Size));
        Assert.Equal("wss://wss-primary.slack.com/link", socket.Url);
        Assert.Equal(("xoxb-new", "T01EXAMPLE"), (installed.AccessToken, installed.Team!.Id));
        Assert.Equal(("xoxe-2", 43200), (renewed.RefreshToken, renewed.ExpiresIn));
    }

    [Theory]
    [InlineData("chat.postMessage", true)]
    [InlineData("users.info", false)]
    public async Task Methods_that_write_take_JSON_and_those_that_read_a_form(string method, bool isJson)
    {
        await using var slack = await SlackOutbound.StartAsync(Token);
        slack.Slack.Add(new SlackPerson("U01", "ä & b"));

        if (isJson)
            await slack.Get<SlackWebApi>().ChatPostMessageAsync(KnownTokens.First, new PostMessage { Channel = SlackOutbound.Channel, Text = "ä & b" }, Token);
        else
            await slack.Get<SlackWebApi>().UsersInfoAsync(KnownTokens.First, "U01", Token);

        var call = Assert.Single(slack.Slack.Calls);
        Assert.Equal(method, call.Method);
        Assert.Equal(isJson ? "application/json; charset=utf-8" : "application/x-www-form-urlencoded", call.ContentType);
        if (isJson)
            Assert.Contains("\"text\":\"ä & b\"", call.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_cannot_be_read_leaves_open_whether_it_was_done()
    {
        await using var slack = await SlackOutbound.StartAsync(Token);
        slack.Slack.Next(SlackAnswer.Html(200), new SlackAnswer(200, ""), SlackAnswer.Html(502), SlackAnswer.Broken);

        for (var call = 0; call < 4; call++)
            Assert.True((await RefusedAsync(slack)).MayBeDone);
    }

    [Fact]
    public async Task What_was_refused_or_never_left_was_not_done()
    {
        await using var slack = await SlackOutbound.StartAsync(Token);
        slack.Slack.Next(SlackAnswer.Error("channel_not_found"), SlackAnswer.RateLimited(7));

        Assert.Equal(("channel_not_found", false), Said(await RefusedAsync(slack)));
        var throttled = await RefusedAsync(slack);
        Assert.Equal(("ratelimited", false), Said(throttled));
        Assert.Equal(TimeSpan.FromSeconds(7), throttled.RetryAfter);

        await using var gone = await SlackOutbound.StartAsync(Token);
        await gone.Slack.StopAsync();
        var unreached = await RefusedAsync(gone);
        Assert.Equal(((string?)null, false), Said(unreached));
        Assert.Null(unreached.Status);

        static (string?, bool) Said(SlackApiException refusal) => (refusal.Code, refusal.MayBeDone);
    }

    [Fact]
    public async Task A_method_that_does_not_answer_is_given_up()
    {
        await using var slack = await SlackOutbound.StartAsync(Token);
        slack.Slack.Next(SlackAnswer.Silent);
        var isWaiting = slack.Time.TimerOf(SlackWebApi.AnswerWithin);
        var call = RefusedAsync(slack);
        await isWaiting;
        await slack.Slack.UntilAsync(calls => calls.Count == 1, Token);
        slack.Time.Advance(SlackWebApi.AnswerWithin);

        Assert.True((await call).MayBeDone);
    }

    [Theory]
    [InlineData("a sentence with words of somebody in it")]
    [InlineData("<script>")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789")]
    public async Task What_is_no_name_of_an_error_is_not_repeated(string error)
    {
        await using var slack = await SlackOutbound.StartAsync(Token);
        slack.Slack.Next(SlackAnswer.Error(error));

        var refusal = await RefusedAsync(slack);

        Assert.Null(refusal.Code);
        Assert.DoesNotContain(error, refusal.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[ERROR] must be less than 76 characters [json-pointer:/blocks/3/elements/0/text/text]", "/blocks/3/elements/0/text/text must be less than 76 characters")]
    [InlineData("[ERROR] invalid url: https://somebody.example [json-pointer:/blocks/1]", "/blocks/1")]
    [InlineData("[ERROR] no more than 50 items allowed [json-pointer:/blocks]", "/blocks no more than 50 items allowed")]
    public void Of_a_mistake_only_the_place_and_the_rule_are_kept(string message, string kept) =>
        Assert.Equal([kept], SlackErrorDetails.Of([message, "words of somebody"]));

    [Theory]
    [InlineData("https://slack.com/api/", "https://hooks.slack.com/actions/T01/1/a", true)]
    [InlineData("https://slack-gov.com/api/", "https://hooks.slack-gov.com/actions/1", true)]
    [InlineData("http://localhost:4000/api/", "http://localhost:4000/actions/1", true)]
    [InlineData("http://localhost:4000/api/", "http://127.0.0.1:4001/actions/1", true)]
    [InlineData("http://localhost:4000/api/", "http://10.0.0.1:4000/actions/1", false)]
    [InlineData("https://slack.com/api/", "https://127.0.0.1/actions/1", false)]
    [InlineData("https://slack.com/api/", "https://hooks.slack.com.evil.example/actions/1", false)]
    [InlineData("https://slack.com/api/", "http://hooks.slack.com/actions/1", false)]
    [InlineData("https://slack.com/api/", "https://a@hooks.slack.com/actions/1", false)]
    [InlineData("https://slack.com/api/", "https://hooks.slack.com:8443/actions/1", false)]
    [InlineData("https://slack-gov.com/api/", "https://hooks.slack.com/actions/1", false)]
    public void A_response_goes_to_Slack_only(string api, string responseUrl, bool isTaken) =>
        Assert.Equal(isTaken, SlackHosts.Of(new Uri(api)).TakesResponses(new Uri(responseUrl)));

    private static async Task<SlackApiException> RefusedAsync(SlackOutbound slack) => await Assert.ThrowsAsync<SlackApiException>(() =>
        slack.Get<SlackWebApi>().ChatPostMessageAsync(KnownTokens.First, new PostMessage { Channel = SlackOutbound.Channel, Text = "a" }, Token));
}
