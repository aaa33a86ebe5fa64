using System.Text.Json;

namespace ChatOpsBot.Channels.Teams.Protocol;

/// <summary>Finds the name of an error in whatever stands in the body of a refusal.</summary>
/// <remarks>
/// Usually <c>{"error":{"code":"…"}}</c>. A person who blocked the bot is told as <c>{"errorCode":209,"message":"{…subCode…}"}</c>,
/// where the message is JSON inside a string, and other nestings were seen; proxies answer with a page.
/// </remarks>
internal static class ConnectorErrorBody
{
    public const string BotDisabledByAdmin = "BotDisabledByAdmin";
    public const string BotNotInConversationRoster = "BotNotInConversationRoster";
    public const string ConversationBlockedByUser = "ConversationBlockedByUser";
    public const string MessageWritesBlocked = "MessageWritesBlocked";
    public const string ForbiddenOperation = "ForbiddenOperationException";
    public const string InvalidBotApiHost = "InvalidBotApiHost";
    public const string NotEnoughPermissions = "NotEnoughPermissions";
    public const string ActivityNotFound = "ActivityNotFoundInConversation";
    public const string ConversationNotFound = "ConversationNotFound";

    public static string? CodeOf(string body)
    {
        var named = Named(body);
        return named is not null && Known.Contains(named) ? named : Array.Find(Known, known => body.Contains(known, StringComparison.Ordinal)) ?? named;
    }

    private static string? Named(string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.TryGetProperty("error", out var error)
                && error.ValueKind == JsonValueKind.Object
                && error.TryGetProperty("code", out var code)
                && code.ValueKind == JsonValueKind.String
                && code.GetString() is { Length: > 0 and <= MaxLength } name
                && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is ' ' or '_' or '-' or '.')
                    ? name
                    : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>It goes into logs; a longer one is no name.</summary>
    private const int MaxLength = 64;

    private static readonly string[] Known =
    [
        BotDisabledByAdmin, BotNotInConversationRoster, ConversationBlockedByUser, MessageWritesBlocked, ForbiddenOperation,
        InvalidBotApiHost, NotEnoughPermissions, ActivityNotFound, ConversationNotFound,
    ];
}
