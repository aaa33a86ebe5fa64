using System.Text.RegularExpressions;
using ChatOpsBot.Conversations;
using ChatOpsBot.Conversations.Dialogs;

namespace ChatOpsBot.Channels.Slack;

/// <summary>
/// Cards and dialogs for channels where people of other organizations read along: without what the operator wrote for their own people, and
/// with nothing in them of a person's address, of private networks and of names that only the inside knows.
/// </summary>
internal static partial class SharedSight
{
    public static Card Of(Card card) => card with { Title = Masked(card.Title), Summary = Masked(card.Summary), Blocks = Of(card.Blocks) };

    public static Dialog Of(Dialog dialog) => dialog with { Blocks = Of(dialog.Blocks) };

    private static List<CardBlock> Of(IReadOnlyList<CardBlock> blocks) => [.. blocks.Where(block => block is not Paragraph { IsForOwn: true }).Select(Of)];

    private static CardBlock Of(CardBlock block) => block switch
    {
        Paragraph paragraph => paragraph with { Text = Masked(paragraph.Text) },
        Facts facts => new Facts([.. facts.Items.Where(fact => !fact.IsForOwn).Select(fact => fact with { Value = Masked(fact.Value) })]),
        CauseList causes => new CauseList([.. causes.Rows.Select(row => row with { Reasons = [.. row.Reasons.Select(Masked)] })]),
        Checklist steps => new Checklist([.. steps.Rows.Select(row => row with { Title = Masked(row.Title), Details = Of(row.Details) })]),
        CheckTable table => table with { Rows = [.. table.Rows.Select(row => (IReadOnlyList<string>)[.. row.Select(Masked)])] },
        Transcript transcript => new Transcript([.. transcript.Lines.Select(line => line with { Said = Masked(line.Said) })]),
        CopyText copy => copy with { Text = Masked(copy.Text) },
        Foldout foldout => foldout with { Blocks = Of(foldout.Blocks) },
        // Without a name, a check asks the server of the case: the same that is not shown.
        TextInput input => Masked(input.Value) == input.Value ? input : input with { Value = "" },
        // Words of ours, or of the knowledge.
        Heading or Links or ButtonRow or ChoiceInput => block,
        _ => throw new ArgumentOutOfRangeException(nameof(block), block, "Unknown block of a card."),
    };

    private static CardText Masked(CardText text) => text.WithLiterals(Masked);

    private static string Masked(string text) => Name().Replace(InnerAddress().Replace(LocalPart().Replace(text, MaskedLocalPart), MaskedAddress), MaskedName);

    private static string MaskedLocalPart(Match local) => Offices.Contains(local.Value[..^1], StringComparer.OrdinalIgnoreCase) ? local.Value : "***@";

    private static string MaskedAddress(Match address) => address.Value switch
    {
        ['2' or '3', ..] => address.Value,
        var inner when inner.Contains(':', StringComparison.Ordinal) => $"{inner[..4]}::x",
        var inner => $"{inner.Split('.')[0]}.x.x.x",
    };

    private static string MaskedName(Match name) => InnerTops.FirstOrDefault(top => name.Value.EndsWith(top, StringComparison.OrdinalIgnoreCase)) is { } top ? $"***{top}" : name.Value;

    /// <summary>What stands before the @; elsewhere its first letter is left. Behind = stands none: <c>header.i=@contoso.com</c> names a domain.</summary>
    [GeneratedRegex(@"[\p{L}\p{N}._%+'=*-]*[\p{L}\p{N}._%+'*-]@", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex LocalPart();

    /// <summary>RFC 1918, RFC 3927, RFC 4193 and RFC 4291 §2.5.6; and, so that no part of it is taken for one of them, each public address of IPv6 (§2.5.4).</summary>
    [GeneratedRegex(
        @"\b([23][0-9a-f]{3}:[0-9a-f:]+|10(\.[0-9]{1,3}){3}|(192\.168|169\.254|172\.(1[6-9]|2[0-9]|3[01]))(\.[0-9]{1,3}){2}|(f[cd][0-9a-f]{2}|fe80):[0-9a-f:]*[0-9a-f:])",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex InnerAddress();

    [GeneratedRegex(@"[a-z0-9_-]+(\.[a-z0-9_-]+)+", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Name();

    /// <summary>Public mailboxes that are nobody's own: of RFC 2142, and where blocked senders write to. Whoever is told to write there needs the address.</summary>
    private static readonly string[] Offices = ["abuse", "postmaster", "hostmaster", "security", "noc", "delist", "notspam", "icloudadmin"];

    /// <summary>RFC 6762 appendix G, RFC 8375, and what else networks are called where nobody outside can ask.</summary>
    private static readonly string[] InnerTops = [".local", ".localdomain", ".internal", ".intranet", ".lan", ".corp", ".private", ".home.arpa"];
}
