using System.Net.Sockets;

namespace ChatOpsBot.Benchmarks.Load;

/// <summary>
/// One kept-alive connection that asks and waits for each answer. Written on the socket, because the driver shares its processors with
/// what it drives, and an HttpClient would cost as much as what it measures.
/// </summary>
internal sealed class HttpConnection(Uri url) : IDisposable
{
    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private byte[] received = new byte[16 * 1024];

    public async Task OpenAsync() => await socket.ConnectAsync(url.Host, url.Port);

    /// <param name="request">With its head.</param>
    /// <returns>The answer with its head; good until the next is asked for.</returns>
    public async Task<ReadOnlyMemory<byte>> AskAsync(ReadOnlyMemory<byte> request)
    {
        await socket.SendAsync(request);
        var length = 0;
        do
        {
            if (length == received.Length)
                Array.Resize(ref received, 2 * length);
            var count = await socket.ReceiveAsync(received.AsMemory(length));
            if (count == 0)
                throw new InvalidDataException("The other side closed the connection.");
            length += count;
        }
        while (!IsWhole(received.AsSpan(0, length)));
        return received.AsMemory(0, length);
    }

    public void Dispose() => socket.Dispose();

    private static bool IsWhole(ReadOnlySpan<byte> answer)
    {
        var end = answer.IndexOf("\r\n\r\n"u8);
        if (end < 0)
            return false;
        var head = answer[..end];
        if (head.IndexOf("chunked"u8) >= 0)
            return answer.EndsWith("\r\n0\r\n\r\n"u8);
        var name = head.IndexOf(LengthHeader);
        if (name < 0)
            return true;
        var value = head[(name + LengthHeader.Length)..];
        var line = value.IndexOf((byte)'\r');
        return answer.Length - end - 4 >= int.Parse(line < 0 ? value : value[..line], provider: null);
    }

    private static ReadOnlySpan<byte> LengthHeader => "Content-Length: "u8;
}
