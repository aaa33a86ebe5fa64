using System.Net;

namespace ChatOpsBot.Probing.Dns;

/// <summary>One resource record.</summary>
/// <param name="Ttl">How long it may be kept; from a cache: how long it is still kept.</param>
internal abstract record DnsRecord(DnsName Name, DnsType Type, TimeSpan Ttl)
{
    /// <summary>A or AAAA.</summary>
    internal sealed record Address(DnsName Name, DnsType Type, TimeSpan Ttl, IPAddress Value) : DnsRecord(Name, Type, Ttl);

    internal sealed record NameServer(DnsName Name, TimeSpan Ttl, DnsName Host) : DnsRecord(Name, DnsType.Ns, Ttl);

    internal sealed record Alias(DnsName Name, TimeSpan Ttl, DnsName Canonical) : DnsRecord(Name, DnsType.Cname, Ttl);

    /// <param name="NegativeTtl">How long "there is nothing" may be kept (RFC 2308 §4).</param>
    internal sealed record Authority(DnsName Name, TimeSpan Ttl, DnsName Primary, uint Serial, TimeSpan NegativeTtl) : DnsRecord(Name, DnsType.Soa, Ttl);

    internal sealed record MailExchanger(DnsName Name, TimeSpan Ttl, int Preference, DnsName Host) : DnsRecord(Name, DnsType.Mx, Ttl);

    /// <param name="Value">The strings of the record put together, byte by byte as Latin-1.</param>
    internal sealed record Text(DnsName Name, TimeSpan Ttl, string Value) : DnsRecord(Name, DnsType.Txt, Ttl);

    /// <summary>RFC 6698 §2.1.</summary>
    internal sealed record TlsAssociation(DnsName Name, TimeSpan Ttl, byte Usage, byte Selector, byte Matching, ReadOnlyMemory<byte> Data)
        : DnsRecord(Name, DnsType.Tlsa, Ttl);

    /// <summary>A type this probe does not read, or one of another class than IN.</summary>
    internal sealed record Other(DnsName Name, DnsType Type, TimeSpan Ttl) : DnsRecord(Name, Type, Ttl);
}
