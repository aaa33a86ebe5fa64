using System.Collections.Concurrent;
using ChatOpsBot.Channels.Slack.Outbound;
using ChatOpsBot.Channels.Slack.Protocol;
using ChatOpsBot.Conversations;

namespace ChatOpsBot.Channels.Slack;

/// <summary>
/// The languages people have chosen in Slack, and what they are called there, which their messages do not tell: asked of Slack once a day
/// for each person, and kept in memory only. Nobody's acknowledgement waits for it, and without an answer the operator's language does.
/// </summary>
internal sealed partial class SlackLocales(SlackCalls calls, TimeProvider time, ILogger<SlackLocales> logger)
{
    // By installation and person.
    private readonly Marks<Told> known = new(time, TimeSpan.FromDays(1), capacity: 10_000);

    // Whom it makes no sense to ask for at present; by installation alone: nobody there.
    private readonly Marks<bool> silent = new(time, TimeSpan.FromMinutes(10), capacity: 10_000);
    private readonly ConcurrentDictionary<string, Lazy<Task<Told>>> underWay = new(StringComparer.Ordinal);

    // A name is worth a question, and not one for each of thousands who come at once.
    private readonly SendGate namings = new(new SendGate.Window(MostNamings, TimeSpan.FromMinutes(1)));

    /// <returns>BCP 47 tag; null when it was not asked yet, or Slack told none.</returns>
    public string? Of(SlackInstallation installation, string person) => TryGet(installation, person)?.Locale;

    /// <returns>What the person is called in Slack; null when it was not asked yet, or Slack told none.</returns>
    public string? NameOf(SlackInstallation installation, string person) => TryGet(installation, person)?.Name;

    /// <summary>Whether a card waits for the name of who is behind it.</summary>
    public bool IsWorthNaming(SlackInstallation installation, string person) =>
        IsWorthAsking(installation, person) && namings.Enter(time.GetUtcNow(), TimeSpan.Zero).IsAdmitted;

    /// <summary>Whether asking could tell more than <see cref="Of"/> does.</summary>
    public bool IsWorthAsking(SlackInstallation installation, string person) =>
        person.Length > 0
        && underWay.Count < MostAtOnce
        && !known.TryGet(KeyOf(installation, person), out _)
        && !silent.TryGet(installation.Id, out _)
        && !silent.TryGet(KeyOf(installation, person), out _);

    /// <summary>Asks Slack where that is worth it, for all who want to know at the same time together, and waits a moment for the answer.</summary>
    /// <returns>As <see cref="Of"/>.</returns>
    public async Task<string?> FindAsync(SlackInstallation installation, string person, CancellationToken cancellationToken) =>
        (await FindBothAsync(installation, person, cancellationToken)).Locale;

    /// <returns>As <see cref="NameOf"/>.</returns>
    public async Task<string?> FindNameAsync(SlackInstallation installation, string person, CancellationToken cancellationToken) =>
        (await FindBothAsync(installation, person, cancellationToken)).Name;

    private async Task<Told> FindBothAsync(SlackInstallation installation, string person, CancellationToken cancellationToken)
    {
        if (!IsWorthAsking(installation, person))
            return TryGet(installation, person) ?? Told.Nothing;
        var asked = underWay.GetOrAdd(KeyOf(installation, person), key => new Lazy<Task<Told>>(() => Task.Run(() => AskAsync(key, installation, person), CancellationToken.None)));
        return await asked.Value.WaitAsync(cancellationToken);
    }

    private Told? TryGet(SlackInstallation installation, string person) => known.TryGet(KeyOf(installation, person), out var told) ? told : null;

    /// <returns>Nothing, whatever went wrong.</returns>
    private async Task<Told> AskAsync(string key, SlackInstallation installation, string person)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        try
        {
            var answer = await calls.AskAsync(installation, "users.info", (api, token, stop) => api.UsersInfoAsync(token, person, stop), patience.Token);
            var told = Told.Of(answer.User);
            known.Set(key, told);
            return told;
        }
        catch (SlackApiException refusal) when (refusal.Code is SlackErrors.UserNotFound or SlackErrors.UserNotVisible)
        {
            // Of another organization, or gone: there is nothing to know.
            known.Set(key, Told.Nothing);
            return Told.Nothing;
        }
        catch (SlackApiException refusal) when (refusal.Code == SlackErrors.MissingScope)
        {
            silent.Set(installation.Id, true);
            LogNoScope(logger, installation.Id);
            return Told.Nothing;
        }
        catch (SlackApiException refusal) when (refusal.IsStrange)
        {
            silent.Set(installation.Id, true);
            return Told.Nothing;
        }
        catch (Exception exception) when (exception is SlackApiException or ChannelException or OperationCanceledException)
        {
            silent.Set(key, true);
            return Told.Nothing;
        }
        finally
        {
            underWay.TryRemove(key, out _);
        }
    }

    private static string KeyOf(SlackInstallation installation, string person) => $"{installation.Id}|{person}";

    /// <summary>Whoever waits has time for an answer, not for an outage.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Where hundreds come at once, most of them get the operator's language the first time.</summary>
    private const int MostAtOnce = 20;

    /// <summary>A minute, over all workspaces: more than people come new.</summary>
    private const int MostNamings = 60;

    /// <param name="Locale">BCP 47 tag.</param>
    /// <param name="Name">The one the person chose to be called by, else the one on their papers.</param>
    private sealed record Told(string? Locale, string? Name)
    {
        public static Told Nothing { get; } = new(Locale: null, Name: null);

        public static Told Of(SlackUser? user) => new(
            user?.Locale is { Length: > 0 } locale ? locale : null,
            SlackTurns.PersonOf("", user?.Profile?.DisplayName, user?.Profile?.RealName, user?.RealName, user?.Name).Name is var name and not Person.Unnamed ? name : null);
    }

    [LoggerMessage(LogLevel.Information, "Slack: the app lacks the scope users:read in {Installation}, so people who chose no language get that of the bot, and cards do not say who wrote. Install the app there again to grant it.")]
    private static partial void LogNoScope(ILogger logger, string installation);
}
