using System.Diagnostics;

namespace ChatOpsBot.Benchmarks.Load;

/// <summary>What a client of Teams does all the time.</summary>
internal enum TeamsTalk
{
    /// <summary>Posts an error and waits for its answer, which is a post to the Connector.</summary>
    Errors,

    /// <summary>Posts errors, and waits for the acknowledgement alone.</summary>
    Unread,

    /// <summary>Says in a chat of several people what is no error.</summary>
    Lines,
}

/// <summary>
/// One connection of Teams to the bot. Each error is posted in a conversation and a tenant of its own: in one, Teams allows seven answers
/// a second and a bot that keeps to it would be measured by that.
/// </summary>
internal sealed class TeamsClient(int number, Uri bot, TeamsPlatform platform, TeamsTalk talk) : IDisposable
{
    private readonly PostConnection posts = new(bot, "/api/messages", $"Authorization: Bearer {platform.Token()}\r\nContent-Type: application/json; charset=utf-8\r\n");
    private int posted;

    public List<double> Acknowledged { get; } = [];

    public List<double> Answered { get; } = [];

    public Task OpenAsync() => posts.OpenAsync();

    public void Forget()
    {
        Acknowledged.Clear();
        Answered.Clear();
    }

    public async Task PostUntilAsync(CancellationToken ended)
    {
        while (!ended.IsCancellationRequested)
            await PostAsync(ended);
    }

    /// <summary>Posts one; what is not answered when time is up is not counted.</summary>
    public async Task PostAsync(CancellationToken ended)
    {
        posted++;
        var (conversation, type) = talk == TeamsTalk.Lines ? ($"19:load{number}@thread.v2", "groupChat") : ($"a:load-{number}-{posted}", "personal");
        var answer = talk == TeamsTalk.Errors ? platform.Expect(conversation) : null;
        var since = Stopwatch.GetTimestamp();
        await posts.PostAsync(Activity(conversation, type));
        Acknowledged.Add(Stopwatch.GetElapsedTime(since).TotalMilliseconds);
        if (answer is null)
            return;
        try
        {
            await answer.WaitAsync(ended);
            Answered.Add(Stopwatch.GetElapsedTime(since).TotalMilliseconds);
        }
        catch (OperationCanceledException)
        {
            // Time is up.
        }
    }

    public void Dispose() => posts.Dispose();

    private string Activity(string conversation, string type)
    {
        var tenant = $"00000000-0000-0000-0000-{(number * 1000 + posted % 1000) % 100_000:d12}";
        var text = talk == TeamsTalk.Lines
            ? $"release {posted}: web0{number} is on staging since 14:30, please have a look before the meeting"
            : $"450 4.4.316 Connection refused [LastAttemptedServerName=mx{posted}.client{number}.contoso.example]";
        return $$$"""
            {"type":"message","id":"{{{number}}}-{{{posted}}}","timestamp":"2026-03-02T09:00:00.1234567Z","localTimezone":"Europe/Berlin","serviceUrl":"{{{platform.ServiceUrl}}}","channelId":"msteams","from":{"id":"29:load{{{number}}}","name":"Kim Example","aadObjectId":"aaaaaaaa-0000-0000-0000-000000000001"},"recipient":{"id":"28:{{{TeamsPlatform.AppId}}}","name":"Mail Error Helper"},"conversation":{"id":"{{{conversation}}}","conversationType":"{{{type}}}","tenantId":"{{{tenant}}}"},"textFormat":"plain","locale":"en-US","text":"{{{text}}}","entities":[{"type":"clientInfo","locale":"en-US","country":"US","platform":"Windows"}],"channelData":{"tenant":{"id":"{{{tenant}}}"} } }
            """;
    }
}
