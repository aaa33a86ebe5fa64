using System.Diagnostics.CodeAnalysis;

namespace ChatOpsBot.MailFlow.Knowledge;

/// <summary>Codes of one class and subject whose details follow each other: <c>4.7.500-4.7.699</c>, both ends included.</summary>
public readonly record struct CodeRange
{
    private CodeRange(EnhancedStatusCode first, EnhancedStatusCode last) => (First, Last) = (first, last);

    public EnhancedStatusCode First { get; }

    public EnhancedStatusCode Last { get; }

    public bool Contains(EnhancedStatusCode code) =>
        code.Class == First.Class && code.Subject == First.Subject && code.Detail >= First.Detail && code.Detail <= Last.Detail;

    public bool Overlaps(CodeRange other) => Contains(other.First) || other.Contains(First);

    public static bool TryParse([NotNullWhen(true)] string? text, out CodeRange range)
    {
        range = default;
        if (text?.IndexOf('-', StringComparison.Ordinal) is not (> 0 and var dash))
            return false;
        if (!EnhancedStatusCode.TryParse(text[..dash].TrimEnd(), out var first) || !EnhancedStatusCode.TryParse(text[(dash + 1)..].TrimStart(), out var last))
            return false;
        range = new CodeRange(first, last);
        return first.Class == last.Class && first.Subject == last.Subject && first.Detail < last.Detail;
    }

    public override string ToString() => $"{First}-{Last}";
}
