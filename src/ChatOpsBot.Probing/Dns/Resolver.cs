using System.Collections.Concurrent;
using System.Net;

namespace ChatOpsBot.Probing.Dns;

/// <summary>
/// Asks the resolvers of this machine, or those the operator named: the first one first, the next when that fails or keeps silent.
/// The first useful answer wins. One instance a process.
/// </summary>
internal sealed class Resolver(Func<IReadOnlyList<IPEndPoint>> servers, TimeSpan limit, TimeProvider time)
{
    private const int MaxAliases = 10;
    private const int MaxServers = 4;

    /// <summary>After so much silence the next resolver is asked too, and whether the first lives at all.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private static readonly DnsQuestion LifeSign = new(DnsName.Root, DnsType.Ns);

    private readonly DnsExchange exchange = new(time);

    /// <summary>Those that have ever said AD.</summary>
    private readonly ConcurrentDictionary<IPEndPoint, bool> validating = new();

    /// <summary>When a resolver last answered anything; written by every question.</summary>
    private long lastAnswer = long.MinValue;

    /// <summary>Asks with recursion and for validation, within the time limit of one question; aliases are followed.</summary>
    public async Task<DnsAnswer> AskAsync(DnsName name, DnsType type, CancellationToken budget, DnsFlags extra = DnsFlags.None)
    {
        using var stage = StartStage();
        return await AskAsync(name, type, stage.Token, budget, extra);
    }

    /// <summary>Whether this resolver has been seen to validate, in the life of the process.</summary>
    public bool HasValidated(IPEndPoint server) => validating.ContainsKey(server);

    /// <summary>The time limit for questions that belong together.</summary>
    public CancellationTokenSource StartStage() => new(limit, time);

    /// <param name="stage">When it ends there was no answer in time: that is a finding.</param>
    /// <param name="budget">When it ends first nothing is known.</param>
    public async Task<DnsAnswer> AskAsync(DnsName name, DnsType type, CancellationToken stage, CancellationToken budget, DnsFlags extra = DnsFlags.None)
    {
        var start = time.GetTimestamp();
        var question = new DnsQuestion(name, type);
        List<DnsName> aliases = [];
        TimeSpan? left = null;
        var isAuthentic = true;
        while (true)
        {
            var at = aliases.Count == 0 ? name : aliases[^1];
            var answer = await AskOnceAsync(new DnsQuestion(at, type), DnsFlags.Recursion | DnsFlags.AuthenticData | extra, stage, budget);
            isAuthentic &= answer.IsAuthentic;
            left = Shorter(left, answer.TimeLeft);
            var isLoop = answer.IsLoop || answer.Aliases.Any(alias => alias == name || aliases.Contains(alias));
            aliases.AddRange(answer.Aliases);

            // Most resolvers follow aliases to the end; some forwarders stop at the first.
            if (answer.End == LookupEnd.NoData && answer.Aliases.Count > 0 && answer.Denier is null && !isLoop && aliases.Count < MaxAliases)
                continue;
            return answer with
            {
                Question = question,
                After = time.GetElapsedTime(start),
                Aliases = aliases,
                IsLoop = isLoop,
                IsAuthentic = isAuthentic,
                TimeLeft = left,
            };
        }
    }

    private async Task<DnsAnswer> AskOnceAsync(DnsQuestion question, DnsFlags flags, CancellationToken stage, CancellationToken budget)
    {
        var start = time.GetTimestamp();
        using var done = CancellationTokenSource.CreateLinkedTokenSource(stage, budget);
        IReadOnlyList<IPEndPoint> asked = [.. servers().Take(MaxServers)];
        var looking = LookForLifeAsync(asked, start, done.Token);
        List<Task<DnsReply>> running = [];
        try
        {
            var reply = await AskInTurnAsync(asked, question, flags, running, done.Token);
            var elapsed = time.GetElapsedTime(start);
            if (reply?.Message is { } message)
                return Judge(question, message, elapsed) with { Resolver = reply.Server };
            if (budget.IsCancellationRequested && !stage.IsCancellationRequested)
                return new DnsAnswer(question, LookupEnd.OutOfBudget, elapsed);
            if (reply is { End: DnsReplyEnd.Unreadable })
                return new DnsAnswer(question, LookupEnd.ServFail, elapsed) { Resolver = reply.Server, Problem = "an unreadable answer" };
            return new DnsAnswer(question, Volatile.Read(ref lastAnswer) >= start ? LookupEnd.TimedOut : LookupEnd.ResolverSilent, elapsed);
        }
        finally
        {
            await done.CancelAsync();
            await Task.WhenAll([looking, .. running]);
        }
    }

