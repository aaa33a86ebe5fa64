using System.Net;
using System.Text.Json.Nodes;

namespace ChatOpsBot.Tests.Channels.Teams;

/// <summary>Microsoft's Agents Playground, which knows no tokens: this machine speaks to this machine, and nobody else.</summary>
public sealed class PlaygroundTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_Playground_needs_no_token_and_the_log_warns_of_it()
    {
        await using var bot = await TeamsBot.StartPlaygroundAsync(Token);

        using var answer = await bot.PostAsync(Message().ToJsonString(), authorization: null, Token);

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        await bot.Channel.UntilAsync(posts => posts.Count == 1, Token);
        Assert.Single(bot.Log.All, line => line.StartsWith("Warning: Teams:Playground is true", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("https://smba.trafficmanager.net/emea/")]
    [InlineData("http://smba.trafficmanager.net/emea/")]
    [InlineData("http://203.0.113.7:56150/")]
    [InlineData("http://localhost.evil.example/")]
    [InlineData("file:///localhost")]
    [InlineData("localhost:56150")]
    public async Task Answers_to_the_Playground_go_to_this_machine_only(string serviceUrl)
    {
        await using var bot = await TeamsBot.StartPlaygroundAsync(Token);
        var message = Message();
        message["serviceUrl"] = serviceUrl;

        using var answer = await bot.PostAsync(message.ToJsonString(), authorization: null, Token);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Empty(bot.Accepted());
    }

    [Theory]
    [InlineData("Origin", "http://evil.example")]
    [InlineData("X-Forwarded-For", "203.0.113.7")]
    [InlineData("Forwarded", "for=203.0.113.7")]
    [InlineData("Host", "bot.evil.example")]
    [InlineData("Authorization", "Bearer a.b.c")]
    public async Task What_does_not_come_from_this_machine_itself_needs_a_token(string header, string value)
    {
        await using var bot = await TeamsBot.StartPlaygroundAsync(Token);
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/messages") { Content = new StringContent(Message().ToJsonString(), new System.Net.Http.Headers.MediaTypeHeaderValue("application/json")) };
        request.Headers.TryAddWithoutValidation(header, value);

        using var answer = await bot.SendAsync(request, Token);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Empty(bot.Accepted());
    }

    [Fact]
    public async Task Where_the_Playground_is_off_nobody_speaks_without_a_token()
    {
        await using var bot = await TeamsBot.StartAsync(Token, ["--environment=Development"]);

        using var answer = await bot.PostAsync(Message().ToJsonString(), authorization: null, Token);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    /// <summary>Its ids are not Teams', and it names no tenant that was allowed.</summary>
    private static JsonObject Message()
    {
        var message = TeamsActivity.Message();
        message["serviceUrl"] = "http://localhost:56150/_connector";
        message["from"] = new JsonObject { ["id"] = "user-id-0", ["name"] = "Alex Wilber" };
        message["conversation"] = new JsonObject { ["id"] = "personal-chat-id", ["conversationType"] = "personal", ["tenantId"] = "tenant-0" };
        message["channelData"] = new JsonObject { ["tenant"] = new JsonObject { ["id"] = "tenant-0" } };
        return message;
    }
}
