using System.Diagnostics.Metrics;

namespace ChatOpsBot.Channels.Teams.Outbound;

/// <summary>Counts what an operator of the Teams side wants to see: how calls end, and what had to be done to them.</summary>
internal sealed class TeamsMetrics
{
    private readonly Counter<long> calls;
    private readonly Counter<long> uncertain;
    private readonly Counter<long> repeated;
    private readonly Counter<long> folded;

    public TeamsMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        calls = meter.CreateCounter<long>("chatopsbot.teams.calls", "{call}", "Calls to the Connector by what they ended with.");
        uncertain = meter.CreateCounter<long>("chatopsbot.teams.uncertain_posts", "{message}", "Messages of which Teams did not say whether it took them.");
        repeated = meter.CreateCounter<long>("chatopsbot.teams.repeated_posts", "{message}", "Uncertain messages posted once more: some of them may stand in their conversation twice.");
        folded = meter.CreateCounter<long>("chatopsbot.teams.folded_cards", "{card}", "Cards that were too large and lost parts.");
    }

    public void Called(string method, string outcome) => calls.Add(1, new KeyValuePair<string, object?>("method", method), new KeyValuePair<string, object?>("outcome", outcome));

    public void Uncertain() => uncertain.Add(1);

    public void Repeated() => repeated.Add(1);

    public void Folded() => folded.Add(1);

    public const string MeterName = "ChatOpsBot.Teams";
}
