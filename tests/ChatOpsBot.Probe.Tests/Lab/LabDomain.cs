using ChatOpsBot.Testing.Tls;

namespace ChatOpsBot.Probe.Tests.Lab;

/// <summary>A mail domain of the lab: what is wrong with it, and the verdict that is right.</summary>
/// <param name="Name">Its label below <c>lab</c>.</param>
/// <param name="Code">What a connector meets that insists on valid TLS.</param>
/// <param name="Opportunistic">What other mail meets.</param>
internal sealed record LabDomain(string Name, string Cause, string Code, string Opportunistic)
{
    public LabDomain(string name, string cause, string code)
        : this(name, cause, code, code)
    {
    }

    public string Domain => $"{Name}.lab";

    /// <summary>Lines of its zone; <c>$1</c> is its first IPv4 address, <c>$6</c> its first IPv6 address. Null: it has no zone.</summary>
    public IReadOnlyList<string>? Records { get; init; } = ["@ MX 10 mx1", "mx1 A $1"];

    /// <summary>The same, as it stands at a second place: on another name server, or in the resolver's cache.</summary>
    public IReadOnlyList<string>? OtherRecords { get; init; }

    /// <summary>Its name servers as the zone above tells them; none for a domain that is not registered.</summary>
    public IReadOnlyList<string> NameServers { get; init; } = ["ns1.dns.lab", "ns2.dns.lab"];

    /// <summary>The resolver still remembers that there is no such domain.</summary>
    public bool IsDeniedByResolver { get; init; }

    public Signing Signing { get; init; } = Signing.None;

    /// <summary>What stands at <c>$1</c>, <c>$2</c>, …</summary>
    public IReadOnlyList<Place> Places { get; init; } = [new Place.Healthy()];

    /// <summary>What the backend is asked, with <c>$d</c> for the domain; null for the domain itself.</summary>
    public string? Question { get; init; }

    /// <summary>Findings that must stand beside the verdict.</summary>
    public IReadOnlyList<string> Findings { get; init; } = [];

    public override string ToString() => Domain;
}

internal enum Signing
{
    None,
    Good,

    /// <summary>The signatures have expired.</summary>
    Expired,

    /// <summary>The zone above tells of a key, but the zone is not signed.</summary>
    Missing,

    /// <summary>The signatures begin in some years.</summary>
    Future,

    /// <summary>The zone above tells of another key than the one that signed.</summary>
    OtherKey,

    /// <summary>The proofs of what is not there (NSEC) are gone.</summary>
    WithoutDenials,

    /// <summary>The MX records lost their signature.</summary>
    WithoutMxSignature,
}

/// <summary>What a packet meets at an address.</summary>
internal abstract record Place
{
    private Place()
    {
    }

    public int Port { get; init; } = 25;

    /// <summary>A real Postfix with STARTTLS. It serves weak certificates and old versions of TLS too, which the library of scripted servers refuses.</summary>
    internal sealed record Postfix : Place
    {
        public Func<LabDomain, ServerTls> Issue { get; init; } = Certificates.Valid;

        /// <summary>Of its configuration, as <c>name=value</c>.</summary>
        public IReadOnlyList<string> Settings { get; init; } = [];
    }

    /// <summary>A machine where nobody listens.</summary>
    internal sealed record Nobody : Place;

    /// <summary>The way there loses every packet.</summary>
    internal sealed record Lost : Place;

    /// <summary>The last router says that nobody is there.</summary>
    internal sealed record Unreachable : Place;

    /// <summary>A filter says that it is forbidden.</summary>
    internal sealed record Prohibited : Place;

    /// <summary>A server that follows a script, with the certificate of <see cref="Issue"/>.</summary>
    internal sealed record Scripted(params string[] Script) : Place
    {
        public Func<LabDomain, ServerTls> Issue { get; init; } = Certificates.Valid;
    }

    /// <summary>A scripted server without faults.</summary>
    internal sealed record Healthy : Place;

    /// <summary>Without faults but for its certificate.</summary>
    internal sealed record Showing(Func<LabDomain, ServerTls> Issue) : Place;
}
