namespace ChatOpsBot.Channels.Teams.Protocol;

/// <summary>Body of <c>POST /v3/conversations</c> for a personal chat. Bots cannot make group chats.</summary>
/// <param name="IsGroup">False: one person.</param>
/// <param name="Members">Exactly one account, its id in the form <c>29:…</c>.</param>
/// <param name="TenantId">Required on this level.</param>
internal sealed record ConversationParameters(bool IsGroup, OutboundAccount Bot, IReadOnlyList<OutboundAccount> Members, string TenantId)
{
    public static ConversationParameters Personal(string botId, string personId, string tenantId) =>
        new(IsGroup: false, new OutboundAccount(botId), [new OutboundAccount(personId)], tenantId);
}

/// <summary>Answer to <see cref="ConversationParameters"/>.</summary>
internal sealed record ConversationResourceResponse
{
    public string? Id { get; init; }

    public string? ActivityId { get; init; }

    public string? ServiceUrl { get; init; }
}

/// <summary>Answer to a sent or updated activity; Teams may leave the id, or the whole body, away.</summary>
internal sealed record ResourceResponse
{
    public string? Id { get; init; }
}

/// <summary>One page of a conversation's members.</summary>
internal sealed record PagedMembersResult
{
    public IReadOnlyList<ConversationMember>? Members { get; init; }

    /// <summary>Asks for the next page; null or empty on the last one.</summary>
    public string? ContinuationToken { get; init; }
}

/// <summary>Somebody in a conversation. Locale and time zone are not told here, only in what the person sends.</summary>
internal sealed record ConversationMember
{
    /// <summary><c>29:…</c>, different for every bot.</summary>
    public string? Id { get; init; }

    public string? Name { get; init; }

    public string? UserPrincipalName { get; init; }

    public string? AadObjectId { get; init; }

    public string? TenantId { get; init; }
}
