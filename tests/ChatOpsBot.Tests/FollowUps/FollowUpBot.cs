using ChatOpsBot.Conversations;
using ChatOpsBot.LiveChecks;
using ChatOpsBot.Storage;
using ChatOpsBot.Testing.Time;
using Microsoft.Extensions.DependencyInjection;

namespace ChatOpsBot.Tests.FollowUps;

/// <summary>A bot whose clock and probe are the test's, with one case in it. Time passes only in <see cref="PassAsync"/>.</summary>
internal sealed class FollowUpBot : IAsyncDisposable
{
    private readonly CancellationToken token;

    private FollowUpBot(BotInTest bot, ManualTime time, ScriptedProbe probe, CancellationToken token) =>
        (Bot, Time, Probe, this.token) = (bot, time, probe, token);

    public BotInTest Bot { get; }

    public ManualTime Time { get; }

    public ScriptedProbe Probe { get; }

    public string CaseId { get; private set; } = "";

    public Case Case => Bot.Get<CaseStore>().Find(CaseId)!;

    public FollowUpStore Store => Bot.Get<FollowUpStore>();

    public ChatOpsBot.FollowUps.FollowUps FollowUps => Bot.Get<ChatOpsBot.FollowUps.FollowUps>();

    /// <summary>The short messages that followed the card in the thread.</summary>
    public IReadOnlyList<Card> Notes => [.. Bot.Channel.Posts.Where(post => post.Conversation.Key.Id == "thread-1").Skip(1).Select(post => post.Card)];

    /// <summary>The card as its case says now; what the conversation shows follows.</summary>
    public Card Card => Bot.Get<CardComposer>().Compose(Case);

    public static async Task<FollowUpBot> StartAsync(CancellationToken token, string? folder = null, FakeChannel? channel = null, ManualTime? time = null, string? message = null, params string[] settings)
    {
        time ??= new ManualTime();
        var probe = new ScriptedProbe();
        var bot = await BotInTest.StartAsync(
            token,
            folder,
            channel,
            time,
            services => services.AddSingleton<IProbe>(probe),
            settings);
        var result = new FollowUpBot(bot, time, probe, token);
        if (message != "")
            await result.PostAsync(message ?? "450 4.4.316 Connection refused mx1.contoso.example");
        return result;
    }

    /// <summary>Goes on with the case of a bot that was stopped.</summary>
    public static async Task<FollowUpBot> RestartAsync(FollowUpBot stopped, string folder, CancellationToken token)
    {
        var again = await StartAsync(token, folder, stopped.Bot.Channel, stopped.Time, message: "");
        again.CaseId = stopped.CaseId;
        again.Probe.Sees = stopped.Probe.Sees;
        return again;
    }

    public async Task PostAsync(string message, string key = "m1")
    {
        await Bot.Turns.AcceptAsync(Some.Message(message, key: key) with { SentAt = Time.GetUtcNow() }, token);
        var posts = await Bot.Channel.UntilAsync(posts => posts.Any(post => post.Conversation.Key.Id == "thread-1"), token);
        CaseId = posts.First(post => post.Conversation.Key.Id == "thread-1").Card.CaseId;
        await Bot.Channel.UntilAsync(_ => Bot.Get<InboxStore>().Count().Waiting == 0, token);
    }

    /// <summary>Somebody presses a button of the card as it is now.</summary>
    public Task<Card?> PressAsync(string verb, Person? by = null, string? server = null) =>
        Bot.Turns.ApplyAsync(Some.Press(CaseId, verb, by, server: server) with { Revision = Bot.Get<CaseStore>().Find(CaseId)?.Version ?? 1 }, token);

    public Task<Card?> MarkDoneAsync(string step = "f316.A") => PressAsync(Verbs.With(Verbs.StepDone, step), Some.Bert);

    /// <summary>Somebody presses Run checks, and waits for the end.</summary>
    public async Task CheckAsync(params string[] sees)
    {
        Probe.Sees = sees;
        await PressAsync(Verbs.RunChecks);
        await RunEndedAsync();
        await DueAsync();
    }

    /// <summary>Time passes, minute by minute, and all that comes due in it is done, checks included.</summary>
    public async Task PassAsync(TimeSpan by)
    {
        for (var end = Time.GetUtcNow() + by; Time.GetUtcNow() < end;)
        {
            var next = FollowUps.NextDue(Time.GetUtcNow()) is { } due && due < end && due > Time.GetUtcNow() ? due : end;
            Time.Advance(next - Time.GetUtcNow());
            await DueAsync();
        }
    }

    /// <summary>All that is due now is done, and what follows from it at once.</summary>
    public async Task DueAsync()
    {
        var runs = -1;
        while (runs != Probe.Runs)
        {
            runs = Probe.Runs;
            await FollowUps.RunDueAsync(Time.GetUtcNow(), token);
            if (Probe.Hold is null)
                await RunEndedAsync();
        }
    }

    public Task RunEndedAsync() => Bot.Channel.UntilAsync(_ => Bot.Get<CaseStore>().Find(CaseId) is not { Run.IsActive: true }, token);

    public ValueTask DisposeAsync() => Bot.DisposeAsync();
}
