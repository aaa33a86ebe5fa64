using System.Globalization;
using ChatOpsBot.Probing.Dns;
using ChatOpsBot.Probing.Zones;

namespace ChatOpsBot.Probing.Policies;

/// <summary>Looks up the TLSA records of a mail server, and whether they may be believed.</summary>
internal sealed class TlsaClient(RunnerState state)
{
    /// <param name="start">A server with a name, and the MX records that led to it.</param>
    public async Task<TlsaSeen> AskAsync(Sight start, CancellationToken budget)
    {
        var owner = string.Create(CultureInfo.InvariantCulture, $"_{start.Target.Port}._tcp.{start.Target.Host}");
        if (!DnsName.TryParse(owner, out var name))
            return new TlsaSeen(TlsaEnd.None, owner, TimeSpan.Zero);
        var answer = await state.Resolver.AskAsync(name, DnsType.Tlsa, budget);
        var end = answer.End switch
        {
            LookupEnd.Found => await JudgeAsync(start, answer, name, budget),
            LookupEnd.NoData or LookupEnd.NxDomain => TlsaEnd.None,
            LookupEnd.ResolverSilent => TlsaEnd.ResolverSilent,
            LookupEnd.OutOfBudget => TlsaEnd.OutOfBudget,
            _ => TlsaEnd.NoAnswer,
        };
        return new TlsaSeen(end, owner, answer.After) { Records = [.. answer.Records.OfType<DnsRecord.TlsAssociation>()] };
    }

    // RFC 7672 §2.2.1: whoever can forge the MX records leads the mail elsewhere, so they must be signed too.
    private async Task<TlsaEnd> JudgeAsync(Sight start, DnsAnswer answer, DnsName name, CancellationToken budget)
    {
        if (answer.IsAuthentic && (start.ExchangerOf is null || start.Exchangers is { Answer.IsAuthentic: true }))
            return TlsaEnd.Found;
        using var stage = state.Resolver.StartStage();
        return await new TrustSurvey(state).IsValidatingAsync(answer, name, stage.Token, budget) ? TlsaEnd.NotSigned : TlsaEnd.NotJudged;
    }
}
