using System.Text.Json.Serialization;

namespace ChatOpsBot.Conversations;

/// <summary>Which conversation, on which platform: the unit that has a language, a threshold and at most one open card per trouble.</summary>
/// <param name="Channel">The platform: <c>web</c>, <c>teams</c>, <c>slack</c>.</param>
/// <param name="Tenant">Organization on that platform (Teams tenant, Slack workspace); <c>local</c> on the web.</param>
/// <param name="Id">The platform's own id of the conversation, opaque to us.</param>
internal sealed record ConversationKey(string Channel, string Tenant, string Id);

/// <summary>Somebody who wrote or pressed.</summary>
/// <param name="Id">The platform's own id, opaque to us.</param>
/// <param name="Name">As the platform shows it; at most 100 characters, no control characters.</param>
internal sealed record Person(string Id, string Name)
{
    /// <summary>Somebody whose name the platform did not tell.</summary>
    public const string Unnamed = "?";

    /// <summary>The bot where it does by itself what people do too. No platform gives an empty id.</summary>
    public static Person Bot { get; } = new("", "ChatOpsBot");

    [JsonIgnore]
    public bool IsBot => Id.Length == 0;
}

/// <summary>The stored pointer that lets the bot speak later. <paramref name="Json"/> is the channel's own; nobody else reads it.</summary>
internal sealed record ConversationReference(ConversationKey Key, string Json);
