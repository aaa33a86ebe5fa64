using Microsoft.Playwright;

namespace ChatOpsBot.EndToEnd.Tests.Playground;

/// <summary>Where in the Playground somebody writes.</summary>
public enum Place
{
    Personal,
    Group,
    Channel,
}

/// <summary>The Playground in a browser window, as Alex Wilber uses it.</summary>
internal sealed class PlaygroundPage : IAsyncDisposable
{
    private readonly IBrowserContext window;
    private readonly IPage page;
    private readonly Place place;

    private PlaygroundPage(IBrowserContext window, IPage page, Place place) => (this.window, this.page, this.place) = (window, page, place);

    /// <summary>All cards of the conversation, the greeting included.</summary>
    public ILocator Cards => page.Locator(".ac-adaptiveCard");

    /// <summary>Alone with the bot it is the whole help; among others a short word.</summary>
    public ILocator Greeting => place == Place.Personal ? Help : Cards.Filter(new LocatorFilterOptions { HasText = "I explain mail errors posted here" });

    public ILocator Help => Cards.Filter(new LocatorFilterOptions { HasText = "Paste a mail error" });

    /// <summary>The card of the trouble, in the thread that began with it where there are threads.</summary>
    public ILocator Card => (place == Place.Channel ? Thread.Locator(".ac-adaptiveCard") : Cards).Filter(new LocatorFilterOptions { HasText = "Open · 450 4.4.316" });

    /// <summary>Updates of messages (PUT), as its Connector lists them; a post is listed with 201.</summary>
    public ILocator Updates => page.GetByText("message 200", new PageGetByTextOptions { Exact = true });

    private ILocator Thread => page.GetByRole(AriaRole.Group).Filter(new LocatorFilterOptions { HasText = "LastAttemptedServerName" });

    public static async Task<PlaygroundPage> OpenAsync(Browser browser, Uri address, Place place)
    {
        // High enough for a whole card: the pictures show it as one.
        var context = await browser.OpenAsync(new BrowserNewContextOptions { Locale = "en-US", ViewportSize = new ViewportSize { Width = 1400, Height = 3000 } });
        context.SetDefaultTimeout(Patience);
        // Its fonts lie on a server of Microsoft.
        await context.RouteAsync(url => !new Uri(url).IsLoopback, route => route.AbortAsync());
        var playground = new PlaygroundPage(context, await context.NewPageAsync(), place);
        await playground.GoThereAsync(address);
        return playground;
    }

    private async Task GoThereAsync(Uri address)
    {
        await InstalledAfterAsync(() => page.GotoAsync(address.AbsoluteUri));
        // It begins with the personal chat.
        if (place != Place.Personal)
            await InstalledAfterAsync(() => page.GetByRole(AriaRole.Treeitem, new PageGetByRoleOptions { Name = NameOf(place), Exact = true }).ClickAsync());
        await Seen(Greeting);
    }

    /// <summary>The Playground installs the bot in each place at the first look at it; what is typed before may be lost with the place left.</summary>
    private Task InstalledAfterAsync(Func<Task> look) =>
        page.RunAndWaitForResponseAsync(look, response => response.Url.EndsWith("/installation", StringComparison.Ordinal));

    /// <summary>Posts it; where several people talk, to the bot by name, since the Playground passes on nothing else.</summary>
    public async Task PostAsync(string text)
    {
        // In a channel the first box is for a new post, each thread below has its own.
        await page.Locator("[data-lexical-editor]").First.ClickAsync();
        if (place != Place.Personal)
        {
            await page.Keyboard.TypeAsync("@Test");
            await page.GetByRole(AriaRole.Menuitem, new PageGetByRoleOptions { Name = "Test Bot" }).ClickAsync();
        }

        await page.Keyboard.InsertTextAsync(place == Place.Personal ? text : $" {text}");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = place == Place.Channel ? "Post" : "Send Message", Exact = true }).ClickAsync();
    }

    public ILocator Button(string name) => Card.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = name, Exact = true });

    /// <summary>Cells of tables whose text runs into the next one.</summary>
    public Task<string[]> OverfullCellsAsync() =>
        page.EvaluateAsync<string[]>("[...document.querySelectorAll('.ac-adaptiveCard [role=cell]')].filter(cell => cell.scrollWidth > cell.clientWidth + 1).map(cell => cell.textContent)");

    public static Task Seen(ILocator locator) => Assertions.Expect(locator).ToBeVisibleAsync(new LocatorAssertionsToBeVisibleOptions { Timeout = Patience });

    public static Task Contains(ILocator locator, string text) => Assertions.Expect(locator).ToContainTextAsync(text, new LocatorAssertionsToContainTextOptions { Timeout = Patience });

    /// <summary>A picture to look at, when somebody wants them.</summary>
    public async Task SaveAsync(string name)
    {
        if (Environment.GetEnvironmentVariable("CHATOPSBOT_SCREENSHOTS") is { Length: > 0 } folder)
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"playground-{place}-{name}.png") });
    }

    public async ValueTask DisposeAsync() => await window.CloseAsync();

    private static string NameOf(Place place) => place switch
    {
        Place.Personal => "Personal Chat",
        Place.Group => "Group Chat",
        Place.Channel => "My Team - General",
        _ => throw new ArgumentOutOfRangeException(nameof(place), place, "Unknown place of the Playground."),
    };

    /// <summary>How long something may take to show on a busy machine, in milliseconds.</summary>
    private const float Patience = 90_000;
}
