namespace ChatOpsBot.Conversations.Dialogs;

/// <summary>What follows a press in a dialog.</summary>
internal abstract record DialogOutcome
{
    private DialogOutcome()
    {
    }

    /// <summary>The dialog stays open and shows this.</summary>
    public sealed record Show(Dialog Dialog) : DialogOutcome;

    /// <summary>It is done: the dialog goes, the card in the conversation shows what became of it.</summary>
    public sealed record Closed : DialogOutcome;

    /// <summary>There is no such case, or it is none of this conversation's; nobody outside learns which of the two.</summary>
    /// <param name="Why">For the one who pressed.</param>
    public sealed record Gone(string Why) : DialogOutcome;
}
