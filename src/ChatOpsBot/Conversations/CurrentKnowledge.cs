using ChatOpsBot.MailFlow.Knowledge;

namespace ChatOpsBot.Conversations;

/// <summary>The knowledge in use. Whoever answers a turn takes it once and keeps it for that turn.</summary>
internal sealed class CurrentKnowledge(KnowledgeBase @base)
{
    public KnowledgeBase Base { get; } = @base;
}
