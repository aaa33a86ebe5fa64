using System.Collections.Concurrent;

namespace ChatOpsBot.Tests.Faults;

/// <summary>People who post errors on a platform at a steady rate, each about a server of its own. What is not acknowledged is delivered again, as platforms do.</summary>
internal sealed class PlatformCrowd : IAsyncDisposable
{
    private readonly CancellationTokenSource over = new();
    private readonly ConcurrentDictionary<string, byte> acknowledged = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> refused = new(StringComparer.Ordinal);
    private readonly ScriptedPlatform platform;
    private readonly HttpClient http;
    private readonly List<Task> people;
    private int last;

    private PlatformCrowd(ScriptedPlatform platform, RunningBot bot, int perSecond)
    {
        this.platform = platform;
        http = new HttpClient { BaseAddress = bot.Address };
        people = [.. Enumerable.Range(0, People).Select(_ => PostAsync(TimeSpan.FromSeconds((double)People / perSecond)))];
    }

    public int Acknowledged => acknowledged.Count;

    /// <summary>Acknowledged and not answered yet.</summary>
    public int Behind => platform.Cards() is var cards ? acknowledged.Keys.Count(host => !cards.ContainsKey(host)) : 0;

    /// <summary>How often a message was not acknowledged, by what was heard instead.</summary>
    public string Refused => refused.IsEmpty ? "none" : string.Join(", ", refused.Select(refusal => $"{refusal.Value} × {refusal.Key}"));

    public static PlatformCrowd Start(ScriptedPlatform platform, RunningBot bot, int perSecond) => new(platform, bot, perSecond);

    /// <summary>Nobody posts any more; a post under way may end.</summary>
    public async Task StopAsync()
    {
        await over.CancelAsync();
        await Task.WhenAll(people);
    }

    public PlatformTally Count()
    {
        var cards = platform.Cards();
        var doubled = cards.Where(card => card.Value > 1).Select(card => card.Key).ToList();
        var mayDouble = platform.MayDouble;
        return new PlatformTally(platform.Name, acknowledged.Count, cards.Values.Sum(), Behind, doubled.Count, doubled.Count(host => !mayDouble.Contains(host)), platform.LostAnswers, Refused);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        http.Dispose();
        over.Dispose();
    }

    private async Task PostAsync(TimeSpan pace)
    {
        using var timer = new PeriodicTimer(pace);
        while (!over.IsCancellationRequested)
        {
            var number = Interlocked.Increment(ref last);
            while (!await TryPostAsync(number) && !over.IsCancellationRequested)
                await Task.Delay(TimeSpan.FromMilliseconds(200), CancellationToken.None);
            if (!over.IsCancellationRequested)
                await timer.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    private async Task<bool> TryPostAsync(int number)
    {
        try
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
            using var answer = await platform.DeliverAsync(http, number, patience.Token);
            if (answer.IsSuccessStatusCode)
                acknowledged[platform.HostOf(number)] = 0;
            else
                Refuse($"{(int)answer.StatusCode}");
            return answer.IsSuccessStatusCode;
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            Refuse("no answer");
            return false;
        }
    }

    private void Refuse(string what) => refused.AddOrUpdate(what, 1, (_, count) => count + 1);

    private const int People = 10;
}

/// <summary>What became of what a crowd posted on a platform.</summary>
/// <param name="Doubled">Messages with more than one card.</param>
/// <param name="DoubledOutside">Those of them of which the platform did tell whether it took the card.</param>
/// <param name="LostAnswers">Cards that were posted although the platform said otherwise, or nothing.</param>
internal sealed record PlatformTally(string Platform, int Acknowledged, int Cards, int Unanswered, int Doubled, int DoubledOutside, int LostAnswers, string Refused)
{
    public override string ToString() =>
        $"{Platform}: {Acknowledged} acknowledged, {Cards} cards, {Unanswered} unanswered, {Doubled} doubled, {DoubledOutside} of them outside the window ({LostAnswers} answers were lost); not acknowledged at first: {Refused}";
}
