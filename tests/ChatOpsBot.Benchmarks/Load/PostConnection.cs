using System.Text;

namespace ChatOpsBot.Benchmarks.Load;

/// <summary>Posts to the bot over one kept-alive connection, and waits for each answer.</summary>
/// <param name="headers">Of every post.</param>
internal sealed class PostConnection(Uri url, string path, string headers) : IDisposable
{
    private readonly HttpConnection connection = new(url);

    public Task OpenAsync() => connection.OpenAsync();

    /// <param name="more">Headers of this post alone.</param>
    /// <exception cref="InvalidDataException">The answer was none that takes it.</exception>
    public async Task PostAsync(string body, string more = "")
    {
        var request = $"POST {path} HTTP/1.1\r\nHost: {url.Authority}\r\n{headers}{more}Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}";
        var answer = await connection.AskAsync(Encoding.UTF8.GetBytes(request));
        if (!answer.Span.StartsWith("HTTP/1.1 200"u8) && !answer.Span.StartsWith("HTTP/1.1 202"u8))
            throw new InvalidDataException($"The bot answered {Encoding.UTF8.GetString(answer.Span)}");
    }

    public void Dispose() => connection.Dispose();
}
