using ChatOpsBot.Testing.Smtp;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ChatOpsBot.EndToEnd.Tests;

/// <summary>The whole thing as a person has it: a browser, the bot's process, a mail server.</summary>
[Collection(BrowserTests.Name)]
public sealed class ChatPageTests(Browser browser)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_pasted_error_becomes_a_card_and_a_press_changes_it_where_it_stands()
    {
        await using var bot = await BotProcess.StartAsync(Token);
        await using var chat = await ChatPage.OpenAsync(browser, bot.Address);

        await chat.GetCardAsync();
        await Expect(chat.Card).ToContainTextAsync("Open · 450 4.4.316 Connection refused");
        await chat.Button("Done").First.ClickAsync();

        await Expect(chat.Card).ToContainTextAsync("Done by");
        await Expect(chat.Cards).ToHaveCountAsync(1);
        Assert.Empty(chat.Complaints);
    }

    [Fact]
    public async Task A_press_leaves_the_reader_where_they_read_and_open_what_they_opened()
    {
        await using var bot = await BotProcess.StartAsync(Token);
        await using var chat = await ChatPage.OpenAsync(browser, bot.Address);
        await chat.GetCardAsync();
        await chat.Step(3).ClickAsync();
        await Expect(chat.Step(3)).ToHaveAttributeAsync("aria-expanded", "true");
        var done = chat.Button("Done").First;
        await done.ScrollIntoViewIfNeededAsync();
        var before = await ScrollTopAsync(chat);

        await done.ClickAsync();

        await Expect(chat.Card).ToContainTextAsync("Done by");
        await Expect(chat.Step(3)).ToHaveAttributeAsync("aria-expanded", "true");
        Assert.InRange(await ScrollTopAsync(chat), before - 1, before + 1);
    }

    [Fact]
    public async Task Checks_stream_into_the_card_and_the_causes_are_ranked_anew()
    {
        await using var server = ScriptedSmtpServer.Healthy();
        await using var bot = await StartAsync(server);
        await using var chat = await ChatPage.OpenAsync(browser, bot.Address);
        await chat.GetCardAsync();

        await chat.Card.GetByLabel("Server to check").FillAsync($"127.0.0.1:{server.EndPoint.Port}");
        await chat.Button("Run checks").ClickAsync();

        await Expect(chat.Button("Run checks again")).ToBeVisibleAsync();
        await Expect(chat.Card.GetByRole(AriaRole.Row).Filter(new LocatorFilterOptions { HasText = "Greeting" })).ToContainTextAsync("Ready");
        await Expect(chat.Card).ToContainTextAsync("◐ Likely");
        await Expect(chat.Card).ToContainTextAsync("✕ Ruled out");
        await Expect(chat.Cards).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task Stop_ends_checks_that_wait_for_a_silent_server()
    {
        await using var server = ScriptedSmtpServer.Start("* silence");
        await using var bot = await StartAsync(server);
        await using var chat = await ChatPage.OpenAsync(browser, bot.Address);
        await chat.GetCardAsync();
        await chat.Card.GetByLabel("Server to check").FillAsync($"127.0.0.1:{server.EndPoint.Port}");
        await chat.Button("Run checks").ClickAsync();
        await Expect(chat.Card).ToContainTextAsync("Checking · ");

        await chat.Button("Stop checks").ClickAsync();

        await Expect(chat.Card).ToContainTextAsync("Open · ");
        await Expect(chat.Button("Run checks again")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task After_a_crash_and_restart_the_open_page_goes_on()
    {
        await using var bot = await BotProcess.StartAsync(Token);
        await using var chat = await ChatPage.OpenAsync(browser, bot.Address);
        await chat.GetCardAsync();

        await bot.KillAsync(Token);
        await Expect(chat.Page.GetByText("The bot does not answer.")).ToBeVisibleAsync();
        await bot.StartAsync(Token);
        await Expect(chat.Page.GetByText("The bot does not answer.")).ToBeHiddenAsync(new LocatorAssertionsToBeHiddenOptions { Timeout = 60_000 });
        await chat.Button("I take it").ClickAsync();

        await Expect(chat.Button("Give it back")).ToBeVisibleAsync();
        await Expect(chat.Cards).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task A_reload_shows_the_conversation_again_and_its_card_still_works()
    {
        await using var bot = await BotProcess.StartAsync(Token);
        await using var chat = await ChatPage.OpenAsync(browser, bot.Address);
        await chat.GetCardAsync("please help: 450 4.4.316 Connection refused");

        await chat.Page.ReloadAsync();
        await Expect(chat.Page.Locator("p").Filter(new LocatorFilterOptions { HasText = "please help:" })).ToBeVisibleAsync();
        await chat.Button("I take it").ClickAsync();

        await Expect(chat.Button("Give it back")).ToBeVisibleAsync();
        await Expect(chat.Cards).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task In_production_the_page_asks_for_the_secret_once()
    {
        const string secret = "0123456789abcdef0123456789abcdef";
        await using var bot = await BotProcess.StartAsync(Token, "--environment=Production", $"--Web:Secret={secret}");
        await using var chat = await ChatPage.OpenAsync(browser, bot.Address, isOpen: false);

        await chat.Page.GetByLabel("Secret").FillAsync("a guess");
        await chat.Page.GetByLabel("Your name on the cards (optional)").FillAsync("Anna");
        await chat.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Open the chat" }).ClickAsync();
        await Expect(chat.Page.GetByRole(AriaRole.Alert).Filter(new LocatorFilterOptions { HasText = "That is not the secret of this bot." })).ToBeVisibleAsync();
        await chat.Page.GetByLabel("Secret").FillAsync(secret);
        await chat.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Open the chat" }).ClickAsync();
        await chat.GetCardAsync();
        await chat.Page.ReloadAsync();
        await chat.Button("Done").First.ClickAsync();

        await Expect(chat.Card).ToContainTextAsync("Done by Anna");
        await Expect(chat.Page.GetByLabel("Secret")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task A_new_conversation_starts_empty()
    {
        await using var bot = await BotProcess.StartAsync(Token);
        await using var chat = await ChatPage.OpenAsync(browser, bot.Address);
        await chat.GetCardAsync();

        await chat.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "New conversation" }).ClickAsync();
        await Expect(chat.Cards).ToHaveCountAsync(0);
        await chat.Page.ReloadAsync();

        await chat.ConnectedAsync();
        await Expect(chat.Cards).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Everything_can_be_done_by_keyboard()
    {
        await using var bot = await BotProcess.StartAsync(Token);
        await using var chat = await ChatPage.OpenAsync(browser, bot.Address);

        await TabToAsync(chat, """document.activeElement.dataset.id === 'webchat-sendbox-input'""");
        await chat.Page.Keyboard.TypeAsync(ChatPage.Refused);
        await chat.Page.Keyboard.PressAsync("Enter");
        await Expect(chat.Card).ToBeVisibleAsync();
        // Web Chat's way: back to the history, into the latest message, through what it holds.
        await TabToAsync(chat, """document.activeElement.classList.contains('webchat__basic-transcript')""", "Shift+Tab");
        await chat.Page.Keyboard.PressAsync("Enter");
        await TabToAsync(chat, """document.activeElement.getAttribute('aria-label')?.startsWith('3. ')""");
        await chat.Page.Keyboard.PressAsync("Enter");
        await Expect(chat.Step(3)).ToHaveAttributeAsync("aria-expanded", "true");
        await TabToAsync(chat, """document.activeElement.textContent === 'I take it'""");
        await chat.Page.Keyboard.PressAsync("Enter");

        await Expect(chat.Button("Give it back")).ToBeFocusedAsync();
        await Expect(chat.Step(3)).ToHaveAttributeAsync("aria-expanded", "true");
    }

    [Fact]
    public async Task The_page_speaks_Spanish_and_remembers_it()
    {
        await using var bot = await BotProcess.StartAsync(Token);
        await using var chat = await ChatPage.OpenAsync(browser, bot.Address);

        await chat.Page.Locator("#language").SelectOptionAsync("es");
        await chat.Page.ReloadAsync();
        await chat.GetCardAsync();

        await Expect(chat.Page.Locator("html")).ToHaveAttributeAsync("lang", "es");
        await Expect(chat.Card).ToContainTextAsync("Abierto · ");
        await Expect(chat.Button("Me encargo")).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData("refused", "Open · 450 4.4.316")]
    [InlineData("ndr", "Open · 450 4.4.317")]
    [InlineData("spanish", "Abierto · 450 4.4.315")]
    public async Task An_example_is_one_press_away_and_answered_in_its_language(string example, string title)
    {
        await using var bot = await BotProcess.StartAsync(Token);
        await using var chat = await ChatPage.OpenAsync(browser, bot.Address);

        await chat.Page.Locator($"[data-example={example}]").ClickAsync();

        await Expect(chat.Card).ToContainTextAsync(title);
    }

    [Theory]
    [InlineData("<script>window.owned = 1</script><img src=x onerror='window.owned = 1'> 450 4.4.316 Connection refused [LastAttemptedServerName=<img/src=x/onerror=window.owned=1>]")]
    [InlineData("450 4.4.316 Connection refused [Message=[click](javascript:window.owned=1)] <a href=\"javascript:window.owned=1\">x</a> ![x](x:y)")]
    [InlineData("\u202e450 4.4.316 Connection refused \u2066<!channel> <@U012345> @everyone\u2069")]
    [InlineData("```\n450 4.4.316 Connection refused\n````\n```<svg onload=window.owned=1>\n```\n````\n{{DATE(2026-01-01T00:00:00Z)}}")]
    public async Task Hostile_text_is_shown_and_never_run(string text)
    {
        await using var bot = await BotProcess.StartAsync(Token);
        await using var chat = await ChatPage.OpenAsync(browser, bot.Address);

        await chat.GetCardAsync(text);
        // What the card quotes is folded away; unfolded it is rendered as well.
        await chat.Card.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Original text" }).ClickAsync();

        Assert.False(await chat.Page.EvaluateAsync<bool>("'owned' in window"));
        Assert.Equal(0, await chat.Page.Locator("#chat script, #chat img[src='x'], #chat svg[onload], #chat a[href^='javascript']").CountAsync());
        Assert.Empty(chat.Complaints);
    }

    private static Task<BotProcess> StartAsync(ScriptedSmtpServer server) =>
        BotProcess.StartAsync(Token, "--Probe:AllowedNetworks:0=127.0.0.0/8", $"--Probe:AllowedPorts:0={server.EndPoint.Port}");

    private static Task<double> ScrollTopAsync(ChatPage chat) =>
        chat.Page.EvaluateAsync<double>("document.querySelector('.webchat__basic-transcript__scrollable').scrollTop");

    /// <summary>Presses a key until the wanted element has the focus.</summary>
    private static async Task TabToAsync(ChatPage chat, string isThere, string key = "Tab")
    {
        for (var presses = 0; presses < 100; presses++)
        {
            if (await chat.Page.EvaluateAsync<bool>($"!!({isThere})"))
                return;
            await chat.Page.Keyboard.PressAsync(key);
        }

        Assert.Fail($"100 times {key} did not lead to {isThere}.");
    }
}
