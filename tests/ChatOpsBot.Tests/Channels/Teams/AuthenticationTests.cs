using System.Net;
using System.Text.Json.Nodes;
using ChatOpsBot.Channels.Teams.Protocol;
using ChatOpsBot.Testing.Teams;

namespace ChatOpsBot.Tests.Channels.Teams;

/// <summary>Group A of the conformance sheet: who may post to the messaging endpoint.</summary>
public sealed class AuthenticationTests
{
    public static TheoryData<string> Ids => [.. Rows.Keys];

    [Theory]
    [MemberData(nameof(Ids))]
    public Task A_request_is_let_in_only_with_a_token_that_fits_it(string id) => Rows[id](TestContext.Current.CancellationToken);

    private static readonly Dictionary<string, Func<CancellationToken, Task>> Rows = new(StringComparer.Ordinal)
    {
        ["A01 a good token and a good message"] = LetIn(Good),
        ["A02 no Authorization header"] = Refused(401, "Missing", (_, _) => null),
        ["A03 scheme Basic"] = Refused(401, "Malformed", (_, _) => "Basic YTpi"),
        ["A03 scheme bearer in other letters"] = LetIn((bot, activity) => $"bEaReR {bot.Token(activity)}"),
        ["A04 no value"] = Refused(401, "Malformed", (_, _) => "Bearer"),
        ["A04 two tokens"] = Refused(401, "Malformed", (bot, activity) => $"Bearer {bot.Token(activity)}, Bearer {bot.Token(activity)}"),
        ["A04 blanks around it"] = Refused(401, "Malformed", (bot, activity) => $"Bearer  {bot.Token(activity)} x"),
        ["A04 a token of five parts"] = Refused(401, "Malformed", (bot, activity) => $"Bearer {bot.Token(activity)}.e30.e30"),
        ["A04 an oversized token"] = Refused(401, "Malformed", Claims((_, claims) => claims["x"] = new string('x', 16 * 1024))),
        ["A04 no kid"] = Refused(401, "Malformed", (bot, activity) => $"Bearer {bot.Issuer.Issue(TeamsBot.AppId, Url(activity), bot.Time.GetUtcNow(), changeHeader: header => header.Remove("kid"))}"),
        ["A04 a key within the token"] = Refused(401, "UnknownKey", (bot, activity) => $"Bearer {bot.Issuer.Issue(TeamsBot.AppId, Url(activity), bot.Time.GetUtcNow(), keyId: "stranger", changeHeader: header => header["jwk"] = new JsonObject { ["kty"] = "RSA" })}"),
        ["A05 expired 4 minutes ago"] = LetIn(Claims((bot, claims) => claims["exp"] = Minutes(bot, -4))),
        ["A06 expired 6 minutes ago"] = Refused(401, "Expired", Claims((bot, claims) => claims["exp"] = Minutes(bot, -6))),
        ["A07 good in 4 minutes"] = LetIn(Claims((bot, claims) => claims["nbf"] = Minutes(bot, 4))),
        ["A07 good in 6 minutes"] = Refused(401, "Expired", Claims((bot, claims) => claims["nbf"] = Minutes(bot, 6))),
        ["A08 no exp"] = Refused(401, "Malformed", Claims((_, claims) => claims.Remove("exp"))),
        ["A09 issuer with a slash"] = Refused(401, "OtherIssuer", Claims((_, claims) => claims["iss"] = "https://api.botframework.com/")),
        ["A09 issuer of another cloud"] = Refused(401, "OtherIssuer", Claims((_, claims) => claims["iss"] = "https://api.botframework.us")),
        ["A09 issuer Entra"] = Refused(401, "OtherIssuer", Claims((_, claims) => claims["iss"] = "https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/")),
        ["A10 another audience"] = Refused(401, "OtherAudience", Claims((_, claims) => claims["aud"] = "99999999-2222-3333-4444-555555555555")),
        ["A10 audience api://"] = Refused(401, "OtherAudience", Claims((_, claims) => claims["aud"] = $"api://{TeamsBot.AppId}")),
        ["A10 two audiences"] = Refused(401, "Malformed", Claims((_, claims) => claims["aud"] = new JsonArray(TeamsBot.AppId, "api://other"))),
        ["A11 alg none"] = Refused(401, "Malformed", SignedAs("none")),
        ["A12 alg HS256 with the public key as secret"] = Refused(401, "Malformed", SignedAs("HS256")),
        ["A13 alg ES256"] = Refused(401, "Malformed", SignedAs("ES256")),
        ["A13 alg PS256"] = Refused(401, "Malformed", SignedAs("PS256")),
        ["A13 alg RS384"] = Refused(401, "Malformed", SignedAs("RS384")),
        ["A13 alg RS256 by a key that did not sign"] = Refused(401, "BadSignature", (bot, activity) => $"Bearer {SignedByStranger(bot, activity)}"),
        ["A14 an unknown key is asked for once"] = AnUnknownKeyIsAskedForOnceAsync,
        ["A15 many unknown keys do not make many requests"] = ManyUnknownKeysAskOnceInFiveMinutesAsync,
        ["A16 a key that was added later"] = AKeyAddedLaterIsFoundAsync,
        ["A17 a key that was withdrawn"] = AWithdrawnKeyIsForgottenAsync,
        ["A18 keys cannot be fetched, those of two hours ago are used"] = LastGoodKeysAreKeptAsync,
        ["A19 keys cannot be fetched at the start"] = AColdStartWithoutKeysRecoversAsync,
        ["A20 endorsed for another channel"] = Refused(403, "NotEndorsed", Good, prepare: issuer => issuer.Publish("key-1", ["webchat"])),
        ["A21 not endorsed"] = Refused(403, "NotEndorsed", Good, prepare: issuer => issuer.Publish("key-1", endorsements: null)),
        ["A22 channelId missing"] = Refused(400, "NoActivity", Good, activity => activity.Remove("channelId")),
        ["A22 channelId null"] = Refused(400, "NoActivity", Good, activity => activity["channelId"] = null),
        ["A22 channelId empty"] = Refused(400, "NoActivity", Good, activity => activity["channelId"] = ""),
        ["A23 channelId directline"] = Refused(403, "NotTeams", Good, activity => activity["channelId"] = "directline", issuer => issuer.Publish("key-1", ["msteams", "directline"])),
        ["A24 no claim serviceurl"] = Refused(403, "OtherServiceUrl", Claims((_, claims) => claims.Remove("serviceurl"))),
        ["A25 serviceurl of another host"] = Refused(403, "OtherServiceUrl", Claims((_, claims) => claims["serviceurl"] = "https://smba.infra.gcc.teams.microsoft.com/emea/")),
        ["A25 serviceurl of another path"] = Refused(403, "OtherServiceUrl", Claims((_, claims) => claims["serviceurl"] = "https://smba.trafficmanager.net/amer/")),
        ["A26 serviceurl without the slash"] = LetIn(Claims((_, claims) => claims["serviceurl"] = "https://smba.trafficmanager.net/emea")),
        ["A26 serviceurl in other letters"] = LetIn(Claims((_, claims) => claims["serviceurl"] = "https://SMBA.TrafficManager.net/emea/")),
        ["A27 a host anybody could register"] = At("https://evil.trafficmanager.net/teams/"),
        ["A28 plain http"] = At("http://smba.trafficmanager.net/teams/"),
        ["A28 a port"] = At("https://smba.trafficmanager.net:8443/teams/"),
        ["A28 a user"] = At("https://smba.trafficmanager.net@evil.example/teams/"),
        ["A28 a user at the right host"] = At("https://user@smba.trafficmanager.net/teams/"),
        ["A28 an address"] = At("https://203.0.113.7/teams/"),
        ["A28 an IPv6 address"] = At("https://[2001:db8::1]/teams/"),
        ["A28 look-alike letters"] = At("https://smba.trafficm\u0430nager.net/teams/"),
        ["A28 a dot after the host"] = At("https://smba.trafficmanager.net./teams/"),
        ["A28 a host inside another"] = At("https://smba.trafficmanager.net.evil.example/teams/"),
        ["A28 a host that only ends alike"] = At("https://evilbotframework.com/teams/"),
        ["A28 wide letters"] = At("https://\uFF53mba.trafficmanager.net/teams/"),
        ["A28 the address of a file"] = At("file://smba.trafficmanager.net/teams/"),
        ["A28 no URL"] = Refused(403, "OtherServiceUrl", Good, activity => activity["serviceUrl"] = "smba.trafficmanager.net"),
        ["A29 a tenant that is not allowed"] = Refused(403, "OtherTenant", Good, activity => (activity["conversation"]!["tenantId"], activity["channelData"]!["tenant"]!["id"]) = (OtherTenant, OtherTenant)),
        ["A29 no tenant at all"] = Refused(403, "OtherTenant", Good, activity => (activity["conversation"]!["tenantId"], activity["channelData"]!["tenant"]) = (null, null)),
        ["A29 a tenant that is listed"] = LetIn(Good, activity => (activity["conversation"]!["tenantId"], activity["channelData"]!["tenant"]!["id"]) = (OtherTenant, OtherTenant), $"--Teams:AllowedTenants:0={OtherTenant}"),
        ["A29 the bot's own tenant when another is listed"] = Refused(403, "OtherTenant", Good, settings: $"--Teams:AllowedTenants:0={OtherTenant}"),
        ["A29 any tenant"] = LetIn(Good, activity => (activity["conversation"]!["tenantId"], activity["channelData"]!["tenant"]!["id"]) = (OtherTenant, OtherTenant), "--Teams:AllowedTenants:0=*"),
        ["A29 the tenant in capitals"] = LetIn(Good, activity => activity["conversation"]!["tenantId"] = TeamsBot.TenantId.ToUpperInvariant()),
        ["A30 two tenants"] = Refused(403, "TwoTenants", Good, activity => activity["channelData"]!["tenant"]!["id"] = OtherTenant, settings: "--Teams:AllowedTenants:0=*"),
        ["A31 no credentials"] = WithoutCredentialsThereIsNoEndpointAsync,
        ["A32 a token of Entra in production"] = Refused(401, "UnknownKey", (bot, activity) => $"Bearer {bot.Issuer.Issue(TeamsBot.AppId, Url(activity), bot.Time.GetUtcNow(), keyId: "entra", change: claims => claims["iss"] = "https://login.microsoftonline.com/common/v2.0")}"),
        ["A33 the government's cloud"] = OfGovernment(CloudEndpoints.UsGov.Issuer, 202),
        ["A33 the public cloud's issuer in the government's cloud"] = OfGovernment(FakeTokenIssuer.PublicIssuer, 401),
    };

    private static string Good(TeamsBot bot, JsonObject activity) => $"Bearer {bot.Token(activity)}";

    private static Func<TeamsBot, JsonObject, string?> Claims(Action<TeamsBot, JsonObject> change) =>
        (bot, activity) => $"Bearer {bot.Token(activity, claims => change(bot, claims))}";

    private static Func<TeamsBot, JsonObject, string?> SignedAs(string algorithm) =>
        (bot, activity) => $"Bearer {bot.Issuer.IssueAs(algorithm, TeamsBot.AppId, Url(activity), bot.Time.GetUtcNow())}";

    private static string SignedByStranger(TeamsBot bot, JsonObject activity) =>
        bot.Issuer.Issue(TeamsBot.AppId, Url(activity), bot.Time.GetUtcNow(), keyId: "stranger", changeHeader: header => header["kid"] = "key-1");

    private static Func<CancellationToken, Task> At(string serviceUrl) => Refused(403, "UntrustedHost", Good, activity => activity["serviceUrl"] = serviceUrl);

    private static Func<CancellationToken, Task> LetIn(Func<TeamsBot, JsonObject, string?> authorize, Action<JsonObject>? change = null, params string[] settings) => async cancellationToken =>
    {
        await using var bot = await TeamsBot.StartAsync(cancellationToken, settings);
        var activity = TeamsActivity.Message();
        change?.Invoke(activity);

        using var answer = await bot.PostAsync(activity.ToJsonString(), authorize(bot, activity), cancellationToken);

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        await bot.Channel.UntilAsync(posts => posts.Count == 1, cancellationToken);
        Assert.Single(bot.Accepted());
    };

    private static Func<CancellationToken, Task> Refused(int status, string rule, Func<TeamsBot, JsonObject, string?> authorize, Action<JsonObject>? change = null, Action<FakeTokenIssuer>? prepare = null, params string[] settings) => async cancellationToken =>
    {
        await using var bot = await TeamsBot.StartAsync(cancellationToken, settings, prepare: prepare);
        var activity = TeamsActivity.Message();
        change?.Invoke(activity);

        using var answer = await bot.PostAsync(activity.ToJsonString(), authorize(bot, activity), cancellationToken);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsStringAsync(cancellationToken));
        Assert.Empty(bot.Accepted());
        Assert.Contains(bot.Log.All, line => line.StartsWith($"Warning: Teams: refused a request with {status}: {rule}.", StringComparison.Ordinal));
        Assert.DoesNotContain(bot.Log.All, line => line.Contains("Connection refused", StringComparison.Ordinal) || line.Contains("eyJ", StringComparison.Ordinal));
    };

