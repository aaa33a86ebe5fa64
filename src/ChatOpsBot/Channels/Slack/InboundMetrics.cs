using System.Diagnostics.Metrics;

namespace ChatOpsBot.Channels.Slack;

/// <summary>Counts what Slack sends and what becomes of it.</summary>
internal sealed class InboundMetrics
{
    private readonly Counter<long> payloads;

    public InboundMetrics(IMeterFactory meters) =>
        payloads = meters.Create("ChatOpsBot.Slack").CreateCounter<long>("chatopsbot.slack.payloads", "{payload}", "Payloads received, by what became of them.");

    /// <param name="outcome">A word of ours: accepted, ignored, or the rule that was broken.</param>
    public void Received(string outcome) => payloads.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
}
