using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ChatOpsBot.Testing.Slack;

/// <summary>What the methods do.</summary>
public sealed partial class FakeSlack
{
    private SlackAnswer CarryOut(SlackCall call, string path)
    {
        lock (gate)
        {
            return call.Method switch
            {
                "auth.test" => Ok(new JsonObject { ["team_id"] = TeamOf(call), ["user_id"] = "U01BOT", ["bot_id"] = "B01BOT", ["is_enterprise_install"] = false }),
                "chat.postMessage" => Post(call, visibleTo: null),
                "chat.postEphemeral" => Post(call, call.Argument("user")),
                "chat.update" => Update(call),
                "chat.delete" => DeleteOwn(call),
                "conversations.info" => Info(call),
                "conversations.replies" => History(call, message => message.ThreadTs == call.Argument("ts") || message.Ts == call.Argument("ts")),
                "conversations.history" => History(call, message => message.ThreadTs is null),
                "views.open" => OpenView(call),
                "views.update" => UpdateView(call),
                "views.publish" => KeepView(call, call.Argument("user_id")),
                "users.info" => User(call),
                "files.info" => files.TryGetValue(call.Argument("file") ?? "", out var file) ? Ok(new JsonObject { ["file"] = JsonNode.Parse(file.GetRawText()) }) : SlackAnswer.Error("file_not_found"),
                "apps.connections.open" => SocketUrl is null ? SlackAnswer.Error("internal_error") : Ok(new JsonObject { ["url"] = SocketUrl.AbsoluteUri }),
                "oauth.v2.access" => Grant(call),
                "response_url" => Respond(call, path),
                _ => SlackAnswer.Error("unknown_method"),
            };
        }
    }

    private string TeamOf(SlackCall call) => teamOfToken.GetValueOrDefault(call.Authorization.Replace("Bearer ", "", StringComparison.Ordinal)) ?? "";

    private SlackAnswer Post(SlackCall call, string? visibleTo)
    {
        var id = call.Argument("channel")!;
        // To a person: the direct message with them.
        if (id[0] is 'U' or 'W')
            channels.TryAdd(id = "D" + id[1..], new SlackChannelState(id));
        if (!channels.TryGetValue(id, out var channel))
            return SlackAnswer.Error("channel_not_found");
        if (channel.Refusal is { } refusal)
            return SlackAnswer.Error(refusal);
        var ts = NextTs();
        messages.Add(new SlackMessage(TeamOf(call), channel.Id, ts, call.Argument("thread_ts"), call.Argument("text")!, Find(call, "blocks"), Find(call, "metadata"), Updates: 0, visibleTo));
        return visibleTo is null ? Ok(new JsonObject { ["channel"] = channel.Id, ["ts"] = ts }) : Ok(new JsonObject { ["message_ts"] = ts });
    }

    private SlackAnswer Update(SlackCall call)
    {
        if (channels.GetValueOrDefault(call.Argument("channel")!)?.Refusal is { } refusal)
            return SlackAnswer.Error(refusal);
        var index = messages.FindIndex(message => message.Channel == call.Argument("channel") && message.Ts == call.Argument("ts") && message.VisibleTo is null);
        if (index < 0)
            return SlackAnswer.Error("message_not_found");
        if (messages[index].Team != TeamOf(call))
            return SlackAnswer.Error("cant_update_message");
        messages[index] = messages[index] with { Text = call.Argument("text")!, Blocks = Find(call, "blocks"), Updates = messages[index].Updates + 1 };
        return Ok(new JsonObject { ["channel"] = messages[index].Channel, ["ts"] = messages[index].Ts });
    }

    private SlackAnswer DeleteOwn(SlackCall call) =>
        messages.RemoveAll(message => message.Channel == call.Argument("channel") && message.Ts == call.Argument("ts")) > 0 ? Ok() : SlackAnswer.Error("message_not_found");

