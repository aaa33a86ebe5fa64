using System.Net.Sockets;
using System.Text;

namespace ChatOpsBot.Benchmarks.Load;

/// <summary>
/// One kept-alive connection that posts and waits for each answer. Written on the socket, because the driver shares its processors with
/// the bot and an HttpClient would cost as much as what it measures.
/// </summary>
/// <param name="headers">Of every post.</param>
internal sealed class PostConnection(Uri url, string path, string headers) : IDisposable
{
    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] received = new byte[16 * 1024];

    public async Task OpenAsync() => await socket.ConnectAsync(url.Host, url.Port);

    /// <param name="more">Headers of this post alone.</param>
    /// <exception cref="InvalidDataException">The answer was none that takes it.</exception>
    public async Task PostAsync(string body, string more = "")
    {
        var request = $"POST {path} HTTP/1.1\r\nHost: {url.Authority}\r\n{headers}{more}Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}";
        await socket.SendAsync(Encoding.UTF8.GetBytes(request));
        var length = 0;
        do
        {
            var count = await socket.ReceiveAsync(received.AsMemory(length));
            if (count == 0)
                throw new InvalidDataException("The bot closed the connection.");
            length += count;
        }
        while (!IsWhole(received.AsSpan(0, length)));

        if (!received.AsSpan().StartsWith("HTTP/1.1 200"u8) && !received.AsSpan().StartsWith("HTTP/1.1 202"u8))
            throw new InvalidDataException($"The bot answered {Encoding.UTF8.GetString(received, 0, length)}");
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
