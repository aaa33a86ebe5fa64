using System.Text.Json;
using ChatOpsBot.Channels.Teams.Protocol;
using ChatOpsBot.Conversations;

namespace ChatOpsBot.Channels.Teams;

/// <summary>Where in Teams an activity happened, and where an answer to it belongs.</summary>
/// <param name="Key">A whole channel is one conversation; its threads are places in it.</param>
internal sealed record TeamsPlace(ConversationKey Key, TeamsReference Reference)
{
    public const string ChannelName = "teams";

    public bool IsPersonal => Reference.ConversationType == ConversationAccount.Personal;

    public ConversationReference ToReference() => new(Key, Reference.ToJson());

    /// <param name="botId">The bot's id where the activity names no recipient.</param>
    public static TeamsPlace Of(Activity activity, string botId)
    {
        var conversation = activity.Conversation ?? new ConversationAccount();
        var id = conversation.Id ?? "";
        var tenant = (conversation.TenantId ?? activity.ChannelData?.Tenant?.Id ?? "").ToLowerInvariant();
        var type = TypeOf(conversation, activity.ChannelData);
        var reference = new TeamsReference
        {
            ServiceUrl = activity.ServiceUrl ?? "",
            ConversationId = type == ConversationAccount.Channel ? Thread(id, activity) : id,
            ConversationType = type,
            TenantId = tenant,
            BotId = activity.Recipient?.Id is { Length: > 0 } recipient ? recipient : botId,
            ActivityId = activity.Id,
            Unknown = Keep(conversation.Unknown),
        };
        return new TeamsPlace(new ConversationKey(ChannelName, tenant, WithoutThread(id)), reference);
    }

    /// <summary>The same, but as a new post in the channel with this id.</summary>
    public TeamsPlace InChannel(string channelId) => new(
        Key with { Id = WithoutThread(channelId) },
        Reference with { ConversationId = channelId, ConversationType = ConversationAccount.Channel, ActivityId = null });

    /// <summary>Id of the message that began the thread; null for what is no thread of a channel.</summary>
    public static string? ThreadOf(string conversationId) =>
        conversationId.IndexOf(ThreadMark, StringComparison.Ordinal) is >= 0 and var mark ? conversationId[(mark + ThreadMark.Length)..] : null;

    private static string WithoutThread(string conversationId) => conversationId.Split(';')[0];

    /// <summary>An answer belongs in the thread, which is named after the message that began it. Should the id not say so, that is this one, or the one it replies to.</summary>
    private static string Thread(string id, Activity activity)
    {
        if (id.Contains(ThreadMark, StringComparison.Ordinal) || activity.Type is not (ActivityTypes.Message or ActivityTypes.MessageUpdate))
            return id;
        var root = activity.ReplyToId ?? activity.Id;
        return root is { Length: > 0 and <= 20 } && root.All(char.IsAsciiDigit) && root.Any(digit => digit != '0') ? $"{WithoutThread(id)}{ThreadMark}{root}" : id;
    }

    /// <summary>One of the three kinds, however it is spelled: Microsoft's own samples have <c>groupchat</c> as well. Where none is said, the id tells it.</summary>
    private static string? TypeOf(ConversationAccount conversation, TeamsChannelData? data)
    {
        var id = conversation.Id ?? "";
        if (conversation.ConversationType is { Length: > 0 } said)
            return Types.FirstOrDefault(type => type.Equals(said, StringComparison.OrdinalIgnoreCase)) ?? said;
        if (id.StartsWith("a:", StringComparison.Ordinal))
            return ConversationAccount.Personal;
        if (data?.Team?.Id is not null || id.Contains(ThreadMark, StringComparison.Ordinal) || id.EndsWith("@thread.tacv2", StringComparison.Ordinal))
            return ConversationAccount.Channel;
        if (conversation.IsGroup is { ValueKind: JsonValueKind.True } || id.EndsWith("@thread.v2", StringComparison.Ordinal))
            return ConversationAccount.GroupChat;
        return IsPersonalAlias(id) ? ConversationAccount.Personal : null;
    }

    /// <summary>Under such an id some presses in a personal conversation come; it is none to answer in.</summary>
    public static bool IsPersonalAlias(string conversationId) => conversationId.EndsWith("@unq.gbl.spaces", StringComparison.OrdinalIgnoreCase);

    private static Dictionary<string, JsonElement>? Keep(Dictionary<string, JsonElement>? unknown) =>
        unknown is { Count: > 0 } && unknown.Sum(member => member.Key.Length + member.Value.GetRawText().Length) <= MostUnknown ? unknown : null;

    private const string ThreadMark = ";messageid=";

    private static readonly string[] Types = [ConversationAccount.Personal, ConversationAccount.GroupChat, ConversationAccount.Channel];

    /// <summary>Characters of unknown members that are kept; the reference is in every row of the conversation.</summary>
    private const int MostUnknown = 2000;
}
