using ChatOpsBot.Conversations.Texts;
using ChatOpsBot.MailFlow.Knowledge;

namespace ChatOpsBot.Conversations;

/// <summary>The texts of an entry in the language of a card, with the names of the case in their places.</summary>
internal sealed class EntryWords(Case @case, KnowledgeEntry entry, CardTexts texts, KnowledgeBase? knowledge)
{
    // Some codes have dozens of meanings; a list of all of them helps nobody.
    private const int MaxOthers = 12;

    /// <summary>Other entries of the same code, where nothing beside it decided.</summary>
    public IReadOnlyList<KnowledgeEntry> Others { get; } = knowledge?.Others(entry, @case.Primary) ?? [];

    /// <summary>Whether some text was there in English only.</summary>
    public bool FellBack { get; private set; }

    public string Say(string key) => Find(key) ?? throw new KeyNotFoundException($"The entry {entry.Id} has no text \"{key}\". `chatopsbot knowledge lint` lists what is missing.");

    public string? Find(string key)
    {
        if (entry.Texts.Find(key, texts.Language) is not { } text)
            return null;
        FellBack |= text.IsFallback;
        return text.Value;
    }

    /// <summary>Blocks that few renderers need. Where a text may fall back they are composed at once, because the card says so.</summary>
    public IReadOnlyList<CardBlock> OnDemand(Func<IEnumerable<CardBlock>> compose) => entry.Texts.IsComplete(texts.Language) ? new BlocksOnDemand(compose) : [.. compose()];

    /// <summary>Puts the names of this case into a command or sentence of the entry; a name that is not known stays as a placeholder.</summary>
    public string Fill(string text) => text
        .Replace("{server}", @case.Primary.Server ?? "<server>", StringComparison.Ordinal)
        .Replace("{address}", @case.Primary.Address ?? @case.Primary.Server ?? "<address>", StringComparison.Ordinal)
        .Replace("{domain}", @case.Primary.Domain ?? "<domain>", StringComparison.Ordinal);

    /// <summary>Why a cause stands as it does: the reason of a rule that fired, with where it was seen.</summary>
    public string Because(Cause cause, MailFlow.Evidence.FiredRule fired)
    {
        var where = string.Join(", ", fired.Seen.Select(seen => seen.Where).OfType<string>().Distinct(StringComparer.Ordinal));
        return Fill(Say($"{cause.Id}.{fired.Rule.Id}")).Replace("{where}", where, StringComparison.Ordinal);
    }

    /// <summary>Entries that are often confused with this one, and where all this is written.</summary>
    public IEnumerable<CardBlock> SourcesAndNeighbors()
    {
        var named = Others.Where(other => !entry.Neighbors.Contains(other.Id, StringComparer.Ordinal)).Take(MaxOthers).ToList();
        if (entry.Neighbors.Count + named.Count > 0)
        {
            yield return new Paragraph(texts.NotToBeConfusedWith, ParagraphStyle.Strong);
            foreach (var neighbor in entry.Neighbors)
                yield return new Paragraph($"{neighbor}: {Say($"neighbor.{neighbor}")}");
            foreach (var other in named)
                yield return new Paragraph($"{other.Id}: {TitleOf(other)}");
        }

        yield return new Paragraph(texts.Sources, ParagraphStyle.Strong);
        yield return new Links([.. entry.Sources.Select(source => new CardLink(
            texts.SourceOf.Replace("{title}", source.Title, StringComparison.Ordinal).Replace("{date}", Day(source.Date), StringComparison.Ordinal),
            source.Url))]);
    }

    private string TitleOf(KnowledgeEntry other)
    {
        var title = other.Texts.Get("title", texts.Language);
        FellBack |= title.IsFallback;
        return EntryTitle.Behind(other.Id, title.Value);
    }

    public string Day(DateOnly day) => day.ToString(texts.DayPattern, texts.Culture);
}
