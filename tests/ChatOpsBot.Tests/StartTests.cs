using ChatOpsBot.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.EnvironmentVariables;

namespace ChatOpsBot.Tests;

public sealed class StartTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("chatopsbot-test-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void All_wrong_settings_are_named_at_once()
    {
        var exception = Assert.Throws<StartException>(() => BotHost.Build(
        [
            "--Conversations:DefaultLanguage=tlh",
            "--Conversations:MessageExpirationHours=48",
            "--FollowUps:RecheckAfter=00:00:30",
            "--FollowUps:SecondLookAfter=2.00:00:00",
            "--FollowUps:RemindBeforeExpiry=13:00:00",
            "--FollowUps:KeepCases=1.00:00:00",
            "--Probe:AllowedNetworks:0=10.0.0.0/99",
            "--Storage:DataFoldr=elsewhere",
        ]));

        Assert.Equal(8, exception.Problems.Count);
        Assert.Contains(exception.Problems, problem => problem.Contains("Conversations:DefaultLanguage is \"tlh\"", StringComparison.Ordinal));
        Assert.Contains(exception.Problems, problem => problem.Contains("MessageExpirationHours is 48", StringComparison.Ordinal));
        foreach (var setting in (string[])["RecheckAfter is 00:00:30", "SecondLookAfter is 2.00:00:00", "RemindBeforeExpiry is 13:00:00", "KeepCases is 1.00:00:00"])
            Assert.Contains(exception.Problems, problem => problem.StartsWith($"FollowUps:{setting}. Set it to ", StringComparison.Ordinal));
        Assert.Contains(exception.Problems, problem => problem.Contains("10.0.0.0/99", StringComparison.Ordinal));
        Assert.Contains(exception.Problems, problem => problem.Contains("DataFoldr", StringComparison.Ordinal));
    }

    [Fact]
    public async Task No_folder_is_watched_for_settings_that_are_read_once()
    {
        await using var bot = BotHost.Build([$"--Storage:DataFolder={folder}", "--Urls=http://127.0.0.1:0"]);

        var files = ((IConfigurationRoot)bot.Configuration).Providers.OfType<FileConfigurationProvider>().ToList();

        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.False(file.Source.ReloadOnChange, file.Source.Path));
    }

    public static TheoryData<string, string> Wrong => new()
    {
        { "--Probe:DnsTimeout=soon", "Probe:DnsTimeout is \"soon\". Write hours:minutes:seconds, such as 00:00:08; with days 1.00:00:00." },
        { "--FollowUps:RecheckAfter=30", "FollowUps:RecheckAfter is \"30\". Write hours:minutes:seconds, such as 00:30:00; with days 1.00:00:00." },
        { "--FollowUps:KeepCases=48:00:00", "FollowUps:KeepCases is \"48:00:00\". Write hours:minutes:seconds, such as 90.00:00:00; with days 1.00:00:00." },
        { "--Probe:MaxAddresses=many", "Probe:MaxAddresses is \"many\". Write a whole number, such as 4." },
        { "--Conversations:JoinWithinMinutes=", "Conversations:JoinWithinMinutes is \"\". Write a whole number, such as 60." },
        { "--Conversations:AnswerFromConfidence=0,7", "Conversations:AnswerFromConfidence is \"0,7\". Write a number with a point, such as 0.5." },
        { "--Teams:Playground=yes", "Teams:Playground is \"yes\". Write true or false." },
        { "--Teams:Cloud=7", "Teams:Cloud is \"7\". Write one of Public, UsGov, UsDod, China." },
        { "--Probe:AllowedPorts:0=smtp", "Probe:AllowedPorts:0 is \"smtp\". Write a whole number, such as 2525." },
        { "--Probe:AllowedNetworks=10.0.0.0/8", "Probe:AllowedNetworks is a list and is written as one value. Write its first as Probe:AllowedNetworks:0, as an environment variable Probe__AllowedNetworks__0, or in appsettings.json between [ and ]." },
        { "--Slack:PreviousSigningSecrets=hush", "Slack:PreviousSigningSecrets is a list and is written as one value. Write its first as Slack:PreviousSigningSecrets:0, as an environment variable Slack__PreviousSigningSecrets__0, or in appsettings.json between [ and ]." },
        { "--Probe:Backends:0:Timeout=x", "Probe:Backends:0:Timeout is \"x\". Write hours:minutes:seconds, such as 00:01:15; with days 1.00:00:00." },
        { "--Probe:Backends:0:Nmae=x", "Probe:Backends:0:Nmae is no setting. Did you mean Probe:Backends:0:Name?" },
        { "--Web:Secret:0=hush", "Web:Secret is one value, and Web:Secret:0 is written below it. Write Web:Secret itself." },
        { "--Web=hush", "Web is written as one value, and holds settings of its own. Write them as Web:Secret and so on; appsettings.json shows all." },
        { "--Probe:MaxAdresses=3", "Probe:MaxAdresses is no setting. Did you mean Probe:MaxAddresses?" },
        { "--Storage:Data:Folder=x", "Storage:Data is no setting. Take it out; appsettings.json lists all there are." },
        { "--Conversation:DefaultLanguage=es", "Conversation is no setting. Did you mean Conversations?" },
        { "--frobnicate=1", "frobnicate is no setting. Take it out; appsettings.json lists all there are." },
        { "--frobnicate", "--frobnicate has no value. Write --frobnicate=value; `chatopsbot --help` lists the commands and their options." },
        { "-x=1", "\"-x=1\" is no setting. Write --Section:Name=value, for example --Storage:DataFolder=data." },
        { "--Storage:DataFolder=", "Storage:DataFolder is empty or no path. Name a folder, such as data beside the program, or /var/lib/chatopsbot." },
        { "--Storage:DataFolder=~/bot", "Storage:DataFolder is \"~/bot\", and only a shell knows what ~ is. Write the whole path." },
        { "--Knowledge:Folder=", "Knowledge:Folder is empty or no path. Name the folder of the entries; the one beside the program is Knowledge." },
        { "--Logging:LogLevel:Default=Loud", "Logging:LogLevel:Default is \"Loud\". Write one of Trace, Debug, Information, Warning, Error, Critical, None." },
        { "--Urls=localhost:5080", $"Urls has \"localhost:5080\", which is no address. {Listen}" },
        { "--Urls=http://127.0.0.1:0;x", $"Urls has \"x\", which is no address. {Listen}" },
        { "--Urls=ftp://localhost:5080", $"Urls has \"ftp://localhost:5080\", where the bot cannot listen. {Listen}" },
        { "--Urls=http://localhost:5080/bot", $"Urls has \"http://localhost:5080/bot\", where the bot cannot listen. {Listen}" },
        { "--Urls=http://localhost:99999", "Urls has \"http://localhost:99999\", whose port is none. Write a number from 1 to 65535, such as http://localhost:5080." },
        { "--Urls=http://localhost:508o", "Urls has \"http://localhost:508o\", whose port is none. Write a number from 1 to 65535, such as http://localhost:5080." },
        { "--Urls=http://localhost:0", "Urls has \"http://localhost:0\": only an address can leave the port to the system. Write http://127.0.0.1:0, or name a port." },
        { "--Web:Secret=correct horse battery staple 1234", "Web:Secret has blanks or letters that a header cannot carry. Set it to a random value, for example from \"openssl rand -hex 32\"." },
        { "--Web:Secret=12121212121212121212121212121212", "Web:Secret is made of fewer than 6 different characters, which is easy to guess. Set it to a random value, for example from \"openssl rand -hex 32\"." },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_wrong_setting_is_named_with_what_to_write(string setting, string problem)
    {
        var exception = Assert.Throws<StartException>(() => BotHost.Build([setting]));

        Assert.Equal([problem], exception.Problems);
    }

    [Theory]
    [InlineData("Probe_MaxAddresses", "Probe_MaxAddresses", "Probe__MaxAddresses")]
    [InlineData("Web.Secret", "Web.Secret", "Web__Secret")]
    [InlineData("PROB__MAXADDRESSES", "PROB__MaxAddresses", "Probe__MaxAddresses")]
    public void A_misspelt_environment_variable_is_named(string variable, string named, string meant)
    {
        using var configuration = new ConfigurationManager();
        configuration.Sources.Add(new EnvironmentOf(variable, "3"));

        var exception = Assert.Throws<StartException>(() => BotSettings.Read(configuration));

        Assert.Equal([$"The environment variable {named} is no setting. Write {meant}, with two underscores."], exception.Problems);
    }

    [Theory]
    [InlineData("WEB_PORT")]
    [InlineData("SLACK_BOT_TOKEN")]
    [InlineData("STORAGE")]
    [InlineData("NODE__OPTIONS")]
    public void The_environment_may_hold_what_is_not_ours(string variable)
    {
        using var configuration = new ConfigurationManager();
        configuration.Sources.Add(new EnvironmentOf(variable, ""));

        Assert.Equal("data", BotSettings.Read(configuration).Storage.DataFolder);
    }

    [Fact]
    public void A_setting_that_is_null_is_named()
    {
        using var json = new MemoryStream("""{ "Probe": { "EhloName": null, "AllowedNetworks": [] } }"""u8.ToArray());

        var exception = Assert.Throws<StartException>(() => BotSettings.Read(new ConfigurationBuilder().AddJsonStream(json).Build()));

        Assert.Equal(["Probe:EhloName is null. Write a value, or take the line out."], exception.Problems);
    }

    [Fact]
    public void An_invalid_knowledge_file_stops_the_start_with_every_problem()
    {
        File.WriteAllText(Path.Combine(folder, "one.yaml"), "id: one\ntitel: Misspelt\n");
        File.WriteAllText(Path.Combine(folder, "two.yaml"), "id: [not, a, word\n");

        var exception = Assert.Throws<StartException>(() => BotHost.Build([$"--Knowledge:Folder={folder}", $"--Storage:DataFolder={folder}/data"]));

        Assert.Contains(exception.Problems, problem => problem.StartsWith("one.yaml(2)", StringComparison.Ordinal));
        Assert.Contains(exception.Problems, problem => problem.StartsWith("two.yaml(", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_second_bot_on_the_same_data_folder_says_so()
    {
        var token = TestContext.Current.CancellationToken;
        await using var first = await BotInTest.StartAsync(token, folder);

        var exception = Assert.Throws<StorageException>(() => BotHost.Build([$"--Storage:DataFolder={folder}"]));

        Assert.Contains("Another chatopsbot process", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_data_folder_that_is_a_file_says_so()
    {
        var file = Path.Combine(folder, "data");
        File.WriteAllText(file, "");

        var exception = Assert.Throws<StorageException>(() => BotHost.Build([$"--Storage:DataFolder={file}"]));

        Assert.Equal($"The data folder {file} is a file. Name a folder with Storage:DataFolder.", exception.Message);
    }

    [Fact]
    public async Task A_key_that_was_half_written_when_the_bot_was_killed_does_not_stop_the_next_start()
    {
        var token = TestContext.Current.CancellationToken;
        await File.WriteAllBytesAsync(Path.Combine(folder, "web-tokens.key.new"), [1, 2, 3], token);

        await using (await BotInTest.StartAsync(token, folder, settings: "--environment=Development"))
            Assert.Equal(32, new FileInfo(Path.Combine(folder, "web-tokens.key")).Length);

        Assert.False(File.Exists(Path.Combine(folder, "web-tokens.key.new")));
    }

    private const string Listen = "Write where to listen, such as http://localhost:5080 or http://0.0.0.0:8080, several with a semicolon between them.";

    /// <summary>The environment with one variable more, which no other test sees.</summary>
    private sealed class EnvironmentOf(string name, string value) : EnvironmentVariablesConfigurationProvider, IConfigurationSource
    {
        public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

        public override void Load() =>
            Data = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase) { [name.Replace("__", ":", StringComparison.Ordinal)] = value };
    }
}
