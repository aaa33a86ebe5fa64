namespace ChatOpsBot.MailFlow;

/// <summary>One mail-flow error as somebody posted it: the codes, and what the text says about where it happened.</summary>
public sealed record MailError
{
    /// <summary>The enhanced status code; null when only a reply code or a provider's own code is there.</summary>
    public EnhancedStatusCode? Code { get; init; }

    /// <summary>The reply code that belongs to <see cref="Code"/>, or stands alone.</summary>
    public ReplyCode? Reply { get; init; }

    /// <summary>Socket error, detail word or provider code: <c>10061</c>, <c>SubjectMismatch</c>, <c>AS(201806281)</c>, <c>TSS04</c>.</summary>
    public string? Detail { get; init; }

    /// <summary>Host name or address of the destination server that refused or was not reached; never the server that wrote the report.</summary>
    public string? Server { get; init; }

    /// <summary>IP address of the destination server, where the text names one beside <see cref="Server"/>.</summary>
    public string? Address { get; init; }

    /// <summary>The recipient's domain, or the domain the error is about.</summary>
    public string? Domain { get; init; }

    /// <summary>When the sending side last tried, as written in the text (Exchange's <c>LRT</c> is UTC).</summary>
    public DateTimeOffset? LastAttempt { get; init; }

    /// <summary>The line the error stands in: markup and control characters removed, mail addresses masked, at most 400 characters.</summary>
    public required string QuotedLine { get; init; }

    /// <summary>True when whoever posted it only quoted somebody else's words; null when it is their own.</summary>
    public bool? IsQuoted { get; init; }

    /// <summary>Codes as people write them: <c>450 4.4.316</c>.</summary>
    public string CodeText => (Reply, Code) switch
    {
        ({ } reply, { } code) => $"{reply} {code}",
        (null, { } code) => code.ToString(),
        ({ } reply, null) => reply.ToString(),
        _ => Detail ?? "?",
    };
}
