using System.Globalization;
using ChatOpsBot.Conversations.Texts;
using ChatOpsBot.MailFlow;
using ChatOpsBot.MailFlow.Knowledge;

namespace ChatOpsBot.Conversations;

/// <summary>Cards without a case: help, a code nobody wrote an entry for yet, a pointer to the card above.</summary>
internal static class NoteCard
{
    /// <summary>The honest answer to a code without an entry: what its digits say, who usually acts, and where to look.</summary>
    public static Card NoEntry(IReadOnlyList<MailError> errors, KnowledgeBase knowledge, CardTexts texts)
    {
        var error = errors[0];
        List<CardBlock> blocks = error.Code is { } code ? [.. OfCode(error, code, knowledge, texts)] : [.. OfReply(error, knowledge, texts)];
        blocks.Add(new Foldout(texts.OriginalLine, [new Paragraph(error.QuotedLine, ParagraphStyle.Verbatim)]));
        return Note(texts, texts.NoEntryTitle.Replace("{code}", error.CodeText, StringComparison.Ordinal), blocks);
    }

    private static IEnumerable<CardBlock> OfCode(MailError error, EnhancedStatusCode code, KnowledgeBase knowledge, CardTexts texts)
    {
        yield return new Paragraph(texts.NoEntryMeaning);
        yield return new Paragraph(texts.CodeClasses[code.Class]);
        // Subjects above 7 are not registered (RFC 3463 §3); they say nothing that can be relied on.
        if (texts.CodeSubjects.TryGetValue(code.Subject, out var subject))
            yield return new Paragraph(subject);
        foreach (var meaning in Meanings(error, code, knowledge, texts))
            yield return meaning;
        if (knowledge.Registry.WhereToLook(code.Subject, texts.Language) is { } look)
            yield return new Paragraph(look.Value);
        yield return new Paragraph(texts.NoEntryNext);
        if (knowledge.Naming(error) is { Count: > 0 } others)
        {
            yield return new Paragraph(texts.CodeMayMean, ParagraphStyle.Strong);
            foreach (var other in others.Take(MaxOthers))
                yield return new Paragraph($"{other.Id}: {EntryTitle.Behind(other.Id, other.Texts.Get("title", texts.Language).Value)}");
        }
    }

    /// <summary>
    /// Providers use some registered codes for something else. Who is recognized is believed; else all meanings are named, the registered
    /// one first.
    /// </summary>
    private static IEnumerable<CardBlock> Meanings(MailError error, EnhancedStatusCode code, KnowledgeBase knowledge, CardTexts texts)
    {
        var registered = knowledge.Registry.Detail(code, texts.Language);
        var own = knowledge.Providers
            .Select(provider => (Provider: provider, Text: knowledge.Registry.Detail(code, provider, texts.Language)))
            .Where(meaning => meaning.Text is not null)
            .ToList();
        var recognized = own.Where(meaning => meaning.Provider.Wrote(error)).ToList();
        if (registered is { } detail && recognized.Count == 0)
            yield return new Paragraph($"x.{code.Subject}.{code.Detail}: {detail.Value}");
        foreach (var (provider, text) in recognized.Count > 0 ? recognized : own)
            yield return new Paragraph($"{provider.Name}: {text!.Value.Value}");
        if (recognized.Count == 0 && own.Count > 0)
            yield return new Paragraph(texts.WhoAnsweredDecides);
    }

    private static IEnumerable<CardBlock> OfReply(MailError error, KnowledgeBase knowledge, CardTexts texts)
    {
        if (error.Reply is { } reply)
        {
            yield return new Paragraph(texts.CodeClasses[reply.Value / 100 is 3 ? 2 : reply.Value / 100]);
            if (knowledge.Registry.Reply(reply, texts.Language) is { } text)
                yield return new Paragraph($"{reply}: {text.Value}");
        }

        yield return new Paragraph(texts.ReplyOnly);
    }

    /// <summary>Some codes have dozens of meanings; a list of all of them helps nobody.</summary>
    private const int MaxOthers = 12;

    /// <summary>Answers somebody who spoke to the bot about a trouble whose card is already there.</summary>
    public static Card SameTrouble(Case @case, CardTexts texts) => Note(
        texts,
        texts.SameTrouble.Replace("{code}", @case.Primary.CodeText, StringComparison.Ordinal).Replace("{count}", @case.Posts.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal),
        []);

    /// <summary>The trouble is back: its case was closed, and is open again.</summary>
    public static Card Again(Case @case, CardTexts texts) => Note(
        texts, texts.Again.Replace("{code}", @case.Primary.CodeText, StringComparison.Ordinal), [new Paragraph(texts.NoteSeeCard, ParagraphStyle.Subtle)]) with
    {
        Tone = CardTone.Attention,
    };

    public static Card Note(CardTexts texts, CardText title, IReadOnlyList<CardBlock> blocks) => new()
    {
        CaseId = "",
        Revision = 0,
        Language = texts.Language,
        Title = title,
        Tone = CardTone.Neutral,
        Blocks = blocks,
        Buttons = [],
        Summary = title,
    };
}
