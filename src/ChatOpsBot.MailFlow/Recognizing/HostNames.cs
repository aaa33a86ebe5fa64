using System.Net;

namespace ChatOpsBot.MailFlow.Recognizing;

/// <summary>What is a host name, an address, a mail host's name, a domain.</summary>
internal static class HostNames
{
    public static bool IsHostName(ReadOnlySpan<char> name, bool needsDot)
    {
        if (name.Length is < 2 or > 253 || (needsDot && !name.Contains('.')) || !name.ContainsAnyInRange('a', 'z') && !name.ContainsAnyInRange('A', 'Z'))
            return false;
        if (name.Equals("none", StringComparison.OrdinalIgnoreCase) || name.Equals("local", StringComparison.OrdinalIgnoreCase) || name.Equals("virtual", StringComparison.OrdinalIgnoreCase))
            return false;
        // Somebody hid the name; what is left of it is no host.
        if (name.Contains("xxx", StringComparison.OrdinalIgnoreCase) || name.StartsWith("fqdn-", StringComparison.OrdinalIgnoreCase))
            return false;
        var last = name[(name.LastIndexOf('.') + 1)..];
        return (!needsDot || (last.Length >= 2 && !last.ContainsAnyInRange('0', '9'))) && !name.Contains("..", StringComparison.Ordinal);
    }

    public static bool IsHostChar(char c) => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' || c >= 0xC0;

    /// <summary>The address a text begins with, IPv4 or IPv6.</summary>
    public static string? Ip(ReadOnlySpan<char> rest)
    {
        var v4 = 0;
        while (v4 < rest.Length && v4 < 15 && (char.IsAsciiDigit(rest[v4]) || rest[v4] == '.'))
            v4++;
        var four = rest[..v4].TrimEnd('.');
        if (four.Count('.') == 3 && IPAddress.TryParse(four, out _))
            return four.ToString();
        if (rest.StartsWith("IPv6:", StringComparison.OrdinalIgnoreCase))
            rest = rest[5..];
        var v6 = 0;
        while (v6 < rest.Length && v6 < 45 && (char.IsAsciiHexDigit(rest[v6]) || rest[v6] == ':'))
            v6++;
        var six = rest[..v6];
        return six.Count(':') >= 2 && IPAddress.TryParse(six, out var parsed) ? parsed.ToString() : null;
    }

    private static readonly string[] MailHostStarts = ["mx", "mail", "smtp", "relay", "mta", "hub", "gw", "gateway", "correo", "exch", "edge", "in", "inbound", "mgw", "post", "imap", "out", "mailhost", "mailin", "aspmx", "smarthost", "owa", "webmail", "srv", "mbx", "cas", "exchange", "gmail-smtp-in", "alt1", "alt2", "correio", "epost", "mout", "outbound", "filter", "spamfilter", "antispam", "proxy", "fw", "mailgw", "mailrelay", "mailserver", "mailer", "server", "host", "node", "eu", "us"];

    /// <summary>Whether the first label is one that mail hosts have.</summary>
    public static bool LooksLikeMailHost(ReadOnlySpan<char> host)
    {
        var first = host[..Math.Max(0, host.IndexOf('.'))].TrimEnd("0123456789-");
        foreach (var start in MailHostStarts)
        {
            if (first.Equals(start, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return host.EndsWith(".mail.protection.outlook.com", StringComparison.OrdinalIgnoreCase) || (first.StartsWith("mx", StringComparison.OrdinalIgnoreCase) && first.Length < 6)
            || first.StartsWith("mail", StringComparison.OrdinalIgnoreCase) || first.StartsWith("smtp", StringComparison.OrdinalIgnoreCase) || first.StartsWith("relay", StringComparison.OrdinalIgnoreCase);
    }

    public static bool IsDomainEnding(ReadOnlySpan<char> name)
    {
        var last = name[(name.LastIndexOf('.') + 1)..];
        if (last.Length == 2)
            return !(last is "cs" or "js" or "py" or "sh" or "md" or "ps" or "gz" or "pl" or "rb" or "go" or "rs" or "so" or "db" && name.Count('.') == 1);
        foreach (var known in (ReadOnlySpan<string>)["com", "net", "org", "example", "edu", "gov", "info", "biz", "test", "invalid", "local", "localdomain", "lan", "corp", "intern", "internal", "home", "arpa", "io", "eu", "cloud", "online", "tech", "app", "dev", "shop"])
        {
            if (last.Equals(known, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }
}
