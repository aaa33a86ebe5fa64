using System.Diagnostics.Metrics;

namespace ChatOpsBot.Channels.Teams;

/// <summary>Counts what Teams sends and what becomes of it.</summary>
internal sealed class InboundMetrics
{
    private readonly Counter<long> activities;

    public InboundMetrics(IMeterFactory meters) =>
        activities = meters.Create("ChatOpsBot.Teams").CreateCounter<long>("chatopsbot.teams.activities", "{activity}", "Activities received, by what became of them.");

    /// <param name="outcome">A word of ours: accepted, ignored, or the rule that was broken.</param>
    public void Received(string outcome) => activities.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
}
