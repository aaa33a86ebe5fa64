namespace ChatOpsBot.Probing.Dns;

/// <summary>Record types this probe knows by name (IANA "Resource Record (RR) TYPEs"); others pass as numbers.</summary>
internal enum DnsType : ushort
{
    A = 1,
    Ns = 2,
    Cname = 5,
    Soa = 6,
    Mx = 15,
    Txt = 16,
    Aaaa = 28,
    Opt = 41,
    Tlsa = 52,
}

/// <summary>Response codes (RFC 1035 §4.1.1, RFC 6891 §9 for the extended ones).</summary>
internal enum DnsResponseCode : ushort
{
    NoError = 0,
    FormErr = 1,
    ServFail = 2,
    NxDomain = 3,
    NotImp = 4,
    Refused = 5,
    NotAuth = 9,
    BadVers = 16,
}

/// <summary>What a question asks for besides the records.</summary>
[Flags]
internal enum DnsFlags
{
    None = 0,

    /// <summary>RD: a resolver is to find the answer; name servers of a zone are asked without.</summary>
    Recursion = 1,

    /// <summary>CD: tell what is there even when its signatures are wrong (RFC 4035 §3.2.2).</summary>
    CheckingDisabled = 2,

    /// <summary>AD in a question: say whether the answer was validated (RFC 6840 §5.7). Cheaper than DO, which brings the signatures along.</summary>
    AuthenticData = 4,

    /// <summary>Without EDNS, for servers older than RFC 2671 that answer FORMERR to it.</summary>
    Plain = 8,
}

/// <param name="Name">Whose records.</param>
internal readonly record struct DnsQuestion(DnsName Name, DnsType Type)
{
    public override string ToString() => $"{Name} {Type.ToString().ToUpperInvariant()}";
}

/// <summary>An extended error of RFC 8914: why the server answered as it did.</summary>
/// <param name="Text">The server's own words, escaped and bounded; often empty.</param>
internal readonly record struct ExtendedError(ushort Code, string Text)
{
    /// <summary>Whether it blames signatures or keys (codes 5 to 12, RFC 8914 §4.6 to §4.13).</summary>
    public bool IsAboutDnssec => Code is >= 5 and <= 12;

    public override string ToString()
    {
        var name = Code switch
        {
            1 => "unsupported DNSKEY algorithm",
            2 => "unsupported DS digest",
            3 => "stale answer",
            4 => "forged answer",
            5 => "DNSSEC indeterminate",
            6 => "DNSSEC bogus",
            7 => "signature expired",
            8 => "signature not yet valid",
            9 => "DNSKEY missing",
            10 => "RRSIGs missing",
            11 => "no zone key bit set",
            12 => "NSEC missing",
            13 => "cached error",
            14 => "not ready",
            15 => "blocked",
            16 => "censored",
            17 => "filtered",
            18 => "prohibited",
            19 => "stale NXDOMAIN answer",
            20 => "not authoritative",
            21 => "not supported",
            22 => "no reachable authority",
            23 => "network error",
            24 => "invalid data",
            _ => $"extended error {Code}",
        };
        return Text.Length == 0 ? name : $"{name}: {Text}";
    }
}
