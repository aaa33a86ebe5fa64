using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace ChatOpsBot.EndToEnd.Tests;

/// <summary>The chat page in a browser window, as a person uses it.</summary>
internal sealed class ChatPage : IAsyncDisposable
{
    public const string Refused = "450 4.4.316 Connection refused";

    private readonly IBrowserContext window;
    private readonly List<string> complaints = [];

    private ChatPage(IBrowserContext window, IPage page) => (this.window, Page) = (window, page);

    public IPage Page { get; }

    /// <summary>What the browser refused to load or run, and scripts that failed.</summary>
    public IReadOnlyList<string> Complaints => complaints;

    public ILocator SendBox => Page.Locator("[data-id='webchat-sendbox-input']");

    public ILocator Cards => Page.Locator(".webchat__adaptive-card-renderer > .ac-adaptiveCard");

    /// <summary>The latest card.</summary>
    public ILocator Card => Cards.Last;

    public static async Task<ChatPage> OpenAsync(Browser browser, Uri address, BrowserNewContextOptions? options = null, bool isOpen = true)
    {
        var context = await browser.OpenAsync(options);
        var page = await context.NewPageAsync();
        var chat = new ChatPage(context, page);
        page.Console += (_, message) =>
        {
            // Web Chat writes an error for every line that unfolds: it does so by itself, the action only passes by.
            if (message.Type == "error" && (message.Text.Contains("Content Security Policy", StringComparison.Ordinal) || message.Text.Contains("Failed to load", StringComparison.Ordinal)))
                chat.complaints.Add(message.Text);
        };
        page.PageError += (_, error) => chat.complaints.Add(error);
        await page.GotoAsync(address.AbsoluteUri);
        if (isOpen)
            await chat.ConnectedAsync();
        return chat;
    }

    public Task ConnectedAsync() => Expect(Page.Locator("body[data-connection=online]")).ToBeVisibleAsync(new LocatorAssertionsToBeVisibleOptions { Timeout = 60_000 });

    public async Task PasteAsync(string text)
    {
        await SendBox.FillAsync(text);
        await SendBox.PressAsync("Enter");
    }

    /// <summary>Pastes a plain error and waits for its card.</summary>
    public async Task GetCardAsync(string text = Refused)
    {
        await PasteAsync(text);
        await Expect(Card).ToContainTextAsync("4.4.31");
    }

    public ILocator Button(string name) => Card.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = name, Exact = true });

    /// <summary>The row of a fix step, by its number.</summary>
    public ILocator Step(int number) => Card.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { NameRegex = new Regex($@"^\W*{number}\. ", RegexOptions.None, TimeSpan.FromSeconds(1)) });

    public async ValueTask DisposeAsync() => await window.CloseAsync();

    private static ILocatorAssertions Expect(ILocator locator) => Assertions.Expect(locator);
}
