namespace ChatOpsBot.Channels.Teams.Protocol;

/// <summary>What the platform says about a message beside its text: all kinds in one, told apart by <see cref="Type"/>.</summary>
internal sealed record Entity
{
    public string? Type { get; init; }

    /// <summary>Of a <c>mention</c>: the words in the message's text that are the mention.</summary>
    public string? Text { get; init; }

    /// <summary>Of a <c>mention</c>: one entity for each time somebody is named.</summary>
    public ChannelAccount? Mentioned { get; init; }

    /// <summary>Of a <c>clientInfo</c>.</summary>
    public string? Locale { get; init; }

    /// <summary>Of a <c>quotedReply</c>.</summary>
    public QuotedReply? QuotedReply { get; init; }

    public const string Mention = "mention";
    public const string ClientInfo = "clientInfo";
    public const string Quoted = "quotedReply";
}

/// <summary>A message that is answered with its words repeated; the text has a <c>&lt;quoted messageId="…"/&gt;</c> in their place.</summary>
internal sealed record QuotedReply
{
    public string? MessageId { get; init; }

    public string? SenderId { get; init; }

    /// <summary>Its beginning, cut off.</summary>
    public string? Preview { get; init; }
}
