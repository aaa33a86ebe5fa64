using System.Globalization;
using ChatOpsBot.Testing.Teams;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ChatOpsBot.Benchmarks.Load;

/// <summary>
/// Teams: those who sign its tokens, and a Connector. Each error is posted in a conversation and a tenant of its own: in one, Teams allows
/// seven answers a second and a bot that keeps to it would be measured by that.
/// </summary>
internal sealed class TeamsPlatform : ChatPlatform
{
    private readonly FakeTokenIssuer issuer;

    // What activities name: ours takes no address but Microsoft's, another bot is told the Connector's own.
    private string serviceUrl = "https://smba.trafficmanager.net/teams/";
    private string token = "";
    private long lastId = 1_795_001_110_000;

    private TeamsPlatform(FakeTokenIssuer issuer) => this.issuer = issuer;

    public override (string? Command, string[] Settings) Bot => (TeamsBot.Command, [$"--{TeamsBot.Keys}={issuer.Metadata}", $"--{TeamsBot.Connector}={Address}"]);

    public override string[] PeerArguments => [issuer.Metadata.AbsoluteUri, AppId];

    public override string Path => "/api/messages";

    public static async Task<ChatPlatform> StartAsync(bool isForPeer)
    {
        var platform = new TeamsPlatform(await FakeTokenIssuer.StartAsync(CancellationToken.None));
        await platform.ListenAsync();
        if (isForPeer)
            platform.serviceUrl = platform.Address;
        platform.token = platform.issuer.Issue(AppId, platform.serviceUrl, DateTimeOffset.UtcNow);
        return platform;
    }

    public override ChatPost Post(ChatTalk talk, int client, int number)
    {
        var (conversation, type) = talk == ChatTalk.Lines ? ($"19:load{client}@thread.v2", "groupChat") : ($"a:load-{client}-{number}", "personal");
        var tenant = $"00000000-0000-0000-0000-{(client * 1000 + number % 1000) % 100_000:d12}";
        var text = talk == ChatTalk.Lines ? ChatClient.Line(client, number) : ChatClient.Error(client, number);
        return new(conversation, $"Authorization: Bearer {token}\r\n", $$$"""
            {"type":"message","id":"{{{client}}}-{{{number}}}","timestamp":"2026-03-02T09:00:00.1234567Z","localTimezone":"Europe/Berlin","serviceUrl":"{{{serviceUrl}}}","channelId":"msteams","from":{"id":"29:load{{{client}}}","name":"Kim Example","aadObjectId":"aaaaaaaa-0000-0000-0000-000000000001"},"recipient":{"id":"28:{{{AppId}}}","name":"Mail Error Helper"},"conversation":{"id":"{{{conversation}}}","conversationType":"{{{type}}}","tenantId":"{{{tenant}}}"},"textFormat":"plain","locale":"en-US","text":"{{{text}}}","entities":[{"type":"clientInfo","locale":"en-US","country":"US","platform":"Windows"}],"channelData":{"tenant":{"id":"{{{tenant}}}"} } }
            """);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await issuer.DisposeAsync();
    }

    protected override (string? Conversation, int Status, string Json) Take(HttpContext context, ReadOnlySpan<byte> body)
    {
        var path = context.Features.Get<IHttpRequestFeature>()!.RawTarget.Split('?')[0].Split('/');
        var at = Array.IndexOf(path, "conversations");
        var conversation = context.Request.Method == "POST" && at >= 0 && at + 1 < path.Length ? Uri.UnescapeDataString(path[at + 1]) : null;
        return (conversation, StatusCodes.Status201Created, $$"""{"id":"{{Interlocked.Increment(ref lastId).ToString(CultureInfo.InvariantCulture)}}"}""");
    }

    public const string AppId = "11111111-2222-3333-4444-555555555555";
}
