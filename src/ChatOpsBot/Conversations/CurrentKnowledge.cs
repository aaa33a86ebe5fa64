using ChatOpsBot.MailFlow.Knowledge;

namespace ChatOpsBot.Conversations;

/// <summary>The knowledge in use. Whoever answers a turn takes it once and keeps it for that turn.</summary>
internal sealed class CurrentKnowledge(KnowledgeBase @base, string? trouble = null)
{
    // Written by whoever watches the folder, read by everybody. What is used and what is wrong change together.
    private volatile State state = new(@base, trouble);

    /// <summary>Of the folders it was first read from, see <see cref="KnowledgeFolder.Fingerprint"/>; empty when it was not.</summary>
    public string Fingerprint { get; init; } = "";

    public KnowledgeBase Base => state.Base;

    /// <summary>Why the knowledge in use is not what the folders hold now, and what to do; null when it is.</summary>
    public string? Trouble => state.Trouble;

    /// <summary>Takes a whole new knowledge into use.</summary>
    /// <param name="trouble">When a part of the folders was left out.</param>
    public void Replace(KnowledgeBase next, string? trouble = null) => state = new State(next, trouble);

    /// <summary>Keeps what is in use.</summary>
    public void Refuse(string trouble) => state = state with { Trouble = trouble };

    private sealed record State(KnowledgeBase Base, string? Trouble);
}
