using ChatOpsBot.Conversations;
using Microsoft.Extensions.DependencyInjection;

namespace ChatOpsBot.Testing.Conformance;

/// <summary>
/// A scripted platform with people on it, for <see cref="ChannelConformance"/>. Outlives the bot: a restarted bot finds the same
/// conversations. What people do goes the way the platform would send it; what they see is what the platform would show.
/// </summary>
internal abstract class ChannelDriver : IAsyncDisposable
{
    /// <summary>What this platform has not, and why. Tests of such a feature are skipped with that reason.</summary>
    public virtual IReadOnlyDictionary<Feature, string> Lacks { get; } = new Dictionary<Feature, string>();

    /// <summary>Settings that turn the channel on.</summary>
    public virtual IReadOnlyList<string> Settings => [];

    /// <summary>The shortest time between two updates of one card that the platform bears.</summary>
    public abstract TimeSpan UpdateBudget { get; }

    /// <summary>Bytes of the largest message the platform takes; a larger one it refuses.</summary>
    public abstract int LargestMessage { get; }

    /// <summary>The platform's own servers begin, before any bot does.</summary>
    public virtual Task BeginAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Last word on the bot's services: the address of the scripted platform, the channel itself.</summary>
    public virtual void Configure(IServiceCollection services)
    {
    }

    /// <summary>A bot has started, for the first time or again. Called before anybody speaks to it.</summary>
    public virtual Task ConnectAsync(BotUnderTest bot, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Opens a conversation (a thread, where the platform has them) of <paramref name="person"/>.</summary>
    /// <param name="organization">The tenant or workspace; rooms of different ones may have the same id on the platform.</param>
    public abstract Task<Room> OpenRoomAsync(Person person, CancellationToken cancellationToken, string organization = "first");

    /// <summary>Somebody posts a message.</summary>
    /// <param name="id">The same id again is the platform delivering the same message again.</param>
    /// <returns>What the platform heard from the bot, once it heard it.</returns>
    public abstract Task<Heard> SayAsync(Room room, Person person, string text, string id, CancellationToken cancellationToken);

    /// <summary>The author changes the message; also when nothing but a link preview came.</summary>
    public virtual Task<Heard> EditAsync(Room room, Person person, string id, string text, CancellationToken cancellationToken) => throw Unsupported(Feature.Edits);

    public virtual Task<Heard> DeleteAsync(Room room, Person person, string id, CancellationToken cancellationToken) => throw Unsupported(Feature.Deletions);

    /// <summary>Somebody presses a button of a card the bot sent, however old.</summary>
    /// <param name="id">The same id again is the platform delivering the same press again.</param>
    public abstract Task<Heard> PressAsync(Room room, Person person, SeenButton button, string id, CancellationToken cancellationToken, IReadOnlyDictionary<string, string>? inputs = null);

    /// <summary>Sends a message with <paramref name="text"/> and a press on <paramref name="button"/> in every way that the platform itself would not: unsigned, badly signed, with the proof that belongs to the <paramref name="stranger"/>'s room.</summary>
    public virtual Task<IReadOnlyList<Forgery>> ForgeAsync(Room room, Room stranger, Person person, string text, SeenButton button, CancellationToken cancellationToken) => throw Unsupported(Feature.Proof);

    /// <summary>The bot's messages that stand in the room now, in the order the platform shows them.</summary>
    public abstract Task<IReadOnlyList<SeenCard>> SeeAsync(Room room, CancellationToken cancellationToken);

    /// <summary>How often the platform took an update of one of the room's cards.</summary>
    public abstract Task<int> CountUpdatesAsync(Room room, CancellationToken cancellationToken);

    /// <summary>From now on the room is gone or closed to the bot, for good.</summary>
    public abstract Task CloseForGoodAsync(Room room, CancellationToken cancellationToken);

    /// <summary>From now on the platform is in trouble with what the bot wants in this room.</summary>
    public virtual void SetTrouble(Room room, PlatformTrouble trouble) => throw Unsupported(Feature.Trouble);

    /// <summary>When the bot asked the platform to post something in the room, whatever came of it, on the test's clock.</summary>
    public virtual IReadOnlyList<DateTimeOffset> PostAttempts(Room room) => throw Unsupported(Feature.Trouble);

    public abstract ValueTask DisposeAsync();

    private NotSupportedException Unsupported(Feature feature) => new($"{GetType().Name} says nothing about {feature}: override the member, or list the feature under Lacks with the reason.");
}

/// <summary>What not every platform has.</summary>
internal enum Feature
{
    /// <summary>Messages reach the bot that were not said to it.</summary>
    Overhearing,

