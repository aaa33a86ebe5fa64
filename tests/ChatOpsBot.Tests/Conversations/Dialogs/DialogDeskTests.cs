using ChatOpsBot.Conversations;
using ChatOpsBot.Conversations.Dialogs;
using ChatOpsBot.Storage;

namespace ChatOpsBot.Tests.Conversations.Dialogs;

/// <summary>Opening dialogs and pressing in them, on the whole bot.</summary>
public sealed class DialogDeskTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_press_in_the_dialog_acts_as_one_on_the_card_and_the_dialog_goes_on()
    {
        await using var bot = await BotInTest.StartAsync(Token);
        var caseId = await PostAsync(bot);

        var answer = await Desk(bot).SubmitAsync(Some.Press(caseId, "step-stuck:f316.A", Some.Bert), Token);

        var shown = Assert.IsType<DialogOutcome.Show>(answer).Dialog;
        Assert.Contains(shown.Blocks.OfType<ButtonRow>().SelectMany(row => row.Buttons), button => button.Verb == "step-undo:f316.A");
        Assert.Equal(shown.Revision, bot.Get<CaseStore>().Find(caseId)!.Version);
        await bot.Channel.UntilAsync(posts => posts[0].Updates == 1, Token);
    }

    [Fact]
    public async Task Closing_the_case_closes_the_dialog()
    {
        await using var bot = await BotInTest.StartAsync(Token);
        var caseId = await PostAsync(bot);

        Assert.IsType<DialogOutcome.Closed>(await Desk(bot).SubmitAsync(Some.Press(caseId, Verbs.Close), Token));
        Assert.False(bot.Get<CaseStore>().Find(caseId)!.IsOpen);
    }

    [Theory]
    [InlineData(Verbs.More)]
    [InlineData(Verbs.HandOff)]
    [InlineData(Verbs.Original)]
    [InlineData(Verbs.Close)]
    public async Task Whether_a_case_of_another_conversation_exists_cannot_be_told(string verb)
    {
        await using var bot = await BotInTest.StartAsync(Token);
        var caseId = await PostAsync(bot);

        var foreign = await Desk(bot).SubmitAsync(Some.Press(caseId, verb, conversation: "thread-2"), Token);
        var unknown = await Desk(bot).SubmitAsync(Some.Press("nocase0001", verb, conversation: "thread-2"), Token);

        Assert.IsType<DialogOutcome.Gone>(foreign);
        Assert.Equal(unknown, foreign);
        Assert.True(bot.Get<CaseStore>().Find(caseId)!.IsOpen);
    }

    [Fact]
    public async Task What_is_saved_holds_and_the_card_speaks_the_chosen_language()
    {
        await using var bot = await BotInTest.StartAsync(Token);
        var caseId = await PostAsync(bot);
        var save = Some.Press(caseId, Verbs.SaveSettings) with
        {
            Inputs = new Dictionary<string, string> { [Verbs.LanguageInput] = "sv", [Verbs.ListensInput] = "no", [Verbs.MuteInput] = "60" },
        };

        Assert.IsType<DialogOutcome.Closed>(await Desk(bot).SubmitAsync(save, Token));

        var settings = bot.Get<SettingsStore>().Of(Some.Conversation().Key);
        Assert.Equal(("sv", false), (settings.Language, settings.Listens));
        Assert.NotNull(settings.MutedUntil);
        Assert.Equal("sv", bot.Get<CaseStore>().Find(caseId)!.Language);
        await bot.Channel.UntilAsync(posts => posts[0].Card.Language == "sv", Token);

        var never = save with { Inputs = new Dictionary<string, string> { [Verbs.ListensInput] = "never" } };
        Assert.IsType<DialogOutcome.Closed>(await Desk(bot).SubmitAsync(never, Token));
        settings = bot.Get<SettingsStore>().Of(Some.Conversation().Key);
        Assert.Equal(("sv", false, true), (settings.Language, settings.Listens, settings.IsOff));
    }

    [Fact]
    public async Task Settings_need_no_case_and_hold_for_their_conversation_alone()
    {
        await using var bot = await BotInTest.StartAsync(Token);
        var caseId = await PostAsync(bot);
        var foreign = Some.Press(caseId, Verbs.SaveSettings, conversation: "thread-2") with { Inputs = new Dictionary<string, string> { [Verbs.LanguageInput] = "sv" } };

        var opened = Desk(bot).Open(Some.Press("", Verbs.Settings, conversation: "thread-2"));
        await Desk(bot).SubmitAsync(foreign, Token);

        Assert.Equal(DialogKind.Settings, Assert.IsType<DialogOutcome.Show>(opened).Dialog.Kind);
        Assert.Equal("en", bot.Get<CaseStore>().Find(caseId)!.Language);
        Assert.Null(bot.Get<SettingsStore>().Of(Some.Conversation().Key).Language);
        Assert.Equal("sv", bot.Get<SettingsStore>().Of(Some.Conversation("thread-2").Key).Language);
    }

    private static DialogDesk Desk(BotInTest bot) => bot.Get<DialogDesk>();

    private static async Task<string> PostAsync(BotInTest bot)
    {
        Assert.True(await bot.Turns.AcceptAsync(Some.Message(), Token));
        return (await bot.Channel.UntilAsync(posts => posts.Count == 1, Token))[0].Card.CaseId;
    }
}
