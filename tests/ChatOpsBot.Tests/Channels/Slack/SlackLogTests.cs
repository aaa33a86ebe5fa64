using System.Net;

namespace ChatOpsBot.Tests.Channels.Slack;

/// <summary>What the log never says, at any level.</summary>
public sealed class SlackLogTests
{
    [Fact]
    public async Task K04_the_log_holds_no_secrets_no_tokens_and_nothing_of_what_people_wrote()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var bot = await SlackBot.StartAsync(cancellationToken, ["--Logging:LogLevel:Default=Trace", "--Logging:LogLevel:Microsoft.AspNetCore=Trace"]);
        bot.Servers.Answer = (call, _) => Task.FromResult<HttpResponseMessage?>(call.Is("views.open") ? SlackServers.Json("""{"ok":false,"error":"expired_trigger_id"}""") : null);

        using var message = await bot.PostAsync(SlackPayload.Message($"{SlackPayload.Error} <mailto:victim@contoso.example|victim@contoso.example>").InChannel().NamingBot(), cancellationToken);
        var caseId = (await bot.Channel.UntilAsync(posts => posts.Count == 1, cancellationToken))[0].Card.CaseId;
        using var press = await bot.InteractAsync(SlackPayload.Press(caseId, "take"), cancellationToken);
        using var gone = await bot.InteractAsync(SlackPayload.Press("0000000000", "take"), cancellationToken);
        using var shortcut = await bot.InteractAsync(SlackPayload.Shortcut(SlackPayload.Error), cancellationToken);
        using var command = await bot.CommandAsync(SlackPayload.Command("privacy"), cancellationToken);
        using var unsigned = await bot.PostAsync("slack/events", SlackPayload.Message().ToJsonString(), "application/json", cancellationToken, secret: "another");
        using var malformed = await bot.PostAsync("slack/events", "{\"text\":\"victim@contoso.example\"", "application/json", cancellationToken);
        await bot.Servers.UntilAsync(call => call.Address.AbsoluteUri == SlackPayload.ResponseUrl && call.Body.Contains("4.4.316", StringComparison.Ordinal), cancellationToken);
        await bot.SettleAsync(cancellationToken);

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.Unauthorized, HttpStatusCode.BadRequest],
            [message.StatusCode, press.StatusCode, gone.StatusCode, shortcut.StatusCode, command.StatusCode, unsigned.StatusCode, malformed.StatusCode]);
        // The log is heard at all.
        Assert.Contains(bot.Log.All, line => line.Contains("/slack/events", StringComparison.Ordinal));
        foreach (var secret in new[] { SlackBot.Secret, "xoxb-", "v0=", "victim", "Connection refused", "hooks.slack.com", "13345224609", "deprecated", "4-opaque" })
            Assert.DoesNotContain(bot.Log.All, line => line.Contains(secret, StringComparison.Ordinal));
    }
}
