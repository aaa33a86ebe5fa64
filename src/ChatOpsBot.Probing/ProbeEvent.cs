namespace ChatOpsBot.Probing;

/// <summary>What a run says while it goes on, in order.</summary>
public abstract record ProbeEvent
{
    private ProbeEvent()
    {
    }

    /// <summary>A check begins at a place.</summary>
    public sealed record Started(string CheckId, string? Where) : ProbeEvent;

    /// <summary>A check has its result.</summary>
    public sealed record Finished(CheckResult Result) : ProbeEvent;
}
