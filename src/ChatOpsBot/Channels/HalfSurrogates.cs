using System.Globalization;

namespace ChatOpsBot.Channels;

/// <summary>
/// Clients cut texts between the halves of an emoji, and <c>\ud83d</c> alone is no Unicode: it becomes U+FFFD, instead of the message
/// being refused.
/// </summary>
internal static class HalfSurrogates
{
    /// <param name="json">Is changed where it holds half a surrogate pair.</param>
    public static void Mend(Span<byte> json)
    {
        var at = 0;
        while (json[at..].IndexOf((byte)'\\') is >= 0 and var found)
        {
            at += found;
            if (UnitAt(json, at) is not { } unit || !char.IsSurrogate(unit))
            {
                at = Math.Min(at + 2, json.Length);
            }
            else if (char.IsHighSurrogate(unit) && UnitAt(json, at + EscapeLength) is { } next && char.IsLowSurrogate(next))
            {
                at += 2 * EscapeLength;
            }
            else
            {
                "\\ufffd"u8.CopyTo(json[at..]);
                at += EscapeLength;
            }
        }
    }

    /// <summary>The UTF-16 unit that <c>\uXXXX</c> at a place stands for; null when there is none.</summary>
    private static char? UnitAt(ReadOnlySpan<byte> json, int at) =>
        at + EscapeLength <= json.Length && json[at] == '\\' && json[at + 1] == 'u'
        && ushort.TryParse(json.Slice(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit)
            ? (char)unit
            : null;

    private const int EscapeLength = 6;
}
