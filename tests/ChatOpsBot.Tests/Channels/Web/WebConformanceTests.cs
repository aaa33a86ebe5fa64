using ChatOpsBot.Testing.Conformance;

namespace ChatOpsBot.Tests.Channels.Web;

/// <summary>The chat page, spoken to as Web Chat does: Direct Line over HTTP.</summary>
public sealed class WebConformanceTests : ChannelConformance
{
    internal override ChannelDriver CreateDriver(TimeProvider time) => new WebDriver(time);
}
