using ChatOpsBot.Channels.Web;
using ChatOpsBot.Conversations;
using ChatOpsBot.FollowUps;
using ChatOpsBot.MailFlow;
using ChatOpsBot.MailFlow.Knowledge;
using ChatOpsBot.Storage;

namespace ChatOpsBot.Benchmarks.Load;

/// <summary>Fills a database with answered messages and their cases, as a bot that has been used for long leaves it.</summary>
internal static class StoredCases
{
    public static async Task WriteAsync(string folder, int count)
    {
        if (count == 0)
            return;
        await using var database = Database.Open(new StorageOptions { DataFolder = folder });
        var inbox = new InboxStore(database, TimeProvider.System);
        // Nothing is owed later to a case that nobody has acted on, so no knowledge is needed to say so.
        var plan = new FollowUpPlan(new CurrentKnowledge(new KnowledgeBase([])), new FollowUpOptions(), new CaseCardOptions(TimeSpan.FromHours(24), BotHost.Version));
        using var followUps = new FollowUpStore(database);
        var intake = new Intake(database, inbox, new CaseStore(database, plan, followUps, TimeProvider.System));
        await Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = 256 }, async (number, cancellationToken) =>
        {
            var error = new MailError { Code = new EnhancedStatusCode(4, 4, 316), Reply = new ReplyCode(450), Server = $"mx{number}.fabrikam.example", QuotedLine = "450 4.4.316 Connection refused" };
            var item = new InboxItem
            {
                Key = $"stored-{number}",
                Change = MessageChange.Posted,
                MessageId = $"m{number}",
                Conversation = WebChannel.Reference($"stored-{number}"),
                Person = new Person("u1", "Anna"),
                Language = "en",
                Addressing = Addressing.Direct,
                Errors = [error],
                SentAt = TimeProvider.System.GetUtcNow(),
            };
            var opening = new Opening(TimeSpan.Zero, new CaseEvent.Opened("4.4.316", item.Errors, "en", item.Person) { At = item.SentAt });
            var accepted = await intake.AcceptAsync(item, TimeSpan.FromMinutes(5), opening, cancellationToken);
            // Whoever came behind another of its conversation stays out of what is measured.
            if (accepted is { Added: { } added, Opened: { } opened })
                await inbox.AnsweredAsync(added.Item, new Outcome("card", new SentCard(opened.Case.Id, $"c{added.Item.Id}", opened.Case.Version)), lease: null, cancellationToken);
        });
    }
}
