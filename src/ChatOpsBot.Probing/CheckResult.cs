using System.Text.Json.Serialization;

namespace ChatOpsBot.Probing;

/// <summary>What one check saw at one place.</summary>
public sealed record CheckResult
{
    /// <summary>Id of <see cref="MailFlow.Evidence.Vocabulary.Checks"/>.</summary>
    public required string CheckId { get; init; }

    /// <summary>Outcome of the vocabulary, <c>not-tested</c> and <c>denied</c> included.</summary>
    public required string Outcome { get; init; }

    /// <summary>The address (<c>203.0.113.9</c>) or name it was seen at; null for controls of the probe itself.</summary>
    public string? Where { get; init; }

    /// <summary>Name of the vantage point that saw it (<c>outside</c>); null when nobody gave it one.</summary>
    public string? Vantage { get; init; }

    /// <summary>Where it was seen, and from where: <c>203.0.113.9 (outside)</c>.</summary>
    [JsonIgnore]
    public string? Place => Vantage is null ? Where : Where is null ? Vantage : $"{Where} ({Vantage})";

    /// <summary>Why it was not tested or denied: an id of <see cref="Reasons"/>, so that cards can say it in any language.</summary>
    public string? Reason { get; init; }

    /// <summary>One English sentence a mail engineer can act on; names the host, the port and the time limit.</summary>
    public required string Sentence { get; init; }

    /// <summary>Facts by name, for cards in other languages: <c>banner</c>, <c>addresses</c>, <c>error</c>, <c>ttl</c>.</summary>
    public IReadOnlyDictionary<string, string> Facts { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Lines of the dialogue the result rests on, <c>S: </c> and <c>C: </c> in front, control characters escaped, at most 2 KiB.</summary>
    public IReadOnlyList<string> Evidence { get; init; } = [];

    public TimeSpan Elapsed { get; init; }
}

/// <summary>Why a check was not tested or was denied.</summary>
public static class Reasons
{
    public const string PrivateAddress = "private-address";
    public const string ReservedName = "reserved-name";
    public const string PortNotAllowed = "port-not-allowed";
    public const string NoAddress = "no-address";
    public const string NotConnected = "not-connected";
    public const string SessionEnded = "session-ended";
    public const string OutboundBlocked = "outbound-25-blocked";
    public const string RateLimited = "rate-limited";
    public const string Stopped = "stopped";
    public const string Budget = "time-budget-used";
    public const string NotImplementedHere = "no-such-check-here";
    public const string TooManyAddresses = "too-many-addresses";

    /// <summary>The operator forbids the network of the address.</summary>
    public const string DeniedNetwork = "denied-network";

    /// <summary>The target is an address: there was no name to look up.</summary>
    public const string NoName = "no-name";

    /// <summary>The target is a server: there is no mail domain whose records could be looked up.</summary>
    public const string NoDomain = "no-domain";

    /// <summary>The domain states that it takes no mail (null MX).</summary>
    public const string TakesNoMail = "takes-no-mail";

    /// <summary>The zone above delegates the name to nobody.</summary>
    public const string NoDelegation = "no-delegation";

    /// <summary>Which name servers the zone has could not be found out.</summary>
    public const string ZoneUnknown = "zone-unknown";

    /// <summary>No name server spoke for the zone.</summary>
    public const string NoAuthority = "no-authority";

    /// <summary>The probe's own resolver does not judge signatures.</summary>
    public const string ResolverDoesNotValidate = "resolver-not-validating";

    /// <summary>The probe's own resolver answers nothing: our trouble, not the target's.</summary>
    public const string ResolverSilent = "resolver-silent";

    /// <summary>This machine has no way to the address (no IPv6, no route, no free socket): our trouble, not the target's.</summary>
    public const string NoLocalRoute = "no-local-route";

    /// <summary>The server answered with something that is no answer to what it was asked.</summary>
    public const string UnreadableReply = "unreadable-reply";

    /// <summary>The backend that should have looked cannot be reached.</summary>
    public const string BackendDown = "backend-down";

    /// <summary>The backend was reached, but took longer than a run may.</summary>
    public const string BackendSlow = "backend-slow";

    /// <summary>The backend does not take the key it was asked with.</summary>
    public const string BackendKey = "backend-key";

    /// <summary>The backend has too much to do, or the one who asked has had its share.</summary>
    public const string BackendBusy = "backend-busy";

    /// <summary>What came is not what a backend says.</summary>
    public const string BackendUnreadable = "backend-unreadable";

    /// <summary>The backend ended in the middle of the run.</summary>
    public const string BackendBrokeOff = "backend-broke-off";

    /// <summary>The backend failed several times in a row and is left alone for a while.</summary>
    public const string BackendResting = "backend-resting";

    /// <summary>A backend's trouble, which says nothing about the target.</summary>
    public static bool IsOfBackend(string? reason) =>
        reason is BackendDown or BackendSlow or BackendKey or BackendBusy or BackendUnreadable or BackendBrokeOff or BackendResting;
}
