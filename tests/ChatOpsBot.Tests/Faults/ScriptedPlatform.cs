using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;

namespace ChatOpsBot.Tests.Faults;

/// <summary>A platform before the door of a real bot: delivers what people write, keeps the cards that come back, and has good and bad days.</summary>
internal abstract partial class ScriptedPlatform : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, byte> failedAfterPosting = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, byte> mayDouble = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> cards = new(StringComparer.Ordinal);
    private volatile PlatformTrouble? trouble;
    private int counted;
    private int met;
    private int lostAnswers;

    public abstract string Name { get; }

    /// <summary>Settings of the bot, as environment variables.</summary>
    public abstract (string Name, string Value)[] Settings { get; }

    /// <summary>Calls that met its trouble, as far as they got through.</summary>
    public int Met => met;

    /// <summary>Messages that were posted although the bot heard that they were not, or nothing.</summary>
    public int LostAnswers => lostAnswers;

    protected abstract Doorway Door { get; }

    /// <summary>What has to be done once the bot runs.</summary>
    public virtual Task PrepareAsync(RunningBot bot, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Delivers a person's message; with the same number, the same message once more.</summary>
    public abstract Task<HttpResponseMessage> DeliverAsync(HttpClient bot, int number, CancellationToken cancellationToken);

    public void Begin(PlatformTrouble begins)
    {
        trouble = begins;
        if (begins is PlatformTrouble.Down)
            Door.Close();
    }

    public void End()
    {
        trouble = null;
        Door.Open();
    }

    /// <summary>How many cards stand there about each server.</summary>
    public IReadOnlyDictionary<string, int> Cards()
    {
        // Messages are never taken away here, so only what is new needs a look.
        var texts = Texts(counted);
        counted += texts.Count;
        foreach (var host in texts.Select(HostIn).OfType<string>())
            cards[host] = cards.GetValueOrDefault(host) + 1;
        return cards;
    }

    /// <summary>
    /// Servers whose card may stand there twice, as the platform's README says: nobody told whether it was posted, and it cannot be looked
    /// up; or it was posted when the bot no longer waited for it.
    /// </summary>
    public IReadOnlySet<string> MayDouble => mayDouble.Keys.Concat(Unheard().Select(HostIn).OfType<string>()).ToHashSet(StringComparer.Ordinal);

    public string HostOf(int number) => string.Create(CultureInfo.InvariantCulture, $"mx{number}.{Name}.contoso.example");

    public abstract ValueTask DisposeAsync();

    /// <summary>Texts of the messages that stand there, but for the first ones.</summary>
    protected abstract IReadOnlyList<string> Texts(int skip);

    /// <summary>Bodies of the calls that were answered when nobody waited for it any more.</summary>
    protected abstract IEnumerable<string> Unheard();

    /// <summary>Whether a message may be posted once more that was posted with this answer; null: the connection was cut.</summary>
    protected abstract bool IsPostedAgainAfter(int? status);

    protected Task SlowDownAsync() => trouble is PlatformTrouble.Slow slow && Interlocked.Increment(ref met) > 0 ? Task.Delay(slow.Each, CancellationToken.None) : Task.CompletedTask;

    /// <returns>What becomes of a call; null: nothing out of the ordinary.</returns>
    protected Fate? Meet(bool isPost, string body)
    {
        switch (trouble)
        {
            case PlatformTrouble.Down:
                Interlocked.Increment(ref met);
                return isPost && HostIn(body) is { } cut && IsOneInTwo(cut) && LoseAnswer(cut, status: null) ? new Fate(Status: null, IsPosted: true, RetryAfter: null) : new Fate(Status: null, IsPosted: false, RetryAfter: null);
            case PlatformTrouble.TooMany many:
                Interlocked.Increment(ref met);
                return new Fate(429, IsPosted: false, many.RetryAfter);
            case PlatformTrouble.FailsAfterPosting when isPost && HostIn(body) is { } failed && IsOneInTwo(failed):
                var status = Interlocked.Increment(ref met) % 2 == 0 ? 500 : 503;
                return LoseAnswer(failed, status) ? new Fate(status, IsPosted: true, RetryAfter: null) : null;
            default:
                return null;
        }
    }

    /// <returns>False: it happened to this message before.</returns>
    private bool LoseAnswer(string host, int? status)
    {
        if (!failedAfterPosting.TryAdd(host, 0))
            return false;
        Interlocked.Increment(ref lostAnswers);
        if (IsPostedAgainAfter(status))
            mayDouble[host] = 0;
        return true;
    }

    private static bool IsOneInTwo(string host) => (host[host.IndexOf('.', StringComparison.Ordinal) - 1] & 1) == 0;

    private string? HostIn(string text) => Host().Match(text) is { Success: true } match && match.Value.Contains(Name, StringComparison.Ordinal) ? match.Value : null;

    [GeneratedRegex(@"mx\d+\.(teams|slack)\.contoso\.example", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Host();

    /// <param name="Status">Null: the connection is cut.</param>
    protected sealed record Fate(int? Status, bool IsPosted, TimeSpan? RetryAfter);
}
