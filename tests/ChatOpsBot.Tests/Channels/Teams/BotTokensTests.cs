using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ChatOpsBot.Channels.Teams;
using ChatOpsBot.Channels.Teams.Outbound;
using ChatOpsBot.Channels.Teams.Protocol;
using ChatOpsBot.Testing.Teams;
using ChatOpsBot.Testing.Time;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ChatOpsBot.Tests.Channels.Teams;

/// <summary>H24 of the protocol checklist and what belongs to it: how the bot gets its token, and where the token goes.</summary>
public sealed class BotTokensTests
{
    private const string AppId = "11111111-2222-3333-4444-555555555555";
    private const string Tenant = "aaaaaaaa-0000-0000-0000-00000000000a";
    private const string Identity = "cccccccc-0000-0000-0000-00000000000c";

    private static readonly Uri Emea = new("https://smba.trafficmanager.net/emea/");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_secret_gives_a_token_of_the_home_tenant_for_the_connector()
    {
        await using var login = await Login.StartAsync(new TeamsOptions { AppId = AppId, TenantId = Tenant, ClientSecret = "client-secret" });

        var header = await login.Tokens.AuthorizeAsync(Emea, refused: null, Token);

        Assert.Equal($"Bearer {FakeAuthority.Token(1)}", header!.ToString());
        var request = Assert.Single(login.Authority.Requests);
        Assert.Equal($"https://login.microsoftonline.com/{Tenant}/oauth2/v2.0/token", request.Address);
        Assert.Equal("client_credentials", request.Fields["grant_type"]);
        Assert.Equal(AppId, request.Fields["client_id"]);
        Assert.Equal("client-secret", request.Fields["client_secret"]);
        Assert.Contains("https://api.botframework.com/.default", request.Fields["scope"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bot_of_many_tenants_asks_the_tenant_of_the_bot_framework()
    {
        await using var login = await Login.StartAsync(new TeamsOptions { AppId = AppId, AppType = TeamsAppType.MultiTenant, ClientSecret = "client-secret" });

        await login.Tokens.GetAsync(Token);

        Assert.Equal("https://login.microsoftonline.com/botframework.com/oauth2/v2.0/token", Assert.Single(login.Authority.Requests).Address);
    }

    [Theory]
    [InlineData("bot.pfx", "")]
    [InlineData("bot.pfx", "password")]
    [InlineData("bot.pem", "")]
    [InlineData("bot.pem", "password")]
    public async Task A_certificate_signs_for_the_bot(string file, string password)
    {
        var folder = Directory.CreateTempSubdirectory("chatopsbot-test-");
        try
        {
            var path = Path.Combine(folder.FullName, file);
            WriteCertificate(path, password);
            await using var login = await Login.StartAsync(new TeamsOptions { AppId = AppId, TenantId = Tenant, CertificateFile = path, CertificatePassword = password });

            await login.Tokens.GetAsync(Token);

            var request = Assert.Single(login.Authority.Requests);
            Assert.Equal("urn:ietf:params:oauth:client-assertion-type:jwt-bearer", request.Fields["client_assertion_type"]);
            Assert.Equal(3, request.Fields["client_assertion"].Split('.').Length);
            Assert.DoesNotContain("client_secret", request.Fields.Keys);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData(31, false)]
    [InlineData(29, true)]
    [InlineData(-1, true)]
    public async Task K08_a_certificate_that_ends_within_a_month_is_named_in_the_log(int days, bool isNamed)
    {
        var folder = Directory.CreateTempSubdirectory("chatopsbot-test-");
        try
        {
            var path = Path.Combine(folder.FullName, "bot.pem");
            var end = new ManualTime().GetUtcNow().AddDays(days);
            WriteCertificate(path, password: "", end);
            await using var login = await Login.StartAsync(new TeamsOptions { AppId = AppId, TenantId = Tenant, CertificateFile = path });

            await login.Tokens.GetAsync(Token);

            Assert.Equal(isNamed, login.Log.Text.Contains($"is good until {end:yyyy-MM-dd}", StringComparison.Ordinal));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_managed_identity_vouches_for_the_app_registration()
    {
        await using var login = await Login.StartAsync(new TeamsOptions { AppId = AppId, TenantId = Tenant, FederatedIdentityClientId = Identity });

        await login.Tokens.GetAsync(Token);

        Assert.Equal(2, login.Authority.Requests.Count);
        var (identity, app) = (login.Authority.Requests[0], login.Authority.Requests[1]);
        Assert.StartsWith("http://169.254.169.254/metadata/identity/oauth2/token", identity.Address, StringComparison.Ordinal);
        Assert.Equal(("api://AzureADTokenExchange", Identity), (identity.Fields["resource"], identity.Fields["client_id"]));
        Assert.Equal(FakeAuthority.Token(1), app.Fields["client_assertion"]);
        Assert.Equal($"https://login.microsoftonline.com/{Tenant}/oauth2/v2.0/token", app.Address);
    }

    [Fact]
    public async Task A_managed_identity_can_be_the_bot_itself()
    {
        await using var login = await Login.StartAsync(new TeamsOptions { AppId = AppId, TenantId = Tenant, AppType = TeamsAppType.UserAssignedMSI });

        Assert.Equal(FakeAuthority.Token(1), await login.Tokens.GetAsync(Token));

        var request = Assert.Single(login.Authority.Requests);
        Assert.Equal(("https://api.botframework.com", AppId), (request.Fields["resource"], request.Fields["client_id"]));
    }

    [Fact]
    public async Task Each_cloud_has_its_own_login_and_scope()
    {
        await using var login = await Login.StartAsync(new TeamsOptions { AppId = AppId, TenantId = Tenant, ClientSecret = "s", Cloud = TeamsCloud.UsGov }, CloudEndpoints.UsGov);

        await login.Tokens.GetAsync(Token);

        var request = Assert.Single(login.Authority.Requests);
        Assert.Equal($"https://login.microsoftonline.us/{Tenant}/oauth2/v2.0/token", request.Address);
        Assert.Contains("https://api.botframework.us/.default", request.Fields["scope"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task H24_many_who_need_a_token_at_once_ask_once()
    {
        await using var login = await Login.StartAsync(Secret);
        var slow = new TaskCompletionSource();
        login.Authority.Delay = () => slow.Task;

        var waiting = Enumerable.Range(0, 50).Select(_ => login.Tokens.GetAsync(Token).AsTask()).ToList();
        slow.SetResult();

        Assert.All(await Task.WhenAll(waiting), token => Assert.Equal(FakeAuthority.Token(1), token));
        Assert.Single(login.Authority.Requests);
    }

    [Fact]
    public async Task H24_a_login_that_fails_is_asked_again_after_a_pause_and_says_why_the_bot_is_silent()
    {
        await using var login = await Login.StartAsync(Secret);
        login.Authority.Refusal = (401, """{"error":"invalid_client","error_description":"AADSTS7000215: Invalid client secret provided. Trace ID: 0000"}""");

        var first = await Assert.ThrowsAsync<BotTokenException>(() => login.Tokens.GetAsync(Token).AsTask());
        var second = await Assert.ThrowsAsync<BotTokenException>(() => login.Tokens.GetAsync(Token).AsTask());

        Assert.Equal(TimeSpan.FromSeconds(1), first.RetryAfter);
        Assert.Equal(TimeSpan.FromSeconds(1), second.RetryAfter);
        Assert.Single(login.Authority.Requests);
        Assert.Equal("login.microsoftonline.com gives no token for the bot: invalid_client AADSTS7000215. The secret or certificate is not the one of this app registration, or has expired: check Teams:ClientSecret or Teams:CertificateFile.", login.Tokens.Trouble);
        Assert.Contains(login.Tokens.Trouble!, login.Log.Text, StringComparison.Ordinal);

        login.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(TimeSpan.FromSeconds(2), (await Assert.ThrowsAsync<BotTokenException>(() => login.Tokens.GetAsync(Token).AsTask())).RetryAfter);

        login.Authority.Refusal = null;
        login.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(FakeAuthority.Token(1), await login.Tokens.GetAsync(Token));
        Assert.Null(login.Tokens.Trouble);
    }

    [Fact]
    public async Task H24_a_login_that_says_nothing_is_not_waited_for_without_end()
    {
        await using var login = await Login.StartAsync(Secret);
        var never = new TaskCompletionSource();
        login.Authority.Delay = () => never.Task;

        var waiting = login.Tokens.GetAsync(Token).AsTask();
        await login.Time.TimerOf(TimeSpan.FromSeconds(30));
        login.Time.Advance(TimeSpan.FromSeconds(30));

        Assert.StartsWith("No token for the bot within 30 s.", (await Assert.ThrowsAsync<BotTokenException>(() => waiting)).Message, StringComparison.Ordinal);
        never.SetResult();
    }

    [Fact]
    public async Task A_token_is_renewed_five_minutes_before_its_end_and_used_until_the_new_one_is_there()
    {
        await using var login = await Login.StartAsync(Secret);
        await login.Tokens.GetAsync(Token);

        login.Time.Advance(TimeSpan.FromMinutes(54));
        Assert.Equal(FakeAuthority.Token(1), await login.Tokens.GetAsync(Token));
        Assert.Single(login.Authority.Requests);

        login.Authority.Refusal = (503, "");
        login.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(FakeAuthority.Token(1), await login.Tokens.GetAsync(Token));
        await login.UntilAsync(() => login.Log.Text.Contains("asks again", StringComparison.Ordinal));
        Assert.Null(login.Tokens.Trouble);

        login.Authority.Refusal = null;
        login.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(FakeAuthority.Token(1), await login.Tokens.GetAsync(Token));
        await login.UntilAsync(() => login.Tokens.GetAsync(Token).AsTask().GetAwaiter().GetResult() == FakeAuthority.Token(2));
    }

    [Fact]
    public async Task A_refused_token_is_replaced_once_a_minute_at_most()
    {
        await using var login = await Login.StartAsync(Secret);
        var first = await login.Tokens.AuthorizeAsync(Emea, refused: null, Token);

        var second = await login.Tokens.AuthorizeAsync(Emea, first, Token);
        // Others were refused with the first one too: they get the second without asking for a third.
        var others = await login.Tokens.AuthorizeAsync(Emea, first, Token);
        var third = await login.Tokens.AuthorizeAsync(Emea, second, Token);

        Assert.Equal(FakeAuthority.Token(2), second!.Parameter);
        Assert.Equal(second, others);
        Assert.Null(third);
        Assert.Equal(2, login.Authority.Requests.Count);

        login.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(FakeAuthority.Token(3), (await login.Tokens.AuthorizeAsync(Emea, second, Token))!.Parameter);
    }

    [Theory]
    [InlineData("https://smba.trafficmanager.net/emea/", true)]
    [InlineData("https://SMBA.trafficmanager.net/amer-client-ss.msg/", true)]
    [InlineData("https://smba.infra.gcc.teams.microsoft.com/teams", true)]
    [InlineData("https://evil.trafficmanager.net/teams/", false)]
    [InlineData("https://smba.trafficmanager.net.evil.example/", false)]
    [InlineData("http://smba.trafficmanager.net/emea/", false)]
    [InlineData("https://smba.trafficmanager.net:8443/emea/", false)]
    [InlineData("https://user@smba.trafficmanager.net/emea/", false)]
    [InlineData("https://smba.infra.gov.teams.microsoft.us/teams", false)]
    [InlineData("https://127.0.0.1/emea/", false)]
    [InlineData("http://localhost:3978/", false)]
    public async Task The_token_goes_to_the_hosts_of_its_cloud_only(string serviceUrl, bool isTrusted)
    {
        await using var login = await Login.StartAsync(Secret);

        AuthenticationHeaderValue? header = null;
        var exception = await Record.ExceptionAsync(async () => header = await login.Tokens.AuthorizeAsync(new Uri(serviceUrl), refused: null, Token));

        Assert.Equal(isTrusted, exception is not UntrustedServiceException);
        Assert.Equal(isTrusted, header is not null);
        Assert.Equal(isTrusted ? 1 : 0, login.Authority.Requests.Count);
    }

    [Theory]
    [InlineData("http://localhost:56150/_connector", true)]
    [InlineData("http://127.0.0.1:56150/", true)]
    [InlineData("http://192.168.1.10:56150/", false)]
    [InlineData("http://localhost.evil.example/", false)]
    public async Task The_playground_is_spoken_to_on_this_machine_and_without_a_token(string serviceUrl, bool isSpokenTo)
    {
        await using var login = await Login.StartAsync(new TeamsOptions(), isPlayground: true);

        var exception = await Record.ExceptionAsync(async () => Assert.Null(await login.Tokens.AuthorizeAsync(new Uri(serviceUrl), refused: null, Token)));

        Assert.Equal(isSpokenTo, exception is null);
        Assert.Empty(login.Authority.Requests);
    }

    private static TeamsOptions Secret => new() { AppId = AppId, TenantId = Tenant, ClientSecret = "client-secret" };

    private static void WriteCertificate(string path, string password, DateTimeOffset? end = null)
    {
        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest("CN=bot", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), end ?? new DateTimeOffset(2036, 1, 1, 0, 0, 0, TimeSpan.Zero));
        if (Path.GetExtension(path) == ".pfx")
        {
            File.WriteAllBytes(path, certificate.Export(X509ContentType.Pfx, password));
            return;
        }

        var privateKey = password.Length == 0
            ? key.ExportPkcs8PrivateKeyPem()
            : key.ExportEncryptedPkcs8PrivateKeyPem(password, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000));
        File.WriteAllText(path, $"{certificate.ExportCertificatePem()}\n{privateKey}\n");
    }

    /// <summary>The bot's tokens as the host builds them, with a scripted login.</summary>
    private sealed class Login : IAsyncDisposable
    {
        private readonly ServiceProvider services;

        private Login(FakeAuthority authority, TeamsOptions options, CloudEndpoints endpoints, bool isPlayground)
        {
            Authority = authority;
            var all = new ServiceCollection();
            all.AddMetrics();
            all.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Log));
            all.AddSingleton<TimeProvider>(Time);
            all.AddTeamsOutbound(options, endpoints, isPlayground);
            all.AddHttpClient(TeamsOutboundSetup.TokenClient).ConfigurePrimaryHttpMessageHandler(authority.CreateHandler);
            services = all.BuildServiceProvider();
        }

        public FakeAuthority Authority { get; }

        public ManualTime Time { get; } = new();

        public KeptLog Log { get; } = new();

        public BotTokens Tokens => services.GetRequiredService<BotTokens>();

        public static async Task<Login> StartAsync(TeamsOptions options, CloudEndpoints? endpoints = null, bool isPlayground = false) =>
            new(await FakeAuthority.StartAsync(Token), options, endpoints ?? CloudEndpoints.Public, isPlayground);

        /// <summary>For what happens beside the caller.</summary>
        public async Task UntilAsync(Func<bool> condition)
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
            patience.CancelAfter(TimeSpan.FromSeconds(90));
            while (!condition())
                await Task.Delay(TimeSpan.FromMilliseconds(10), patience.Token);
        }

        public async ValueTask DisposeAsync()
        {
            Assert.DoesNotContain("secret", Log.Text.Replace("client secret", "", StringComparison.OrdinalIgnoreCase).Replace("The secret or certificate", "", StringComparison.Ordinal).Replace("Teams:ClientSecret", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
            await services.DisposeAsync();
            await Authority.DisposeAsync();
        }
    }
}
