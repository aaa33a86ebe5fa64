namespace ChatOpsBot.Probing.Web;

/// <summary>How a question to a web server ended.</summary>
internal enum WebEnd
{
    /// <summary>There is a status, and the body when it is 200.</summary>
    Answered,

    /// <summary>The policy, the network, TLS or the server kept us from an answer; the problem says which.</summary>
    Failed,
    TimedOut,

    /// <summary>The time of the whole run was used up: says nothing about the server.</summary>
    OutOfBudget,
}

/// <summary>What a web server said.</summary>
internal sealed record WebAnswer(WebEnd End)
{
    public int Status { get; init; }

    /// <summary>Empty unless the status is 200.</summary>
    public byte[] Body { get; init; } = [];

    /// <summary>One sentence; null while answered.</summary>
    public string? Problem { get; init; }
}
