using System.Net;
using ChatOpsBot.Channels.Web;
using Microsoft.Extensions.DependencyInjection;

namespace ChatOpsBot.Tests.Channels.Web;

public sealed class PageTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_page_runs_its_own_scripts_only_and_cannot_be_framed()
    {
        await using var bot = await WebBot.StartAsync(Token);
        using var http = new HttpClient { BaseAddress = bot.Address };

        using var page = await http.GetAsync("", Token);

        var policy = page.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Contains("default-src 'none'; script-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", page.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("no-referrer", page.Headers.GetValues("Referrer-Policy").Single());
    }

    [Fact]
    public async Task The_page_names_no_other_server()
    {
        await using var bot = await WebBot.StartAsync(Token);
        using var http = new HttpClient { BaseAddress = bot.Address };

        foreach (var path in new[] { "", "chat/page.js", "chat/page.css", "chat/look.js", "chat/cards.js", "chat/texts.js" })
            Assert.DoesNotContain("://", await http.GetStringAsync(path, Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_nonce_is_used_once()
    {
        await using var bot = await WebBot.StartAsync(Token);
        using var http = new HttpClient { BaseAddress = bot.Address };

        using var one = await http.GetAsync("", Token);
        using var other = await http.GetAsync("", Token);

        Assert.NotEqual(one.Headers.GetValues("Content-Security-Policy").Single(), other.Headers.GetValues("Content-Security-Policy").Single());
    }

    [Fact]
    public async Task An_unchanged_file_is_not_sent_twice()
    {
        await using var bot = await WebBot.StartAsync(Token);
        using var http = new HttpClient { BaseAddress = bot.Address };
        using var first = await http.GetAsync("chat/page.css", Token);
        using var request = new HttpRequestMessage(HttpMethod.Get, "chat/page.css");
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);

        using var second = await http.SendAsync(request, Token);

        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
    }

    [Fact]
    public async Task Without_Web_Chat_the_page_says_what_to_install()
    {
        var folder = Directory.CreateTempSubdirectory("chatopsbot-test-");
        foreach (var file in Directory.EnumerateFiles(PageFolder.Default.FullPath).Where(file => !file.Contains("webchat.js", StringComparison.Ordinal)))
            File.Copy(file, Path.Combine(folder.FullName, Path.GetFileName(file)));
        try
        {
            await using var bot = await WebBot.StartAsync(Token, replace: services => services.AddSingleton(new PageFolder(folder.FullName)));
            using var http = new HttpClient { BaseAddress = bot.Address };

            using var page = await http.GetAsync("", Token);

            var text = await page.Content.ReadAsStringAsync(Token);
            Assert.Equal(HttpStatusCode.OK, page.StatusCode);
            Assert.Contains("Node.js 20", text, StringComparison.Ordinal);
            Assert.Contains("dotnet run --project src/ChatOpsBot", text, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
