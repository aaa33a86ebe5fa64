using ChatOpsBot.MailFlow.Knowledge;

namespace ChatOpsBot.Conversations;

/// <summary>
/// Looks at the knowledge folders from time to time (mounted ones send no events), reads a changed one aside, and takes it into use
/// only when all of it is valid. Until then the last good knowledge stays, and health says why.
/// </summary>
internal sealed class KnowledgeWatch(CurrentKnowledge current, KnowledgeOptions options, TimeProvider time, ILogger<KnowledgeWatch> log) : BackgroundService
{
    /// <summary>The knowledge to start with: without an overlay that cannot be used, because an organization's own slip must not silence the bot.</summary>
    /// <exception cref="StartException">The knowledge folder itself has problems.</exception>
    public static CurrentKnowledge Start(KnowledgeOptions options)
    {
        // A clock that is behind must not stop the bot: whether a date lies in the future is `knowledge lint`'s to say.
        if (LastRead is { } last && last.Print == Print(options))
            return new CurrentKnowledge(last.Base) { Fingerprint = last.Print };
        var loaded = KnowledgeFolder.Load(options.FullPath, DateOnly.MaxValue, options.OverlayPath);
        var print = loaded.Fingerprint;
        if (loaded.Base is { } all)
        {
            LastRead = new ReadFolder(print, all);
            return new CurrentKnowledge(all) { Fingerprint = print };
        }

        var shipped = options.OverlayPath is null ? loaded : KnowledgeFolder.Load(options.FullPath, DateOnly.MaxValue);
        return shipped.Base is { } withoutOverlay
            ? new CurrentKnowledge(withoutOverlay, $"The overlay {options.Overlay} is not used: {Describe(loaded.Problems)}") { Fingerprint = print }
            : throw new StartException($"The knowledge in {options.FullPath} has problems:", [.. shipped.Problems.Select(problem => problem.ToString())]);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (current.Trouble is { } trouble)
            LogRefused(log, trouble, null);
        if (options.ReloadSeconds == 0)
            return;
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(options.ReloadSeconds), time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            Look();
    }

    /// <summary>One look. Whoever copies a folder takes a moment: only what looks the same twice is read.</summary>
    internal void Look()
    {
        var print = Print(options);
        if (print != used && print == seen)
        {
            Reload();
            // Changed while it was read: read again at the next look.
            used = Print(options) == print ? print : "";
        }

        seen = print;
        Interlocked.Increment(ref looks);
    }

    /// <summary>How often the folders were looked at.</summary>
    internal long Looks => Interlocked.Read(ref looks);

    private void Reload()
    {
        var loaded = KnowledgeFolder.Load(options.FullPath, DateOnly.MaxValue, options.OverlayPath, calmly: true);
        if (loaded.Base is { } next)
        {
            current.Replace(next);
            LogReplaced(log, next.Entries.Count, null);
            return;
        }

        var trouble = $"The knowledge folder changed and is not used, the last good one is: {Describe(loaded.Problems)}";
        current.Refuse(trouble);
        LogRefused(log, trouble, null);
    }

    private static string Print(KnowledgeOptions options) => KnowledgeFolder.Fingerprint(options.FullPath, options.OverlayPath);

    private static string Describe(IReadOnlyList<KnowledgeProblem> problems)
    {
        var errors = problems.Where(problem => problem.Severity == KnowledgeSeverity.Error).ToList();
        return errors.Count > 1
            ? $"{errors[0]} There are {errors.Count - 1} more; `chatopsbot knowledge lint` lists them."
            : $"{errors[0]}";
    }

    private sealed record ReadFolder(string Print, KnowledgeBase Base);

    // Several bots in one process read an unchanged folder once: it is hundreds of files, and what is read never changes.
    private static volatile ReadFolder? LastRead;

    // Owned by whoever looks, one at a time.
    private string used = current.Fingerprint;
    private string seen = "";

    private long looks;

    private static readonly Action<ILogger, int, Exception?> LogReplaced = LoggerMessage.Define<int>(
        LogLevel.Information, new EventId(1, "KnowledgeReplaced"), "The knowledge folder changed: {Entries} entries are in use now.");

    private static readonly Action<ILogger, string, Exception?> LogRefused = LoggerMessage.Define<string>(
        LogLevel.Warning, new EventId(2, "KnowledgeRefused"), "{Trouble}");
}
