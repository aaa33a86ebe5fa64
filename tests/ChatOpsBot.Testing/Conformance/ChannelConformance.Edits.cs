namespace ChatOpsBot.Testing.Conformance;

/// <summary>Messages that change or go.</summary>
public abstract partial class ChannelConformance
{
    [Fact]
    public async Task An_edit_that_leaves_the_error_as_it_was_does_nothing()
    {
        Needs(Feature.Edits);
        await StartAsync();
        var room = await OpenAsync();
        await PostAsync(room);

        // What Slack sends when a link got its preview, and Teams when somebody answered: the same text again.
        await EditAsync(room, Error());
        await EditAsync(room, Error());

        var card = Assert.Single(await SeeAfterAllAsync(room));
        Assert.Equal(0, await Platform.CountUpdatesAsync(room, Token));
        Assert.Equal(1, card.Revision);
    }

    [Fact]
    public async Task An_edit_that_corrects_the_code_changes_the_same_card()
    {
        Needs(Feature.Edits);
        await StartAsync();
        var room = await OpenAsync();
        var before = await PostAsync(room);

        await EditAsync(room, "450 4.4.315 Connection timed out mx1.contoso.example");

        var after = await OnlyCardAsync(room, card => card.Text.Contains("450 4.4.315", StringComparison.Ordinal), "the corrected code on the card");
        Assert.Equal(before.MessageId, after.MessageId);
    }

    [Fact]
    public async Task An_edit_that_names_an_error_for_the_first_time_gets_a_card()
    {
        Needs(Feature.Edits);
        Needs(Feature.Overhearing);
        await StartAsync();
        var room = await OpenAsync();
        await SayAsync(room, "one moment, I paste it", "m1");

        await EditAsync(room, Error());
        await EditAsync(room, Error());

        await CardAsync(room);
        Assert.Single(await SeeAfterAllAsync(room));
    }

    [Fact]
    public async Task An_edit_that_takes_the_error_away_withdraws_the_case()
    {
        Needs(Feature.Edits);
        await StartAsync();
        var room = await OpenAsync();
        await PostAsync(room);

        await EditAsync(room, "sorry, wrong channel");

        await OnlyCardAsync(room, card => card.Has("reopen"), "the card of a case that is not open any more");
    }

    [Fact]
    public async Task A_deleted_message_withdraws_its_case_once()
    {
        Needs(Feature.Deletions);
        await StartAsync();
        var room = await OpenAsync();
        await PostAsync(room);

        for (var delivery = 0; delivery < 2; delivery++)
        {
            var heard = await Platform.DeleteAsync(room, Anna, "m1", Token);
            Assert.True(heard.IsAcknowledged, heard.Answer);
        }

        var card = await OnlyCardAsync(room, card => card.Has("reopen"), "the card of a case that is not open any more");
        Assert.Equal(card.Revision, Assert.Single(await SeeAfterAllAsync(room)).Revision);
    }

    [Fact]
    public async Task A_message_that_was_deleted_before_it_was_answered_gets_no_open_card()
    {
        Needs(Feature.Deletions);
        await StartAcceptingOnlyAsync();
        var room = await OpenAsync();
        await SayAsync(room, Error(), "m1");
        await Platform.DeleteAsync(room, Anna, "m1", Token);

        await StartAsync();

        Assert.DoesNotContain(await SeeAfterAllAsync(room), card => card.Has("take"));
    }

    private async Task EditAsync(Room room, string text)
    {
        var heard = await Platform.EditAsync(room, Anna, "m1", text, Token);
        Assert.True(heard.IsAcknowledged, heard.Answer);
    }
}
