using ChatOpsBot.MailFlow;

namespace ChatOpsBot.Conversations;

/// <summary>
/// The same code at several servers: a message is read as naming each code once, so where it stands in several lines, each line is read for
/// itself, and the other servers get errors of their own behind the first. One trouble it stays, on one card.
/// </summary>
internal static class OtherServers
{
    public static IReadOnlyList<MailError> Add(IReadOnlyList<MailError> errors, string text, MailMarkup markup)
    {
        if (errors.All(error => error.Code is null) || text.Length > LongestRead)
            return errors;
        var lines = MessageText.AsRead(text, markup, LongestRead).Split('\n', MostLines + 1);
        if (lines.Length is 1 or > MostLines)
            return errors;
        List<MailError> first = [.. errors];
        List<MailError> others = [];
        foreach (var (error, index) in errors.Select((error, index) => (error, index)))
        {
            if (error.Code?.ToString() is not { } code || lines.Where(line => line.Contains(code, StringComparison.Ordinal)).ToList() is not { Count: > 1 } named)
                continue;
            foreach (var found in named.SelectMany(line => MailErrorRecognizer.Recognize(line).Errors.Where(found => found.Code == error.Code && found.Server is not null)))
            {
                // Where a text names several, none may have been taken for it as a whole.
                if (first[index].Server is null)
                    first[index] = first[index] with { Server = found.Server, Address = found.Address };
                else if (others.Count < MostOthers && !IsAt(first[index], found) && !others.Exists(other => other.Code == found.Code && IsAt(other, found)))
                    others.Add(found with { Reply = found.Reply ?? error.Reply });
            }
        }

        return others.Count == 0 ? errors : [.. first, .. others];
    }

    /// <summary>A line may name the address of a server whose name stands elsewhere.</summary>
    private static bool IsAt(MailError known, MailError found) =>
        Same(known.Server, found.Server) || Same(known.Address, found.Server) || (found.Address is not null && (Same(known.Address, found.Address) || Same(known.Server, found.Address)));

    private static bool Same(string? one, string? other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    /// <summary>A message that somebody pasted is shorter; a whole bounce or log is about one delivery, or about too many.</summary>
    private const int LongestRead = 20_000;

    private const int MostLines = 100;

    /// <summary>A card names them in a row.</summary>
    private const int MostOthers = 6;
}
