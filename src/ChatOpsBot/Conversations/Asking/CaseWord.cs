namespace ChatOpsBot.Conversations.Asking;

/// <summary>What somebody says or asks about a trouble whose case is there. Kept by name in the inbox: never rename one, only add.</summary>
internal enum CaseWord
{
    /// <summary>"It works now."</summary>
    Mended,

    /// <summary>"It should work now": a hope, on which no case is closed.</summary>
    PerhapsMended,

    /// <summary>"It's back": the mail, or the trouble.</summary>
    Back,

    /// <summary>"Still broken."</summary>
    Broken,

    /// <summary>"Check again."</summary>
    Look,

    /// <summary>"Close the case."</summary>
    Close,

    /// <summary>"Open it again."</summary>
    Reopen,

    /// <summary>An answer, where the bot has asked whether mail flows again.</summary>
    Yes,

    /// <inheritdoc cref="Yes"/>
    No,

    /// <summary>"Any news?", and every question whether it works.</summary>
    News,

    /// <summary>"What do I tell the partner?": the text for the admin of the other organization.</summary>
    TellPartner,

    /// <summary>"What do I tell my users?": the text for the sender.</summary>
    TellSender,

    /// <summary>"Give me the texts", "what do I tell the customer?": who is meant is open.</summary>
    HandOff,

    /// <summary>"Send it to Anna": the bot writes to nobody, but has the text.</summary>
    SendOn,

    /// <summary>"How long do I have?", "when does the mail expire?"</summary>
    Expiry,

    /// <summary>"What was the first error?"</summary>
    FirstError,

    /// <summary>"What does that mean?"</summary>
    Meaning,

    /// <summary>"Stop the checks."</summary>
    Stop,

    /// <summary>"I take it."</summary>
    Take,

    /// <summary>"Give it back."</summary>
    Release,

    /// <summary>"That did not help."</summary>
    NotHelpful,
}
