using ChatOpsBot.Probing.Dns;

namespace ChatOpsBot.Probing.Zones;

/// <summary>
/// Asks a validating resolver what it thinks of a name's signatures. AD says secure; SERVFAIL that turns into an answer with CD says bogus.
/// No validation of our own: a second opinion about keys would need the clock and the trust anchors of the world.
/// </summary>
internal sealed class TrustSurvey(RunnerState state)
{
    // A zone may be right while one set of records in it is wrong: those that mail needs are asked for.
    private static readonly DnsType[] OfDomain = [DnsType.Soa, DnsType.Mx, DnsType.A];
    private static readonly DnsType[] OfHost = [DnsType.A, DnsType.Aaaa];

    /// <param name="giveUp">Ends the wait for answers.</param>
    public Task<TrustSeen> AskDomainAsync(DnsName name, CancellationToken giveUp, CancellationToken budget) => AskAsync(name, OfDomain, giveUp, budget);

    /// <param name="giveUp">Ends the wait for answers.</param>
    public Task<TrustSeen> AskHostAsync(DnsName name, CancellationToken giveUp, CancellationToken budget) => AskAsync(name, OfHost, giveUp, budget);

    private async Task<TrustSeen> AskAsync(DnsName name, DnsType[] types, CancellationToken giveUp, CancellationToken budget)
    {
        var start = state.Time.GetTimestamp();
        using var limit = state.Resolver.StartStage();
        using var stage = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, giveUp);
        var judged = await Task.WhenAll(types.Select(type => AskAsync(name, type, stage.Token, budget)));
        return new TrustSeen(name, judged.Select(one => one.Trust).MinBy(Weight), state.Time.GetElapsedTime(start), [.. judged.SelectMany(one => one.Errors).Distinct()]);
    }

    private async Task<(Trust Trust, IReadOnlyList<ExtendedError> Errors)> AskAsync(DnsName name, DnsType type, CancellationToken stage, CancellationToken budget)
    {
        var answer = await state.Resolver.AskAsync(name, type, stage, budget);
        var trust = answer switch
        {
            { End: LookupEnd.Found or LookupEnd.NoData or LookupEnd.NxDomain, IsAuthentic: true } => Trust.Secure,
            { End: LookupEnd.Found or LookupEnd.NoData or LookupEnd.NxDomain } => await IsValidatingAsync(answer, name, stage, budget) ? Trust.Insecure : Trust.NotJudged,
            { End: LookupEnd.ServFail } when answer.Errors.Any(error => error.IsAboutDnssec) => Trust.Bogus,
            { End: LookupEnd.ServFail } => await IsThereUncheckedAsync(name, type, stage, budget) ? Trust.Bogus : Trust.NoAnswer,
            { End: LookupEnd.ResolverSilent } => Trust.ResolverSilent,
            { End: LookupEnd.OutOfBudget } => Trust.OutOfBudget,
            _ => Trust.NoAnswer,
        };
        return (trust, answer.Errors);
    }

    // One wrong set of records is enough to stop mail; what nobody answered hides nothing that was judged.
    private static int Weight(Trust trust) => trust switch
    {
        Trust.Bogus => 0,
        Trust.NotJudged => 1,
        Trust.Insecure => 2,
        Trust.Secure => 3,
        Trust.NoAnswer => 4,
        Trust.ResolverSilent => 5,
        Trust.OutOfBudget => 6,
        _ => throw new ArgumentOutOfRangeException(nameof(trust), trust, "Unknown judgment."),
    };

    private async Task<bool> IsThereUncheckedAsync(DnsName name, DnsType type, CancellationToken stage, CancellationToken budget)
    {
        var unvalidated = await state.Resolver.AskAsync(name, type, stage, budget, DnsFlags.CheckingDisabled);
        if (unvalidated.End is not (LookupEnd.Found or LookupEnd.NoData or LookupEnd.NxDomain))
            return false;

        // Name servers that fail now and then would look the same: once more with checking tells.
        var again = await state.Resolver.AskAsync(name, type, stage, budget);
        return again.End == LookupEnd.ServFail;
    }

    /// <summary>Whether the resolver has ever said AD; if not, it is asked about the top of the tree, which is signed.</summary>
    public async Task<bool> IsValidatingAsync(DnsAnswer answer, DnsName name, CancellationToken stage, CancellationToken budget)
    {
        if (answer.Resolver is not { } resolver)
            return false;
        if (state.Resolver.HasValidated(resolver))
            return true;
        var top = name;
        while (top.Depth > 1)
            top = top.Parent;
        await Task.WhenAll(state.Resolver.AskAsync(top, DnsType.Soa, stage, budget), state.Resolver.AskAsync(DnsName.Root, DnsType.Soa, stage, budget));
        return state.Resolver.HasValidated(resolver);
    }
}
