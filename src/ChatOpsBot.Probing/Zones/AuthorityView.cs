using ChatOpsBot.Probing.Dns;
using ChatOpsBot.Probing.Targets;

namespace ChatOpsBot.Probing.Zones;

/// <summary>How the word of a zone's own servers stands to what the resolver keeps.</summary>
internal enum CacheState
{
    /// <summary>One side is not known.</summary>
    Unknown,

    Same,

    /// <summary>The servers agree with each other, and the resolver still says something else.</summary>
    Stale,

    /// <summary>The servers disagree with each other.</summary>
    Split,
}

/// <summary>What each server that speaks for the zone says about one name.</summary>
internal sealed record AuthorityView(IReadOnlyList<AuthorityView.Say> Says)
{
    /// <summary>What the servers say, when they all say the same; else each by itself.</summary>
    public override string ToString() => Says.Select(say => say.Text).Distinct(StringComparer.Ordinal).ToList() is [var one]
        ? one
        : string.Join("; ", Says.Select(say => $"{say.Server}: {say.Text}"));

    /// <summary>MX records belong together: any difference counts.</summary>
    public static AuthorityView OfExchangers(IEnumerable<ServerAnswer> answers) =>
        new([.. answers.Select(answer => Read(answer.Server, answer.Message, DnsType.Mx)).OfType<Say>()]);

    /// <summary>A and AAAA of a name together; a server counts when it answered both.</summary>
    public static AuthorityView OfAddresses(IEnumerable<ServerAnswer> four, IEnumerable<ServerAnswer> six) => new(
    [
        .. four.Join(
            six,
            answer => answer.Server,
            answer => answer.Server,
            (a, aaaa) => Join(Read(a.Server, a.Message, DnsType.A), Read(aaaa.Server, aaaa.Message, DnsType.Aaaa))).OfType<Say>(),
    ]);

    /// <summary>Compares whole sets, as MX records are.</summary>
    public CacheState CompareWhole(DnsAnswer cached, IEnumerable<string> data) => Compare(cached.End, cached.Aliases, [.. data], (one, other) => one.SetEquals(other));

    /// <summary>Compares addresses: servers that hand them out in turns, or by the place of the asker, still have some in common.</summary>
    public CacheState CompareLoosely(LookupEnd cached, IReadOnlyList<DnsName> aliases, IEnumerable<string> data) => Compare(cached, aliases, [.. data], (one, other) => one.Overlaps(other));

    private CacheState Compare(LookupEnd cached, IReadOnlyList<DnsName> aliases, HashSet<string> data, Func<HashSet<string>, HashSet<string>, bool> agree)
    {
        if (Says.Count == 0)
            return CacheState.Unknown;
        if (Says.Skip(1).Any(say => say.Alias != Says[0].Alias || !Agree(Says[0].Data, say.Data)))
            return CacheState.Split;
        if (cached is not (LookupEnd.Found or LookupEnd.NoData or LookupEnd.NxDomain))
            return CacheState.Unknown;

        // Where an alias leads out of the zone its servers do not know the end.
        if (Says[0] is { Alias: { } alias, Data.Count: 0 })
            return aliases.Contains(alias) ? CacheState.Same : CacheState.Stale;
        return Agree(Says[0].Data, data) ? CacheState.Same : CacheState.Stale;

        bool Agree(IReadOnlyCollection<string> one, IReadOnlyCollection<string> other) =>
            one.Count == 0 || other.Count == 0 ? one.Count == other.Count : agree([.. one], [.. other]);
    }

    // Without authority (a cut below the zone, a server that changed its mind) it is no word of the zone.
    private static Say? Read(DnsName server, DnsMessage? message, DnsType type)
    {
        if (message is not { IsAuthoritative: true, Code: DnsResponseCode.NoError or DnsResponseCode.NxDomain, Question: { } question })
            return null;
        var (aliases, _, _) = DnsChain.Follow(question.Name, message.Answers);
        var end = aliases.Count == 0 ? question.Name : aliases[^1];
        var records = message.Answers.Where(record => record.Type == type && record.Name == end).ToList();
        return new Say(server, aliases.Count == 0 ? null : aliases[0], [.. records.Select(Write).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)])
        {
            Ttl = records.Count == 0 ? null : records.Min(record => record.Ttl),
        };
    }

    private static Say? Join(Say? four, Say? six) =>
        four is null || six is null ? null : four with { Data = [.. four.Data, .. six.Data], Ttl = four.Ttl ?? six.Ttl };

    private static string Write(DnsRecord record) => record switch
    {
        // An IPv4 address in the coat of an IPv6 one (::ffff:192.0.2.1) is the same place; the resolver's answer is told that way too.
        DnsRecord.Address address => SpecialAddresses.Plain(address.Value).ToString(),
        DnsRecord.MailExchanger exchanger => $"{exchanger.Preference} {exchanger.Host}",
        _ => throw new ArgumentOutOfRangeException(nameof(record), record, "Only addresses and MX records are compared."),
    };

    /// <param name="Alias">The CNAME of the name; null without one.</param>
    /// <param name="Data">Addresses, or <c>10 mx1.contoso.com</c>; empty when the server says there is nothing.</param>
    internal sealed record Say(DnsName Server, DnsName? Alias, IReadOnlyList<string> Data)
    {
        /// <summary>How long others may keep it; null for nothing.</summary>
        public TimeSpan? Ttl { get; init; }

        public string Text => Data.Count > 0 ? string.Join(", ", Data) : Alias is { } alias ? $"an alias of {alias}" : "nothing";
    }
}
