using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;

namespace ChatOpsBot.Probing;

/// <summary>Whom to ask: a mail domain, a mail server by name, or an IP address; and the port its MTA listens on.</summary>
/// <param name="Host">Name in A-label form (RFC 5890) or an IP literal without brackets.</param>
/// <param name="Port">25 unless said otherwise.</param>
public sealed record ProbeTarget(string Host, int Port = 25)
{
    public TargetKind Kind { get; init; }

    /// <summary>
    /// Reads <c>mx.contoso.com</c>, <c>mx.contoso.com:587</c>, <c>203.0.113.9</c> or <c>[2001:db8::1]:25</c>. Who writes a port means a server;
    /// a bare name may be a mail domain.
    /// </summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out ProbeTarget? target)
    {
        target = null;
        text = text?.Trim();
        // A scope (fe80::1%eth0) means something on one machine only, and no mail server is named by one.
        if (string.IsNullOrEmpty(text) || text.Length > 260 || text.Contains('%', StringComparison.Ordinal))
            return false;
        if (IPAddress.TryParse(text.Trim('[', ']'), out var literal))
        {
            target = IsPlain(text, literal) ? new ProbeTarget(literal.ToString()) : null;
            return target is not null;
        }

        var colon = text.LastIndexOf(':');
        var host = colon < 0 ? text : text[..colon];
        var port = 25;
        if (colon >= 0 && (!int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out port) || port is < 1 or > 65535))
            return false;

        if (host.StartsWith('[') && host.EndsWith(']') && IPAddress.TryParse(host[1..^1], out literal))
        {
            target = new ProbeTarget(literal.ToString(), port);
            return true;
        }

        if (!TryReadHostName(host, out var name))
            return false;

        // Digits of another script have become ASCII by now; and a name whose last label is a number is an address gone wrong (RFC 1123 §2.1).
        if (IPAddress.TryParse(name, out literal) ? !IsPlain(name, literal) : IsNumber(name[(name.LastIndexOf('.') + 1)..]))
            return false;
        target = new ProbeTarget(name, port) { Kind = colon < 0 ? TargetKind.Unsaid : TargetKind.Host };
        return true;
    }

    public override string ToString() => Host.Contains(':', StringComparison.Ordinal)
        ? string.Create(CultureInfo.InvariantCulture, $"[{Host}]:{Port}")
        : string.Create(CultureInfo.InvariantCulture, $"{Host}:{Port}");

    /// <summary>The framework reads 127.1, 0x7f.1, 010.0.0.1 and 2130706433 as addresses too; no person writes a mail server so.</summary>
    private static bool IsPlain(string text, IPAddress literal) => literal.AddressFamily != System.Net.Sockets.AddressFamily.InterNetwork || text == literal.ToString();

    private static bool IsNumber(string label) =>
        label.All(char.IsAsciiDigit) || (label.StartsWith("0x", StringComparison.Ordinal) && label[2..].All(char.IsAsciiHexDigit));

    private static bool TryReadHostName(string host, out string name)
    {
        name = "";
        try
        {
            // STD3 rules refuse blanks, underscores, slashes and everything else that is no host name.
            name = new IdnMapping { UseStd3AsciiRules = true }.GetAscii(host.TrimEnd('.')).ToLowerInvariant();
            return name.Length is > 0 and <= 253;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}

/// <summary>What the name of a target stands for.</summary>
public enum TargetKind
{
    /// <summary>A domain when it has MX records and the port is 25, else a server.</summary>
    Unsaid,

    /// <summary>The part behind the @: its MX records lead to the servers.</summary>
    Domain,

    /// <summary>A server, such as a smart host: MX records play no part.</summary>
    Host,
}
