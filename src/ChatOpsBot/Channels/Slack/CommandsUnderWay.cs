namespace ChatOpsBot.Channels.Slack;

/// <summary>
/// What people asked for by command or by naming the bot, and how to tell them apart from the conversation: where that turns out to be
/// closed to the bot, nothing can be said in it. In memory: a word that comes after half an hour helps nobody, and Slack forgets as soon.
/// </summary>
internal sealed class CommandsUnderWay(AfterAcknowledgement after, TimeProvider time)
{
    private readonly Marks<Func<Task>> given = new(time, TimeSpan.FromMinutes(30), capacity: 1_000);

    /// <param name="key">Of the turn it became.</param>
    /// <param name="tell">Tells who asked, should the answer find no place.</param>
    public void Note(string key, Func<Task> tell) => given.Set(key, tell);

    /// <summary>The answer found no place.</summary>
    public void Tell(string key)
    {
        if (!given.TryGet(key, out var tell))
            return;
        given.Remove(key);
        after.Do("a word about a conversation that is closed", tell);
    }
}
