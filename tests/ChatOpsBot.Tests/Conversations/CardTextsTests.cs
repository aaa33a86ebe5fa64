using System.Collections;
using ChatOpsBot.Conversations.Asking;
using ChatOpsBot.Conversations.Texts;
using ChatOpsBot.MailFlow.Evidence;
using ChatOpsBot.MailFlow.Knowledge;
using ChatOpsBot.Probing.Verdicts;

namespace ChatOpsBot.Tests.Conversations;

public sealed class CardTextsTests
{
    public static TheoryData<string> AllLanguages => [.. Languages.All.Select(texts => texts.Language)];

    [Theory]
    [MemberData(nameof(AllLanguages))]
    public void Every_check_and_every_outcome_has_words(string language)
    {
        var texts = Languages.Of(language);

        foreach (var (check, outcomes) in Vocabulary.Checks)
        {
            Assert.Contains(check, texts.CheckNames.Keys);
            Assert.All(outcomes, outcome => Assert.Contains($"{check}={outcome}", texts.Outcomes.Keys));
        }

        Assert.Contains(Vocabulary.NotTested, texts.Outcomes.Keys);
        Assert.Contains(Vocabulary.Denied, texts.Outcomes.Keys);
    }

    [Theory]
    [MemberData(nameof(AllLanguages))]
    public void Every_reason_standing_and_actor_has_words(string language)
    {
        var texts = Languages.Of(language);
        var reasons = typeof(Probing.Reasons).GetFields().Select(field => (string)field.GetRawConstantValue()!);

        Assert.All(reasons, reason => Assert.Contains(reason, texts.Reasons.Keys));
        Assert.All(Enum.GetValues<Standing>(), standing => Assert.Contains(standing, texts.Standings.Keys));
        Assert.All(Enum.GetValues<Actor>(), actor => Assert.Contains(actor, texts.Actors.Keys));
    }

    [Theory]
    [MemberData(nameof(AllLanguages))]
    public void Every_cause_finding_and_limit_of_a_verdict_has_words(string language)
    {
        var words = Languages.Of(language).Verdicts;

        // Two of the list are no fault: how far the eye reached has sentences of its own.
        Assert.Equal(VerdictCauses.All.Select(cause => cause.Id).Where(id => id is not (VerdictCauses.Healthy or VerdictCauses.NotTested)), words.Causes.Keys);
        Assert.All(VerdictFindings.All, finding => Assert.Contains(finding, words.Findings.Keys));
        Assert.All(words.Findings.Keys, finding => Assert.True(VerdictFindings.Knows(finding), finding));
        Assert.All(Enum.GetValues<VerdictLimit>(), limit => Assert.Contains(limit, words.Limits.Keys));
    }

    [Theory]
    [MemberData(nameof(AllLanguages))]
    public void A_translation_uses_the_same_values_as_the_English_text(string language)
    {
        var english = Sentences(EnglishTexts.Texts);
        var translated = Sentences(Languages.Of(language));

        Assert.Equal(english.Keys.Order(StringComparer.Ordinal), translated.Keys.Order(StringComparer.Ordinal));
        foreach (var (key, sentence) in translated)
            Assert.True(Placeholders(english[key]).SetEquals(Placeholders(sentence)), $"{key} in {language}: \"{sentence}\" for \"{english[key]}\"");
    }

    [Theory]
    [MemberData(nameof(AllLanguages))]
    public void The_bot_stays_calm_and_leaves_no_sentence_empty(string language) =>
        Assert.All(Sentences(Languages.Of(language)).Values, sentence => Assert.True(sentence.Trim() == sentence && sentence.Length > 0 && !sentence.Contains('!', StringComparison.Ordinal), sentence));

    [Theory]
    [MemberData(nameof(AllLanguages))]
    public void Titles_of_dialogs_are_as_short_as_Slack_shows_them(string language)
    {
        var dialogs = Languages.Of(language).Dialogs;

        Assert.All([dialogs.MoreTitle, dialogs.HandOffTitle, dialogs.OriginalTitle, dialogs.SettingsTitle, dialogs.Close, dialogs.Save], title => Assert.InRange(title.Length, 1, 24));
    }

