using ChatOpsBot.Channels.Web;
using ChatOpsBot.Storage;
using ChatOpsBot.Testing.Time;

namespace ChatOpsBot.Tests.Channels.Web;

/// <summary>What is kept of a conversation, and for how long.</summary>
public sealed class WebStoreTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("chatopsbot-test-").FullName;
    private readonly ManualTime time = new(Some.Noon);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task The_newest_200_activities_of_a_conversation_are_kept()
    {
        await using var database = Database.Open(new StorageOptions { DataFolder = folder });
        var store = new WebStore(database, time);
        await store.OpenAsync("c1", Token);
        await Task.WhenAll(Enumerable.Range(1, 300).Select(number => store.AddAsync("c1", Activity(number), $"key-{number}", Token)));

        await store.ReserveAsync("c1", 64, Token);

        var kept = store.Since("c1", 0).Activities;
        Assert.Equal(Enumerable.Range(101, 200).Select(number => (long)number), kept.Select(activity => activity.Sequence));
    }

    [Fact]
    public async Task A_conversation_nobody_used_for_90_days_is_forgotten_when_somebody_opens_another()
    {
        await using var database = Database.Open(new StorageOptions { DataFolder = folder });
        var store = new WebStore(database, time);
        await store.OpenAsync("old", Token);
        await store.AddAsync("old", Activity(1), "key-1", Token);
        time.Advance(TimeSpan.FromDays(80));
        await store.OpenAsync("younger", Token);

        time.Advance(TimeSpan.FromDays(11));
        await store.OpenAsync("new", Token);

        Assert.False(store.Exists("old"));
        Assert.Empty(store.Since("old", 0).Activities);
        Assert.True(store.Exists("younger"));
        Assert.Null(await store.AddAsync("old", Activity(2), "key-2", Token));
        Assert.Null(await store.ReserveAsync("old", 64, Token));
    }

    [Fact]
    public async Task Something_delivered_twice_stands_once()
    {
        await using var database = Database.Open(new StorageOptions { DataFolder = folder });
        var store = new WebStore(database, time);
        await store.OpenAsync("c1", Token);

        await store.AddAsync("c1", Activity(1), "key", Token);
        var second = await store.AddAsync("c1", Activity(2), "key", Token);

        Assert.Equal("a1", second!.Id);
        Assert.Single(store.Since("c1", 0).Activities);
    }

    private static StoredActivity Activity(long number) => new() { Id = $"a{number}", Watermark = number, Sequence = number, CaseId = "case" };
}
