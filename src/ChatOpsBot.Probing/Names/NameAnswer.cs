using System.Net;
using ChatOpsBot.Probing.Dns;

namespace ChatOpsBot.Probing.Names;

/// <summary>What the resolver says about the addresses behind a host name.</summary>
/// <param name="Addresses">Without doubles, IPv4 and IPv6 in turns so that a limit cuts off neither family.</param>
internal sealed record NameAnswer(LookupEnd End, IReadOnlyList<IPAddress> Addresses, TimeSpan After)
{
    /// <summary>The names the asked one leads to by CNAME, in order.</summary>
    public IReadOnlyList<DnsName> Aliases { get; init; } = [];

    /// <summary>The aliases run in a circle.</summary>
    public bool IsLoop { get; init; }

    /// <summary>How long the resolver keeps the answer.</summary>
    public TimeSpan? TimeLeft { get; init; }

    public IReadOnlyList<ExtendedError> Errors { get; init; } = [];

    /// <summary>What the resolver answered instead of addresses, such as <c>SERVFAIL</c>.</summary>
    public string? Problem { get; init; }

    /// <summary>The family that failed although the other one has addresses (<c>AAAA: SERVFAIL</c>): some servers mishandle types they do not know.</summary>
    public string? BrokenFamily { get; init; }
}
