using System.Net;
using System.Net.Sockets;
using System.Reflection;
using System.Text.Json;
using ChatOpsBot.Conversations.Texts;
using ChatOpsBot.MailFlow.Knowledge;
using ChatOpsBot.Testing.Smtp;
using ChatOpsBot.Tests.LiveChecks;

namespace ChatOpsBot.Tests.Commands;

public sealed class CommandTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ask_prints_a_card_a_mail_admin_can_use()
    {
        var (exitCode, output, errors) = await BotProcess.RunAsync(["ask", "450 4.4.316 Connection refused mail.contoso.example"], "", Token);

        Assert.Equal((0, ""), (exitCode, errors));
        Assert.StartsWith("Open · 450 4.4.316 Connection refused\n", output, StringComparison.Ordinal);
        Assert.Contains("mail.contoso.example", output, StringComparison.Ordinal);
        Assert.Contains("What to do", output, StringComparison.Ordinal);
        Assert.Contains("Test-NetConnection mail.contoso.example -Port 25", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ask")]
    [InlineData("probe")]
    [InlineData("doctor", "replay", "--id", "x")]
    public async Task A_command_that_is_called_wrongly_ends_with_2(params string[] arguments)
    {
        var (exitCode, _, errors) = await BotProcess.RunAsync(arguments, "", Token);

        Assert.Equal(2, exitCode);
        Assert.NotEmpty(errors);
    }

    [Theory]
    [InlineData("The bot cannot listen where Urls says: ", "--Urls=http://192.0.2.1:5080")]
    [InlineData("The bot cannot listen as it is set up:", "--Kestrel:Endpoints:Main:Url=x")]
    [InlineData("The bot cannot listen as it is set up:", "--Kestrel:Endpoints:Main:Url=https://127.0.0.1:0", "--Kestrel:Endpoints:Main:Certificate:Path=nowhere.pfx")]
    public async Task A_start_that_only_the_server_can_refuse_is_told_in_a_sentence(string sentence, params string[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("chatopsbot-test-").FullName;
        try
        {
            var (exitCode, output, errors) = await BotProcess.RunAsync([.. settings, $"--Storage:DataFolder={folder}"], "", Token);

            Assert.Equal(1, exitCode);
            Assert.StartsWith(sentence, errors, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", output + errors, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Ask_speaks_the_language_it_is_told()
    {
        var (exitCode, output, _) = await BotProcess.RunAsync(["ask", "-", "--lang", "es"], "450 4.4.316 Connection refused", Token);

        Assert.Equal(0, exitCode);
        Assert.StartsWith("Abierto · 450 4.4.316 Conexión rechazada\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ask_names_the_languages_there_are()
    {
        var (exitCode, _, errors) = await BotProcess.RunAsync(["ask", "450 4.4.316", "--lang", "tlh"], "", Token);

        Assert.Equal(2, exitCode);
        var known = string.Join(", ", Languages.All.Select(texts => $"{texts.Language} ({texts.LanguageName})"));
        Assert.StartsWith("en (English), es (Español)", known, StringComparison.Ordinal);
        Assert.Contains($"There is no language \"tlh\". Cards are written in: {known}.", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_card_can_be_looked_at_while_it_is_written()
    {
        var (exitCode, output, errors) = await BotProcess.RunAsync(["knowledge", "preview", "4.4.316", "--lang", "de"], "", Token);
        Assert.Equal((0, ""), (exitCode, errors));
        Assert.StartsWith("Offen · 450 4.4.316 ", output, StringComparison.Ordinal);

        (exitCode, output, _) = await BotProcess.RunAsync(["knowledge", "preview", "4.4.316", "--format", "adaptive"], "", Token);
        Assert.Equal(0, exitCode);
        using var card = JsonDocument.Parse(output);
        Assert.Equal("AdaptiveCard", card.RootElement.GetProperty("type").GetString());

        (exitCode, output, _) = await BotProcess.RunAsync(["knowledge", "preview", "4.4.316", "--format", "blocks"], "", Token);
        Assert.Equal(0, exitCode);
        using var message = JsonDocument.Parse(output);
        Assert.Contains(message.RootElement.GetProperty("blocks").EnumerateArray(), block => block.GetProperty("type").GetString() == "actions");

        (exitCode, _, errors) = await BotProcess.RunAsync(["knowledge", "preview", "4.4.3166"], "", Token);
        Assert.Equal(2, exitCode);
        Assert.StartsWith("There is no entry \"4.4.3166\", and none that answers such a code. Near it: 4.4.316, ", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("5.4.316", "4.4.316")]
    [InlineData("S3150", "outlook-s3150")]
    public async Task Whoever_previews_a_code_sees_the_entry_that_answers_it(string code, string entry)
    {
        var (exitCode, output, errors) = await BotProcess.RunAsync(["knowledge", "preview", code, "--format", "card"], "", Token);

        Assert.Equal((0, ""), (exitCode, errors));
        Assert.Contains($"{entry}, ", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("5.7.999", "exchange")]
    [InlineData("4.4.319", "connectors")]
    [InlineData("4.2.9", "smtp")]
    [InlineData("mimecast-blocked", "providers")]
    public async Task A_new_entry_begins_as_a_template_that_loads(string id, string group)
    {
        var folder = Directory.CreateTempSubdirectory("chatopsbot-new-").FullName;
        try
        {
            var (exitCode, output, errors) = await BotProcess.RunAsync(["knowledge", "new", id, "--folder", folder], "", Token);

            Assert.Equal((0, ""), (exitCode, errors));
            Assert.Equal(Path.Combine(folder, group, id + ".yaml"), output.Trim());
            Assert.NotNull(KnowledgeFolder.Load(folder, DateOnly.MaxValue).Base);
            (exitCode, _, errors) = await BotProcess.RunAsync(["knowledge", "new", id, "--folder", folder], "", Token);
            Assert.Equal(2, exitCode);
            Assert.StartsWith($"There is an entry \"{id}\" already: ", errors, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("../5.7.999", null)]
    [InlineData("5.7.999", "../elsewhere")]
    public async Task A_new_entry_stays_in_its_folder(string id, string? group)
    {
        var folder = Directory.CreateTempSubdirectory("chatopsbot-new-").FullName;
        try
        {
            var (exitCode, _, _) = await BotProcess.RunAsync(["knowledge", "new", id, "--folder", folder, .. group is null ? [] : (string[])["--in", group]], "", Token);

            Assert.Equal(2, exitCode);
            Assert.Empty(Directory.GetFileSystemEntries(folder));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Authors_see_what_is_missing_most()
    {
        await using var bot = await BotInTest.StartAsync(Token);
        foreach (var key in (string[])["m1", "m2"])
            await bot.Turns.AcceptAsync(Some.Message("550 5.6.5 Conversion failed, status=bounced", key: key), Token);

        var (exitCode, output, errors) = await BotProcess.RunAsync(["knowledge", "gaps", $"--Storage:DataFolder={bot.DataFolder}"], "", Token);

        Assert.Equal((0, ""), (exitCode, errors));
        Assert.Matches(@"^ +2  5\.6\.5 +posted, not answered, last \d{4}-\d\d-\d\d\s*$", output);
    }

    [Fact]
    public async Task Recognize_answers_each_line_once_and_goes_on_after_a_bad_one()
    {
        var input = """
            {"id": "a", "channel": "slack", "text": "`450 4.4.316` from <http://mx1.contoso.com|mx1.contoso.com>"}
            not json
            {"id": "b", "channel": "teams", "text": "<p>lunch at 12:30?</p>"}
            {"id": "c", "channel": "plain"}
            """;

        var (exitCode, output, errors) = await BotProcess.RunAsync(["recognize"], input, Token);

        Assert.Equal(1, exitCode);
        var answers = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(["a", "b"], answers.Select(answer => answer.GetProperty("id").GetString()));
        Assert.Equal("4.4.316", answers[0].GetProperty("codes")[0].GetString());
        Assert.Equal("450", answers[0].GetProperty("reply").GetString());
        Assert.True(answers[0].GetProperty("fires").GetBoolean());
        Assert.False(answers[1].GetProperty("fires").GetBoolean());
        Assert.Contains("Line 2: not valid JSON", errors, StringComparison.Ordinal);
        Assert.Contains("Line 4: \"id\" or \"text\" is missing.", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recognize_explains_itself_when_asked()
    {
        var (_, output, _) = await BotProcess.RunAsync(["recognize", "--explain"], """{"id": "a", "channel": "plain", "text": "450 4.4.316"}""", Token);

        var answer = JsonDocument.Parse(output).RootElement;
        Assert.InRange(answer.GetProperty("confidence").GetDouble(), 0.01, 1);
        Assert.NotEqual(0, answer.GetProperty("signals").GetArrayLength());
    }

    [Fact]
    public async Task Probe_tells_what_a_server_answers()
    {
        await using var server = ScriptedSmtpServer.Healthy();

        var (exitCode, output, _) = await BotProcess.RunAsync(
            ["probe", server.Target.ToString(), "--json", "--Probe:AllowedNetworks:0=127.0.0.0/8", $"--Probe:AllowedPorts:0={server.EndPoint.Port}"],
            "",
            Token);

        var report = JsonDocument.Parse(output).RootElement;
        Assert.Contains(report.GetProperty("stages").EnumerateArray(), stage => stage.GetProperty("check").GetString() == "smtp.starttls" && stage.GetProperty("outcome").GetString() == "ok");
        Assert.Equal(report.GetProperty("verdict").GetProperty("code").GetString() == "none" ? 0 : 1, exitCode);
    }

    [Fact]
    public async Task Probe_says_what_all_of_it_means_and_ends_with_a_failure()
    {
        await using var server = ScriptedSmtpServer.Start("S: 554 5.3.2 No service here");

        var (exitCode, output, _) = await BotProcess.RunAsync(
            ["probe", server.Target.ToString(), "--code", "5.4.317", "--Probe:AllowedNetworks:0=127.0.0.0/8", $"--Probe:AllowedPorts:0={server.EndPoint.Port}"],
            "",
            Token);

        Assert.Equal(1, exitCode);
        Assert.Contains("smtp.greeting_5xx (certain, them)", output, StringComparison.Ordinal);
        Assert.Contains("127.0.0.1 refuses the session: “554 5.3.2 No service here”.", output, StringComparison.Ordinal);
        Assert.Contains("The trouble is on the receiving side; it was seen directly. Exchange Online reports this as 450 4.4.317. That explains the 4.4.317 that was posted.", output, StringComparison.Ordinal);
        Assert.Contains("S: 554 5.3.2 No service here", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Probe_speaks_the_language_it_is_told()
    {
        await using var server = ScriptedSmtpServer.Start("S: 554 5.3.2 No service here");

        var (exitCode, output, _) = await BotProcess.RunAsync(
            ["probe", server.Target.ToString(), "--lang", "es", "--Probe:AllowedNetworks:0=127.0.0.0/8", $"--Probe:AllowedPorts:0={server.EndPoint.Port}"],
            "",
            Token);

        Assert.Equal(1, exitCode);
        Assert.Contains("127.0.0.1 rechaza la sesión: «554 5.3.2 No service here».", output, StringComparison.Ordinal);
        Assert.Contains("Saludo: Rechazado: 554 5.3.2 No service here", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Probe_asks_the_backend_it_is_told()
    {
        await using var backend = await ScriptedBackend.SayingAsync(ScriptedBackend.Run(), ScriptedBackend.Stage("tcp25", "refused"), ScriptedBackend.Verdict());

        var (exitCode, output, errors) = await BotProcess.RunAsync(["probe", "mx1.contoso.com", "--backend", "Outside", "--json", .. Backend(backend.Url)], "", Token);

        Assert.Equal((1, ""), (exitCode, errors));
        Assert.Equal("tcp.refused", JsonDocument.Parse(output).RootElement.GetProperty("verdict").GetProperty("cause").GetString());
        Assert.Contains("\"fresh\":true", Assert.Single(backend.Questions), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Probe_names_the_backends_there_are()
    {
        var (exitCode, output, errors) = await BotProcess.RunAsync(["probe", "mx1.contoso.com", "--backend", "moon", .. Backend("https://probe.contoso.com/")], "", Token);

        Assert.Equal((2, "", "There is no backend \"moon\". Probe:Backends names: outside.\n"), (exitCode, output, errors.ReplaceLineEndings("\n")));
    }

    [Theory]
    [InlineData(401, "does not let this bot ask. Set its Key under Probe:Backends")]
    [InlineData(500, "failed. Look into the log")]
    [InlineData(429, "has too much to do. Try again later.")]
    public async Task Probe_says_what_is_wrong_with_a_backend_and_ends_as_open(int status, string said)
    {
        await using var backend = await ScriptedBackend.RefusingAsync(status);

        var (exitCode, output, errors) = await BotProcess.RunAsync(["probe", "mx1.contoso.com", "--backend", "outside", .. Backend(backend.Url)], "", Token);

        Assert.Equal((3, ""), (exitCode, output));
        Assert.Contains(said, errors, StringComparison.Ordinal);
        Assert.DoesNotContain(ScriptedBackend.Key, errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Probe_says_that_a_backend_is_down_and_ends_as_open()
    {
        using var port = new RefusingPort();

        var (exitCode, output, errors) = await BotProcess.RunAsync(["probe", "mx1.contoso.com", "--backend", "outside", .. Backend($"http://{port.EndPoint}")], "", Token);

        Assert.Equal((3, ""), (exitCode, output));
        Assert.Contains("The backend \"outside\" cannot be reached. Check its Url under Probe:Backends", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("contoso", "--code", "316")]
    [InlineData("contoso.com", "--lang", "tlh")]
    [InlineData("contoso.com", "--port", "70000")]
    [InlineData("contoso.com", "--expect-tls-name", "mail contoso")]
    [InlineData("contoso com", "--port", "25")]
    public async Task Probe_refuses_what_it_cannot_read(params string[] arguments)
    {
        var (exitCode, output, error) = await BotProcess.RunAsync(["probe", .. arguments], "", Token);

        Assert.Equal((2, ""), (exitCode, output));
        Assert.Contains("Write ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Probe_does_not_touch_a_private_address()
    {
        await using var server = ScriptedSmtpServer.Healthy();

        var (exitCode, output, _) = await BotProcess.RunAsync(["probe", server.Target.ToString(), $"--Probe:AllowedPorts:0={server.EndPoint.Port}"], "", Token);

        Assert.Equal(3, exitCode);
        Assert.Contains("denied", output, StringComparison.Ordinal);
        Assert.Equal(0, server.Connections);
    }

    [Fact]
    public async Task Knowledge_lint_finds_nothing_in_what_is_shipped()
    {
        var (exitCode, output, _) = await BotProcess.RunAsync(["knowledge", "lint"], "", Token);

        Assert.Equal(0, exitCode);
        Assert.EndsWith(" entries, 0 errors, 0 warnings.\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_operator_sets_how_sure_the_bot_must_be_in_one_conversation_and_sees_it()
    {
        var folder = Directory.CreateTempSubdirectory("chatopsbot-test-").FullName;
        try
        {
            await using (var bot = await BotInTest.StartAsync(Token, folder))
                await bot.Turns.AcceptAsync(Some.Message(conversation: "thread-1"), Token);
            string[] thread = ["--channel", "fake", "--tenant", Some.Conversation("thread-1").Key.Tenant, $"--Storage:DataFolder={folder}"];

            var set = await BotProcess.RunAsync(["conversations", "set", "--id", "thread-1", "--answer-from", "0.9", .. thread], "", Token);
            var tooSure = await BotProcess.RunAsync(["conversations", "set", "--id", "thread-1", "--answer-from", "2", .. thread], "", Token);
            var unknown = await BotProcess.RunAsync(["conversations", "set", "--id", "thread-2", "--answer-from", "0.9", .. thread], "", Token);
            var list = await BotProcess.RunAsync(["conversations", $"--Storage:DataFolder={folder}"], "", Token);

            Assert.Equal((0, ""), (set.ExitCode, set.Errors));
            Assert.Equal((2, "--answer-from is \"2\". Give 0.5 (answers what is surely a mail error) up to 1 (answers least), or default.\n"), (tooSure.ExitCode, tooSure.Errors));
            Assert.Equal(1, unknown.ExitCode);
            Assert.StartsWith("The bot knows no conversation thread-2", unknown.Errors, StringComparison.Ordinal);
            Assert.Contains("--id thread-1: 1 cases, language default, answers from 0.9\n", list.Output, StringComparison.Ordinal);
            Assert.EndsWith("Default: language en, answers from 0.5\n", list.Output, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("--overlai", "knowledge", "lint", "--overlai", "own")]
    [InlineData("4.4.316", "ask", "450", "4.4.316", "Connection refused")]
    [InlineData("lnt", "knowledge", "lnt")]
    public async Task What_a_command_does_not_know_is_named_before_it_does_anything(string unknown, params string[] arguments)
    {
        var (exitCode, output, errors) = await BotProcess.RunAsync(arguments, "", Token);

        Assert.Equal((2, ""), (exitCode, output));
        Assert.Contains($"\"{unknown}\"", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_word_that_is_no_command_is_named()
    {
        var (exitCode, _, errors) = await BotProcess.RunAsync(["reconize"], "", Token);

        Assert.Equal(2, exitCode);
        Assert.Contains("\"reconize\" is no command.", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_is_taken_is_named_with_what_to_do()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var folder = Directory.CreateTempSubdirectory("chatopsbot-test-").FullName;
        try
        {
            var (exitCode, _, errors) = await BotProcess.RunAsync(["serve", $"--Urls=http://{taken.LocalEndpoint}", $"--Storage:DataFolder={folder}"], "", Token);

            Assert.Equal(1, exitCode);
            Assert.Contains($"{taken.LocalEndpoint}", errors, StringComparison.Ordinal);
            Assert.Contains("Set Urls to a free address", errors, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task The_address_a_hoster_sets_is_used()
    {
        var folder = Directory.CreateTempSubdirectory("chatopsbot-test-").FullName;
        var port = FreePort();
        using var process = BotProcess.Start("dotnet", [Path.Combine(AppContext.BaseDirectory, "chatopsbot.dll")], folder, ("ASPNETCORE_URLS", $"http://127.0.0.1:{port}"), ("Storage__DataFolder", folder));
        try
        {
            Assert.Contains($"http://127.0.0.1:{port}", await UntilLineAsync(process.StandardOutput, "Now listening on", Token), StringComparison.Ordinal);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(Token);
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task The_command_of_the_README_starts_the_bot_from_the_root_of_the_checkout()
    {
        var folder = Directory.CreateTempSubdirectory("chatopsbot-test-").FullName;
        var port = FreePort();
        var root = Path.GetFullPath(Path.Combine(typeof(CommandTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "BotSources").Value!, "..", ".."));
        Assert.Contains("dotnet run --project src/ChatOpsBot", await File.ReadAllTextAsync(Path.Combine(root, "README.md"), Token), StringComparison.Ordinal);

        using var process = BotProcess.Start("dotnet", ["run", "--project", "src/ChatOpsBot"], root, ("Urls", $"http://127.0.0.1:{port}"), ("Storage__DataFolder", folder));
        try
        {
            var started = await UntilLineAsync(process.StandardOutput, "Now listening on", Token);
            Assert.Contains($"{port}", started, StringComparison.Ordinal);
            using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
            Assert.Contains("<html", await http.GetStringAsync("/", Token), StringComparison.Ordinal);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(Token);
            Directory.Delete(folder, recursive: true);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task<string> UntilLineAsync(StreamReader reader, string part, CancellationToken cancellationToken)
    {
        List<string> seen = [];
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            seen.Add(line);
            if (line.Contains(part, StringComparison.Ordinal))
                return line;
        }

        throw new InvalidOperationException($"The program ended without \"{part}\":{Environment.NewLine}{string.Join(Environment.NewLine, seen)}");
    }

    private static string[] Backend(string url) => ["--Probe:Backends:0:Name=outside", $"--Probe:Backends:0:Url={url}", $"--Probe:Backends:0:Key={ScriptedBackend.Key}"];
}
