using System.Diagnostics.Metrics;

namespace ChatOpsBot.Channels.Slack.Outbound;

/// <summary>Counts what an operator of the Slack side wants to see: how calls end, and what had to be done to them.</summary>
internal sealed class SlackMetrics
{
    private readonly Counter<long> calls;
    private readonly Counter<long> uncertain;
    private readonly Counter<long> found;
    private readonly Counter<long> repeated;
    private readonly Counter<long> folded;

    public SlackMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        calls = meter.CreateCounter<long>("chatopsbot.slack.calls", "{call}", "Calls to the Web API by what they ended with.");
        uncertain = meter.CreateCounter<long>("chatopsbot.slack.uncertain_posts", "{message}", "Messages of which Slack did not say whether it took them.");
        found = meter.CreateCounter<long>("chatopsbot.slack.found_posts", "{message}", "Uncertain messages that were found in their conversation.");
        repeated = meter.CreateCounter<long>("chatopsbot.slack.repeated_posts", "{message}", "Uncertain messages posted once more, by whether the bot could look first: those it could not may stand in their conversation twice.");
        folded = meter.CreateCounter<long>("chatopsbot.slack.folded_cards", "{card}", "Cards that were too large and lost parts.");
    }

    public void Called(string method, string outcome) => calls.Add(1, new KeyValuePair<string, object?>("method", method), new KeyValuePair<string, object?>("outcome", outcome));

    public void Uncertain() => uncertain.Add(1);

    public void Found() => found.Add(1);

    /// <param name="couldLook">Whether Slack let the bot look for the first one.</param>
    public void Repeated(bool couldLook) => repeated.Add(1, new KeyValuePair<string, object?>("looked_up", couldLook));

    public void Folded() => folded.Add(1);

    public const string MeterName = "ChatOpsBot.Slack";
}
