using ChatOpsBot.Conversations.Texts;
using ChatOpsBot.MailFlow.Evidence;
using ChatOpsBot.MailFlow.Knowledge;

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
    public void A_translation_uses_the_same_values_as_the_English_text(string language)
    {
        foreach (var property in typeof(CardTexts).GetProperties().Where(property => property.PropertyType == typeof(string)))
        {
            var english = Placeholders((string)property.GetValue(EnglishTexts.Texts)!);
            var translated = Placeholders((string)property.GetValue(Languages.Of(language))!);
            Assert.True(english.SetEquals(translated), $"{property.Name} in {language}: {string.Join(' ', translated)} instead of {string.Join(' ', english)}");
        }

        foreach (var (key, sentence) in EnglishTexts.Texts.Outcomes)
            Assert.True(Placeholders(sentence).SetEquals(Placeholders(Languages.Of(language).Outcomes[key])), $"Outcomes[{key}] in {language}");
    }

    [Theory]
    [InlineData("es", null, null, null, "es")]
    [InlineData(null, "es", "en-US", null, "es")]
    [InlineData(null, null, "es-MX", "en", "es")]
    [InlineData(null, null, "sv-SE", "es", "es")]
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

    private static HashSet<string> Placeholders(string sentence) =>
        [.. System.Text.RegularExpressions.Regex.Matches(sentence, @"\{[a-z]+\}", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)).Select(match => match.Value)];
}
