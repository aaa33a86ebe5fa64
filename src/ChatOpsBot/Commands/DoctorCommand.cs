using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using ChatOpsBot.Storage;

namespace ChatOpsBot.Commands;

/// <summary><c>chatopsbot doctor</c>: what the bot owes, what it gave up, and how it feels; <c>doctor replay</c> takes up again what was given up.</summary>
/// <remarks>Works beside a running bot: it reads the same file, writes one row at most, and asks the bot for what only the bot knows.</remarks>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var id = new Option<long?>("--id") { Description = "Only this row, as listed by doctor." };
        var replay = new Command("replay", "Take messages and follow-ups up again that were given up. A running bot goes on with them within a minute.") { id };
        replay.TreatUnmatchedTokensAsErrors = false;
        replay.SetAction((parsed, cancellationToken) => RunAsync([.. parsed.UnmatchedTokens], (inbox, followUps, _, _) => ReplayAsync(inbox, followUps, parsed.GetValue(id), cancellationToken)));

        var doctor = new Command("doctor", "Say whether all is well: waiting messages, messages and follow-ups that were given up, and what a running bot has to complain of. Settings may follow: --Storage:DataFolder=…") { replay };
        doctor.TreatUnmatchedTokensAsErrors = false;
        doctor.SetAction((parsed, cancellationToken) => RunAsync([.. parsed.UnmatchedTokens], (inbox, followUps, settings, urls) => ReportAsync(inbox, followUps, settings, urls, cancellationToken)));
        return doctor;
    }

    private static async Task<int> RunAsync(string[] settings, Func<InboxStore, FollowUpStore, BotSettings, string, Task<int>> work)
    {
        try
        {
            var configuration = CommandSettings.Read(settings);
            var read = BotSettings.Read(configuration);
            await using var database = Database.OpenBeside(read.Storage);
            using var followUps = new FollowUpStore(database);
            return await work(new InboxStore(database, TimeProvider.System), followUps, read, configuration["Urls"] ?? "");
        }
        catch (Exception exception) when (exception is StartException or StorageException)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return ExitCodes.Failed;
        }
    }

    private static async Task<int> ReportAsync(InboxStore inbox, FollowUpStore followUps, BotSettings settings, string urls, CancellationToken cancellationToken)
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
        var isWell = await AskAsync(urls, cancellationToken);
        return counts.Dead + dead == 0 && isWell ? ExitCodes.Done : ExitCodes.Failed;
    }

    /// <summary>Whether it hears and can speak only a running bot knows: its connections and tokens are in its memory.</summary>
    /// <returns>False when it has something to complain of. A bot that does not run has not.</returns>
    private static async Task<bool> AskAsync(string urls, CancellationToken cancellationToken)
    {
        if (AddressOf(urls) is not { } address)
        {
            Console.WriteLine("Running bot: not asked, because Urls names no address of http or https.");
            return true;
        }

        using var http = new HttpClient { Timeout = AskFor };
        try
        {
            using var answer = await http.GetAsync(new Uri(address, "/health/ready"), cancellationToken);
            var health = await answer.Content.ReadFromJsonAsync(HealthJson.Default.Health, cancellationToken);
            Console.WriteLine($"Running bot at {address}: {health?.Status}");
            if (health?.Trouble is not { } trouble)
                return answer.IsSuccessStatusCode;
            Console.WriteLine($"  {trouble}");
            return false;
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException or NotSupportedException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            Console.WriteLine($"Running bot: none answers at {address}. Whether one hears and can speak is not known; if it runs elsewhere, name its address with --Urls=…");
            return true;
        }
    }

    /// <summary>The first address the bot listens on, as this machine reaches it.</summary>
    private static Uri? AddressOf(string urls)
    {
        foreach (var url in urls.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var binding = Microsoft.AspNetCore.Http.BindingAddress.Parse(url);
            if (binding.IsUnixPipe || binding.IsNamedPipe)
                continue;
            // "Every address of this machine", in whichever spelling.
            var host = binding.Host is "*" or "+" or "0.0.0.0" or "[::]" ? "localhost" : binding.Host;
            return new UriBuilder(binding.Scheme, host, binding.Port).Uri;
        }

        return null;
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

    private static readonly TimeSpan AskFor = TimeSpan.FromSeconds(5);
}
