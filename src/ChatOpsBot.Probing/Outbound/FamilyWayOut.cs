using System.Net;
using ChatOpsBot.Probing.Names;
using ChatOpsBot.Probing.Smtp;
using ChatOpsBot.Probing.Targets;

namespace ChatOpsBot.Probing.Outbound;

/// <summary>
/// Finds out, once a run and address family, whether silence is the target's or our own. Decided as soon as one address greets or a proof of the last
/// hour is on file; otherwise when the last address has failed and the controls have been asked.
/// </summary>
/// <remarks>The visits of a run report from their own tasks; the counters and the decision are all they share.</remarks>
internal sealed class FamilyWayOut(RunnerState state)
{
    private readonly TaskCompletionSource<WayOut> decided = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IPEndPoint target = new(IPAddress.None, 0);
    private int waiting;
    private int mayBeUs;
    private int forbidden;

    public Task<WayOut> Decision => decided.Task;

    /// <summary>The talk with the controls. It outlives the decision by their goodbyes, so the run waits for it at its end.</summary>
    public Task Controls { get; private set; } = Task.CompletedTask;

    /// <param name="visits">The addresses that will be connected to; each reports exactly once.</param>
    public void Begin(int port, IReadOnlyCollection<IPAddress> visits)
    {
        // One public address makes it a question about the way to the internet.
        target = new IPEndPoint(visits.FirstOrDefault(SpecialAddresses.IsPublic) ?? visits.FirstOrDefault() ?? IPAddress.None, port);
        waiting = visits.Count;
        if (state.WayOut.Find(target) is { } proof)
            decided.TrySetResult(proof);
        else if (waiting == 0)
            decided.TrySetResult(new WayOut(WayOutKind.Unknown, port));
    }

    /// <summary>An address greeted: no need to wait for the others.</summary>
    public void Greeted(IPAddress address)
    {
        state.WayOut.Prove(new IPEndPoint(address, target.Port));
        if (state.WayOut.Find(target) is { } proof)
            decided.TrySetResult(proof);
    }

    /// <summary>One visit is over, whatever came of it; null when it never came to connect. The last one looks for other proof.</summary>
    public void Left(ConnectionSeen? connection, CancellationToken budget)
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
            Controls = AskControlsAsync(budget);
    }

    private async Task AskControlsAsync(CancellationToken budget)
    {
        try
        {
            var own = OwnAddresses.Read();
            var answers = await Task.WhenAll(state.Options.Port25Controls.Select(control => AskControlAsync(control, own, budget)));
            if (answers.OfType<string>().ToList() is { Count: > 0 } silent)
                decided.TrySetResult(new WayOut(WayOutKind.Blocked, target.Port, Tried: silent));
        }
        finally
        {
            // Nobody could be asked, or a fault of ours: the visits must not wait for a decision that never comes.
            decided.TrySetResult(new WayOut(WayOutKind.Unknown, target.Port));
        }
    }

    /// <summary>The control's name when it did not answer; null when it did, or could not be asked.</summary>
    private async Task<string?> AskControlAsync(string text, IReadOnlyCollection<IPAddress> own, CancellationToken budget)
    {
        if (!ProbeTarget.TryParse(text, out var control) || state.Policy.JudgeTarget(control) is not null)
            return null;
        var addresses = IPAddress.TryParse(control.Host, out var literal)
            ? [SpecialAddresses.Plain(literal)]
            : (await NameLookup.AskAsync(state.Resolver, control.Host, state.Time, budget)).Addresses;
        var address = addresses.FirstOrDefault(candidate => candidate.AddressFamily == target.AddressFamily && state.Policy.JudgeAddress(control, candidate, own) is null);
        if (address is null || state.Pauses.Find(address) is not null)
            return null;

        try
        {
            using var turn = await state.Gates.EnterAsync(address, budget);
            if (state.Quota.Take(address) is not null)
                return null;
            return await ConnectAsync(new IPEndPoint(address, control.Port), budget) ? control.Host : null;
        }
        catch (OperationCanceledException) when (budget.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <returns>Whether the control kept silent or refused.</returns>
    private async Task<bool> ConnectAsync(IPEndPoint control, CancellationToken budget)
    {
        await using var session = new SmtpSession(control, state.Options, state.Time);
        var connection = await session.ConnectAsync(state.Options.ControlTimeout, budget);
        if (connection.End != ConnectEnd.Open)
            return connection.End is not (ConnectEnd.NoLocalRoute or ConnectEnd.OutOfBudget);

        // Devices on the way accept connections for others: only a server that speaks is proof.
        var greeting = await session.ReadGreetingAsync(state.Options.BannerTimeout < state.Options.ControlTimeout ? state.Options.BannerTimeout : state.Options.ControlTimeout, budget);
        if (greeting.IsAboutRate)
            state.Pauses.Begin(control.Address);
        if (greeting.End != ReplyEnd.Complete)
            return false;

        // It proves the port the question is about, whatever port the operator's control listens on.
        state.WayOut.Prove(new IPEndPoint(control.Address, target.Port));
        decided.TrySetResult(new WayOut(WayOutKind.Open, target.Port, control.Address));
        await session.LeaveAsync(budget);
        return false;
    }
}
