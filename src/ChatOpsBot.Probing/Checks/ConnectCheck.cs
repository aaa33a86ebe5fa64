using ChatOpsBot.Probing.Outbound;
using ChatOpsBot.Probing.Smtp;

namespace ChatOpsBot.Probing.Checks;

/// <summary>Asks whether one address accepts a TCP connection on the mail port.</summary>
internal sealed class ConnectCheck : ILiveCheck
{
    public CheckDescriptor Descriptor { get; } = new("tcp25", Stage.Connect, Seen.Connection);

    public CheckResult Judge(Sight sight)
    {
        if (sight.Connection is not { End: not ConnectEnd.OutOfBudget } connection)
            return sight.OutOfBudget(Descriptor.Id);

        var (server, port, limit) = (sight.Server, sight.Target.Port, Words.Seconds(sight.Limits.ConnectTimeout));
        return connection switch
        {
            { End: ConnectEnd.Open } => Of("open", $"{server} accepts connections on port {port}."),
            { End: ConnectEnd.NoLocalRoute } => NotTested(
                Reasons.NoLocalRoute,
                $"The probe's own machine has no way to {sight.Address} ({connection.Error}), for example no IPv6. That says nothing about {sight.Target.Host}."),
            { End: ConnectEnd.Forbidden } => NotTested(
                Reasons.OutboundBlocked,
                $"The probe's own machine forbids the connection to {server} on port {port}, so nothing is known about the server. Allow it in the local firewall, or run the checks from another machine."),
            { MayBeOurWayOut: true } when sight.WayOut is { Kind: WayOutKind.Blocked } => NotTested(
                Reasons.OutboundBlocked,
                $"{server} {(connection.End == ConnectEnd.Refused ? "refused the connection" : "did not answer")} on port {port}, but the probe itself cannot leave on that port, so nothing is known about the server. Run the checks from another place."),
            { End: ConnectEnd.Refused } => Of(
                "refused",
                $"{server} refused the connection on port {port}: nothing listens there, or a firewall rejects this probe. Check that the SMTP service runs and whom the firewall lets in.{Limit(sight)}"),
            { End: ConnectEnd.TimedOut } => Of(
                "timeout",
                $"{server} did not answer on port {port} within {limit}.{Vantage(sight)}"),
            _ => Of(
                "unreachable",
                $"The network says that {server} cannot be reached on port {port} ({connection.Error}).{Vantage(sight)}"),
        };

        CheckResult Of(string outcome, string sentence) => sight.Of(Descriptor.Id, outcome, sentence, connection.After, facts: [.. Facts(), .. Causes.Of(Cause(outcome))]);

        CheckResult NotTested(string reason, string sentence) => sight.NotTested(Descriptor.Id, reason, sentence, facts: [.. Facts()]);

        IEnumerable<(string, string)> Facts() =>
        [
            ("seconds", Words.Number(connection.End == ConnectEnd.TimedOut ? sight.Limits.ConnectTimeout : connection.After)),
            .. connection.Error is { } error ? [("error", error.ToString())] : Array.Empty<(string, string)>(),
        ];
    }

    private static string? Cause(string outcome) => outcome switch
    {
        "refused" => "tcp.refused",
        "timeout" => "tcp.timeout",
        "unreachable" => "tcp.unreachable",
        _ => null,
    };

    private static string Vantage(Sight sight) => sight.WayOut is { Kind: WayOutKind.Open }
        ? " Check that the server is up, its address is right, and the firewall lets the port in."
        : Limit(sight);

    // The verdict is never stronger than the evidence: without proof of our own way out the silence or the RST may be ours.
    private static string Limit(Sight sight) => sight.WayOut is { Kind: WayOutKind.Open }
        ? ""
        : $" Whether port {sight.Target.Port} is open on the way out of the probe is not known, so try from another place before you blame the server.";
}
