using ChatOpsBot.Storage;

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
}
