using System.Buffers.Binary;
using System.Text;

namespace ChatOpsBot.Probing.Tls;

/// <summary>
/// The connection below TLS. Passes every byte on and keeps what the library above does not tell: the alert of the server, and whether
/// it spoke TLS at all.
/// </summary>
/// <param name="ahead">Bytes of the server that were read too far with the reply to STARTTLS; they come first.</param>
internal sealed class WireTap(Stream inner, ReadOnlyMemory<byte> ahead) : Stream
{
    private const int HeaderLength = 5;
    private const int MaxPlainText = 200;

    private readonly byte[] record = new byte[HeaderLength + 2];
    private readonly StringBuilder start = new();
    private ReadOnlyMemory<byte> ahead = ahead;
    private int have;
    private int toSkip;

    /// <summary>The last alert sent in clear; null when there was none.</summary>
    public string? Alert { get; private set; }

    public bool HasEnded { get; private set; }

    /// <summary>The server's first bytes when they are no TLS record; null when they are, or when none came.</summary>
    public string? PlainText => start.Length > 0 && !IsTls ? start.ToString() : null;

    // Every record of a server begins with handshake or alert and the major version 3.
    private bool IsTls => start[0] is (char)TlsNumbers.HandshakeRecord or (char)TlsNumbers.AlertRecord && (start.Length < 2 || start[1] == 3);

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read;
        if (ahead.Length > 0)
        {
            read = Math.Min(ahead.Length, buffer.Length);
            ahead[..read].CopyTo(buffer);
            ahead = ahead[read..];
        }
        else
        {
            read = await inner.ReadAsync(buffer, cancellationToken);
            HasEnded |= read == 0 && buffer.Length > 0;
        }

        Watch(buffer.Span[..read]);

        // A library would wait for the rest of a record whose length is two letters of a sentence.
        return PlainText is null ? read : throw new IOException("The other side does not speak TLS.");
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => inner.WriteAsync(buffer, cancellationToken);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => inner.WriteAsync(buffer, offset, count, cancellationToken);

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override void Flush() => inner.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("A probe waits for nobody on a thread.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("A probe waits for nobody on a thread.");

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private void Watch(ReadOnlySpan<byte> bytes)
    {
        if (start.Length < MaxPlainText)
            start.Append(Encoding.Latin1.GetString(bytes[..Math.Min(bytes.Length, MaxPlainText - start.Length)]));
        while (bytes.Length > 0)
        {
            if (toSkip > 0)
            {
                var skipped = Math.Min(toSkip, bytes.Length);
                toSkip -= skipped;
                bytes = bytes[skipped..];
                continue;
            }

            record[have++] = bytes[0];
            bytes = bytes[1..];
            if (have < HeaderLength)
                continue;
            var length = BinaryPrimitives.ReadUInt16BigEndian(record.AsSpan(3));

            // Two bytes are an alert in clear; encrypted ones are longer.
            if (record[0] != TlsNumbers.AlertRecord || length != 2)
            {
                (have, toSkip) = (0, length);
            }
            else if (have == record.Length)
            {
                have = 0;
                Alert = TlsNumbers.AlertName(record[^1]);
            }
        }
    }
}
