namespace ChatOpsBot.MailFlow.Knowledge.Reading;

/// <summary>Who names whom as "not to be confused with".</summary>
/// <remarks>
/// The shipped family names each other on purpose: whoever holds 4.4.316 in hand is told about 4.4.315, and the other way round, and somebody
/// compared both sides with the sources. Of an organization's own entries that only send each other away nobody did, and their reader is led
/// round in a circle; so there the difference is said in one place. A link that the shipped entry of the same id has as well is no
/// matter of the overlay: whoever copies 4.4.315 and 4.4.316 to change a word in them keeps the links.
/// </remarks>
internal static class NeighborChecks
{
    /// <summary>More of a circle than this needs no naming to be found.</summary>
    private const int MostShown = 6;

    /// <param name="entries">Of both folders.</param>
    /// <param name="ids">Of all entries, those that could not be read too: a broken file is no missing one.</param>
    public static void Check(IReadOnlyList<EntryFile> entries, IReadOnlySet<string> ids)
    {
        foreach (var file in entries)
        {
            foreach (var neighbor in file.Neighbors.Where(neighbor => !ids.Contains(neighbor.Value)))
                file.Report.Error(neighbor.Line, "unknown-neighbor", $"There is no entry \"{neighbor.Value}\". Remove the neighbor, or write that entry first.");
        }

        var shipped = entries.Where(file => !Overlay.Has(file.Report.File)).DistinctBy(file => file.Entry.Id, StringComparer.Ordinal)
            .ToDictionary(file => file.Entry.Id, file => file.Entry.Neighbors, StringComparer.Ordinal);
        var own = entries.Where(file => Overlay.Has(file.Report.File)).DistinctBy(file => file.Entry.Id, StringComparer.Ordinal)
            .ToDictionary(file => file.Entry.Id, StringComparer.Ordinal);
        var done = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in own.Values)
            Follow(file, []);

        void Follow(EntryFile file, List<(EntryFile File, YamlScalar Neighbor)> way)
        {
            if (!done.Add(file.Entry.Id))
                return;
            var known = shipped.GetValueOrDefault(file.Entry.Id) ?? [];
            foreach (var neighbor in file.Neighbors.Where(neighbor => neighbor.Value != file.Entry.Id && !known.Contains(neighbor.Value, StringComparer.Ordinal)))
            {
                if (!own.TryGetValue(neighbor.Value, out var next))
                    continue;
                way.Add((file, neighbor));
                if (way.FindIndex(step => step.File == next) is >= 0 and var begin)
                    Report(file.Report, neighbor, way[begin..]);
                else
                    Follow(next, way);
                way.RemoveAt(way.Count - 1);
            }
        }
    }

    private static void Report(FileReport report, YamlScalar closing, List<(EntryFile File, YamlScalar Neighbor)> circle)
    {
        var shown = circle.Take(MostShown).Select(step => $"{step.File.Report.File}({step.Neighbor.Line}) names {step.Neighbor.Value}");
        var rest = circle.Count > MostShown ? $", and {circle.Count - MostShown} more on the way back" : "";
        report.Error(closing.Line, "neighbors-in-circle", $"These entries send the reader round in a circle: {string.Join(", ", shown)}{rest}. Say the difference in one of them and remove one of these neighbors, such as \"{closing.Value}\" here.");
    }
}
