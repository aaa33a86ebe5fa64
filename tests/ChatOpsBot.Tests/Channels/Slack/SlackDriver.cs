using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOpsBot.Channels.Slack;
using ChatOpsBot.Channels.Slack.Blocks;
using ChatOpsBot.Channels.Slack.Outbound;
using ChatOpsBot.Channels.Slack.Protocol;
using ChatOpsBot.Conversations;
using ChatOpsBot.Storage;
using ChatOpsBot.Testing.Conformance;
using ChatOpsBot.Testing.Slack;
using Microsoft.Extensions.DependencyInjection;

namespace ChatOpsBot.Tests.Channels.Slack;

/// <summary>
/// People of two workspaces in Slack. Each room is a thread in a channel of its own, in which the bot was told to listen. Slack calls the
/// bot over HTTP, signed; what the bot says goes to a strict Web API.
/// </summary>
internal sealed class SlackDriver(TimeProvider time) : ChannelDriver
{
    private readonly ConcurrentDictionary<string, PlatformTrouble> troubles = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TaskCompletionSource> hanging = new(StringComparer.Ordinal);
    private readonly Dictionary<(Room Room, string Id), string> timestamps = [];

    // What Slack delivers again it delivers as it was, but for the signature.
    private readonly Dictionary<(Room Room, string Id), JsonObject> delivered = [];
    private readonly HashSet<Room> listening = [];
    private FakeSlack? slack;
    private BotUnderTest? bot;
    private HttpClient? http;
    private int rooms;
    private int moments;
    private int deliveries;

    public override IReadOnlyList<string> Settings => ["--environment=Production", .. SlackBot.Credentials];

    public override TimeSpan UpdateBudget => TimeSpan.FromSeconds(3);

    /// <summary>Slack counts letters and blocks, not bytes, and the fake refuses too many of either. As JSON this is what they come to.</summary>
    public override int LargestMessage => 64 * 1024;

    private FakeSlack Slack => slack!;

    public override async Task BeginAsync(CancellationToken cancellationToken)
    {
        slack = await FakeSlack.StartAsync(time, cancellationToken);
        slack.Delay = call => hanging.TryGetValue(call.Argument("channel") ?? "", out var hung) ? hung.Task : Task.CompletedTask;
        slack.Answer = MeetTrouble;
        foreach (var organization in new[] { "first", "second" })
            slack.Install(TeamOf(organization), TokenOf(TeamOf(organization)));
    }

    public override void Configure(IServiceCollection services)
    {
        services.AddSingleton(SlackOutbound.HostsOf(Slack));
        services.AddSingleton<ISlackTokens>(new TwoInstallations());
        // The suite's clock leaps while a request is on its way. How long an answer may take is tested elsewhere.
        services.AddSingleton(provider => new SlackWebApi(
            provider.GetRequiredService<IHttpClientFactory>().CreateClient(SlackOutboundSetup.WebApiClient),
            provider.GetRequiredService<SlackHosts>(),
            TimeProvider.System));
    }

    public override Task ConnectAsync(BotUnderTest bot, CancellationToken cancellationToken)
    {
        this.bot = bot;
        http?.Dispose();
        http = new HttpClient { BaseAddress = bot.Address };
        return Task.CompletedTask;
    }

    public override async Task<Room> OpenRoomAsync(Person person, CancellationToken cancellationToken, string organization = "first")
    {
        var room = new Room(organization, $"C{++rooms:d4}");
        await ListenAsync(room, cancellationToken);
        return room;
    }

    public override async Task<Heard> SayAsync(Room room, Person person, string text, string id, CancellationToken cancellationToken)
    {
        await ListenAsync(room, cancellationToken);
        return await DeliverAsync(room, id, () => Message(room, person, id, text), cancellationToken);
    }

    public override Task<Heard> EditAsync(Room room, Person person, string id, string text, CancellationToken cancellationToken) =>
        PostAsync("slack/events", Event(room, Message(room, person, id, "before").Edited(text, ++moments)), cancellationToken);

