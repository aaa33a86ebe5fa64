using System.Text.Json;

namespace ChatOpsBot.Channels.Slack.Protocol;

/// <summary>What the Events API sends: an event in its envelope, or a word about the subscription itself.</summary>
internal sealed record EventCallback
{
    public string? Type { get; init; }

    /// <summary>Of <see cref="UrlVerification"/>.</summary>
    public string? Challenge { get; init; }

    public string? ApiAppId { get; init; }

    public string? TeamId { get; init; }

    public string? EnterpriseId { get; init; }

    /// <summary>The same for every delivery of the event.</summary>
    public string? EventId { get; init; }

    /// <summary>Seconds since 1970.</summary>
    public long? EventTime { get; init; }

    /// <summary>Whether it happened in a channel shared with another organization (Slack Connect).</summary>
    public bool? IsExtSharedChannel { get; init; }

    /// <summary>One of the installations that see the event; never more than one is named.</summary>
    public IReadOnlyList<Authorization?>? Authorizations { get; init; }

    /// <summary>Read on its own, because its members mean something else in each kind of event.</summary>
    public JsonElement? Event { get; init; }

    public const string UrlVerification = "url_verification";
    public const string Callback = "event_callback";
    public const string AppRateLimited = "app_rate_limited";
}

/// <summary>An installation of the app that an event is for.</summary>
internal sealed record Authorization
{
    public string? TeamId { get; init; }

    public string? EnterpriseId { get; init; }

    /// <summary>The bot's own user there, when <see cref="IsBot"/>.</summary>
    public string? UserId { get; init; }

    public bool? IsBot { get; init; }

    public bool? IsEnterpriseInstall { get; init; }
}
