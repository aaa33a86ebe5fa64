using System.Text.Json;
using ChatOpsBot.Testing.Smtp;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ChatOpsBot.EndToEnd.Tests;

/// <summary>The page and its card for everybody: light and dark, desk and phone, both languages, with assistive technology.</summary>
/// <remarks>Set CHATOPSBOT_SCREENSHOTS to a folder to get pictures to look at.</remarks>
[Collection(BrowserTests.Name)]
public sealed class AppearanceTests(Browser browser)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static MatrixTheoryData<ColorScheme, int, string> Looks => new([ColorScheme.Light, ColorScheme.Dark], [1280, 390], ["en", "es"]);

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task The_page_and_its_card_fit_and_have_no_barriers(ColorScheme scheme, int width, string language)
    {
        var axe = Path.Combine(AppContext.BaseDirectory, "axe.min.js");
        Assert.SkipUnless(File.Exists(axe), "axe-core was not restored: Node.js with npm was missing, or npm did not reach its registry, when the tests were built.");
        await using var server = ScriptedSmtpServer.Healthy();
        await using var bot = await BotProcess.StartAsync(Token, "--Probe:AllowedNetworks:0=127.0.0.0/8", $"--Probe:AllowedPorts:0={server.EndPoint.Port}");
        await using var chat = await ChatPage.OpenAsync(browser, bot.Address, new BrowserNewContextOptions
        {
            ColorScheme = scheme,
            Locale = language == "en" ? "en-US" : "es-ES",
            // The page refuses scripts that are not its own; axe has to get in past that.
            BypassCSP = true,
            ViewportSize = new ViewportSize { Width = width, Height = width < 500 ? 844 : 900 },
        });

        await JudgeAsync(chat, axe, $"1-start-{scheme}-{width}-{language}");
        // Of its checks there are most, so the card is at its longest.
        await chat.GetCardAsync("450 4.4.317 Cannot connect to remote server");
        await JudgeAsync(chat, axe, $"2-card-{scheme}-{width}-{language}");
        await chat.Card.Locator("input").First.FillAsync($"127.0.0.1:{server.EndPoint.Port}");
        await chat.Button(language == "en" ? "Run checks" : "Ejecutar comprobaciones").ClickAsync();
        await Expect(chat.Button(language == "en" ? "Run checks again" : "Repetir comprobaciones")).ToBeVisibleAsync();
        await chat.Button(language == "en" ? "Done" : "Hecho").First.ClickAsync();
        await Expect(chat.Card).ToContainTextAsync(language == "en" ? "Done by" : "Hecho por");
        await chat.Button(language == "en" ? "More" : "Más").ClickAsync();
        await JudgeAsync(chat, axe, $"3-checked-{scheme}-{width}-{language}");
        // axe is not asked again: Web Chat marks what was unfolded as expanded, on elements that have no such state.
        await chat.Button(language == "en" ? "Conversation with the servers" : "Diálogo con los servidores").ClickAsync();
        await Expect(chat.Card.GetByText(language == "en" ? "encrypted from here on" : "cifrado a partir de aquí")).ToBeVisibleAsync();
        await SaveAsync(chat, $"4-session-{scheme}-{width}-{language}");
        Assert.False(await chat.Page.EvaluateAsync<bool>(ScrollsSideways), "The page scrolls sideways.");
    }

    private static async Task JudgeAsync(ChatPage chat, string axe, string name)
    {
        await SaveAsync(chat, name);
        Assert.False(await chat.Page.EvaluateAsync<bool>(ScrollsSideways), "The page scrolls sideways.");
        Assert.Empty(await chat.Page.EvaluateAsync<string[]>(CutOffButtons));
        if (!await chat.Page.EvaluateAsync<bool>("'axe' in window"))
            await chat.Page.AddScriptTagAsync(new PageAddScriptTagOptions { Path = axe });
        var violations = await chat.Page.EvaluateAsync<JsonElement>(
            "axe.run(document, { resultTypes: ['violations'] }).then(found => found.violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.slice(0, 4).map(node => node.html.slice(0, 300)).join(' // ')}`))");
        Assert.True(violations.GetArrayLength() == 0, $"{name}: {string.Join('\n', violations.EnumerateArray().Select(violation => violation.GetString()))}");
    }

    private const string ScrollsSideways = "document.documentElement.scrollWidth > window.innerWidth";

    /// <summary>Buttons whose text does not fit, or that reach out of the card or the window.</summary>
    private const string CutOffButtons = """
        [...document.querySelectorAll('button')].filter(button => button.offsetParent && (
            [button, ...button.children].some(part => part.scrollWidth > part.clientWidth + 1 && getComputedStyle(part).overflow === 'hidden')
            || button.getBoundingClientRect().right > (button.closest('.ac-adaptiveCard') ?? document.body).getBoundingClientRect().right
            || button.getBoundingClientRect().left < 0)).map(button => button.textContent)
        """;

    /// <summary>One picture as the window is, and one with the whole transcript.</summary>
    private static async Task SaveAsync(ChatPage chat, string name)
    {
        if (Environment.GetEnvironmentVariable("CHATOPSBOT_SCREENSHOTS") is not { Length: > 0 } folder)
            return;
        var size = chat.Page.ViewportSize!;
        await chat.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"{name}.png") });
        var height = await chat.Page.EvaluateAsync<int>("document.querySelector('.webchat__basic-transcript__scrollable').scrollHeight");
        await chat.Page.SetViewportSizeAsync(size.Width, Math.Max(size.Height, height + 320));
        await chat.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"{name}-whole.png") });
        await chat.Page.SetViewportSizeAsync(size.Width, size.Height);
    }
}