    [Theory]
    [MemberData(nameof(AllLanguages))]
    public void The_commands_a_language_shows_do_the_same_as_the_English_ones(string language)
    {
        var english = EnglishTexts.Texts.Commands.Lines.Select(line => ChatCommandReader.Read(line.Typed));
        var shown = Languages.Of(language).Commands.Lines.Select(line => ChatCommandReader.Read(line.Typed)).ToList();

        // The example for changing the language names a different one in each.
        Assert.Equal(english.Select(WithoutTag), shown.Select(WithoutTag));
        Assert.All(shown.OfType<ChatCommand.Language>(), command => Assert.NotEqual(language, Languages.Known(command.Tag) ?? language));

        static ChatCommand? WithoutTag(ChatCommand? command) => command is ChatCommand.Language ? new ChatCommand.Language(Tag: null) : command;
    }

    [Theory]
    [MemberData(nameof(AllLanguages))]
    public void Every_entry_has_texts_in_the_language_of_the_card(string language) =>
        Assert.All(Some.Translated, entry => Assert.Contains(language, entry.Texts.Languages));

    [Theory]
    [InlineData("es", null, null, null, "es")]
    [InlineData(null, "es", "en-US", null, "es")]
    [InlineData(null, null, "es-MX", "en", "es")]
    [InlineData(null, null, "sv-FI", "es", "sv")]
    [InlineData(null, null, "pt-PT", "es", "pt-BR")]
    [InlineData(null, null, "ja-JP", "es", "es")]
    [InlineData(null, null, null, "es", "es")]
    [InlineData(null, null, null, null, "en")]
    [InlineData("tlh", null, null, null, "en")]
    public void The_first_known_choice_of_language_wins(string? conversation, string? person, string? locale, string? ofMessage, string expected) =>
        Assert.Equal(expected, Languages.Choose(conversation, person, locale, ofMessage, "en"));

    [Theory]
    [InlineData("los correos del socio están en cola: 450 4.4.316", "es")]
    [InlineData("we are getting 450 4.4.316 since this morning", "en")]
    [InlineData("wir bekommen seit heute 450 4.4.316, warum?", "de")]
    [InlineData("vi får 450 4.4.316 på mejlen, varför?", "sv")]
    [InlineData("450 4.4.316 Connection refused", null)]
    [InlineData("Error: 450 4.4.316 Connection refused [Message=Socket error code 10061] mx1.contoso.com", null)]
    [InlineData("No connection: error 450 4.4.315 mx1.contoso.com no answer", null)]
    [InlineData("", null)]
    public void The_language_of_a_message_is_told_only_when_it_is_clear(string text, string? expected) =>
        Assert.Equal(expected, ChatOpsBot.Conversations.LanguageGuess.Of(text));

    /// <summary>Every sentence of a language, by the name of its property and, in lists and dictionaries, its place there.</summary>
    private static Dictionary<string, string> Sentences(object texts) => new(
        from property in texts.GetType().GetProperties()
        from sentence in SentencesOf(property.GetValue(texts))
        select KeyValuePair.Create(property.Name + sentence.Key, sentence.Value));

    private static IEnumerable<KeyValuePair<string, string>> SentencesOf(object? value) => value switch
    {
        string sentence => [KeyValuePair.Create("", sentence)],
        CommandTexts commands => Sentences(commands).Select(sentence => KeyValuePair.Create($".{sentence.Key}", sentence.Value)),
        VerdictTexts verdicts => Sentences(verdicts).Select(sentence => KeyValuePair.Create($".{sentence.Key}", sentence.Value)),
        TranscriptTexts transcripts => Sentences(transcripts).Select(sentence => KeyValuePair.Create($".{sentence.Key}", sentence.Value)),
        DialogTexts dialogs => Sentences(dialogs).Select(sentence => KeyValuePair.Create($".{sentence.Key}", sentence.Value)),
        IEnumerable<CommandLine> lines => lines.Select((line, index) => KeyValuePair.Create($"[{index}]", line.Does)),
        IEnumerable<string> list => list.Select((sentence, index) => KeyValuePair.Create($"[{index}]", sentence)),
        IEnumerable dictionary => dictionary.Cast<object>().Select(pair => KeyValuePair.Create($"[{Part(pair, "Key")}]", (string)Part(pair, "Value"))),
        _ => [],
    };

    private static object Part(object pair, string name) => pair.GetType().GetProperty(name)!.GetValue(pair)!;

    private static HashSet<string> Placeholders(string sentence) =>
        [.. System.Text.RegularExpressions.Regex.Matches(sentence, @"\{[a-z]+\}", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)).Select(match => match.Value)];
}
