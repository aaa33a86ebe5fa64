using System.Buffers.Binary;

namespace ChatOpsBot.Probing.Tls;

/// <summary>
/// Reads what a server answers to <see cref="ClientHello"/>, as far as its certificates, in whatever pieces it comes. Bounded, and never
/// more than pure reading: nothing is decrypted or believed.
/// </summary>
internal sealed class ServerFlight
{
    /// <summary>Ten certificates of the largest kind are far below.</summary>
    public const int MaxBytes = 128 * 1024;

    private readonly List<byte> records = [];
    private readonly List<byte> messages = [];
    private readonly List<byte[]> certificates = [];
    private int read;

    /// <summary>The version the server picked; null before its hello.</summary>
    public int? Version { get; private set; }

    public int? Cipher { get; private set; }

    public string? Alert { get; private set; }

    public IReadOnlyList<byte[]> Certificates => certificates;

    /// <summary>Nothing more is needed, or nothing more can come.</summary>
    public bool IsOver { get; private set; }

    /// <summary>The bytes are no answer to a hello.</summary>
    public bool IsUnreadable { get; private set; }

    public void Add(ReadOnlySpan<byte> bytes)
    {
        read += bytes.Length;
        if (IsOver)
            return;
        records.AddRange(bytes);
        while (!IsOver && TakeRecord())
        {
        }

        if (!IsOver && read > MaxBytes)
            GiveUp();
    }

    private bool TakeRecord()
    {
        const int HeaderLength = 5;
        if (records.Count == 0)
            return false;
        var kind = records[0];
        if (kind is not (TlsNumbers.HandshakeRecord or TlsNumbers.AlertRecord) || (records.Count > 1 && records[1] != 3))
        {
            GiveUp();
            return false;
        }

        if (records.Count < HeaderLength)
            return false;
        var length = (records[3] << 8) | records[4];
        if (length is 0 or > TlsNumbers.MaxRecord)
        {
            GiveUp();
            return false;
        }

        if (records.Count < HeaderLength + length)
            return false;
        var content = records.GetRange(HeaderLength, length);
        records.RemoveRange(0, HeaderLength + length);
        if (kind == TlsNumbers.AlertRecord)
            ReadAlert(content);
        else
            ReadMessages(content);
        return true;
    }

    private void ReadAlert(List<byte> content)
    {
        if (content.Count < 2)
        {
            GiveUp();
            return;
        }

        // A warning (RFC 6066 §3: the name is not known) goes before the hello and stops nothing.
        if (content[0] == 1 && content[1] != 0)
            return;
        Alert = TlsNumbers.AlertName(content[1]);
        IsOver = true;
    }

    private void ReadMessages(List<byte> content)
    {
        const int HeaderLength = 4;
        messages.AddRange(content);
        while (!IsOver && messages.Count >= HeaderLength)
        {
            var length = (messages[1] << 16) | (messages[2] << 8) | messages[3];
            if (length > MaxBytes)
            {
                GiveUp();
                return;
            }

            if (messages.Count < HeaderLength + length)
                return;
            var message = messages.GetRange(HeaderLength, length).ToArray();
            var kind = messages[0];
            messages.RemoveRange(0, HeaderLength + length);
            if (!Read(kind, message))
                GiveUp();
        }
    }

    private bool Read(byte kind, ReadOnlySpan<byte> message)
    {
        switch (kind)
        {
            case TlsNumbers.ServerHello when Version is null:
                return ReadHello(message);
            case TlsNumbers.Certificate when Version is not null:
                IsOver = true;
                return ReadCertificates(message);
            default:
                // Anything else after the hello means that there is no certificate to come.
                IsOver = Version is not null;
                return IsOver;
        }
    }

    // RFC 5246 §7.4.1.3: version, 32 bytes of random, session id, suite.
    private bool ReadHello(ReadOnlySpan<byte> message)
    {
        if (message.Length < 35 || message.Length < 37 + message[34])
            return false;
        Version = BinaryPrimitives.ReadUInt16BigEndian(message);
        Cipher = BinaryPrimitives.ReadUInt16BigEndian(message[(35 + message[34])..]);
        return Version is >= TlsNumbers.Ssl30 and <= TlsNumbers.Tls12;
    }

    private bool ReadCertificates(ReadOnlySpan<byte> message)
    {
        if (message.Length < 3 || Length(message) != message.Length - 3)
            return false;
        for (message = message[3..]; message.Length > 0;)
        {
            if (message.Length < 3 || Length(message) > message.Length - 3)
                return false;
            if (certificates.Count < TlsHandshake.MaxCertificates)
                certificates.Add(message.Slice(3, Length(message)).ToArray());
            message = message[(3 + Length(message))..];
        }

        return true;

        static int Length(ReadOnlySpan<byte> three) => (three[0] << 16) | (three[1] << 8) | three[2];
    }

    private void GiveUp()
    {
        IsUnreadable = true;
        IsOver = true;
    }
}
