using ChatOpsBot.Testing.Conformance;

namespace ChatOpsBot.Tests.Conformance;

/// <summary>What the bot does behind every channel, on a platform that can be asked what was posted.</summary>
public sealed class FakeConformanceTests : ChannelConformance
{
    internal override ChannelDriver CreateDriver(TimeProvider time) => new FakeDriver(new FakeChannel { UpdateInterval = TimeSpan.FromSeconds(2) }, time);
}

/// <summary>The same on a platform that cannot: what was lost on its way back may be posted again.</summary>
public sealed class FakeWithoutLookUpConformanceTests : ChannelConformance
{
    internal override ChannelDriver CreateDriver(TimeProvider time) => new FakeDriver(new FakeChannel { UpdateInterval = TimeSpan.FromSeconds(2), LooksUp = false }, time);
}