    private SlackAnswer Info(SlackCall call) => channels.TryGetValue(call.Argument("channel")!, out var channel)
        ? Ok(new JsonObject
        {
            ["channel"] = new JsonObject
            {
                ["id"] = channel.Id,
                ["is_im"] = channel.Id[0] == 'D',
                ["is_member"] = channel.Refusal != "not_in_channel",
                ["is_archived"] = channel.Refusal == "is_archived",
                ["locale"] = channel.Locale,
            },
        })
        : SlackAnswer.Error("channel_not_found");

    private SlackAnswer History(SlackCall call, Func<SlackMessage, bool> isMeant)
    {
        var oldest = decimal.Parse(call.Argument("oldest") ?? "0", CultureInfo.InvariantCulture);
        var found = messages
            .Where(message => message.Channel == call.Argument("channel") && message.VisibleTo is null && isMeant(message) && decimal.Parse(message.Ts, CultureInfo.InvariantCulture) >= oldest)
            .Select(message => (JsonNode)new JsonObject
            {
                ["ts"] = message.Ts,
                ["bot_id"] = "B01BOT",
                ["text"] = message.Text,
                ["metadata"] = message.Metadata is { } metadata && call.Argument("include_all_metadata") == "true" ? JsonNode.Parse(metadata.GetRawText()) : null,
            });
        return Ok(new JsonObject { ["messages"] = new JsonArray([.. found]), ["has_more"] = false });
    }

    private SlackAnswer OpenView(SlackCall call)
    {
        var trigger = call.Argument("trigger_id") ?? "";
        if (!triggers.Remove(trigger, out var at))
            return SlackAnswer.Error(trigger.StartsWith("trigger-", StringComparison.Ordinal) ? "exchanged_trigger_id" : "invalid_trigger_id");
        return time.GetUtcNow() - at > TimeSpan.FromSeconds(3) ? SlackAnswer.Error("expired_trigger_id") : KeepView(call, publishedTo: null);
    }

    private SlackAnswer UpdateView(SlackCall call)
    {
        var index = views.FindIndex(view => view.Id == call.Argument("view_id"));
        if (index < 0)
            return SlackAnswer.Error("not_found");
        if (call.Argument("hash") is { } hash && hash != views[index].Hash)
            return SlackAnswer.Error("hash_conflict");
        views[index] = views[index] with { Hash = string.Create(CultureInfo.InvariantCulture, $"hash-{++lastId}"), View = call.Arguments.GetProperty("view") };
        return Ok(new JsonObject { ["view"] = new JsonObject { ["id"] = views[index].Id, ["hash"] = views[index].Hash } });
    }

    private SlackAnswer KeepView(SlackCall call, string? publishedTo)
    {
        views.RemoveAll(view => publishedTo is not null && view.PublishedTo == publishedTo);
        var view = new SlackView(string.Create(CultureInfo.InvariantCulture, $"V{++lastId}"), string.Create(CultureInfo.InvariantCulture, $"hash-{lastId}"), call.Arguments.GetProperty("view"), publishedTo);
        views.Add(view);
        return Ok(new JsonObject { ["view"] = new JsonObject { ["id"] = view.Id, ["hash"] = view.Hash } });
    }

    private SlackAnswer User(SlackCall call) => people.TryGetValue(call.Argument("user")!, out var person)
        ? Ok(new JsonObject
        {
            ["user"] = new JsonObject
            {
                ["id"] = person.Id,
                ["name"] = person.Name,
                ["real_name"] = person.Name,
                ["locale"] = call.Argument("include_locale") == "true" ? person.Locale : null,
                ["tz"] = person.TimeZone,
                ["profile"] = new JsonObject { ["display_name"] = person.Name },
            },
        })
        : SlackAnswer.Error("user_not_found");

