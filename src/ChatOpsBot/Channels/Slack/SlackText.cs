using System.Globalization;
using System.Text;
using System.Text.Json;
using ChatOpsBot.Channels.Slack.Protocol;

namespace ChatOpsBot.Channels.Slack;

/// <summary>What a message says, as mrkdwn that the recognizer reads.</summary>
internal static class SlackText
{
    /// <param name="isOwn">Whether an app or user is this bot; what of it is shared again is not read.</param>
    public static string Of(SlackEvent message, Func<string, bool> isOwn) => Of(message, isOwn, readsAll: message.BotId is not null);

    /// <summary>The same with all that is seen of it, previews of links too: for who points at the message and asks.</summary>
    public static string Whole(SlackEvent message, Func<string, bool> isOwn) => Of(message, isOwn, readsAll: true);

    private static string Of(SlackEvent message, Func<string, bool> isOwn, bool readsAll)
    {
        var text = message.Text ?? "";
        // The blocks say what the person typed; the text is made of them, and escaped. One of them is read, so that nothing counts twice.
        var blocks = Read(message.Blocks, blocks => AppendBlocks(blocks.Into, blocks.From));
        var words = blocks.Length == 0 || (HasDigit(text) && !HasDigit(blocks)) ? text : blocks;
        var shared = Read(message.Attachments, attachments => AppendAttachments(attachments.Into, attachments.From, isOwn, readsAll));
        return shared.Length == 0 ? words : $"{words}\n{shared}";
    }

    /// <summary>Whether the text or the blocks name the user as <c>&lt;@U…&gt;</c>.</summary>
    public static bool Mentions(string mrkdwn, string user) =>
        mrkdwn.Contains($"<@{user}>", StringComparison.Ordinal) || mrkdwn.Contains($"<@{user}|", StringComparison.Ordinal);

    /// <summary>The app that wrote it, where that is told; null for people.</summary>
    public static string? AppOf(SlackEvent message) => message.AppId ?? (message.BotProfile is { } profile ? TextOf(profile, "app_id") : null);

    /// <summary>What a program calls itself.</summary>
    public static string? ProgramOf(SlackEvent message) => message.Username ?? (message.BotProfile is { } profile ? TextOf(profile, "name") : null);

    private static string Read(JsonElement? list, Action<(StringBuilder Into, JsonElement From)> append)
    {
        if (list is not { ValueKind: JsonValueKind.Array } items)
            return "";
        var read = new StringBuilder();
        append((read, items));
        return read.ToString().Trim('\n');
    }

    private static void AppendBlocks(StringBuilder into, JsonElement blocks)
    {
        foreach (var block in Items(blocks))
        {
            switch (TextOf(block, "type"))
            {
                case "rich_text":
                    AppendParts(into, Member(block, "elements"));
                    break;
                // What programs post; people's editors make rich text alone.
                case "section":
                    AppendTextObject(into, Member(block, "text"));
                    foreach (var field in Items(Member(block, "fields")))
                        AppendTextObject(into, field);
                    break;
                case "header":
                    AppendTextObject(into, Member(block, "text"));
                    break;
                case "context":
                    foreach (var element in Items(Member(block, "elements")))
                        AppendTextObject(into, element);
                    break;
                case "table":
                    foreach (var row in Items(Member(block, "rows")))
                        AppendRow(into, row);
                    break;
                case "markdown":
                    into.Append(Escape(TextOf(block, "text") ?? "")).Append('\n');
                    break;
            }
        }
    }

    private static void AppendParts(StringBuilder into, JsonElement? parts)
    {
        foreach (var part in Items(parts))
        {
            if (TextOf(part, "type") is "rich_text_list")
                AppendParts(into, Member(part, "elements"));
            else
                AppendRuns(into, Member(part, "elements"));
            if (into.Length > 0 && into[^1] != '\n')
                into.Append('\n');
        }
    }

