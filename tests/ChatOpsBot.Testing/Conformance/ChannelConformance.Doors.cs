using ChatOpsBot.Conversations;

namespace ChatOpsBot.Testing.Conformance;

/// <summary>Who is refused, and what they get to know.</summary>
public abstract partial class ChannelConformance
{
    [Fact]
    public async Task A_request_that_does_not_come_from_the_platform_is_refused_with_nothing_stored_and_nothing_told()
    {
        Needs(Feature.Proof);
        await StartAsync();
        var room = await OpenAsync();
        var stranger = await OpenAsync(Bert);
        var card = await PostAsync(room);
        var before = Bot.CountRows();

        var forgeries = await Platform.ForgeAsync(room, stranger, Anna, Error("forged.contoso.example"), card.Button(Verbs.Take), Token);

        Assert.NotEmpty(forgeries);
        Report($"{forgeries.Count} forgeries: {string.Join(", ", forgeries.Select(forgery => forgery.How))}");
        Assert.Equal(before, Bot.CountRows());
        Assert.All(forgeries, forgery => Assert.True(forgery.IsRefused, $"{forgery.How}: {forgery.Answer}"));
        Assert.All(forgeries, forgery => Assert.DoesNotContain(card.Button(Verbs.Take).CaseId, forgery.Answer, StringComparison.Ordinal));
        Assert.All(forgeries, forgery => Assert.DoesNotContain("4.4.316", forgery.Answer, StringComparison.Ordinal));
        Assert.Equal(1, Assert.Single(await SeeAfterAllAsync(room)).Revision);
    }

    [Fact]
    public async Task A_card_of_another_conversation_cannot_be_pressed()
    {
        await StartAsync();
        var room = await OpenAsync();
        var stranger = await OpenAsync(Bert);

        await PressFromAsync(stranger, room, Bert);
    }

    [Fact]
    public async Task A_card_of_another_organization_cannot_be_pressed()
    {
        Needs(Feature.Organizations);
        await StartAsync();
        var room = await OpenAsync();
        var stranger = await OpenAsync(Bert, "second");

        await PressFromAsync(stranger with { Id = room.Id }, room, Bert);
    }

    /// <summary>The stranger knows everything a button carries, and hears no more than about a case that never was.</summary>
    private async Task PressFromAsync(Room stranger, Room room, Person by)
    {
        var card = await PostAsync(room);
        var take = card.Button(Verbs.Take);
        var before = Bot.CountRows();

        var foreign = await Platform.PressAsync(stranger, by, take, "p1", Token);
        var madeUp = await Platform.PressAsync(stranger, by, take with { CaseId = "case-that-never-was" }, "p1", Token);

        Assert.Equal(before, Bot.CountRows());
        Assert.DoesNotContain("4.4.316", foreign.Answer, StringComparison.Ordinal);
        Assert.Equal(madeUp.IsAcknowledged, foreign.IsAcknowledged);
        Assert.DoesNotContain(await SeeAfterAllAsync(stranger), seen => seen.Text.Contains("mx1.contoso.example", StringComparison.Ordinal));
        Assert.Equal(1, Assert.Single(await SeeAfterAllAsync(room)).Revision);
    }
}