    /// <returns>The first useful reply, else the most telling one; null when nobody was to be asked or none came.</returns>
    private async Task<DnsReply?> AskInTurnAsync(IReadOnlyList<IPEndPoint> asked, DnsQuestion question, DnsFlags flags, List<Task<DnsReply>> running, CancellationToken cancellationToken)
    {
        DnsReply? best = null;
        var next = 0;
        var waiting = new List<Task<DnsReply>>();
        while (next < asked.Count || waiting.Count > 0)
        {
            if (next < asked.Count)
            {
                var asking = exchange.AskAsync(asked[next++], question, flags, limit, cancellationToken);
                running.Add(asking);
                waiting.Add(asking);
            }

            var first = await FirstAsync(waiting, mayLosePatience: next < asked.Count, cancellationToken);
            if (first < 0)
                continue;
            var reply = await waiting[first];
            waiting.RemoveAt(first);
            if (reply.Message is not null)
                Volatile.Write(ref lastAnswer, time.GetTimestamp());
            if (reply.Message is { IsAuthentic: true })
                validating[reply.Server] = true;
            if (reply.Message is { Code: DnsResponseCode.NoError or DnsResponseCode.NxDomain })
                return reply;
            best = best is null || Weight(reply) > Weight(best) ? reply : best;
        }

        return best;
    }

    /// <returns>Which of them ended first; -1 when patience ended before.</returns>
    private async Task<int> FirstAsync(List<Task<DnsReply>> waiting, bool mayLosePatience, CancellationToken cancellationToken)
    {
        if (!mayLosePatience)
            return waiting.IndexOf(await Task.WhenAny(waiting));
        using var settled = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task ended = await Task.WhenAny([Task.Delay(Patience, time, settled.Token), .. waiting]);
        await settled.CancelAsync();
        return waiting.FindIndex(asking => asking == ended);
    }

    /// <summary>A resolver that is silent about everything says nothing about one domain: the root's servers are in every cache.</summary>
    private async Task LookForLifeAsync(IReadOnlyList<IPEndPoint> asked, long start, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(Patience, time, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        if (Volatile.Read(ref lastAnswer) >= start)
            return;
        var replies = await Task.WhenAll(asked.Select(server => exchange.AskAsync(server, LifeSign, DnsFlags.Recursion, limit, cancellationToken)));
        if (replies.Any(reply => reply.Message is not null))
            Volatile.Write(ref lastAnswer, time.GetTimestamp());
    }

    private static int Weight(DnsReply reply) => reply switch
    {
        { Message.Code: DnsResponseCode.ServFail } => 3,
        { Message: not null } => 2,
        { End: DnsReplyEnd.Unreadable } => 1,
        _ => 0,
    };

    private static DnsAnswer Judge(DnsQuestion question, DnsMessage message, TimeSpan after)
    {
        var answer = new DnsAnswer(question, LookupEnd.ServFail, after) { Errors = message.Errors, IsAuthentic = message.IsAuthentic };
        if (message.Code is not (DnsResponseCode.NoError or DnsResponseCode.NxDomain))
            return answer with { Problem = message.Code.ToString().ToUpperInvariant() };

        // Who asks for the alias itself does not want to be led on.
        var (aliases, isLoop, left) = DnsChain.Follow(question.Name, question.Type == DnsType.Cname ? [] : message.Answers);
        var end = aliases.Count == 0 ? question.Name : aliases[^1];
        IReadOnlyList<DnsRecord> records = isLoop ? [] : [.. message.Answers.Where(record => record.Type == question.Type && record.Name == end)];
        foreach (var record in records)
            left = Shorter(left, record.Ttl);
        var denier = records.Count > 0 ? null : message.Authorities.OfType<DnsRecord.Authority>().FirstOrDefault();
        if (denier is not null)
            left = Shorter(left, denier.NegativeTtl);
        return answer with
        {
            End = records.Count > 0 ? LookupEnd.Found : message.Code == DnsResponseCode.NxDomain ? LookupEnd.NxDomain : LookupEnd.NoData,
            Records = records,
            Aliases = aliases,
            IsLoop = isLoop,
            TimeLeft = left,
            Denier = denier,
        };
    }

    private static TimeSpan? Shorter(TimeSpan? one, TimeSpan? other) => one is null || other < one ? other ?? one : one;
}
