using ChatOpsBot.Channels;
using ChatOpsBot.Channels.Slack.Blocks;
using ChatOpsBot.Conversations;
using ChatOpsBot.Conversations.Texts;
using ChatOpsBot.MailFlow;
using ChatOpsBot.MailFlow.Knowledge;

namespace ChatOpsBot.Tests.Conversations;

/// <summary>
/// Every code that Microsoft documents for Exchange Online and Exchange Server, and those seen beside them, has a card in every language.
/// A code that means several things stands here with the words that decide.
/// </summary>
public sealed class CardForEveryCodeTests
{
    public static TheoryData<string, string> LinesAndLanguages
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var line in (IEnumerable<string>)[.. Connectors, .. ExchangeOnline, .. ExchangeServer])
            {
                foreach (var texts in Languages.All)
                    data.Add(line, texts.Language);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(LinesAndLanguages))]
    public void A_code_has_a_card_in_the_readers_language(string line, string language)
    {
        var error = MailErrorRecognizer.Recognize(line).Primary;
        Assert.NotNull(error);
        var entry = Knowledge.Value.Find(error);
        Assert.NotNull(entry);

        var opened = new CaseEvent.Opened(entry.Id, [error], language, Some.Anna) { At = Some.Noon };
        var card = CaseCard.Compose(Case.From("case", Some.Conversation("thread-1"), [opened]), entry, Some.CardOptions, Knowledge.Value);

        Assert.Equal(language, card.Language);
        Assert.Contains(error.CodeText, card.Title.ToString(), StringComparison.Ordinal);
        Assert.All(MustBeTranslated(entry), key => Assert.False(entry.Texts.Get(key, language).IsFallback, $"{entry.Id}: {key}"));
        Assert.Contains(card.Blocks, block => block is Paragraph paragraph && paragraph.Text.ToString() == entry.Texts.Get("meaning", language).Value);
        Assert.All(card.Blocks.OfType<Checklist>().Single().Rows, row => Assert.NotEmpty(row.Title));
        Assert.NotEqual(default, AdaptiveCards.Render(card, AdaptiveHost.Teams));
        Assert.NotEmpty(BlockKit.Render(card).Blocks);
    }

    private static IEnumerable<string> MustBeTranslated(KnowledgeEntry entry) => ["title", "meaning", "who", .. entry.FixSteps.Select(step => step.Id), .. entry.FixSteps.Select(step => $"{step.Id}.1")];

    private static readonly Lazy<KnowledgeBase> Knowledge = new(() => KnowledgeFolder.Load(Path.Combine(AppContext.BaseDirectory, "Knowledge"), DateOnly.MaxValue).Base!);

    private static readonly string[] Connectors =
    [
        "450 4.4.316", "450 4.4.317", "450 4.4.8", "550 5.4.8", "450 4.7.321", "550 5.7.321", "450 4.7.322", "550 5.7.322", "450 4.7.323",
        "550 5.7.323", "450 4.7.324", "550 5.7.324", "450 4.7.325", "550 5.7.325", "550 5.4.300", "550 5.4.310", "550 5.4.312", "550 5.4.316",
        "550 5.4.317", "550 5.4.318", "450 4.4.62", "450 4.4.312", "450 4.4.315", "450 4.4.318", "450 4.7.320", "550 5.4.315", "450 4.4.310",
        "450 4.4.319", "550 5.7.320", "450 4.7.5 Remote certificate failed MTA-STS validation. Reason: InvalidCertificate",
        "550 5.7.5 Remote certificate failed MTA-STS validation. Reason: InvalidCertificate",
    ];

    private static readonly string[] ExchangeOnline =
    [
        "450 4.3.2", "450 4.4.7", "450 4.5.3", "450 4.7.500", "450 4.7.550", "450 4.7.699", "450 4.7.850", "450 4.7.870", "450 4.7.899",
        "550 5.0.350", "550 5.1.1", "550 5.1.8", "550 5.1.10", "550 5.1.20", "550 5.1.90", "550 5.2.2", "550 5.2.121", "550 5.2.122", "550 5.3.190",
        "550 5.4.1", "550 5.4.6", "550 5.4.14", "550 5.6.11", "550 5.7.1", "550 5.7.12", "550 5.7.13", "550 5.7.135", "550 5.7.23", "550 5.7.25",
        "550 5.7.57", "550 5.7.64", "550 5.7.124", "550 5.7.133", "550 5.7.134", "550 5.7.136", "550 5.7.232", "550 5.7.233", "550 5.7.236",
        "550 5.7.501", "550 5.7.502", "550 5.7.503", "550 5.7.504", "550 5.7.505", "550 5.7.506", "550 5.7.507", "550 5.7.508", "550 5.7.509",
        "550 5.7.510", "550 5.7.511", "550 5.7.512", "550 5.7.513", "550 5.7.606", "550 5.7.620", "550 5.7.649", "550 5.7.703", "550 5.7.705",
        "550 5.7.708", "550 5.7.750", "550 5.7.800", "450 4.4.24", "450 4.4.25", "450 4.4.28", "550 5.7.139", "550 5.7.193", "550 5.7.350",
        "550 5.7.367", "550 5.7.515", "550 5.7.520", "550 5.7.129", "550 5.7.900", "550 5.7.950", "550 5.7.999", "450 4.7.650", "450 4.7.651",
        "450 4.7.700", "450 4.7.26 Access denied, a message sent over IPv6 must pass either SPF or DKIM validation", "550 5.1.0 Sender denied",
        "550 5.5.0 Requested action not taken: mailbox unavailable", "451 4.7.0 Temporary server error. Please try again later. PRX4 NextHop",
        "550 5.7.30 Basic authentication is not supported for Client Submission", "535 5.7.3 Authentication unsuccessful",
        "550 5.7.3 Cannot achieve Exchange Server authentication", "550 5.6.0 APPROVAL.InvalidExpiry; Cannot read expiry policy",
        "550 5.2.0 RESOLVER.ADR.BadPrimary; recipient primary SMTP address is missing or invalid", "550 5.4.1 Relay Access Denied",
        "550 5.4.1 Recipient address rejected: Access denied", "550 5.7.1 Unable to relay", "550 5.7.1 Client was not authenticated",
        "550 5.7.1 RESOLVER.RST.NotAuthorized; not authorized", "550 4.4.7 QUEUE.Expired; message expired",
        "550 5.0.350 x-dg-ref header is too long", "550 5.0.350 policy violation detected (AS345)",
        "421 4.3.2 The maximum number of concurrent connections per resource forest has exceeded a limit, closing transmission channel. example.com PRX8",
        "432 4.3.2 STOREDRV.Deliver; recipient thread limit exceeded",
    ];

    private static readonly string[] ExchangeServer =
    [
        "450 4.3.1", "450 4.4.1", "450 4.4.2", "550 5.1.3", "550 5.1.7", "550 5.2.3", "550 5.3.5", "550 5.3.4", "550 5.4.4", "550 5.5.3",
        "550 5.1.4 Recipient address reserved by RFC 2606", "550 5.1.5 Recipient address reserved by RFC 2606",
        "550 5.1.6 Recipient addresses in single label domains not accepted", "550 5.2.1 Content Filter agent quarantined this message",
        "550 5.3.0 Too many related errors", "550 5.3.2 STOREDRV.Deliver: Missing or bad StoreDriver MDB properties",
        "550 5.3.3 Unrecognized command", "503 5.5.2 Send hello first", "550 5.4.4 SMTPSEND.DNS.NonExistentDomain; nonexistent domain",
    ];
}
