using System.Text.Json;

namespace ChatOpsBot.Testing.Slack;

/// <summary>A call of a method, or of a response_url, whose method is then <c>response_url</c>.</summary>
/// <param name="Arguments">An object, whether it came as JSON or as a form.</param>
public sealed record SlackCall(string Method, JsonElement Arguments, string Body, string ContentType, string Authorization, string UserAgent, DateTimeOffset At)
{
    public string? Argument(string name) => Arguments.ValueKind == JsonValueKind.Object && Arguments.TryGetProperty(name, out var value)
        ? value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText()
        : null;
}

/// <summary>A message as it looks now.</summary>
/// <param name="Blocks">Null: there are none.</param>
/// <param name="VisibleTo">The one who sees it; null: everybody.</param>
public sealed record SlackMessage(string Team, string Channel, string Ts, string? ThreadTs, string Text, JsonElement? Blocks, JsonElement? Metadata, int Updates, string? VisibleTo);

/// <summary>A view as it looks now.</summary>
public sealed record SlackView(string Id, string Hash, JsonElement View, string? PublishedTo);

/// <summary>A channel, and how the bot stands to it.</summary>
public sealed record SlackChannelState(string Id)
{
    /// <summary>Why nobody can post there, by Slack's name; null: the bot can.</summary>
    public string? Refusal { get; init; }

    public string? Locale { get; init; }
}

/// <summary>Somebody, as <c>users.info</c> tells of them.</summary>
public sealed record SlackPerson(string Id, string Name, string Locale = "en-US", string TimeZone = "Europe/Berlin");
