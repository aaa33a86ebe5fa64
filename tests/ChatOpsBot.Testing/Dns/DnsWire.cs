using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Text;

namespace ChatOpsBot.Testing.Dns;

/// <summary>One record of a script: <c>contoso.com 300 MX 10 mx1.contoso.com</c>.</summary>
public sealed record DnsScriptRecord(string Name, uint Ttl, string Type, string Data)
{
    public static DnsScriptRecord Parse(string line)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var hasTtl = words.Length > 2 && uint.TryParse(words[1], CultureInfo.InvariantCulture, out _);
        if (words.Length < (hasTtl ? 4 : 3))
            throw new ArgumentException($"\"{line}\" is no record. Write name, perhaps seconds to live, type and data.", nameof(line));
        var type = words[hasTtl ? 2 : 1];
        _ = DnsWire.TypeOf(type);
        return new(
            DnsWire.Plain(words[0]),
            hasTtl ? uint.Parse(words[1], CultureInfo.InvariantCulture) : 300,
            type,
            string.Join(' ', words[(hasTtl ? 3 : 2)..]));
    }
}

/// <summary>The bytes of DNS as the tests write them: apart from the probe's own code, so that one slip cannot hide the other.</summary>
public static class DnsWire
{
    private static readonly Dictionary<string, ushort> Types = new(StringComparer.Ordinal)
    {
        ["A"] = 1,
        ["NS"] = 2,
        ["CNAME"] = 5,
        ["SOA"] = 6,
        ["MX"] = 15,
        ["TXT"] = 16,
        ["AAAA"] = 28,
        ["TLSA"] = 52,
        ["*"] = 255,
    };

    public static ushort TypeOf(string type) =>
        Types.TryGetValue(type, out var number) ? number
            : type.StartsWith("TYPE", StringComparison.Ordinal) ? ushort.Parse(type.AsSpan(4), CultureInfo.InvariantCulture)
            : throw new ArgumentException($"\"{type}\" is no record type of the scripts.", nameof(type));

    public static string NameOf(ushort type) => Types.FirstOrDefault(known => known.Value == type).Key ?? string.Create(CultureInfo.InvariantCulture, $"TYPE{type}");

    /// <summary>Lower case, without the final dot; the root is empty.</summary>
    public static string Plain(string name) => name.TrimEnd('.').ToLowerInvariant();

    public static byte[] Name(string name) => Plain(name).Length == 0
        ? [0]
        : [.. Plain(name).Split('.').SelectMany(label => (byte[])[(byte)label.Length, .. Encoding.ASCII.GetBytes(label)]), 0];

    public static byte[] U16(int value)
    {
        var bytes = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)value);
        return bytes;
    }

    public static byte[] U32(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }

    public static byte[] Record(DnsScriptRecord record) =>
        [.. Name(record.Name), .. U16(TypeOf(record.Type)), .. U16(1), .. U32(record.Ttl), .. Sized(Data(record))];

    /// <summary>OPT with extended errors.</summary>
    public static byte[] Opt(params IEnumerable<(int Code, string Text)> errors) =>
        [0, .. U16(41), .. U16(1232), .. U32(0), .. Sized([.. errors.SelectMany(error => (byte[])[.. U16(15), .. Sized([.. U16(error.Code), .. Encoding.UTF8.GetBytes(error.Text)])])])];

    /// <summary>A whole message.</summary>
    public static byte[] Message(int id, int flags, byte[] question, IReadOnlyList<byte[]> answers, IReadOnlyList<byte[]> authorities, IReadOnlyList<byte[]> additionals) =>
    [
        .. U16(id), .. U16(flags), .. U16(question.Length == 0 ? 0 : 1), .. U16(answers.Count), .. U16(authorities.Count), .. U16(additionals.Count),
        .. question, .. answers.SelectMany(bytes => bytes), .. authorities.SelectMany(bytes => bytes), .. additionals.SelectMany(bytes => bytes),
    ];

    private static byte[] Sized(byte[] bytes) => [.. U16(bytes.Length), .. bytes];

    private static byte[] Data(DnsScriptRecord record)
    {
        var words = record.Data.Split(' ');
        return record.Type switch
        {
            "A" or "AAAA" => IPAddress.Parse(record.Data).GetAddressBytes(),
            "NS" or "CNAME" => Name(record.Data),
            "MX" => [.. U16(int.Parse(words[0], CultureInfo.InvariantCulture)), .. Name(words[1])],
            "TXT" => [.. record.Data.Chunk(255).SelectMany(part => (byte[])[(byte)part.Length, .. Encoding.Latin1.GetBytes(part)])],

            // serial [negative seconds]; the rest says nothing here.
            "SOA" => [.. Name("ns1.example.net"), .. Name("hostmaster.example.net"), .. U32(uint.Parse(words[0], CultureInfo.InvariantCulture)),
                .. U32(3600), .. U32(600), .. U32(86400), .. U32(words.Length > 1 ? uint.Parse(words[1], CultureInfo.InvariantCulture) : 60)],
            _ => Convert.FromHexString(record.Data),
        };
    }
}
