using ChatOpsBot.Conversations;
using ChatOpsBot.MailFlow.Evidence;
using ChatOpsBot.Storage;
using ChatOpsBot.Testing.Smtp;

namespace ChatOpsBot.Tests.LiveChecks;

public sealed class LiveCheckTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Checks_stream_into_the_card_and_re_rank_the_causes()
    {
        await using var server = ScriptedSmtpServer.Healthy();
        await using var bot = await StartAsync(server);
        var caseId = await PostAsync(bot);

        var pressed = await bot.Turns.ApplyAsync(Some.Press(caseId, Verbs.RunChecks, server: server.Target.ToString()), Token);

        Assert.StartsWith("Checking · ", pressed!.Title.ToString(), StringComparison.Ordinal);
        var card = await EndAsync(bot);
        var causes = card.Blocks.OfType<CauseList>().Single().Rows;
        Assert.Equal(Standing.Likely, causes[0].Standing);
        Assert.Equal(Standing.RuledOut, causes[^1].Standing);
        var table = card.Blocks.OfType<CheckTable>().Single();
        Assert.Contains(table.Rows, row => Is(row, "127.0.0.1", "Connection", "Open"));
        Assert.Contains(table.Rows, row => Is(row, "127.0.0.1", "Greeting", "Ready"));
    }

    [Fact]
    public async Task A_refused_connection_is_told_as_refused()
    {
        using var port = new RefusingPort();
        await using var bot = await BotInTest.StartAsync(Token, settings: ["--Probe:AllowedNetworks:0=127.0.0.0/8", $"--Probe:AllowedPorts:0={port.EndPoint.Port}"]);
        var caseId = await PostAsync(bot);

        await bot.Turns.ApplyAsync(Some.Press(caseId, Verbs.RunChecks, server: port.EndPoint.ToString()), Token);

        var table = (await EndAsync(bot)).Blocks.OfType<CheckTable>().Single();
        Assert.Contains(table.Rows, row => Is(row, "127.0.0.1", "Connection", "Refused"));
        Assert.Contains(table.Rows, row => row is ["127.0.0.1", "Greeting", "Not tested: there was no connection"]);
    }

    [Fact]
    public async Task Stop_ends_a_run_that_waits_for_a_silent_server()
    {
        await using var server = ScriptedSmtpServer.Start("* silence");
        await using var bot = await StartAsync(server);
        var caseId = await PostAsync(bot);
        await bot.Turns.ApplyAsync(Some.Press(caseId, Verbs.RunChecks, server: server.Target.ToString()), Token);
        await bot.Channel.UntilAsync(posts => posts[0].Card.Blocks.OfType<CheckTable>().Any(table => table.Rows.Any(row => Is(row, "127.0.0.1", "Connection", "Open"))), Token);

        var stopped = await bot.Turns.ApplyAsync(Some.Press(caseId, Verbs.StopChecks), Token);

        Assert.StartsWith("Open · ", stopped!.Title.ToString(), StringComparison.Ordinal);
        Assert.Contains(stopped.Buttons, button => button.Verb == Verbs.RunChecks);
        // The server sees the connection close: nothing of the run goes on behind the card.
        await server.FirstEnd.WaitAsync(TimeSpan.FromSeconds(10), Token);
    }

    [Fact]
    public async Task A_private_target_is_refused_without_a_connection()
    {
        await using var server = ScriptedSmtpServer.Healthy();
        await using var bot = await BotInTest.StartAsync(Token, settings: [$"--Probe:AllowedPorts:0={server.EndPoint.Port}"]);
        var caseId = await PostAsync(bot);

        await bot.Turns.ApplyAsync(Some.Press(caseId, Verbs.RunChecks, server: server.Target.ToString()), Token);

        var card = await EndAsync(bot);
        Assert.Contains(card.Blocks.OfType<CheckTable>().Single().Rows, row => row[2] == "Not allowed: the address is private or reserved");
        Assert.Equal(0, server.Connections);
        Assert.All(card.Blocks.OfType<CauseList>().Single().Rows, cause => Assert.Equal(Standing.Open, cause.Standing));
    }

    [Theory]
    [InlineData("http://mx1 contoso/")]
    [InlineData("mx1 contoso com")]
    [InlineData("<script>alert(1)</script>")]
    public async Task What_is_no_server_name_is_refused_with_an_example(string input)
    {
        await using var bot = await BotInTest.StartAsync(Token);
        var caseId = await PostAsync(bot);

        var card = await bot.Turns.ApplyAsync(Some.Press(caseId, Verbs.RunChecks, server: input), Token);

        Assert.Contains(card!.Blocks.OfType<Paragraph>(), paragraph => paragraph.Text.ToString() == $"\"{input}\" is no server name or address. Enter it like mx1.contoso.com or 203.0.113.9.");
        Assert.Equal(input, card.Blocks.OfType<TextInput>().Single().Value);
    }

    [Fact]
    public async Task A_run_that_a_stop_interrupted_is_taken_up_by_the_next_start()
    {
        var folder = Directory.CreateTempSubdirectory("chatopsbot-test-").FullName;
        try
        {
            var channel = new FakeChannel();
            System.Net.IPEndPoint at;
            await using (var silent = ScriptedSmtpServer.Start("* silence"))
            await using (var first = await StartAsync(silent, folder, channel))
            {
                at = silent.EndPoint;
                var caseId = await PostAsync(first);
                await first.Turns.ApplyAsync(Some.Press(caseId, Verbs.RunChecks, server: silent.Target.ToString()), Token);
                await silent.FirstConnection.WaitAsync(TimeSpan.FromSeconds(10), Token);
            }

            var caseBetween = channel.Posts[0].Card.CaseId;
            await using var healthy = ScriptedSmtpServer.Healthy(at);
            await using var second = await StartAsync(healthy, folder, channel);

            await EndAsync(second);
            Assert.Equal(RunState.Completed, second.Get<CaseStore>().Find(caseBetween)!.Run!.State);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Task<BotInTest> StartAsync(ScriptedSmtpServer server, string? folder = null, FakeChannel? channel = null) =>
        BotInTest.StartAsync(Token, folder, channel, settings: ["--Probe:AllowedNetworks:0=127.0.0.0/8", $"--Probe:AllowedPorts:0={server.EndPoint.Port}"]);

    private static async Task<string> PostAsync(BotInTest bot)
    {
        await bot.Turns.AcceptAsync(Some.Message(), Token);
        return (await bot.Channel.UntilAsync(posts => posts.Count == 1, Token))[0].Card.CaseId;
    }

    /// <summary>The card once the run has ended and nothing is under way any more.</summary>
    private static async Task<Card> EndAsync(BotInTest bot)
    {
        var posts = await bot.Channel.UntilAsync(posts => posts[0].Card.Blocks.OfType<CheckTable>().Any() && posts[0].Card.Buttons.Any(button => button.Verb == Verbs.RunChecks), Token);
        return posts[0].Card;
    }

    /// <summary>Whatever time it took.</summary>
    private static bool Is(IReadOnlyList<string> row, string where, string check, string outcome) =>
        row is [var at, var of, var result] && at == where && of == check && result.Split(" · ")[0] == outcome;
}
