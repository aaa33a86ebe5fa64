namespace ChatOpsBot.MailFlow.Tests.Recognizing;

/// <summary>What ordinary chat costs. Alone in the process: other tests beside it keep the runtime from compiling the search for good, and what it does until then allocates.</summary>
[Collection(nameof(QuietChatTests))]
[CollectionDefinition(nameof(QuietChatTests), DisableParallelization = true)]
public sealed class QuietChatTests
{
    [Theory]
    [InlineData("thanks, that did the trick – I'll tell „die Kollegen“ tomorrow 👍")]
    [InlineData("can somebody look at the printer on the second floor")]
    public async Task Chat_without_a_digit_allocates_nothing(string line)
    {
        // The runtime compiles for good beside us, once nothing new has been called for a while: give it that while, however busy the machine is.
        var allocated = long.MaxValue;
        for (var round = 0; round < 600 && allocated != 0; round++)
        {
            allocated = Allocated(line);
            if (allocated != 0)
                await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        Assert.Equal(0, allocated);
    }

    private static long Allocated(string line)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            MailErrorRecognizer.Recognize(line);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
