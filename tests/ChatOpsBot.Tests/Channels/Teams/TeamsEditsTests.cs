using ChatOpsBot.Channels.Teams;
using ChatOpsBot.Conversations;
using ChatOpsBot.Storage;

namespace ChatOpsBot.Tests.Channels.Teams;

public sealed class TeamsEditsTests
{
    private static readonly ConversationKey Conversation = new("teams", TeamsBot.TenantId, TeamsActivity.Channel);

    [Fact]
    public async Task A_later_edit_waits_until_the_earlier_one_is_in_the_inbox()
    {
        var edits = new TeamsEdits();
        var held = new TaskCompletionSource();
        List<int> accepted = [];

        var earlier = edits.AcceptAsync(Conversation, "1", At(10), async () =>
        {
            await held.Task;
            accepted.Add(10);
            return true;
        });
        var later = edits.AcceptAsync(Conversation, "1", At(20), () =>
        {
            accepted.Add(20);
            return Task.FromResult(true);
        });

        Assert.False(later.IsCompleted);
        held.SetResult();
        Assert.True(await earlier);
        Assert.True(await later);
        Assert.Equal([10, 20], accepted);
    }

    [Fact]
    public async Task An_edit_that_comes_after_a_later_one_is_left_alone()
    {
        var edits = new TeamsEdits();

        Assert.True(await edits.AcceptAsync(Conversation, "1", At(20), () => Task.FromResult(true)));
        Assert.False(await edits.AcceptAsync(Conversation, "1", At(10), () => Task.FromResult(true)));
        Assert.True(await edits.AcceptAsync(Conversation, "2", At(10), () => Task.FromResult(true)));
    }

    [Fact]
    public async Task An_edit_that_could_not_be_stored_is_taken_when_it_is_sent_again()
    {
        var edits = new TeamsEdits();

        await Assert.ThrowsAsync<StorageException>(() => edits.AcceptAsync(Conversation, "1", At(10), () => Task.FromException<bool>(new StorageException("The disk is full.", new IOException()))));

        Assert.True(await edits.AcceptAsync(Conversation, "1", At(10), () => Task.FromResult(true)));
    }

    private static DateTimeOffset At(int seconds) => Some.Noon.AddSeconds(seconds);
}
