using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOpsBot.Channels;
using ChatOpsBot.Channels.Teams.Outbound;
using ChatOpsBot.Channels.Teams.Protocol;
using ChatOpsBot.Conversations;
using ChatOpsBot.Testing.Conformance;
using ChatOpsBot.Testing.Teams;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ChatOpsBot.Tests.Channels.Teams;

/// <summary>
/// People of two organizations in Teams. Each room is a thread in a channel of its own; the bot overhears it. Only what Microsoft's
/// addresses lead to is scripted: who signs, who gives tokens, and a Connector for each region.
/// </summary>
internal sealed class TeamsDriver(TimeProvider time) : ChannelDriver
{
    private readonly Dictionary<string, FakeConnector> connectors = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, PlatformTrouble> troubles = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TaskCompletionSource> hanging = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, byte> closed = new(StringComparer.Ordinal);

    // What Teams delivers again it delivers as it was.
    private readonly Dictionary<(Room Room, string Id), JsonObject> delivered = [];
    private readonly Dictionary<(Room Room, string Id), string> messageIds = [];
    private FakeTokenIssuer? issuer;
    private FakeAuthority? authority;
    private BotUnderTest? bot;
    private HttpClient? http;
    private int rooms;
    private int moments;

    public override IReadOnlyDictionary<Feature, string> Lacks { get; } = new Dictionary<Feature, string>
    {
        [Feature.LookUp] = "Teams has no way to read a conversation's messages, and no key that makes a post once only.",
    };

    public override IReadOnlyList<string> Settings =>
    [
        "--environment=Production",
        .. TeamsBot.Credentials,
        .. Organizations.Select((organization, index) => $"--Teams:AllowedTenants:{index}={organization.Tenant}"),
    ];

    public override TimeSpan UpdateBudget => TimeSpan.FromSeconds(2);

    /// <summary>As Teams counts: every character two bytes.</summary>
    public override int LargestMessage => 100 * 1024;

    private FakeTokenIssuer Issuer => issuer!;

    public override async Task BeginAsync(CancellationToken cancellationToken)
    {
        issuer = await FakeTokenIssuer.StartAsync(cancellationToken);
        authority = await FakeAuthority.StartAsync(cancellationToken);
        foreach (var organization in Organizations)
        {
            var connector = await FakeConnector.StartAsync(time, cancellationToken);
            connector.Accepts = token => authority.HasIssued(token);
            connector.Delay = HangAsync;
            connector.Answer = MeetTrouble;
            connectors.Add(organization.Name, connector);
        }
    }

    public override void Configure(IServiceCollection services)
    {
        services.AddSingleton(CloudEndpoints.Public with { OpenIdMetadata = Issuer.Metadata });
        // A bot that only accepts needs the keys too: without them it would accept nothing.
        services.Remove(services.Single(service => service.ServiceType == typeof(IHostedService) && service.ImplementationFactory is Func<IServiceProvider, SigningKeys>));
        services.AddSingleton<IHostedService>(provider => new Keys(provider.GetRequiredService<SigningKeys>()));
        services.AddHttpClient(TeamsOutboundSetup.TokenClient).ConfigurePrimaryHttpMessageHandler(authority!.CreateHandler);
        services.AddHttpClient(TeamsOutboundSetup.ConnectorHttp).ConfigurePrimaryHttpMessageHandler(() => new Detour(connectors));
        // The suite's clock leaps while a request is on its way. How long an answer may take is tested elsewhere.
        services.AddSingleton(provider => new ConnectorClient(
            provider.GetRequiredService<IHttpClientFactory>().CreateClient(TeamsOutboundSetup.ConnectorHttp),
            provider.GetRequiredService<BotTokens>().AuthorizeAsync,
            TimeProvider.System));
    }

    public override async Task ConnectAsync(BotUnderTest bot, CancellationToken cancellationToken)
    {
        this.bot = bot;
        http?.Dispose();
        http = new HttpClient { BaseAddress = bot.Address };
        // For the same reason the first message does not wait for the first token.
        await bot.Get<BotTokens>().GetAsync(cancellationToken);
    }

