using System.Diagnostics;
using System.Text;
using ChatOpsBot.Benchmarks.Load;

namespace ChatOpsBot.Benchmarks.Probes;

/// <summary>Asks for one probe after the other, each of an address that nobody asked about before.</summary>
internal sealed class ProbeClient(Prober prober, Uri url, int number) : IDisposable
{
    private readonly HttpConnection connection = new(url);

    /// <summary>In milliseconds.</summary>
    public List<double> Answered { get; } = [];

    public Task OpenAsync() => connection.OpenAsync();

    public async Task AskUntilAsync(CancellationToken ended)
    {
        while (!ended.IsCancellationRequested)
        {
            var request = Encoding.UTF8.GetBytes(prober.Write(url, number, prober.NextAddress()));
            var since = Stopwatch.GetTimestamp();
            var answer = await connection.AskAsync(request);
            Answered.Add(Stopwatch.GetElapsedTime(since).TotalMilliseconds);
            if (answer.Span.IndexOf(prober.Success.Span) < 0)
                throw new InvalidDataException($"{prober.Name} answered {Encoding.UTF8.GetString(answer.Span)}");
        }
    }

    public void Dispose() => connection.Dispose();
}
