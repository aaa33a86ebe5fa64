using ChatOpsBot.Channels.Slack;
using ChatOpsBot.Channels.Teams;
using ChatOpsBot.Channels.Web;
using ChatOpsBot.Conversations;
using ChatOpsBot.FollowUps;
using ChatOpsBot.LiveChecks;
using ChatOpsBot.Probing;
using ChatOpsBot.Storage;

namespace ChatOpsBot;

/// <summary>What the operator has set, read once at the start and found good.</summary>
internal sealed record BotSettings(StorageOptions Storage, KnowledgeOptions Knowledge, ConversationOptions Conversations, FollowUpOptions FollowUps, ProbeOptions Probe, WebOptions Web, TeamsOptions Teams, SlackOptions Slack)
{
    /// <summary>Who runs the live checks; empty when the bot does it itself.</summary>
    public IReadOnlyList<ProbeBackend> Backends { get; init; } = [];

    /// <param name="environment">Where the bot is about to run; null for a command beside it.</param>
    /// <exception cref="StartException">Lists what is wrong in all sections; in one with a value that cannot even be read, those values alone.</exception>
    public static BotSettings Read(IConfiguration configuration, string? environment = null)
    {
        List<string> problems = [.. WrittenSettings.ProblemsOfSections(configuration, Sections), .. HostSettings.Problems(configuration)];
        var storage = Bind<StorageOptions>(configuration, StorageOptions.Section, problems);
        var knowledge = Bind<KnowledgeOptions>(configuration, KnowledgeOptions.Section, problems);
        var conversations = Bind<ConversationOptions>(configuration, ConversationOptions.Section, problems);
        var followUps = Bind<FollowUpOptions>(configuration, FollowUpOptions.Section, problems);
        var probe = Bind<ProbeOptions>(Without(ProbeBackend.Section, configuration), ProbeOptions.Section, problems);
        var backends = BindBackends(configuration, problems);
        var web = Bind<WebOptions>(configuration, WebOptions.Section, problems);
        var teams = Bind<TeamsOptions>(configuration, TeamsOptions.Section, problems);
        var slack = Bind<SlackOptions>(configuration, SlackOptions.Section, problems);

        problems.AddRange(storage.Problems());
        problems.AddRange(knowledge.Problems());
        problems.AddRange(conversations.Problems());
        problems.AddRange(followUps.Problems());
        problems.AddRange(probe.Validate());
        problems.AddRange(ProbeBackend.Problems(backends));
        problems.AddRange(web.Problems());
        problems.AddRange(teams.Problems(environment));
        problems.AddRange(slack.Problems());
        if (problems.Count > 0)
            throw new StartException("Some settings cannot be used:", problems);
        return new BotSettings(storage, knowledge, conversations, followUps, probe, web, teams, slack) { Backends = backends };
    }

    private static List<ProbeBackend> BindBackends(IConfiguration configuration, List<string> problems)
    {
        var section = configuration.GetSection(ProbeBackend.Section);
        List<string> found =
        [
            .. section.GetChildren().Prepend(section).Where(place => !string.IsNullOrEmpty(place.Value))
                .Select(place => $"{place.Path} is a plain value. Write a list of backends, each with Name, Url and Key, as appsettings.json shows."),
            .. section.GetChildren().Where(place => string.IsNullOrEmpty(place.Value)).SelectMany(place => WrittenSettings.Problems(place, typeof(ProbeBackend))),
        ];
        problems.AddRange(found);
        return found.Count == 0 ? section.Get<List<ProbeBackend>>() ?? [] : [];
    }

    /// <summary>The same settings but for one section, which is bound apart: the backends are the bot's, the rest of <c>Probe</c> the engine's.</summary>
    private static IConfiguration Without(string section, IConfiguration configuration) => new ConfigurationBuilder()
        .AddInMemoryCollection(configuration.AsEnumerable().Where(pair => !(pair.Key + ":").StartsWith(section + ":", StringComparison.OrdinalIgnoreCase)))
        .Build();

    /// <summary>Binds a section; a name that is no setting is a problem too, because a misspelt one would silently do nothing.</summary>
    private static T Bind<T>(IConfiguration configuration, string section, List<string> problems)
        where T : new()
    {
        var written = configuration.GetSection(section);
        List<string> found = [.. WrittenSettings.Problems(written, typeof(T))];
        problems.AddRange(found);
        return found.Count == 0 ? written.Get<T>() ?? new T() : new T();
    }

    private static readonly Dictionary<string, Type> Sections = new(StringComparer.OrdinalIgnoreCase)
    {
        [StorageOptions.Section] = typeof(StorageOptions),
        [KnowledgeOptions.Section] = typeof(KnowledgeOptions),
        [ConversationOptions.Section] = typeof(ConversationOptions),
        [FollowUpOptions.Section] = typeof(FollowUpOptions),
        [ProbeOptions.Section] = typeof(ProbeOptions),
        [WebOptions.Section] = typeof(WebOptions),
        [TeamsOptions.Section] = typeof(TeamsOptions),
        [SlackOptions.Section] = typeof(SlackOptions),
    };
}

/// <summary>The bot cannot start as it is set up. Says everything that is wrong at once.</summary>
internal sealed class StartException(string message, IReadOnlyList<string> problems) : Exception(message + Environment.NewLine + string.Join(Environment.NewLine, problems.Select(problem => "  " + problem)))
{
    public IReadOnlyList<string> Problems { get; } = problems;

    /// <summary>A settings file that is no JSON.</summary>
    public static StartException UnreadableFile(InvalidDataException exception) =>
        new("The settings cannot be read:", [$"{exception.Message} {exception.GetBaseException().Message} Mend the file at that line."]);
}
