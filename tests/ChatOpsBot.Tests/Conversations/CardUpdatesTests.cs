using ChatOpsBot.Conversations;

namespace ChatOpsBot.Tests.Conversations;

public sealed class CardUpdatesTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_many_changes_the_newest_wins_and_the_last_one_arrives()
    {
        await using var bot = await BotInTest.StartAsync(Token, channel: new FakeChannel { UpdateInterval = TimeSpan.FromMilliseconds(300) });
        await bot.Turns.AcceptAsync(Some.Message(), Token);
        var caseId = (await bot.Channel.UntilAsync(posts => posts.Count == 1, Token))[0].Card.CaseId;

        for (var i = 0; i < 40; i++)
            await bot.Turns.ApplyAsync(Some.Press(caseId, i % 2 == 0 ? Verbs.Take : Verbs.Release) with { Revision = i + 1 }, Token);

        // 1 event opened it, 40 followed.
        var posts = await bot.Channel.UntilAsync(posts => posts[0].Card.Revision == 41, Token);
        Assert.True(posts[0].Updates < 40, $"{posts[0].Updates} updates for 40 changes");
    }

    [Fact]
    public async Task An_update_the_platform_delays_arrives_later()
    {
        await using var bot = await BotInTest.StartAsync(Token);
        await bot.Turns.AcceptAsync(Some.Message(), Token);
        var caseId = (await bot.Channel.UntilAsync(posts => posts.Count == 1, Token))[0].Card.CaseId;
        bot.Channel.FailNext(ChannelException.Transient("slow down", TimeSpan.FromMilliseconds(20)));

        await bot.Turns.ApplyAsync(Some.Press(caseId, Verbs.Take), Token);

        await bot.Channel.UntilAsync(posts => posts[0].Card.Title.ToString().StartsWith("With Anna", StringComparison.Ordinal), Token);
    }

    [Fact]
    public async Task A_card_left_behind_by_a_crash_is_brought_up_to_date_at_the_next_start()
    {
        var folder = Directory.CreateTempSubdirectory("chatopsbot-test-").FullName;
        try
        {
            var channel = new FakeChannel();
            await using (var first = await BotInTest.StartAsync(Token, folder, channel))
            {
                await first.Turns.AcceptAsync(Some.Message(), Token);
                var caseId = (await channel.UntilAsync(posts => posts.Count == 1, Token))[0].Card.CaseId;
                channel.FailNext(ChannelException.Transient("not before the crash", TimeSpan.FromHours(1)));
                await first.Turns.ApplyAsync(Some.Press(caseId, Verbs.Take), Token);
            }

            await using var second = await BotInTest.StartAsync(Token, folder, channel);

            await channel.UntilAsync(posts => posts[0].Card.Title.ToString().StartsWith("With Anna", StringComparison.Ordinal), Token);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
