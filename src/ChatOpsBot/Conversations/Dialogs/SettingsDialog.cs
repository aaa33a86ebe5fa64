using System.Globalization;
using ChatOpsBot.Conversations.Texts;
using ChatOpsBot.Storage;

namespace ChatOpsBot.Conversations.Dialogs;

/// <summary>What a conversation can choose, and what somebody chose.</summary>
internal static class SettingsDialog
{
    /// <param name="caseId">The case whose card it was opened from; empty when it was none.</param>
    /// <param name="isDirect">Alone with the bot there is nothing to mute.</param>
    public static Dialog Compose(string caseId, ConversationSettings settings, bool isDirect, DateTimeOffset now, CardTexts texts)
    {
        var said = texts.Dialogs;
        return new Dialog
        {
            Kind = DialogKind.Settings,
            CaseId = caseId,
            Revision = 0,
            Language = texts.Language,
            Title = said.SettingsTitle,
            Blocks =
            [
                new Paragraph(said.SettingsHint, ParagraphStyle.Subtle),
                new ChoiceInput(
                    Verbs.LanguageInput,
                    texts.Commands.SettingLanguage,
                    [new Choice(texts.Commands.SettingLanguageByPerson, ByPerson), .. Languages.All.Select(known => new Choice(known.LanguageName, known.Language))],
                    Languages.Known(settings.Language) ?? ByPerson),
                .. isDirect ? [] : Quiet(settings, now, texts),
            ],
            Submit = new CardButton(said.Save, Verbs.SaveSettings, IsPrimary: true),
            Close = said.Close,
        };
    }

    /// <summary>What the settings are after somebody saved; what a dialog did not ask, or nobody could choose, stays.</summary>
    public static ConversationSettings Read(IReadOnlyDictionary<string, string> inputs, ConversationSettings before, DateTimeOffset now)
    {
        var after = before;
        if (inputs.GetValueOrDefault(Verbs.LanguageInput) is { } language && (language == ByPerson || Languages.Known(language) is not null))
            after = after with { Language = language == ByPerson ? null : Languages.Known(language) };
        if (inputs.GetValueOrDefault(Verbs.ListensInput) is Yes or No or Never)
            after = after with { Listens = inputs[Verbs.ListensInput] == Yes, IsOff = inputs[Verbs.ListensInput] == Never };
        if (inputs.GetValueOrDefault(Verbs.MuteInput) is { } mute && mute != AsItIs)
        {
            if (mute == NotMuted)
                after = after with { MutedUntil = null };
            else if (MuteMinutes.Any(minutes => Value(minutes) == mute))
                after = after with { MutedUntil = now.AddMinutes(int.Parse(mute, NumberStyles.None, CultureInfo.InvariantCulture)) };
        }

        return after;
    }

    private static IEnumerable<CardBlock> Quiet(ConversationSettings settings, DateTimeOffset now, CardTexts texts)
    {
        var said = texts.Dialogs;
        var mutedUntil = settings.MutedUntil > now ? settings.MutedUntil : null;
        yield return new ChoiceInput(Verbs.ListensInput, said.Listens, [new Choice(texts.Yes, Yes), new Choice(texts.No, No), new Choice(said.ListensNever, Never)], settings.IsOff ? Never : settings.Listens ? Yes : No);
        if (mutedUntil is { } until)
            yield return new Paragraph(CardText.Format(texts.Commands.Muted, ("time", until)));
        yield return new ChoiceInput(
            Verbs.MuteInput,
            said.Mute,
            [
                .. mutedUntil is null ? Array.Empty<Choice>() : [new Choice(said.StaysMuted, AsItIs)],
                new Choice(said.NotMuted, NotMuted),
                .. MuteMinutes.Select(minutes => new Choice(Duration(minutes, texts), Value(minutes))),
            ],
            mutedUntil is null ? NotMuted : AsItIs);
    }

    private static string Duration(int minutes, CardTexts texts) => minutes switch
    {
        60 => texts.OneHour,
        7 * 24 * 60 => texts.Dialogs.MuteWeek,
        _ => texts.Hours.Replace("{count}", (minutes / 60).ToString(texts.Culture), StringComparison.Ordinal),
    };

    private static string Value(int minutes) => minutes.ToString(CultureInfo.InvariantCulture);

    // Slack takes no empty value.
    private const string ByPerson = "by-person";
    private const string Yes = "yes";
    private const string No = "no";
    private const string Never = "never";
    private const string NotMuted = "not-muted";
    private const string AsItIs = "as-it-is";

    private static readonly int[] MuteMinutes = [60, 8 * 60, 24 * 60, 7 * 24 * 60];
}
