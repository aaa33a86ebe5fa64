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
}
