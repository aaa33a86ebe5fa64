using System.Text.Json;

namespace ChatOpsBot.Channels.Slack;

/// <summary>What Slack hears about a payload, whichever way it came.</summary>
internal abstract record SlackReply
{
    private SlackReply()
    {
    }

    /// <summary>It arrived, and is not sent again.</summary>
    /// <param name="Payload">What is shown to the one who asked, or done with their modal; null: nothing.</param>
    public sealed record Acknowledged(JsonElement? Payload = null) : SlackReply;

    /// <summary>Proves that the address is the app's.</summary>
    public sealed record Challenge(string Text) : SlackReply;

    /// <summary>No payload of the kind that belongs here.</summary>
    public sealed record Malformed : SlackReply;

    /// <param name="Rule">The rule that was broken, in a word of ours.</param>
    public sealed record Refused(string Rule) : SlackReply;

    /// <summary>It could not be dealt with now: Slack sends it again.</summary>
    public sealed record NotNow(string Reason) : SlackReply;

    public static SlackReply Done { get; } = new Acknowledged();
}
