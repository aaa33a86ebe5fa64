using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using ChatOpsBot.Tests.Channels.Web;
using ChatOpsBot.Tests.Commands;

namespace ChatOpsBot.Tests.Faults;

/// <summary>
/// "Acknowledged means answered", with the real program: it is killed and frozen again and again while people post. Short by default;
/// CHATOPSBOT_FAULT_SECONDS makes it last longer.
/// </summary>
public sealed class KilledProcessTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Acknowledged_messages_are_answered_once_although_the_bot_is_killed_under_load()
    {
        var seconds = int.TryParse(Environment.GetEnvironmentVariable("CHATOPSBOT_FAULT_SECONDS"), out var longer) ? longer : 9;
        var folder = Directory.CreateTempSubdirectory("chatopsbot-test-").FullName;
        var port = FreePort();
        var bot = await StartAsync(port, folder);
        try
        {
            var clients = new List<DirectLineClient>();
            for (var i = 0; i < 25; i++)
                clients.Add(await DirectLineClient.StartAsync(new Uri($"http://127.0.0.1:{port}"), Token));

            using var load = new CancellationTokenSource();
            var acknowledged = new ConcurrentDictionary<string, DirectLineClient>();
            var posting = clients.Select((client, number) => PostAsync(client, number, acknowledged, load.Token)).ToList();

            var kills = 0;
            for (var watch = Stopwatch.StartNew(); watch.Elapsed < TimeSpan.FromSeconds(seconds);)
            {
                await Task.Delay(TimeSpan.FromSeconds(2), Token);
                if (OperatingSystem.IsLinux())
                {
                    // A frozen process: its leases run on, its clients wait.
                    using var stop = Process.Start("kill", ["-STOP", $"{bot.Id}"]);
                    await Task.Delay(TimeSpan.FromMilliseconds(500), Token);
                    using var go = Process.Start("kill", ["-CONT", $"{bot.Id}"]);
                    await Task.Delay(TimeSpan.FromMilliseconds(500), Token);
                }

                bot.Kill(entireProcessTree: true);
                await bot.WaitForExitAsync(Token);
                bot.Dispose();
                bot = await StartAsync(port, folder);
                kills++;
            }

            await load.CancelAsync();
            await Task.WhenAll(posting);

            var answers = await UntilAllAnsweredAsync(clients, acknowledged.Keys.ToHashSet());
            TestContext.Current.TestOutputHelper?.WriteLine($"{kills} kills, {acknowledged.Count} acknowledged, {answers.Values.Sum()} cards, {acknowledged.Keys.Count(host => !answers.ContainsKey(host))} unanswered, {answers.Values.Count(count => count > 1)} doubled");
            Assert.NotEmpty(acknowledged);
            Assert.True(kills >= 2, $"{kills} kills");
            Assert.DoesNotContain(acknowledged.Keys, host => !answers.ContainsKey(host));
            Assert.All(answers, answer => Assert.Equal(1, answer.Value));
        }
        finally
        {
            bot.Kill(entireProcessTree: true);
            await bot.WaitForExitAsync(CancellationToken.None);
            bot.Dispose();
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Posts about twice a second; what is not acknowledged is posted again under the same id, as a platform would.</summary>
    private static async Task PostAsync(DirectLineClient client, int number, ConcurrentDictionary<string, DirectLineClient> acknowledged, CancellationToken stop)
    {
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            var host = $"mx{i}.n{number}.contoso.example";
            while (!stop.IsCancellationRequested)
            {
                try
                {
                    using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
                    patience.CancelAfter(TimeSpan.FromSeconds(3));
                    await client.SayAsync($"450 4.4.316 Connection refused {host}", patience.Token, clientActivityId: $"c{i}");
                    acknowledged[host] = client;
                    break;
                }
                catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
                {
                    await Task.Delay(TimeSpan.FromMilliseconds(100), CancellationToken.None);
                }
            }

            await Task.Delay(TimeSpan.FromMilliseconds(400), CancellationToken.None);
        }
    }

    /// <returns>Destination → number of cards about it.</returns>
    private static async Task<Dictionary<string, int>> UntilAllAnsweredAsync(IReadOnlyList<DirectLineClient> clients, HashSet<string> expected)
    {
        var cards = new Dictionary<string, int>(StringComparer.Ordinal);
        // After a crash a row waits for nobody's lease, so all is answered soon; the bound only ends a test that has failed.
        for (var round = 0; round < 150; round++)
        {
            cards.Clear();
            foreach (var client in clients)
            {
                var activities = (JsonArray)(await client.GetActivitiesAsync("", Token))["activities"]!;
                foreach (var host in activities.Select(HostOfCard).OfType<string>())
                    cards[host] = cards.GetValueOrDefault(host) + 1;
            }

            if (expected.IsSubsetOf(cards.Keys))
                break;
            await Task.Delay(TimeSpan.FromMilliseconds(200), Token);
        }

        return cards;
    }

    private static string? HostOfCard(JsonNode? activity)
    {
        var card = activity!["attachments"]?[0]?["content"]?.ToJsonString();
        var start = card?.IndexOf("mx", StringComparison.Ordinal) ?? -1;
        if (card is null || start < 0)
            return null;
        var end = card.IndexOf(".contoso.example", start, StringComparison.Ordinal);
        return card[start..(end + ".contoso.example".Length)];
    }

    private static async Task<Process> StartAsync(int port, string folder)
    {
        var process = BotProcess.Start(
            "dotnet",
            [Path.Combine(AppContext.BaseDirectory, "chatopsbot.dll"), "serve", $"--Urls=http://127.0.0.1:{port}", $"--Storage:DataFolder={folder}", "--Logging:LogLevel:ChatOpsBot=Warning"],
            folder,
            ("ASPNETCORE_ENVIRONMENT", "Development"));
        while (await process.StandardOutput.ReadLineAsync(Token) is { } line)
        {
            if (line.Contains("Now listening on", StringComparison.Ordinal))
            {
                // Read on, or a full pipe would stop the bot.
                _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
                _ = process.StandardError.ReadToEndAsync(CancellationToken.None);
                return process;
            }
        }

        throw new InvalidOperationException($"The bot did not start: {await process.StandardError.ReadToEndAsync(Token)}");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
