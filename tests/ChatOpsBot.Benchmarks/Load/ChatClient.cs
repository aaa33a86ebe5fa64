using System.Diagnostics;

namespace ChatOpsBot.Benchmarks.Load;

/// <summary>What a client of a chat platform does all the time.</summary>
internal enum ChatTalk
{
    /// <summary>Posts an error and waits for its answer, which is a post to the platform.</summary>
    Errors,

    /// <summary>Posts errors, and waits for the acknowledgement alone.</summary>
    Unread,

    /// <summary>Says in a conversation of several people what is no error.</summary>
    Lines,
}

/// <summary>One connection of a chat platform to the bot.</summary>
internal sealed class ChatClient(int number, Uri bot, ChatPlatform platform, ChatTalk talk) : IDisposable
{
    private readonly PostConnection posts = new(bot, platform.Path, "Content-Type: application/json; charset=utf-8\r\n");
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
        var post = platform.Post(talk, number, ++posted);
        var answer = talk == ChatTalk.Errors ? platform.Expect(post.Conversation) : null;
        var since = Stopwatch.GetTimestamp();
        await posts.PostAsync(post.Body, post.Headers);
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

    /// <summary>An error that nobody had before.</summary>
    public static string Error(int client, int number) => $"450 4.4.316 Connection refused [LastAttemptedServerName={Server(client, number)}]";

    public static string Server(int client, int number) => $"mx{number}.client{client}.contoso.example";

    /// <summary>As people write them all day.</summary>
    public static string Line(int client, int number) => $"release {number}: web0{client} is on staging since 14:30, please have a look before the meeting";
}