    private SlackAnswer Grant(SlackCall call)
    {
        var refresh = call.Argument("grant_type") == "refresh_token";
        return Grants.TryRemove(call.Argument(refresh ? "refresh_token" : "code") ?? "", out var grant)
            ? Ok((JsonObject)JsonNode.Parse(grant.GetRawText())!)
            : SlackAnswer.Error(refresh ? "invalid_refresh_token" : "invalid_code");
    }

    private SlackAnswer? JudgeResponse(SlackCall call, string path)
    {
        if (call.Authorization.Length > 0)
            return Complain("invalid_arguments", "A response_url is called without a token.");
        if (call.ContentType != "application/json; charset=utf-8")
            return Complain("invalid_payload", $"response_url: Content-Type is {call.ContentType}.");
        lock (gate)
        {
            if (!responseUrls.TryGetValue(path, out var known) || time.GetUtcNow() - known.From > TimeSpan.FromMinutes(30))
                return new SlackAnswer(404, "expired_url");
            if (known.Uses >= 5)
            {
                complaints.Add("A response_url is used more than five times.");
                return new SlackAnswer(404, "used_url");
            }
        }

        if (!call.Arguments.TryGetProperty("blocks", out var blocks))
            return null;
        var problems = BlockKitRules.Message(blocks);
        return problems.Count == 0 ? null : ComplainOfBlocks(call, problems);
    }

    private SlackAnswer Respond(SlackCall call, string path)
    {
        var known = responseUrls[path];
        responseUrls[path] = known with { Uses = known.Uses + 1 };
        messages.Add(new SlackMessage("", path, NextTs(), call.Argument("thread_ts"), call.Argument("text") ?? "", Find(call, "blocks"), Metadata: null, Updates: 0, call.Argument("response_type") == "in_channel" ? null : "asker"));
        return new SlackAnswer(200, "ok");
    }

    private string NextTs() => string.Create(CultureInfo.InvariantCulture, $"{time.GetUtcNow().ToUnixTimeSeconds()}.{++lastId:000000}");

    private static JsonElement? Find(SlackCall call, string name) => call.Arguments.TryGetProperty(name, out var value) ? value : null;

    private static readonly Dictionary<string, Method> Known = new(StringComparer.Ordinal)
    {
        ["auth.test"] = new(IsJson: false, 600, []),
        ["chat.postMessage"] = new(IsJson: true, 60, ["channel", "text", "blocks", "thread_ts", "reply_broadcast", "unfurl_links", "unfurl_media", "metadata"]),
        // Slack allows about 50; the bot has promised 40.
        ["chat.update"] = new(IsJson: true, 40, ["channel", "ts", "text", "blocks"]),
        ["chat.delete"] = new(IsJson: false, 50, ["channel", "ts"]),
        ["chat.postEphemeral"] = new(IsJson: true, 100, ["channel", "user", "text", "blocks", "thread_ts"]),
        ["conversations.info"] = new(IsJson: false, 50, ["channel", "include_locale"]),
        ["conversations.history"] = new(IsJson: false, 50, ["channel", "oldest", "limit", "include_all_metadata"]),
        ["conversations.replies"] = new(IsJson: false, 50, ["channel", "ts", "oldest", "limit", "include_all_metadata"]),
        ["views.open"] = new(IsJson: true, 100, ["trigger_id", "view"]),
        ["views.update"] = new(IsJson: true, 100, ["view_id", "hash", "view"]),
        ["views.publish"] = new(IsJson: true, 100, ["user_id", "hash", "view"]),
        ["users.info"] = new(IsJson: false, 100, ["user", "include_locale"]),
        ["files.info"] = new(IsJson: false, 100, ["file"]),
        ["apps.connections.open"] = new(IsJson: false, 50, []),
        ["oauth.v2.access"] = new(IsJson: false, 600, ["code", "redirect_uri", "grant_type", "refresh_token"]),
    };

    private sealed record Method(bool IsJson, int PerMinute, string[] Arguments);
}
