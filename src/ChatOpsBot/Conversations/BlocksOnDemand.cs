using System.Collections;

namespace ChatOpsBot.Conversations;

/// <summary>Blocks that are composed when a renderer comes to them: most hosts show them in a dialog of its own or not at all.</summary>
internal sealed class BlocksOnDemand(Func<IEnumerable<CardBlock>> compose) : IReadOnlyList<CardBlock>
{
    private readonly Lazy<IReadOnlyList<CardBlock>> blocks = new(() => [.. compose()]);

    public int Count => blocks.Value.Count;

    public CardBlock this[int index] => blocks.Value[index];

    public IEnumerator<CardBlock> GetEnumerator() => blocks.Value.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