    private static Func<CancellationToken, Task> OfGovernment(string issuer, int status) => async cancellationToken =>
    {
        await using var bot = await TeamsBot.StartAsync(cancellationToken, ["--Teams:Cloud=UsGov"], CloudEndpoints.UsGov);
        var activity = TeamsActivity.Message();
        activity["serviceUrl"] = "https://smba.infra.gov.teams.microsoft.us/teams/";

        using var answer = await bot.PostAsync(activity.ToJsonString(), $"Bearer {bot.Token(activity, claims => claims["iss"] = issuer)}", cancellationToken);

        Assert.Equal(status, (int)answer.StatusCode);
    };

    private static async Task AnUnknownKeyIsAskedForOnceAsync(CancellationToken cancellationToken)
    {
        await using var bot = await TeamsBot.StartAsync(cancellationToken);
        Assert.Equal(202, await PostAsync(bot, "key-1", cancellationToken));
        Assert.Equal(1, bot.Issuer.Requests);

        Assert.Equal(401, await PostAsync(bot, "key-2", cancellationToken));
        Assert.Equal(401, await PostAsync(bot, "key-2", cancellationToken));

        Assert.Equal(2, bot.Issuer.Requests);
    }

    private static async Task ManyUnknownKeysAskOnceInFiveMinutesAsync(CancellationToken cancellationToken)
    {
        await using var bot = await TeamsBot.StartAsync(cancellationToken);
        var activity = TeamsActivity.Message();
        var claims = "{\"iss\":\"https://api.botframework.com\",\"aud\":\"x\",\"exp\":1}";

        for (var minute = 0; minute < 10; minute++)
        {
            for (var request = 0; request < 100; request++)
            {
                var token = FakeTokenIssuer.Sign($"{{\"alg\":\"RS256\",\"kid\":\"{minute}-{request}\"}}", claims);
                using var answer = await bot.PostAsync(activity.ToJsonString(), $"Bearer {token}", cancellationToken);
                Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
            }

            bot.Time.Advance(TimeSpan.FromMinutes(1));
        }

        // At the start, and in minutes 0 and 5.
        Assert.Equal(3, bot.Issuer.Requests);
    }

