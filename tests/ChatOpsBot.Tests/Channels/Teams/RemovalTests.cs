using ChatOpsBot.Conversations;
using ChatOpsBot.Storage;
using ChatOpsBot.Testing.Conformance;
using ChatOpsBot.Testing.Time;
using Dapper;

namespace ChatOpsBot.Tests.Channels.Teams;

/// <summary>The app is removed while something is still to be said.</summary>
public sealed class RemovalTests : IAsyncDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("chatopsbot-removal-");
    private readonly ManualTime time = new();
    private readonly TeamsDriver teams;

    public RemovalTests() => teams = new TeamsDriver(time);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task D17_after_a_removal_nothing_is_said_there_and_what_was_due_ends_with_the_reason()
    {
        await teams.BeginAsync(Token);
        await using var bot = await BotUnderTest.StartAsync(teams, time, folder.FullName, acts: true, replace: null, Token);
        var room = await teams.OpenRoomAsync(Some.Anna, Token);
        await teams.SayAsync(room, Some.Anna, "450 4.4.316 Connection refused", "m1", Token);
        await UntilAsync(async () => (await teams.SeeAsync(room, Token)).Count == 1);
        var step = (await teams.SeeAsync(room, Token))[0].Button("step-done:f316.A");
        await teams.PressAsync(room, Some.Anna, step, "p1", Token);
        await UntilAsync(() => Task.FromResult(bot.IsIdle));
        // In an hour the bot would ask in the thread whether mail flows again.
        time.Advance(TimeSpan.FromMinutes(30));
        var before = teams.Calls(room).Count;

        Assert.True((await teams.RemoveAppAsync(room, Some.Anna, Token)).IsAcknowledged);
        time.Advance(TimeSpan.FromMinutes(31));
        await bot.Get<ChatOpsBot.FollowUps.FollowUps>().RunDueAsync(time.GetUtcNow(), Token);

        Assert.Equal(AskReason.NoServer, bot.Get<CaseStore>().Find(step.CaseId)!.Question!.Why);
        await UntilAsync(() => Task.FromResult(bot.IsIdle && bot.Get<CaseStore>().Find(step.CaseId)!.Note is null));
        Assert.Equal(before, teams.Calls(room).Count);
        Assert.Contains(Events(bot, step.CaseId), @event => @event.Contains("thread-told", StringComparison.Ordinal) && @event.Contains("Adding the app again", StringComparison.Ordinal));
        Assert.Equal(0, bot.Get<FollowUpStore>().CountGivenUp());

        // Added again it is heard, and answered.
        await teams.SayAsync(room, Some.Anna, "450 4.4.316 Connection refused mx2.contoso.example", "m2", Token);
        await UntilAsync(async () => (await teams.SeeAsync(room, Token)).Count == 2);
    }

    public async ValueTask DisposeAsync()
    {
        await teams.DisposeAsync();
        folder.Delete(recursive: true);
    }

    private static IReadOnlyList<string> Events(BotUnderTest bot, string caseId) =>
        bot.Get<Database>().Read(connection => connection.Query<string>("SELECT event FROM case_events WHERE case_id = @caseId", new { caseId }).AsList());

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(TimeSpan.FromSeconds(90));
        while (!await isSo())
            await Task.Delay(TimeSpan.FromMilliseconds(5), patience.Token);
    }
}
