using System.Net;
using System.Text.Json.Nodes;
using ChatOpsBot.Channels;
using ChatOpsBot.Channels.Slack.Blocks;
using ChatOpsBot.Channels.Slack.Protocol;
using ChatOpsBot.LiveChecks;
using ChatOpsBot.Storage;
using ChatOpsBot.Tests.Channels.Slack;
using ChatOpsBot.Tests.Channels.Teams;
using ChatOpsBot.Tests.FollowUps;
using Microsoft.Extensions.DependencyInjection;

namespace ChatOpsBot.Tests.Channels;

/// <summary>Each button of each card that a person can get does something that shows, on Teams and on Slack.</summary>
public sealed class EveryButtonTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>What somebody writes to the bot, one after the other: the card that is pressed is the last.</summary>
    private static readonly Dictionary<string, string[]> Said = new(StringComparer.Ordinal)
    {
        ["an error"] = ["450 4.4.316 Connection refused mx1.contoso.com"],
        ["an error without a server"] = ["450 4.4.316 Connection refused"],
        ["the same error again"] = ["450 4.4.316 Connection refused", "450 4.4.316 Connection refused"],
        ["a check"] = ["check mx1.contoso.com"],
        ["a check that cannot be"] = ["check foo"],
        ["guesses"] = ["mail is stuck, the partner's server refuses the connection"],
        ["a code without an entry"] = ["550 5.6.5 Conversion failed"],
        ["help"] = ["help"],
        ["settings"] = ["settings"],
        ["privacy"] = ["privacy"],
        ["language"] = ["language"],
        ["status"] = ["450 4.4.316 Connection refused", "status"],
        ["news"] = ["450 4.4.316 Connection refused", "any news?"],
        ["still broken"] = ["450 4.4.316 Connection refused", "still broken"],
        ["fixed"] = ["450 4.4.316 Connection refused", "fixed"],
        ["nothing to fix"] = ["fixed"],
        ["nonsense"] = ["blub blub blub"],
    };

    public static TheoryData<string> Kinds => [.. Said.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task On_Slack(string kind)
    {
        for (int number = 0, count = 1; number < count; number++)
        {
            await using var bot = await SlackBot.StartAsync(Token, replace: services => services.AddSingleton<IProbe>(new ScriptedProbe()));
            var post = 0;
            foreach (var said in Said[kind])
            {
                using var taken = await bot.PostAsync(SlackPayload.Message(said, $"177244200{post}.000200"), Token);
                post++;
                await bot.Channel.UntilAsync(posts => posts.Count == post, Token);
            }

            await QuietAsync(bot.Bot);
            var card = bot.Channel.Posts[^1].Card;
            var buttons = ButtonsOf(BlockKit.Render(card).Blocks);
            if ((count = buttons.Count) == 0)
                return;

            var before = bot.Channel.Posts.Sum(shown => shown.Updates + 1);
            using var answer = await bot.InteractAsync(SlackPayload.Press(buttons[number].CaseId, buttons[number].Verb, buttons[number].Revision, SlackPayload.Direct), Token);

            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            await bot.Servers.UntilAsync(
                () => bot.Channel.Posts.Sum(shown => shown.Updates + 1) > before || bot.Servers.Calls.Any(call => call.Is("views.open")),
                Token);
            Assert.DoesNotContain(bot.Servers.Calls, call => call.Address.AbsoluteUri == SlackPayload.ResponseUrl);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task On_Teams(string kind)
    {
        for (int number = 0, count = 1; number < count; number++)
        {
            await using var bot = await TeamsBot.StartAsync(Token, replace: services => services.AddSingleton<IProbe>(new ScriptedProbe()));
            var post = 0;
            foreach (var said in Said[kind])
            {
                using var taken = await bot.PostAsync(TeamsActivity.Message(said, $"179500111222{post}"), Token);
                post++;
                await bot.Channel.UntilAsync(posts => posts.Count == post, Token);
            }

            await QuietAsync(bot.Bot);
            var card = bot.Channel.Posts[^1].Card;
            var actions = ActionsOf(JsonNode.Parse(AdaptiveCards.Render(card, AdaptiveHost.Teams).GetRawText())).ToList();
            if ((count = actions.Count) == 0)
                return;

            var (isDialog, data) = (actions[number]["type"]!.GetValue<string>() == "Action.Submit", actions[number]["data"]!.DeepClone().AsObject());
            var press = TeamsActivity.Press(data["caseId"]!.GetValue<string>(), data["verb"]!.GetValue<string>(), data["revision"]!.DeepClone());
            if (isDialog)
            {
                Assert.Equal("task/fetch", data["msteams"]!["type"]!.GetValue<string>());
                (press["name"], press["value"]) = ("task/fetch", new JsonObject { ["data"] = data, ["context"] = new JsonObject { ["theme"] = "default" } });
            }

            using var answer = await bot.PostAsync(press, Token);

            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            var shown = JsonNode.Parse(await answer.Content.ReadAsStringAsync(Token))!;
            if (isDialog)
                Assert.Equal("continue", shown["task"]!["type"]!.GetValue<string>());
            else
                Assert.Contains($"\"revision\":{card.Revision + 1}", shown["value"]!.ToJsonString(), StringComparison.Ordinal);
        }
    }

    /// <summary>Nothing is under way any more that would change a card by itself.</summary>
    private static Task QuietAsync(BotInTest bot) => bot.Channel.UntilAsync(
        posts => posts.All(post => post.Card.CaseId.Length == 0 || (bot.Get<CaseStore>().Find(post.Card.CaseId) is { } @case && @case.Run is not { IsActive: true }
            && bot.Get<CaseStore>().Shown(@case.Id) is { MessageId: { } message, Version: var version } && (message != post.Id || version == @case.Version))),
        Token);

    private static List<ButtonValue> ButtonsOf(IReadOnlyList<Block> blocks) =>
    [
        .. blocks.SelectMany(block => block switch
        {
            ActionsBlock actions => actions.Elements,
            SectionBlock { Accessory: { } accessory } => [accessory],
            _ => Array.Empty<BlockElement>(),
        }).OfType<ButtonElement>().Select(button => ButtonValue.Read(button.Value)!),
    ];

    private static IEnumerable<JsonObject> ActionsOf(JsonNode? node)
    {
        if (node is JsonArray list)
            return list.SelectMany(ActionsOf);
        if (node is not JsonObject fields)
            return [];
        var isPress = fields["type"] is JsonValue type && type.TryGetValue<string>(out var name) && name is "Action.Execute" or "Action.Submit";
        return isPress ? [fields] : fields.SelectMany(field => ActionsOf(field.Value));
    }
}
