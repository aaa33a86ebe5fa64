using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using ChatOpsBot.Channels.Slack;
using ChatOpsBot.Conversations.Texts;

namespace ChatOpsBot.Tests.Channels.Slack;

/// <summary>Mail and text files that come with a message.</summary>
public sealed class FileTests
{
    [Theory]
    [InlineData("bounce.eml", "email")]
    [InlineData("bounce.eml", "")]
    [InlineData("log.txt", "text")]
    [InlineData("Untitled", "text")]
    public async Task E12_a_mail_or_text_file_is_read_with_the_bots_token(string name, string kind)
    {
        await using var bot = await SlackBot.StartAsync(Token);
        bot.Servers.Answer = (_, _) => Task.FromResult<HttpResponseMessage?>(File(Bounce));

        using var answer = await bot.PostAsync(WithFile(SlackPayload.Message("what is this?"), name, kind), Token);

        var posts = await bot.Channel.UntilAsync(posts => posts.Count == 1, Token);
        Assert.Contains("4.4.316", posts[0].Card.Title.ToString(), StringComparison.Ordinal);
        var call = Assert.Single(bot.Servers.Calls);
        Assert.Equal(Download, call.Address.AbsoluteUri);
        Assert.Equal("Bearer xoxb-not-a-token", call.Authorization);
    }

    [Theory]
    [InlineData("https://files.slack.com.evil.example/bounce.eml")]
    [InlineData("https://evil.example/bounce.eml")]
    [InlineData("http://files.slack.com/bounce.eml")]
    [InlineData("https://files.slack.com:8443/bounce.eml")]
    [InlineData("https://me@files.slack.com/bounce.eml")]
    [InlineData("https://169.254.169.254/latest")]
    [InlineData("not an address")]
    public async Task E13_a_file_elsewhere_is_not_asked_for(string address)
    {
        await using var bot = await SlackBot.StartAsync(Token);

        using var answer = await bot.PostAsync(WithFile(SlackPayload.Message(""), "bounce.eml", "email", address), Token);

        Assert.Empty((await bot.Channel.UntilAsync(posts => posts.Count == 1, Token))[0].Card.CaseId);
        Assert.Empty(bot.Servers.Calls);
        Assert.DoesNotContain(bot.Log.All, line => line.Contains("evil", StringComparison.Ordinal) || line.Contains("169.254", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(HttpStatusCode.OK, "text/html")]
    [InlineData(HttpStatusCode.Found, "text/plain")]
    [InlineData(HttpStatusCode.NotFound, "text/plain")]
    public async Task E13_a_page_or_a_refusal_is_no_file(HttpStatusCode status, string type)
    {
        await using var bot = await SlackBot.StartAsync(Token);
        bot.Servers.Answer = (_, _) => Task.FromResult<HttpResponseMessage?>(File(Bounce, status, type));

        using var answer = await bot.PostAsync(WithFile(SlackPayload.Message(""), "bounce.eml", "email"), Token);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var card = (await bot.Channel.UntilAsync(posts => posts.Count == 1, Token))[0].Card;
        Assert.Empty(card.CaseId);
        Assert.Equal(Languages.Of("en").Commands.FileTitle, card.Title.ToString());
        Assert.Contains(bot.Log.All, line => line.StartsWith("Warning: Slack: a file", StringComparison.Ordinal));
    }

    [Fact]
    public async Task E12_a_file_that_comes_too_slowly_is_read_when_slack_repeats()
    {
        await using var bot = await SlackBot.StartAsync(Token);
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        bot.Servers.Answer = async (_, cancellationToken) =>
        {
            asked.TrySetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return null;
        };
        var message = WithFile(SlackPayload.Message(""), "bounce.eml", "email");

        var posting = bot.PostAsync(message, Token);
        await asked.Task.WaitAsync(Token);
        bot.Time.Advance(SlackFiles.Patience);
        using var first = await posting;
        bot.Servers.Answer = (_, _) => Task.FromResult<HttpResponseMessage?>(File(Bounce));
        using var second = await bot.PostAsync(message, Token, retry: 1);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, first.StatusCode);
        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        Assert.Contains("4.4.316", (await bot.Channel.UntilAsync(posts => posts.Count == 1, Token))[0].Card.Title.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task E12_the_last_time_slack_repeats_the_words_beside_the_file_are_answered()
    {
        await using var bot = await SlackBot.StartAsync(Token);
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        bot.Servers.Answer = async (_, cancellationToken) =>
        {
            asked.TrySetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return null;
        };

        var posting = bot.PostAsync(WithFile(SlackPayload.Message(), "bounce.eml", "email"), Token, retry: 3);
        await asked.Task.WaitAsync(Token);
        bot.Time.Advance(SlackFiles.Patience);
        using var answer = await posting;

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("4.4.316", (await bot.Channel.UntilAsync(posts => posts.Count == 1, Token))[0].Card.Title.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mail_that_came_through_slacks_mail_integration_brings_its_text()
    {
        await using var bot = await SlackBot.StartAsync(Token);
        var message = WithFile(SlackPayload.Message(""), "Undeliverable", "email", "https://evil.example/").ChangedEvent(inner => inner["files"]![0]!["plain_text"] = Bounce);

        using var answer = await bot.PostAsync(message, Token);

        Assert.Contains("4.4.316", (await bot.Channel.UntilAsync(posts => posts.Count == 1, Token))[0].Card.Title.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nothing_is_answered_unasked_no_file_is_fetched()
    {
        await using var bot = await SlackBot.StartAsync(Token);

        using var quiet = await bot.PostAsync(WithFile(SlackPayload.Message("").InChannel(), "bounce.eml", "email"), Token);
        Assert.Empty(bot.Servers.Calls);

        await bot.ListenAsync(Token);
        bot.Servers.Answer = (_, _) => Task.FromResult<HttpResponseMessage?>(File(Bounce));
        using var listening = await bot.PostAsync(WithFile(SlackPayload.Message("").InChannel(), "bounce.eml", "email"), Token);
        await bot.Channel.UntilAsync(posts => posts.Count == 1, Token);
    }

    [Fact]
    public async Task A_picture_is_not_fetched()
    {
        await using var bot = await SlackBot.StartAsync(Token);

        using var answer = await bot.PostAsync(WithFile(SlackPayload.Message(), "screen.png", "png"), Token);

        await bot.Channel.UntilAsync(posts => posts.Count == 1, Token);
        Assert.Empty(bot.Servers.Calls);
    }

    private static JsonObject WithFile(JsonObject envelope, string name, string kind, string download = Download) => envelope.ChangedEvent(inner =>
    {
        inner["subtype"] = "file_share";
        inner["files"] = new JsonArray(new JsonObject
        {
            ["id"] = "F01",
            ["name"] = name,
            ["filetype"] = kind,
            ["mimetype"] = "message/rfc822",
            ["size"] = Bounce.Length,
            ["url_private"] = download,
            ["url_private_download"] = download,
        });
    });

    private static HttpResponseMessage File(string content, HttpStatusCode status = HttpStatusCode.OK, string type = "application/octet-stream") =>
        new(status) { Content = new StringContent(content, Encoding.UTF8, type) };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private const string Download = "https://files.slack.com/files-pri/T01EXAMPLE-F01/download/bounce.eml";
    private const string Bounce = "From: postmaster@contoso.example\r\nSubject: Undeliverable\r\n\r\n450 4.4.316 Connection refused [LastAttemptedServerName=mail.contoso.example]\r\n";
}
