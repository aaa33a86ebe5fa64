using System.Net;
using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOpsBot.Channels.Web;
using ChatOpsBot.Testing.Time;
using Microsoft.AspNetCore.Http;

namespace ChatOpsBot.Tests.Channels.Web;

/// <summary>Who gets in, and how far.</summary>
public sealed class AccessTests
{
    private const string Secret = "0123456789abcdef0123456789abcdef";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Doors => new()
    {
        { "POST", "tokens/refresh" },
        { "POST", "conversations" },
        { "GET", "conversations/{0}" },
        { "POST", "conversations/{0}/activities" },
        { "GET", "conversations/{0}/activities" },
    };

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task Without_a_token_every_door_is_closed(string method, string path)
    {
        await using var bot = await WebBot.StartAsync(Token);
        using var http = new HttpClient { BaseAddress = bot.Address };
        using var request = new HttpRequestMessage(new HttpMethod(method), $"v3/directline/{string.Format(null, path, "abc")}");

        using var answer = await http.SendAsync(request, Token);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task What_holds_a_token_is_kept_by_nobody_on_the_way()
    {
        await using var bot = await WebBot.StartAsync(Token);
        using var client = await DirectLineClient.StartAsync(bot.Address, Token);

        using var answer = await client.SendAsync(HttpMethod.Get, $"conversations/{client.ConversationId}", body: null, Token);

        Assert.True(answer.Headers.CacheControl!.NoStore);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
    }

    [Fact]
    public async Task A_client_that_hangs_up_in_the_middle_is_bad_json_and_no_error_of_ours()
    {
        await using var body = new BrokenBody();
        var context = new DefaultHttpContext { Request = { Body = body } };

        await Assert.ThrowsAnyAsync<JsonException>(() => BoundedJson.ReadAsync(context, Token));
    }

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task A_changed_token_opens_nothing(string method, string path)
    {
        await using var bot = await WebBot.StartAsync(Token);
        using var client = await DirectLineClient.StartAsync(bot.Address, Token);
        var middle = client.Token.Length / 2;
        client.Token = client.Token[..middle] + (client.Token[middle] == 'A' ? 'B' : 'A') + client.Token[(middle + 1)..];

        using var answer = await client.SendAsync(new HttpMethod(method), string.Format(null, path, client.ConversationId), new JsonObject(), Token);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal("InvalidToken", (await DirectLineClient.ReadAsync(answer, Token))["error"]!["code"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("!!!!")]
    [InlineData("abc*")]
    [InlineData("a")]
    [InlineData("")]
    [InlineData("\u00e9\u4e2d")]
    public async Task A_signature_that_is_no_base64_opens_nothing(string signature)
    {
        await using var bot = await WebBot.StartInProductionAsync(Token, $"--Web:Secret={Secret}");
        using var http = new HttpClient(new SocketsHttpHandler { RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8 }) { BaseAddress = bot.Address };
        using var signedIn = await http.PostAsync("chat/session", DirectLineClient.Json(new JsonObject { ["secret"] = Secret }), Token);
        var session = await DirectLineClient.ReadAsync(signedIn, Token);
        var issued = session["token"]!.GetValue<string>();
        var forged = issued[..(issued.LastIndexOf('.') + 1)] + signature;
        using var refresh = new HttpRequestMessage(HttpMethod.Post, "v3/directline/tokens/refresh");
        refresh.Headers.TryAddWithoutValidation("Authorization", $"Bearer {forged}");

        using var asBearer = await http.SendAsync(refresh, Token);
        using var asTicket = await http.GetAsync($"v3/directline/conversations/{session["conversationId"]}/stream?t={Uri.EscapeDataString(forged)}", Token);
        using var asSession = await http.PostAsync("chat/session", DirectLineClient.Json(new JsonObject { ["token"] = forged }), Token);

        Assert.Equal(HttpStatusCode.Forbidden, asBearer.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, asTicket.StatusCode);
        // As without any token: the page asks for the secret.
        Assert.Equal(HttpStatusCode.Unauthorized, asSession.StatusCode);
    }

    [Theory]
    [InlineData("GET", "conversations/{0}")]
    [InlineData("POST", "conversations/{0}/activities")]
    [InlineData("GET", "conversations/{0}/activities")]
    public async Task A_token_opens_its_own_conversation_only(string method, string path)
    {
        await using var bot = await WebBot.StartAsync(Token);
        using var owner = await DirectLineClient.StartAsync(bot.Address, Token);
        using var stranger = await DirectLineClient.StartAsync(bot.Address, Token);

        using var answer = await stranger.SendAsync(new HttpMethod(method), string.Format(null, path, owner.ConversationId), new JsonObject { ["type"] = "message" }, Token);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal("Forbidden", (await DirectLineClient.ReadAsync(answer, Token))["error"]!["code"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_token_is_good_for_an_hour_and_a_refreshed_one_for_an_hour_more()
    {
        var time = new ManualTime();
        await using var bot = await WebBot.StartAsync(Token, time: time);
        using var client = await DirectLineClient.StartAsync(bot.Address, Token);

        time.Advance(TimeSpan.FromMinutes(59));
        using var refreshed = await client.SendAsync(HttpMethod.Post, "tokens/refresh", body: null, Token);
        time.Advance(TimeSpan.FromMinutes(2));
        using var late = await client.SendAsync(HttpMethod.Get, $"conversations/{client.ConversationId}/activities", body: null, Token);
        client.Token = (await DirectLineClient.ReadAsync(refreshed, Token))["token"]!.GetValue<string>();
        using var inTime = await client.SendAsync(HttpMethod.Get, $"conversations/{client.ConversationId}/activities", body: null, Token);

        Assert.Equal(HttpStatusCode.Forbidden, late.StatusCode);
        Assert.Equal("TokenExpired", (await DirectLineClient.ReadAsync(late, Token))["error"]!["code"]!.GetValue<string>());
        Assert.Equal(HttpStatusCode.OK, inTime.StatusCode);
    }

    [Fact]
    public async Task A_stream_address_is_good_for_a_minute_and_for_nothing_else()
    {
        var time = new ManualTime();
        await using var bot = await WebBot.StartAsync(Token, time: time);
        using var client = await DirectLineClient.StartAsync(bot.Address, Token);
        using var reconnected = await client.SendAsync(HttpMethod.Get, $"conversations/{client.ConversationId}", body: null, Token);
        var url = new Uri((await DirectLineClient.ReadAsync(reconnected, Token))["streamUrl"]!.GetValue<string>());
        var ticket = url.Query[(url.Query.IndexOf("&t=", StringComparison.Ordinal) + 3)..];

        var asTicket = client.Token;
        client.Token = ticket;
        using var ticketAsToken = await client.SendAsync(HttpMethod.Get, $"conversations/{client.ConversationId}/activities", body: null, Token);
        var tokenAsTicket = await Assert.ThrowsAsync<WebSocketException>(() => DirectLineStream.OpenAsync(new Uri(url.AbsoluteUri.Replace(ticket, asTicket, StringComparison.Ordinal)), Token));
        time.Advance(TimeSpan.FromMinutes(2));
        var late = await Assert.ThrowsAsync<WebSocketException>(() => DirectLineStream.OpenAsync(url, Token));

        Assert.Equal(HttpStatusCode.Forbidden, ticketAsToken.StatusCode);
        Assert.Contains("403", tokenAsTicket.Message, StringComparison.Ordinal);
        Assert.Contains("403", late.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("X-Forwarded-For", "192.0.2.7")]
    [InlineData("X-Forwarded-Host", "chat.contoso.example")]
    [InlineData("X-Real-IP", "192.0.2.7")]
    [InlineData("Via", "1.1 proxy")]
    [InlineData("X-Original-For", "127.0.0.1:40000")]
    [InlineData("Forwarded", "for=192.0.2.7")]
    [InlineData("Host", "rebound.example")]
    [InlineData("Origin", "https://elsewhere.example")]
    public async Task In_Development_only_this_machine_gets_in_without_a_secret(string header, string value)
    {
        await using var bot = await WebBot.StartAsync(Token);
        using var http = new HttpClient { BaseAddress = bot.Address };
        using var request = new HttpRequestMessage(HttpMethod.Post, "chat/session") { Content = DirectLineClient.Json(new JsonObject()) };
        request.Headers.Add(header, value);

        using var answer = await http.SendAsync(request, Token);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task A_proxys_visitor_who_claims_to_be_this_machine_does_not_get_in()
    {
        await using var bot = await BotInTest.StartAsync(Token, settings: ["--environment=Development", "--ForwardedHeaders_Enabled=true"]);
        using var http = new HttpClient { BaseAddress = bot.Address };
        using var request = new HttpRequestMessage(HttpMethod.Post, "chat/session") { Content = DirectLineClient.Json(new JsonObject()) };
        request.Headers.Add("X-Forwarded-For", "127.0.0.1");

        using var answer = await http.SendAsync(request, Token);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("chat/page.js")]
    [InlineData("v3/directline/conversations")]
    public async Task In_production_without_a_secret_there_is_no_chat_page(string path)
    {
        await using var bot = await WebBot.StartInProductionAsync(Token);
        using var http = new HttpClient { BaseAddress = bot.Address };

        using var answer = await http.GetAsync(path, Token);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task In_production_the_page_needs_the_secret_and_then_goes_on_with_its_token()
    {
        await using var bot = await WebBot.StartInProductionAsync(Token, $"--Web:Secret={Secret}");
        using var http = new HttpClient { BaseAddress = bot.Address };

        using var without = await http.PostAsync("chat/session", DirectLineClient.Json(new JsonObject()), Token);
        using var wrong = await http.PostAsync("chat/session", DirectLineClient.Json(new JsonObject { ["secret"] = Secret + "0" }), Token);
        using var right = await http.PostAsync("chat/session", DirectLineClient.Json(new JsonObject { ["secret"] = Secret, ["name"] = "Anna\u202e" }), Token);
        var session = await DirectLineClient.ReadAsync(right, Token);
        using var again = await http.PostAsync("chat/session", DirectLineClient.Json(new JsonObject { ["token"] = session["token"]!.GetValue<string>() }), Token);

        Assert.Equal(HttpStatusCode.Unauthorized, without.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, wrong.StatusCode);
        Assert.Equal(session["conversationId"]!.GetValue<string>(), (await DirectLineClient.ReadAsync(again, Token))["conversationId"]!.GetValue<string>());
    }

    [Fact]
    public async Task An_embedding_site_gets_a_token_for_the_secret()
    {
        await using var bot = await WebBot.StartInProductionAsync(Token, $"--Web:Secret={Secret}");
        using var http = new HttpClient { BaseAddress = bot.Address };

        async Task<HttpResponseMessage> GenerateAsync(string secret)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "v3/directline/tokens/generate") { Content = DirectLineClient.Json(new JsonObject { ["user"] = new JsonObject { ["name"] = "Anna" } }) };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", secret);
            return await http.SendAsync(request, Token);
        }

        using var wrong = await GenerateAsync("not the secret of this bot, but long");
        using var right = await GenerateAsync(Secret);
        var generated = await DirectLineClient.ReadAsync(right, Token);
        using var start = new HttpRequestMessage(HttpMethod.Post, "v3/directline/conversations");
        start.Headers.Authorization = new AuthenticationHeaderValue("Bearer", generated["token"]!.GetValue<string>());
        using var started = await http.SendAsync(start, Token);

        Assert.Equal(HttpStatusCode.Forbidden, wrong.StatusCode);
        Assert.Equal(3600, generated["expires_in"]!.GetValue<int>());
        Assert.Equal(HttpStatusCode.Created, started.StatusCode);
    }

    [Fact]
    public async Task Only_who_got_in_through_the_page_may_start_over()
    {
        await using var bot = await WebBot.StartInProductionAsync(Token, $"--Web:Secret={Secret}");
        using var http = new HttpClient { BaseAddress = bot.Address };

        Task<HttpResponseMessage> OpenAsync(JsonObject request) => http.PostAsync("chat/session", DirectLineClient.Json(request), Token);
        async Task<JsonObject> CallAsync(string path, string bearer)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"v3/directline/{path}");
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
            using var answer = await http.SendAsync(request, Token);
            return await DirectLineClient.ReadAsync(answer, Token);
        }

        var embedded = await CallAsync("tokens/generate", Secret);
        using var goneOn = await OpenAsync(new JsonObject { ["token"] = embedded["token"]!.GetValue<string>() });
        var visitor = await DirectLineClient.ReadAsync(goneOn, Token);
        using var refused = await OpenAsync(new JsonObject { ["token"] = visitor["token"]!.GetValue<string>(), ["startOver"] = true });
        using var signedIn = await OpenAsync(new JsonObject { ["secret"] = Secret });
        var page = await DirectLineClient.ReadAsync(signedIn, Token);
        var renewed = await CallAsync("tokens/refresh", page["token"]!.GetValue<string>());
        using var startedOver = await OpenAsync(new JsonObject { ["token"] = renewed["token"]!.GetValue<string>(), ["startOver"] = true });

        Assert.Equal(embedded["conversationId"]!.GetValue<string>(), visitor["conversationId"]!.GetValue<string>());
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Equal(HttpStatusCode.OK, startedOver.StatusCode);
        Assert.NotEqual(page["conversationId"]!.GetValue<string>(), (await DirectLineClient.ReadAsync(startedOver, Token))["conversationId"]!.GetValue<string>());
    }

    [Fact]
    public void A_token_is_renewed_for_thirty_days_and_no_longer()
    {
        var time = new ManualTime();
        var tokens = new WebTokens(new byte[32], time);
        var token = tokens.IssueToken(WebSession.New("Anna", time.GetUtcNow()));
        var end = time.GetUtcNow() + TimeSpan.FromDays(30);

        List<int> lifetimes = [];
        while (time.GetUtcNow() < end - TimeSpan.FromMinutes(10))
        {
            time.Advance(TimeSpan.FromMinutes(10));
            var reading = tokens.ReadToken(token.Token);
            Assert.Equal(TokenVerdict.Valid, reading.Verdict);
            token = tokens.IssueToken(reading.Session!);
            lifetimes.Add(token.Seconds);
        }

        time.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal([3600, 3000, 2400, 1800, 1200, 600], lifetimes[^6..]);
        Assert.All(lifetimes[..^6], lifetime => Assert.Equal(3600, lifetime));
        Assert.Equal(TokenVerdict.Expired, tokens.ReadToken(token.Token).Verdict);
    }

    [Fact]
    public void A_short_secret_stops_the_start_and_says_what_to_set()
    {
        var problem = Assert.Single(new WebOptions { Secret = "hunter2" }.Problems());

        Assert.Equal("Web:Secret has 7 characters and needs at least 32. Set it to a random value, for example from \"openssl rand -hex 32\", or leave it empty to run without the chat page.", problem);
    }

    [Fact]
    public void A_name_keeps_no_marks_that_could_make_it_read_as_another()
    {
        Assert.Equal("Anna", WebSession.New("An\u202ena\u0007", default).UserName);
        Assert.Equal("Web user", WebSession.New(" \u200f ", default).UserName);
        Assert.Equal(60, WebSession.New(new string('x', 500), default).UserName.Length);
    }

    /// <summary>As the server gives it of a client that is gone: a beginning, and then an exception.</summary>
    private sealed class BrokenBody : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new BadHttpRequestException("Unexpected end of request content.", StatusCodes.Status400BadRequest);
    }
}
