using System.Buffers.Binary;

namespace ChatOpsBot.Probing.Dns;

/// <summary>Writes a question as bytes.</summary>
internal static class DnsQuestionWriter
{
    /// <summary>The datagram a path without fragments carries (DNS flag day 2020).</summary>
    public const int MaxDatagram = 1232;

    private const int HeaderLength = 12;

    public static byte[] Write(ushort id, DnsQuestion question, DnsFlags flags)
    {
        var withEdns = !flags.HasFlag(DnsFlags.Plain);
        List<byte> bytes = new(HeaderLength + DnsName.MaxWireLength + 16);
        Add(bytes, id);
        Add(bytes, (ushort)((flags.HasFlag(DnsFlags.Recursion) ? 0x0100 : 0) | (flags.HasFlag(DnsFlags.AuthenticData) ? 0x0020 : 0) | (flags.HasFlag(DnsFlags.CheckingDisabled) ? 0x0010 : 0)));
        Add(bytes, 1);
        Add(bytes, 0);
        Add(bytes, 0);
        Add(bytes, (ushort)(withEdns ? 1 : 0));
        foreach (var label in question.Name.Labels())
        {
            bytes.Add((byte)label.Length);
            bytes.AddRange(label);
        }

        bytes.Add(0);
        Add(bytes, (ushort)question.Type);
        Add(bytes, ClassIn);
        if (withEdns)
            AddEdns(bytes);
        return [.. bytes];
    }

    // RFC 6891 §6.1.2: the root's name, OPT, our size as class, extended code, version and flags as TTL, no options.
    private static void AddEdns(List<byte> bytes)
    {
        bytes.Add(0);
        Add(bytes, (ushort)DnsType.Opt);
        Add(bytes, MaxDatagram);
        bytes.AddRange([0, 0, 0, 0]);
        Add(bytes, 0);
    }

    private static void Add(List<byte> bytes, ushort value)
    {
        Span<byte> two = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(two, value);
        bytes.AddRange(two);
    }

    private const ushort ClassIn = 1;
}
