using System.Text.RegularExpressions;

namespace ChatOpsBot.Probing.Checks;

/// <summary>
/// Asks whether a firewall rewrites the dialogue: Cisco PIX (<c>fixup protocol smtp</c>) and ASA (<c>inspect esmtp</c>) put asterisks over
/// the greeting and the letter X over EHLO keywords, STARTTLS among them.
/// </summary>
internal sealed partial class PacketInspectionCheck : ILiveCheck
{
    public CheckDescriptor Descriptor { get; } = new("sig.fixup", Stage.Signature, Seen.Ehlo);

    /// <summary>Whether anything heard so far is covered.</summary>
    public static bool IsMasked(Sight sight) => HasMaskedGreeting(sight) || HasMaskedKeyword(sight);

    public CheckResult Judge(Sight sight)
    {
        if (HasMaskedGreeting(sight))
            return Masked("the greeting is covered with asterisks", Evidence.Of(sight.Greeting!), sight);
        if (HasMaskedKeyword(sight))
            return Masked("keywords of the EHLO reply are covered with the letter X", Evidence.Of(sight.Hello!), sight);

        // Half a look is none: the keywords may be masked where the greeting is not.
        return sight is { IsOfferKnown: true, Hello: { } heard }
            ? sight.Of(Descriptor.Id, "plain", $"Nothing in what {sight.Server} said shows a firewall that rewrites SMTP.", evidence: Evidence.Of(heard))
            : sight.NotReached(Descriptor.Id);
    }

    // With allow-tls the device hides its words and lets TLS pass: then it stops no mail.
    private CheckResult Masked(string sign, IReadOnlyList<string> evidence, Sight sight) => sight.Of(
        Descriptor.Id,
        "masked",
        $"A firewall rewrites SMTP before {sight.Server}: {sign}. On Cisco ASA allow TLS in the ESMTP inspection (allow-tls) or switch the inspection off (no inspect esmtp, on PIX no fixup protocol smtp).",
        evidence: evidence,
        facts: sight.OffersTls ? Causes.Finding("smtp.packet_inspection") : Causes.Of("smtp.packet_inspection"));

    private static bool HasMaskedGreeting(Sight sight) => sight.Greeting is { Code: 220 } greeting && greeting.Lines.Any(IsMaskedGreeting);

    private static bool HasMaskedKeyword(Sight sight) => sight.Hello is { Ehlo.Code: 250 } hello && hello.Ehlo.Lines.Skip(1).Any(line => MaskedKeyword().IsMatch(line));

    // A few asterisks are decoration. The oldest PIX leave only 2, 0 and blanks: "220 **2*0***".
    private static bool IsMaskedGreeting(string line)
    {
        var text = line.Length > 4 ? line[4..].Where(character => character != ' ').ToList() : [];
        var asterisks = text.Count(character => character == '*');
        return asterisks >= 6 && (2 * asterisks > text.Count || text.TrueForAll(character => character is '*' or '2' or '0'));
    }

    // Names such as X-EXPS, XCLIENT, XFORWARD and XEXCH50 are real.
    [GeneratedRegex("^250[- ]X{3,}[A-Z]?$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex MaskedKeyword();
}
