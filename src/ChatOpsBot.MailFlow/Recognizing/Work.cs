namespace ChatOpsBot.MailFlow.Recognizing;

/// <summary>
/// Counts the characters and words that are looked at besides the one pass over a text: look-aheads, windows, searches.
/// A thread's own count; the tests hold it below a fixed multiple of the length, whatever the text.
/// </summary>
internal static class Work
{
    [ThreadStatic]
    private static long Total;

    public static long Done => Total;

    public static void Add(int steps) => Total += steps;
}
