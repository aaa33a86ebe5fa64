using System.Collections.Concurrent;
using ChatOpsBot.Channels;
using ChatOpsBot.Conversations;
using ChatOpsBot.MailFlow;
using ChatOpsBot.Testing.Conformance;
using Microsoft.Extensions.DependencyInjection;

namespace ChatOpsBot.Tests.Conformance;

/// <summary>People on the strict fake: a platform with everything a platform can have, but for what needs requests.</summary>
internal sealed class FakeDriver(FakeChannel channel, TimeProvider time) : ChannelDriver
{
    private readonly ConcurrentDictionary<Room, PlatformTrouble> troubles = new();
    private readonly ConcurrentDictionary<Room, ConcurrentQueue<DateTimeOffset>> attempts = new();
    private readonly ConcurrentDictionary<Room, TaskCompletionSource> hanging = new();
    private readonly ConcurrentDictionary<Room, byte> closed = new();
    private BotUnderTest? bot;
    private int rooms;
    private int edits;

    public override IReadOnlyDictionary<Feature, string> Lacks { get; } = channel.LooksUp
        ? new Dictionary<Feature, string> { [Feature.Proof] = NoRequests }
        : new Dictionary<Feature, string> { [Feature.Proof] = NoRequests, [Feature.LookUp] = "This fake cannot be asked what was posted." };

    public override TimeSpan UpdateBudget => channel.UpdateInterval;

    public override int LargestMessage => FakeChannel.LargestCard;

    private TurnHandler Turns => bot!.Get<TurnHandler>();

    public override void Configure(IServiceCollection services)
    {
        channel.Sending = conversation => attempts.GetOrAdd(RoomOf(conversation), _ => new()).Enqueue(time.GetUtcNow());
        channel.Trouble = MeetTroubleAsync;
        services.AddSingleton<IChannel>(channel);
    }

    public override Task ConnectAsync(BotUnderTest bot, CancellationToken cancellationToken)
    {
        this.bot = bot;
        return Task.CompletedTask;
    }

    public override Task<Room> OpenRoomAsync(Person person, CancellationToken cancellationToken, string organization = "first") =>
        Task.FromResult(new Room(organization, $"thread-{++rooms}"));

    public override async Task<Heard> SayAsync(Room room, Person person, string text, string id, CancellationToken cancellationToken)
    {
        await Turns.AcceptAsync(Message(room, person, text, id), cancellationToken);
        return Nothing;
    }

    public override async Task<Heard> EditAsync(Room room, Person person, string id, string text, CancellationToken cancellationToken)
    {
        await Turns.AcceptAsync(Message(room, person, text, id) with { IsEdit = true, Key = $"{Key(room, id)}|edit {++edits}" }, cancellationToken);
        return Nothing;
    }

    public override async Task<Heard> DeleteAsync(Room room, Person person, string id, CancellationToken cancellationToken)
    {
        await Turns.AcceptAsync(new DeletionTurn { Conversation = Reference(room), Person = person, Key = $"{Key(room, id)}|deleted", SentAt = time.GetUtcNow(), MessageId = id }, cancellationToken);
        return Nothing;
    }

    public override async Task<Heard> PressAsync(Room room, Person person, SeenButton button, string id, CancellationToken cancellationToken, IReadOnlyDictionary<string, string>? inputs = null)
    {
        var card = await Turns.ApplyAsync(
            new ActionTurn
            {
                Conversation = Reference(room),
                Person = person,
                Key = $"{button.CaseId}|{button.Verb}|{person.Id}|{button.Revision}",
                SentAt = time.GetUtcNow(),
                CaseId = button.CaseId,
                Verb = button.Verb,
                Revision = button.Revision,
                Inputs = inputs ?? new Dictionary<string, string>(),
            },
            cancellationToken);
        return new Heard(IsAcknowledged: true, card is null ? "" : CardAsText.Render(card, TimeZoneInfo.Utc, 100));
    }

    public override Task<IReadOnlyList<SeenCard>> SeeAsync(Room room, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<SeenCard>>([.. Posts(room).Select(post => new SeenCard(post.Id, AdaptiveSight.Read(AdaptiveCards.Render(post.Card, AdaptiveHost.Web))))]);

    public override Task<int> CountUpdatesAsync(Room room, CancellationToken cancellationToken) => Task.FromResult(Posts(room).Sum(post => post.Updates));

    public override Task CloseForGoodAsync(Room room, CancellationToken cancellationToken)
    {
        closed.TryAdd(room, 0);
        return Task.CompletedTask;
    }

    public override void SetTrouble(Room room, PlatformTrouble trouble)
    {
        if (trouble is PlatformTrouble.BreakAfterPosting lost)
            channel.LoseAnswers = lost.Times;
        troubles[room] = trouble;
        if (trouble is PlatformTrouble.Hang)
            hanging[room] = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        else if (hanging.TryRemove(room, out var hung))
            hung.SetResult();
    }

    public override IReadOnlyList<DateTimeOffset> PostAttempts(Room room) => [.. attempts.GetOrAdd(room, _ => new())];

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task MeetTroubleAsync(ConversationReference conversation, CancellationToken cancellationToken)
    {
        var room = RoomOf(conversation);
        if (closed.ContainsKey(room))
            throw ChannelException.Permanent("403 The bot is not in this conversation any more.");
        switch (troubles.GetValueOrDefault(room))
        {
            case PlatformTrouble.Down:
                throw ChannelException.Transient("503 Service Unavailable");
            case PlatformTrouble.AskForTime later:
                troubles[room] = new PlatformTrouble.None();
                throw ChannelException.Transient("429 Too Many Requests", later.Wait);
            case PlatformTrouble.Hang:
                await hanging[room].Task.WaitAsync(cancellationToken);
                break;
        }
    }

    private IEnumerable<FakeChannel.Post> Posts(Room room) => channel.Posts.Where(post => post.Conversation.Key == Reference(room).Key);

    private MessageTurn Message(Room room, Person person, string text, string id) => new()
    {
        Conversation = Reference(room),
        Person = person,
        Key = Key(room, id),
        SentAt = time.GetUtcNow(),
        MessageId = id,
        Text = text,
        Markup = MailMarkup.Plain,
        Addressing = Addressing.Overheard,
    };

    private static Room RoomOf(ConversationReference conversation) => new(conversation.Key.Tenant, conversation.Key.Id);

    private static string Key(Room room, string id) => $"{room.Organization}|{room.Id}|{id}";

    private ConversationReference Reference(Room room) => new(new ConversationKey(channel.Name, room.Organization, room.Id), "{}");

    private static readonly Heard Nothing = new(IsAcknowledged: true, "");
    private const string NoRequests = "Turns are handed over inside the process: there is no request that could be forged.";
}
