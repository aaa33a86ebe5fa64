using System.Net.Http.Headers;
using ChatOpsBot.Channels.Teams.Protocol;
using ChatOpsBot.Conversations;
using ChatOpsBot.Testing.Teams;
using ChatOpsBot.Testing.Time;

namespace ChatOpsBot.Tests.Channels.Teams;

/// <summary>The Connector's calls that no card needs yet, and what every call has in common.</summary>
public sealed class ConnectorClientTests
{
    private const string Chat = "19:chat@thread.v2";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_message_can_be_answered_and_deleted_and_typing_shown()
    {
        await using var connector = await FakeConnector.StartAsync(time: null, Token);
        using var http = Http();
        var client = Client(http);
        var service = new Uri(connector.ServiceUrl);

        await client.SendToConversationAsync(service, Chat, OutboundActivity.Typing().Serialize(), Token);
        Assert.Empty(connector.Messages);
        var first = await client.SendToConversationAsync(service, Chat, OutboundActivity.OfText("first").Serialize(), Token);
        var reply = await client.ReplyToActivityAsync(service, Chat, first!, OutboundActivity.OfText("reply").Serialize(), Token);
        await client.DeleteActivityAsync(service, Chat, first!, Token);

        Assert.Equal(reply, Assert.Single(connector.Messages).Id);
        Assert.Equal($"/emea/v3/conversations/19%3Achat%40thread.v2/activities/{first}", connector.Calls[2].Target);
        Assert.Equal("POST", connector.Calls[2].Method);
        Assert.StartsWith("ChatOpsBot/", connector.Calls[0].UserAgent, StringComparison.Ordinal);
        Assert.Empty(connector.Complaints);
    }

    [Fact]
    public async Task Typing_is_shown_in_the_conversation_and_a_refusal_says_why_it_is_not()
    {
        await using var teams = await TeamsOutbound.StartAsync(Token);

        await teams.Channel.ShowTypingAsync(teams.Conversation(), Token);
        teams.Connector.Next(ConnectorAnswer.Error(403, "BotNotInConversationRoster"));
        var refused = await Assert.ThrowsAsync<ChannelException>(() => teams.Channel.ShowTypingAsync(teams.Conversation(), Token));

        Assert.True(refused.IsPermanent);
        Assert.Contains("\"type\":\"typing\"", teams.Connector.Calls[0].Body, StringComparison.Ordinal);
        Assert.Equal(TeamsOutbound.Thread, teams.Connector.Calls[0].Conversation);
        Assert.Empty(teams.Connector.Complaints);
        Assert.Empty(teams.Connector.Messages);
    }

    [Fact]
    public async Task Members_come_page_by_page()
    {
        await using var connector = await FakeConnector.StartAsync(time: null, Token);
        using var http = Http();

        List<string?> names = [];
        await foreach (var member in Client(http).GetConversationPagedMembersAsync(new Uri(connector.ServiceUrl), Chat, pageSize: 2, Token))
            names.Add(member.Name);

        Assert.Equal(["Anna", "Bert", "Cleo", "Dana"], names);
        Assert.Equal(2, connector.Calls.Count);
        Assert.Null(await Client(http).GetConversationMemberAsync(new Uri(connector.ServiceUrl), Chat, "29:nobody", Token));
    }

    [Fact]
    public async Task Pages_that_name_themselves_as_the_next_one_end()
    {
        await using var connector = await FakeConnector.StartAsync(time: null, Token);
        connector.Answer = _ => new ConnectorAnswer(200, """{"members":[{"id":"29:a"}],"continuationToken":"again"}""");
        using var http = Http();

        var count = 0;
        await foreach (var _ in Client(http).GetConversationPagedMembersAsync(new Uri(connector.ServiceUrl), Chat, pageSize: 1, Token))
            count++;

        Assert.Equal(2, count);
    }

    [Theory]
    [InlineData("7", 7.0)]
    [InlineData("Mon, 02 Mar 2026 09:00:30 GMT", 30.0)]
    [InlineData("Mon, 02 Mar 2026 08:00:00 GMT", null)]
    [InlineData("999999", 3600.0)]
    [InlineData("soon", null)]
    [InlineData("0", null)]
    public async Task Retry_after_is_read_in_both_forms_and_kept_within_reason(string header, double? seconds)
    {
        await using var connector = await FakeConnector.StartAsync(time: null, Token);
        connector.Next(ConnectorAnswer.Throttled(header));
        using var http = Http();

        var exception = await Assert.ThrowsAsync<ConnectorException>(() => Client(http).SendToConversationAsync(new Uri(connector.ServiceUrl), Chat, OutboundActivity.Typing().Serialize(), Token));

        Assert.Equal(seconds, exception.RetryAfter?.TotalSeconds);
        Assert.Equal("Teams answered 429 Throttled (correlation fake.1).", exception.Message);
        Assert.False(exception.MayBeDone);
    }

    [Fact]
    public async Task Nobody_there_means_that_nothing_was_sent()
    {
        using var http = Http();

        var exception = await Assert.ThrowsAsync<ConnectorException>(() => Client(http).SendToConversationAsync(new Uri("http://127.0.0.1:1/emea"), Chat, OutboundActivity.Typing().Serialize(), Token));

        Assert.Null(exception.Status);
        Assert.False(exception.MayBeDone);
    }

    [Theory]
    [InlineData("""{"error":{"code":"BadSyntax","message":"x"}}""", "BadSyntax")]
    [InlineData("""{"error":{"code":"BotNotInConversationRoster"}}""", "BotNotInConversationRoster")]
    [InlineData("""{"error":{"code":"Forbidden","message":"MessageWritesBlocked"}}""", "MessageWritesBlocked")]
    [InlineData("""{"error":{"code":"Forbidden","innerHttpError":{"statusCode":403,"body":{"subCode":"MessageWritesBlocked"}}}}""", "MessageWritesBlocked")]
    [InlineData("""{"errorCode":209,"message":"{\n \"subCode\": \"MessageWritesBlocked\"}"}""", "MessageWritesBlocked")]
    [InlineData("""{"error":{"code":"somebody@contoso.example wrote: hello"}}""", null)]
    [InlineData("""{"error":{"code":7}}""", null)]
    [InlineData("<html>no</html>", null)]
    [InlineData("", null)]
    public void An_errors_name_is_found_whatever_it_is_wrapped_in(string body, string? code) =>
        Assert.Equal(code, ConnectorErrorBody.CodeOf(body));

    private static HttpClient Http() => new(new SocketsHttpHandler { AllowAutoRedirect = false });

    private static ConnectorClient Client(HttpClient http) =>
        new(http, (_, refused, _) => ValueTask.FromResult(refused is null ? new AuthenticationHeaderValue("Bearer", "token") : null), new ManualTime());
}
