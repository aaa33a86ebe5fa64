using System.Globalization;
using ChatOpsBot.Storage;

namespace ChatOpsBot.Commands;

/// <summary><c>chatopsbot knowledge gaps</c>: what authors should write next, by how often it was missing.</summary>
/// <remarks>Works beside a running bot.</remarks>
internal static class GapsCommand
{
    public static System.CommandLine.Command Create()
    {
        var command = new System.CommandLine.Command("gaps", "List codes without an entry and entries that did not help, by how often. Settings may follow: --Storage:DataFolder=…");
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, _) => ListAsync([.. parsed.UnmatchedTokens]));
        return command;
    }

    private static async Task<int> ListAsync(string[] settings)
    {
        try
        {
            await using var database = Database.OpenBeside(BotSettings.Read(CommandSettings.Read(settings)).Storage);
            var gaps = new GapStore(database, TimeProvider.System).List();
            foreach (var gap in gaps)
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{gap.Count,6}  {gap.What,-12}  {Describe(gap.Kind)}, last {gap.LastAt:yyyy-MM-dd}"));
            if (gaps.Count == 0)
                Console.WriteLine("Nothing was missing so far.");
            return ExitCodes.Done;
        }
        catch (Exception exception) when (exception is StartException or StorageException)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return ExitCodes.Failed;
        }
    }

    private static string Describe(GapKind kind) => kind switch
    {
        GapKind.Overheard => "posted, not answered",
        GapKind.Asked => "asked about, no entry",
        GapKind.NotHelpful => "entry found not helpful",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Unknown kind of gap."),
    };
}
