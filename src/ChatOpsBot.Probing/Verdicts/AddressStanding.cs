using System.Net;
using System.Net.Sockets;
using ChatOpsBot.MailFlow.Evidence;

namespace ChatOpsBot.Probing.Verdicts;

/// <summary>How a place stands to the mail.</summary>
internal enum Standing
{
    Fine,
    Failing,

    /// <summary>Nothing was seen that decides.</summary>
    Untested,
}

/// <summary>All results at one address of one server.</summary>
internal sealed class AddressStanding
{
    // It spoke, or something keeps us from asking on, so nobody may call it dead or well.
    private static readonly string[] Deciding =
        [Reasons.RateLimited, Reasons.Budget, Reasons.Stopped, Reasons.OutboundBlocked, Reasons.NoLocalRoute, Reasons.TooManyAddresses];

    private readonly IReadOnlyList<CheckResult> results;

    public AddressStanding(string host, string address, IReadOnlyList<CheckResult> results)
    {
        (Host, Address, this.results) = (host, address, results);
        Fault = Find();
        Standing = Fault is not null ? Standing.Failing : WasAsked ? Standing.Fine : Standing.Untested;
    }

    public string Host { get; }

    public string Address { get; }

    public Standing Standing { get; }

    /// <summary>Only while failing.</summary>
    public Fault? Fault { get; }

    public bool IsIPv6 => IPAddress.TryParse(Address, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6;

    /// <summary>The server is alive and asked the probe to come later.</summary>
    public bool IsRateLimited => results.Any(result => result.Reason == Reasons.RateLimited);

    /// <summary>What was seen that may set one server of a pool apart from the others.</summary>
    public string Look => Fault?.Cause.Id ?? string.Join('|', results.Where(result => !result.IsNotTested()).Select(result => $"{result.CheckId}={result.Outcome}").Order(StringComparer.Ordinal));

    private bool WasAsked => results.Any(result => result is { CheckId: "tcp25", Outcome: "open" })
        && !results.Any(result => Deciding.Contains(result.Reason, StringComparer.Ordinal));

    public int? Preference => int.TryParse(results[0].Fact("preference"), out var preference) ? preference : null;

    private VerdictTarget Target => new(
        Host,
        Address,
        Preference,
        int.TryParse(results[0].Fact("port"), out var port) ? port : null);

    private Fault? Find()
    {
        if (results.FirstOrDefault(result => result is { Outcome: Vocabulary.Denied, Reason: Reasons.PrivateAddress }) is { } denied && !IPAddress.TryParse(Host, out _))
            return new Fault(VerdictCauses.Find(VerdictCauses.MxPrivateAddress)!, denied) { Target = Target };
        var fault = Verdicts.Fault.First(results);

        // A certificate too weak for the TLS library of the probe ends the handshake there; what the sender meets is the certificate.
        if (fault is { Cause.Id: VerdictCauses.HandshakeFailed } && results.SelectMany(ResultReading.CausesOf).Any(id => id is VerdictCauses.WeakKey or VerdictCauses.WeakSignature))
            fault = Verdicts.Fault.First(results.Where(result => result.CheckId.StartsWith("tls.", StringComparison.Ordinal)));
        return fault is null ? null : fault with { Target = Target };
    }
}
