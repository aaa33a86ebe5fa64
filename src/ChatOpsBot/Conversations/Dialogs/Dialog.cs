namespace ChatOpsBot.Conversations.Dialogs;

/// <summary>
/// What one person sees in a window of their own: a dialog in Teams, a modal in Slack. Made of the blocks of cards; its buttons and its
/// inputs come back as the presses of cards do. A pure function of the case, like the card, so it is never patched, only composed anew.
/// </summary>
internal sealed record Dialog
{
    public required DialogKind Kind { get; init; }

    /// <summary>The case it is about; empty for settings that were not opened from a card.</summary>
    public required string CaseId { get; init; }

    /// <summary>Version of the case it was composed from; goes out with every button. 0 without a case.</summary>
    public required long Revision { get; init; }

    /// <summary>BCP 47 tag of its texts.</summary>
    public required string Language { get; init; }

    /// <summary>At most 24 letters: Slack shows no more.</summary>
    public required string Title { get; init; }

    public required IReadOnlyList<CardBlock> Blocks { get; init; }

    /// <summary>Sends what was chosen; null where nothing is to be chosen.</summary>
    public CardButton? Submit { get; init; }

    /// <summary>Label of what leaves the dialog without doing anything.</summary>
    public required string Close { get; init; }
}

internal enum DialogKind
{
    /// <summary>What is not pressed every day: not our case, stuck, undo, questions, another server, language.</summary>
    More,

    /// <summary>Texts for those who are not in this chat: the other organization's admin, the sender.</summary>
    HandOff,

    /// <summary>What the card says, in English.</summary>
    Original,

    /// <summary>What holds for the whole conversation.</summary>
    Settings,
}