    private static async Task AKeyAddedLaterIsFoundAsync(CancellationToken cancellationToken)
    {
        await using var bot = await TeamsBot.StartAsync(cancellationToken);
        Assert.Equal(202, await PostAsync(bot, "key-1", cancellationToken));

        bot.Issuer.Publish("key-2", FakeTokenIssuer.TeamsEndorsement);

        Assert.Equal(202, await PostAsync(bot, "key-2", cancellationToken));
        Assert.Equal(2, bot.Issuer.Requests);
    }

    private static async Task AWithdrawnKeyIsForgottenAsync(CancellationToken cancellationToken)
    {
        await using var bot = await TeamsBot.StartAsync(cancellationToken);
        Assert.Equal(202, await PostAsync(bot, "key-1", cancellationToken));
        bot.Issuer.Withdraw("key-1");
        bot.Issuer.Publish("key-2", FakeTokenIssuer.TeamsEndorsement);
        Assert.Equal(202, await PostAsync(bot, "key-1", cancellationToken));

        await FetchDueAsync(bot);
        await FetchDueAsync(bot);

        Assert.Equal(401, await PostAsync(bot, "key-1", cancellationToken));
        Assert.Equal(202, await PostAsync(bot, "key-2", cancellationToken));
    }

    private static async Task LastGoodKeysAreKeptAsync(CancellationToken cancellationToken)
    {
        await using var bot = await TeamsBot.StartAsync(cancellationToken);
        Assert.Equal(202, await PostAsync(bot, "key-1", cancellationToken));
        bot.Issuer.IsDown = true;

        await WaitsAsync(bot, FetchEvery);
        bot.Time.Advance(TimeSpan.FromHours(2));
        Assert.Equal(202, await PostAsync(bot, "key-1", cancellationToken));

        // Twelve hours after the first fetch the next one fails, and is tried again every five minutes.
        bot.Time.Advance(TimeSpan.FromHours(10));
        await WaitsAsync(bot, Retry);
        Assert.Equal(202, await PostAsync(bot, "key-1", cancellationToken));
        Assert.DoesNotContain(bot.Log.All, line => line.StartsWith("Error", StringComparison.Ordinal));

        // A day later somebody must see to it, but nobody is turned away.
        bot.Time.Advance(TimeSpan.FromHours(12.1));
        await WaitsAsync(bot, Retry);
        Assert.Equal(202, await PostAsync(bot, "key-1", cancellationToken));
        Assert.Contains(bot.Log.All, line => line.StartsWith("Error: The keys that sign Teams' tokens are 1.", StringComparison.Ordinal));
    }

