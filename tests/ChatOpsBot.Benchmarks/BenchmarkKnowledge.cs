using ChatOpsBot.MailFlow.Knowledge;

namespace ChatOpsBot.Benchmarks;

internal static class BenchmarkKnowledge
{
    public static KnowledgeBase Base { get; } = KnowledgeFolder.Load(Path.Combine(AppContext.BaseDirectory, "Knowledge"), new DateOnly(2100, 1, 1)).Base
        ?? throw new InvalidOperationException("The shipped knowledge does not load; `chatopsbot knowledge lint` says why.");
}
