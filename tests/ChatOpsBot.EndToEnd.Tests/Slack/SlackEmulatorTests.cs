using ChatOpsBot.Channels.Slack.Installing;
using ChatOpsBot.Testing.Smtp;

namespace ChatOpsBot.EndToEnd.Tests.Slack;

/// <summary>The bot as a process beside an emulated Slack that others wrote: its tokens, its scopes, its threads, its updates.</summary>
public sealed class SlackEmulatorTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 240_000)]
    public async Task An_error_is_answered_in_its_thread_by_one_card_that_changes_with_steps_and_checks()
    {
        await using var server = ScriptedSmtpServer.Start("* hold", "S: 220 mx.contoso.com ESMTP ready", "C: QUIT", "S: 221 Bye");
        await using var slack = await SlackWorkspace.StartAsync(Token, "--Probe:AllowedNetworks:0=127.0.0.0/8", $"--Probe:AllowedPorts:0={server.EndPoint.Port}");

        var thread = await slack.PostAsync("450 4.4.316 Connection refused", namesBot: true, Token);
        var card = await slack.UntilAsync(thread, Token, "450 4.4.316", "Run checks");
        Assert.Equal(thread, card["thread_ts"]!.GetValue<string>());
        Assert.Contains("450 4.4.316", card["text"]!.GetValue<string>(), StringComparison.Ordinal);

        await slack.PressAsync(card, "Done", Token);
        card = await slack.UntilAsync(thread, Token, "Done by kim");

        // The server does not greet before it is told to: what was found until then stands in the card meanwhile.
        await slack.PressAsync(card, "Run checks", Token, typed: $"127.0.0.1:{server.EndPoint.Port}");
        card = await slack.UntilAsync(thread, Token, "Stop checks", "Connection\nOpen");
        Assert.DoesNotContain("Greeting\nReady", SlackWorkspace.SaidBy(card), StringComparison.Ordinal);
        server.Release();
        card = await slack.UntilAsync(thread, Token, "Run checks again");
        Assert.Contains("Greeting\nReady", SlackWorkspace.SaidBy(card), StringComparison.Ordinal);

        Assert.Single(await slack.RepliesAsync(thread, Token));
    }

    [Fact(Timeout = 240_000)]
    public async Task An_app_that_somebody_installs_answers_there_with_a_token_that_nobody_can_read()
    {
        await using var slack = await SlackWorkspace.StartUninstalledAsync(Token);

        var page = await slack.InstallAsync(Token);
        Assert.Contains(InstallTexts.All["en"].Outcomes[InstallOutcome.Installed].Title, page, StringComparison.Ordinal);
        var thread = await slack.PostAsync("450 4.4.316 Connection refused", namesBot: true, Token);
        await slack.UntilAsync(thread, Token, "450 4.4.316", "Run checks");

        // The emulator begins every token of a bot like that.
        Assert.True(await slack.IsWrittenAsync("slack_installations", Token));
        Assert.False(await slack.IsWrittenAsync("xoxb-", Token));
    }

    [Fact(Timeout = 240_000)]
    public async Task A_channel_is_answered_unasked_once_somebody_wants_it()
    {
        await using var slack = await SlackWorkspace.StartAsync(Token);

        var before = await slack.PostAsync("450 4.4.315 Connection timed out", namesBot: false, Token);
        Assert.Contains("ephemeral", await slack.CommandAsync("listen on", Token), StringComparison.Ordinal);
        var after = await slack.PostAsync("450 4.4.316 Connection refused", namesBot: false, Token);

        await slack.UntilAsync(after, Token, "450 4.4.316");
        Assert.Empty(await slack.RepliesAsync(before, Token));
    }
}
