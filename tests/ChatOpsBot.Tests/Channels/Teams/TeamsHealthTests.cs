using System.Net;
using System.Text.Json;
using ChatOpsBot.Channels.Teams.Outbound;
using ChatOpsBot.Testing.Time;
using Microsoft.Extensions.DependencyInjection;

namespace ChatOpsBot.Tests.Channels.Teams;

/// <summary>What a monitor sees of a bot that cannot speak on Teams.</summary>
public sealed class TeamsHealthTests
{
    [Fact]
    public async Task Without_a_token_the_bot_is_degraded_and_says_what_to_do_until_there_is_one()
    {
        var token = TestContext.Current.CancellationToken;
        var time = new ManualTime();
        var credential = new RefusedCredential();
        await using var bot = await BotInTest.StartAsync(
            token,
            time: time,
            replace: services => services.AddSingleton<IBotCredential>(credential),
            settings: ["--environment=Development", "--Teams:Playground=true"]);
        using var http = new HttpClient { BaseAddress = bot.Address };
        Assert.Equal(("ok", null), await ReadAsync());

        await Assert.ThrowsAsync<BotTokenException>(async () => await bot.Get<BotTokens>().GetAsync(token));

        Assert.Equal(("degraded", RefusedCredential.Reason), await ReadAsync());

        credential.IsRefused = false;
        time.Advance(TimeSpan.FromSeconds(1));
        await bot.Get<BotTokens>().GetAsync(token);

        Assert.Equal(("ok", null), await ReadAsync());

        async Task<(string? Status, string? Trouble)> ReadAsync()
        {
            using var answer = await http.GetAsync(new Uri("health/ready", UriKind.Relative), token);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            var health = JsonElement.Parse(await answer.Content.ReadAsStringAsync(token));
            return (health.GetProperty("status").GetString(), health.TryGetProperty("trouble", out var trouble) ? trouble.GetString() : null);
        }
    }

    [Fact]
    public async Task A_bot_that_hears_nobody_is_degraded_and_says_what_to_do_until_it_hears()
    {
        var token = TestContext.Current.CancellationToken;
        await using var bot = await TeamsBot.StartAsync(token, prepare: issuer => issuer.IsDown = true);
        // In place of the real one stands a channel that keeps what it is sent; what is asked of it is asked of that.
        bot.Channel.Behind = bot.Bot.Get<TeamsChannel>();
        await bot.Time.TimerOf(TimeSpan.FromSeconds(10)).WaitAsync(TimeSpan.FromSeconds(60), token);

        Assert.StartsWith("Teams is deaf: ", await TroubleAsync(), StringComparison.Ordinal);

        bot.Issuer.IsDown = false;
        bot.Time.Advance(TimeSpan.FromSeconds(10));
        await bot.Time.TimerOf(TimeSpan.FromHours(12)).WaitAsync(TimeSpan.FromSeconds(60), token);
        Assert.Null(await TroubleAsync());

        // Twelve hours later they cannot be fetched, which hurts nobody until they are a day old.
        bot.Issuer.IsDown = true;
        bot.Time.Advance(TimeSpan.FromHours(12));
        await bot.Time.TimerOf(TimeSpan.FromMinutes(5)).WaitAsync(TimeSpan.FromSeconds(60), token);
        Assert.Null(await TroubleAsync());
        bot.Time.Advance(TimeSpan.FromHours(12.1));
        Assert.StartsWith("The keys that sign Teams' tokens are more than a day old", await TroubleAsync(), StringComparison.Ordinal);

        async Task<string?> TroubleAsync()
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "health/ready");
            using var answer = await bot.SendAsync(request, token);
            var health = JsonElement.Parse(await answer.Content.ReadAsStringAsync(token));
            return health.TryGetProperty("trouble", out var trouble) ? trouble.GetString() : null;
        }
    }

    private sealed class RefusedCredential : IBotCredential
    {
        public const string Reason = "login.microsoftonline.com gives no token for the bot: invalid_client. Check Teams:ClientSecret.";

        public bool IsRefused { get; set; } = true;

        public Task<BotToken> AcquireAsync(CancellationToken cancellationToken) =>
            IsRefused ? throw new BotTokenException(Reason) : Task.FromResult(new BotToken("secret-token-1", TimeSpan.FromHours(1)));
    }
}
