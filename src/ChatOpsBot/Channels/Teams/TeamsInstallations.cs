using System.Collections.Concurrent;
using System.Globalization;
using ChatOpsBot.Channels.Teams.Outbound;
using ChatOpsBot.Channels.Teams.Protocol;
using ChatOpsBot.Conversations;

namespace ChatOpsBot.Channels.Teams;

/// <summary>Where the app is installed, and where its conversations are reached.</summary>
internal sealed class TeamsInstallations(TeamsStore store, TeamsTurns turns, TurnHandler handler, UnreachableConversations unreachable)
{
    // What is stored already; a hint only, so it may be emptied at any time.
    private readonly ConcurrentDictionary<ConversationKey, (string ServiceUrl, bool IsStored)> seen = new();

    /// <summary>Takes news of an installation. It comes in two activities, in any order, and is greeted once; people who join are not.</summary>
    /// <returns>Whether it was about the bot.</returns>
    public async Task<bool> AcceptAsync(Activity activity, TeamsPlace place, CancellationToken cancellationToken)
    {
        // A team has many channels and one installation.
        var installed = activity.ChannelData?.Team?.Id is { Length: > 0 } team ? team : place.Key.Id;
        var change = ChangeOf(activity);
        switch (change)
        {
            case Change.Installed:
                await GreetOnceAsync(activity, place, installed, cancellationToken);
                await store.SetInstalledAsync(place.Key.Tenant, installed, cancellationToken);
                break;
            case Change.Upgraded:
                await store.SetInstalledAsync(place.Key.Tenant, installed, cancellationToken);
                break;
            case Change.Removed:
                await store.SetRemovedAsync(place.Key.Tenant, installed, cancellationToken);
                seen.TryRemove(place.Key, out _);
                // What would still be said there ends with this reason. Of a team's other channels the Connector says the same when asked.
                unreachable.Close(place.Key.Tenant, place.Key.Id, UnreachableConversations.Removed);
                break;
            // A private or shared channel has members of its own: the team keeps the app.
            case Change.LeftChannel:
                unreachable.Close(place.Key.Tenant, activity.ChannelData?.Channel?.Id is { Length: > 0 } left ? left : place.Key.Id, UnreachableConversations.Removed);
                break;
        }

        return change != Change.None;
    }

    /// <summary>Remembers where a conversation is reached; regions move. Costs a write only when something is new.</summary>
    /// <param name="concernsBot">False: it was nothing to the bot, which leaves no trace of a conversation that never had anything for it.</param>
    public async Task SeeAsync(Activity activity, TeamsPlace place, bool concernsBot, CancellationToken cancellationToken)
    {
        if (ChangeOf(activity) is Change.Removed or Change.LeftChannel)
            return;
        // Whoever lets us hear can be answered again.
        unreachable.Reopen(place.Key.Tenant, place.Key.Id);
        var serviceUrl = place.Reference.ServiceUrl;
        if (seen.TryGetValue(place.Key, out var known) && known.ServiceUrl == serviceUrl && (known.IsStored || !concernsBot))
            return;
        // Presses name a person's conversation in another way; that one is not where to answer.
        if (IsPressAlias(place))
            return;
        var isStored = concernsBot || store.ServiceUrlOf(place.Key.Tenant, place.Key.Id) is not null;
        if (isStored)
            await store.SetSeenAsync(place.Key.Tenant, place.Key.Id, serviceUrl, place.IsPersonal ? activity.From?.Id : null, cancellationToken);
        if (seen.Count >= MostInMemory)
            seen.Clear();
        seen[place.Key] = (serviceUrl, isStored);
    }

    /// <summary>Whoever presses can be answered again, and tells where its conversation is reached now. Costs a write only when it has moved.</summary>
    /// <param name="place">As <see cref="OfPress"/> says.</param>
    public async Task SeePressAsync(Activity activity, TeamsPlace place, CancellationToken cancellationToken)
    {
        unreachable.Reopen(place.Key.Tenant, place.Key.Id);
        var serviceUrl = place.Reference.ServiceUrl;
        if (IsPressAlias(place) || (seen.TryGetValue(place.Key, out var known) && known.ServiceUrl == serviceUrl))
            return;
        // Of a conversation that is not known nobody has a card.
        if (store.ServiceUrlOf(place.Key.Tenant, place.Key.Id) is not { } stored || stored == serviceUrl)
            return;
        await store.SetSeenAsync(place.Key.Tenant, place.Key.Id, serviceUrl, place.IsPersonal ? activity.From?.Id : null, cancellationToken);
        seen[place.Key] = (serviceUrl, IsStored: true);
    }

    /// <summary>The conversation a press belongs to: in a personal one some presses come under an id of another form.</summary>
    public TeamsPlace OfPress(Activity activity, TeamsPlace place) =>
        IsPressAlias(place) && store.PersonalConversationOf(place.Key.Tenant, activity.From?.Id ?? "") is { } own
            ? new TeamsPlace(place.Key with { Id = own }, place.Reference with { ConversationId = own })
            : place;

    /// <summary>The row that greets comes first: should the bot die here, the platform repeats and the key tells that it is there.</summary>
    private async Task GreetOnceAsync(Activity activity, TeamsPlace place, string installed, CancellationToken cancellationToken)
    {
        var installation = store.Installation(place.Key.Tenant, installed);
        if (installation.IsInstalled)
            return;
        // Clients name one for chats as well: the chat itself.
        var picked = activity.ChannelData is { Team: not null, Settings.SelectedChannel.Id: { Length: > 0 } id } ? id : null;
        var key = string.Create(CultureInfo.InvariantCulture, $"{installed}|installed|{installation.Removals}");
        await handler.AcceptAsync(turns.Welcome(activity, picked is not null ? place.InChannel(picked) : place, key), cancellationToken);
    }

    private Change ChangeOf(Activity activity) => activity switch
    {
        // Microsoft's own samples compare it in any case.
        { Type: ActivityTypes.InstallationUpdate } => activity.Action?.ToUpperInvariant() switch
        {
            "ADD" => Change.Installed,
            "ADD-UPGRADE" => Change.Upgraded,
            "REMOVE" => Change.Removed,
            _ => Change.None,
        },
        { Type: ActivityTypes.ConversationUpdate, MembersAdded: { } added } when added.Any(member => turns.IsBot(activity, member)) => Change.Installed,
        { Type: ActivityTypes.ConversationUpdate, MembersRemoved: { } removed } when removed.Any(member => turns.IsBot(activity, member)) =>
            activity.ChannelData?.EventType == "channelMemberRemoved" ? Change.LeftChannel : Change.Removed,
        _ => Change.None,
    };

    private static bool IsPressAlias(TeamsPlace place) => place.IsPersonal && TeamsPlace.IsPersonalAlias(place.Key.Id);

    private const int MostInMemory = 10_000;

    private enum Change
    {
        None,
        Installed,
        Upgraded,
        Removed,
        LeftChannel,
    }
}
