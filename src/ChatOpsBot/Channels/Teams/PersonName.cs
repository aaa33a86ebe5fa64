using System.Text;

namespace ChatOpsBot.Channels.Teams;

/// <summary>What Teams calls somebody, as cards may show it.</summary>
internal static class PersonName
{
    /// <returns>Null when nothing of it can be read.</returns>
    public static string? Of(string? given)
    {
        var name = new StringBuilder(Longest);
        foreach (var rune in (given ?? "").EnumerateRunes().Where(rune => !Rune.IsControl(rune)))
        {
            if (name.Length + rune.Utf16SequenceLength > Longest)
                break;
            name.Append(rune);
        }

        return name.Length > 0 ? name.ToString() : null;
    }

    private const int Longest = 100;
}
