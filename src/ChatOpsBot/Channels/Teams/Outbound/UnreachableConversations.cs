namespace ChatOpsBot.Channels.Teams.Outbound;

/// <summary>
/// Conversations, and whole tenants, that closed themselves to the bot: removed, blocked, disabled by an administrator. Nothing is sent
/// there until somebody there is heard of again, or an hour has passed: then one call finds out.
/// </summary>
internal sealed class UnreachableConversations(TimeProvider time)
{
    private readonly Marks<string> reasons = new(time, TimeSpan.FromHours(1), Capacity);

    /// <summary>Why nothing can be said there; null: nothing is known against it.</summary>
    public string? ReasonOf(string tenant, string conversation) =>
        reasons.TryGet(Key(tenant, conversation), out var reason) || reasons.TryGet(tenant, out reason) ? reason : null;

    public void Close(string tenant, string conversation, string reason) => reasons.Set(Key(tenant, conversation), reason);

    public void CloseTenant(string tenant, string reason) => reasons.Set(tenant, reason);

    /// <summary>Something arrived from there (a message, a click, an installation): it can be answered again.</summary>
    public void Reopen(string tenant, string conversation)
    {
        reasons.Remove(Key(tenant, conversation));
        reasons.Remove(tenant);
    }

    /// <summary>A bot is removed from a channel with all of its threads.</summary>
    private static string Key(string tenant, string conversation)
    {
        var thread = conversation.IndexOf(';', StringComparison.Ordinal);
        return $"{tenant}|{(thread < 0 ? conversation : conversation[..thread])}";
    }

    /// <summary>The reason after the app was removed, whether Teams told or refused.</summary>
    public const string Removed = "The bot was removed from this conversation. Adding the app again brings it back.";

    private const int Capacity = 10_000;
}
