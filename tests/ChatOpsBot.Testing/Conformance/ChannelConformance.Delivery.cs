namespace ChatOpsBot.Testing.Conformance;

/// <summary>Messages in, cards out.</summary>
public abstract partial class ChannelConformance
{
    [Fact]
    public async Task An_error_is_acknowledged_first_and_answered_with_exactly_one_card_in_its_conversation()
    {
        await StartAcceptingOnlyAsync();
        var room = await OpenAsync();
        var other = await OpenAsync();

        await SayAsync(room, Error(), "m1");

        Assert.Equal(1, Bot.Inbox.Count().Waiting);
        Assert.Empty(await SeeAsync(room));

        await StartAsync();
        await CardAsync(room);
        Assert.Single(await SeeAfterAllAsync(room));
        Assert.Empty(await SeeAsync(other));
    }

    [Fact]
    public async Task A_card_says_what_happened_and_can_be_pressed()
    {
        await StartAsync();
        var room = await OpenAsync();

        var card = await PostAsync(room);

        Assert.Contains("450 4.4.316", card.Text, StringComparison.Ordinal);
        Assert.True(card.Has("take"));
        Assert.True(card.Has("run-checks"));
        Assert.True(card.Sight.Bytes <= Platform.LargestMessage, $"{card.Sight.Bytes} bytes");
    }

    [Fact]
    public async Task A_message_without_an_error_is_silent_and_nothing_is_stored()
    {
        Needs(Feature.Overhearing);
        await StartAsync();
        var room = await OpenAsync();
        var before = Bot.CountRows();

        await SayAsync(room, "the printer on floor 4 is out of paper since 4.4.2026", "m1");

        Assert.Equal(before, Bot.CountRows());
        Assert.Empty(await SeeAfterAllAsync(room));
    }

    [Fact]
    public async Task A_message_delivered_again_changes_nothing()
    {
        await StartAsync();
        var room = await OpenAsync();
        await SayAsync(room, Error(), "m1");
        await SayAsync(room, Error(), "m1");
        await CardAsync(room);

        await SayAsync(room, Error(), "m1");

        var card = Assert.Single(await SeeAfterAllAsync(room));
        Assert.Equal(1, card.Revision);
    }

    [Fact]
    public async Task A_message_delivered_again_to_a_bot_that_was_restarted_meanwhile_changes_nothing()
    {
        await StartAsync();
        var room = await OpenAsync();
        await PostAsync(room);

        // Slack delivers an event again for up to a day.
        await StopAsync();
        time.Advance(TimeSpan.FromHours(20));
        await StartAsync();
        await SayAsync(room, Error(), "m1");

        var card = Assert.Single(await SeeAfterAllAsync(room));
        Assert.Equal(1, card.Revision);
    }

    [Fact]
    public async Task Messages_of_one_conversation_are_answered_in_their_order()
    {
        await StartAcceptingOnlyAsync();
        var room = await OpenAsync();
        string[] hosts = [.. Enumerable.Range(1, 6).Select(number => $"mx{number}.contoso.example")];
        foreach (var host in hosts)
            await SayAsync(room, Error(host), host);

        await StartAsync();

        var cards = await UntilAsync(room, cards => cards.Count == hosts.Length ? cards : null, "a card for each message");
        Assert.Equal(hosts, cards.Select(card => hosts.Single(host => card.Text.Contains(host, StringComparison.Ordinal))));
    }

    [Fact]
    public async Task What_a_bot_accepted_before_it_died_is_answered_by_the_next_one()
    {
        await StartAcceptingOnlyAsync();
        List<Room> rooms = [];
        for (var number = 0; number < 5; number++)
        {
            rooms.Add(await OpenAsync());
            await SayAsync(rooms[number], Error(), "m1");
        }

        await StartAsync();

        foreach (var room in rooms)
            await CardAsync(room);
        foreach (var room in rooms)
            Assert.Single(await SeeAfterAllAsync(room));
    }

    [Fact]
    public async Task A_conversation_that_is_gone_is_given_up_with_the_reason_and_holds_nobody_back()
    {
        await StartAcceptingOnlyAsync();
        var gone = await OpenAsync();
        var other = await OpenAsync();
        await SayAsync(gone, Error(), "m1");
        await SayAsync(other, Error(), "m1");
        await Platform.CloseForGoodAsync(gone, Token);

        await StartAsync();
        await CardAsync(other);
        await UntilAsync(() => Bot.Inbox.Count().Dead == 1, "the message of the closed conversation is given up");
        time.Advance(TimeSpan.FromHours(2));
        await SeeAfterAllAsync(other);

        var letter = Assert.Single(Bot.Inbox.DeadLetters(10));
        Assert.Equal(1, letter.Tries);
        Assert.False(string.IsNullOrWhiteSpace(letter.Reason));
        Report($"Given up: {letter.Reason}");
    }
}
