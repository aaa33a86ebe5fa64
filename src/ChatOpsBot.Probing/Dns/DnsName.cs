using System.Globalization;
using System.Text;

namespace ChatOpsBot.Probing.Dns;

/// <summary>A domain name of any labels, compared without case. Not every one is a host name: DNS carries any byte in a label.</summary>
/// <remarks>Kept as lower-case text without the final dot; bytes that are no plain letter, and dots within a label, as <c>\DDD</c> (RFC 1035 §5.1).</remarks>
internal readonly record struct DnsName
{
    /// <summary>Octets on the wire, length bytes and the root's zero included (RFC 1035 §2.3.4).</summary>
    public const int MaxWireLength = 255;

    public const int MaxLabelLength = 63;

    /// <summary>Null for the root, so that <c>default</c> is a name too.</summary>
    private readonly string? text;

    private DnsName(string text) => this.text = text.Length == 0 ? null : text;

    public static DnsName Root => default;

    public bool IsRoot => Text.Length == 0;

    /// <summary>The name above: <c>contoso.com</c> for <c>mx1.contoso.com</c>; the root is its own.</summary>
    public DnsName Parent => Text.IndexOf('.', StringComparison.Ordinal) is var dot and >= 0 ? new DnsName(Text[(dot + 1)..]) : Root;

    /// <summary>How many labels it has; the root none.</summary>
    public int Depth => IsRoot ? 0 : Text.Count(character => character == '.') + 1;

    private string Text => text ?? "";

    /// <summary>Reads <c>mx1.contoso.com</c> with or without its final dot; false when labels or lengths are wrong.</summary>
    public static bool TryParse(string text, out DnsName name)
    {
        name = Root;
        var plain = text.EndsWith('.') ? text[..^1] : text;
        if (plain.Length == 0)
            return text.Length == 1;

        List<byte[]> labels = [];
        foreach (var part in plain.Split('.'))
        {
            if (Unescape(part) is not { Length: > 0 and <= MaxLabelLength } label)
                return false;
            labels.Add(label);
        }

        if (labels.Sum(label => label.Length + 1) + 1 > MaxWireLength)
            return false;
        name = FromLabels(labels);
        return true;
    }

    /// <exception cref="FormatException">The text is no domain name.</exception>
    public static DnsName Parse(string text) =>
        TryParse(text, out var name) ? name : throw new FormatException($"\"{Evidence.Short(text, 80)}\" is no domain name: labels have 1 to 63 bytes, names at most 253.");

    public static DnsName FromLabels(IEnumerable<byte[]> labels) => new(string.Join('.', labels.Select(Escape)));

    /// <summary>The labels as they go on the wire, lower case.</summary>
    public IEnumerable<byte[]> Labels() => IsRoot ? [] : Text.Split('.').Select(part => Unescape(part) ?? throw new InvalidOperationException($"\"{part}\" is no label."));

    /// <summary>Whether it is <paramref name="other"/> or lies below it.</summary>
    public bool IsWithin(DnsName other) =>
        other.IsRoot || this == other || Text.EndsWith('.' + other.Text, StringComparison.Ordinal);

    /// <summary>Whether it lies below <paramref name="other"/>.</summary>
    public bool IsBelow(DnsName other) => this != other && IsWithin(other);

    public override string ToString() => IsRoot ? "." : Text;

    private static string Escape(byte[] label)
    {
        var escaped = new StringBuilder(label.Length);
        foreach (var octet in label)
        {
            if (octet is > (byte)' ' and <= (byte)'~' and not (byte)'.' and not (byte)'\\')
                escaped.Append(char.ToLowerInvariant((char)octet));
            else
                escaped.Append('\\').Append(octet.ToString("D3", CultureInfo.InvariantCulture));
        }

        return escaped.ToString();
    }

    private static byte[]? Unescape(string part)
    {
        List<byte> label = [];
        for (var at = 0; at < part.Length; at++)
        {
            if (part[at] > '~')
                return null;
            if (part[at] != '\\')
            {
                label.Add((byte)part[at]);
                continue;
            }

            if (at + 3 >= part.Length || !byte.TryParse(part.AsSpan(at + 1, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var octet))
                return null;
            label.Add(octet);
            at += 3;
        }

        return [.. label];
    }
}
