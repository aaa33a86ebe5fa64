namespace ChatOpsBot.MailFlow.Evidence;

/// <summary>How a cause stands after all that was seen. The order is the order on the card.</summary>
public enum Standing
{
    /// <summary>Seen, not inferred.</summary>
    Confirmed,

    /// <summary>What was seen fits this cause and speaks for it, without proof.</summary>
    Likely,

    /// <summary>Nothing seen speaks for or against it.</summary>
    Open,

    /// <summary>What was seen cannot be if this were the cause.</summary>
    RuledOut,
}
