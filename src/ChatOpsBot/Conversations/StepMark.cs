namespace ChatOpsBot.Conversations;

/// <summary>What people said about a fix step.</summary>
internal enum StepMark
{
    None,
    Done,

    /// <summary>Does not apply here.</summary>
    NotOurCase,

    /// <summary>Tried, did not get on.</summary>
    Stuck,
}
