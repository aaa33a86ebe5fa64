using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using ChatOpsBot.Channels.Teams;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ChatOpsBot.Tests.Channels.Teams;

/// <summary>Rows D19 and D20 of the conformance sheet: a mail sent as a file.</summary>
public sealed class FileTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("bounce.eml")]
    [InlineData("long.eml")]
    public async Task D19_a_mail_in_a_file_is_explained_and_no_token_is_shown(string file)
    {
        await using var host = await FileHost.StartAsync(Token);
        await using var bot = await TeamsBot.StartAsync(Token, replace: host.Replace);

        using var answer = await bot.PostAsync(Message($"https://example-my.sharepoint.com/{file}"), Token);

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var posts = await bot.Channel.UntilAsync(posts => posts.Count == 1, Token);
        Assert.Contains("4.4.316", posts[0].Card.Title.ToString(), StringComparison.Ordinal);
        var headers = Assert.Single(host.Requests);
        Assert.DoesNotContain("Authorization", headers);
        Assert.DoesNotContain("Cookie", headers);
    }

    [Theory]
    [InlineData("http://example-my.sharepoint.com/bounce.eml")]
    [InlineData("https://example-my.sharepoint.com:8443/bounce.eml")]
    [InlineData("https://user@example-my.sharepoint.com/bounce.eml")]
    [InlineData("https://sharepoint.com.evil.example/bounce.eml")]
    [InlineData("https://evilsharepoint.com/bounce.eml")]
    [InlineData("https://169.254.169.254/latest/meta-data")]
    [InlineData("http://169.254.169.254/latest/meta-data")]
    [InlineData("https://localhost/bounce.eml")]
    [InlineData("file:///etc/passwd")]
    [InlineData("bounce.eml")]
    [InlineData("")]
    public async Task D20_no_other_host_is_asked(string downloadUrl)
    {
        await using var host = await FileHost.StartAsync(Token);
        await using var bot = await TeamsBot.StartAsync(Token, replace: host.Replace);

        await AssertNotReadAsync(bot, downloadUrl);

        Assert.Empty(host.Requests);
    }

    [Theory]
    [InlineData("redirect.eml")]
    [InlineData("gone.eml")]
    [InlineData("reset.eml")]
    public async Task D20_a_file_that_cannot_be_had_is_said_to_be_unreadable(string file)
    {
        await using var host = await FileHost.StartAsync(Token);
        await using var bot = await TeamsBot.StartAsync(Token, replace: host.Replace);

        await AssertNotReadAsync(bot, $"https://example-my.sharepoint.com/{file}");

        Assert.Single(host.Requests);
    }

    [Fact]
    public async Task D20_of_an_endless_file_the_beginning_is_read()
    {
        await using var host = await FileHost.StartAsync(Token);
        await using var bot = await TeamsBot.StartAsync(Token, replace: host.Replace);

        using var answer = await bot.PostAsync(Message("https://example-my.sharepoint.com/endless.eml"), Token);

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        // Nothing in it is an error, which is another thing than a file that cannot be read.
        Assert.Equal("Paste a mail error", (await bot.Channel.UntilAsync(posts => posts.Count == 1, Token))[0].Card.Title.ToString());
    }

    [Fact]
    public async Task D20_a_file_that_trickles_is_given_up()
    {
        await using var host = await FileHost.StartAsync(Token);
        await using var bot = await TeamsBot.StartAsync(Token, replace: host.Replace);

        var helping = AssertNotReadAsync(bot, "https://example-my.sharepoint.com/slow.eml");
        await host.Slow.WaitAsync(TimeSpan.FromSeconds(60), Token);
        Assert.False(bot.Channel.HasTyped);
        bot.Time.Advance(TimeSpan.FromSeconds(1));
        await bot.Channel.UntilAsync(_ => bot.Channel.HasTyped, Token);
        bot.Time.Advance(TimeSpan.FromSeconds(5));

        await helping;
    }

    [Fact]
    public async Task D19_a_file_of_no_told_type_is_known_by_its_name()
    {
        await using var host = await FileHost.StartAsync(Token);
        await using var bot = await TeamsBot.StartAsync(Token, replace: host.Replace);
        var message = Message("https://example-my.sharepoint.com/bounce.eml");
        message["attachments"]![1]!["content"]!.AsObject().Remove("fileType");
        message["attachments"]![1]!["name"] = "Bounce.EML";

        using var answer = await bot.PostAsync(message, Token);

        Assert.Contains("4.4.316", (await bot.Channel.UntilAsync(posts => posts.Count == 1, Token))[0].Card.Title.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bounce.eml", "4.4.316")]
    [InlineData("lunch.eml", "4.4.315")]
    public async Task D19_an_error_typed_beside_a_file_counts_where_the_file_has_none(string file, string code)
    {
        await using var host = await FileHost.StartAsync(Token);
        await using var bot = await TeamsBot.StartAsync(Token, replace: host.Replace);
        var message = Message($"https://example-my.sharepoint.com/{file}");
        message["text"] = TeamsActivity.OtherError;
        message["attachments"]![0]!["content"] = $"<p>{TeamsActivity.OtherError}</p><attachment id=\"4711\"></attachment>";

        using var answer = await bot.PostAsync(message, Token);

        Assert.Contains(code, (await bot.Channel.UntilAsync(posts => posts.Count == 1, Token))[0].Card.Title.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_picture_is_not_fetched()
    {
        await using var host = await FileHost.StartAsync(Token);
        await using var bot = await TeamsBot.StartAsync(Token, replace: host.Replace);
        var message = Message("https://example-my.sharepoint.com/bounce.eml");
        message["attachments"]![1]!["content"]!["fileType"] = "png";

        using var answer = await bot.PostAsync(message, Token);

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Empty(host.Requests);
    }

    private static async Task AssertNotReadAsync(TeamsBot bot, string downloadUrl)
    {
        using var answer = await bot.PostAsync(Message(downloadUrl), Token);

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var posts = await bot.Channel.UntilAsync(posts => posts.Count == 1, Token);
        Assert.Equal("This file could not be read", posts[0].Card.Title.ToString());
        Assert.DoesNotContain(bot.Log.All, line => line.Contains("sharepoint", StringComparison.Ordinal) || line.Contains("169.254", StringComparison.Ordinal));
    }

    private static JsonObject Message(string downloadUrl)
    {
        var message = TeamsActivity.Message("");
        message["attachments"] = new JsonArray(
            new JsonObject { ["contentType"] = "text/html", ["content"] = "<div><attachment id=\"4711\"></attachment></div>" },
            new JsonObject
            {
                ["contentType"] = "application/vnd.microsoft.teams.file.download.info",
                ["contentUrl"] = "https://example-my.sharepoint.com/personal/kim_example_org/Documents/bounce.eml",
                ["name"] = "bounce.eml",
                ["content"] = new JsonObject { ["downloadUrl"] = downloadUrl, ["uniqueId"] = "0AAA1111-0000-0000-0000-000000000003", ["fileType"] = "eml" },
            });
        return message;
    }

    /// <summary>Stands for Microsoft's file hosts: whatever host the bot asks, this one is asked.</summary>
    private sealed class FileHost : IAsyncDisposable
    {
        private readonly WebApplication app;
        private readonly List<IReadOnlyList<string>> requests = [];
        private readonly TaskCompletionSource slow = new(TaskCreationOptions.RunContinuationsAsynchronously);

        private FileHost(WebApplication app) => this.app = app;

        /// <summary>The names of the headers of each request.</summary>
        public IReadOnlyList<IReadOnlyList<string>> Requests
        {
            get
            {
                lock (requests)
                    return [.. requests];
            }
        }

        /// <summary>The file that trickles was asked for.</summary>
        public Task Slow => slow.Task;

        public static async Task<FileHost> StartAsync(CancellationToken cancellationToken)
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            var server = builder.Build();
            var host = new FileHost(server);
            server.Run(host.AnswerAsync);
            await server.StartAsync(cancellationToken);
            return host;
        }

        public void Replace(IServiceCollection services) =>
            services.AddHttpClient(TeamsFiles.HttpClientName).ConfigurePrimaryHttpMessageHandler(() => new ToHere(new Uri(app.Urls.First())));

        public async ValueTask DisposeAsync()
        {
            await app.StopAsync();
            await app.DisposeAsync();
        }

        private async Task AnswerAsync(HttpContext context)
        {
            lock (requests)
                requests.Add([.. context.Request.Headers.Keys]);
            switch (context.Request.Path.Value)
            {
                case "/bounce.eml":
                    await context.Response.Body.WriteAsync(Mail, context.RequestAborted);
                    break;
                case "/long.eml":
                    context.Response.ContentLength = Mail.Length + (4 * 1024 * 1024);
                    await context.Response.Body.WriteAsync(Mail, context.RequestAborted);
                    await context.Response.Body.WriteAsync(new byte[4 * 1024 * 1024], context.RequestAborted);
                    break;
                case "/lunch.eml":
                    await context.Response.WriteAsync("Subject: Lunch\r\n\r\nAt noon?\r\n", context.RequestAborted);
                    break;
                case "/redirect.eml":
                    context.Response.Redirect("/bounce.eml");
                    break;
                case "/reset.eml":
                    context.Response.ContentLength = 1000;
                    await context.Response.Body.WriteAsync(Mail.AsMemory(0, 20), context.RequestAborted);
                    await context.Response.Body.FlushAsync(context.RequestAborted);
                    context.Abort();
                    break;
                case "/endless.eml":
                    while (!context.RequestAborted.IsCancellationRequested)
                        await context.Response.Body.WriteAsync(new byte[64 * 1024], context.RequestAborted);
                    break;
                case "/slow.eml":
                    await context.Response.Body.WriteAsync(Mail.AsMemory(0, 20), context.RequestAborted);
                    await context.Response.Body.FlushAsync(context.RequestAborted);
                    slow.SetResult();
                    await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    break;
                default:
                    context.Response.StatusCode = StatusCodes.Status404NotFound;
                    break;
            }
        }

        private static readonly byte[] Mail = Encoding.UTF8.GetBytes(
            $"From: postmaster@contoso.example\r\nTo: kim@example.org\r\nSubject: Undeliverable\r\nContent-Type: text/plain\r\n\r\nmail.contoso.example returned:\r\n{TeamsActivity.Error}\r\n");
    }

    private sealed class ToHere(Uri here) : DelegatingHandler(new SocketsHttpHandler { AllowAutoRedirect = false })
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.RequestUri = new Uri(here, request.RequestUri!.PathAndQuery);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
