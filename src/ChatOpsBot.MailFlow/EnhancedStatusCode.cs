using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace ChatOpsBot.MailFlow;

/// <summary>
/// An enhanced status code, class.subject.detail (RFC 3463 §2), for example 4.4.316.
/// Class is 2 (success), 4 (transient) or 5 (permanent); subject and detail are 0 to 999 without leading zeros.
/// </summary>
public readonly record struct EnhancedStatusCode
{
    /// <exception cref="ArgumentOutOfRangeException">The class is not 2, 4 or 5, or a part is outside 0–999.</exception>
    public EnhancedStatusCode(int @class, int subject, int detail)
    {
        if (@class is not (2 or 4 or 5))
            throw new ArgumentOutOfRangeException(nameof(@class), @class, "The class of an enhanced status code is 2, 4 or 5 (RFC 3463 §2).");
        ArgumentOutOfRangeException.ThrowIfNegative(subject);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(subject, 999);
        ArgumentOutOfRangeException.ThrowIfNegative(detail);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(detail, 999);
        (Class, Subject, Detail) = (@class, subject, detail);
    }

    public int Class { get; }

    public int Subject { get; }

    public int Detail { get; }

    public bool IsTransient => Class == 4;

    public bool IsPermanent => Class == 5;

    /// <summary>The same code of another class: a queued 4.4.316 becomes 5.4.316 when the message expires.</summary>
    public EnhancedStatusCode WithClass(int @class) => new(@class, Subject, Detail);

    /// <summary>Reads exactly one code and nothing else; no blanks, no leading zeros.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out EnhancedStatusCode code)
    {
        code = default;
        if (text is null)
            return false;

        Span<Range> parts = stackalloc Range[4];
        var span = text.AsSpan();
        if (span.Split(parts, '.') != 3)
            return false;
        if (!TryReadPart(span[parts[0]], out var @class) || @class is not (2 or 4 or 5))
            return false;
        if (!TryReadPart(span[parts[1]], out var subject) || !TryReadPart(span[parts[2]], out var detail))
            return false;

        code = new EnhancedStatusCode(@class, subject, detail);
        return true;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Class}.{Subject}.{Detail}");

    private static bool TryReadPart(ReadOnlySpan<char> part, out int value)
    {
        value = 0;
        return part.Length is >= 1 and <= 3
            && !(part.Length > 1 && part[0] == '0')
            && int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }
}
