using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOpsBot.Channels.Web;
using ChatOpsBot.Conversations;
using ChatOpsBot.Storage;
using ChatOpsBot.Testing.Conformance;
using Dapper;
using Microsoft.Extensions.DependencyInjection;

namespace ChatOpsBot.Tests.Channels.Web;

/// <summary>People on the chat page. Each has a conversation of their own, and the page keeps their session over restarts.</summary>
internal sealed class WebDriver(TimeProvider time) : ChannelDriver
{
    private readonly Dictionary<string, Visit> visits = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> updates = new(StringComparer.Ordinal);
    private BotUnderTest? bot;

    public override IReadOnlyDictionary<Feature, string> Lacks { get; } = new Dictionary<Feature, string>
    {
        [Feature.Overhearing] = "On the page everybody talks to the bot and gets an answer.",
        [Feature.SeveralPeople] = "A conversation of the page is one person's.",
        [Feature.Organizations] = "The page knows no organizations.",
        [Feature.Edits] = "What was written on the page stays as it is.",
        [Feature.Deletions] = "What was written on the page stays there.",
        [Feature.Trouble] = "The bot serves the page itself: what it posts is a row of its own database.",
    };

    public override IReadOnlyList<string> Settings => ["--environment=Development"];

    public override TimeSpan UpdateBudget => TimeSpan.FromSeconds(1);

    /// <summary>Direct Line of the Azure Bot Service takes no larger activity, and an embedding site may stand behind it.</summary>
    public override int LargestMessage => 256 * 1024;

    /// <summary>The bot serves the page itself: what the platform is asked for is what the channel is asked for.</summary>
    public override void Configure(IServiceCollection services)
    {
        services.Remove(services.Single(service => service.ServiceType == typeof(IChannel) && service.ImplementationType == typeof(WebChannel)));
        services.AddSingleton<WebChannel>();
        services.AddSingleton<IChannel>(provider => new CountedChannel(provider.GetRequiredService<WebChannel>(), updates));
    }

    public override Task ConnectAsync(BotUnderTest bot, CancellationToken cancellationToken)
    {
        this.bot = bot;
        return Task.CompletedTask;
    }

    public override async Task<Room> OpenRoomAsync(Person person, CancellationToken cancellationToken, string organization = "first")
    {
        using var page = new HttpClient { BaseAddress = bot!.Address };
        using var answer = await page.PostAsync("chat/session", DirectLineClient.Json(new JsonObject { ["name"] = person.Name }), cancellationToken);
        answer.EnsureSuccessStatusCode();
        var session = await DirectLineClient.ReadAsync(answer, cancellationToken);
        var visit = await Visit.BeginAsync(bot, session["token"]!.GetValue<string>(), time, cancellationToken);
        visits.Add(visit.Client.ConversationId, visit);
        return new Room(organization, visit.Client.ConversationId);
    }

    public override Task<Heard> SayAsync(Room room, Person person, string text, string id, CancellationToken cancellationToken) =>
        PostAsync(room, DirectLineClient.Message(text, id), cancellationToken);

    public override Task<Heard> PressAsync(Room room, Person person, SeenButton button, string id, CancellationToken cancellationToken, IReadOnlyDictionary<string, string>? inputs = null) =>
        PostAsync(room, Press(button, id, inputs), cancellationToken);

