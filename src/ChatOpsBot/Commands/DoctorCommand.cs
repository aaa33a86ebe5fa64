using System.CommandLine;
using System.Globalization;
using ChatOpsBot.Storage;

namespace ChatOpsBot.Commands;

/// <summary><c>chatopsbot doctor</c>: what the bot owes and what it gave up; <c>doctor replay</c> takes that up again.</summary>
/// <remarks>Works beside a running bot: it reads the same file and writes one row at most.</remarks>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var id = new Option<long?>("--id") { Description = "Only this row, as listed by doctor." };
        var replay = new Command("replay", "Take messages and follow-ups up again that were given up. A running bot goes on with them within a minute.") { id };
        replay.TreatUnmatchedTokensAsErrors = false;
        replay.SetAction((parsed, cancellationToken) => RunAsync([.. parsed.UnmatchedTokens], (inbox, followUps, _) => ReplayAsync(inbox, followUps, parsed.GetValue(id), cancellationToken)));

        var doctor = new Command("doctor", "Say whether all is well: waiting messages, messages and follow-ups that were given up. Settings may follow: --Storage:DataFolder=…") { replay };
        doctor.TreatUnmatchedTokensAsErrors = false;
        doctor.SetAction((parsed, _) => RunAsync([.. parsed.UnmatchedTokens], (inbox, followUps, settings) => Task.FromResult(Report(inbox, followUps, settings))));
        return doctor;
    }

    private static async Task<int> RunAsync(string[] settings, Func<InboxStore, FollowUpStore, BotSettings, Task<int>> work)
    {
        try
        {
            var read = BotSettings.Read(CommandSettings.Read(settings));
            await using var database = Database.OpenBeside(read.Storage);
            using var followUps = new FollowUpStore(database);
            return await work(new InboxStore(database, TimeProvider.System), followUps, read);
        }
        catch (Exception exception) when (exception is StartException or StorageException)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return ExitCodes.Failed;
        }
    }

    private static int Report(InboxStore inbox, FollowUpStore followUps, BotSettings settings)
    {
        var counts = inbox.Count();
        Console.WriteLine($"Data folder: {settings.Storage.FullPath}");
        Console.WriteLine($"Messages waiting for their answer: {counts.Waiting}");
        Console.WriteLine($"Messages given up: {counts.Dead}");
        foreach (var letter in inbox.DeadLetters(MaxListed))
        {
            var received = DateTimeOffset.FromUnixTimeMilliseconds(letter.ReceivedAt).ToString("u", CultureInfo.InvariantCulture);
            Console.WriteLine($"  {letter.Id}: {letter.Channel}, received {received}, {letter.Tries} tries: {letter.Reason}");
        }

        var dead = followUps.CountGivenUp();
        Console.WriteLine($"Follow-ups given up: {dead}");
        foreach (var letter in followUps.GivenUp(MaxListed))
        {
            var due = DateTimeOffset.FromUnixTimeMilliseconds(letter.DueAt).ToString("u", CultureInfo.InvariantCulture);
            Console.WriteLine($"  {letter.Key}: due {due}, {letter.Tries} tries: {letter.Reason}");
        }

        if (counts.Dead + dead > 0)
            Console.WriteLine("When the reason is mended: chatopsbot doctor replay");
        return counts.Dead + dead == 0 ? ExitCodes.Done : ExitCodes.Failed;
    }

    private static async Task<int> ReplayAsync(InboxStore inbox, FollowUpStore followUps, long? id, CancellationToken cancellationToken)
    {
        var taken = await inbox.ReplayAsync(id, cancellationToken);
        // Follow-ups have no number; without one all are meant.
        if (id is null)
            taken += await followUps.ReplayAsync(TimeProvider.System.GetUtcNow(), cancellationToken);
        Console.WriteLine(taken == 0 ? "There is nothing to take up again." : $"Taken up again: {taken}");
        return taken == 0 && id is not null ? ExitCodes.Failed : ExitCodes.Done;
    }

    private const int MaxListed = 50;
}
