using System.Net;
using System.Net.Sockets;
using ChatOpsBot.Probing.Targets;

namespace ChatOpsBot.Probing.Names;

/// <summary>Asks a resolver for the addresses of a host name; throws <see cref="SocketException"/> as the system resolver does.</summary>
internal delegate Task<IPAddress[]> AddressLookup(string host, CancellationToken cancellationToken);

/// <summary>How the system resolver answered.</summary>
internal enum NameOutcome
{
    Found,

    /// <summary>No such name. On Linux also a name without addresses: getaddrinfo tells them apart only on some systems.</summary>
    NxDomain,
    NoData,
    ServFail,
    TimedOut,

    /// <summary>The time of the whole run was used up before the resolver answered.</summary>
    OutOfBudget,
}

/// <summary>What stands behind the name.</summary>
/// <param name="Addresses">Without doubles, IPv4 and IPv6 in turns so that a limit cuts off neither family.</param>
internal sealed record NameAnswer(NameOutcome Outcome, IReadOnlyList<IPAddress> Addresses, TimeSpan After, string? Error = null);

internal static class NameLookup
{
    /// <summary>The resolver of this machine. It keeps its thread when the wait is given up: getaddrinfo cannot be interrupted.</summary>
    public static Task<IPAddress[]> SystemResolver(string host, CancellationToken cancellationToken) => System.Net.Dns.GetHostAddressesAsync(host, cancellationToken);

    public static async Task<NameAnswer> AskAsync(AddressLookup lookup, string host, TimeSpan limit, TimeProvider time, CancellationToken budget)
    {
        var start = time.GetTimestamp();
        using var stage = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stage.Token, budget);
        try
        {
            var addresses = await lookup(host, either.Token).WaitAsync(either.Token);
            return new(addresses.Length == 0 ? NameOutcome.NoData : NameOutcome.Found, InTurns(addresses), time.GetElapsedTime(start));
        }
        catch (OperationCanceledException)
        {
            return new(stage.IsCancellationRequested ? NameOutcome.TimedOut : NameOutcome.OutOfBudget, [], time.GetElapsedTime(start));
        }
        catch (SocketException failure)
        {
            return new(Read(failure.SocketErrorCode), [], time.GetElapsedTime(start), failure.SocketErrorCode.ToString());
        }
    }

    private static NameOutcome Read(SocketError error) => error switch
    {
        SocketError.HostNotFound => NameOutcome.NxDomain,
        SocketError.NoData => NameOutcome.NoData,

        // EAI_AGAIN and EAI_FAIL: the resolver gave up. It does not say whether SERVFAIL or its own time limit was the reason.
        _ => NameOutcome.ServFail,
    };

    private static List<IPAddress> InTurns(IEnumerable<IPAddress> addresses)
    {
        var plain = addresses.Select(SpecialAddresses.Plain).Distinct().ToList();
        return [.. plain.GroupBy(address => address.AddressFamily).SelectMany(family => family.Index()).OrderBy(ranked => ranked.Index).Select(ranked => ranked.Item)];
    }
}
