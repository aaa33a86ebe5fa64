namespace ChatOpsBot.Testing.Teams;

/// <summary>How a Connector answers; the well-known troubles have names.</summary>
public sealed record ConnectorAnswer(int Status, string Body)
{
    /// <summary>The message is posted, changed or deleted all the same, whatever is answered.</summary>
    public bool IsCarriedOut { get; init; }

    public bool IsSilent { get; init; }

    /// <summary>The connection ends without an answer.</summary>
    public bool IsBroken { get; init; }

    public bool IsHtml { get; init; }

    public string? RetryAfter { get; init; }

    public string? Location { get; init; }

    public static ConnectorAnswer Silent { get; } = new(0, "") { IsSilent = true };

    public static ConnectorAnswer Broken { get; } = new(0, "") { IsBroken = true };

    /// <summary>The person blocked the bot, as Microsoft documents it: JSON in a string.</summary>
    public static ConnectorAnswer BlockedByNumber { get; } = new(403, """{"errorCode":209,"message":"{\n \"subCode\": \"MessageWritesBlocked\", \"details\": null }"}""");

    public static ConnectorAnswer Error(int status, string code) => new(status, $$$"""{"error":{"code":"{{{code}}}","message":"In words."}}""");

    public static ConnectorAnswer Throttled(string? retryAfter = null) => Error(429, "Throttled") with { RetryAfter = retryAfter };

    public static ConnectorAnswer Empty(int status) => new(status, "");

    public static ConnectorAnswer Html(int status) => new(status, "<html><body><h1>Something is wrong</h1></body></html>") { IsHtml = true };

    public static ConnectorAnswer Redirect(string location) => new(302, "") { Location = location };

    public ConnectorAnswer AfterCarryingOut() => this with { IsCarriedOut = true };
}
