using System.Globalization;
using System.Text.Json.Nodes;

namespace ChatOpsBot.Tests.Channels.Teams;

/// <summary>Activities as Teams sends them.</summary>
internal static class TeamsActivity
{
    public static JsonObject Message(string text = Error, string id = "1795001112223") => new()
    {
        ["type"] = "message",
        ["id"] = id,
        ["timestamp"] = "2026-03-02T09:00:00.1234567Z",
        ["localTimestamp"] = "2026-03-02T10:00:00.1234567+01:00",
        ["localTimezone"] = "Europe/Berlin",
        ["serviceUrl"] = ServiceUrl,
        ["channelId"] = "msteams",
        ["from"] = Kim(),
        ["recipient"] = Bot(),
        ["conversation"] = new JsonObject { ["id"] = Personal, ["conversationType"] = "personal", ["tenantId"] = TeamsBot.TenantId },
        ["textFormat"] = "plain",
        ["locale"] = "en-US",
        ["text"] = text,
        ["entities"] = new JsonArray(new JsonObject { ["type"] = "clientInfo", ["locale"] = "en-US", ["country"] = "US", ["platform"] = "Windows", ["timezone"] = "Europe/Berlin" }),
        ["channelData"] = new JsonObject { ["tenant"] = new JsonObject { ["id"] = TeamsBot.TenantId } },
    };

    /// <summary>The same, written in a thread of a channel.</summary>
    public static JsonObject InChannel(this JsonObject activity, string? root = null)
    {
        root ??= activity["id"]!.GetValue<string>();
        activity["conversation"] = new JsonObject
        {
            ["id"] = $"{Channel};messageid={root}",
            ["conversationType"] = "channel",
            ["isGroup"] = true,
            ["tenantId"] = TeamsBot.TenantId,
        };
        activity["channelData"] = new JsonObject
        {
            ["teamsChannelId"] = Channel,
            ["teamsTeamId"] = Team,
            ["channel"] = new JsonObject { ["id"] = Channel },
            ["team"] = new JsonObject { ["id"] = Team },
            ["tenant"] = new JsonObject { ["id"] = TeamsBot.TenantId },
        };
        return activity;
    }

    /// <summary>The same, written in a chat of several people.</summary>
    public static JsonObject InGroupChat(this JsonObject activity)
    {
        activity["conversation"] = new JsonObject { ["id"] = GroupChat, ["conversationType"] = "groupChat", ["isGroup"] = true, ["tenantId"] = TeamsBot.TenantId };
        return activity;
    }

    /// <summary>The same, with somebody named in front of it.</summary>
    public static JsonObject Naming(this JsonObject activity, string id, string name)
    {
        activity["text"] = $"<at>{name}</at> {activity["text"]!.GetValue<string>()}";
        activity["entities"]!.AsArray().Insert(0, Mention(id, name));
        return activity;
    }

    public static JsonObject NamingBot(this JsonObject activity) => activity.Naming(BotId, "Mail Error Helper");

    public static JsonObject Mention(string id, string name) =>
        new() { ["type"] = "mention", ["text"] = $"<at>{name}</at>", ["mentioned"] = new JsonObject { ["id"] = id, ["name"] = name } };

    public static JsonObject WithHtml(this JsonObject activity, string html)
    {
        activity["attachments"] = new JsonArray(new JsonObject { ["contentType"] = "text/html", ["content"] = html });
        return activity;
    }

    /// <summary>The same message, edited so many seconds later.</summary>
    public static JsonObject Edited(this JsonObject message, string text, int secondsLater = 10, string eventType = "editMessage")
    {
        message["type"] = "messageUpdate";
        message["text"] = text;
        message["timestamp"] = Later(secondsLater);
        message["channelData"]!["eventType"] = eventType;
        return message;
    }

    public static JsonObject Deleted(this JsonObject message, int secondsLater = 10)
    {
        message["type"] = "messageDelete";
        message.Remove("text");
        message["timestamp"] = Later(secondsLater);
        message["channelData"]!["eventType"] = "softDeleteMessage";
        return message;
    }

    /// <summary>An <c>Action.Execute</c> as the card of a case sends it.</summary>
    public static JsonObject Press(string caseId, string verb, JsonNode? revision = null, string id = "f:1", string trigger = "manual", string? by = null)
    {
        var press = Message(id: id);
        press["type"] = "invoke";
        press["name"] = "adaptiveCard/action";
        press["replyToId"] = "1795001119999";
        press.Remove("text");
        if (by is not null)
            press["from"] = new JsonObject { ["id"] = $"29:{by}", ["name"] = by };
        press["value"] = new JsonObject
        {
            ["action"] = new JsonObject
            {
                ["type"] = "Action.Execute",
                ["title"] = "Press",
                ["verb"] = verb,
                ["data"] = new JsonObject { ["caseId"] = caseId, ["revision"] = revision ?? 1, ["verb"] = verb },
            },
            ["trigger"] = trigger,
        };
        return press;
    }

    /// <summary>The bot was added to a team, as each of the two activities tells it.</summary>
    public static JsonObject Installed(string type, string action = "add")
    {
        var activity = Message(id: $"f:{type}-{action}").InChannel();
        activity["type"] = type;
        activity.Remove("text");
        activity["conversation"]!["id"] = Team;
        if (type == "installationUpdate")
        {
            activity["action"] = action;
            activity["channelData"]!["settings"] = new JsonObject { ["selectedChannel"] = new JsonObject { ["id"] = Channel } };
        }
        else
        {
            activity["membersAdded"] = new JsonArray(Bot());
            activity["channelData"]!["eventType"] = "teamMemberAdded";
        }

        return activity;
    }

    public static string Later(int seconds) =>
        new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero).AddSeconds(seconds).ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);

    public static JsonObject Bot() => new() { ["id"] = BotId, ["name"] = "Mail Error Helper" };

    private static JsonObject Kim() => new() { ["id"] = KimId, ["name"] = "Kim Example", ["aadObjectId"] = "aaaaaaaa-0000-0000-0000-000000000001" };

    public const string Error = "450 4.4.316 Connection refused [LastAttemptedServerName=mail.contoso.example]";
    public const string OtherError = "450 4.4.315 Connection timed out [LastAttemptedServerName=mail.contoso.example]";
    public const string ServiceUrl = "https://smba.trafficmanager.net/emea/";
    public const string BotId = $"28:{TeamsBot.AppId}";
    public const string KimId = "29:1abcDEFexample";
    public const string Personal = "a:1personal";
    public const string GroupChat = "19:groupgroupgroup@thread.v2";
    public const string Channel = "19:0123456789abcdef@thread.tacv2";
    public const string Team = "19:fedcba9876543210@thread.tacv2";
}
