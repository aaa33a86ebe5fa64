using System.Text.Json.Nodes;

namespace ChatOpsBot.Tests.Channels.Teams;

/// <summary>Whatever kind of value stands in whatever member of whatever activity: the answer is plain, and nothing of it is a fault of the bot's.</summary>
public sealed class MemberKindsTests
{
    public static TheoryData<string> Kinds => [.. Activities.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Any_value_in_any_member_gets_a_plain_answer(string kind)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var bot = await TeamsBot.StartAsync(cancellationToken);
        using var message = await bot.PostAsync(TeamsActivity.Message(), cancellationToken);
        var caseId = (await bot.Channel.UntilAsync(posts => posts.Count == 1, cancellationToken))[0].Card.CaseId;
        var sample = Activities[kind](caseId);
        var token = $"Bearer {bot.Token(sample)}";
        List<string> wrong = [];

        foreach (var path in Paths(sample, []))
        {
            foreach (var value in Values)
            {
                using var answer = await bot.PostAsync(With(sample, path, value), token, cancellationToken);
                var status = (int)answer.StatusCode;
                var said = await answer.Content.ReadAsStringAsync(cancellationToken);
                if (status is not (200 or 202 or 400 or 403 or 501) || (status != 200 && said.Length > 0) || said.Contains("zebrafinch", StringComparison.Ordinal))
                    wrong.Add($"{string.Join('.', path)} = {value}: {status} {said[..Math.Min(said.Length, 80)]}");
            }
        }

        Assert.Empty(wrong);
        await bot.SettleAsync(cancellationToken);
        Assert.DoesNotContain(bot.Log.All, line => line.StartsWith("Error", StringComparison.Ordinal) || line.StartsWith("Critical", StringComparison.Ordinal) || line.Contains("zebrafinch", StringComparison.Ordinal));
        using var next = await bot.PostAsync(TeamsActivity.Message(id: "next"), cancellationToken);
        Assert.Equal(202, (int)next.StatusCode);
    }

    private static readonly Dictionary<string, Func<string, JsonObject>> Activities = new(StringComparer.Ordinal)
    {
        ["a channel message"] = _ => Full(TeamsActivity.Message().InChannel().NamingBot()),
        ["a personal message with a file"] = _ => WithFile(TeamsActivity.Message("see the file")),
        ["an edit"] = _ => TeamsActivity.Message().InChannel().Edited(TeamsActivity.OtherError),
        ["a deletion"] = _ => TeamsActivity.Message().InChannel().Deleted(),
        ["an installation"] = _ => TeamsActivity.Installed("installationUpdate"),
        ["new members"] = _ => TeamsActivity.Installed("conversationUpdate"),
        ["a press"] = caseId => TeamsActivity.Press(caseId, "take"),
        ["a press of an old client"] = caseId => Submitted(TeamsActivity.Message(), new JsonObject { ["caseId"] = caseId, ["revision"] = 1, ["verb"] = "more" }),
        ["a dialog"] = caseId => Invoke("task/fetch", caseId, "more"),
        ["a press in a dialog"] = caseId => Invoke("task/submit", caseId, "save-settings"),
        ["the message action"] = _ => MessageAction(),
    };

    private static readonly string[] Values =
    [
        "null", "\"\"", "\"zebrafinch\"", "\" \"", "\".\"", "\"\\u0000\"", "\"\\ud800\"", "0", "-1", "1e400", "123456789012345678901234567890", "true", "[]", "[null]", "[[]]", "[{}]", "[\"zebrafinch\"]", "{}",
        "{\"id\":null}", "{\"zebrafinch\":{\"a\":[1]}}",
    ];

    private static IEnumerable<string[]> Paths(JsonNode? node, string[] at) => node switch
    {
        JsonObject parent => parent.SelectMany(member => Paths(member.Value, [.. at, member.Key]).Prepend([.. at, member.Key])),
        JsonArray items => items.SelectMany((item, index) => Paths(item, [.. at, $"{index}"]).Prepend([.. at, $"{index}"])),
        _ => [],
    };

    /// <summary>As text, because some of the values cannot be a node.</summary>
    private static string With(JsonObject sample, string[] path, string value)
    {
        const string place = "\"here-it-stands\"";
        var changed = sample.DeepClone();
        var parent = changed;
        foreach (var step in path[..^1])
            parent = parent is JsonArray items ? items[int.Parse(step, System.Globalization.CultureInfo.InvariantCulture)]! : parent[step]!;
        if (parent is JsonArray list)
            list[int.Parse(path[^1], System.Globalization.CultureInfo.InvariantCulture)] = "here-it-stands";
        else
            parent[path[^1]] = "here-it-stands";
        return changed.ToJsonString().Replace(place, value, StringComparison.Ordinal);
    }

    private static JsonObject Full(JsonObject message)
    {
        message.WithHtml($"<div><span itemtype=\"http://schema.skype.com/Mention\">Bot</span> {TeamsActivity.Error}</div>");
        message["entities"]!.AsArray().Add(new JsonObject { ["type"] = "quotedReply", ["quotedReply"] = new JsonObject { ["messageId"] = "1", ["senderId"] = "29:kim", ["preview"] = TeamsActivity.OtherError } });
        message["replyToId"] = "1795001110000";
        return message;
    }

    private static JsonObject WithFile(JsonObject message)
    {
        message["attachments"] = new JsonArray(new JsonObject
        {
            ["contentType"] = "application/vnd.microsoft.teams.file.download.info",
            ["contentUrl"] = "https://contoso.sharepoint.invalid/x.eml",
            ["name"] = "x.eml",
            // None of Microsoft's hosts: nothing is fetched.
            ["content"] = new JsonObject { ["downloadUrl"] = "https://files.example.invalid/x", ["uniqueId"] = "1", ["fileType"] = "eml" },
        });
        return message;
    }

    private static JsonObject Submitted(JsonObject message, JsonObject value)
    {
        message.Remove("text");
        message["value"] = value;
        return message;
    }

    private static JsonObject Invoke(string name, string caseId, string verb)
    {
        var invoke = TeamsActivity.Press(caseId, verb);
        invoke["name"] = name;
        invoke["value"] = new JsonObject
        {
            ["data"] = new JsonObject { ["msteams"] = new JsonObject { ["type"] = name }, ["caseId"] = caseId, ["revision"] = 1, ["verb"] = verb, ["language"] = "sv", ["listens"] = "no", ["mute"] = "60" },
            ["context"] = new JsonObject { ["theme"] = "default" },
        };
        return invoke;
    }

    private static JsonObject MessageAction()
    {
        var invoke = TeamsActivity.Press("", "");
        invoke["name"] = "composeExtension/fetchTask";
        invoke["value"] = new JsonObject
        {
            ["commandId"] = "explainMailError",
            ["commandContext"] = "message",
            ["messagePayload"] = new JsonObject { ["id"] = "1", ["deleted"] = false, ["body"] = new JsonObject { ["contentType"] = "html", ["content"] = TeamsActivity.Error } },
        };
        return invoke;
    }
}
