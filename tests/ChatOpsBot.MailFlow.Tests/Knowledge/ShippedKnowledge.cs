using ChatOpsBot.MailFlow.Knowledge;

namespace ChatOpsBot.MailFlow.Tests.Knowledge;

/// <summary>The folder the product ships with, as it stands in the sources.</summary>
internal static class ShippedKnowledge
{
    /// <summary>A day after the last review of every shipped entry; fixed, so that the tests do not age.</summary>
    public static readonly DateOnly Today = new(2026, 11, 22);

    public static string Folder { get; } = Path.Combine(Repository(), "src", "Knowledge");

    /// <summary>English and every language that any file of the folder is written in (<c>4.4.316.es.yaml</c>); each entry must have them all.</summary>
    public static IReadOnlyList<string> Languages =>
        [.. Base().Entries.SelectMany(entry => entry.Texts.Languages).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    public static KnowledgeFolderResult Load() => KnowledgeFolder.Load(Folder, Today);

    public static KnowledgeBase Base() => Loaded.Value;

    public static KnowledgeEntry Entry(string id) => Base().Find(id) ?? throw new InvalidOperationException($"The shipped knowledge has no entry \"{id}\".");

    private static readonly Lazy<KnowledgeBase> Loaded = new(() =>
    {
        var result = Load();
        return result.Base ?? throw new InvalidOperationException($"The shipped knowledge does not load:{Environment.NewLine}{string.Join(Environment.NewLine, result.Problems)}");
    });

    private static string Repository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "ChatOpsBot.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException($"No ChatOpsBot.sln above {AppContext.BaseDirectory}; run the tests from a build inside the repository.");
    }
}
