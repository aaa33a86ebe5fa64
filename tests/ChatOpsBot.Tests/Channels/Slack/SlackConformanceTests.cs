using ChatOpsBot.Testing.Conformance;

namespace ChatOpsBot.Tests.Channels.Slack;

/// <summary>Slack, spoken to as Slack does: signed events in, calls of the Web API out.</summary>
public sealed class SlackConformanceTests : ChannelConformance
{
    internal override ChannelDriver CreateDriver(TimeProvider time) => new SlackDriver(time);
}
