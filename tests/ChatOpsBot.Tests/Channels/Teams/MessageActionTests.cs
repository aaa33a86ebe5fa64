using System.Net;
using System.Text.Json.Nodes;
using ChatOpsBot.Storage;

namespace ChatOpsBot.Tests.Channels.Teams;

/// <summary>Group G of the conformance sheet: the action <i>Explain mail error</i> of a message, which works without listening.</summary>
public sealed class MessageActionTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task G12_the_error_of_a_message_is_explained_in_a_dialog()
    {
        var dialog = await ExplainAsync(new JsonObject { ["contentType"] = "html", ["content"] = "<p>anyone seen this?</p><div>450&nbsp;4.4.316 Connection refused [LastAttemptedServerName=mx1.contoso.example]</div>" });

        Assert.Equal("continue", dialog["type"]!.GetValue<string>());
        Assert.Contains("4.4.316", CardOf(dialog), StringComparison.Ordinal);
        Assert.Contains("mx1.contoso.example", CardOf(dialog), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("html", "<p>since <b>noon</b></p>", "4.4.316", null)]
    [InlineData("text", "since noon", "4.4.316", null)]
    [InlineData("html", "450 4.4.315 Connection timed out", "4.4.315", "4.4.316 Connection refused")]
    public async Task G12_the_headline_of_a_post_is_read_where_the_post_itself_names_no_error(string contentType, string content, string explained, string? unexplained)
    {
        var card = CardOf(await ExplainAsync(new JsonObject { ["contentType"] = contentType, ["content"] = content }, subject: "Mail to Contoso & others: 450 4.4.316 Connection refused"));

        Assert.DoesNotContain("There is no mail error in this message", card, StringComparison.Ordinal);
        Assert.Contains(explained, card, StringComparison.Ordinal);
        if (unexplained is not null)
            Assert.DoesNotContain(unexplained, card, StringComparison.Ordinal);
    }

    [Fact]
    public async Task G12_the_dialog_has_nothing_to_press_that_would_need_a_case()
    {
        var card = CardOf(await ExplainAsync(new JsonObject { ["contentType"] = "text", ["content"] = "450 4.4.316 Connection refused" }));

        Assert.DoesNotContain("Action.Execute", card, StringComparison.Ordinal);
        Assert.DoesNotContain("\"caseId\"", card, StringComparison.Ordinal);
    }

    [Fact]
    public async Task G13_nothing_is_posted_and_nothing_stored()
    {
        await using var bot = await TeamsBot.StartAsync(Token);

        using var answer = await bot.PostAsync(Chosen(new JsonObject { ["contentType"] = "text", ["content"] = "450 4.4.316 Connection refused" }), Token);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Empty(bot.Channel.Posts);
        Assert.Null(bot.Bot.Get<InboxStore>().NextDue());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("""{"deleted":true,"body":{"contentType":"html","content":"450 4.4.316 Connection refused"}}""")]
    [InlineData("""{"id":"1","body":{"contentType":"html","content":""}}""")]
    [InlineData("""{"id":"1","body":{"contentType":"html"}}""")]
    [InlineData("""{"id":"1","from":null,"body":{"contentType":"text","content":"lunch?"}}""")]
    [InlineData("""{"id":"1","body":"450 4.4.316"}""")]
    [InlineData("\"450 4.4.316\"")]
    public async Task G14_a_message_without_an_error_gets_a_hint(string? payload)
    {
        await using var bot = await TeamsBot.StartAsync(Token);
        var chosen = Chosen(body: null);
        chosen["value"]!["messagePayload"] = payload is null ? null : JsonNode.Parse(payload);

        using var answer = await bot.PostAsync(chosen, Token);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var dialog = JsonNode.Parse(await answer.Content.ReadAsStringAsync(Token))!["task"]!;
        Assert.Contains("There is no mail error in this message", CardOf(dialog), StringComparison.Ordinal);
    }

    [Fact]
    public async Task G15_a_submitted_dialog_is_closed()
    {
        await using var bot = await TeamsBot.StartAsync(Token);
        var submitted = Chosen(body: null);
        submitted["name"] = "composeExtension/submitAction";

        using var answer = await bot.PostAsync(submitted, Token);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsStringAsync(Token));
    }

    [Fact]
    public async Task The_dialog_speaks_the_readers_language()
    {
        var dialog = await ExplainAsync(new JsonObject { ["contentType"] = "text", ["content"] = "450 4.4.316 Connection refused" }, locale: "de-AT");

        Assert.Contains("Verbindung abgelehnt", CardOf(dialog), StringComparison.Ordinal);
    }

    private static async Task<JsonNode> ExplainAsync(JsonObject body, string locale = "en-US", string? subject = null)
    {
        await using var bot = await TeamsBot.StartAsync(Token);
        var chosen = Chosen(body);
        chosen["locale"] = locale;
        chosen["value"]!["messagePayload"]!["subject"] = subject;
        using var answer = await bot.PostAsync(chosen, Token);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync(Token))!["task"]!;
    }

    private static JsonObject Chosen(JsonObject? body)
    {
        var activity = TeamsActivity.Message().InChannel();
        activity.Remove("text");
        activity["type"] = "invoke";
        activity["name"] = "composeExtension/fetchTask";
        activity["value"] = new JsonObject
        {
            ["commandId"] = "explainMailError",
            ["commandContext"] = "message",
            ["messagePayload"] = new JsonObject { ["id"] = "1795001110000", ["createdDateTime"] = "2026-03-02T08:59:00Z", ["body"] = body },
        };
        return activity;
    }

    private static string CardOf(JsonNode dialog)
    {
        Assert.Equal("application/vnd.microsoft.card.adaptive", dialog["value"]!["card"]!["contentType"]!.GetValue<string>());
        return dialog["value"]!["card"]!["content"]!.ToJsonString();
    }
}
