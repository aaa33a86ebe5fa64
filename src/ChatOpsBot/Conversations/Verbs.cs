namespace ChatOpsBot.Conversations;

/// <summary>What a button can ask for. An argument follows after a colon. Old cards carry old verbs: never rename one, only add.</summary>
internal static class Verbs
{
    public const string StepDone = "step-done";
    public const string StepNotOurCase = "step-not-ours";
    public const string StepStuck = "step-stuck";
    public const string StepUndo = "step-undo";
    public const string Take = "take";
    public const string Release = "release";
    public const string RunChecks = "run-checks";
    public const string StopChecks = "stop-checks";
    public const string AnswerYes = "answer-yes";
    public const string AnswerNo = "answer-no";
    public const string MendedYes = "mended-yes";
    public const string MendedNo = "mended-no";
    public const string Language = "language";
    public const string Close = "close";
    public const string Reopen = "reopen";
    public const string NotHelpful = "not-helpful";

    /// <summary>Shows the card of a suggested entry in place of the suggestions; without an argument the suggestions again.</summary>
    public const string Choose = "choose";

    /// <summary>Opens a dialog for the one who presses; changes nothing.</summary>
    public const string More = "more";

    /// <inheritdoc cref="More"/>
    public const string HandOff = "hand-off";

    /// <inheritdoc cref="More"/>
    public const string Original = "original";

    /// <inheritdoc cref="More"/>
    public const string Settings = "settings";

    /// <summary>Sends what was chosen in the dialog of <see cref="Settings"/>.</summary>
    public const string SaveSettings = "save-settings";

    /// <summary>Id of the card's input field that names the server to check.</summary>
    public const string ServerInput = "server";

    /// <summary>Ids of the inputs of the settings: a language tag or nothing; <c>yes</c> or <c>no</c>; minutes.</summary>
    public const string LanguageInput = "language";

    /// <inheritdoc cref="LanguageInput"/>
    public const string ListensInput = "listens";

    /// <inheritdoc cref="LanguageInput"/>
    public const string MuteInput = "mute";

    /// <summary>Whether a press on it opens a dialog. Hosts without dialogs show no button for these.</summary>
    /// <param name="verb">Without its argument.</param>
    public static bool OpensDialog(string verb) => verb is More or HandOff or Original or Settings;

    /// <summary>Whether a button of ours can ask for this, be it an old one.</summary>
    /// <param name="verb">Without its argument.</param>
    public static bool IsKnown(string verb) => verb is
        StepDone or StepNotOurCase or StepStuck or StepUndo or Take or Release or RunChecks or StopChecks or AnswerYes or AnswerNo or MendedYes or MendedNo or Language or Close or Reopen or NotHelpful or Choose
        or SaveSettings || OpensDialog(verb);

    public static string With(string verb, string argument) => $"{verb}:{argument}";

    public static (string Verb, string Argument) Split(string text) =>
        text.IndexOf(':', StringComparison.Ordinal) is >= 0 and var colon ? (text[..colon], text[(colon + 1)..]) : (text, "");
}
