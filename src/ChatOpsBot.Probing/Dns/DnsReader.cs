using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace ChatOpsBot.Probing.Dns;

/// <summary>
/// Reads what a stranger sent. Every length is checked against the bytes that are there, a compression pointer leads only backwards,
/// names end at 255 octets, records are counted. Whatever is wrong makes the whole message unreadable: half an answer is none.
/// </summary>
internal ref struct DnsReader
{
    /// <summary>More records than any answer about mail has; a full message of the shortest ones would hold six thousand.</summary>
    public const int MaxRecords = 1000;

    private const int MaxErrors = 8;
    private const int MaxTextLength = 4096;
    private const ushort ClassIn = 1;

    private readonly ReadOnlySpan<byte> message;
    private int at;
    private ushort extendedCode;
    private List<ExtendedError>? errors;

    private DnsReader(ReadOnlySpan<byte> message) => this.message = message;

    /// <summary>Null when the bytes are no DNS message.</summary>
    public static DnsMessage? Read(ReadOnlySpan<byte> bytes) => new DnsReader(bytes).TryRead(out var read) ? read : null;

    private bool TryRead(out DnsMessage? read)
    {
        read = null;
        if (!TryTake(out ushort id) || !TryTake(out ushort flags) || !TryTake(out ushort questions) || !TryTake(out ushort answers)
            || !TryTake(out ushort authorities) || !TryTake(out ushort additionals))
            return false;
        if (questions > 1 || answers + authorities + additionals > MaxRecords)
            return false;

        DnsQuestion? question = null;
        if (questions == 1)
        {
            if (!TryTakeName(out var name) || !TryTake(out ushort type) || !TryTake(out ushort _))
                return false;
            question = new DnsQuestion(name, (DnsType)type);
        }

        if (!TryTakeRecords(answers, out var answered) || !TryTakeRecords(authorities, out var referred) || !TryTakeRecords(additionals, out var added))
            return false;
        read = new DnsMessage
        {
            Id = id,
            IsResponse = (flags & 0x8000) != 0,
            Code = (DnsResponseCode)((flags & 0x000F) | extendedCode),
            IsAuthoritative = (flags & 0x0400) != 0,
            IsTruncated = (flags & 0x0200) != 0,
            OffersRecursion = (flags & 0x0080) != 0,
            IsAuthentic = (flags & 0x0020) != 0,
            Question = question,
            Answers = answered,
            Authorities = referred,
            Additionals = added,
            Errors = errors ?? [],
        };
        return true;
    }

    private bool TryTakeRecords(int count, out List<DnsRecord> records)
    {
        records = new List<DnsRecord>(Math.Min(count, 16));
        for (var taken = 0; taken < count; taken++)
        {
            if (!TryTakeRecord(out var record))
                return false;
            if (record is not null)
                records.Add(record);
        }

        return true;
    }

    /// <param name="record">Null for OPT, which speaks about the message.</param>
    private bool TryTakeRecord(out DnsRecord? record)
    {
        record = null;
        if (!TryTakeName(out var name) || !TryTake(out ushort type) || !TryTake(out ushort @class) || !TryTake(out uint ttl) || !TryTake(out ushort length))
            return false;
        var end = at + length;
        if (end > message.Length)
            return false;

        if ((DnsType)type == DnsType.Opt)
        {
            extendedCode = (ushort)((ttl >> 24) << 4);
            if (!TryReadOptions(end))
                return false;
        }
        else if (!TryReadData(name, (DnsType)type, @class, Lifetime(ttl), end, out record))
        {
            return false;
        }

        at = end;
        return true;
    }

    private bool TryReadData(DnsName name, DnsType type, ushort @class, TimeSpan ttl, int end, out DnsRecord? record)
    {
        record = @class == ClassIn
            ? type switch
            {
                DnsType.A when end - at == 4 => new DnsRecord.Address(name, type, ttl, new IPAddress(message[at..end])),
                DnsType.Aaaa when end - at == 16 => new DnsRecord.Address(name, type, ttl, new IPAddress(message[at..end])),
                DnsType.Ns when TryTakeName(out var host) && at == end => new DnsRecord.NameServer(name, ttl, host),
                DnsType.Cname when TryTakeName(out var canonical) && at == end => new DnsRecord.Alias(name, ttl, canonical),
                DnsType.Mx when TryTake(out ushort preference) && TryTakeName(out var host) && at == end => new DnsRecord.MailExchanger(name, ttl, preference, host),
                DnsType.Soa => ReadSoa(name, ttl, end),
                DnsType.Txt => ReadText(name, ttl, end),
                DnsType.Tlsa when end - at > 3 => new DnsRecord.TlsAssociation(name, ttl, message[at], message[at + 1], message[at + 2], message[(at + 3)..end].ToArray()),
                DnsType.A or DnsType.Aaaa or DnsType.Ns or DnsType.Cname or DnsType.Mx or DnsType.Tlsa => null,
                _ => new DnsRecord.Other(name, type, ttl),
            }
            : new DnsRecord.Other(name, type, ttl);
        return record is not null;
    }

    private DnsRecord.Authority? ReadSoa(DnsName name, TimeSpan ttl, int end)
    {
        // Refresh, retry and expire are between the servers of the zone.
        if (!TryTakeName(out var primary) || !TryTakeName(out _) || !TryTake(out uint serial) || !TryTake(out uint _) || !TryTake(out uint _)
            || !TryTake(out uint _) || !TryTake(out uint minimum) || at != end)
            return null;
        var negative = Lifetime(minimum);
        return new DnsRecord.Authority(name, ttl, primary, serial, negative < ttl ? negative : ttl);
    }

    private DnsRecord.Text? ReadText(DnsName name, TimeSpan ttl, int end)
    {
        var text = new StringBuilder();
        while (at < end)
        {
            var length = message[at++];
            if (at + length > end)
                return null;
            if (text.Length + length <= MaxTextLength)
                text.Append(Encoding.Latin1.GetString(message.Slice(at, length)));
            at += length;
        }

        return new DnsRecord.Text(name, ttl, text.ToString());
    }

    private bool TryReadOptions(int end)
    {
        while (at < end)
        {
            if (!TryTake(out ushort code) || !TryTake(out ushort length) || at + length > end)
                return false;
            if (code == ExtendedErrorOption && length >= 2 && (errors?.Count ?? 0) < MaxErrors)
            {
                var words = Encoding.UTF8.GetString(message.Slice(at + 2, length - 2));
                (errors ??= []).Add(new ExtendedError(BinaryPrimitives.ReadUInt16BigEndian(message[at..]), Evidence.Short(words, 120)));
            }

            at += length;
        }

        return true;
    }

    private bool TryTakeName(out DnsName name)
    {
        name = DnsName.Root;
        List<byte[]> labels = [];
        var wireLength = 1;
        var (position, limit) = (at, at);
        var hasJumped = false;
        while (true)
        {
            if (position >= message.Length)
                return false;
            var length = message[position];
            if (length == 0)
            {
                at = hasJumped ? at : position + 1;
                name = DnsName.FromLabels(labels);
                return true;
            }

            if ((length & 0xC0) == 0xC0)
            {
                if (position + 1 >= message.Length)
                    return false;
                var target = ((length & 0x3F) << 8) | message[position + 1];
                if (!hasJumped)
                    at = position + 2;
                hasJumped = true;

                // Strictly before everything read so far for this name: such a chain ends, whatever the sender wants.
                if (target >= limit)
                    return false;
                (position, limit) = (target, target);
                continue;
            }

            // 01 and 10 are no labels (RFC 6891 §5).
            if ((length & 0xC0) != 0 || position + 1 + length > message.Length || (wireLength += length + 1) > DnsName.MaxWireLength)
                return false;
            labels.Add(message.Slice(position + 1, length).ToArray());
            position += 1 + length;
        }
    }

    private bool TryTake(out ushort value)
    {
        value = 0;
        if (at + 2 > message.Length)
            return false;
        value = BinaryPrimitives.ReadUInt16BigEndian(message[at..]);
        at += 2;
        return true;
    }

    private bool TryTake(out uint value)
    {
        value = 0;
        if (at + 4 > message.Length)
            return false;
        value = BinaryPrimitives.ReadUInt32BigEndian(message[at..]);
        at += 4;
        return true;
    }

    // RFC 2181 §8: a lifetime with the topmost bit set counts as zero.
    private static TimeSpan Lifetime(uint seconds) => TimeSpan.FromSeconds(seconds > int.MaxValue ? 0 : seconds);

    private const ushort ExtendedErrorOption = 15;
}
