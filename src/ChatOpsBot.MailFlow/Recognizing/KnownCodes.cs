using System.Collections;

namespace ChatOpsBot.MailFlow.Recognizing;

/// <summary>How common a number is as a mail code.</summary>
internal enum Familiarity
{
    /// <summary>No mail system is known to use it: more likely a version or a section.</summary>
    Strange,

    /// <summary>Possible by its form only.</summary>
    Unlisted,

    /// <summary>In the IANA registry of enhanced status codes (RFC 5248). Small numbers, so versions look the same.</summary>
    Registered,

    /// <summary>A code that only a mail provider uses: 5.7.57, 5.4.14.</summary>
    Vendor,

    /// <summary>A provider's code with three digits at its end: 5.7.606, 4.4.316. Hardly any software counts its versions so far.</summary>
    Rare,
}

/// <summary>Which codes and replies mail servers are known to send.</summary>
internal static class KnownCodes
{
    // Highest registered detail of each subject, RFC 3463 to RFC 8689.
    private static readonly int[] LastRegistered = [0, 10, 4, 6, 7, 6, 10, 30];

    // Beyond the registry: Exchange Online, Gmail, Outlook.com. Ranges by subject.
    private static readonly (int Subject, int From, int To)[] VendorRanges =
    [
        (0, 350, 351), (1, 20, 20), (1, 90, 90), (1, 350, 351), (2, 121, 122), (3, 190, 190), (4, 8, 8), (4, 11, 11), (4, 14, 14), (4, 20, 20), (4, 24, 28), (4, 62, 62), (4, 300, 300), (4, 310, 318), (4, 350, 350), (4, 397, 397),
        (5, 315, 315), (5, 350, 350), (6, 11, 11), (7, 32, 32), (7, 40, 40), (7, 51, 51), (7, 54, 54), (7, 57, 57), (7, 60, 64), (7, 80, 80), (7, 90, 90), (7, 124, 124), (7, 129, 139), (7, 193, 193), (7, 232, 236),
        (7, 320, 325), (7, 350, 350), (7, 367, 368), (7, 500, 999),
    ];

    // RFC 5321 and its extensions, and what servers really send beside them. 465 is left out: people mean the port.
    private static readonly BitArray Replies = Bits(
        211, 214, 220, 221, 235, 250, 251, 252, 253,
        421, 422, 430, 431, 432, 441, 442, 446, 447, 449, 450, 451, 452, 453, 454, 455, 456, 458, 459, 471, 472,
        500, 501, 502, 503, 504, 510, 511, 513, 515, 517, 520, 521, 523, 524, 525, 530, 531, 533, 534, 535, 538, 540, 541, 542, 543, 544, 545, 546, 547, 550, 551, 552, 553, 554, 555, 556, 557, 560, 570, 571, 572, 573, 577, 580, 590);

    public static Familiarity Of(EnhancedStatusCode code)
    {
        if (code.Subject > 7)
            return Familiarity.Strange;
        foreach (var (subject, from, to) in VendorRanges)
        {
            if (subject == code.Subject && code.Detail >= from && code.Detail <= to)
                return code.Detail >= 100 ? Familiarity.Rare : Familiarity.Vendor;
        }

        // Providers number their own details of addresses, mailboxes and policies in hundreds; few programs count so far there.
        if (code.Detail >= 100 && code.Subject is 1 or 2 or 7)
            return Familiarity.Vendor;
        return code.Detail <= LastRegistered[code.Subject] ? Familiarity.Registered : Familiarity.Unlisted;
    }

    /// <summary>Whether a mail server is known to answer with this number.</summary>
    public static bool IsReply(int value) => value is >= 200 and < 600 && Replies[value];

    private static BitArray Bits(params ReadOnlySpan<int> values)
    {
        var bits = new BitArray(600);
        foreach (var value in values)
            bits[value] = true;
        return bits;
    }
}
