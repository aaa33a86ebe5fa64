using System.Globalization;
using System.Text;
using ChatOpsBot.Testing.Teams;
using ChatOpsBot.Tests.Channels.Teams;

namespace ChatOpsBot.Tests.Faults;

/// <summary>Teams as the Playground speaks it to a bot on the same machine, without tokens: a hundred people, each alone with the bot.</summary>
internal sealed class ScriptedTeams : ScriptedPlatform
{
    private readonly FakeConnector connector;

    private ScriptedTeams(FakeConnector connector)
    {
        this.connector = connector;
        Door = Doorway.Before(new Uri(connector.ServiceUrl));
        connector.Accepts = null;
        connector.Delay = _ => SlowDownAsync();
        connector.Answer = call => Meet(call.Method == "POST", call.Body) is { } fate ? AnswerOf(fate) : null;
    }

    public override string Name => "teams";

    public override (string Name, string Value)[] Settings => [("Teams__Playground", "true")];

    protected override Doorway Door { get; }

    public static async Task<ScriptedTeams> StartAsync(CancellationToken cancellationToken) => new(await FakeConnector.StartAsync(time: null, cancellationToken));

    public override async Task<HttpResponseMessage> DeliverAsync(HttpClient bot, int number, CancellationToken cancellationToken)
    {
        var person = string.Create(CultureInfo.InvariantCulture, $"person-{number % People}");
        var message = TeamsActivity.Message($"450 4.4.316 Connection refused {HostOf(number)}", (FirstId + number).ToString(CultureInfo.InvariantCulture));
        message["serviceUrl"] = Door.Address.AbsoluteUri;
        message["from"]!["id"] = $"29:{person}";
        message["conversation"]!["id"] = $"a:{person}";
        using var content = new StringContent(message.ToJsonString(), Encoding.UTF8, "application/json");
        return await bot.PostAsync(new Uri("api/messages", UriKind.Relative), content, cancellationToken);
    }

    public override async ValueTask DisposeAsync()
    {
        await Door.DisposeAsync();
        await connector.DisposeAsync();
    }

    protected override IReadOnlyList<string> Texts(int skip) => [.. connector.Messages.Skip(skip).Select(message => message.Body)];

    protected override IEnumerable<string> Unheard() => connector.Unheard.Select(call => call.Body);

    /// <summary>After 500 never; where nobody knows, once.</summary>
    protected override bool IsPostedAgainAfter(int? status) => status != 500;

    private static ConnectorAnswer AnswerOf(Fate fate)
    {
        var answer = fate.Status switch
        {
            null => ConnectorAnswer.Broken,
            429 => ConnectorAnswer.Throttled(fate.RetryAfter!.Value.TotalSeconds.ToString(CultureInfo.InvariantCulture)),
            { } status => ConnectorAnswer.Html(status),
        };
        return fate.IsPosted ? answer.AfterCarryingOut() : answer;
    }

    private const int People = 100;

    private const long FirstId = 1_795_001_000_000;
}
