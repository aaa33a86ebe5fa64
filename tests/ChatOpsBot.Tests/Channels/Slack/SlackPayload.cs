using System.Text.Json.Nodes;
using ChatOpsBot.Channels.Slack.Blocks;

namespace ChatOpsBot.Tests.Channels.Slack;

/// <summary>Payloads as Slack sends them.</summary>
internal static class SlackPayload
{
    /// <summary>Somebody writes to the bot alone.</summary>
    public static JsonObject Message(string text = Error, string ts = "1772442000.000200") => Envelope(new JsonObject
    {
        ["type"] = "message",
        ["channel"] = Direct,
        ["channel_type"] = "im",
        ["user"] = Kim,
        ["team"] = SlackBot.TeamId,
        ["text"] = text,
        ["ts"] = ts,
        ["event_ts"] = ts,
        ["client_msg_id"] = "0aaa0000-0000-0000-0000-000000000001",
    });

    public static JsonObject Envelope(JsonObject inner) => new()
    {
        ["token"] = "deprecated",
        ["team_id"] = SlackBot.TeamId,
        ["enterprise_id"] = null,
        ["api_app_id"] = SlackBot.AppId,
        ["type"] = "event_callback",
        ["event_id"] = $"Ev{Interlocked.Increment(ref EventNumber):D8}",
        ["event_time"] = 1772442000,
        ["event_context"] = "4-opaque",
        ["is_ext_shared_channel"] = false,
        ["authorizations"] = new JsonArray(new JsonObject { ["enterprise_id"] = null, ["team_id"] = SlackBot.TeamId, ["user_id"] = BotUser, ["is_bot"] = true, ["is_enterprise_install"] = false }),
        ["event"] = inner,
    };

    public static JsonObject Inner(this JsonObject envelope) => envelope["event"]!.AsObject();

    /// <summary>The same, written in a channel.</summary>
    public static JsonObject InChannel(this JsonObject envelope, string? thread = null, string type = "channel", string channel = Channel)
    {
        (envelope.Inner()["channel"], envelope.Inner()["channel_type"]) = (channel, type);
        if (thread is not null)
            envelope.Inner()["thread_ts"] = thread;
        return envelope;
    }

    /// <summary>The same, with the bot named in front of it.</summary>
    public static JsonObject NamingBot(this JsonObject envelope)
    {
        envelope.Inner()["text"] = $"<@{BotUser}> {envelope.Inner()["text"]!.GetValue<string>()}";
        return envelope;
    }

    /// <summary>The second event about a message that names the bot.</summary>
    public static JsonObject AsMention(this JsonObject envelope)
    {
        var mention = Envelope(envelope.Inner().DeepClone().AsObject());
        mention.Inner()["type"] = "app_mention";
        mention.Inner().Remove("channel_type");
        return mention;
    }

    /// <summary>What Slack tells of a mention when its message is edited: the same once more, with the time of the edit.</summary>
    public static JsonObject AsMentionEdited(this JsonObject envelope, string text, int secondsLater = 10) => envelope.AsMention().ChangedEvent(mention =>
        (mention["text"], mention["edited"]) = (text, new JsonObject { ["user"] = Kim, ["ts"] = $"{1772442000 + secondsLater}.000000" }));

    public static JsonObject Changed(this JsonObject envelope, Action<JsonObject> change)
    {
        change(envelope);
        return envelope;
    }

    public static JsonObject ChangedEvent(this JsonObject envelope, Action<JsonObject> change) => envelope.Changed(whole => change(whole.Inner()));

    /// <summary>Its author makes it say something else.</summary>
    public static JsonObject Edited(this JsonObject envelope, string text, int secondsLater = 10)
    {
        var before = envelope.Inner().DeepClone().AsObject();
        var after = before.DeepClone().AsObject();
        after["text"] = text;
        after["edited"] = new JsonObject { ["user"] = before["user"]?.DeepClone(), ["ts"] = $"{1772442000 + secondsLater}.000000" };
        return Change("message_changed", before, secondsLater, change => (change["message"], change["previous_message"]) = (after, before));
    }

    public static JsonObject Deleted(this JsonObject envelope, int secondsLater = 10)
    {
        var before = envelope.Inner().DeepClone().AsObject();
        return Change("message_deleted", before, secondsLater, change => (change["deleted_ts"], change["previous_message"]) = (before["ts"]!.DeepClone(), before));
    }

    /// <summary>Its author deletes it, and it has replies: Slack leaves a stone in its place.</summary>
    public static JsonObject Buried(this JsonObject envelope, int secondsLater = 10)
    {
        var before = envelope.Inner().DeepClone().AsObject();
        var stone = new JsonObject
        {
            ["type"] = "message",
            ["subtype"] = "tombstone",
            ["user"] = "USLACKBOT",
            ["text"] = "This message was deleted.",
            ["hidden"] = true,
            ["ts"] = before["ts"]!.DeepClone(),
            ["thread_ts"] = before["ts"]!.DeepClone(),
            ["reply_count"] = 1,
        };
        return Change("message_changed", before, secondsLater, change => (change["message"], change["previous_message"]) = (stone, before));
    }

