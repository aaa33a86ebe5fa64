using System.Globalization;
using System.Text;
using ChatOpsBot.Channels.Slack.Protocol;
using Microsoft.AspNetCore.Http;

namespace ChatOpsBot.Benchmarks.Load;

/// <summary>
/// Slack: signed events, and a Web API. Each error names the bot in a channel of its own, and ours hears it from many workspaces: Slack
/// allows a channel one answer a second and a workspace some hundred a minute, and a bot that keeps to it would be measured by that.
/// </summary>
internal sealed class SlackPlatform : ChatPlatform
{
    private readonly bool isForPeer;
    private long lastTs;

    private SlackPlatform(bool isForPeer) => this.isForPeer = isForPeer;

    public override (string? Command, string[] Settings) Bot => (null,
        [$"--Slack:AppId={AppId}", $"--Slack:SigningSecret={SigningSecret}", $"--Slack:BotToken={Token}", $"--Slack:ApiBaseUrl={Address}api/", "--Slack:Blocks=Rich"]);

    public override string[] PeerArguments => [$"{Address}api/", SigningSecret, Token];

    public override string Path => "/slack/events";

    public static async Task<ChatPlatform> StartAsync(bool isForPeer)
    {
        var platform = new SlackPlatform(isForPeer);
        await platform.ListenAsync();
        return platform;
    }

    public override ChatPost Post(ChatTalk talk, int client, int number)
    {
        var channel = talk == ChatTalk.Lines ? $"C{client:d4}" : $"C{client:d4}N{number:d7}";
        // The other bot would keep a client for each workspace.
        var team = isForPeer || talk == ChatTalk.Lines ? "T01EXAMPLE" : $"T{client:d4}{number % 1000:d3}";
        var ts = $"{FirstSecond + number / 1000}.{client:d3}{number % 1000:d3}";
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var (type, text, elements) = talk == ChatTalk.Lines ? Line(client, number) : Error(client, number);
        var body = $$$"""
            {"token":"deprecated","team_id":"{{{team}}}","context_team_id":"{{{team}}}","context_enterprise_id":null,"api_app_id":"{{{AppId}}}","event":{"user":"U01KIM","type":"{{{type}}}","ts":"{{{ts}}}","client_msg_id":"0aaa0000-0000-0000-0000-000000000001","text":"{{{text}}}","team":"{{{team}}}","blocks":[{"type":"rich_text","block_id":"b1","elements":[{"type":"rich_text_section","elements":[{{{elements}}}]}]}],"channel":"{{{channel}}}","channel_type":"channel","event_ts":"{{{ts}}}"},"type":"event_callback","event_id":"Ev{{{client:d4}}}{{{number:d7}}}","event_time":{{{now}}},"authorizations":[{"enterprise_id":null,"team_id":"{{{team}}}","user_id":"{{{BotUser}}}","is_bot":true,"is_enterprise_install":false}],"is_ext_shared_channel":false,"event_context":"4-opaque"}
            """;
        var signature = RequestSignature.Sign(now, Encoding.UTF8.GetBytes(body), SigningSecret);
        return new(channel, $"{RequestSignature.TimestampHeader}: {now}\r\n{RequestSignature.SignatureHeader}: {signature}\r\n", body);
    }

    private static (string Type, string Text, string Elements) Line(int client, int number)
    {
        var line = ChatClient.Line(client, number);
        return ("message", line, $$"""{"type":"text","text":"{{line}}"}""");
    }

    /// <summary>Slack makes a link of a pasted host.</summary>
    private static (string Type, string Text, string Elements) Error(int client, int number)
    {
        var error = ChatClient.Error(client, number);
        var server = ChatClient.Server(client, number);
        var before = error[..error.IndexOf(server, StringComparison.Ordinal)];
        var after = error[(before.Length + server.Length)..];
        return ("app_mention", $"<@{BotUser}> {before}<http://{server}|{server}>{after}", $$"""
            {"type":"user","user_id":"{{BotUser}}"},{"type":"text","text":" {{before}}"},{"type":"link","url":"http://{{server}}","text":"{{server}}"},{"type":"text","text":"{{after}}"}
            """);
    }

    /// <exception cref="InvalidDataException">A message without its card.</exception>
    protected override (string? Conversation, int Status, string Json) Take(HttpContext context, ReadOnlySpan<byte> body)
    {
        if (context.Request.Path.Value is not "/api/chat.postMessage")
            return (null, StatusCodes.Status200OK, $$"""{"ok":true,"team_id":"T01EXAMPLE","user_id":"{{BotUser}}","bot_id":"B01BOT","is_enterprise_install":false}""");
        // Ours posts JSON, the other one a form.
        var channel = Member(body, "\"channel\":\""u8) ?? Member(body, "channel="u8);
        if (channel is null || body.IndexOf("actions"u8) < 0)
            throw new InvalidDataException("A message came without a channel or without a card.");
        var ts = string.Create(CultureInfo.InvariantCulture, $"{FirstSecond}.{Interlocked.Increment(ref lastTs):d6}");
        return (channel, StatusCodes.Status200OK, $$$"""{"ok":true,"channel":"{{{channel}}}","ts":"{{{ts}}}","message":{"type":"message","user":"{{{BotUser}}}","ts":"{{{ts}}}","bot_id":"B01BOT","app_id":"{{{AppId}}}"}}""");
    }

    private static string? Member(ReadOnlySpan<byte> body, ReadOnlySpan<byte> name)
    {
        var at = body.IndexOf(name);
        if (at < 0)
            return null;
        var rest = body[(at + name.Length)..];
        var end = rest.IndexOfAny("\"&"u8);
        return Encoding.UTF8.GetString(end < 0 ? rest : rest[..end]);
    }

    private const string AppId = "A01EXAMPLE";
    private const string SigningSecret = "load-load-load-load-load-load-ld";
    private const string Token = "xoxb-load";
    private const string BotUser = "U01BOT";
    private const int FirstSecond = 1_795_001_111;
}
