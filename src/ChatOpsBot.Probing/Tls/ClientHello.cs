using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace ChatOpsBot.Probing.Tls;

/// <summary>
/// A ClientHello up to TLS 1.2 (RFC 5246 §7.4.1.2) that offers what clients of the last twenty years did. A server picks the highest
/// version it knows, so one that picks less than 1.2 has nothing better.
/// </summary>
internal static class ClientHello
{
    // ECDHE and RSA with AES-GCM, AES-CBC, 3DES and RC4: one suite a server of any age has. The rest of the handshake never happens.
    private static readonly ushort[] Suites =
    [
        0xC02C, 0xC02B, 0xC030, 0xC02F, 0xCCA9, 0xCCA8, 0x009F, 0x009E, 0xC024, 0xC023, 0xC028, 0xC027, 0xC00A, 0xC009, 0xC014, 0xC013,
        0x006B, 0x0067, 0x0039, 0x0033, 0x009D, 0x009C, 0x003D, 0x003C, 0x0035, 0x002F, 0xC012, 0x0016, 0x000A, 0x0005, 0x0004,
    ];

    private static readonly ushort[] Groups = [0x001D, 0x0017, 0x0018, 0x0019];

    private static readonly ushort[] Signatures =
    [
        0x0403, 0x0503, 0x0603, 0x0804, 0x0805, 0x0806, 0x0401, 0x0501, 0x0601, 0x0203, 0x0201, 0x0202, 0x0101,
    ];

    /// <summary>One record with the hello in it.</summary>
    /// <param name="name">Said in SNI unless it is an address.</param>
    /// <param name="random">32 bytes.</param>
    public static byte[] Write(string name, ReadOnlySpan<byte> random)
    {
        List<byte> body = [.. Number(TlsNumbers.Tls12), .. random, 0];
        body.AddRange(Block(2, Numbers(Suites)));
        body.AddRange([1, 0]);
        body.AddRange(Block(2, Extensions(name)));
        byte[] message = [1, .. Block(3, body)];

        // RFC 5246 appendix E.1: old servers want a low version in the record of the first message.
        return [TlsNumbers.HandshakeRecord, .. Number(TlsNumbers.Tls10), .. Block(2, message)];
    }

    private static List<byte> Extensions(string name)
    {
        List<byte> extensions = [];
        if (!IPAddress.TryParse(name, out _) && name.Length is > 0 and <= 253)
            Add(0, Block(2, [0, .. Block(2, Encoding.ASCII.GetBytes(name))]));
        Add(10, Block(2, Numbers(Groups)));
        Add(11, [1, 0]);
        Add(13, Block(2, Numbers(Signatures)));
        return extensions;

        void Add(int type, IReadOnlyCollection<byte> content) => extensions.AddRange([.. Number(type), .. Block(2, content)]);
    }

    private static byte[] Block(int lengthBytes, IReadOnlyCollection<byte> content)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, content.Count);
        return [.. length[(4 - lengthBytes)..], .. content];
    }

    private static byte[] Numbers(IEnumerable<ushort> numbers) => [.. numbers.SelectMany(number => Number(number))];

    private static byte[] Number(int number) => [(byte)(number >> 8), (byte)number];
}
