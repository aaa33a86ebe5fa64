using ChatOpsBot.Probing.Dns;

namespace ChatOpsBot.Probing.Names;

/// <summary>What the resolver says about the MX records of a domain.</summary>
internal sealed class Exchangers(DnsAnswer answer)
{
    public DnsAnswer Answer { get; } = answer;

    /// <summary>Best preference first; each host once; without the "." of a null MX.</summary>
    public IReadOnlyList<DnsRecord.MailExchanger> Hosts { get; } =
    [
        .. answer.Records.OfType<DnsRecord.MailExchanger>()
            .Where(record => !record.Host.IsRoot)
            .OrderBy(record => record.Preference)
            .ThenBy(record => record.Host.ToString(), StringComparer.Ordinal)
            .DistinctBy(record => record.Host),
    ];

    /// <summary>RFC 7505: the domain states that it takes no mail.</summary>
    public bool IsNullMx => Answer.End == LookupEnd.Found && Hosts.Count == 0;

    /// <summary>The domain has a word in where its mail goes.</summary>
    public bool Decides => Answer.End == LookupEnd.Found;

    public override string ToString() => Write(Hosts);

    /// <summary><c>10 mx1.contoso.com, 20 mx2.contoso.com</c>.</summary>
    public static string Write(IEnumerable<DnsRecord.MailExchanger> hosts) => string.Join(", ", hosts.Select(host => $"{host.Preference} {host.Host}"));
}