    private static async Task AColdStartWithoutKeysRecoversAsync(CancellationToken cancellationToken)
    {
        await using var bot = await TeamsBot.StartAsync(cancellationToken, prepare: issuer => issuer.IsDown = true);
        Assert.Equal(503, await PostAsync(bot, "key-1", cancellationToken));
        Assert.Empty(bot.Accepted());
        bot.Issuer.IsDown = false;

        await WaitsAsync(bot, RetryWithoutKeys);
        bot.Time.Advance(RetryWithoutKeys);
        await WaitsAsync(bot, FetchEvery);

        Assert.Equal(202, await PostAsync(bot, "key-1", cancellationToken));
    }

    private static async Task WithoutCredentialsThereIsNoEndpointAsync(CancellationToken cancellationToken)
    {
        var log = new LogLines();
        await using var bot = await BotInTest.StartAsync(cancellationToken, replace: log.Replace, settings: ["--environment=Production"]);
        using var http = new HttpClient { BaseAddress = bot.Address };

        using var answer = await http.PostAsync("api/messages", new StringContent("{}"), cancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Single(log.All, line => line.Contains("Teams is off", StringComparison.Ordinal));
    }

    /// <summary>Waits until the bot waits that long before it fetches keys again.</summary>
    private static Task WaitsAsync(TeamsBot bot, TimeSpan length) => bot.Time.TimerOf(length).WaitAsync(TimeSpan.FromSeconds(30));

    private static async Task FetchDueAsync(TeamsBot bot)
    {
        await WaitsAsync(bot, FetchEvery);
        bot.Time.Advance(FetchEvery);
        await WaitsAsync(bot, FetchEvery);
    }

    private static async Task<int> PostAsync(TeamsBot bot, string keyId, CancellationToken cancellationToken)
    {
        var activity = TeamsActivity.Message(id: Guid.NewGuid().ToString());
        var token = bot.Issuer.Issue(TeamsBot.AppId, Url(activity), bot.Time.GetUtcNow(), keyId: keyId);
        using var answer = await bot.PostAsync(activity.ToJsonString(), $"Bearer {token}", cancellationToken);
        return (int)answer.StatusCode;
    }

    private static string Url(JsonObject activity) => activity["serviceUrl"]!.GetValue<string>();

    private static long Minutes(TeamsBot bot, int minutes) => bot.Time.GetUtcNow().AddMinutes(minutes).ToUnixTimeSeconds();

    private const string OtherTenant = "cccccccc-0000-0000-0000-000000000003";
    private static readonly TimeSpan FetchEvery = TimeSpan.FromHours(12);
    private static readonly TimeSpan Retry = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan RetryWithoutKeys = TimeSpan.FromSeconds(10);
}
