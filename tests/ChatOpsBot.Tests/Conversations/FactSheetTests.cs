using System.Globalization;
using System.Text.RegularExpressions;
using ChatOpsBot.Conversations;
using ChatOpsBot.Conversations.Texts;
using ChatOpsBot.MailFlow;
using ChatOpsBot.MailFlow.Knowledge;

namespace ChatOpsBot.Tests.Conversations;

/// <summary>
/// Every code of the fact sheets has a card. The sheets are no part of the repository: they lie in a folder "facts" beside it or one level deeper, or in the
/// one that CHATOPSBOT_FACTS names. Where they are missing, <see cref="CardForEveryCodeTests"/> still holds their codes.
/// </summary>
public sealed partial class FactSheetTests
{
    /// <summary>Microsoft's codes, by sheet and by the first and last heading that count.</summary>
    [Theory]
    [InlineData("mail-flow-intelligence.md", "## 2.", "## 9.")]
    [InlineData("mail-flow-intelligence.md", "### 0.1", "### 0.2")]
    [InlineData("exchange-online-ndr.md", "## 1.", "## 2.")]
    public void Every_Microsoft_row_has_a_card_in_every_language(string sheet, string from, string to)
    {
        var missing = new List<string>();
        var lines = LinesOf(sheet, from, to).SelectMany(MicrosoftLines).Distinct(StringComparer.Ordinal).ToList();

        foreach (var line in lines)
        {
            if (MailErrorRecognizer.Recognize(line).Primary is not { } error || Some.Knowledge.Find(error) is not { } entry)
            {
                missing.Add(line);
                continue;
            }

            missing.AddRange(Languages.All.Where(texts => !IsWhole(entry, error, texts.Language)).Select(texts => $"{line}: {entry.Id} in {texts.Language}"));
        }

        Assert.NotEmpty(lines);
        Assert.True(missing.Count == 0, string.Join(Environment.NewLine, missing));
    }

    [Fact]
    public void Every_row_of_another_provider_has_a_card()
    {
        var rows = LinesOf("other-providers.md", "## 1.", "Source for section 6").Select(ProviderLines).Where(lines => lines.Count > 0).ToList();

        // Of the several codes and texts of a row each must lead to a card, in English at least.
        var missing = rows.SelectMany(lines => lines).Where(line => !MailErrorRecognizer.Recognize(line).Errors.Any(error => Some.Knowledge.Find(error) is { } entry && IsWhole(entry, error, "en"))).ToList();

        Assert.True(rows.Count >= 127, $"Only {rows.Count} rows were read.");
        Assert.True(missing.Count == 0, string.Join(Environment.NewLine, missing));
    }

    [Fact]
    public void Every_registered_code_is_explained_in_every_language()
    {
        var missing = new List<string>();
        foreach (Match row in RegisteredCode().Matches(File.ReadAllText(Sheet("enhanced-status-codes.yaml"))))
        {
            foreach (var digit in row.Groups["classes"].Value.Split(',', StringSplitOptions.TrimEntries))
            {
                var code = $"{digit}{row.Groups["code"].Value}";
                missing.AddRange(Languages.All.Where(texts => Explain(code, texts.Language) is null).Select(texts => $"{code} in {texts.Language}"));
            }
        }

        Assert.True(missing.Count == 0, string.Join(Environment.NewLine, missing));
    }

    /// <summary>A code alone, as somebody asks for it: an entry, or what its class, subject and detail say and where to look.</summary>
    private static Card? Explain(string code, string language) => OneOffCard.Explain(code, MailMarkup.Plain, language, Some.Knowledge, Some.CardOptions, Some.Noon) is { Blocks.Count: >= LeastBlocks } card && card.Language == language ? card : null;

    private static bool IsWhole(KnowledgeEntry entry, MailError error, string language)
    {
        var opened = new CaseEvent.Opened(entry.Id, [error], language, Some.Anna) { At = Some.Noon };
        var card = CaseCard.Compose(Case.From("case", Some.Conversation("thread-1"), [opened]), entry, Some.CardOptions, Some.Knowledge);
        string[] promised = ["title", "meaning", "who", .. entry.FixSteps.SelectMany(step => Enumerable.Range(1, step.SubstepCount).Select(number => $"{step.Id}.{number}").Append(step.Id))];
        return card.Language == language && card.Blocks.OfType<Checklist>().Any() && promised.All(key => !entry.Texts.Get(key, language).IsFallback);
    }

