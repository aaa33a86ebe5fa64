using System.Globalization;
using ChatOpsBot.Probing.Dns;
using ChatOpsBot.Probing.Web;

namespace ChatOpsBot.Probing.Policies;

/// <summary>Fetches the MTA-STS policy of a domain as senders do: the TXT record announces it, HTTPS without redirects brings it (RFC 8461 §3).</summary>
internal sealed class MtaStsClient(RunnerState state)
{
    /// <param name="domain">The mail domain.</param>
    public async Task<MtaStsSeen> AskAsync(string domain, CancellationToken budget)
    {
        var start = state.Time.GetTimestamp();
        return await FindAsync(domain, budget) with { After = state.Time.GetElapsedTime(start) };
    }

    private async Task<MtaStsSeen> FindAsync(string domain, CancellationToken budget)
    {
        if (!DnsName.TryParse("_mta-sts." + domain, out var name))
            return new MtaStsSeen(MtaStsEnd.NotAnnounced);
        var answer = await state.Resolver.AskAsync(name, DnsType.Txt, budget);
        var end = answer.End switch
        {
            LookupEnd.Found => MtaStsEnd.Found,
            LookupEnd.NoData or LookupEnd.NxDomain => MtaStsEnd.NotAnnounced,
            LookupEnd.ResolverSilent => MtaStsEnd.ResolverSilent,
            LookupEnd.OutOfBudget => MtaStsEnd.OutOfBudget,
            _ => MtaStsEnd.NoAnswer,
        };
        if (end != MtaStsEnd.Found)
            return new MtaStsSeen(end);

        // RFC 8461 §3.1: other records do not count, and two that do are as good as none.
        var records = answer.Records.OfType<DnsRecord.Text>().Select(record => Fields(record.Value)).Where(fields => fields[0] == "v=STSv1").ToList();
        if (records.Count == 0)
            return new MtaStsSeen(MtaStsEnd.NotAnnounced);
        if (records.Count > 1)
            return NotFetched(null, $"There are {records.Count.ToString(CultureInfo.InvariantCulture)} TXT records of it at {name}, where one may be.");
        return records[0].FirstOrDefault(field => field.StartsWith("id=", StringComparison.Ordinal))?[3..] is { Length: > 0 } id
            ? await FetchAsync(domain, Evidence.Short(id, 40), budget)
            : NotFetched(null, $"The TXT record at {name} has no id.");
    }

    private async Task<MtaStsSeen> FetchAsync(string domain, string id, CancellationToken budget)
    {
        using var stage = new CancellationTokenSource(state.Options.WebTimeout, state.Time);
        var place = new UriBuilder(Uri.UriSchemeHttps, "mta-sts." + domain, state.Options.PolicyPort, "/.well-known/mta-sts.txt").Uri;
        var answer = await state.Web.GetAsync(new WebQuestion(place, "text/plain", MtaStsPolicy.MaxBody), stage.Token, budget);
        if (answer.End == WebEnd.OutOfBudget)
            return new MtaStsSeen(MtaStsEnd.OutOfBudget);
        if (answer.Problem is { } trouble)
            return NotFetched(id, trouble);
        if (answer.Status != 200)
            return NotFetched(id, $"{place.IdnHost} answers HTTP {answer.Status.ToString(CultureInfo.InvariantCulture)}.");
        var (policy, problem) = MtaStsPolicy.Read(answer.Body);
        return policy is null ? NotFetched(id, $"The document of {place.IdnHost} is no policy: it {problem}.") : new MtaStsSeen(MtaStsEnd.Found) { Id = id, Policy = policy };
    }

    private static MtaStsSeen NotFetched(string? id, string problem) => new(MtaStsEnd.NotFetched) { Id = id, Problem = problem };

    private static List<string> Fields(string record) => [.. record.Split(';').Select(field => field.Trim())];
}