    private static void AppendRuns(StringBuilder into, JsonElement? runs)
    {
        foreach (var run in Items(runs))
        {
            into.Append(TextOf(run, "type") switch
            {
                // A link's label is what the person saw: Slack turns the hosts and addresses of a pasted bounce into links.
                "text" or "link" => Escape(TextOf(run, "text") ?? TextOf(run, "url") ?? ""),
                "user" => $"<@{TextOf(run, "user_id")}>",
                "date" => Escape(TextOf(run, "fallback") ?? ""),
                "color" => Escape(TextOf(run, "value") ?? ""),
                // Emoji, channels, groups and everybody: nothing about mail, but words end there.
                _ => " ",
            });
        }
    }

    /// <summary>A row is a line: what its cells say belongs together.</summary>
    private static void AppendRow(StringBuilder into, JsonElement row)
    {
        foreach (var cell in Items(row))
        {
            var start = into.Length;
            if (TextOf(cell, "type") == "rich_text")
                AppendParts(into, Member(cell, "elements"));
            else
                into.Append(Escape(TextOf(cell, "text") ?? ""));
            while (into.Length > start && into[^1] == '\n')
                into.Length--;
            into.Append(' ');
        }

        into.Append('\n');
    }

    private static void AppendTextObject(StringBuilder into, JsonElement? text)
    {
        if (text is not { } item || TextOf(item, "text") is not { } said)
            return;
        into.Append(TextOf(item, "type") == "plain_text" ? Escape(said) : said).Append('\n');
    }

    /// <param name="readsAll">Programs put what they say into attachments; under people's messages these are what they share, or previews of links.</param>
    private static void AppendAttachments(StringBuilder into, JsonElement attachments, Func<string, bool> isOwn, bool readsAll)
    {
        foreach (var attachment in Items(attachments))
        {
            if (!readsAll && !IsTrue(attachment, "is_share") && !IsTrue(attachment, "is_msg_unfurl"))
                continue;
            if (Names.Any(name => TextOf(attachment, name) is { } id && isOwn(id)) || IsOwnMessage(attachment, isOwn))
                continue;
            var before = into.Length;
            foreach (var member in Texts)
            {
                if (TextOf(attachment, member) is { Length: > 0 } said)
                    into.Append(said).Append('\n');
            }

            foreach (var field in Items(Member(attachment, "fields")))
                into.Append(CultureInfo.InvariantCulture, $"{TextOf(field, "title")} {TextOf(field, "value")}\n");
            if (Member(attachment, "blocks") is { } blocks)
                AppendBlocks(into, blocks);
            if (into.Length == before && TextOf(attachment, "fallback") is { Length: > 0 } fallback)
                into.Append(fallback).Append('\n');
        }
    }

    /// <summary>A shared message comes with its blocks, and these with who wrote it.</summary>
    private static bool IsOwnMessage(JsonElement attachment, Func<string, bool> isOwn) =>
        Items(Member(attachment, "message_blocks")).Any(block => Member(block, "message") is { } message && Names.Any(name => TextOf(message, name) is { } id && isOwn(id)));

    /// <summary>As Slack escapes what people type, so that it is undone exactly once.</summary>
    private static string Escape(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);

    private static bool HasDigit(string text) => text.AsSpan().ContainsAnyInRange('0', '9');

    private static IEnumerable<JsonElement> Items(JsonElement? list) => list is { ValueKind: JsonValueKind.Array } items ? items.EnumerateArray() : Enumerable.Empty<JsonElement>();

    private static JsonElement? Member(JsonElement item, string name) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty(name, out var member) ? member : null;

    private static string? TextOf(JsonElement item, string name) => Member(item, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static bool IsTrue(JsonElement item, string name) => Member(item, name) is { ValueKind: JsonValueKind.True };

    private static readonly string[] Texts = ["pretext", "title", "text"];

    /// <summary>Members that say whose a message is.</summary>
    private static readonly string[] Names = ["app_id", "author_id", "user"];
}
