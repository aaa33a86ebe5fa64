namespace ChatOpsBot.MailFlow.Knowledge.Reading;

/// <summary>Names in a message: as many as a reader takes in.</summary>
internal static class NameList
{
    private const int MostNames = 20;

    /// <summary><c>a, b, c</c>, and from the 21st name on <c>a, b, … and 12 more</c>.</summary>
    public static string Of(IEnumerable<string> names)
    {
        IReadOnlyList<string> all = [.. names];
        return all.Count <= MostNames
            ? string.Join(", ", all)
            : $"{string.Join(", ", all.Take(MostNames))}, … and {all.Count - MostNames} more";
    }
}
