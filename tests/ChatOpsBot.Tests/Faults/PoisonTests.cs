using System.Globalization;
using ChatOpsBot.Tests.Channels.Web;
using ChatOpsBot.Tests.Commands;
using Dapper;
using Microsoft.Data.Sqlite;

namespace ChatOpsBot.Tests.Faults;

/// <summary>Rows of the inbox that break the real program whenever it answers them.</summary>
public sealed class PoisonTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Poisoned_messages_are_given_up_others_go_on_and_the_doctor_brings_them_back()
    {
        var folder = Directory.CreateTempSubdirectory("chatopsbot-test-").FullName;
        try
        {
            await using var bot = await RunningBot.StartAsync(folder, Token);
            using var client = await DirectLineClient.StartAsync(bot.Address, Token);
            await client.SayAsync("450 4.4.316 Connection refused first.contoso.example", Token);
            await UntilAsync(() => CountCardsAsync(client), count => count == 1);

            // Two that no version can read, one that breaks whoever answers it, and one that is only strange.
            Poison(folder, "unreadable", "errors = '[{\"Code'");
            Poison(folder, "timeless", "sent_at = 9223372036854775807");
            Poison(folder, "breaking", "change = 7");
            Poison(folder, "strange", "sent_at = 'yesterday', person_name = x'00FF'");
            await client.SayAsync("450 4.4.316 Connection refused second.contoso.example", Token, clientActivityId: "c2");
            // The one that was posted, and the word on the strange one, which says what its conversation has a card for.
            await UntilAsync(() => CountCardsAsync(client), count => count == 3);
            var given = await UntilAsync(() => DoctorAsync(folder), doctor => doctor.Output.Contains("Messages given up: 3", StringComparison.Ordinal));
            var (status, health) = await bot.HealthAsync(Token);

            Execute(folder, "UPDATE inbox SET change = 0, sent_at = received_at, errors = (SELECT errors FROM inbox ORDER BY id LIMIT 1) WHERE state = 2");
            var replayed = await DoctorAsync(folder, "replay");
            // All say the same trouble again to somebody who asked: a short word each, not a second card.
            await UntilAsync(() => CountCardsAsync(client), count => count == 6);
            var well = await DoctorAsync(folder);

            FaultSettings.Report(given.Output);
            Assert.Equal(1, given.ExitCode);
            Assert.Contains("cannot be read", given.Output, StringComparison.Ordinal);
            Assert.Contains(nameof(ArgumentOutOfRangeException), given.Output, StringComparison.Ordinal);
            Assert.Contains("doctor replay", given.Output, StringComparison.Ordinal);
            Assert.Equal(200, (int)status);
            Assert.Contains("\"degraded\"", health, StringComparison.Ordinal);
            Assert.Contains("Taken up again: 3", replayed.Output, StringComparison.Ordinal);
            Assert.Equal(0, well.ExitCode);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Puts a copy of the first row, changed, where the bot finds it.</summary>
    private static void Poison(string folder, string key, string change)
    {
        Execute(folder, $"""
            INSERT INTO inbox (key, change, message_id, channel, tenant, conversation, reference, person_id, person_name, language, addressing, errors, sent_at, received_at, due_at, state)
            SELECT '{key}', change, message_id, channel, tenant, conversation, reference, person_id, person_name, language, addressing, errors, sent_at, received_at, due_at, 1 FROM inbox ORDER BY id LIMIT 1;
            UPDATE inbox SET state = 0, {change} WHERE key = '{key}';
            """);
    }

    private static void Execute(string folder, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "chatopsbot.db")};Pooling=False");
        connection.Execute(sql);
    }

    private static Task<(int ExitCode, string Output, string Errors)> DoctorAsync(string folder, params string[] command) =>
        BotProcess.RunAsync(["doctor", .. command, $"--Storage:DataFolder={folder}"], "", Token);

    private static async Task<int> CountCardsAsync(DirectLineClient client) =>
        (await client.GetActivitiesAsync("", Token))["activities"]!.AsArray().Count(activity => activity!.AsObject().ContainsKey("attachments"));

    private static async Task<T> UntilAsync<T>(Func<Task<T>> look, Func<T, bool> isSo)
    {
        T? seen = default;
        for (var round = 0; round < 200; round++)
        {
            seen = await look();
            if (isSo(seen))
                return seen;
            await Task.Delay(TimeSpan.FromMilliseconds(250), Token);
        }

        throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"It did not come to that; last seen: {seen}."));
    }
}
