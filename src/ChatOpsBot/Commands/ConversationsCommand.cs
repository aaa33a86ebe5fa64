using System.CommandLine;
using System.Globalization;
using ChatOpsBot.Conversations;
using ChatOpsBot.MailFlow;
using ChatOpsBot.Storage;

namespace ChatOpsBot.Commands;

/// <summary><c>chatopsbot conversations</c>: what each conversation has chosen; <c>conversations set</c> chooses for one.</summary>
/// <remarks>Works beside a running bot, which looks at every message.</remarks>
internal static class ConversationsCommand
{
    public static Command Create()
    {
        var channel = new Option<string>("--channel") { Description = "The platform, as listed.", Required = true };
        var tenant = new Option<string>("--tenant") { Description = "The organization on it, as listed.", Required = true };
        var id = new Option<string>("--id") { Description = "The conversation, as listed.", Required = true };
        var answerFrom = new Option<string>("--answer-from")
        {
            Description = "How sure the bot must be to answer unasked there, 0.5 to 1; \"default\" for what Conversations:AnswerFromConfidence says.",
            Required = true,
        };
        var set = new Command("set", "Choose for one conversation.") { channel, tenant, id, answerFrom };
        set.TreatUnmatchedTokensAsErrors = false;
        set.SetAction((parsed, cancellationToken) => RunAsync(
            [.. parsed.UnmatchedTokens],
            (store, _) => SetAsync(store, new ConversationKey(parsed.GetValue(channel)!, parsed.GetValue(tenant)!, parsed.GetValue(id)!), parsed.GetValue(answerFrom)!, cancellationToken)));

        var conversations = new Command("conversations", "List the conversations the bot knows and what they have chosen. Settings may follow: --Storage:DataFolder=…") { set };
        conversations.TreatUnmatchedTokensAsErrors = false;
        conversations.SetAction((parsed, _) => RunAsync([.. parsed.UnmatchedTokens], (store, settings) => Task.FromResult(List(store, settings))));
        return conversations;
    }

    private static async Task<int> RunAsync(string[] settings, Func<SettingsStore, BotSettings, Task<int>> work)
    {
        try
        {
            var read = BotSettings.Read(CommandSettings.Read(settings));
            await using var database = Database.OpenBeside(read.Storage);
            return await work(new SettingsStore(database, []), read);
        }
        catch (Exception exception) when (exception is StartException or StorageException)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return ExitCodes.Failed;
        }
    }

    private static int List(SettingsStore store, BotSettings settings)
    {
        foreach (var conversation in store.Conversations())
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"--channel {conversation.Channel} --tenant {conversation.Tenant} --id {conversation.Id}: {conversation.Cases} cases, language {conversation.Language ?? "default"}, answers from {conversation.AnswerFrom?.ToString("0.##", CultureInfo.InvariantCulture) ?? "default"}"));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Default: language {settings.Conversations.DefaultLanguage}, answers from {settings.Conversations.AnswerFromConfidence:0.##}"));
        return ExitCodes.Done;
    }

    private static async Task<int> SetAsync(SettingsStore store, ConversationKey conversation, string answerFrom, CancellationToken cancellationToken)
    {
        double? chosen = null;
        if (answerFrom != "default")
        {
            if (!double.TryParse(answerFrom, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !(number >= MailErrorRecognizer.FiresFrom && number <= 1))
            {
                await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"--answer-from is \"{answerFrom}\". Give {MailErrorRecognizer.FiresFrom} (answers what is surely a mail error) up to 1 (answers least), or default."));
                return ExitCodes.Usage;
            }

            chosen = number;
        }

        // A misspelt one would silently do nothing.
        if (!store.Conversations().Any(known => (known.Channel, known.Tenant, known.Id) == (conversation.Channel, conversation.Tenant, conversation.Id)))
        {
            await Console.Error.WriteLineAsync($"The bot knows no conversation {conversation.Id} of {conversation.Tenant} on {conversation.Channel}. `chatopsbot conversations` lists those it has answered in.");
            return ExitCodes.Failed;
        }

        await store.SetAnswerFromAsync(conversation, chosen, cancellationToken);
        return ExitCodes.Done;
    }
}