    public override Task<Heard> DeleteAsync(Room room, Person person, string id, CancellationToken cancellationToken) =>
        DeliverAsync(room, $"{id} deleted", () => Event(room, Message(room, person, id, "before").Deleted(++moments)), cancellationToken);

    public override Task<Heard> PressAsync(Room room, Person person, SeenButton button, string id, CancellationToken cancellationToken, IReadOnlyDictionary<string, string>? inputs = null) =>
        PostAsync("slack/interactions", Press(room, person, button, id, inputs), cancellationToken);

    public override async Task<IReadOnlyList<Forgery>> ForgeAsync(Room room, Room stranger, Person person, string text, SeenButton button, CancellationToken cancellationToken)
    {
        List<Forgery> forgeries = [];
        foreach (var path in new[] { "slack/events", "slack/interactions" })
        {
            var body = Body(path, path == "slack/events" ? Message(room, person, "forged", text) : Press(room, person, button, "forged", inputs: null));
            var now = time.GetUtcNow().ToUnixTimeSeconds();
            var good = Sign(now, body);
            await ForgeAsync("no signature", now, null);
            await ForgeAsync("a signature and no time", null, good);
            await ForgeAsync("another secret", now, RequestSignature.Sign($"{now}", Encoding.UTF8.GetBytes(body), "another-secret"));
            await ForgeAsync("one letter changed", now, $"{good[..^1]}{(good[^1] == 'a' ? 'b' : 'a')}");
            await ForgeAsync("another version", now, $"v1{good[2..]}");
            await ForgeAsync("capital letters", now, $"v0={good[3..].ToUpperInvariant()}");
            await ForgeAsync("the signature of another body", now, Sign(now, Body(path, Message(stranger, person, "other", text))));
            await ForgeAsync("the signature of another moment", now, Sign(now - 1, body));
            await ForgeAsync("a time long past", now - 301, Sign(now - 301, body));
            await ForgeAsync("a time to come", now + 301, Sign(now + 301, body));

            async Task ForgeAsync(string how, long? timestamp, string? signature)
            {
                var (status, answer) = await SendAsync(path, body, timestamp, signature, cancellationToken);
                forgeries.Add(new Forgery($"{path} with {how}", status is 401 or 403, answer));
            }
        }

        return forgeries;
    }

