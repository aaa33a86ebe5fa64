using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using ChatOpsBot.Channels.Slack;
using ChatOpsBot.Conversations;
using ChatOpsBot.Conversations.Texts;
using ChatOpsBot.MailFlow;
using ChatOpsBot.Storage;

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
    public async Task A_file_about_something_else_does_not_hide_the_error_in_the_words_beside_it()
    {
        await using var bot = await SlackBot.StartAsync(Token);
        bot.Servers.Answer = (_, _) => Task.FromResult<HttpResponseMessage?>(File("Minutes of Monday: who brings cake?"));

        using var answer = await bot.PostAsync(WithFile(SlackPayload.Message(), "minutes.txt", "text"), Token);

        Assert.Contains("4.4.316", (await bot.Channel.UntilAsync(posts => posts.Count == 1, Token))[0].Card.Title.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_shortcut_reads_the_file_of_the_message_while_its_view_is_open()
    {
        await using var bot = await SlackBot.StartAsync(Token);
        var arrives = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        bot.Servers.Answer = async (call, _) =>
        {
            if (call.Address.AbsoluteUri != Download)
                return null;
            await arrives.Task;
            return File(Bounce);
        };

        using (var answer = await bot.InteractAsync(ShortcutOnFile("see attached"), Token))
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var opened = await bot.Servers.UntilAsync(call => call.Is("views.open"), Token);
        Assert.Contains("The file is being read", opened.Body, StringComparison.Ordinal);
        arrives.SetResult();

        var updated = JsonNode.Parse((await bot.Servers.UntilAsync(call => call.Is("views.update"), Token)).Body)!;
        Assert.Equal("V01", (string?)updated["view_id"]);
        Assert.Contains("4.4.316", updated["view"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Empty(bot.Accepted());
    }

    [Theory]
    [InlineData("see attached", "The file")]
    [InlineData("450 4.4.315 Connection timed out", "4.4.315")]
    public async Task The_shortcut_says_that_a_file_cannot_be_had_unless_the_words_say_enough(string words, string says)
    {
        await using var bot = await SlackBot.StartAsync(Token);
        bot.Servers.Answer = (call, _) => Task.FromResult(call.Address.AbsoluteUri == Download ? File("", HttpStatusCode.NotFound) : null);

        using var answer = await bot.InteractAsync(ShortcutOnFile(words), Token);

        var updated = await bot.Servers.UntilAsync(call => call.Is("views.update"), Token);
        Assert.Contains(words == "see attached" ? Languages.Of("en").Commands.FileTitle : says, updated.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_shortcut_says_beside_the_message_what_the_file_means_when_no_view_opens()
    {
        await using var bot = await SlackBot.StartAsync(Token);
        bot.Servers.Answer = (call, _) => Task.FromResult(
            call.Address.AbsoluteUri == Download ? File(Bounce) : call.Is("views.open") ? SlackServers.Json("""{"ok":false,"error":"expired_trigger_id"}""") : null);

        using var answer = await bot.InteractAsync(ShortcutOnFile(""), Token);

        var said = await bot.Servers.UntilAsync(call => call.Address.AbsoluteUri == SlackPayload.ResponseUrl, Token);
        Assert.Contains("4.4.316", said.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_file_without_end_no_more_than_a_mebibyte_is_read()
    {
        await using var bot = await SlackBot.StartAsync(Token);
        var endless = new EndlessStream();
        bot.Servers.Answer = (call, _) => Task.FromResult<HttpResponseMessage?>(
            call.Address.AbsoluteUri == Download ? new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(endless) { Headers = { ContentType = new("text/plain") } } } : null);

        using var answer = await bot.InteractAsync(ShortcutOnFile("450 4.4.315 Connection timed out"), Token);

        Assert.Contains("4.4.315", (await bot.Servers.UntilAsync(call => call.Is("views.update"), Token)).Body, StringComparison.Ordinal);
        Assert.InRange(endless.Given, 1, MailFile.LongestFile);
    }

    [Fact]
    public async Task Of_a_file_of_another_organization_the_address_is_asked_for()
    {
        await using var bot = await SlackBot.StartAsync(Token);
        bot.Servers.Answer = (call, _) => Task.FromResult<HttpResponseMessage?>(
            call.Is("files.info") ? SlackServers.Json($$$"""{"ok":true,"file":{"id":"F01","name":"bounce.eml","filetype":"email","url_private_download":"{{{Download}}}"}}""") : File(Bounce));
        var message = SlackPayload.Message("what is this?").ChangedEvent(inner => (inner["subtype"], inner["files"]) = ("file_share", new JsonArray(new JsonObject { ["id"] = "F01", ["file_access"] = "check_file_info" })));

        using var answer = await bot.PostAsync(message, Token);

        Assert.Contains("4.4.316", (await bot.Channel.UntilAsync(posts => posts.Count == 1, Token))[0].Card.Title.ToString(), StringComparison.Ordinal);
        Assert.Equal("file=F01", bot.Servers.Calls[0].Body);
    }

    private static JsonObject ShortcutOnFile(string words) => SlackPayload.Shortcut(words).Changed(payload =>
        payload["message"]!["files"] = new JsonArray(new JsonObject { ["id"] = "F01", ["name"] = "bounce.eml", ["filetype"] = "email", ["url_private_download"] = Download }));

    /// <summary>The same letter for ever.</summary>
    private sealed class EndlessStream : Stream
    {
        public long Given { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => Given; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            buffer.AsSpan(offset, count).Fill((byte)'x');
            Given += count;
            return count;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
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
        bot.Time.Advance(SlackFiles.BeforeAcknowledgement);
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
        bot.Time.Advance(SlackFiles.BeforeAcknowledgement);
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
    public async Task Where_the_bot_is_off_no_file_is_fetched_and_it_can_be_had_back_all_the_same()
    {
        await using var bot = await SlackBot.StartAsync(Token);
        var key = new ConversationKey("slack", SlackBot.TeamId, SlackPayload.Channel);
        await bot.Bot.Get<SettingsStore>().SaveAsync(key, SlackPayload.Kim, new ConversationSettings { IsOff = true, Listens = false }, Token);

        using var off = await bot.PostAsync(WithFile(SlackPayload.Message("what is this?").InChannel().NamingBot(), "bounce.eml", "email"), Token);
        using var back = await bot.PostAsync(WithFile(SlackPayload.Message("listen", ts: "1772442000.000300").InChannel().NamingBot(), "bounce.eml", "email"), Token);

        await bot.Channel.UntilAsync(posts => posts.Count == 1, Token);
        Assert.True(bot.Bot.Get<SettingsStore>().Of(key).Listens);
        Assert.Empty(bot.Servers.Calls);
    }

    [Fact]
    public async Task Who_names_the_bot_in_a_later_edit_has_the_file_read()
    {
        await using var bot = await SlackBot.StartAsync(Token);
        bot.Servers.Answer = (call, _) => Task.FromResult(call.Address.AbsoluteUri == Download ? File(Bounce) : null);
        var quiet = WithFile(SlackPayload.Message("see attached").InChannel(), "bounce.eml", "email");
        (await bot.PostAsync(quiet, Token)).Dispose();

        using var answer = await bot.PostAsync(quiet.Edited($"<@{SlackPayload.BotUser}> see attached"), Token);

        Assert.Contains("4.4.316", (await bot.Channel.UntilAsync(posts => posts.Count == 1, Token))[0].Card.Title.ToString(), StringComparison.Ordinal);
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
