using ChatOpsBot.Testing.Conformance;

namespace ChatOpsBot.Tests.Channels.Teams;

/// <summary>Teams, spoken to as Microsoft's services do: signed activities in, calls of the Connector out.</summary>
public sealed class TeamsConformanceTests : ChannelConformance
{
    internal override ChannelDriver CreateDriver(TimeProvider time) => new TeamsDriver(time);
}
