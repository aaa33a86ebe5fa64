using System.CommandLine;
using System.Text.Json;
using ChatOpsBot.Channels;
using ChatOpsBot.Channels.Slack.Blocks;
using ChatOpsBot.Channels.Slack.Protocol;
using ChatOpsBot.Conversations;
using ChatOpsBot.Conversations.Texts;
using ChatOpsBot.MailFlow;

namespace ChatOpsBot.Commands;

/// <summary><c>chatopsbot knowledge preview 4.4.316</c>: the card of an entry, as text or as the JSON a platform gets.</summary>
internal static class PreviewCommand
{
    public static System.CommandLine.Command Create()
    {
        var id = new Argument<string>("id") { Description = "Id of the entry: the name of its file without .yaml." };
        var language = new Option<string>("--lang") { Description = $"Language of the card: {string.Join(", ", Languages.All.Select(texts => texts.Language))}.", DefaultValueFactory = _ => KnowledgeTextsLanguage };
        var format = new Option<string>("--format") { Description = "text, adaptive for the JSON of Teams and the page, or blocks for the JSON of Slack.", DefaultValueFactory = _ => "text" };
        var folder = new Option<string?>("--folder") { Description = "Folder of the entries. Without it, the one beside the program." };
        var overlay = new Option<string?>("--overlay") { Description = "Folder of your own entries, notes and owners, laid over the first." };
        var command = new System.CommandLine.Command("preview", "Show the card of an entry.") { id, language, format, folder, overlay };
        command.SetAction(parsed => Show(parsed.GetRequiredValue(id), parsed.GetRequiredValue(language), parsed.GetRequiredValue(format), parsed.GetValue(folder), parsed.GetValue(overlay)));
        return command;
    }

    private static int Show(string id, string language, string format, string? folder, string? overlay)
    {
        if (Languages.Known(language) is not { } known)
            return Refuse($"There is no language \"{language}\". Cards are written in: {string.Join(", ", Languages.All.Select(texts => texts.Language))}.");
        if (format is not ("text" or "adaptive" or "blocks"))
            return Refuse($"There is no format \"{format}\". Write text, adaptive or blocks.");
        var loaded = CommandKnowledge.Load(folder, DateOnly.MaxValue, overlay);
        if (loaded.Base is not { } knowledge)
        {
            Console.Error.WriteLine(string.Join(Environment.NewLine, loaded.Problems));
            return ExitCodes.Failed;
        }

        if (knowledge.Find(id) is not { } entry)
            return Refuse($"There is no entry \"{id}\". There are: {string.Join(", ", knowledge.Entries.Select(other => other.Id))}.");

        var now = TimeProvider.System.GetUtcNow();
        var error = entry.Examples is [var example, ..] && MailErrorRecognizer.Recognize(example).Primary is { } recognized
            ? recognized
            : new MailError { Code = entry.Match.Codes is [var code, ..] ? code : null, Detail = entry.Id, QuotedLine = entry.Id };
        var opened = new CaseEvent.Opened(entry.Id, [error], known, new Person("reader", "")) { At = now };
        var @case = Case.From("preview", new ConversationReference(new ConversationKey("none", "", ""), "{}"), [opened]);
        var card = CaseCard.Compose(@case, entry, new CaseCardOptions(TimeSpan.FromHours(new ConversationOptions().MessageExpirationHours), BotHost.Version), knowledge);
        Console.WriteLine(Write(card, format));
        return ExitCodes.Done;
    }

    private static string Write(Card card, string format) => format switch
    {
        "text" => CardAsText.Render(card, TimeZoneInfo.Local, Width),
        "adaptive" => AdaptiveCards.Render(card, AdaptiveHost.Teams).GetRawText(),
        // As Slack's Block Kit Builder takes it.
        "blocks" => $"{{\"blocks\":{JsonSerializer.Serialize(BlockKit.Render(card).Blocks, SlackWebJson.Exact.IReadOnlyListBlock)}}}",
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "Unknown format."),
    };

    private static int Refuse(string why)
    {
        Console.Error.WriteLine(why);
        return ExitCodes.Usage;
    }

    private const int Width = 100;
    private const string KnowledgeTextsLanguage = MailFlow.Knowledge.KnowledgeTexts.Original;
}
