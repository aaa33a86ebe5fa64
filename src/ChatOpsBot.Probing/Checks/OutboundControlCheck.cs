using System.Globalization;
using ChatOpsBot.Probing.Outbound;

namespace ChatOpsBot.Probing.Checks;

/// <summary>Asks whether the probe itself can leave on the port: many clouds and offices block outbound port 25.</summary>
internal sealed class OutboundControlCheck : ILiveCheck
{
    public CheckDescriptor Descriptor { get; } = new("ctl.out25", Stage.Control, Seen.WayOut);

    public CheckResult Judge(Sight sight)
    {
        var wayOut = sight.WayOut ?? new WayOut(WayOutKind.Unknown, sight.Target.Port);
        var port = wayOut.Port.ToString(CultureInfo.InvariantCulture);
        var result = wayOut switch
        {
            { Kind: WayOutKind.Open } => sight.Of(Descriptor.Id, "ok", $"The probe can leave on port {port}: {wayOut.By} answered within the last hour.", facts: ("address", $"{wayOut.By}")),
            { Kind: WayOutKind.Blocked, Tried: null } => sight.Of(
                Descriptor.Id,
                "blocked",
                $"The probe's own machine forbids connections to port {port}. Allow it in the local firewall or the container's rules, or run the checks from another machine."),
            { Kind: WayOutKind.Blocked } => sight.Of(
                Descriptor.Id,
                "blocked",
                $"The probe itself cannot leave on port {port}: neither the target nor {string.Join(", ", wayOut.Tried)} answered. Ask the network team or the hosting provider to open outbound port {port}, or run the checks from another place."),
            _ => sight.Of(
                Descriptor.Id,
                "unknown",
                $"Whether the probe can leave on port {port} is not known: no server answered it there within the last hour. Name one that answers everybody under Probe:Port25Controls."),
        };
        return result with { Where = null };
    }
}
