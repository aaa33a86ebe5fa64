using System.Net;
using System.Text.Json.Nodes;
using ChatOpsBot.Channels.Slack;
using ChatOpsBot.Channels.Slack.Installing;
using ChatOpsBot.Channels.Slack.Outbound;
using ChatOpsBot.Channels.Slack.Protocol;
using ChatOpsBot.Conversations;
using ChatOpsBot.Storage;
using Dapper;
using Microsoft.AspNetCore.WebUtilities;

namespace ChatOpsBot.Tests.Channels.Slack;

/// <summary>Rows B14 to B16, I10, I11, K01 and K02 of the conformance sheet: installing, renewing, removing.</summary>
public sealed class InstallTests
{
    private static readonly SlackInstallation Workspace = new(SlackBot.TeamId, IsEnterprise: false);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Installing_leads_to_slack_with_everything_the_bot_needs()
    {
        await using var bot = await StartAsync();
        using var browser = new InstallingBrowser(bot);

        using var response = await browser.GetAsync("slack/install", Token);

        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        var address = response.Headers.Location!;
        Assert.Equal("https://slack.com/oauth/v2/authorize", address.GetLeftPart(UriPartial.Path));
        var query = QueryHelpers.ParseQuery(address.Query);
        Assert.Equal(("1.2", string.Join(',', SlackScopes.Bot)), (query["client_id"].ToString(), query["scope"].ToString()));
        Assert.True(query["state"].ToString().Length > 60);
        var cookie = response.Headers.GetValues("Set-Cookie").Single();
        Assert.All(["httponly", "secure", "samesite=lax", "path=/slack", "max-age=600"], part => Assert.Contains(part, cookie, StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_app_is_installed_in_a_workspace_or_an_organization_and_stays(bool isOrganization)
    {
        var folder = Directory.CreateTempSubdirectory("chatopsbot-test-");
        try
        {
            var installation = isOrganization ? new SlackInstallation("E01EXAMPLE", IsEnterprise: true) : Workspace;
            await using (var bot = await StartAsync(folder.FullName))
            {
                Grant(bot, isOrganization ? Granted("xoxb-first", change: answer => (answer["team"], answer["enterprise"], answer["is_enterprise_install"]) = (null, new JsonObject { ["id"] = "E01EXAMPLE" }, true)) : Granted("xoxb-first"));
                Assert.Equal(HttpStatusCode.OK, (await InstallAsync(bot)).Status);
                Assert.Equal("xoxb-first", await TokensOf(bot).FindAsync(installation, Token));
                Assert.DoesNotContain("redirect_uri", bot.Servers.Calls.Single(call => call.Is("oauth.v2.access")).Body, StringComparison.Ordinal);
                var rows = bot.Bot.Get<Database>().Read(connection => connection.Query<string>("SELECT tokens FROM slack_installations").AsList());
                Assert.DoesNotContain("xoxb", Assert.Single(rows), StringComparison.Ordinal);
            }

            await using (var again = await StartAsync(folder.FullName))
                Assert.Equal("xoxb-first", await TokensOf(again).FindAsync(installation, Token));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task An_app_with_several_ways_back_names_the_one_to_this_bot()
    {
        const string Back = "https://bot.example.org/slack/oauth_redirect";
        await using var bot = await StartAsync(settings: [$"--Slack:RedirectUrl={Back}"]);
        Grant(bot, Granted("xoxb-1"));
        using (var browser = new InstallingBrowser(bot))
        using (var response = await browser.GetAsync("slack/install", Token))
            Assert.EndsWith($"&redirect_uri={Uri.EscapeDataString(Back)}", response.Headers.Location!.Query, StringComparison.Ordinal);

        await InstallAsync(bot);

        Assert.Equal($"code=code-1&redirect_uri={Uri.EscapeDataString(Back)}", Assert.Single(bot.Servers.Calls, call => call.Is("oauth.v2.access")).Body);
    }

    [Fact]
    public async Task Many_workspaces_have_a_token_each()
    {
        await using var bot = await StartAsync();
        foreach (var team in new[] { "T01", "T02" })
        {
            Grant(bot, Granted($"xoxb-of-{team}", change: answer => answer["team"]!["id"] = team));
            await InstallAsync(bot);
        }

        Assert.Equal("xoxb-of-T01", await TokensOf(bot).FindAsync(new SlackInstallation("T01", IsEnterprise: false), Token));
        Assert.Equal("xoxb-of-T02", await TokensOf(bot).FindAsync(new SlackInstallation("T02", IsEnterprise: false), Token));
        Assert.Null(await TokensOf(bot).FindAsync(new SlackInstallation("T03", IsEnterprise: false), Token));
    }

    [Theory]
    [InlineData("missing")]
    [InlineData("of another browser")]
    [InlineData("made up")]
    [InlineData("expired")]
    [InlineData("used")]
    public async Task B14_a_state_that_is_not_good_installs_nothing(string kind)
    {
        await using var bot = await StartAsync();
        Grant(bot, Granted("xoxb-first"));
        using var browser = new InstallingBrowser(bot);
        var state = await browser.BeginAsync(Token);
        switch (kind)
        {
            case "missing":
                state = "";
                break;
            case "of another browser":
                using (var other = new InstallingBrowser(bot))
                    state = await other.BeginAsync(Token);
                break;
            case "made up":
                state = state[..^4] + "AAAA";
                break;
            case "expired":
                bot.Time.Advance(TimeSpan.FromMinutes(10));
                break;
            case "used":
                (await browser.GetAsync($"slack/oauth_redirect?error=access_denied&state={state}", Token)).Dispose();
                break;
        }

        using var response = await browser.GetAsync($"slack/oauth_redirect?code=code-1&state={state}", Token);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("no longer good", await response.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.Empty(bot.Servers.Calls);
        Assert.Null(await TokensOf(bot).FindAsync(Workspace, Token));
    }

    [Fact]
    public async Task B15_who_declines_is_told_so_and_nothing_is_stored()
    {
        await using var bot = await StartAsync();
        using var browser = new InstallingBrowser(bot);
        var state = await browser.BeginAsync(Token);

        using var response = await browser.GetAsync($"slack/oauth_redirect?error=access_denied&state={state}", Token);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains("You declined", await response.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.Empty(bot.Servers.Calls);
        Assert.Null(await TokensOf(bot).FindAsync(Workspace, Token));
    }

    [Theory]
    [InlineData("""{"ok":false,"error":"invalid_code"}""", 400)]
    [InlineData("""{"ok":true,"app_id":"A99OTHER","access_token":"xoxb-x","token_type":"bot","team":{"id":"T01EXAMPLE"}}""", 400)]
    [InlineData("""{"ok":true,"app_id":"A01TEST","access_token":"xoxp-x","token_type":"user","team":{"id":"T01EXAMPLE"}}""", 400)]
    [InlineData("""{"ok":true,"app_id":"A01TEST","access_token":"xoxb-x","token_type":"bot"}""", 400)]
    [InlineData("""{"ok":true,"app_id":"A01TEST","access_token":"xoxb-x","token_type":"bot","team":{"id":"T99OTHER"}}""", 403)]
    public async Task B16_what_slack_does_not_grant_as_it_should_is_not_stored(string answer, int status)
    {
        await using var bot = await StartAsync(settings: [$"--Slack:AllowedWorkspaces:0={SlackBot.TeamId}"]);
        Grant(bot, answer);

        var page = await InstallAsync(bot);

        Assert.Equal(status, (int)page.Status);
        Assert.Single(bot.Servers.Calls);
        Assert.Equal(0, bot.Bot.Get<Database>().Read(connection => connection.ExecuteScalar<int>("SELECT COUNT(*) FROM slack_installations")));
        Assert.DoesNotContain(bot.Log.All, line => line.Contains("xox", StringComparison.Ordinal) || line.Contains("code-1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_slack_that_does_not_answer_is_named()
    {
        await using var bot = await StartAsync();
        bot.Servers.Answer = (_, _) => throw new HttpRequestException(HttpRequestError.ConnectionError);

        Assert.Equal(HttpStatusCode.BadGateway, (await InstallAsync(bot)).Status);
    }

    [Theory]
    [InlineData("sv-SE,sv;q=0.9,en;q=0.8", "sv", "Inte installerad")]
    [InlineData("fr, de-AT;q=0.5", "de", "Nicht installiert")]
    [InlineData("", "en", "Not installed")]
    public async Task The_page_speaks_the_language_of_the_browser(string accepted, string language, string title)
    {
        await using var bot = await StartAsync();
        using var browser = new InstallingBrowser(bot, accepted);
        var state = await browser.BeginAsync(Token);

        using var response = await browser.GetAsync($"slack/oauth_redirect?error=access_denied&state={state}", Token);

        var page = await response.Content.ReadAsStringAsync(Token);
        Assert.Contains($"<html lang=\"{language}\">", page, StringComparison.Ordinal);
        Assert.Contains($"<h1>{title}</h1>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_end_of_an_installation_has_words_in_every_language()
    {
        Assert.Equal(ChatOpsBot.Conversations.Texts.Languages.All.Select(texts => texts.Language).Order(StringComparer.Ordinal), InstallTexts.All.Keys.Order(StringComparer.Ordinal));
        Assert.All(InstallTexts.All.Values, texts => Assert.Equal(Enum.GetValues<InstallOutcome>(), texts.Outcomes.Keys.Order()));
    }

    [Fact]
    public void Where_the_bot_is_and_listens_has_words_in_every_language()
    {
        Assert.Equal(InstallTexts.All.Keys.Order(StringComparer.Ordinal), SlackPlaceTexts.All.Keys.Order(StringComparer.Ordinal));
        Assert.All(SlackPlaceTexts.All.Values, texts => Assert.Contains(" 12 ", texts.Listens(12), StringComparison.Ordinal));
    }

    [Fact]
    public async Task I10_an_expired_token_is_renewed_once_for_all_who_ask()
    {
        await using var bot = await StartAsync();
        Grant(bot, Granted("xoxe.xoxb-1", refresh: "xoxe-1"));
        await InstallAsync(bot);
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        bot.Servers.Answer = async (call, _) =>
        {
            if (call.Is("oauth.v2.access"))
            {
                await arrived.Task;
                return SlackServers.Json(Granted("xoxe.xoxb-2", refresh: "xoxe-2"));
            }

            return SlackServers.Json(call.Authorization == "Bearer xoxe.xoxb-2" ? """{"ok":true,"channel":{"id":"C01"}}""" : """{"ok":false,"error":"token_expired"}""");
        };

        var asked = Enumerable.Range(0, 2).Select(_ => AskAsync(bot)).ToList();
        while (bot.Servers.Calls.Count(call => call.Authorization == "Bearer xoxe.xoxb-1") < 2)
            await Task.Delay(5, Token);
        arrived.SetResult();
        await Task.WhenAll(asked);

        var renewal = Assert.Single(bot.Servers.Calls, call => call.Is("oauth.v2.access") && call.Body.Contains("grant_type=refresh_token", StringComparison.Ordinal));
        Assert.Contains("refresh_token=xoxe-1", renewal.Body, StringComparison.Ordinal);
        Assert.Equal("xoxe.xoxb-2", await TokensOf(bot).FindAsync(Workspace, Token));
    }

    [Fact]
    public async Task A_token_is_renewed_before_it_ends()
    {
        await using var bot = await StartAsync();
        Grant(bot, Granted("xoxe.xoxb-1", refresh: "xoxe-1"));
        await InstallAsync(bot);
        Grant(bot, Granted("xoxe.xoxb-2", refresh: "xoxe-2"));

        bot.Time.Advance(TimeSpan.FromHours(9.9));
        Assert.Equal("xoxe.xoxb-1", await TokensOf(bot).FindAsync(Workspace, Token));
        bot.Time.Advance(TimeSpan.FromHours(0.2));
        Assert.Equal("xoxe.xoxb-2", await TokensOf(bot).FindAsync(Workspace, Token));
    }

    [Fact]
    public async Task A_slack_that_stumbles_over_a_renewal_ends_no_installation()
    {
        await using var bot = await StartAsync();
        Grant(bot, Granted("xoxe.xoxb-1", refresh: "xoxe-1"));
        await InstallAsync(bot);
        bot.Servers.Answer = (call, _) => Task.FromResult<HttpResponseMessage?>(call.Is("oauth.v2.access") ? new HttpResponseMessage(HttpStatusCode.ServiceUnavailable) : SlackServers.Json("""{"ok":false,"error":"token_expired"}"""));

        Assert.False((await Assert.ThrowsAsync<ChannelException>(() => AskAsync(bot))).IsPermanent);
        Assert.Equal("xoxe.xoxb-1", await TokensOf(bot).FindAsync(Workspace, Token));
    }

    [Fact]
    public async Task I10_what_was_renewed_is_used_also_when_it_could_not_be_written_down()
    {
        await using var bot = await StartAsync();
        Grant(bot, Granted("xoxe.xoxb-1", refresh: "xoxe-1"));
        await InstallAsync(bot);
        bot.Servers.Answer = (call, _) => Task.FromResult<HttpResponseMessage?>(SlackServers.Json(
            call.Is("oauth.v2.access") ? Granted("xoxe.xoxb-2", refresh: "xoxe-2")
            : call.Authorization == "Bearer xoxe.xoxb-2" ? """{"ok":true,"channel":{"id":"C01"}}""" : """{"ok":false,"error":"token_expired"}"""));
        var database = bot.Bot.Get<Database>();
        await database.WriteAsync(connection => connection.Execute("CREATE TRIGGER full BEFORE UPDATE ON slack_installations BEGIN SELECT RAISE(ABORT, 'disk full'); END"), Token);

        await Assert.ThrowsAsync<StorageException>(() => AskAsync(bot));
        await AskAsync(bot);

        Assert.Single(bot.Servers.Calls, call => call.Is("oauth.v2.access") && call.Body.Contains("refresh_token=xoxe-1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task I11_a_refresh_token_that_is_lost_ends_the_installation_aloud()
    {
        await using var bot = await StartAsync();
        Grant(bot, Granted("xoxe.xoxb-1", refresh: "xoxe-1"));
        await InstallAsync(bot);
        bot.Servers.Answer = (call, _) => Task.FromResult<HttpResponseMessage?>(SlackServers.Json(call.Is("oauth.v2.access") ? """{"ok":false,"error":"invalid_refresh_token"}""" : """{"ok":false,"error":"token_expired"}"""));

        Assert.True((await Assert.ThrowsAsync<ChannelException>(() => AskAsync(bot))).IsPermanent);

        Assert.Null(await TokensOf(bot).FindAsync(Workspace, Token));
        Assert.Contains(bot.Log.All, line => line.Contains("cannot be renewed", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("app_uninstalled", "tokens_revoked")]
    [InlineData("tokens_revoked", "app_uninstalled")]
    [InlineData("app_uninstalled", "app_uninstalled")]
    public async Task K01_with_the_installation_goes_what_was_kept_of_its_conversations(params string[] events)
    {
        await using var bot = await StartAsync();
        foreach (var team in new[] { SlackBot.TeamId, "T99OTHER" })
        {
            Grant(bot, Granted($"xoxb-of-{team}", change: answer => answer["team"]!["id"] = team));
            await InstallAsync(bot);
        }

        foreach (var team in new[] { SlackBot.TeamId, "T99OTHER" })
            (await bot.PostAsync(SlackPayload.Message().Changed(payload => (payload["team_id"], payload["authorizations"]![0]!["team_id"]) = (team, team)), Token)).Dispose();
        await bot.ListenAsync(Token);
        await bot.SettleAsync(Token);
        Assert.Equal(2, CountOf(bot, "cases", "T99OTHER") + CountOf(bot, "cases", SlackBot.TeamId));
        foreach (var team in new[] { SlackBot.TeamId, "T99OTHER" })
            await bot.Bot.Get<SlackPosts>().LeavesAsync($"{team}|C01|1", team, Token);

        foreach (var name in events)
            Assert.Equal(HttpStatusCode.OK, await RemoveAsync(bot, name, bot.Time.GetUtcNow()));

        Assert.Null(await TokensOf(bot).FindAsync(Workspace, Token));
        Assert.Equal(["T99OTHER"], bot.Bot.Get<Database>().Read(connection => connection.Query<string>("SELECT installation FROM slack_posts").AsList()));
        Assert.All(["cases", "inbox", "conversation_settings", "person_settings", "case_messages"], table => Assert.Equal(0, CountOf(bot, table, SlackBot.TeamId)));
        Assert.Equal(1, CountOf(bot, "cases", "T99OTHER"));
    }

    [Fact]
    public async Task K01_an_answer_that_was_under_way_leaves_nothing_behind()
    {
        await using var bot = await StartAsync();
        Grant(bot, Granted("xoxb-first"));
        await InstallAsync(bot);
        var sending = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var removed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        bot.Channel.BeforeSend = () =>
        {
            sending.TrySetResult();
            return removed.Task;
        };
        (await bot.PostAsync(SlackPayload.Message(), Token)).Dispose();
        await sending.Task.WaitAsync(Token);

        await AssertLeavesNothingAsync(bot, removed);
    }

    [Fact]
    public async Task K01_who_is_being_asked_for_leaves_no_case_behind_either()
    {
        await using var bot = await StartAsync();
        Grant(bot, Granted("xoxb-first"));
        await InstallAsync(bot);
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var removed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        bot.Servers.Person = async _ =>
        {
            asked.TrySetResult();
            await removed.Task;
            return """{"ok":false,"error":"user_not_visible"}""";
        };
        (await bot.PostAsync(SlackPayload.Message(), Token)).Dispose();
        await asked.Task.WaitAsync(Token);

        await AssertLeavesNothingAsync(bot, removed);
    }

    [Fact]
    public async Task K01_what_is_told_late_of_a_workspace_that_removed_the_app_is_not_kept()
    {
        await using var bot = await StartAsync();
        Grant(bot, Granted("xoxb-first"));
        await InstallAsync(bot);
        await RemoveAsync(bot, "app_uninstalled", bot.Time.GetUtcNow());

        using var answer = await bot.PostAsync(SlackPayload.Message(), Token, retry: 2);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Empty(bot.Accepted());
    }

    [Fact]
    public async Task K02_an_app_that_is_installed_again_works_and_is_not_removed_by_late_news_of_the_first()
    {
        await using var bot = await StartAsync();
        var removed = bot.Time.GetUtcNow();
        Grant(bot, Granted("xoxb-first"));
        await InstallAsync(bot);
        await RemoveAsync(bot, "app_uninstalled", removed);
        bot.Time.Advance(TimeSpan.FromMinutes(3));
        Grant(bot, Granted("xoxb-second"));
        await InstallAsync(bot);

        await RemoveAsync(bot, "tokens_revoked", removed);

        Assert.Equal("xoxb-second", await TokensOf(bot).FindAsync(Workspace, Token));
    }

    private static Task<SlackBot> StartAsync(string? dataFolder = null, string[]? settings = null) =>
        SlackBot.StartAsync(Token, ["--Slack:BotToken=", "--Slack:ClientId=1.2", "--Slack:ClientSecret=client-secret", .. settings ?? []], dataFolder: dataFolder);

    private static ISlackTokens TokensOf(SlackBot bot) => bot.Bot.Get<ISlackTokens>();

    private static void Grant(SlackBot bot, string answer) =>
        bot.Servers.Answer = (call, _) => Task.FromResult<HttpResponseMessage?>(call.Is("oauth.v2.access") ? SlackServers.Json(answer) : null);

    private static string Granted(string token, string? refresh = null, Action<JsonObject>? change = null)
    {
        var answer = new JsonObject
        {
            ["ok"] = true,
            ["app_id"] = SlackBot.AppId,
            ["access_token"] = token,
            ["token_type"] = "bot",
            ["bot_user_id"] = SlackPayload.BotUser,
            ["team"] = new JsonObject { ["id"] = SlackBot.TeamId },
            ["enterprise"] = null,
            ["is_enterprise_install"] = false,
        };
        if (refresh is not null)
            (answer["refresh_token"], answer["expires_in"]) = (refresh, 43200);
        change?.Invoke(answer);
        return answer.ToJsonString();
    }

    private static async Task<(HttpStatusCode Status, string Page)> InstallAsync(SlackBot bot)
    {
        using var browser = new InstallingBrowser(bot);
        var state = await browser.BeginAsync(Token);
        using var response = await browser.GetAsync($"slack/oauth_redirect?code=code-1&state={state}", Token);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(Token));
    }

    private static Task<ConversationsInfoResponse> AskAsync(SlackBot bot) =>
        bot.Bot.Get<SlackCalls>().AskAsync(Workspace, "conversations.info", (api, token, cancellationToken) => api.ConversationsInfoAsync(token, "C01", cancellationToken), Token);

    /// <summary>The app is removed while an answer is under way, which goes on when all was deleted.</summary>
    private static async Task AssertLeavesNothingAsync(SlackBot bot, TaskCompletionSource removed)
    {
        await RemoveAsync(bot, "app_uninstalled", bot.Time.GetUtcNow());
        bot.Channel.FailNext(ChannelException.Permanent("account_inactive"));
        removed.SetResult();
        await bot.Servers.UntilAsync(() => bot.Log.All.Any(line => line.Contains("Gave up answering", StringComparison.Ordinal)), Token);

        Assert.All(["cases", "inbox", "case_messages"], table => Assert.Equal(0, CountOf(bot, table, SlackBot.TeamId)));
    }

    private static async Task<HttpStatusCode> RemoveAsync(SlackBot bot, string name, DateTimeOffset at)
    {
        var inner = new JsonObject { ["type"] = name };
        if (name == "tokens_revoked")
            inner["tokens"] = new JsonObject { ["oauth"] = new JsonArray(), ["bot"] = new JsonArray(SlackPayload.BotUser) };
        using var response = await bot.PostAsync(SlackPayload.Envelope(inner).Changed(envelope => envelope["event_time"] = at.ToUnixTimeSeconds()), Token);
        return response.StatusCode;
    }

    private static int CountOf(SlackBot bot, string table, string tenant) =>
        bot.Bot.Get<Database>().Read(connection => connection.ExecuteScalar<int>($"SELECT COUNT(*) FROM {table} WHERE tenant = @tenant", new { tenant }));

    /// <summary>Somebody's browser, with the cookie of one installation.</summary>
    private sealed class InstallingBrowser : IDisposable
    {
        private readonly HttpClient http;
        private string? cookie;

        public InstallingBrowser(SlackBot bot, string accepted = "en-US,en;q=0.9")
        {
            http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = bot.Bot.Address };
            if (accepted.Length > 0)
                http.DefaultRequestHeaders.TryAddWithoutValidation("Accept-Language", accepted);
        }

        /// <returns>The state Slack would bring back, as it stands in an address.</returns>
        public async Task<string> BeginAsync(CancellationToken cancellationToken)
        {
            using var response = await GetAsync("slack/install", cancellationToken);
            cookie = response.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
            return QueryHelpers.ParseQuery(response.Headers.Location!.Query)["state"].ToString();
        }

        public async Task<HttpResponseMessage> GetAsync(string path, CancellationToken cancellationToken)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            if (cookie is not null)
                request.Headers.TryAddWithoutValidation("Cookie", cookie);
            return await http.SendAsync(request, cancellationToken);
        }

        public void Dispose() => http.Dispose();
    }
}
