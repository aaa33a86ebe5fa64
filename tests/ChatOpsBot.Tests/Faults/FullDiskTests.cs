using System.Diagnostics;
using System.Net;
using ChatOpsBot.Storage;
using ChatOpsBot.Testing.Time;
using ChatOpsBot.Tests.Channels.Web;
using Dapper;
using Microsoft.Data.Sqlite;

namespace ChatOpsBot.Tests.Faults;

/// <summary>A data folder on a disk that fills up while people post: a file system in memory, of some megabytes.</summary>
public sealed class FullDiskTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_full_disk_is_said_loses_nothing_and_is_over_when_there_is_room()
    {
        var folder = Directory.CreateTempSubdirectory("chatopsbot-test-").FullName;
        Assert.SkipUnless(await TryMountAsync(folder), "A small file system cannot be mounted here: that takes root on Linux.");
        try
        {
            await using var bot = await RunningBot.StartAsync(folder, Token);
            var before = await PostAsync(bot, crowd => crowd.Acknowledged > 50);
            var ballast = Fill(folder);
            await using var crowd = Crowd.Start(bot);
            await FaultSettings.UntilAsync(() => crowd.Refused.Values.Sum() > 20, "posts are refused");
            var (full, words) = await bot.HealthAsync(Token);
            var acknowledged = crowd.Acknowledged;

            File.Delete(ballast);
            await FaultSettings.UntilAsync(() => crowd.Acknowledged > acknowledged + 50, "posts are taken again");
            await crowd.StopAsync();
            var after = await crowd.CountAsync(TimeSpan.FromSeconds(120), Token);

            FaultSettings.Report($"Before: {before}. Then: {after}; refused while full: {string.Join(", ", crowd.Refused.Select(refusal => $"{refusal.Value} × {refusal.Key}"))}");
            FaultSettings.Report($"Health while full: {(int)full} {words}");
            Assert.Equal((0, 0), (before.Unanswered + after.Unanswered, before.Doubled + after.Doubled));
            // 503, so that a platform delivers again.
            Assert.Equal(["503"], crowd.Refused.Keys);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, full);
            Assert.Contains("disk is full", words, StringComparison.Ordinal);
            Assert.Contains("See to the disk", words, StringComparison.Ordinal);
            await FaultSettings.UntilAsync(async () => (await bot.HealthAsync(Token)).Status == HttpStatusCode.OK, "health is good again");
            Assert.Contains(bot.Said, line => line.Contains("See to the disk of the data folder", StringComparison.Ordinal));

            Assert.Equal(0, await bot.StopAsync(Token));
            using var database = new SqliteConnection($"Data Source={Path.Combine(folder, "chatopsbot.db")};Pooling=False");
            Assert.Equal("ok", await database.ExecuteScalarAsync<string>("PRAGMA integrity_check"));
        }
        finally
        {
            using var unmount = Process.Start("umount", ["--lazy", folder]);
            await unmount.WaitForExitAsync(CancellationToken.None);
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_database_that_takes_no_more_refuses_what_comes_until_it_takes_it_again()
    {
        var time = new ManualTime();
        await using var bot = await WebBot.StartAsync(Token, time: time);
        using var client = await DirectLineClient.StartAsync(bot.Address, Token);
        using var http = new HttpClient { BaseAddress = bot.Address };
        var database = bot.Get<Database>();
        // A limit on pages fails as a full disk does: SQLITE_FULL.
        await database.WriteAsync(connection => connection.Execute($"PRAGMA max_page_count = {connection.ExecuteScalar<long>("PRAGMA page_count")}"), Token);

        HttpStatusCode heard = default;
        for (var post = 0; post < 500 && heard != HttpStatusCode.ServiceUnavailable; post++)
        {
            using var answer = await client.PostAsync(DirectLineClient.Message($"450 4.4.316 Connection refused mx{post}.contoso.example", $"c{post}"), Token);
            heard = answer.StatusCode;
        }

        using var notReady = await http.GetAsync("health/ready", Token);
        await database.WriteAsync(connection => connection.Execute("PRAGMA max_page_count = 1000000"), Token);
        using var again = await client.PostAsync(DirectLineClient.Message("450 4.4.316 Connection refused again.contoso.example", "again"), Token);
        time.Advance(TimeSpan.FromSeconds(30));
        using var ready = await http.GetAsync("health/ready", Token);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, heard);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, notReady.StatusCode);
        Assert.Contains("See to the disk", await notReady.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
    }

    private static async Task<Tally> PostAsync(RunningBot bot, Func<Crowd, bool> isEnough)
    {
        await using var crowd = Crowd.Start(bot);
        await FaultSettings.UntilAsync(() => isEnough(crowd), "posts are taken");
        await crowd.StopAsync();
        return await crowd.CountAsync(TimeSpan.FromSeconds(60), Token);
    }

    private static async Task<bool> TryMountAsync(string folder)
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
            return false;
        using var mount = Process.Start(new ProcessStartInfo("mount", ["-t", "tmpfs", "-o", "size=64m", "tmpfs", folder]) { UseShellExecute = false, RedirectStandardError = true });
        await mount!.WaitForExitAsync(Token);
        return mount.ExitCode == 0;
    }

    /// <summary>Takes all the room there is.</summary>
    private static string Fill(string folder)
    {
        var path = Path.Combine(folder, "ballast");
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        for (var size = 1024 * 1024; size >= 512; size /= 2)
        {
            try
            {
                while (true)
                    file.Write(new byte[size]);
            }
            catch (IOException)
            {
                // No room for so much: less may fit.
            }
        }

        return path;
    }
}