    /// <summary>Several people speak and press in one conversation.</summary>
    SeveralPeople,

    /// <summary>Several organizations (tenants, workspaces) use one bot.</summary>
    Organizations,

    /// <summary>Messages can be edited, and the bot hears of it.</summary>
    Edits,

    /// <summary>Messages can be deleted, and the bot hears of it.</summary>
    Deletions,

    /// <summary>A request proves that it comes from the platform.</summary>
    Proof,

    /// <summary>There is a server between bot and people that can be down, slow, or ask for time.</summary>
    Trouble,

    /// <summary>The bot can find out whether a message it sent arrived although the answer did not.</summary>
    LookUp,
}

/// <summary>What a platform does with what the bot sends.</summary>
internal abstract record PlatformTrouble
{
    private PlatformTrouble()
    {
    }

    public sealed record None : PlatformTrouble;

    /// <summary>Refuses, and asks to be left alone for that long; once.</summary>
    public sealed record AskForTime(TimeSpan Wait) : PlatformTrouble;

    /// <summary>Breaks (5xx, connection refused) until told otherwise.</summary>
    public sealed record Down : PlatformTrouble;

    /// <summary>Takes the request and does not answer until told otherwise.</summary>
    public sealed record Hang : PlatformTrouble;

    /// <summary>Posts the message and then breaks, so many times.</summary>
    public sealed record BreakAfterPosting(int Times) : PlatformTrouble;
}

/// <summary>A conversation, as the driver knows it.</summary>
internal sealed record Room(string Organization, string Id);

/// <summary>What a request of the platform was answered with.</summary>
/// <param name="IsAcknowledged">The platform will not deliver it again.</param>
/// <param name="Answer">Everything the one who asked got to see: status and body.</param>
internal sealed record Heard(bool IsAcknowledged, string Answer);

/// <summary>A request that only pretends to come from the platform.</summary>
/// <param name="How">In what it differs from a true one.</param>
/// <param name="IsRefused">By its status (4xx), whatever the body says.</param>
internal sealed record Forgery(string How, bool IsRefused, string Answer);

/// <summary>A message of the bot, as people see it.</summary>
/// <param name="MessageId">The platform's id of the message.</param>
internal sealed record SeenCard(string MessageId, Sight Sight)
{
    public string Text => Sight.Text;

    /// <summary>Revision of the case it shows; 0 when it has no buttons.</summary>
    public long Revision => Sight.Buttons.Count == 0 ? 0 : Sight.Buttons.Max(button => button.Revision);

    public bool Has(string verb) => Sight.Buttons.Any(button => button.Verb == verb);

    public SeenButton Button(string verb) => Sight.Buttons.FirstOrDefault(button => button.Verb == verb)
        ?? throw new InvalidOperationException($"The card has no button {verb}. It has {string.Join(", ", Sight.Buttons.Select(button => button.Verb))}.");
}

/// <summary>What the platform made of a message of the bot.</summary>
/// <param name="Text">What people read, line by line, markup already interpreted.</param>
/// <param name="Effects">What markup in texts did beside showing them: <c>link …</c>, <c>mention …</c>, <c>emphasis …</c>.</param>
/// <param name="Bytes">Of the message on the wire.</param>
internal sealed record Sight(string Text, IReadOnlyList<string> Effects, IReadOnlyList<SeenButton> Buttons, int Bytes);

/// <summary>A button, and what its press would send.</summary>
internal sealed record SeenButton(string CaseId, long Revision, string Verb);
