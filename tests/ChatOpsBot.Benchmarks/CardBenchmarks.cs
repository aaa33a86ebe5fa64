using BenchmarkDotNet.Attributes;
using ChatOpsBot.Channels;
using ChatOpsBot.Conversations;
using ChatOpsBot.MailFlow;
using ChatOpsBot.MailFlow.Knowledge;
using ChatOpsBot.Probing;

namespace ChatOpsBot.Benchmarks;

/// <summary>From a case to what a platform is sent.</summary>
[MemoryDiagnoser]
public class CardBenchmarks
{
    private KnowledgeEntry entry = null!;
    private Case @case = null!;
    private Card card = null!;

    [GlobalSetup]
    public void Load()
    {
        entry = BenchmarkKnowledge.Base.Find("4.4.316")!;
        var anna = new Person("u1", "Anna");
        var at = DateTimeOffset.UnixEpoch;
        @case = Case.From("case000001", new ConversationReference(new ConversationKey("fake", "t", "c"), "{}"), [
            new CaseEvent.Opened("4.4.316", [new MailError { Code = new EnhancedStatusCode(4, 4, 316), Reply = new ReplyCode(450), Server = "mx1.contoso.com", QuotedLine = "450 4.4.316 Connection refused" }], "en", anna) { At = at },
            new CaseEvent.StepMarked("f316.A", StepMark.Done, anna) { At = at },
            new CaseEvent.ChecksRequested("r1", "mx1.contoso.com", ["tcp25", "smtp.banner"], anna) { At = at },
            new CaseEvent.CheckSeen("r1", new CheckResult { CheckId = "tcp25", Outcome = "refused", Where = "203.0.113.9", Sentence = "-" }) { At = at },
            new CaseEvent.ChecksEnded("r1", RunEnd.Completed) { At = at },
        ]);
        card = Compose();
    }

    [Benchmark]
    public object ComposeCard() => Compose();

    private Card Compose() => CaseCard.Compose(@case, entry, new CaseCardOptions(TimeSpan.FromHours(24), "1"));

    [Benchmark]
    public object RenderAdaptiveCard() => AdaptiveCards.Render(card, AdaptiveHost.Web);

    [Benchmark]
    public string RenderText() => CardAsText.Render(card, TimeZoneInfo.Utc, 100);
}
