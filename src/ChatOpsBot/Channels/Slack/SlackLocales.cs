using System.Collections.Concurrent;
using ChatOpsBot.Channels.Slack.Outbound;
using ChatOpsBot.Channels.Slack.Protocol;
using ChatOpsBot.Conversations;

namespace ChatOpsBot.Channels.Slack;

/// <summary>
/// The languages people have chosen in Slack, which no payload names: asked of Slack once a day for each person, and kept in memory only.
/// Nobody's acknowledgement waits for it, and without an answer the operator's language does.
/// </summary>
internal sealed partial class SlackLocales(SlackCalls calls, TimeProvider time, ILogger<SlackLocales> logger)
{
    // By installation and person; empty where Slack tells none.
    private readonly Marks<string> known = new(time, TimeSpan.FromDays(1), capacity: 10_000);

    // Whom it makes no sense to ask for at present; by installation alone: nobody there.
    private readonly Marks<bool> silent = new(time, TimeSpan.FromMinutes(10), capacity: 10_000);
    private readonly ConcurrentDictionary<string, Lazy<Task<string?>>> underWay = new(StringComparer.Ordinal);

    /// <returns>BCP 47 tag; null when it was not asked yet, or Slack told none.</returns>
    public string? Of(SlackInstallation installation, string person) => known.TryGet(KeyOf(installation, person), out var locale) && locale.Length > 0 ? locale : null;

    /// <summary>Whether asking could tell more than <see cref="Of"/> does.</summary>
    public bool IsWorthAsking(SlackInstallation installation, string person) =>
        person.Length > 0
        && underWay.Count < MostAtOnce
        && !known.TryGet(KeyOf(installation, person), out _)
        && !silent.TryGet(installation.Id, out _)
        && !silent.TryGet(KeyOf(installation, person), out _);

    /// <summary>Asks Slack where that is worth it, for all who want to know at the same time together, and waits a moment for the answer.</summary>
    /// <returns>As <see cref="Of"/>.</returns>
    public async Task<string?> FindAsync(SlackInstallation installation, string person, CancellationToken cancellationToken)
    {
        if (!IsWorthAsking(installation, person))
            return Of(installation, person);
        var asked = underWay.GetOrAdd(KeyOf(installation, person), key => new Lazy<Task<string?>>(() => Task.Run(() => AskAsync(key, installation, person), CancellationToken.None)));
        return await asked.Value.WaitAsync(cancellationToken);
    }

    /// <returns>Null, whatever went wrong.</returns>
    private async Task<string?> AskAsync(string key, SlackInstallation installation, string person)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        try
        {
            var answer = await calls.AskAsync(installation, "users.info", (api, token, stop) => api.UsersInfoAsync(token, person, stop), patience.Token);
            var locale = answer.User?.Locale ?? "";
            known.Set(key, locale);
            return locale.Length > 0 ? locale : null;
        }
        catch (SlackApiException refusal) when (refusal.Code is SlackErrors.UserNotFound or SlackErrors.UserNotVisible)
        {
            // Of another organization, or gone: there is nothing to know.
            known.Set(key, "");
            return null;
        }
        catch (SlackApiException refusal) when (refusal.Code == SlackErrors.MissingScope)
        {
            silent.Set(installation.Id, true);
            LogNoScope(logger, installation.Id);
            return null;
        }
        catch (SlackApiException refusal) when (refusal.IsStrange)
        {
            silent.Set(installation.Id, true);
            return null;
        }
        catch (Exception exception) when (exception is SlackApiException or ChannelException or OperationCanceledException)
        {
            silent.Set(key, true);
            return null;
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

    [LoggerMessage(LogLevel.Information, "Slack: the app lacks the scope users:read in {Installation}, so people who chose no language get that of the bot. Install the app there again to grant it.")]
    private static partial void LogNoScope(ILogger logger, string installation);
}
