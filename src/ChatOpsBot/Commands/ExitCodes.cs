namespace ChatOpsBot.Commands;

/// <summary>How a command ends.</summary>
internal static class ExitCodes
{
    public const int Done = 0;

    /// <summary>It ran and the answer is bad news: problems were found, the start failed.</summary>
    public const int Failed = 1;

    /// <summary>It was called wrongly.</summary>
    public const int Usage = 2;

    /// <summary>It ran and there is no answer: nothing could be tested.</summary>
    public const int Open = 3;
}