    public override Task<Room> OpenRoomAsync(Person person, CancellationToken cancellationToken, string organization = "first") =>
        Task.FromResult(new Room(organization, $"19:room{++rooms:d4}@thread.tacv2"));

    public override Task<Heard> SayAsync(Room room, Person person, string text, string id, CancellationToken cancellationToken) =>
        DeliverAsync(room, id, () => Message(room, person, id, text), cancellationToken);

    public override Task<Heard> EditAsync(Room room, Person person, string id, string text, CancellationToken cancellationToken)
    {
        var edit = Message(room, person, id, text);
        edit["type"] = "messageUpdate";
        edit["channelData"]!["eventType"] = "editMessage";
        return PostAsync(edit, cancellationToken);
    }

    public override Task<Heard> DeleteAsync(Room room, Person person, string id, CancellationToken cancellationToken) => DeliverAsync(room, $"{id} deleted", () =>
    {
        var deletion = Activity(room, person, "messageDelete", MessageId(room, id));
        deletion["channelData"]!["eventType"] = "softDeleteMessage";
        return deletion;
    }, cancellationToken);

    public override Task<Heard> PressAsync(Room room, Person person, SeenButton button, string id, CancellationToken cancellationToken, IReadOnlyDictionary<string, string>? inputs = null) =>
        PostAsync(Press(room, person, button, id, inputs), cancellationToken);

