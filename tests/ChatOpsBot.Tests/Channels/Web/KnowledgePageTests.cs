using System.Net;
using ChatOpsBot.Conversations;
using ChatOpsBot.Conversations.Texts;

namespace ChatOpsBot.Tests.Channels.Web;

/// <summary>The page for authors shows every entry in every language, to the developer's own browser alone.</summary>
public sealed class KnowledgePageTests
{
    [Fact]
    public async Task Every_entry_is_listed_and_opens_as_its_card_in_every_language()
    {
        await using var bot = await WebBot.StartAsync(Token);
        using var http = new HttpClient { BaseAddress = bot.Address };
        var entries = bot.Get<CurrentKnowledge>().Base.Entries;

        var list = await http.GetStringAsync(new Uri("/knowledge", UriKind.Relative), Token);

        Assert.All(entries, entry => Assert.Contains($"href=\"/knowledge/{entry.Id}\"", list, StringComparison.Ordinal));

        // One of each folder: they are many, and each is five cards.
        foreach (var entry in entries.DistinctBy(entry => entry.Origin!.File.Split('/')[0]))
        {
            var page = await http.GetStringAsync(new Uri($"/knowledge/{entry.Id}", UriKind.Relative), Token);
            Assert.All(Languages.All, texts => Assert.Contains($"lang=\"{texts.Language}\"><h3>", page, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task What_an_entry_says_never_becomes_markup()
    {
        await using var bot = await WebBot.StartAsync(Token);
        using var http = new HttpClient { BaseAddress = bot.Address };

        var page = await http.GetStringAsync(new Uri("/knowledge/exim-recipient-refused", UriKind.Relative), Token);

        Assert.Contains("RCPT TO:&lt;a***@fabrikam.com&gt;", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/knowledge")]
    [InlineData("/knowledge/4.4.316")]
    public async Task In_production_there_is_no_such_page_even_with_a_secret(string path)
    {
        await using var bot = await WebBot.StartInProductionAsync(Token, "--Web:Secret=0123456789abcdef-of-a-test-that-is-long-enough");
        using var http = new HttpClient { BaseAddress = bot.Address };

        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative), Token);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Theory]
    [InlineData("X-Forwarded-For", "192.0.2.7")]
    [InlineData("Host", "bot.contoso.example")]
    [InlineData("Origin", "https://elsewhere.example")]
    public async Task Nobody_but_the_developers_own_browser_gets_it(string header, string value)
    {
        await using var bot = await WebBot.StartAsync(Token);
        using var http = new HttpClient { BaseAddress = bot.Address };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/knowledge");
        request.Headers.TryAddWithoutValidation(header, value);

        using var answer = await http.SendAsync(request, Token);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task An_entry_that_does_not_exist_is_not_found()
    {
        await using var bot = await WebBot.StartAsync(Token);
        using var http = new HttpClient { BaseAddress = bot.Address };

        using var answer = await http.GetAsync(new Uri("/knowledge/nothing", UriKind.Relative), Token);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
