using System.Globalization;
using System.Net;

namespace ChatOpsBot.Probing.Targets;

/// <summary>Why a target is refused: an id of <see cref="Reasons"/> and the sentence for people.</summary>
internal sealed record Denial(string Reason, string Sentence);

/// <summary>
/// Decides what may be touched: public addresses and mail ports, and what the operator listed. Asked twice: with the name before
/// anything is sent, and with every address before the connection to exactly that address.
/// </summary>
internal sealed class TargetPolicy
{
    private static readonly int[] MailPorts = [25, 465, 587];

    private readonly IReadOnlyList<IPNetwork> allowed;
    private readonly IReadOnlyList<IPNetwork> denied;
    private readonly HashSet<int> ports;
    private readonly HashSet<int> morePorts;

    /// <summary>Resolvers that the operator names give reserved names the meaning they have there.</summary>
    private readonly bool hasOwnResolvers;

    public TargetPolicy(ProbeOptions options)
    {
        allowed = Networks.ParseAll(options.AllowedNetworks);
        denied = Networks.ParseAll(options.DeniedNetworks);
        ports = [.. MailPorts, .. options.AllowedPorts];
        morePorts = [.. options.AllowedPorts];
        hasOwnResolvers = options.Resolvers.Count > 0;
    }

    /// <summary>What can be told from the target alone; null when its addresses may be looked up.</summary>
    public Denial? JudgeTarget(ProbeTarget target)
    {
        if (!ports.Contains(target.Port))
        {
            return new(Reasons.PortNotAllowed, string.Create(
                CultureInfo.InvariantCulture,
                $"Port {target.Port} of {target.Host} was not asked: only ports {string.Join(", ", ports.Order())} may be. The operator can add it under Probe:AllowedPorts."));
        }

        return JudgeName(target);
    }

    /// <summary>The same for a place on the web that a stranger names; its port is never one of mail.</summary>
    /// <param name="port">The one such places answer on.</param>
    public Denial? JudgePlace(ProbeTarget place, int port) => place.Port == port || morePorts.Contains(place.Port)
        ? JudgeName(place)
        : new(Reasons.PortNotAllowed, string.Create(CultureInfo.InvariantCulture, $"Port {place.Port} of {place.Host} was not asked: such places answer on port {port}."));

    private Denial? JudgeName(ProbeTarget target)
    {
        if (IPAddress.TryParse(target.Host, out _))
            return null;
        if (!HostNames.IsWellFormed(target.Host))
            return new(Reasons.ReservedName, $"\"{Evidence.Escape(target.Host)}\" is no host name, so nothing was asked. Give the name of the mail server, such as mail.contoso.com.");

        // With networks listed by the operator the name may still lead into one of them; the addresses decide then.
        return allowed.Count == 0 ? JudgeReservedName(target.Host) : null;
    }

    /// <param name="own">The addresses of this machine's interfaces.</param>
    public Denial? JudgeAddress(ProbeTarget target, IPAddress address, IReadOnlyCollection<IPAddress> own)
    {
        var plain = SpecialAddresses.Plain(address);
        var embedded = SpecialAddresses.EmbeddedInNat64(plain);
        if (Lists(denied, plain) || (embedded is not null && Lists(denied, embedded)))
            return new(Reasons.DeniedNetwork, $"{plain} was not asked: the operator lists its network under Probe:DeniedNetworks.");
        if (Lists(allowed, plain))
            return null;
        if (SpecialAddresses.Find(plain) is { } range)
        {
            return new(
                Reasons.PrivateAddress,
                $"{plain} was not asked: it is not a public address ({range}). Microsoft 365 cannot reach it over the internet either; the operator can list its network under Probe:AllowedNetworks.");
        }

        if (own.Contains(plain) || (embedded is not null && own.Contains(embedded)))
            return new(Reasons.PrivateAddress, $"{plain} was not asked: it is an address of the probe itself. The operator can list it under Probe:AllowedNetworks.");
        return IPAddress.TryParse(target.Host, out _) ? null : JudgeReservedName(target.Host);
    }

    private Denial? JudgeReservedName(string host)
    {
        if (!hasOwnResolvers && HostNames.FindReserved(host) is { } reserved)
        {
            return new(
                Reasons.ReservedName,
                $"{host} was not asked: {reserved} is reserved for examples, tests or local networks. Give the server's public name, or let the operator list its network under Probe:AllowedNetworks.");
        }

        return HostNames.IsSingleLabel(host)
            ? new(Reasons.ReservedName, $"{host} was not asked: a name without a dot means something else on every network. Give the full name, such as {host}.contoso.com.")
            : null;
    }

    private static bool Lists(IReadOnlyList<IPNetwork> networks, IPAddress address) => networks.Any(network => network.Contains(address));
}
