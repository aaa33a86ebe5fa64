using ChatOpsBot.Conversations;
using ChatOpsBot.Testing.Time;
using Microsoft.Extensions.DependencyInjection;

namespace ChatOpsBot.Testing.Conformance;

/// <summary>
/// What every channel must do. A channel joins by a <see cref="ChannelDriver"/> and an empty class that derives from this one. Time is
/// manual, everything else is real: the host, its database, and the channel up to the scripted platform.
/// </summary>
public abstract partial class ChannelConformance : IAsyncLifetime
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("chatopsbot-conformance-");
    private readonly ManualTime time = new(new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero));
    private ChannelDriver? driver;
    private BotUnderTest? bot;

    /// <summary>The platform, before anything happened on it.</summary>
    internal abstract ChannelDriver CreateDriver(TimeProvider time);

    public async ValueTask InitializeAsync()
    {
        driver = CreateDriver(time);
        await driver.BeginAsync(Token);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await Platform.DisposeAsync();
        folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private ChannelDriver Platform => driver!;

    private BotUnderTest Bot => bot ?? throw new InvalidOperationException("The test starts the bot first.");

    /// <summary>Skips the test, with the channel's own reason, when the platform has no such thing.</summary>
    private void Needs(Feature feature) => Assert.SkipWhen(Platform.Lacks.TryGetValue(feature, out var reason), reason ?? "");

    private Task StartAsync(Action<IServiceCollection>? replace = null) => RestartAsync(acts: true, replace);

    /// <summary>A bot that accepts and then dies: nothing is answered, no card changes.</summary>
    private Task StartAcceptingOnlyAsync() => RestartAsync(acts: false, replace: null);

    private async Task RestartAsync(bool acts, Action<IServiceCollection>? replace)
    {
        await StopAsync();
        bot = await BotUnderTest.StartAsync(Platform, time, folder.FullName, acts, replace, Token);
    }

    private async Task StopAsync()
    {
        if (bot is not null)
            await bot.DisposeAsync();
        bot = null;
    }

    private Task<Room> OpenAsync(Person? person = null, string organization = "first") => Platform.OpenRoomAsync(person ?? Anna, Token, organization);

    /// <summary>Posts something the bot must take.</summary>
    private async Task SayAsync(Room room, string text, string id, Person? by = null)
    {
        var heard = await Platform.SayAsync(room, by ?? Anna, text, id, Token);
        Assert.True(heard.IsAcknowledged, heard.Answer);
    }

    /// <summary>Posts an error about a server of its own, and waits for its card.</summary>
    private async Task<SeenCard> PostAsync(Room room, string host = "mx1.contoso.example", string id = "m1", Person? by = null)
    {
        await SayAsync(room, Error(host), id, by);
        return await CardAsync(room, host);
    }

    private async Task PressAsync(Room room, SeenButton button, string id, Person? by = null, IReadOnlyDictionary<string, string>? inputs = null)
    {
        var heard = await Platform.PressAsync(room, by ?? Anna, button, id, Token, inputs);
        Assert.True(heard.IsAcknowledged, heard.Answer);
    }

    private Task<IReadOnlyList<SeenCard>> SeeAsync(Room room) => Platform.SeeAsync(room, Token);

    /// <summary>The card about a server, once it is there.</summary>
    private Task<SeenCard> CardAsync(Room room, string host = "mx1.contoso.example") => UntilAsync(room, cards => cards.FirstOrDefault(card => card.Text.Contains(host, StringComparison.Ordinal)), $"a card about {host}");

    /// <summary>The room's only card, once it is as the test wants it.</summary>
    private Task<SeenCard> OnlyCardAsync(Room room, Func<SeenCard, bool> isWanted, string what) => UntilAsync(room, cards => cards is [var only] && isWanted(only) ? only : null, what);

    private async Task<T> UntilAsync<T>(Room room, Func<IReadOnlyList<SeenCard>, T?> find, string what)
        where T : class
    {
        T? found = null;
        await UntilAsync(async () => (found = find(await SeeAsync(room))) is not null, what);
        return found!;
    }

    /// <summary>Looks again and again, for as long as a slow machine may need. The clock of the test stands still meanwhile.</summary>
    private static async Task UntilAsync(Func<Task<bool>> isSo, string what)
    {
        for (var look = 0; look < Looks; look++)
        {
            if (await isSo())
                return;
            await Task.Delay(Pause, Token);
        }

        Assert.Fail($"It did not come to this: {what}.");
    }

    private static Task UntilAsync(Func<bool> isSo, string what) => UntilAsync(() => Task.FromResult(isSo()), what);

    /// <summary>Moves the clock on, second by second, until it is so.</summary>
    private async Task AdvanceUntilAsync(Func<Task<bool>> isSo, string what)
    {
        for (var second = 0; second < 600; second++)
        {
            if (await isSo())
                return;
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(Pause, Token);
        }

        Assert.Fail($"It did not come to this within ten minutes of manual time: {what}.");
    }

    private Task AdvanceUntilIdleAsync() => AdvanceUntilAsync(() => Task.FromResult(Bot.IsIdle), "every message answered, every card up to date");

    /// <summary>
    /// Waits until whatever the bot was about to do in this room is done: a message behind it was answered. Gives nothing that comes
    /// late a way to be overlooked.
    /// </summary>
    /// <returns>All of the bot's messages in the room but that answer.</returns>
    private async Task<IReadOnlyList<SeenCard>> SeeAfterAllAsync(Room room)
    {
        const string Last = "last.fabrikam.example";
        await PostAsync(room, Last, $"last-{Guid.NewGuid():n}");
        await AdvanceUntilIdleAsync();
        return [.. (await SeeAsync(room)).Where(card => !card.Text.Contains(Last, StringComparison.Ordinal))];
    }

    private static string Error(string host = "mx1.contoso.example") => $"450 4.4.316 Connection refused {host}";

    private static void Report(string line) => TestContext.Current.TestOutputHelper?.WriteLine(line);

    private static readonly Person Anna = new("u-anna", "Anna");
    private static readonly Person Bert = new("u-bert", "Bert");
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);
    private const int Looks = 2000;
}
