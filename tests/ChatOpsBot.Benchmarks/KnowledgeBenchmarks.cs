using BenchmarkDotNet.Attributes;
using ChatOpsBot.MailFlow;
using ChatOpsBot.MailFlow.Knowledge;

namespace ChatOpsBot.Benchmarks;

/// <summary>A catalog as large as it may become: 250 files, a fifth of them entries, the others their translations.</summary>
[MemoryDiagnoser]
public class KnowledgeBenchmarks
{
    private const int Entries = 50;
    private const string SharedLine = "550 5.9.1 These are the words of number 17 and of nobody else, q12-20020a5d";
    private readonly MailError plain = new() { Code = new EnhancedStatusCode(4, 4, 316), QuotedLine = "450 4.4.316 Connection refused" };
    private readonly MailError shared = new() { Code = new EnhancedStatusCode(5, 9, 1), QuotedLine = SharedLine, Words = ErrorWords.Fold(SharedLine) };
    private readonly MailError unknown = new() { Code = new EnhancedStatusCode(5, 8, 8), QuotedLine = "550 5.8.8 Nobody knows" };
    private string folder = null!;
    private KnowledgeBase knowledge = null!;

    [GlobalSetup]
    public void Fill()
    {
        folder = Directory.CreateTempSubdirectory("chatopsbot-benchmark-").FullName;
        var shipped = Path.Combine(AppContext.BaseDirectory, "Knowledge");
        foreach (var file in Directory.GetFiles(shipped, "*.yaml"))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        for (var number = 0; number < Entries; number++)
        {
            var id = $"e{number}";
            foreach (var file in Directory.GetFiles(Path.Combine(shipped, "connectors"), "4.4.316*.yaml"))
            {
                var text = File.ReadAllText(file)
                    .Replace("id: 4.4.316", $"id: {id}", StringComparison.Ordinal)
                    .Replace("of: 4.4.316", $"of: {id}", StringComparison.Ordinal)
                    .Replace("c316.", $"c{id}.", StringComparison.Ordinal)
                    .Replace("f316.", $"f{id}.", StringComparison.Ordinal);
                if (number > 0)
                {
                    text = text
                        .Replace("codes: [4.4.316]", $"codes: [5.9.1]\n  texts: [\"of number {number} and\"]", StringComparison.Ordinal)
                        .Replace("expiredCodes: [5.4.316]", "vagueCodes: []", StringComparison.Ordinal);
                    text = string.Join('\n', text.Split('\n').Where(line => !line.StartsWith("  details:", StringComparison.Ordinal)));
                }

                text = text.Split("\nneighbors:", 2) is [var before, var after] ? before + "\nsources:" + after.Split("\nsources:", 2)[1] : text;
                text = string.Join('\n', text.Split('\n').Where(line => !line.StartsWith("  neighbor.", StringComparison.Ordinal)));
                File.WriteAllText(Path.Combine(folder, Path.GetFileName(file).Replace("4.4.316", id, StringComparison.Ordinal)), text);
            }
        }

        knowledge = Load();
    }

    [GlobalCleanup]
    public void Delete() => Directory.Delete(folder, recursive: true);

    [Benchmark]
    public KnowledgeBase Load()
    {
        var loaded = KnowledgeFolder.Load(folder, DateOnly.MaxValue);
        return loaded.Base ?? throw new InvalidOperationException(string.Join(Environment.NewLine, loaded.Problems.Where(problem => problem.Severity == KnowledgeSeverity.Error).Take(5)));
    }

    [Benchmark]
    public object Fingerprint() => KnowledgeFolder.Fingerprint(folder);

    [Benchmark]
    public object? FindByCode() => knowledge.Find(plain);

    /// <summary>49 entries share the code: each is compared with the words.</summary>
    [Benchmark]
    public object? FindByWords() => knowledge.Find(shared);

    [Benchmark]
    public object? FindNothing() => knowledge.Find(unknown);

    [Benchmark]
    public object Suggest() => knowledge.Suggest("mail is stuck, the partner's server refuses the connection", 3);
}