    public override Task<IReadOnlyList<SeenCard>> SeeAsync(Room room, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<SeenCard>>([.. Messages(room).Select(message => new SeenCard(message.Ts, See(message)))]);

    public override Task<int> CountUpdatesAsync(Room room, CancellationToken cancellationToken) => Task.FromResult(Messages(room).Sum(message => message.Updates));

    public override Task CloseForGoodAsync(Room room, CancellationToken cancellationToken)
    {
        Slack.Add(new SlackChannelState(room.Id) { Refusal = SlackErrors.IsArchived });
        return Task.CompletedTask;
    }

    public override void SetTrouble(Room room, PlatformTrouble trouble)
    {
        troubles[room.Id] = trouble;
        if (trouble is PlatformTrouble.Hang)
            hanging[room.Id] = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        else if (hanging.TryRemove(room.Id, out var hung))
            hung.SetResult();
    }

    public override IReadOnlyList<DateTimeOffset> PostAttempts(Room room) =>
        [.. Slack.Calls.Where(call => call.Method == "chat.postMessage" && call.Argument("channel") == room.Id).Select(call => call.At)];

    public override async ValueTask DisposeAsync()
    {
        http?.Dispose();
        foreach (var hung in hanging.Values)
            hung.TrySetResult();
        var complaints = Slack.Complaints;
        await Slack.DisposeAsync();
        // Whatever the test was about: the real Slack forgives none of these.
        Assert.Empty(complaints);
    }

    private SlackAnswer? MeetTrouble(ChatOpsBot.Testing.Slack.SlackCall call)
    {
        if (call.Argument("channel") is not { } channel)
            return null;
        switch (troubles.GetValueOrDefault(channel))
        {
            case PlatformTrouble.Down:
                return SlackAnswer.Html(503);
            case PlatformTrouble.AskForTime later:
                troubles[channel] = new PlatformTrouble.None();
                return SlackAnswer.RateLimited((int)later.Wait.TotalSeconds);
            case PlatformTrouble.BreakAfterPosting lost when call.Method == "chat.postMessage":
                troubles[channel] = lost.Times > 1 ? new PlatformTrouble.BreakAfterPosting(lost.Times - 1) : new PlatformTrouble.None();
                return SlackAnswer.Html(504).AfterCarryingOut();
            default:
                return null;
        }
    }

    /// <summary>The message, and what its button <i>Details</i> opens of the parts that other platforms fold on the card itself.</summary>
    private Sight See(SlackMessage message)
    {
        var sight = BlockKitSight.Read(message.Blocks ?? JsonElement.Parse("[]"), message.Text);
        if (sight.Buttons.FirstOrDefault(button => button.Verb == ButtonValue.OpenDetails) is not { } details || bot!.Get<CaseStore>().Find(details.CaseId) is not { } @case)
            return sight;
        var folded = bot.Get<CardComposer>().Compose(@case).Blocks.OfType<Foldout>().ToList();
        var view = BlockKitSight.Read(BlockKitTests.Json(BlockKit.RenderForView(@case.Id, @case.Version, @case.Language, folded)));
        return sight with { Text = sight.Text + view.Text, Effects = [.. sight.Effects, .. view.Effects] };
    }

    private async Task ListenAsync(Room room, CancellationToken cancellationToken)
    {
        if (!listening.Add(room))
            return;
        Slack.Add(new SlackChannelState(room.Id));
        await bot!.Get<SettingsStore>().SetListensAsync(new ConversationKey(SlackConversation.ChannelName, TeamOf(room.Organization), room.Id), listens: true, cancellationToken);
    }

    private async Task<Heard> DeliverAsync(Room room, string id, Func<JsonObject> make, CancellationToken cancellationToken)
    {
        if (!delivered.TryGetValue((room, id), out var payload))
            delivered[(room, id)] = payload = make();
        return await PostAsync("slack/events", payload, cancellationToken);
    }

    private async Task<Heard> PostAsync(string path, JsonObject payload, CancellationToken cancellationToken)
    {
        var body = Body(path, payload);
        // Each delivery is signed anew; the clock may stand still meanwhile.
        var timestamp = time.GetUtcNow().ToUnixTimeSeconds() - (++deliveries % 200);
        var (status, answer) = await SendAsync(path, body, timestamp, Sign(timestamp, body), cancellationToken);
        return new Heard(status is >= 200 and < 300, answer);
    }

    private async Task<(int Status, string Answer)> SendAsync(string path, string body, long? timestamp, string? signature, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, MediaTypeHeaderValue.Parse(path == "slack/events" ? "application/json" : SlackBot.FormType)) };
        if (timestamp is { } at)
            request.Headers.TryAddWithoutValidation(RequestSignature.TimestampHeader, at.ToString(CultureInfo.InvariantCulture));
        if (signature is not null)
            request.Headers.TryAddWithoutValidation(RequestSignature.SignatureHeader, signature);
        using var answer = await http!.SendAsync(request, cancellationToken);
        return ((int)answer.StatusCode, $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(cancellationToken)}");
    }

    private static string Body(string path, JsonObject payload) => path == "slack/events" ? payload.ToJsonString() : $"payload={Uri.EscapeDataString(payload.ToJsonString())}";

    private static string Sign(long timestamp, string body) => RequestSignature.Sign(timestamp.ToString(CultureInfo.InvariantCulture), Encoding.UTF8.GetBytes(body), SlackBot.Secret);

    /// <summary>Slack sends what was written twice: escaped as text, and as the rich text of its editor.</summary>
    private JsonObject Message(Room room, Person person, string id, string text) => Event(room, SlackPayload
        .Message(text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal), TimestampOf(room, id))
        .InChannel(thread: ThreadOf(room), channel: room.Id)
        .ChangedEvent(message =>
        {
            message["user"] = person.Id;
            message["team"] = TeamOf(room.Organization);
            message["user_profile"] = new JsonObject { ["display_name"] = person.Name, ["real_name"] = person.Name };
            message["blocks"] = new JsonArray(new JsonObject
            {
                ["type"] = "rich_text",
                ["elements"] = new JsonArray(new JsonObject { ["type"] = "rich_text_section", ["elements"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = text }) }),
            });
        }));

    private static JsonObject Event(Room room, JsonObject envelope) => envelope.Changed(whole =>
    {
        whole["team_id"] = TeamOf(room.Organization);
        whole["authorizations"]![0]!["team_id"] = TeamOf(room.Organization);
        // An edit brings its message along, whose blocks are those of before.
        if (whole["event"]!["message"] is JsonObject edited)
            edited.Remove("blocks");
    });

    private JsonObject Press(Room room, Person person, SeenButton button, string id, IReadOnlyDictionary<string, string>? inputs)
    {
        var press = SlackPayload.Press(button.CaseId, button.Verb, button.Revision, room.Id, person.Id);
        (press["user"]!["username"], press["user"]!["name"], press["user"]!["team_id"]) = (person.Name, person.Name, TeamOf(room.Organization));
        press["team"]!["id"] = TeamOf(room.Organization);
        press["trigger_id"] = Slack.Trigger();
        press["response_url"] = Slack.ResponseUrl().AbsoluteUri;
        press["actions"]![0]!["action_ts"] = TimestampOf(room, $"press {id}");
        var card = Messages(room).FirstOrDefault(message => message.Blocks is { } blocks && blocks.GetRawText().Contains(JsonEncodedText.Encode(new ButtonValue(button.CaseId, 0, "v").ToString().Split(',')[0]).ToString(), StringComparison.Ordinal));
        (press["container"]!["message_ts"], press["message"]!["ts"]) = (card?.Ts ?? "1.000000", card?.Ts ?? "1.000000");
        if (inputs is not null)
            press["state"]!["values"]!["b2"] = new JsonObject(inputs.Select(input => KeyValuePair.Create<string, JsonNode?>(input.Key, new JsonObject { ["type"] = "plain_text_input", ["value"] = input.Value })));
        return press;
    }

    private IEnumerable<SlackMessage> Messages(Room room) =>
        Slack.Messages.Where(message => message.Team == TeamOf(room.Organization) && message.Channel == room.Id && message.VisibleTo is null);

    /// <summary>The same for all time, as a message's is.</summary>
    private string TimestampOf(Room room, string id)
    {
        if (!timestamps.TryGetValue((room, id), out var ts))
            timestamps[(room, id)] = ts = string.Create(CultureInfo.InvariantCulture, $"{time.GetUtcNow().ToUnixTimeSeconds()}.{timestamps.Count + 1:000000}");
        return ts;
    }

    private string ThreadOf(Room room) => TimestampOf(room, "thread");

    private static string TeamOf(string organization) => organization == "first" ? SlackBot.TeamId : $"T02{organization.ToUpperInvariant()}";

    private static string TokenOf(string team) => $"xoxb-not-a-token-{team}";

    private sealed class TwoInstallations : ISlackTokens
    {
        public ValueTask<string?> FindAsync(SlackInstallation installation, CancellationToken cancellationToken) => ValueTask.FromResult<string?>(TokenOf(installation.Id));

        public ValueTask<string?> RenewAsync(SlackInstallation installation, string expired, CancellationToken cancellationToken) => ValueTask.FromResult<string?>(null);

        public ValueTask ForgetAsync(SlackInstallation installation, string dead, string error, CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }
}
