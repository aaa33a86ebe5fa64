namespace ChatOpsBot.Conversations.Texts;

/// <summary>What the bot answers to commands, in one language. Rules as in <see cref="CardTexts"/>.</summary>
internal sealed record CommandTexts
{
    /// <summary>Commands as a person types them, each with what it does; the first words are understood by the bot in this language.</summary>
    public required IReadOnlyList<CommandLine> Lines { get; init; }
    public required string Commands { get; init; }

    // The first word in a conversation of several people.
    public required string WelcomeTitle { get; init; }
    /// <summary><c>{name}</c></summary>
    public required string WelcomeBy { get; init; }
    public required IReadOnlyList<string> WelcomeLines { get; init; }

    public required string StatusTitle { get; init; }
    public required string StatusNone { get; init; }
    /// <summary><c>{count}</c></summary>
    public required string StatusMore { get; init; }
    /// <summary><c>{time}</c></summary>
    public required string StatusSince { get; init; }
    /// <summary><c>{owner}</c></summary>
    public required string StatusOwned { get; init; }
    public required string StatusUnowned { get; init; }

    // What became of a word about a case.
    public required string NoCaseNext { get; init; }
    public required string WhichCase { get; init; }
    /// <summary><c>{code}</c>, <c>{name}</c></summary>
    public required string ClosedByWord { get; init; }
    /// <summary><c>{code}</c>, <c>{name}</c></summary>
    public required string ClosedOnWish { get; init; }
    public required string UnclearTitle { get; init; }
    public required string UnclearCase { get; init; }
    /// <summary><c>{server}</c></summary>
    public required string UnclearServer { get; init; }
    public required string UnclearNext { get; init; }
    /// <summary><c>{reopen}</c></summary>
    public required string ClosedByWordUndo { get; init; }
    /// <summary><c>{code}</c>, <c>{name}</c>, <c>{server}</c></summary>
    public required string LooksAtWord { get; init; }
    /// <summary><c>{code}</c>, <c>{server}</c></summary>
    public required string LooksAgain { get; init; }
    /// <summary><c>{code}</c></summary>
    public required string StaysOpen { get; init; }
    public required string SayWhenMended { get; init; }
    public required string NotCheckedYet { get; init; }
    /// <summary><c>{server}</c></summary>
    public required string ChecksAreRunning { get; init; }
    /// <summary><c>{server}</c>, <c>{time}</c></summary>
    public required string CheckedAt { get; init; }

    /// <summary><c>{code}</c>, <c>{server}</c></summary>
    public required string StoppedOnWish { get; init; }
    // Somebody wants something stopped, and nothing runs.
    public required string NothingRuns { get; init; }
    public required string NothingRunsClose { get; init; }
    public required string NothingRunsMute { get; init; }
    /// <summary><c>{code}</c>, <c>{name}</c></summary>
    public required string TakenOnWish { get; init; }

    // Texts to send on, asked for in words.
    public required string NoCaseHandOff { get; init; }
    public required string SendsNothing { get; init; }

    // How long there is.
    /// <summary><c>{code}</c>, <c>{time}</c></summary>
    public required string ExpiresAt { get; init; }
    /// <summary><c>{left}</c>: a length of time.</summary>
    public required string ExpiryLeft { get; init; }
    /// <summary><c>{code}</c></summary>
    public required string ExpiryReturned { get; init; }
    /// <summary><c>{code}</c></summary>
    public required string ExpiryElsewhere { get; init; }
    /// <summary><c>{code}</c></summary>
    public required string ExpiryUnknown { get; init; }

    /// <summary><c>{time}</c></summary>
    public required string Muted { get; init; }
    public required string MutedMeans { get; init; }
    public required string Unmuted { get; init; }
    public required string NothingToMute { get; init; }

    public required string ListensNow { get; init; }
    public required string ListensNoMore { get; init; }

    /// <summary><c>{language}</c></summary>
    public required string LanguageSet { get; init; }
    /// <summary><c>{language}</c></summary>
    public required string LanguageIs { get; init; }
    /// <summary><c>{languages}</c></summary>
    public required string LanguageChoices { get; init; }

    public required string SettingsTitle { get; init; }
    public required string SettingLanguage { get; init; }
    public required string SettingLanguageByPerson { get; init; }
    public required string SettingListening { get; init; }
    public required string ListeningOn { get; init; }
    public required string ListeningOff { get; init; }
    public required string ListeningNever { get; init; }
    /// <summary><c>{time}</c></summary>
    public required string ListeningMuted { get; init; }
    public required string ListeningDirect { get; init; }
    public required string SettingConfidence { get; init; }
    public required string SettingExpiration { get; init; }
    public required string SettingsChange { get; init; }

    public required string PrivacyTitle { get; init; }
    public required IReadOnlyList<string> PrivacyLines { get; init; }

    // Explain mail error, chosen for a message without one.
    public required string NothingRecognized { get; init; }
    public required string NothingRecognizedHint { get; init; }

    public required string SuggestTitle { get; init; }
    public required string SuggestMeans { get; init; }
    /// <summary><c>{example}</c></summary>
    public required string SuggestNext { get; init; }
    public required string SuggestShow { get; init; }
    public required string SuggestPress { get; init; }
    public required string SuggestChosen { get; init; }
    public required string SuggestBack { get; init; }

    // A file that could not be had.
    public required string FileTitle { get; init; }
    public required string FileHint { get; init; }

    public required string CheckTitle { get; init; }
    public required string CheckNeedsServer { get; init; }
    /// <summary><c>{server}</c></summary>
    public required string CheckRefused { get; init; }
    /// <summary>Why, and what would be checked, by the reasons of the probe.</summary>
    public required IReadOnlyDictionary<string, string> CheckRefusals { get; init; }
    public required string CheckOneAtATime { get; init; }
    public required string CheckOneAfterOther { get; init; }
}

/// <summary>A command as typed, and what it does.</summary>
internal sealed record CommandLine(string Typed, string Does);
