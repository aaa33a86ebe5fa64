using System.Diagnostics;

namespace ChatOpsBot.Benchmarks.Load;

/// <summary>Writes lines as people write them all day, without an error.</summary>
internal sealed class LineClient(int number, Uri url) : IDisposable
{
    private readonly PostConnection posts = new(url, OverheardBot.Path, "Content-Type: text/plain\r\n");
    private int posted;

    public List<double> Acknowledged { get; } = [];

    public Task OpenAsync() => posts.OpenAsync();

    public async Task PostUntilAsync(CancellationToken ended)
    {
        while (!ended.IsCancellationRequested)
        {
            var since = Stopwatch.GetTimestamp();
            await posts.PostAsync($"release {++posted}: web0{number} is on staging since 14:30, please have a look before the meeting");
            Acknowledged.Add(Stopwatch.GetElapsedTime(since).TotalMilliseconds);
        }
    }

    public void Dispose() => posts.Dispose();
}