    public override async Task<IReadOnlyList<Forgery>> ForgeAsync(Room room, Room stranger, Person person, string text, SeenButton button, CancellationToken cancellationToken)
    {
        var client = await ClientAsync(room, cancellationToken);
        using var reconnect = await client.SendAsync(HttpMethod.Get, $"conversations/{room.Id}", body: null, cancellationToken);
        var streamUrl = new Uri((await DirectLineClient.ReadAsync(reconnect, cancellationToken))["streamUrl"]!.GetValue<string>());
        var token = client.Token;
        var middle = token.Length / 2;
        (string How, string? Token)[] proofs =
        [
            ("no token", null),
            ("a token with one letter changed", token[..middle] + (token[middle] == 'A' ? 'B' : 'A') + token[(middle + 1)..]),
            ("a token without its signature", token[..(token.LastIndexOf('.') + 1)]),
            ("a token of another conversation", (await ClientAsync(stranger, cancellationToken)).Token),
            ("the ticket of a stream", streamUrl.Query[(streamUrl.Query.IndexOf("t=", StringComparison.Ordinal) + 2)..]),
        ];

        List<Forgery> forgeries = [];
        using var http = new HttpClient { BaseAddress = bot!.Address };
        foreach (var (how, proof) in proofs)
        {
            foreach (var (what, activity) in new[] { ("message", DirectLineClient.Message(text, "forged")), ("press", Press(button, "forged", inputs: null)) })
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, $"v3/directline/conversations/{room.Id}/activities") { Content = DirectLineClient.Json(activity) };
                if (proof is not null)
                    request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {proof}");
                using var answer = await http.SendAsync(request, cancellationToken);
                var isRefused = answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden;
                forgeries.Add(new Forgery($"{what} with {how}", isRefused, await ReadAsync(answer, cancellationToken)));
            }
        }

        return forgeries;
    }

    public override async Task<IReadOnlyList<SeenCard>> SeeAsync(Room room, CancellationToken cancellationToken) =>
    [
        .. (await ActivitiesAsync(room, cancellationToken))
            .Where(activity => activity.ContainsKey("attachments"))
            .OrderBy(activity => activity["channelData"]!["webchat:sequence-id"]!.GetValue<double>())
            .Select(activity => new SeenCard(activity["id"]!.GetValue<string>(), AdaptiveSight.Read(activity["attachments"]![0]!["content"]!.Deserialize<JsonElement>()))),
    ];

    public override Task<int> CountUpdatesAsync(Room room, CancellationToken cancellationToken) => Task.FromResult(updates.GetValueOrDefault(room.Id));

    /// <summary>What happens to a conversation that nobody opened for 90 days.</summary>
    public override Task CloseForGoodAsync(Room room, CancellationToken cancellationToken) =>
        bot!.Get<Database>().WriteAsync(connection => connection.Execute("DELETE FROM web_conversations WHERE id = @Id", new { room.Id }), cancellationToken);

    public override ValueTask DisposeAsync()
    {
        foreach (var visit in visits.Values)
            visit.Client.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<Heard> PostAsync(Room room, JsonObject activity, CancellationToken cancellationToken)
    {
        var client = await ClientAsync(room, cancellationToken);
        using var answer = await client.PostAsync(activity, cancellationToken);
        return new Heard(answer.IsSuccessStatusCode, await ReadAsync(answer, cancellationToken));
    }

    private async Task<IReadOnlyList<JsonObject>> ActivitiesAsync(Room room, CancellationToken cancellationToken)
    {
        var client = await ClientAsync(room, cancellationToken);
        return [.. (await client.GetActivitiesAsync("", cancellationToken))["activities"]!.AsArray().Select(activity => activity!.AsObject())];
    }

    /// <summary>The page gets itself a new token when the bot is another one or the old token has run out; its conversation stays.</summary>
    private async Task<DirectLineClient> ClientAsync(Room room, CancellationToken cancellationToken)
    {
        var visit = visits[room.Id];
        if (visit.Bot != bot || time.GetUtcNow() - visit.Since > TimeSpan.FromMinutes(30))
        {
            visit.Client.Dispose();
            visits[room.Id] = visit = await Visit.BeginAsync(bot!, visit.Client.Token, time, cancellationToken);
        }

        return visit.Client;
    }

    private static JsonObject Press(SeenButton button, string id, IReadOnlyDictionary<string, string>? inputs)
    {
        var value = new JsonObject { ["caseId"] = button.CaseId, ["revision"] = button.Revision, ["verb"] = button.Verb };
        foreach (var (name, input) in inputs ?? new Dictionary<string, string>())
            value[name] = input;
        return new JsonObject { ["type"] = "message", ["value"] = value, ["channelData"] = new JsonObject { ["postBack"] = true, ["clientActivityID"] = id } };
    }

    private static async Task<string> ReadAsync(HttpResponseMessage answer, CancellationToken cancellationToken) =>
        $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(cancellationToken)}";

    private sealed class CountedChannel(WebChannel channel, ConcurrentDictionary<string, int> updates) : IChannel
    {
        public string Name => channel.Name;

        public TimeSpan UpdateInterval => channel.UpdateInterval;

        public Task<string> SendAsync(ConversationReference conversation, Card card, Delivery delivery, CancellationToken cancellationToken) =>
            channel.SendAsync(conversation, card, delivery, cancellationToken);

        public async Task UpdateAsync(ConversationReference conversation, string messageId, Card card, CancellationToken cancellationToken)
        {
            await channel.UpdateAsync(conversation, messageId, card, cancellationToken);
            updates.AddOrUpdate(conversation.Key.Id, 1, (_, count) => count + 1);
        }
    }

    private sealed record Visit(BotUnderTest Bot, DirectLineClient Client, DateTimeOffset Since)
    {
        public static async Task<Visit> BeginAsync(BotUnderTest bot, string token, TimeProvider time, CancellationToken cancellationToken) =>
            new(bot, await DirectLineClient.StartAsync(bot.Address, cancellationToken, token), time.GetUtcNow());
    }
}
