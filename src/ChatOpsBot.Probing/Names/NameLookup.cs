using System.Net;
using ChatOpsBot.Probing.Dns;
using ChatOpsBot.Probing.Targets;

namespace ChatOpsBot.Probing.Names;

/// <summary>Finds the addresses of a host name: A and AAAA at the same time, by DNS alone. Exchange Online sees no hosts file either.</summary>
internal static class NameLookup
{
    /// <summary>How long the one family waits for the other.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1.5);

    /// <summary>For all questions why a resolver failed. It has just asked the same servers, and a busy one is slow the second time too.</summary>
    private static readonly TimeSpan ExplanationTime = TimeSpan.FromSeconds(4);

    private const int MaxAliases = 10;

    /// <summary>Within the time limit of the resolver.</summary>
    public static async Task<NameAnswer> AskAsync(Resolver resolver, string host, TimeProvider time, CancellationToken budget)
    {
        using var stage = resolver.StartStage();
        return await AskAsync(resolver, host, time, stage.Token, budget);
    }

    /// <param name="stage">When it ends there was no answer in time: that is a finding.</param>
    /// <param name="budget">When it ends first nothing is known.</param>
    public static async Task<NameAnswer> AskAsync(Resolver resolver, string host, TimeProvider time, CancellationToken stage, CancellationToken budget)
    {
        var start = time.GetTimestamp();

        // RFC 6761 §6.3: a question no resolver needs to hear.
        if (HostNames.FindReserved(host) == ".localhost")
            return new NameAnswer(LookupEnd.Found, [IPAddress.Loopback, IPAddress.IPv6Loopback], time.GetElapsedTime(start));
        if (!DnsName.TryParse(host, out var name))
            return new NameAnswer(LookupEnd.NxDomain, [], time.GetElapsedTime(start));

        var (four, six) = await AskBothAsync(resolver, name, time, stage, budget);
        var answer = Merge(four, six) with { After = time.GetElapsedTime(start) };
        return answer.End == LookupEnd.ServFail ? answer with { IsLoop = await RunsInACircleAsync(resolver, name, time, budget) } : answer;
    }

    private static async Task<(DnsAnswer Four, DnsAnswer Six)> AskBothAsync(Resolver resolver, DnsName name, TimeProvider time, CancellationToken stage, CancellationToken budget)
    {
        using var patience = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stage, patience.Token);
        var four = resolver.AskAsync(name, DnsType.A, either.Token, budget);
        var six = resolver.AskAsync(name, DnsType.Aaaa, either.Token, budget);
        if ((await await Task.WhenAny(four, six)).End == LookupEnd.Found)
            patience.CancelAfter(Grace);
        return (await four, await six);
    }

    private static NameAnswer Merge(DnsAnswer four, DnsAnswer six)
    {
        // The better news counts: a name with one family is found, and one that exists is not unknown.
        var (better, worse) = Rank(four.End) <= Rank(six.End) ? (four, six) : (six, four);
        return new NameAnswer(better.End, InTurns(four.Records.Concat(six.Records).OfType<DnsRecord.Address>().Select(record => record.Value)), better.After)
        {
            Aliases = better.Aliases.Count > 0 ? better.Aliases : worse.Aliases,
            IsLoop = better.IsLoop || worse.IsLoop,
            TimeLeft = better.TimeLeft is null || (worse.End == better.End && worse.TimeLeft < better.TimeLeft) ? worse.TimeLeft : better.TimeLeft,
            Errors = [.. better.Errors.Concat(worse.Errors).Distinct()],
            Problem = better.Problem,
            BrokenFamily = better.End is LookupEnd.Found or LookupEnd.NoData && worse.End is LookupEnd.ServFail or LookupEnd.TimedOut or LookupEnd.ResolverSilent
                ? $"{worse.Question.Type.ToString().ToUpperInvariant()}: {worse.Problem ?? "no answer"}"
                : null,
        };
    }

    private static int Rank(LookupEnd end) => end switch
    {
        LookupEnd.Found => 0,
        LookupEnd.NoData => 1,
        LookupEnd.NxDomain => 2,
        LookupEnd.ServFail => 3,
        LookupEnd.TimedOut => 4,
        LookupEnd.ResolverSilent => 5,
        LookupEnd.OutOfBudget => 6,
        _ => throw new ArgumentOutOfRangeException(nameof(end), end, "Unknown end of a lookup."),
    };

    /// <summary>Resolvers answer SERVFAIL to aliases without an end; asked for one alias at a time they show them.</summary>
    private static async Task<bool> RunsInACircleAsync(Resolver resolver, DnsName name, TimeProvider time, CancellationToken budget)
    {
        using var grace = new CancellationTokenSource(ExplanationTime, time);
        HashSet<DnsName> seen = [name];
        for (var at = name; seen.Count <= MaxAliases;)
        {
            var answer = await resolver.AskAsync(at, DnsType.Cname, grace.Token, budget);
            if (answer.Records.OfType<DnsRecord.Alias>().FirstOrDefault() is not { } alias)
                return false;
            if (!seen.Add(alias.Canonical))
                return true;
            at = alias.Canonical;
        }

        return true;
    }

    private static List<IPAddress> InTurns(IEnumerable<IPAddress> addresses)
    {
        var plain = addresses.Select(SpecialAddresses.Plain).Distinct().ToList();
        return [.. plain.GroupBy(address => address.AddressFamily).SelectMany(family => family.Index()).OrderBy(ranked => ranked.Index).Select(ranked => ranked.Item)];
    }
}
