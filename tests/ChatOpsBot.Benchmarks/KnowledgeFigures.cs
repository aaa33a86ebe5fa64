using System.Diagnostics;
using System.Globalization;
using System.Runtime;
using ChatOpsBot.MailFlow;
using ChatOpsBot.MailFlow.Knowledge;

namespace ChatOpsBot.Benchmarks;

/// <summary>
/// <c>knowledge</c>: the shipped knowledge read once in a fresh process, as a bot that starts does, what it holds, and what looking up costs.
/// Processor time beside the clock: that of others on the same machine is not in it.
/// </summary>
internal static class KnowledgeFigures
{
    public const string Command = "knowledge";
    private const string Once = "once";
    private const int Processes = 9;

    public static int Run(string[] args)
    {
        if (args is [Once, ..])
        {
            ReadOnce();
            return 0;
        }

        var runs = Enumerable.Range(0, Processes).Select(_ => InProcess()).ToList();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"cold load, {Processes} processes, median (least to most):"));
        Print("clock", "ms", 0);
        Print("processor", "ms", 1);
        Print("of it compiling (JIT)", "ms", 2);
        Print("allocated", "MiB", 3);
        Print("held (managed)", "MiB", 4);
        Print("resident after a collection", "MiB", 5);
        Print("resident when just read", "MiB", 6);
        Print("of it private, no code", "MiB", 7);
        LookUp();
        return 0;

        void Print(string what, string unit, int column)
        {
            var values = runs.Select(run => run[column]).Order().ToList();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {what,-28} {values[values.Count / 2]:0.0} {unit} ({values[0]:0.0} to {values[^1]:0.0})"));
        }
    }

    /// <summary>Every example of every entry, as the recognizer gives it to the bot: with its words.</summary>
    private static void LookUp()
    {
        var knowledge = BenchmarkKnowledge.Base;
        var errors = knowledge.Entries.SelectMany(entry => entry.Examples).Select(example => MailErrorRecognizer.Recognize(example).Primary).OfType<MailError>().ToList();
        Console.WriteLine("a lookup, least of many batches, and what it allocates:");
        // Else the first ones measured are those of code that the runtime has not compiled well yet.
        for (var warm = Stopwatch.StartNew(); warm.Elapsed < WarmUp;)
            errors.ForEach(error => knowledge.Find(error));
        Show("code", new MailError { Code = new EnhancedStatusCode(4, 4, 316), QuotedLine = "", Words = "" });
        Show("code unknown", new MailError { Code = new EnhancedStatusCode(5, 8, 8), QuotedLine = "", Words = "550 5.8.8 nobody knows" });
        Show("provider's tag", new MailError { Detail = "S3150", QuotedLine = "", Words = "s3150" });
        var measured = errors.Select(error => (Error: error, Cost: Measure(() => knowledge.Find(error)))).OrderBy(found => found.Cost.Nanoseconds).ToList();
        Print($"{errors.Count} examples: median", measured[measured.Count / 2].Cost);
        foreach (var (error, cost) in measured.TakeLast(5))
            Print($"{error.CodeText}, {error.Words?.Length} characters, {knowledge.Naming(error).Count} entries", cost);

        void Show(string what, MailError error) => Print(what, Measure(() => knowledge.Find(error)));

        static void Print(string what, (double Nanoseconds, double Bytes) cost) =>
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {what,-60} {cost.Nanoseconds,7:0} ns {cost.Bytes,7:0} B"));
    }

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);

    private static (double Nanoseconds, double Bytes) Measure(Func<object?> look)
    {
        const int Batch = 500;
        var least = double.MaxValue;
        var bytes = 0.0;
        // The first half warms up.
        for (var batch = 0; batch < 60; batch++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var began = Stopwatch.GetTimestamp();
            for (var i = 0; i < Batch; i++)
                look();
            least = Math.Min(least, Stopwatch.GetElapsedTime(began).TotalNanoseconds / Batch);
            bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / (double)Batch;
        }

        return (least, bytes);
    }

    private static List<double> InProcess()
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, [typeof(KnowledgeFigures).Assembly.Location, Command, Once]) { RedirectStandardOutput = true, UseShellExecute = false };
        // As the bot's own project sets them.
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_GCConserveMemory"] = "7";
        start.Environment["DOTNET_GCgen0MaxBudget"] = "600000";
        using var process = Process.Start(start) ?? throw new InvalidOperationException("The process did not start.");
        var line = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return [.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(text => double.Parse(text, CultureInfo.InvariantCulture))];
    }

    private static void ReadOnce()
    {
        var self = Process.GetCurrentProcess();
        var heap = GC.GetTotalMemory(forceFullCollection: true);
        var (resident, own, processor) = (Resident(self), Private(), self.TotalProcessorTime);
        var (compiling, allocated) = (JitInfo.GetCompilationTime(), GC.GetTotalAllocatedBytes());
        var clock = Stopwatch.StartNew();
        var loaded = KnowledgeFolder.Load(Path.Combine(AppContext.BaseDirectory, "Knowledge"), DateOnly.MaxValue);
        clock.Stop();
        self.Refresh();
        var used = self.TotalProcessorTime - processor;
        (compiling, allocated) = (JitInfo.GetCompilationTime() - compiling, GC.GetTotalAllocatedBytes() - allocated);
        var (most, mostOwn) = (Resident(self) - resident, Private() - own);
        var held = Collected() - heap;
        if (loaded.Base is not { } knowledge)
            throw new InvalidOperationException("The shipped knowledge does not load; `chatopsbot knowledge lint` says why.");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{clock.Elapsed.TotalMilliseconds} {used.TotalMilliseconds} {compiling.TotalMilliseconds} {MiB(allocated)} {MiB(held)} {MiB(Resident(self) - resident)} {MiB(most)} {MiB(mostOwn)}"));
        GC.KeepAlive(knowledge.Find(new MailError { Code = new EnhancedStatusCode(4, 4, 316), QuotedLine = "" }));
        GC.KeepAlive(loaded);
    }

    private static long Collected()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return GC.GetTotalMemory(forceFullCollection: true);
    }

    private static long Resident(Process self)
    {
        self.Refresh();
        return self.WorkingSet64;
    }

    /// <summary>Resident memory that is no page of a file. Linux only, as the driver.</summary>
    private static long Private() =>
        long.Parse(File.ReadLines("/proc/self/status").First(line => line.StartsWith("RssAnon:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) * 1024;

    private static double MiB(long bytes) => bytes / 1024.0 / 1024;
}
