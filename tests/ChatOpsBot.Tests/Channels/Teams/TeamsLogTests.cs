using System.Text.Json.Nodes;

namespace ChatOpsBot.Tests.Channels.Teams;

public sealed class TeamsLogTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_log_never_has_a_token_or_what_somebody_wrote()
    {
        await using var bot = await TeamsBot.StartAsync(Token, ["--Logging:LogLevel:Default=Trace", "--Logging:LogLevel:Microsoft.AspNetCore=Trace"]);
        var message = TeamsActivity.Message($"zebrafinch {TeamsActivity.Error}");
        using var accepted = await bot.PostAsync(message, Token);
        var caseId = (await bot.Channel.UntilAsync(posts => posts.Count == 1, Token))[0].Card.CaseId;
        var press = TeamsActivity.Press(caseId, "run-checks");
        press["value"]!["action"]!["data"]!["server"] = "zebrafinch secret";
        using var pressed = await bot.PostAsync(press, Token);
        using var misshapen = await bot.PostAsync("{\"zebrafinch\":", $"Bearer {bot.Token(message)}", Token);
        using var refused = await bot.PostAsync(message.ToJsonString(), $"Bearer {bot.Token(message, claims => claims["aud"] = "zebrafinch")}", Token);
        using var unknown = await bot.PostAsync(new JsonObject { ["type"] = "zebrafinch" }.ToJsonString(), "Bearer zebrafinch", Token);

        // The log is heard at all.
        Assert.Contains(bot.Log.All, line => line.Contains("/api/messages", StringComparison.Ordinal));
        Assert.DoesNotContain(bot.Log.All, line => line.Contains("zebrafinch", StringComparison.Ordinal));
        // What every token begins with.
        Assert.DoesNotContain(bot.Log.All, line => line.Contains(bot.Token(message)[..20], StringComparison.Ordinal));
    }

    [Fact]
    public async Task Refusals_are_logged_once_a_second()
    {
        await using var bot = await TeamsBot.StartAsync(Token);

        async Task<int> RefuseTwiceAsync()
        {
            var before = bot.Log.All.Count(IsRefusal);
            using var first = await bot.PostAsync("{}", authorization: null, Token);
            using var second = await bot.PostAsync("{}", authorization: null, Token);
            return bot.Log.All.Count(IsRefusal) - before;
        }

        Assert.Equal(1, await RefuseTwiceAsync());
        bot.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, await RefuseTwiceAsync());
    }

    private static bool IsRefusal(string line) => line.Contains("refused a request", StringComparison.Ordinal);
}
