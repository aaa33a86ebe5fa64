using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ChatOpsBot.Tests.Channels.Web;

namespace ChatOpsBot.Tests.Faults;

/// <summary>
/// People who post errors on the chat page at a steady rate, each about a server of its own. What is not acknowledged is posted again
/// under the same id, as a platform would.
/// </summary>
internal sealed partial class Crowd : IAsyncDisposable
{
    private readonly CancellationTokenSource over = new();
    private readonly ConcurrentDictionary<string, byte> acknowledged = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> refused = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<DirectLineClient> conversations = [];
    private readonly RunningBot bot;
    private readonly List<Task> people;

    private Crowd(RunningBot bot, int people, int perSecond)
    {
        this.bot = bot;
        var pace = TimeSpan.FromSeconds((double)people / perSecond);
        this.people = [.. Enumerable.Range(0, people).Select(number => PostAsync(number, pace))];
    }

    public int Acknowledged => acknowledged.Count;

    /// <summary>How often a post was not acknowledged, by what was heard instead.</summary>
    public IReadOnlyDictionary<string, int> Refused => refused;

    public static Crowd Start(RunningBot bot, int people = 25, int perSecond = 50) => new(bot, people, perSecond);

    /// <summary>Waits until so many posts were acknowledged in all.</summary>
    public async Task UntilAcknowledgedAsync(int count, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(90));
        while (Acknowledged < count)
            await Task.Delay(TimeSpan.FromMilliseconds(50), patience.Token);
    }

    /// <summary>Nobody posts any more; a post under way may end.</summary>
    public async Task StopAsync()
    {
        await over.CancelAsync();
        await Task.WhenAll(people);
    }

    /// <summary>Looks at every conversation until all that was acknowledged is answered, or patience ends.</summary>
    public async Task<Tally> CountAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        Dictionary<string, int> cards = new(StringComparer.Ordinal);
        var end = Environment.TickCount64 + (long)patience.TotalMilliseconds;
        while (true)
        {
            cards.Clear();
            foreach (var conversation in conversations)
            {
                using var client = await DirectLineClient.StartAsync(bot.Address, cancellationToken, conversation.Token);
                var activities = (JsonArray)(await client.GetActivitiesAsync("", cancellationToken))["activities"]!;
                foreach (var host in activities.Select(HostOfCard).OfType<string>())
                    cards[host] = cards.GetValueOrDefault(host) + 1;
            }

            if (acknowledged.Keys.All(cards.ContainsKey) || Environment.TickCount64 > end)
                return new Tally(acknowledged.Count, cards.Values.Sum(), acknowledged.Keys.Count(host => !cards.ContainsKey(host)), cards.Values.Count(count => count > 1));
            await Task.Delay(TimeSpan.FromMilliseconds(200), cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        over.Dispose();
        foreach (var conversation in conversations)
            conversation.Dispose();
    }

    private async Task PostAsync(int number, TimeSpan pace)
    {
        DirectLineClient? client = null;
        using var timer = new PeriodicTimer(pace);
        for (var post = 0; !over.IsCancellationRequested; post++)
        {
            // The channel keeps the newest messages of a conversation only: a long run goes on in a new one.
            if (post % PostsInOneConversation == 0)
                client = null;
            var host = $"mx{post}.n{number}.contoso.example";
            while (!over.IsCancellationRequested && !await TryPostAsync(host, client ??= await TryOpenAsync()))
                await Task.Delay(TimeSpan.FromMilliseconds(100), CancellationToken.None);
            if (!over.IsCancellationRequested)
                await timer.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    private async Task<bool> TryPostAsync(string host, DirectLineClient? client)
    {
        if (client is null)
            return false;
        try
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(3));
            using var answer = await client.PostAsync(DirectLineClient.Message($"450 4.4.316 Connection refused {host}", host), patience.Token);
            if (answer.IsSuccessStatusCode)
                acknowledged[host] = 0;
            else
                Refuse($"{(int)answer.StatusCode}");
            if (answer.StatusCode == HttpStatusCode.Forbidden)
                await RenewAsync(client, patience.Token);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            Refuse("no answer");
            return false;
        }
    }

    private async Task<DirectLineClient?> TryOpenAsync()
    {
        try
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(3));
            var client = await DirectLineClient.StartAsync(bot.Address, patience.Token);
            conversations.Add(client);
            return client;
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            Refuse(exception is HttpRequestException { StatusCode: { } status } ? $"{(int)status}" : "no answer");
            return null;
        }
    }

    /// <summary>What the page does when its token has run out.</summary>
    private async Task RenewAsync(DirectLineClient client, CancellationToken cancellationToken)
    {
        using var renewed = await DirectLineClient.StartAsync(bot.Address, cancellationToken, client.Token);
        client.Token = renewed.Token;
    }

    private void Refuse(string what) => refused.AddOrUpdate(what, 1, (_, count) => count + 1);

    private static string? HostOfCard(JsonNode? activity) =>
        activity!["attachments"]?[0]?["content"]?.ToJsonString() is { } card && Host().Match(card) is { Success: true } match ? match.Value : null;

    [GeneratedRegex(@"mx\d+\.n\d+\.contoso\.example", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Host();

    private const int PostsInOneConversation = 80;
}

/// <summary>What became of what a crowd posted.</summary>
/// <param name="Doubled">Messages with more than one card.</param>
internal sealed record Tally(int Acknowledged, int Cards, int Unanswered, int Doubled)
{
    public override string ToString() => $"{Acknowledged} acknowledged, {Cards} cards, {Unanswered} unanswered, {Doubled} doubled";
}
