namespace ChatOpsBot.Testing.Slack;

/// <summary>How the Web API answers; the well-known troubles have names.</summary>
public sealed record SlackAnswer(int Status, string Body)
{
    /// <summary>It is done all the same, whatever is answered.</summary>
    public bool IsCarriedOut { get; init; }

    public bool IsSilent { get; init; }

    /// <summary>The connection ends without an answer.</summary>
    public bool IsBroken { get; init; }

    public bool IsHtml { get; init; }

    public string? RetryAfter { get; init; }

    public string? Location { get; init; }

    public static SlackAnswer Silent { get; } = new(0, "") { IsSilent = true };

    public static SlackAnswer Broken { get; } = new(0, "") { IsBroken = true };

    /// <summary>As Slack says no: with status 200.</summary>
    public static SlackAnswer Error(string code) => new(200, $$"""{"ok":false,"error":"{{code}}"}""");

    public static SlackAnswer InvalidBlocks(string message) => new(200, $$$"""{"ok":false,"error":"invalid_blocks","errors":["{{{message}}}"],"response_metadata":{"messages":["[ERROR] {{{message}}}"]}}""");

    public static SlackAnswer MissingScope(string needed) => new(200, $$"""{"ok":false,"error":"missing_scope","needed":"{{needed}}","provided":"chat:write"}""");

    public static SlackAnswer RateLimited(int? seconds = null) =>
        new(429, """{"ok":false,"error":"ratelimited"}""") { RetryAfter = seconds?.ToString(System.Globalization.CultureInfo.InvariantCulture) };

    public static SlackAnswer Html(int status) => new(status, "<html><body><h1>Something is wrong</h1></body></html>") { IsHtml = true };

    public static SlackAnswer Redirect(string location) => new(302, "") { Location = location };

    public SlackAnswer AfterCarryingOut() => this with { IsCarriedOut = true };
}
