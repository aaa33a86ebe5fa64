using ChatOpsBot.Probing.Dns;

namespace ChatOpsBot.Probing.Zones;

/// <summary>
/// Asks a validating resolver what it thinks of a name's signatures. AD says secure; SERVFAIL that turns into an answer with CD says bogus.
/// No validation of our own: a second opinion about keys would need the clock and the trust anchors of the world.
/// </summary>
internal sealed class TrustSurvey(RunnerState state)
{
    public async Task<TrustSeen> AskAsync(DnsName name, CancellationToken budget)
    {
        var start = state.Time.GetTimestamp();
        using var stage = state.Resolver.StartStage();
        var answer = await state.Resolver.AskAsync(name, DnsType.Soa, stage.Token, budget);
        var trust = answer switch
        {
            { End: LookupEnd.Found or LookupEnd.NoData or LookupEnd.NxDomain, IsAuthentic: true } => Trust.Secure,
            { End: LookupEnd.Found or LookupEnd.NoData or LookupEnd.NxDomain } => await IsValidatingAsync(answer, name, stage.Token, budget) ? Trust.Insecure : Trust.NotJudged,
            { End: LookupEnd.ServFail } when answer.Errors.Any(error => error.IsAboutDnssec) => Trust.Bogus,
            { End: LookupEnd.ServFail } => await IsThereUncheckedAsync(name, stage.Token, budget) ? Trust.Bogus : Trust.NoAnswer,
            { End: LookupEnd.ResolverSilent } => Trust.ResolverSilent,
            { End: LookupEnd.OutOfBudget } => Trust.OutOfBudget,
            _ => Trust.NoAnswer,
        };
        return new TrustSeen(name, trust, state.Time.GetElapsedTime(start), answer.Errors);
    }

    private async Task<bool> IsThereUncheckedAsync(DnsName name, CancellationToken stage, CancellationToken budget)
    {
        var unvalidated = await state.Resolver.AskAsync(name, DnsType.Soa, stage, budget, DnsFlags.CheckingDisabled);
        if (unvalidated.End is not (LookupEnd.Found or LookupEnd.NoData or LookupEnd.NxDomain))
            return false;

        // Name servers that fail now and then would look the same: once more with checking tells.
        var again = await state.Resolver.AskAsync(name, DnsType.Soa, stage, budget);
        return again.End == LookupEnd.ServFail;
    }

    /// <summary>Whether the resolver has ever said AD; if not, it is asked about the top of the tree, which is signed.</summary>
    private async Task<bool> IsValidatingAsync(DnsAnswer answer, DnsName name, CancellationToken stage, CancellationToken budget)
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
