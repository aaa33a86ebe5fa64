using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;

namespace ChatOpsBot.Channels.Teams.Protocol;

/// <summary>Reads the body of a request. Of a member that stands there twice the last one counts, for every check and every use alike: it is read once.</summary>
internal static class ActivityReader
{
    /// <param name="body">Is changed where it holds half a surrogate pair.</param>
    /// <exception cref="JsonException">No UTF-8, no JSON, no object, too deep, or without what makes an activity.</exception>
    public static Activity Read(Span<byte> body)
    {
        if (!Utf8.IsValid(body))
            throw new JsonException("The body is not UTF-8.");
        MendSurrogates(body);
        var activity = JsonSerializer.Deserialize(body, TeamsJson.Default.Activity) ?? throw new JsonException("The body is null.");
        Demand(activity.Type, "type");
        Demand(activity.ChannelId, "channelId");
        Demand(activity.ServiceUrl, "serviceUrl");
        Demand(activity.Conversation?.Id, "conversation.id");
        Demand(activity.From?.Id, "from.id");
        return activity;
    }

    private static void Demand(string? value, string member)
    {
        if (string.IsNullOrEmpty(value))
            throw new JsonException($"The activity has no {member}.");
    }

    /// <summary>
    /// Clients cut previews between the halves of an emoji, and <c>\ud83d</c> alone is no Unicode: it becomes U+FFFD, instead of the
    /// message being refused.
    /// </summary>
    private static void MendSurrogates(Span<byte> body)
    {
        var at = 0;
        while (body[at..].IndexOf((byte)'\\') is >= 0 and var found)
        {
            at += found;
            if (UnitAt(body, at) is not { } unit || !char.IsSurrogate(unit))
            {
                at = Math.Min(at + 2, body.Length);
            }
            else if (char.IsHighSurrogate(unit) && UnitAt(body, at + EscapeLength) is { } next && char.IsLowSurrogate(next))
            {
                at += 2 * EscapeLength;
            }
            else
            {
                "\\ufffd"u8.CopyTo(body[at..]);
                at += EscapeLength;
            }
        }
    }

    /// <summary>The UTF-16 unit that <c>\uXXXX</c> at a place stands for; null when there is none.</summary>
    private static char? UnitAt(ReadOnlySpan<byte> body, int at) =>
        at + EscapeLength <= body.Length && body[at] == '\\' && body[at + 1] == 'u'
        && ushort.TryParse(body.Slice(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit)
            ? (char)unit
            : null;

    private const int EscapeLength = 6;
}