    public override async Task<IReadOnlyList<Forgery>> ForgeAsync(Room room, Room stranger, Person person, string text, SeenButton button, CancellationToken cancellationToken)
    {
        List<Forgery> forgeries = [];
        foreach (var what in new[] { "message", "press" })
        {
            JsonObject Forged() => what == "message" ? Message(room, person, "forged", text) : Press(room, person, button, "forged", inputs: null);
            var token = Sign(Forged());
            var middle = token.Length / 2;
            await ForgeAsync("no token", Forged(), null);
            await ForgeAsync("another scheme", Forged(), $"Basic {token}");
            await ForgeAsync("a token with one letter changed", Forged(), $"Bearer {token[..middle]}{(token[middle] == 'A' ? 'B' : 'A')}{token[(middle + 1)..]}");
            await ForgeAsync("a token without its signature", Forged(), $"Bearer {token[..(token.LastIndexOf('.') + 1)]}");
            await ForgeAsync("an unsigned token", Forged(), $"Bearer {Issuer.IssueAs("none", TeamsBot.AppId, ServiceUrlOf(room), time.GetUtcNow())}");
            await ForgeAsync("a token that has run out", Forged(), $"Bearer {Sign(Forged(), time.GetUtcNow().AddHours(-2))}");
            await ForgeAsync("a token of another issuer", Forged(), $"Bearer {Sign(Forged(), change: claims => claims["iss"] = "https://sts.windows.net/contoso/")}");
            await ForgeAsync("a token for another bot", Forged(), $"Bearer {Sign(Forged(), change: claims => claims["aud"] = "99999999-2222-3333-4444-555555555555")}");
            await ForgeAsync("a token for another region", Forged(), $"Bearer {Sign(Forged(), change: claims => claims["serviceurl"] = "https://smba.trafficmanager.net/apac/")}");
            await ForgeAsync("the bot's own token for the Connector", Forged(), $"Bearer {await bot!.Get<BotTokens>().GetAsync(cancellationToken)}");

            var foreign = Forged();
            (foreign["conversation"]!["tenantId"], foreign["channelData"]!["tenant"]!["id"]) = (UnknownTenant, UnknownTenant);
            await ForgeAsync("a tenant that may not use the bot", foreign, $"Bearer {Sign(foreign)}");
            var torn = Forged();
            torn["channelData"]!["tenant"]!["id"] = TenantOf("second");
            await ForgeAsync("two tenants", torn, $"Bearer {Sign(torn)}");
            var elsewhere = Forged();
            elsewhere["serviceUrl"] = "https://connector.evil.example/";
            await ForgeAsync("an address that is not Microsoft's", elsewhere, $"Bearer {Sign(elsewhere)}");
            var other = Forged();
            other["channelId"] = "webchat";
            await ForgeAsync("another channel of the same Azure Bot", other, $"Bearer {Sign(other)}");

            async Task ForgeAsync(string how, JsonObject activity, string? authorization)
            {
                var (status, answer) = await SendAsync(activity, authorization, cancellationToken);
                forgeries.Add(new Forgery($"{what} with {how}", status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden, answer));
            }
        }

        return forgeries;
    }

    public override Task<IReadOnlyList<SeenCard>> SeeAsync(Room room, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<SeenCard>>([.. Messages(room).Select(message => new SeenCard(message.Id, See(message.Body)))]);

    public override Task<int> CountUpdatesAsync(Room room, CancellationToken cancellationToken) => Task.FromResult(Messages(room).Sum(message => message.Updates));

    /// <summary>The app was removed from the team.</summary>
    public override Task CloseForGoodAsync(Room room, CancellationToken cancellationToken)
    {
        closed[ThreadOf(room)] = 0;
        return Task.CompletedTask;
    }

    /// <summary>An owner removes the app, and Teams tells. The Connector does not refuse yet: whoever speaks there now is heard.</summary>
    public Task<Heard> RemoveAppAsync(Room room, Person person, CancellationToken cancellationToken)
    {
        var removal = Activity(room, person, "installationUpdate", "f:removed");
        removal["action"] = "remove";
        // It is told of the team, whose first channel has the team's id.
        removal["conversation"]!["id"] = room.Id;
        removal["channelData"]!["team"]!["id"] = room.Id;
        return PostAsync(removal, cancellationToken);
    }

    /// <summary>What the bot asked of the Connector about the room, whatever came of it.</summary>
    public IReadOnlyList<ConnectorCall> Calls(Room room) => [.. connectors[room.Organization].Calls.Where(call => call.Conversation == ThreadOf(room))];

    public override void SetTrouble(Room room, PlatformTrouble trouble)
    {
        var thread = ThreadOf(room);
        troubles[thread] = trouble;
        if (trouble is PlatformTrouble.Hang)
            hanging[thread] = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        else if (hanging.TryRemove(thread, out var hung))
            hung.SetResult();
    }

    public override IReadOnlyList<DateTimeOffset> PostAttempts(Room room) =>
        [.. Calls(room).Where(call => call.Method == "POST").Select(call => call.At)];

    public override async ValueTask DisposeAsync()
    {
        http?.Dispose();
        foreach (var hung in hanging.Values)
            hung.TrySetResult();
        var complaints = connectors.Values.SelectMany(connector => connector.Complaints).ToList();
        foreach (var connector in connectors.Values)
            await connector.DisposeAsync();
        await authority!.DisposeAsync();
        await Issuer.DisposeAsync();
        // Whatever the test was about: the real Connector forgives none of these.
        Assert.Empty(complaints);
    }

    private Task HangAsync(ConnectorCall call) => hanging.TryGetValue(call.Conversation ?? "", out var hung) ? hung.Task : Task.CompletedTask;

    private ConnectorAnswer? MeetTrouble(ConnectorCall call)
    {
        if (call.Conversation is not { } thread)
            return null;
        if (closed.ContainsKey(thread))
            return ConnectorAnswer.Error(403, ConnectorErrorBody.BotNotInConversationRoster);
        switch (troubles.GetValueOrDefault(thread))
        {
            case PlatformTrouble.Down:
                return ConnectorAnswer.Html(503);
            case PlatformTrouble.AskForTime later:
                troubles[thread] = new PlatformTrouble.None();
                return ConnectorAnswer.Throttled(later.Wait.TotalSeconds.ToString(CultureInfo.InvariantCulture));
            case PlatformTrouble.BreakAfterPosting lost when call.Method == "POST":
                troubles[thread] = lost.Times > 1 ? new PlatformTrouble.BreakAfterPosting(lost.Times - 1) : new PlatformTrouble.None();
                return ConnectorAnswer.Html(504).AfterCarryingOut();
            default:
                return null;
        }
    }

    private async Task<Heard> DeliverAsync(Room room, string id, Func<JsonObject> make, CancellationToken cancellationToken)
    {
        if (!delivered.TryGetValue((room, id), out var activity))
            delivered[(room, id)] = activity = make();
        return await PostAsync(activity, cancellationToken);
    }

    private async Task<Heard> PostAsync(JsonObject activity, CancellationToken cancellationToken)
    {
        var (status, answer) = await SendAsync(activity, $"Bearer {Sign(activity)}", cancellationToken);
        return new Heard((int)status is >= 200 and < 300, answer);
    }

    private async Task<(HttpStatusCode Status, string Answer)> SendAsync(JsonObject activity, string? authorization, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/messages") { Content = new StringContent(activity.ToJsonString(), Encoding.UTF8, new MediaTypeHeaderValue("application/json", "utf-8")) };
        if (authorization is not null)
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        using var answer = await http!.SendAsync(request, cancellationToken);
        return (answer.StatusCode, $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(cancellationToken)}");
    }

    private string Sign(JsonObject activity, DateTimeOffset? at = null, Action<JsonObject>? change = null) =>
        Issuer.Issue(TeamsBot.AppId, activity["serviceUrl"]!.GetValue<string>(), at ?? time.GetUtcNow(), change);

    /// <summary>Teams sends what was written twice: as text, and as the HTML of its editor.</summary>
    private JsonObject Message(Room room, Person person, string id, string text)
    {
        var message = Activity(room, person, "message", MessageId(room, id));
        message["text"] = text;
        message["textFormat"] = "plain";
        message["attachments"] = new JsonArray(new JsonObject
        {
            ["contentType"] = "text/html",
            ["content"] = string.Concat(text.Split('\n').Select(line => $"<p>{WebUtility.HtmlEncode(line)}</p>")),
        });
        return message;
    }

    /// <summary>What a client sends of a card's button: the data that stands in the card, with its inputs merged in.</summary>
    private JsonObject Press(Room room, Person person, SeenButton button, string id, IReadOnlyDictionary<string, string>? inputs)
    {
        var (messageId, shown) = FindAction(room, button);
        var data = shown["data"]!.AsObject();
        (data["caseId"], data["revision"], data["verb"]) = (button.CaseId, button.Revision, button.Verb);
        foreach (var (name, input) in inputs ?? new Dictionary<string, string>())
            data[name] = input;
        var press = Activity(room, person, "invoke", $"f:{id}");
        press["name"] = "adaptiveCard/action";
        press["replyToId"] = messageId;
        press["value"] = new JsonObject
        {
            ["action"] = new JsonObject { ["type"] = "Action.Execute", ["title"] = shown["title"]?.DeepClone(), ["verb"] = button.Verb, ["data"] = data.DeepClone() },
            ["trigger"] = "manual",
        };
        return press;
    }

    /// <summary>The button in the room as it stands there now; where there is none such, a client made it up.</summary>
    private (string MessageId, JsonObject Action) FindAction(Room room, SeenButton button)
    {
        foreach (var message in Messages(room))
        {
            var action = Objects(JsonNode.Parse(message.Body)).FirstOrDefault(item => (string?)item["verb"] == button.Verb && (string?)item["data"]?["caseId"] == button.CaseId);
            if (action is not null)
                return (message.Id, action);
        }

        return ("1795001119999", new JsonObject { ["title"] = "Press", ["data"] = new JsonObject() });
    }

    private JsonObject Activity(Room room, Person person, string type, string id) => new()
    {
        ["type"] = type,
        ["id"] = id,
        // No two things happen at the same moment, whatever the test's clock says.
        ["timestamp"] = time.GetUtcNow().AddTicks(++moments).ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture),
        ["serviceUrl"] = ServiceUrlOf(room),
        ["channelId"] = "msteams",
        ["from"] = new JsonObject { ["id"] = $"29:{person.Id}", ["name"] = person.Name },
        ["recipient"] = TeamsActivity.Bot(),
        ["conversation"] = new JsonObject { ["id"] = ThreadOf(room), ["conversationType"] = "channel", ["isGroup"] = true, ["tenantId"] = TenantOf(room.Organization) },
        ["locale"] = "en-US",
        ["channelData"] = new JsonObject
        {
            ["channel"] = new JsonObject { ["id"] = room.Id },
            ["team"] = new JsonObject { ["id"] = TeamsActivity.Team },
            ["tenant"] = new JsonObject { ["id"] = TenantOf(room.Organization) },
        },
    };

    private string MessageId(Room room, string id)
    {
        if (!messageIds.TryGetValue((room, id), out var known))
            messageIds[(room, id)] = known = (1_795_002_000_000 + messageIds.Count).ToString(CultureInfo.InvariantCulture);
        return known;
    }

    private IEnumerable<ConnectorMessage> Messages(Room room) => connectors[room.Organization].Messages.Where(message => message.Conversation == ThreadOf(room));

    private static Sight See(string body)
    {
        var card = JsonElement.Parse(body).GetProperty("attachments")[0].GetProperty("content");
        var entities = card.TryGetProperty("msteams", out var teams) && teams.TryGetProperty("entities", out var listed) ? listed.EnumerateArray().ToList() : [];
        var sight = AdaptiveSight.Read(card, entities.Select(entity => entity.GetProperty("mentioned").GetProperty("id").GetString()!));
        return sight with { Text = string.Concat(sight.Text.Select(AsRead)), Bytes = Encoding.Unicode.GetByteCount(body) };
    }

    /// <summary>Names are written with signs that only look like markup, because phones know no escapes: who reads them sees no difference.</summary>
    private static char AsRead(char sign) => LookAlikes.TryGetValue(sign, out var read) ? read : sign;

    private static IEnumerable<JsonObject> Objects(JsonNode? node) => node switch
    {
        JsonObject item => item.SelectMany(property => Objects(property.Value)).Prepend(item),
        JsonArray items => items.SelectMany(Objects),
        _ => [],
    };

    private static string ThreadOf(Room room) => $"{room.Id};messageid=1795001110000";

    private static string TenantOf(string organization) => Organizations.Single(known => known.Name == organization).Tenant;

    private static string ServiceUrlOf(Room room) => $"https://smba.trafficmanager.net/{Organizations.Single(known => known.Name == room.Organization).Region}/";

    private static readonly (string Name, string Tenant, string Region)[] Organizations = [("first", TeamsBot.TenantId, "emea"), ("second", "cccccccc-0000-0000-0000-000000000003", "amer")];

    private static readonly Dictionary<char, char> LookAlikes = new() { ['∗'] = '*', ['＿'] = '_', ['［'] = '[', ['］'] = ']', ['‹'] = '<', ['›'] = '>' };

    private const string UnknownTenant = "dddddddd-0000-0000-0000-000000000004";

    /// <summary>Fetches the keys of those who sign, whatever else the bot does not do.</summary>
    private sealed class Keys(SigningKeys keys) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => keys.StartAsync(cancellationToken);

        public Task StopAsync(CancellationToken cancellationToken) => keys.StopAsync(cancellationToken);
    }

    /// <summary>Brings what is meant for a region of Teams to its Connector here.</summary>
    private sealed class Detour(IReadOnlyDictionary<string, FakeConnector> connectors) : DelegatingHandler(OutboundHttp.Handler(TimeSpan.FromSeconds(10)))
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var path = request.RequestUri!.PathAndQuery;
            var region = path.Split('/')[1];
            Assert.Equal("smba.trafficmanager.net", request.RequestUri.Host);
            var connector = connectors[Organizations.Single(organization => organization.Region == region).Name];
            request.RequestUri = new Uri($"{connector.ServiceUrl}{path[(region.Length + 1)..]}");
            return base.SendAsync(request, cancellationToken);
        }
    }
}
