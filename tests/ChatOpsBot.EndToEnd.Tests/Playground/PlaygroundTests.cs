using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ChatOpsBot.EndToEnd.Tests.Playground;

/// <summary>The bot in Microsoft's local Teams client: its activities, its Connector, its rendering of the card.</summary>
/// <remarks>Set CHATOPSBOT_SCREENSHOTS to a folder to get pictures to look at.</remarks>
[Collection(BrowserTests.Name)]
public sealed class PlaygroundTests(Browser browser)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory(Timeout = 300_000)]
    [InlineData(Place.Personal)]
    [InlineData(Place.Group)]
    [InlineData(Place.Channel)]
    public async Task An_error_is_answered_by_one_card_that_changes_with_steps_and_checks(Place place)
    {
        await using var bot = await BotProcess.StartAsync(Token, "--Teams:Playground=true");
        await using var playground = await PlaygroundProcess.StartAsync(bot.Address, Token);
        await using var page = await PlaygroundPage.OpenAsync(browser, playground.Address, place);

        await page.PostAsync("450 4.4.316 Connection refused [LastAttemptedServerName=mail.contoso.example]");
        await PlaygroundPage.Contains(page.Card, "mail.contoso.example");
        await Expect(page.Updates).ToHaveCountAsync(0);
        await page.SaveAsync("1-open");

        await page.Button("Done").First.ClickAsync();
        await PlaygroundPage.Contains(page.Card, "Done by Alex Wilber");
        // The person who pressed has it from the answer to the press; everybody else from the update.
        await PlaygroundPage.Seen(page.Updates.First);
        await page.SaveAsync("2-step");

        await page.Button("Run checks").ClickAsync();
        await PlaygroundPage.Contains(page.Card, "Not allowed: the name is reserved");
        await PlaygroundPage.Seen(page.Button("Run checks again"));
        await PlaygroundPage.Seen(page.Updates.Nth(1));
        // The Playground knows no dialogs: a press on it does nothing there.
        await PlaygroundPage.Seen(page.Button("More"));
        await page.SaveAsync("3-checks");

        Assert.Empty(await page.OverfullCellsAsync());
        await Expect(page.Card).ToHaveCountAsync(1);
        await Expect(page.Cards).ToHaveCountAsync(2);

        // Where several people talk it is a message for one of them, which the Playground takes like any other.
        await page.PostAsync("help");
        await Expect(page.Help).ToHaveCountAsync(place == Place.Personal ? 2 : 1, new LocatorAssertionsToHaveCountOptions { Timeout = 90_000 });
        await page.SaveAsync("4-help");
    }
}
