using System.Text.Json;
using System.Text.Json.Serialization;

namespace ChatOpsBot.Channels.Slack.Protocol;

/// <summary>One frame that Slack sends in Socket Mode.</summary>
internal sealed record SocketEnvelope
{
    public string? Type { get; init; }

    /// <summary>What an acknowledgement names. Absent: nothing to acknowledge.</summary>
    public string? EnvelopeId { get; init; }

    public bool? AcceptsResponsePayload { get; init; }

    /// <summary>Whether the acknowledgement may say something. Where it is not told: to whoever pressed or asked something, as ever.</summary>
    [JsonIgnore]
    public bool TakesPayload => AcceptsResponsePayload ?? Type is Interactive or SlashCommands;

    public JsonElement? Payload { get; init; }

    public long? RetryAttempt { get; init; }

    /// <summary>Of <see cref="Disconnect"/>.</summary>
    public string? Reason { get; init; }

    /// <summary>Of <see cref="Hello"/>.</summary>
    public SocketConnectionInfo? ConnectionInfo { get; init; }

    public const string Hello = "hello";
    public const string Disconnect = "disconnect";
    public const string EventsApi = "events_api";
    public const string Interactive = "interactive";
    public const string SlashCommands = "slash_commands";

    /// <summary>The connection ends in about ten seconds.</summary>
    public const string Warning = "warning";

    /// <summary>Routine, every few hours.</summary>
    public const string RefreshRequested = "refresh_requested";

    /// <summary>Somebody switched Socket Mode off.</summary>
    public const string LinkDisabled = "link_disabled";

    public const string TooManyWebsockets = "too_many_websockets";
}

/// <summary>What a connection is for.</summary>
internal sealed record SocketConnectionInfo
{
    public string? AppId { get; init; }
}

/// <summary>Tells Slack that an envelope arrived.</summary>
internal sealed record SocketAcknowledgement
{
    public required string EnvelopeId { get; init; }

    public JsonElement? Payload { get; init; }
}
