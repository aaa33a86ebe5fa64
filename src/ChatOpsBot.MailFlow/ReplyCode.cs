using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace ChatOpsBot.MailFlow;

/// <summary>
/// The three digits a mail server answers with (RFC 5321 §4.2), for example 450 or 550.
/// The first digit is the class: 2 done, 4 transient, 5 permanent.
/// </summary>
public readonly record struct ReplyCode
{
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="value"/> is outside 200–599.</exception>
    public ReplyCode(int value)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, 200);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 599);
        Value = value;
    }

    /// <summary>200 to 599.</summary>
    public int Value { get; }

    public bool IsTransient => Value is >= 400 and <= 499;

    public bool IsPermanent => Value >= 500;

    public static bool TryParse([NotNullWhen(true)] string? text, out ReplyCode code)
    {
        code = default;
        if (text is not { Length: 3 } || !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) || value is < 200 or > 599)
            return false;
        code = new ReplyCode(value);
        return true;
    }

    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
