using System.Buffers;
using System.Net.Security;
using System.Security.Authentication;

namespace ChatOpsBot.Probing.Tls;

/// <summary>
/// TLS as a client over a <see cref="WireTap"/>, by OpenSSL itself. All connections share one context; .NET's stream makes a new one for
/// each connection that must not resume a session, which costs more than the handshake.
/// </summary>
/// <remarks>Not thread-safe: one task drives it, as it does the session. It takes any certificate.</remarks>
internal sealed class OpenSslClient : Stream, ITlsClient
{
    private const int BufferLength = 4096;

    private readonly WireTap wire;
    private readonly OpenSsl.Connection connection;

    // Of the connection, and gone with it.
    private readonly nint fromServer;
    private readonly nint toServer;

    /// <param name="serverName">Said in SNI; empty for none.</param>
    public OpenSslClient(WireTap wire, string serverName)
    {
        this.wire = wire;
        (connection, fromServer, toServer) = OpenSsl.Connect(serverName);
    }

    public Stream Stream => this;

    public string Version => OpenSsl.Version(connection);

    public TlsCipherSuite Cipher => OpenSsl.Cipher(connection);

    public IReadOnlyList<byte[]> Certificates => OpenSsl.Certificates(connection, TlsHandshake.MaxCertificates);

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public async Task ShakeHandsAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var want = OpenSsl.ShakeHands(connection);
            await SendAsync(cancellationToken);
            if (want == OpenSsl.Want.Nothing)
                return;
            if (want != OpenSsl.Want.Read)
                throw new AuthenticationException("The handshake failed.");
            if (!await ReceiveAsync(cancellationToken))
                throw new IOException("The other side closed the connection in the handshake.");
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var (count, want) = OpenSsl.Read(connection, buffer.Span);
            if (want is OpenSsl.Want.Nothing or OpenSsl.Want.End)
                return count;

            // No alert of ours first: where the server is gone, its failure would hide this one.
            if (want != OpenSsl.Want.Read)
                throw Failed();

            // The server may ask for new keys in between.
            await SendAsync(cancellationToken);
            if (!await ReceiveAsync(cancellationToken))
                return 0;
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.Length == 0)
            return;
        if (OpenSsl.Write(connection, buffer.Span) != OpenSsl.Want.Nothing)
            throw Failed();
        await SendAsync(cancellationToken);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => wire.FlushAsync(cancellationToken);

    public override void Flush() => wire.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("A probe waits for nobody on a thread.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("A probe waits for nobody on a thread.");

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            connection.Dispose();
        base.Dispose(disposing);
    }

    // An alert, or bytes that are none of this session.
    private static IOException Failed() => new("TLS ended.", new AuthenticationException("The other side ended TLS, or broke it."));

    private async ValueTask SendAsync(CancellationToken cancellationToken)
    {
        var waiting = OpenSsl.Waiting(toServer);
        if (waiting == 0)
            return;
        var buffer = ArrayPool<byte>.Shared.Rent(waiting);
        try
        {
            await wire.WriteAsync(buffer.AsMemory(0, OpenSsl.Take(toServer, buffer)), cancellationToken);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <returns>False when the connection has ended.</returns>
    private async ValueTask<bool> ReceiveAsync(CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferLength);
        try
        {
            var count = await wire.ReadAsync(buffer, cancellationToken);
            if (count > 0)
                OpenSsl.Put(fromServer, buffer.AsSpan(0, count));
            return count > 0;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
