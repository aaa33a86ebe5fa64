using System.Text;

namespace ChatOpsBot.MailFlow.Recognizing;

/// <summary>The words that belong to a code: around every place where it stands, up to the place of another code.</summary>
internal static class WordsBeside
{
    // A reply of several lines, and the sentence in which a report wraps it.
    private const int Before = 300;
    private const int After = 1200;
    private const int Between = 56;

    public static string Of(ReadOnlySpan<char> text, List<Finding> findings, Finding wanted)
    {
        if (findings.TrueForAll(finding => IsSame(finding, wanted)) && text.Length <= ErrorWords.Longest)
            return ErrorWords.Fold(text);

        var words = new StringBuilder();
        for (var index = 0; index < findings.Count && words.Length < ErrorWords.Longest; index++)
        {
            var finding = findings[index];
            if (!IsSame(finding, wanted))
                continue;
            // What stands between two codes belongs to the first one: mail servers write the code and then what it means.
            var from = index > 0 && findings[index - 1].Start > finding.Start - Before ? BeginOf(text, finding, findings[index - 1].End) : Math.Max(0, finding.Start - Before);
            var to = Math.Min(text.Length, finding.End + After);
            if (index + 1 < findings.Count)
                to = Math.Clamp(BeginOf(text, findings[index + 1], finding.End), finding.End, to);
            if (words.Length > 0)
                words.Append('\n');
            words.Append(text[from..to]);
        }

        return ErrorWords.Fold(words.ToString());
    }

    /// <summary>Where the reply code of a finding stands, when some words stand between the two: <c>550 cuda_nsu 5.1.1</c>.</summary>
    private static int BeginOf(ReadOnlySpan<char> text, Finding finding, int notBefore)
    {
        if (finding.Code is null || finding.Reply is not { } reply)
            return finding.Start;
        var from = Math.Max(notBefore, finding.Start - Between);
        var at = from < finding.Start ? text[from..finding.Start].LastIndexOf(reply.ToString()) : -1;
        return at < 0 ? finding.Start : from + at;
    }

    private static bool IsSame(Finding finding, Finding wanted) => finding.Code == wanted.Code && (wanted.Code is not null || finding.Reply == wanted.Reply);
}
