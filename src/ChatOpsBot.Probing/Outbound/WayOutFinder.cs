using System.Net;
using ChatOpsBot.Probing.Names;
using ChatOpsBot.Probing.Smtp;
using ChatOpsBot.Probing.Targets;

namespace ChatOpsBot.Probing.Outbound;

/// <summary>
/// Finds out, once a run, whether silence is the target's or our own. Decided as soon as one address answers or a proof of the last
/// hour is on file; otherwise when the last address has failed and the controls have been asked.
/// </summary>
/// <remarks>The visits of a run report from their own tasks; <see cref="decided"/> and <see cref="waiting"/> are the only shared state.</remarks>
internal sealed class WayOutFinder(ProbeOptions options, TimeProvider time, TargetPolicy policy, AddressLookup lookup, WayOutMemory memory)
{
    private readonly TaskCompletionSource<WayOut> decided = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IPEndPoint target = new(IPAddress.None, 0);
    private int waiting;
    private int mayBeUs;
    private int forbidden;

    public Task<WayOut> Decision => decided.Task;

    /// <param name="visits">The addresses that will be connected to; each reports exactly once.</param>
    public void Begin(int port, IReadOnlyCollection<IPAddress> visits)
    {
        // One public address makes it a question about the way to the internet.
        target = new IPEndPoint(visits.FirstOrDefault(SpecialAddresses.IsPublic) ?? visits.FirstOrDefault() ?? IPAddress.None, port);
        waiting = visits.Count;
        if (memory.Find(target) is { } proof)
            decided.TrySetResult(proof);
        else if (waiting == 0)
            decided.TrySetResult(new WayOut(WayOutKind.Unknown, port));
    }

    /// <summary>An address answered: no need to wait for the others.</summary>
    public void Opened(IPAddress address)
    {
        memory.Prove(new IPEndPoint(address, target.Port));
        if (memory.Find(target) is { } proof)
            decided.TrySetResult(proof);
    }

    /// <summary>One visit is over, whatever came of it; null when it never came to connect. The last one looks for other proof.</summary>
    public async Task LeftAsync(ConnectionSeen? connection, CancellationToken budget)
    {
        if (connection is { MayBeOurWayOut: true })
            Interlocked.Increment(ref mayBeUs);
        if (connection is { End: ConnectEnd.Forbidden })
            Interlocked.Increment(ref forbidden);
        if (Interlocked.Decrement(ref waiting) > 0 || decided.Task.IsCompleted)
            return;

        if (forbidden > 0)
            decided.TrySetResult(new WayOut(WayOutKind.Blocked, target.Port));
        else if (mayBeUs == 0)
            decided.TrySetResult(new WayOut(WayOutKind.Unknown, target.Port));
        else
            decided.TrySetResult(await AskControlsAsync(budget));
    }

    private async Task<WayOut> AskControlsAsync(CancellationToken budget)
    {
        var own = OwnAddresses.Read();
        var answers = await Task.WhenAll(options.Port25Controls.Select(control => AskControlAsync(control, own, budget)));
        if (memory.Find(target) is { } proof)
            return proof;

        var silent = answers.OfType<string>().ToList();
        return silent.Count > 0
            ? new WayOut(WayOutKind.Blocked, target.Port, Tried: silent)
            : new WayOut(WayOutKind.Unknown, target.Port);
    }

    /// <summary>The control's name when it did not answer; null when it did, or could not be asked.</summary>
    private async Task<string?> AskControlAsync(string text, IReadOnlyCollection<IPAddress> own, CancellationToken budget)
    {
        if (!ProbeTarget.TryParse(text, out var control) || policy.JudgeTarget(control) is not null)
            return null;
        var name = IPAddress.TryParse(control.Host, out var literal)
            ? [literal]
            : (await NameLookup.AskAsync(lookup, control.Host, options.DnsTimeout, time, budget)).Addresses;
        var address = name.FirstOrDefault(candidate => candidate.AddressFamily == target.AddressFamily && policy.JudgeAddress(control, candidate, own) is null);
        if (address is null)
            return null;

        await using var session = new SmtpSession(new IPEndPoint(address, control.Port), options, time);
        var connection = await session.ConnectAsync(options.ControlTimeout, budget);
        if (connection.End != ConnectEnd.Open)
            return connection.End is ConnectEnd.NoLocalRoute or ConnectEnd.OutOfBudget ? null : control.Host;

        // It proves the port the question is about, whatever port the operator's control listens on.
        memory.Prove(new IPEndPoint(address, target.Port));
        decided.TrySetResult(new WayOut(WayOutKind.Open, target.Port, address));
        await session.LeaveAsync(budget);
        return null;
    }
}