    /// <summary>A row with its codes as lines that Exchange could have written, each with the words of the row; ranges by their ends.</summary>
    private static IEnumerable<string> MicrosoftLines(string row)
    {
        var cells = Cells(row);
        if (cells.Count < 3)
        {
            // "## 4. 450 4.4.316 - Connection refused"
            return Heading().Match(row) is { Success: true } heading ? [$"{heading.Groups["line"].Value} {heading.Groups["words"].Value}"] : [];
        }

        var coded = cells.Take(2).Where(cell => Codes(cell).Count > 0).ToList();
        if (coded.Count == 0)
            return [];
        // Code, short title, cause: the words that Exchange writes are in one of the two. Where they hold a code themselves, it would be read first.
        var words = string.Join(' ', cells.Skip(cells.IndexOf(coded[^1]) + 1).Take(2)).Replace("`", "", StringComparison.Ordinal);
        return coded.SelectMany(cell => Codes(cell).SelectMany(code => Exchange.TryGetValue(code, out var written) ? written : [$"{Reply(cell, code)} {code} {(Codes(words).Count > 0 ? "" : words)}"]));
    }

    private static List<string> ProviderLines(string row)
    {
        var cells = Cells(row);
        if (cells.Count < 6 || !int.TryParse(cells[0], CultureInfo.InvariantCulture, out var number))
            return [];
        if (Providers.TryGetValue(number, out var written))
            return [.. written];
        // Section 6 has the server before the text and the code behind it.
        var (code, text) = number > LastOfProviders ? (cells[3], cells[2]) : (cells[1], cells[2]);
        var mark = number > LastOfProviders ? cells[1] : Marks.First(mark => number <= mark.Last).Mark;
        var codes = Codes(code);
        var heads = codes.Count > 0 ? codes.Select(one => $"{Reply(code, one)} {one}") : ReplyCodes().Matches(code).Select(reply => reply.Value).DefaultIfEmpty("550");
        return [.. heads.Select(head => $"{head} {text.Replace("...", "", StringComparison.Ordinal).Replace("`", "", StringComparison.Ordinal)} {mark}")];
    }

    /// <summary>As far as a row of the sheet reaches, whose words these are: the number of its last row, and what stands in such lines.</summary>
    private static readonly (int Last, string Mark)[] Marks =
    [
        (39, "- gsmtp"), (52, "senders.yahooinc.com"), (69, "sendersupport.olc.protection.outlook.com"), (77, "support.apple.com"), (LastOfProviders, ""),
    ];

    private static List<string> Codes(string cell)
    {
        var codes = new List<string>();
        foreach (Match match in CodeOrRange().Matches(cell))
        {
            codes.Add(match.Groups["first"].Value);
            if (match.Groups["last"].Value is { Length: > 0 } last)
                codes.Add(last.Contains('.', StringComparison.Ordinal) ? last : match.Groups["first"].Value[..(match.Groups["first"].Value.LastIndexOf('.') + 1)] + last);
        }

        return codes;
    }

    private static string Reply(string cell, string code) => ReplyCodes().Matches(cell).Select(reply => reply.Value).FirstOrDefault(reply => reply[0] == code[0]) ?? (code[0] == '4' ? "450" : "550");

    private static List<string> Cells(string row) => row.StartsWith('|') ? [.. row.Trim('|').Split('|').Select(cell => cell.Trim())] : [];

    private static List<string> LinesOf(string sheet, string from, string to) =>
        [.. File.ReadLines(Sheet(sheet)).SkipWhile(line => !line.StartsWith(from, StringComparison.Ordinal)).TakeWhile(line => !line.StartsWith(to, StringComparison.Ordinal))];

    private static string Sheet(string name)
    {
        var folder = Folders().FirstOrDefault(folder => File.Exists(Path.Combine(folder, name)));
        Assert.SkipWhen(folder is null, $"The fact sheet {name} is not here. Put the folder \"facts\" beside the repository, or into one that stands there, or name it in CHATOPSBOT_FACTS.");
        return Path.Combine(folder, name);
    }

    private static IEnumerable<string> Folders()
    {
        if (Environment.GetEnvironmentVariable("CHATOPSBOT_FACTS") is { Length: > 0 } named)
            yield return named;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (!File.Exists(Path.Combine(folder.FullName, "ChatOpsBot.sln")) || folder.Parent is not { } beside)
                continue;
            yield return Path.Combine(beside.FullName, "facts");
            foreach (var other in beside.EnumerateDirectories())
                yield return Path.Combine(other.FullName, "facts");
        }
    }

    /// <summary>What the sheet puts into its own words, as Exchange writes it: there the code alone leads to nothing, or to several entries.</summary>
    private static readonly Dictionary<string, string[]> Exchange = new(StringComparer.Ordinal)
    {
        ["4.7.26"] = ["450 4.7.26 Access denied, a message sent over IPv6 [2001:db8::25] must pass either SPF or DKIM validation, this message is not signed"],
        ["4.7.0"] = ["451 4.7.0 Temporary server error. Please try again later. PRX4 NextHop"],
        ["5.7.30"] = ["550 5.7.30 Basic authentication is not supported for Client Submission."],
        ["5.6.0"] = ["550 5.6.0 APPROVAL.InvalidExpiry; Cannot read expiry policy"],
        ["5.2.0"] = ["550 5.2.0 RESOLVER.ADR.BadPrimary; recipient primary SMTP address is missing or invalid"],
        ["5.1.4"] = ["550 5.1.4 Recipient address reserved by RFC 2606"],
        ["5.1.5"] = ["550 5.1.5 Recipient address reserved by RFC 2606"],
        ["5.1.6"] = ["550 5.1.6 Recipient addresses in single label domains not accepted"],
        ["5.2.1"] = ["550 5.2.1 Content Filter agent quarantined this message"],
        ["5.3.2"] = ["550 5.3.2 STOREDRV.Deliver: Missing or bad StoreDriver MDB properties"],
        ["5.3.3"] = ["550 5.3.3 Unrecognized command"],
    };

    /// <summary>Likewise by the number of the row, where only the server's whole line tells the provider or the case.</summary>
    private static readonly Dictionary<int, string[]> Providers = new()
    {
        [5] = ["421-4.7.0 This message does not have a PTR record setup, or the PTR record does not match. To protect users, email has been temporarily rate limited. gsmtp"],
        [18] = ["450-4.2.1 The user you are trying to contact is receiving email too quickly. gsmtp"],
        [25] = ["550-5.2.1 The email account that you tried to reach is inactive. gsmtp", "550-5.2.1 The user you are trying to contact is receiving mail at a rate that prevents additional messages from being delivered. gsmtp"],
        [30] =
        [
            "550-5.7.0 Mail relay denied [198.51.100.24]. Invalid credentials for relay for one of the domains. gsmtp", "530 5.7.0 Must issue a STARTTLS command first. gsmtp",
            "552-5.7.0 This message was blocked because its content presents a potential security issue. gsmtp",
        ],
        [36] =
        [
            "550-5.7.26 This mail has been blocked because the sender is unauthenticated. gsmtp", "550-5.7.26 The MAIL FROM domain [contoso.com] has an SPF record with a hard fail policy (-all) but it fails to pass SPF checks. gsmtp",
            "550-5.7.26 Unauthenticated email from contoso.com is not accepted due to domain's DMARC policy. gsmtp",
        ],
        [44] = ["554 5.7.9 Message not accepted for policy reasons. See https://postmaster.yahooinc.com/error-codes"],
        [45] = ["550 5.7.9 This mail has been blocked because the sender is unauthenticated. Yahoo requires all senders to authenticate with either SPF or DKIM."],
        [46] = ["451 Resources temporarily unavailable. Please try again later [#4.16.1]"],
        [47] = ["451 Message temporarily deferred due to unresolvable RFC.5321 from domain; see https://postmaster.yahooinc.com/error-codes", "554 Message not allowed - Unresolvable RFC.5322 from domain; see https://postmaster.yahooinc.com/error-codes"],
        [48] = ["554 delivery error: dd This user doesn't have a yahoo.com account (anna@yahoo.com) [0]"],
        [49] = ["554 delivery error: dd This mailbox is disabled (554.30)"],
        [52] = ["421 Max message per connection reached, please resend"],
        [54] = ["550 SC-001 Mail rejected by Outlook.com for policy reasons."],
        [55] = ["550 SC-002 Mail rejected by Outlook.com for policy reasons."],
        [56] = ["550 SC-003 Mail rejected by Outlook.com for policy reasons."],
        [57] = ["550 SC-004 Mail rejected by Outlook.com for policy reasons."],
        [58] = ["550 DY-001 Mail rejected by Outlook.com for policy reasons."],
        [59] = ["550 DY-002 Mail rejected by Outlook.com for policy reasons."],
        [60] = ["550 OU-001 Mail rejected by Outlook.com for policy reasons.", "550 OU-002 Mail rejected by Outlook.com for policy reasons."],
        [71] = ["550 5.7.1 [CS02] Message rejected due to local policy.", "550 5.7.1 [HM08] Message rejected due to local policy."],
        [87] = ["451 Message ended early - https://community.mimecast.com/docs/DOC-1369#451 [aBcD]"],
        [90] = ["554 Mail loop detected - https://community.mimecast.com/docs/DOC-1369#554 [aBcD]", "550 5.4.6 Mail loop detected (25 hops)"],
        [91] = ["550 cuda_nsu 5.1.1 <anna@fabrikam.com>: Recipient address rejected: User unknown", "450 cuda_nsu 4.7.1 <anna@fabrikam.com>: Recipient address rejected", "451 cuda_nsu 4.4.3 Temporary server error. Please try again later"],
        [96] =
        [
            "554 Connection refused. This IP has a poor reputation on Cloudmark Sender Intelligence (CSI). IB103", "554 Connection refused. This IP address is listed on the Spamhaus Block List (SBL). IB104", "421 Temporarily rejected. Reverse DNS for this IP failed. IB108",
            "554 This IP has been blocked for the day. IB111", "554 This IP has been blocked for the day. IB113", "550 contoso.com From: Domain is invalid. Provide a valid From: IB506", "550 app@contoso.com Invalid SPF record. IB508",
        ],
        [98] = ["501 5.1.0 Emetteur invalide. Invalid Sender. OFR004_405 [405]", "550 5.2.0 Mail rejete. Mail rejected. OFR_506 [506]", "550 mwinf5c12 ME Adresse IP source bloquee pour incident de spam. Client host blocked for spamming issues. OFR006_102"],
        [111] = ["dsn=4.4.1, status=deferred (delivery temporarily suspended: connect to mail.contoso.com[203.0.113.5]:25: Connection refused)"],
        [126] = ["Sorry, I wasn't able to establish an SMTP connection. (#4.4.1) I'm not going to try again; this message has been in the queue too long."],
    };

    /// <summary>Row of other-providers.md after which the mail servers begin.</summary>
    private const int LastOfProviders = 100;

    /// <summary>What the digits say, where to look, and the line.</summary>
    private const int LeastBlocks = 4;

    [GeneratedRegex(@"(?<![\d.])(?<first>[245]\.\d{1,3}\.\d{1,3})(?:-(?<last>\d{1,3}(?:\.\d{1,3}\.\d{1,3})?))?(?![\d.])", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex CodeOrRange();

    [GeneratedRegex(@"(?<![\d.])[45]\d\d(?![\d.])", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex ReplyCodes();

    [GeneratedRegex(@"^## \d+\. (?<line>\d{3} \d\.\d+\.\d+) - (?<words>.+)$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Heading();

    [GeneratedRegex(@"- \{code: X(?<code>\.\d+\.\d+), .*?typical: \[(?<classes>[0-9, ]+)\]", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex RegisteredCode();
}
