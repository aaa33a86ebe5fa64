using System.Security.Cryptography;

namespace ChatOpsBot.Conversations;

/// <summary>
/// Ten characters of Crockford's base 32, easy to read out on the telephone. Seven say when it was made and three are chance: what is
/// made at one time stands together in the database, which then writes half as many pages. Nobody may do anything because they know one.
/// </summary>
internal static class CaseId
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    // The latest one made by this process.
    private static long Latest;

    /// <returns>Greater than any other of this process, in the order of its letters.</returns>
    public static string New(DateTimeOffset now)
    {
        var drawn = ((long)((now - Start).TotalSeconds * SlotsInSecond) << RandomBits) + RandomNumberGenerator.GetInt32(1 << RandomBits);
        long before, id;
        do
        {
            before = Interlocked.Read(ref Latest);
            id = drawn > before ? drawn : before + 1 + RandomNumberGenerator.GetInt32(LargestStep);
        }
        while (Interlocked.CompareExchange(ref Latest, id, before) != before);
        return string.Create(Length, id, static (letters, number) =>
        {
            for (var place = letters.Length - 1; place >= 0; place--, number >>= BitsInLetter)
                letters[place] = Letters[(int)(number & (Letters.Length - 1))];
        });
    }

    private const string Letters = "0123456789abcdefghjkmnpqrstvwxyz";
    private const int Length = 10;
    private const int BitsInLetter = 5;

    // Until the year 2060.
    private const int SlotsInSecond = 32;
    private const int RandomBits = 15;
    private const int LargestStep = 256;
}
