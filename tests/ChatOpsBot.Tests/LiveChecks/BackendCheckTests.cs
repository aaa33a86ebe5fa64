using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using ChatOpsBot.Conversations;
using ChatOpsBot.MailFlow.Evidence;
using ChatOpsBot.Probe;
using ChatOpsBot.Testing.Smtp;
using ChatOpsBot.Tests.Commands;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ChatOpsBot.Tests.LiveChecks;

/// <summary>Live checks that backends make for the bot: from the button to the card.</summary>
public sealed class BackendCheckTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_real_backend_looks_and_the_card_says_from_where()
    {
        await using var server = ScriptedSmtpServer.Healthy();
        await using var backend = await StartBackendAsync(server);
        await using var bot = await StartAsync(("outside", UrlOf(backend)));

        var card = await PressAsync(bot, server.Target.ToString());

        var table = card.Blocks.OfType<CheckTable>().Single();
        Assert.Contains(table.Rows, row => Is(row, "127.0.0.1 (outside)", "Connection", "Open"));
        Assert.Contains(table.Rows, row => Is(row, "127.0.0.1 (outside)", "Greeting", "Ready"));
        Assert.Contains(Paragraphs(card), text => text == "Seen from “outside”. Microsoft 365 may be treated differently by a firewall.");
        Assert.DoesNotContain(Paragraphs(card), text => text.Contains("this bot's network", StringComparison.Ordinal));
        var causes = card.Blocks.OfType<CauseList>().Single().Rows;
        Assert.Equal((Standing.Likely, Standing.RuledOut), (causes[0].Standing, causes[^1].Standing));
    }

    /// <summary>Of the built program: what it keeps in memory it keeps from one question to the next.</summary>
    [Fact]
    public async Task A_second_press_asks_the_server_again_where_the_backend_would_answer_from_memory()
    {
        await using var server = ScriptedSmtpServer.Healthy();
        using var process = BotProcess.Start(
            "dotnet",
            [
                Path.Combine(AppContext.BaseDirectory, "chatopsbot-probe.dll"), "--Urls=http://127.0.0.1:0", "--Probe:AllowedNetworks:0=127.0.0.0/8", "--Backend:Keys:0:Name=bot", $"--Backend:Keys:0:Key={ScriptedBackend.Key}",
                string.Create(CultureInfo.InvariantCulture, $"--Probe:AllowedPorts:0={server.EndPoint.Port}"),
            ],
            Path.GetTempPath());
        try
        {
            var url = await UrlOfAsync(process);
            await using var bot = await StartAsync(("outside", url));
            var caseId = await PostAsync(bot);
            var open = await RunAsync(bot, caseId, server);
            var before = await AskAsync(url, server);

            await server.DisposeAsync();
            var refused = await RunAsync(bot, caseId, server);
            var after = await AskAsync(url, server);

            Assert.Contains(open.Blocks.OfType<CheckTable>().Single().Rows, row => Is(row, "127.0.0.1 (outside)", "Connection", "Open"));
            Assert.Contains(refused.Blocks.OfType<CheckTable>().Single().Rows, row => Is(row, "127.0.0.1 (outside)", "Connection", "Refused"));
            Assert.Contains(Paragraphs(open), text => text.StartsWith("No fault was seen: 127.0.0.1 takes connections.", StringComparison.Ordinal));
            Assert.Contains(Paragraphs(refused), text => text.StartsWith("127.0.0.1 refuses connections on port", StringComparison.Ordinal));
            // Who does not ask for a fresh answer gets the kept one, though the server is gone.
            Assert.Equal((false, "open"), before);
            Assert.Equal((true, "open"), after);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(Token);
        }
    }

    [Fact]
    public async Task Stop_reaches_the_server_through_the_backend()
    {
        await using var server = ScriptedSmtpServer.Start("* silence");
        await using var backend = await StartBackendAsync(server);
        await using var bot = await StartAsync(("outside", UrlOf(backend)));
        var caseId = await PostAsync(bot);
        await bot.Turns.ApplyAsync(Some.Press(caseId, Verbs.RunChecks, server: server.Target.ToString()), Token);
        await server.FirstConnection.WaitAsync(Token);

        var stopped = await bot.Turns.ApplyAsync(Some.Press(caseId, Verbs.StopChecks), Token);

        Assert.Contains(stopped!.Buttons, button => button.Verb == Verbs.RunChecks);
        await server.FirstEnd.WaitAsync(Token);
    }

    [Fact]
    public async Task Two_backends_that_see_the_same_server_differently_stand_on_one_card()
    {
        await using var inside = await ScriptedBackend.SayingAsync(ScriptedBackend.Run(), ScriptedBackend.Stage("tcp25", "open"), ScriptedBackend.Stage("smtp.banner", "ready"), ScriptedBackend.Verdict());
        await using var outside = await ScriptedBackend.SayingAsync(ScriptedBackend.Run(), ScriptedBackend.Stage("tcp25", "refused"), ScriptedBackend.Verdict());
        await using var bot = await StartAsync(("inside", inside.Url), ("outside", outside.Url));

        var card = await PressAsync(bot, "mx1.contoso.com");

        var table = card.Blocks.OfType<CheckTable>().Single();
        Assert.Equal(
            [["203.0.113.9 (inside)", "Connection", "Open · 250\u00A0ms"], ["203.0.113.9 (outside)", "Connection", "Refused · 250\u00A0ms"], ["203.0.113.9 (inside)", "Greeting", "Ready · 250\u00A0ms"]],
            table.Rows);
        Assert.Contains(Paragraphs(card), text => text == "Connection at 203.0.113.9 differs: “inside” sees “Open”, “outside” sees “Refused”.");
        Assert.Contains(Paragraphs(card), text => text == "Seen from “inside, outside”. Microsoft 365 may be treated differently by a firewall.");
    }

    [Fact]
    public async Task One_backend_that_is_gone_takes_nothing_from_what_the_other_sees()
    {
        await using var server = ScriptedSmtpServer.Healthy();
        await using var backend = await StartBackendAsync(server);
        using var port = new RefusingPort();
        await using var bot = await StartAsync(("inside", $"http://{port.EndPoint}"), ("outside", UrlOf(backend)));

        var card = await PressAsync(bot, server.Target.ToString());

        Assert.Contains(Paragraphs(card), text => text == "Probe “inside”: the probe backend cannot be reached.");
        var table = card.Blocks.OfType<CheckTable>().Single();
        Assert.Contains(table.Rows, row => Is(row, "127.0.0.1 (outside)", "Connection", "Open"));
        Assert.DoesNotContain(table.Rows, row => row[0].Contains("inside", StringComparison.Ordinal));
        Assert.Contains(Paragraphs(card), text => text.StartsWith("Seen from “outside”.", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("en", "Probe “outside”: the probe backend has too much to do. It can be asked again ")]
    [InlineData("de", "Sonde „outside“: die Sonde hat zu viel zu tun. Sie lässt sich wieder fragen: ")]
    [InlineData("es", "Sonda «outside»: la sonda tiene demasiado trabajo. Se le puede volver a preguntar el ")]
    [InlineData("pt-BR", "Sonda \"outside\": a sonda tem trabalho demais. Ela pode ser consultada de novo ")]
    [InlineData("sv", "Sonden ”outside”: sonden har för mycket att göra. Den kan tillfrågas igen ")]
    public async Task A_backend_that_cannot_look_is_named_and_the_commands_stand_there_instead(string language, string sentence)
    {
        await using var backend = await ScriptedBackend.RefusingAsync(429, retryAfter: "90");
        await using var bot = await BotInTest.StartAsync(Token, settings: [.. Settings(("outside", backend.Url)), $"--Conversations:DefaultLanguage={language}"]);
        await bot.Turns.AcceptAsync(Some.Message(), Token);
        var posts = await bot.Channel.UntilAsync(posts => posts.Count == 1, Token);

        await bot.Turns.ApplyAsync(Some.Press(posts[0].Card.CaseId, Verbs.RunChecks, server: "mx1.contoso.com"), Token);

        posts = await bot.Channel.UntilAsync(posts => Paragraphs(posts[0].Card).Any(text => text.StartsWith(sentence, StringComparison.Ordinal)) && posts[0].Card.Buttons.Any(button => button.Verb == Verbs.RunChecks), Token);
        Assert.Contains(Paragraphs(posts[0].Card), text => text.Contains("Test-NetConnection mx1.contoso.com -Port 25", StringComparison.Ordinal));
        Assert.Empty(posts[0].Card.Blocks.OfType<CheckTable>());
        Assert.All(posts[0].Card.Blocks.OfType<CauseList>().Single().Rows, cause => Assert.Equal(Standing.Open, cause.Standing));
    }

    [Fact]
    public void Wrong_backends_stop_the_start_with_what_to_do_and_without_their_keys()
    {
        const string Secret = "too-short-but-secret";
        var exception = Assert.Throws<StartException>(() => BotHost.Build(
        [
            "--Probe:Backends:0:Name=outside", "--Probe:Backends:0:Url=http://probe.contoso.com/", $"--Probe:Backends:0:Key={Secret}",
            "--Probe:Backends:1:Name=Outside", "--Probe:Backends:1:Url=https://probe.contoso.com/?key=x",
            $"--Probe:Backends:2:Url=https://bot:{Secret}@probe.contoso.com/", $"--Probe:Backends:2:Key={ScriptedBackend.Key}", "--Probe:Backends:2:Timeout=01:00:00",
            "--Probe:Backends:3:Name=inside", "--Probe:Backends:3:Url=ftp://probe", $"--Probe:Backends:3:Key={ScriptedBackend.Key}",
        ]));

        Assert.Equal(
            [
                "Probe:Backends:0:Url is \"http://probe.contoso.com/\", over which everybody on the way could read the key. Write https://, or the address of a backend on this machine.",
                "Probe:Backends:0:Key is no key of a backend. Write the 32 or more characters of its Backend:Keys, without blanks.",
                "Probe:Backends:1:Name is \"Outside\" a second time. Give each backend a name of its own.",
                "Probe:Backends:1:Url has a ? or # in it. Write only where the backend answers, such as https://probe.contoso.com/.",
                "Probe:Backends:1:Key is empty. Write the key the backend knows this bot by; only one on this machine may go without.",
                "Probe:Backends:2:Name is \"\". Write how cards shall name the place, such as outside: 1 to 32 letters, digits, blanks, points or hyphens.",
                "Probe:Backends:2:Url has a user name in it. Write it without one; the key goes to Key.",
                "Probe:Backends:2:Timeout is 01:00:00. Write hh:mm:ss from 00:00:01 to 00:10:00.",
                "Probe:Backends:3:Url is \"ftp://probe\". Write where the backend answers, such as https://probe.contoso.com/.",
            ],
            exception.Problems);
        Assert.DoesNotContain(Secret, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--Probe:Backends=outside", "Probe:Backends is a plain value.")]
    [InlineData("--Probe:Backends:0=https://probe.contoso.com", "Probe:Backends:0 is a plain value.")]
    [InlineData("--Probe:Backends:0:Adress=https://probe.contoso.com", "Adress")]
    [InlineData("--Probe:DnsTimeuot=00:00:01", "DnsTimeuot")]
    public void A_misspelt_backend_stops_the_start(string setting, string named)
    {
        var exception = Assert.Throws<StartException>(() => BotHost.Build([setting]));

        Assert.Contains(exception.Problems, problem => problem.Contains(named, StringComparison.Ordinal));
    }

    private static async Task<WebApplication> StartBackendAsync(ScriptedSmtpServer server)
    {
        var backend = ProbeHost.Build(
            [
                "--Urls=http://127.0.0.1:0", "--Probe:AllowedNetworks:0=127.0.0.0/8", "--Backend:Keys:0:Name=bot", $"--Backend:Keys:0:Key={ScriptedBackend.Key}",
                string.Create(CultureInfo.InvariantCulture, $"--Probe:AllowedPorts:0={server.EndPoint.Port}"),
            ],
            services => services.AddLogging(logging => logging.ClearProviders()));
        await backend.StartAsync(Token);
        return backend;
    }

    private static async Task<string> UrlOfAsync(Process process)
    {
        const string Listening = "Now listening on: ";
        while (await process.StandardOutput.ReadLineAsync(Token) is { } line)
        {
            if (line.IndexOf(Listening, StringComparison.Ordinal) is >= 0 and var at)
                return line[(at + Listening.Length)..].Trim();
        }

        throw new InvalidOperationException($"The backend ended before it listened: {await process.StandardError.ReadToEndAsync(Token)}");
    }

    /// <summary>Presses the button, and waits for the card of the run that begins with it.</summary>
    private static async Task<Card> RunAsync(BotInTest bot, string caseId, ScriptedSmtpServer server)
    {
        // The same press of the same card again would be taken for a repeat.
        var shown = (await bot.Channel.UntilAsync(posts => posts.Count > 0, Token))[0].Card;
        var pressed = await bot.Turns.ApplyAsync(Some.Press(caseId, Verbs.RunChecks, server: server.Target.ToString()) with { Revision = shown.Revision }, Token);
        Assert.Contains(pressed!.Buttons, button => button.Verb == Verbs.StopChecks);
        var posts = await bot.Channel.UntilAsync(posts => posts[0].Card.Revision > pressed.Revision && posts[0].Card.Buttons.Any(button => button.Verb == Verbs.RunChecks), Token);
        return posts[0].Card;
    }

    /// <summary>Asks the backend for the connection alone, as somebody who takes an answer that was kept.</summary>
    private static async Task<(bool IsKept, string Outcome)> AskAsync(string url, ScriptedSmtpServer server)
    {
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", ScriptedBackend.Key);
        using var response = await client.PostAsJsonAsync($"{url}/v1/runs", new { host = server.EndPoint.Address.ToString(), port = server.EndPoint.Port, checks = new[] { "tcp25" } }, Token);
        var report = await response.Content.ReadFromJsonAsync<JsonElement>(Token);
        return (report.GetProperty("cached").GetBoolean(), report.GetProperty("stages").EnumerateArray().First(stage => stage.GetProperty("check").GetString() == "tcp25").GetProperty("outcome").GetString()!);
    }

    private static string UrlOf(WebApplication backend) => backend.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    private static Task<BotInTest> StartAsync(params (string Name, string Url)[] backends) => BotInTest.StartAsync(Token, settings: Settings(backends));

    private static string[] Settings(params (string Name, string Url)[] backends) =>
    [
        .. backends.Index().SelectMany(backend => (string[])
        [
            $"--Probe:Backends:{backend.Index}:Name={backend.Item.Name}", $"--Probe:Backends:{backend.Index}:Url={backend.Item.Url}", $"--Probe:Backends:{backend.Index}:Key={ScriptedBackend.Key}",
        ]),
    ];

    private static async Task<string> PostAsync(BotInTest bot)
    {
        await bot.Turns.AcceptAsync(Some.Message(), Token);
        return (await bot.Channel.UntilAsync(posts => posts.Count == 1, Token))[0].Card.CaseId;
    }

    /// <summary>The card once the run has ended.</summary>
    private static async Task<Card> PressAsync(BotInTest bot, string server)
    {
        var caseId = await PostAsync(bot);
        await bot.Turns.ApplyAsync(Some.Press(caseId, Verbs.RunChecks, server: server), Token);
        return (await bot.Channel.UntilAsync(posts => posts[0].Card.Blocks.OfType<CheckTable>().Any() && posts[0].Card.Buttons.Any(button => button.Verb == Verbs.RunChecks), Token))[0].Card;
    }

    /// <summary>All sentences of a card, folded ones too.</summary>
    private static List<string> Paragraphs(Card card) =>
        [.. card.Blocks.Concat(card.Blocks.OfType<Foldout>().SelectMany(fold => fold.Blocks)).OfType<Paragraph>().Select(paragraph => paragraph.Text.ToString())];

    /// <summary>Whatever time it took.</summary>
    private static bool Is(IReadOnlyList<string> row, string where, string check, string outcome) =>
        row is [var at, var of, var result] && at == where && of == check && result.Split(" · ")[0] == outcome;
}
