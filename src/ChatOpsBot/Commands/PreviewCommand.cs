using System.CommandLine;
using System.Text.Json;
using ChatOpsBot.Channels;
using ChatOpsBot.Channels.Slack.Blocks;
using ChatOpsBot.Channels.Slack.Protocol;
using ChatOpsBot.Conversations;
using ChatOpsBot.Conversations.Texts;
using ChatOpsBot.MailFlow;
using ChatOpsBot.MailFlow.Knowledge;

namespace ChatOpsBot.Commands;

/// <summary><c>chatopsbot knowledge preview 4.4.316</c>: the card of an entry, as text or as the JSON a platform gets.</summary>
internal static class PreviewCommand
{
    public static System.CommandLine.Command Create()
    {
        var id = new Argument<string>("id") { Description = "Id of the entry, which is the name of its file without .yaml; or a code that it answers." };
        var language = new Option<string>("--lang") { Description = $"Language of the card: {string.Join(", ", Languages.All.Select(texts => texts.Language))}.", DefaultValueFactory = _ => KnowledgeTextsLanguage };
        var format = new Option<string>("--format") { Description = "text, card (or adaptive) for the JSON of Teams and the page, or blocks for the JSON of Slack.", DefaultValueFactory = _ => "text" };
        var folder = new Option<string?>("--folder") { Description = "Folder of the entries. Without it, the one beside the program." };
        var overlay = new Option<string?>("--overlay") { Description = "Folder of your own entries, notes and owners, laid over the first." };
        var command = new System.CommandLine.Command("preview", "Show the card of an entry. A bot that runs in Development shows every entry in every language at http://localhost:5080/knowledge.") { id, language, format, folder, overlay };
        command.SetAction(parsed => Show(parsed.GetRequiredValue(id), parsed.GetRequiredValue(language), parsed.GetRequiredValue(format), parsed.GetValue(folder), parsed.GetValue(overlay)));
        return command;
    }

    private static int Show(string id, string language, string format, string? folder, string? overlay)
    {
        if (Languages.Known(language) is not { } known)
            return Refuse($"There is no language \"{language}\". Cards are written in: {string.Join(", ", Languages.All.Select(texts => texts.Language))}.");
        if (format is not ("text" or "card" or "adaptive" or "blocks"))
            return Refuse($"There is no format \"{format}\". Write text, card or blocks.");
        var loaded = CommandKnowledge.Load(folder, DateOnly.MaxValue, overlay);
        if (loaded.Base is not { } knowledge)
        {
            Console.Error.WriteLine(string.Join(Environment.NewLine, loaded.Problems));
            return ExitCodes.Failed;
        }

        if ((knowledge.Find(id) ?? Answering(id, knowledge)) is not { } entry)
            return Refuse($"There is no entry \"{id}\", and none that answers such a code. Near it: {string.Join(", ", Near(id, knowledge))}.");

        var options = new CaseCardOptions(TimeSpan.FromHours(new ConversationOptions().MessageExpirationHours), BotHost.Version);
        var card = EntryPreview.Compose(entry, known, knowledge, options, TimeProvider.System.GetUtcNow());
        Console.WriteLine(Write(card, format));
        return ExitCodes.Done;
    }

    private static string Write(Card card, string format) => format switch
    {
        "text" => CardAsText.Render(card, TimeZoneInfo.Local, Width),
        "card" or "adaptive" => AdaptiveCards.Render(card, AdaptiveHost.Teams).GetRawText(),
        // As Slack's Block Kit Builder takes it.
        "blocks" => $"{{\"blocks\":{JsonSerializer.Serialize(BlockKit.Render(card).Blocks, SlackWebJson.Exact.IReadOnlyListBlock)}}}",
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "Unknown format."),
    };

    /// <summary>Who writes 5.4.316 or S3150 means the entry that answers it.</summary>
    private static KnowledgeEntry? Answering(string asked, KnowledgeBase knowledge) =>
        (EnhancedStatusCode.TryParse(asked, out var code), knowledge.FindAskedTag(asked)) switch
        {
            (true, _) => knowledge.Find(new MailError { Code = code, QuotedLine = asked }),
            (_, { } tag) => knowledge.Find(new MailError { Detail = tag, QuotedLine = asked }),
            _ => knowledge.FindOwn(asked) is { } own ? knowledge.Find(own) : null,
        };

    private static IEnumerable<string> Near(string id, KnowledgeBase knowledge) => knowledge.Entries.Select(entry => entry.Id)
        .OrderByDescending(other => other.AsSpan().CommonPrefixLength(id)).ThenBy(other => Math.Abs(other.Length - id.Length)).Take(MostNear);

    private static int Refuse(string why)
    {
        Console.Error.WriteLine(why);
        return ExitCodes.Usage;
    }

    private const int MostNear = 6;
    private const int Width = 100;
    private const string KnowledgeTextsLanguage = KnowledgeTexts.Original;
}
