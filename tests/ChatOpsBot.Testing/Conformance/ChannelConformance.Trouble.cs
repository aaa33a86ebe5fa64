namespace ChatOpsBot.Testing.Conformance;

/// <summary>A platform on a bad day.</summary>
public abstract partial class ChannelConformance
{
    [Fact]
    public async Task A_platform_that_asks_for_time_gets_it_to_the_second_and_the_card_once()
    {
        Needs(Feature.Trouble);
        await StartAsync();
        var room = await OpenAsync();
        Platform.SetTrouble(room, new PlatformTrouble.AskForTime(TimeSpan.FromSeconds(7)));
        await SayAsync(room, Error(), "m1");
        await UntilAsync(() => Platform.PostAttempts(room).Count == 1 && Bot.Inbox.NextDue() == Platform.PostAttempts(room)[0] + TimeSpan.FromSeconds(7), "a second try planned when the platform said");

        // In small steps, so that a try that comes too early or too late shows its time.
        for (var step = 0; step < 120 && Platform.PostAttempts(room).Count == 1; step++)
        {
            time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Delay(Pause, Token);
        }

        await CardAsync(room);
        var attempts = Platform.PostAttempts(room);
        Assert.Equal(2, attempts.Count);
        Assert.InRange(attempts[1] - attempts[0], TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(8));
        Assert.Single(await SeeAfterAllAsync(room));
    }

    [Fact]
    public async Task Messages_behind_one_that_must_wait_keep_their_order()
    {
        Needs(Feature.Trouble);
        await StartAsync();
        var room = await OpenAsync();
        Platform.SetTrouble(room, new PlatformTrouble.AskForTime(TimeSpan.FromSeconds(3)));
        string[] hosts = ["mx1.contoso.example", "mx2.contoso.example", "mx3.contoso.example"];
        foreach (var host in hosts)
            await SayAsync(room, Error(host), host);

        await AdvanceUntilAsync(async () => (await SeeAsync(room)).Count == hosts.Length, "a card for each message");

        Assert.Equal(hosts, (await SeeAsync(room)).Select(card => hosts.Single(host => card.Text.Contains(host, StringComparison.Ordinal))));
    }

    [Fact]
    public async Task A_platform_that_is_down_gets_every_card_once_when_it_is_back()
    {
        Needs(Feature.Trouble);
        await StartAsync();
        List<Room> rooms = [];
        for (var number = 0; number < 10; number++)
        {
            rooms.Add(await OpenAsync());
            Platform.SetTrouble(rooms[number], new PlatformTrouble.Down());
            await SayAsync(rooms[number], Error(), "m1");
        }

        time.Advance(TimeSpan.FromSeconds(20));
        foreach (var room in rooms)
            Platform.SetTrouble(room, new PlatformTrouble.None());
        await AdvanceUntilIdleAsync();

        var cards = 0;
        foreach (var room in rooms)
            cards += (await SeeAsync(room)).Count;
        Report($"{rooms.Count} acknowledged, {cards} cards");
        Assert.Equal(rooms.Count, cards);
        Assert.Equal(0, Bot.Inbox.Count().Dead);
    }

    [Fact]
    public async Task A_platform_that_breaks_after_it_posted_is_looked_up_or_doubled_at_most_once()
    {
        Needs(Feature.Trouble);
        await StartAsync();
        var room = await OpenAsync();
        Platform.SetTrouble(room, new PlatformTrouble.BreakAfterPosting(1));

        await SayAsync(room, Error(), "m1");
        await AdvanceUntilIdleAsync();

        var cards = (await SeeAfterAllAsync(room)).Count;
        var looksUp = !Platform.Lacks.ContainsKey(Feature.LookUp);
        Report($"1 acknowledged, {cards} cards, {cards - 1} doubled ({(looksUp ? "the platform can be asked" : Platform.Lacks[Feature.LookUp])})");
        Assert.InRange(cards, 1, looksUp ? 1 : 2);
    }

    [Fact]
    public async Task A_platform_that_hangs_keeps_nobody_waiting_but_the_conversation_it_hangs_in()
    {
        Needs(Feature.Trouble);
        await StartAsync();
        var slow = await OpenAsync();
        var quick = await OpenAsync();
        Platform.SetTrouble(slow, new PlatformTrouble.Hang());

        await SayAsync(slow, Error(), "m1");
        await UntilAsync(() => Platform.PostAttempts(slow).Count == 1, "the bot speaks where the platform hangs");
        await PostAsync(quick);
        Assert.Empty(await SeeAsync(slow));

        time.Advance(TimeSpan.FromSeconds(10));
        Platform.SetTrouble(slow, new PlatformTrouble.None());
        await CardAsync(slow);
        Assert.Single(await SeeAfterAllAsync(slow));
    }
}
