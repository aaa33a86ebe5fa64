using System.Text.Json.Nodes;
using ChatOpsBot.Conversations;
using ChatOpsBot.Storage;
using ChatOpsBot.Testing.Teams;
using ChatOpsBot.Testing.Time;
using Microsoft.Extensions.DependencyInjection;

namespace ChatOpsBot.Tests.Channels.Teams;

/// <summary>The whole bot, speaking on Teams.</summary>
public sealed class TeamsUpdateTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task H25_of_seventy_updates_in_thirty_seconds_one_in_two_seconds_is_sent_and_the_last_arrives()
    {
        await using var talk = await Talk.StartAsync();
        var caseId = await talk.PostAsync();

        for (var number = 0; number < 70; number++)
        {
            await talk.PressAsync(caseId, number % 2 == 0 ? Verbs.Take : Verbs.Release);
            talk.Time.Advance(TimeSpan.FromSeconds(30.0 / 70));
        }

        // 1 event opened the case, 70 followed.
        await talk.UntilAsync(() => talk.Shown(caseId) == 71);
        var updates = talk.Connector.Calls.Where(call => call.Method == "PUT").Select(call => call.At).ToList();
        Assert.InRange(updates.Count, 2, 17);
        Assert.All(updates.Skip(1).Zip(updates), pair => Assert.True(pair.First - pair.Second >= TimeSpan.FromSeconds(2), $"{pair.First - pair.Second} between two updates"));
        Assert.Empty(talk.Connector.Complaints);
    }

    [Fact]
    public async Task An_answer_whose_outcome_nobody_told_is_posted_once_more_and_no_third_time()
    {
        await using var talk = await Talk.StartAsync();
        talk.Connector.Next(ConnectorAnswer.Html(504).AfterCarryingOut());

        var caseId = await talk.PostAsync();
        await talk.PressAsync(caseId, Verbs.Take);
        await talk.UntilAsync(() => talk.Shown(caseId) == 2);

        Assert.Equal(2, talk.Connector.Calls.Count(call => call.Method == "POST"));
        Assert.Equal(2, talk.Connector.Messages.Count);
    }

    [Fact]
    public async Task An_answer_that_teams_refuses_for_a_while_comes_late_and_once()
    {
        await using var talk = await Talk.StartAsync();
        talk.Connector.Next([.. Enumerable.Repeat(ConnectorAnswer.Throttled(), 4), ConnectorAnswer.Throttled("30")]);

        await talk.PostAsync();

        Assert.Single(talk.Connector.Messages);
        Assert.Equal(6, talk.Connector.Calls.Count(call => call.Method == "POST"));
    }

    [Fact]
    public async Task A_card_that_somebody_deleted_is_left_alone()
    {
        await using var talk = await Talk.StartAsync();
        var caseId = await talk.PostAsync();
        talk.Connector.Answer = call => call.Method == "PUT" ? ConnectorAnswer.Error(404, "ActivityNotFoundInConversation") : null;

        await talk.PressAsync(caseId, Verbs.Take);
        await talk.UntilAsync(() => talk.Connector.Calls.Count == 2 && talk.IsGone(caseId));
        await talk.PressAsync(caseId, Verbs.Release);
        talk.Time.Advance(TimeSpan.FromMinutes(5));
        // Whoever posts the trouble anew gets a card, and only then.
        talk.Connector.Answer = null;
        await talk.PostAsync("m2");

        Assert.Equal(["POST", "PUT", "POST"], talk.Connector.Calls.Select(call => call.Method));
    }

    /// <summary>A thread of a Teams channel with the bot in it.</summary>
    private sealed class Talk : IAsyncDisposable
    {
        private readonly BotInTest bot;

        private Talk(BotInTest bot, FakeConnector connector, ManualTime time) => (this.bot, Connector, Time) = (bot, connector, time);

        public FakeConnector Connector { get; }

        public ManualTime Time { get; }

        private ConversationReference Conversation => TeamsOutbound.ConversationOf(Connector.ServiceUrl);

        public static async Task<Talk> StartAsync()
        {
            var time = new ManualTime();
            var connector = await FakeConnector.StartAsync(time, Token);
            var started = await BotInTest.StartAsync(Token, time: time, replace: services =>
            {
                services.AddMetrics();
                TeamsOutbound.Add(services, TeamsOutbound.Trusting(connector), new CountingCredential());
            });
            return new Talk(started, connector, time);
        }

        /// <summary>Somebody posts an error; the bot has answered it.</summary>
        /// <returns>The case of the newest card.</returns>
        public async Task<string> PostAsync(string key = "m1")
        {
            var before = Connector.Messages.Count;
            await bot.Turns.AcceptAsync(Some.Message(key: key) with { Conversation = Conversation }, Token);
            await UntilAsync(() => Connector.Messages.Count > before && bot.Get<ChatOpsBot.Storage.InboxStore>().NextDue() is null);
            return Buttons(Connector.Messages[^1]).First()["data"]!["caseId"]!.GetValue<string>();
        }

        public Task PressAsync(string caseId, string verb) => bot.Turns.ApplyAsync(Some.Press(caseId, verb) with { Conversation = Conversation, Revision = bot.Get<CaseStore>().Find(caseId)!.Version }, Token);

        /// <summary>Whether the bot knows that the card is not there any more.</summary>
        public bool IsGone(string caseId) => bot.Get<CaseStore>().Shown(caseId)!.MessageId is null;

        /// <summary>Revision of the newest card that shows the case; null: none does.</summary>
        public long? Shown(string caseId) => Connector.Messages
            .Select(message => Buttons(message).First()["data"]!)
            .LastOrDefault(data => data["caseId"]!.GetValue<string>() == caseId)?["revision"]!.GetValue<long>();

        /// <summary>Lets time go by, a quarter of a second at a time, until it is so.</summary>
        public async Task UntilAsync(Func<bool> condition)
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
            patience.CancelAfter(TimeSpan.FromSeconds(90));
            while (!condition())
            {
                // Slowly: a call that is under way while the machine is busy must not run into its limit of fifteen seconds.
                await Task.Delay(TimeSpan.FromMilliseconds(20), patience.Token);
                Time.Advance(TimeSpan.FromMilliseconds(250));
            }
        }

        public async ValueTask DisposeAsync()
        {
            await bot.DisposeAsync();
            await Connector.DisposeAsync();
        }

        private static IEnumerable<JsonObject> Buttons(ConnectorMessage message) => Objects(JsonNode.Parse(message.Body)).Where(item => item["type"] is JsonValue type && type.GetValue<string>() == "Action.Execute");

        private static IEnumerable<JsonObject> Objects(JsonNode? node) => node switch
        {
            JsonObject item => item.Where(property => property.Value is JsonObject or JsonArray).SelectMany(property => Objects(property.Value)).Prepend(item),
            JsonArray items => items.SelectMany(Objects),
            _ => [],
        };
    }
}