    private static JsonObject Change(string subtype, JsonObject message, int secondsLater, Action<JsonObject> more)
    {
        var ts = $"{1772442000 + secondsLater}.000900";
        var change = new JsonObject
        {
            ["type"] = "message",
            ["subtype"] = subtype,
            ["hidden"] = true,
            ["channel"] = message["channel"]!.DeepClone(),
            ["channel_type"] = message["channel_type"]!.DeepClone(),
            ["ts"] = ts,
            ["event_ts"] = ts,
        };
        more(change);
        return Envelope(change);
    }

    /// <summary>A press on a button of a card in the channel.</summary>
    public static JsonObject Press(string caseId, string verb, long revision = 1, string channel = Channel, string user = Kim) => new()
    {
        ["type"] = "block_actions",
        ["user"] = new JsonObject { ["id"] = user, ["username"] = "kim", ["name"] = "kim", ["team_id"] = SlackBot.TeamId },
        ["api_app_id"] = SlackBot.AppId,
        ["token"] = "deprecated",
        ["container"] = new JsonObject { ["type"] = "message", ["message_ts"] = "1772442001.000100", ["channel_id"] = channel, ["is_ephemeral"] = false },
        ["trigger_id"] = "13345224609.738474920.8088930838d88f008e0",
        ["team"] = new JsonObject { ["id"] = SlackBot.TeamId, ["domain"] = "example" },
        ["enterprise"] = null,
        ["is_enterprise_install"] = false,
        ["channel"] = new JsonObject { ["id"] = channel, ["name"] = "mail" },
        ["message"] = new JsonObject { ["bot_id"] = "B01BOT", ["app_id"] = SlackBot.AppId, ["ts"] = "1772442001.000100", ["text"] = "card" },
        ["state"] = new JsonObject { ["values"] = new JsonObject() },
        ["response_url"] = ResponseUrl,
        ["actions"] = new JsonArray(new JsonObject
        {
            ["action_id"] = verb,
            ["block_id"] = "b1",
            ["type"] = "button",
            ["text"] = new JsonObject { ["type"] = "plain_text", ["text"] = "Press" },
            ["value"] = new ButtonValue(caseId, revision, verb).ToString(),
            ["action_ts"] = "1772442002.000300",
        }),
    };

    /// <summary>A press in a view, or on the button at its bottom.</summary>
    /// <param name="metadata">What the view was given when it opened.</param>
    public static JsonObject InView(this JsonObject press, string metadata, string type = "block_actions")
    {
        press.Remove("channel");
        press.Remove("message");
        press.Remove("state");
        press.Remove("response_url");
        press["type"] = type;
        press["container"] = new JsonObject { ["type"] = "view", ["view_id"] = "V01" };
        press["view"] = new JsonObject
        {
            ["id"] = "V01",
            ["callback_id"] = "press",
            ["private_metadata"] = metadata,
            ["hash"] = "1.a",
            ["app_installed_team_id"] = SlackBot.TeamId,
            ["state"] = new JsonObject { ["values"] = new JsonObject() },
        };
        if (type == "view_submission")
            press.Remove("actions");
        return press;
    }

    /// <summary>The shortcut in the menu of a message.</summary>
    public static JsonObject Shortcut(string text) => new()
    {
        ["type"] = "message_action",
        ["callback_id"] = "explain_error",
        ["user"] = new JsonObject { ["id"] = Kim, ["name"] = "kim" },
        ["api_app_id"] = SlackBot.AppId,
        ["team"] = new JsonObject { ["id"] = SlackBot.TeamId, ["domain"] = "example" },
        ["enterprise"] = null,
        ["is_enterprise_install"] = false,
        ["channel"] = new JsonObject { ["id"] = Channel, ["name"] = "mail" },
        ["trigger_id"] = "13345224609.738474920.8088930838d88f008e0",
        ["response_url"] = ResponseUrl,
        ["action_ts"] = "1772442002.000300",
        ["message_ts"] = "1772442000.000200",
        ["message"] = new JsonObject { ["type"] = "message", ["user"] = "U01LEE", ["ts"] = "1772442000.000200", ["text"] = text },
    };

    public static Dictionary<string, string> Command(string text, string channelName = "mail") => new(StringComparer.Ordinal)
    {
        ["token"] = "deprecated",
        ["team_id"] = SlackBot.TeamId,
        ["team_domain"] = "example",
        ["channel_id"] = channelName == "directmessage" ? Direct : Channel,
        ["channel_name"] = channelName,
        ["user_id"] = Kim,
        ["user_name"] = "kim",
        ["command"] = "/mailfix",
        ["text"] = text,
        ["api_app_id"] = SlackBot.AppId,
        ["is_enterprise_install"] = "false",
        ["response_url"] = ResponseUrl,
        ["trigger_id"] = "13345224609.738474920.8088930838d88f008e0",
    };

    private static int EventNumber;

    public const string Kim = "U01KIM";
    public const string BotUser = "U01BOT";
    public const string Channel = "C01EXAMPLE";
    public const string Direct = "D01EXAMPLE";
    public const string ResponseUrl = "https://hooks.slack.com/actions/T01EXAMPLE/1/abc";
    public const string Error = "450 4.4.316 Connection refused [LastAttemptedServerName=mail.contoso.example]";
    public const string OtherError = "450 4.4.315 Connection timed out [LastAttemptedServerName=mail.contoso.example]";
}
