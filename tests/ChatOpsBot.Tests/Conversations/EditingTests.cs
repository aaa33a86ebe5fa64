using ChatOpsBot.Conversations;
using ChatOpsBot.Storage;

namespace ChatOpsBot.Tests.Conversations;

public sealed class EditingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_edit_that_does_not_change_the_error_does_nothing()
    {
        await using var bot = await BotInTest.StartAsync(Token);
        await PostAsync(bot);

        // What Slack sends when a link in the message got its preview: the same text again.
        Assert.False(await bot.Turns.AcceptAsync(Edit(Text), Token));

        Assert.Equal(0, bot.Channel.Posts[0].Updates);
    }

    [Fact]
    public async Task An_edit_that_corrects_the_code_changes_the_same_card()
    {
        await using var bot = await BotInTest.StartAsync(Token);
        await PostAsync(bot);

        Assert.True(await bot.Turns.AcceptAsync(Edit("450 4.4.315 Connection timed out mx1.contoso.example"), Token));

        var posts = await bot.Channel.UntilAsync(posts => posts[0].Updates == 1, Token);
        Assert.Equal("Open · 450 4.4.315", posts[0].Card.Title.ToString()[..18]);
        Assert.Single(posts);
    }

    [Fact]
    public async Task An_edit_that_names_an_error_for_the_first_time_gets_a_card()
    {
        await using var bot = await BotInTest.StartAsync(Token);
        Assert.False(await bot.Turns.AcceptAsync(Message("one moment, I paste it"), Token));

        Assert.True(await bot.Turns.AcceptAsync(Edit(Text), Token));

        await bot.Channel.UntilAsync(posts => posts.Count == 1, Token);
    }

    [Fact]
    public async Task An_edit_that_takes_the_error_away_withdraws_the_case()
    {
        await using var bot = await BotInTest.StartAsync(Token);
        await PostAsync(bot);

        await bot.Turns.AcceptAsync(Edit("sorry, wrong channel"), Token);

        var posts = await bot.Channel.UntilAsync(posts => posts[0].Updates == 1, Token);
        Assert.StartsWith("Withdrawn · ", posts[0].Card.Title.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deleted_message_withdraws_its_case()
    {
        await using var bot = await BotInTest.StartAsync(Token);
        await PostAsync(bot);

        Assert.True(await bot.Turns.AcceptAsync(Deletion(), Token));

        var posts = await bot.Channel.UntilAsync(posts => posts[0].Updates == 1, Token);
        Assert.StartsWith("Withdrawn · ", posts[0].Card.Title.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_case_that_others_posted_too_outlives_a_deleted_message()
    {
        await using var bot = await BotInTest.StartAsync(Token);
        await PostAsync(bot);
        await bot.Turns.AcceptAsync(Message(Text) with { MessageId = "100.2", Key = "m2", Person = Some.Bert }, Token);
        await bot.Channel.UntilAsync(posts => posts[0].Card.Revision == 2, Token);

        await bot.Turns.AcceptAsync(Deletion(), Token);
        // The row behind it proves that the deletion has been worked off.
        await bot.Turns.AcceptAsync(Message("450 4.4.315 Connection timed out") with { MessageId = "100.3", Key = "m3" }, Token);
        await bot.Channel.UntilAsync(posts => posts.Count == 2, Token);

        Assert.True(bot.Get<CaseStore>().Find(bot.Channel.Posts[0].Card.CaseId)!.IsOpen);
    }

    [Fact]
    public async Task The_deletion_of_a_message_that_was_about_something_else_is_not_even_stored()
    {
        await using var bot = await BotInTest.StartAsync(Token);

        Assert.False(await bot.Turns.AcceptAsync(Deletion(), Token));
    }

    [Fact]
    public async Task Messages_of_one_conversation_are_answered_in_their_order_also_when_the_first_must_wait()
    {
        await using var bot = await BotInTest.StartAsync(Token);
        bot.Channel.FailNext(ChannelException.Transient("slow down", TimeSpan.FromMilliseconds(100)));

        await bot.Turns.AcceptAsync(Message("450 4.4.316 Connection refused") with { Key = "m1", MessageId = "1" }, Token);
        await bot.Turns.AcceptAsync(Message("450 4.4.315 Connection timed out") with { Key = "m2", MessageId = "2" }, Token);
        await bot.Turns.AcceptAsync(Message("450 4.4.317 Cannot connect to remote server") with { Key = "m3", MessageId = "3" }, Token);

        var posts = await bot.Channel.UntilAsync(posts => posts.Count == 3, Token);
        Assert.Equal(["4.4.316", "4.4.315", "4.4.317"], posts.Select(post => post.Card.Title.ToString().Split(' ')[3]));
    }

    private const string Text = "450 4.4.316 Connection refused mx1.contoso.example";

    private static MessageTurn Message(string text) => Some.Message(text) with { MessageId = "100.1" };

    private static MessageTurn Edit(string text) => Message(text) with { Key = $"edit {text}", IsEdit = true };

    private static DeletionTurn Deletion() => new()
    {
        Conversation = Some.Conversation(),
        Person = Some.Anna,
        Key = "deleted 100.1",
        SentAt = Some.Noon,
        MessageId = "100.1",
    };

    private static async Task PostAsync(BotInTest bot)
    {
        await bot.Turns.AcceptAsync(Message(Text), Token);
        await bot.Channel.UntilAsync(posts => posts.Count == 1, Token);
    }
}
