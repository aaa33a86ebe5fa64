using System.CommandLine;
using ChatOpsBot.Conversations;
using ChatOpsBot.Conversations.Asking;
using ChatOpsBot.Conversations.Texts;
using ChatOpsBot.MailFlow;
using ChatOpsBot.MailFlow.Knowledge;

namespace ChatOpsBot.Commands;

/// <summary><c>chatopsbot ask "450 4.4.316 …"</c>: the card as text, without a chat platform.</summary>
internal static class AskCommand
{
    public static System.CommandLine.Command Create()
    {
        var text = new Argument<string>("text") { Description = "The error: a code, a line, or a whole bounce. \"-\" reads it from standard input." };
        var language = new Option<string?>("--lang") { Description = $"Language of the card: {string.Join(", ", Languages.All.Select(texts => texts.Language))}. Without it, the language of the text, else English." };
        var command = new System.CommandLine.Command("ask", "Explain a mail error here in the terminal.") { text, language };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetRequiredValue(text), parsed.GetValue(language), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string text, string? language, CancellationToken cancellationToken)
    {
        if (language is not null && Languages.Known(language) is null)
        {
            await Console.Error.WriteLineAsync($"There is no language \"{language}\". Cards are written in: {string.Join(", ", Languages.All.Select(texts => $"{texts.Language} ({texts.LanguageName})"))}.");
            return ExitCodes.Usage;
        }

        if (text == "-")
            text = await Console.In.ReadToEndAsync(cancellationToken);
        try
        {
            var knowledge = CommandKnowledge.LoadOrExplain(folder: null);
            var chosen = Languages.Choose(null, null, language, LanguageGuess.Of(text), EnglishTexts.Texts.Language);
            Console.Write(CardAsText.Render(Answer(text, chosen, knowledge), TimeZoneInfo.Local, Width()));
            return ExitCodes.Done;
        }
        catch (StartException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return ExitCodes.Failed;
        }
    }

    /// <summary>The card somebody would get who asked the bot directly.</summary>
    private static Card Answer(string text, string language, KnowledgeBase knowledge)
    {
        var cards = new CaseCardOptions(TimeSpan.FromHours(new ConversationOptions().MessageExpirationHours), BotHost.Version);
        return OneOffCard.Explain(text, MailMarkup.Plain, language, knowledge, cards, TimeProvider.System.GetUtcNow())
            ?? (knowledge.Suggest(text, MostSuggested) is { Count: > 0 } entries ? CommandCards.Suggest(entries, Languages.Of(language)) : CommandCards.Help(Languages.Of(language)));
    }

    private const int MostSuggested = 3;

    /// <summary>Lines longer than 100 characters tire the eye; a pipe has no width.</summary>
    private static int Width() => Console.IsOutputRedirected ? 100 : Math.Min(Console.WindowWidth, 100);
}
