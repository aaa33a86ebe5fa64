using System.Collections.Frozen;

namespace ChatOpsBot.MailFlow.Recognizing;

/// <summary>Codes that were counted: <c>23x 5.1.1</c>, <c>11 st 5.1.10</c>, <c>5.7.26 (81)</c>. Versions are counted, too, so a second code has to be.</summary>
internal static class Statistics
{
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Units = WordForms.Set("x × st st. stk stk. stck stück stücke stycken styck mal ggr gånger times veces vezes hits of von av de instances fälle fall casos");

    // "… and a lone 4.4.1": one of them.
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Ones = WordForms.Set("one once lone lonely single solitary einmal einzelner einzelne einzelnes einzelnen einziger einziges einzigen einsamer ensam ensamt enda enstaka solitario solitaria solitário solitária único única sola solo sozinho sozinha");

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> With = WordForms.Set("with mit med con com x × at on");

    // What runs a version and is counted by it, and what is bought by the piece.
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Machines = WordForms.Set(
        "node nodes host hosts server servers switch switches client clients agent agents device devices laptop laptops phone phones vm vms container containers instance machines cluster clusters geräte rechner klienter enheter maskiner equipos máquinas dispositivos nodos nós máquina equipo rechnern geräten inventory inventar inventario inventário inventering bought ordered gekauft bestellt comprado compramos comprei comprou köpt köpte beställt adapters ports modules");

    /// <summary>Where the count before a code begins; <paramref name="start"/> when there is none.</summary>
    public static int CountBefore(ReadOnlySpan<char> text, int start)
    {
        var before = text[Math.Max(0, start - 20)..start];
        var trimmed = before.TrimEnd(' ');
        if (trimmed.Length == before.Length || trimmed.IsEmpty || !(char.IsLetter(trimmed[^1]) || trimmed[^1] is '×' or '.'))
            return start;
        var word = trimmed.Length;
        while (word > 0 && trimmed[word - 1] is not (' ' or '\n' or '('))
            word--;
        var unit = trimmed[word..];
        var digits = unit.IndexOfAnyExceptInRange('0', '9');
        // "23x" is one word, "11 st" are two.
        if (digits > 0)
            return digits < 6 && Units.Contains(unit[digits..]) ? start - before.Length + word : start;
        if (Ones.Contains(unit))
            return start - before.Length + word;
        if (digits < 0 || !Units.Contains(unit))
            return start;
        var number = trimmed[..word].TrimEnd(' ');
        var from = number.Length;
        while (from > 0 && char.IsAsciiDigit(number[from - 1]))
            from--;
        return from < number.Length && number.Length - from < 6 && (from == 0 || !(char.IsLetterOrDigit(number[from - 1]) || number[from - 1] is '.' or ',' or '/')) ? start - before.Length + from : start;
    }

    /// <summary><c>(81)</c>, <c>x18</c>, <c>: 40</c>, <c>with 204 hits</c>.</summary>
    public static bool HasCountAfter(ReadOnlySpan<char> text, int end)
    {
        var after = text[end..Math.Min(text.Length, end + 20)];
        var rest = after.TrimStart(' ');
        var bracket = rest is ['(', ..];
        if (bracket || rest is [':' or '=', ' ', ..] or ['=', >= '0' and <= '9', ..])
            rest = rest[1..].TrimStart(' ');
        else if (rest is ['x' or '×' or '*', ..])
            rest = rest[1..].TrimStart(' ');
        else if (after.Length > rest.Length && rest.IndexOf(' ') is > 0 and var blank && With.Contains(rest[..blank]))
            rest = rest[(blank + 1)..];
        else
            return false;
        var digits = rest.IndexOfAnyExceptInRange('0', '9');
        if (digits < 0)
            digits = rest.Length;
        if (digits is 0 or > 6)
            return false;
        var close = rest[digits..];
        return bracket ? close is [')', ..] or ['x' or '×', ')', ..] || (close is [' ', var unit, ..] && char.IsLetter(unit)) : close is [] or [' ' or ',' or ';' or '\n' or 'x' or '×', ..] or ['.'] or ['.', ' ' or '\n', ..];
    }

    public static bool IsMachine(ReadOnlySpan<char> word) => Machines.Contains(word);
}
