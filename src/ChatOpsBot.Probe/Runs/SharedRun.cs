using System.Runtime.CompilerServices;
using ChatOpsBot.MailFlow;
using ChatOpsBot.Probing;
using ChatOpsBot.Probing.Reports;

namespace ChatOpsBot.Probe.Runs;

/// <summary>One run that any number of callers read, each from its beginning.</summary>
/// <remarks>The tasks of the run write; readers see what is complete. How many read is kept by the registry.</remarks>
internal sealed class SharedRun(ProbeRequest request, ReportVantage vantage, TimeProvider time) : IDisposable
{
    private readonly Lock gate = new();
    private readonly ProbeReportWriter writer = new(request, vantage, time);
    private readonly List<RunEvent> events = [];
    private readonly TaskCompletionSource over = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Only while somebody waits for it.</summary>
    private TaskCompletionSource? more;

    public ProbeRequest Request { get; } = request;

    public CancellationTokenSource Stop { get; } = new();

    /// <summary>Of the registry.</summary>
    public int Readers { get; set; }

    /// <summary>Null while it goes on.</summary>
    public RunEnd? End { get; private set; }

    /// <summary>For who wants no more than the end.</summary>
    public Task Over => over.Task;

    public DateTimeOffset EndedAt { get; private set; }

    public void Dispose() => Stop.Dispose();

    public void Add(ProbeEvent seen)
    {
        lock (gate)
        {
            var stage = writer.Add(seen);
            events.Add(stage is not null ? new RunEvent.Told(stage) : seen is ProbeEvent.Started begun ? new RunEvent.Begun(begun.CheckId, begun.Where) : throw new ArgumentOutOfRangeException(nameof(seen), seen, "Unknown event."));
            Signal();
        }
    }

    public void Finish(RunEnd end)
    {
        lock (gate)
        {
            (End, EndedAt) = (end, time.GetUtcNow());
            Signal();
        }

        over.SetResult();
    }

    /// <summary>All events from the first, until the run has ended.</summary>
    public async IAsyncEnumerable<RunEvent> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var read = 0; ;)
        {
            List<RunEvent> fresh;
            Task next;
            bool isOver;
            lock (gate)
            {
                fresh = events[read..];
                more ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
                (next, isOver) = (more.Task, End is not null);
            }

            foreach (var one in fresh)
                yield return one;
            read += fresh.Count;
            if (isOver)
                yield break;
            await next.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Only of a completed run. The verdict speaks about the code this caller saw.</summary>
    public ProbeReport Write(EnhancedStatusCode? reportedCode, bool cached)
    {
        lock (gate)
            return writer.Write(reportedCode) with { Cached = cached };
    }

    private void Signal()
    {
        more?.SetResult();
        more = null;
    }
}

/// <summary>How a run ended.</summary>
internal enum RunEnd
{
    Completed,

    /// <summary>Nobody waited for it any more, or the backend stops.</summary>
    Stopped,

    /// <summary>A fault of ours.</summary>
    Broken,
}

/// <summary>What a run says while it goes on.</summary>
internal abstract record RunEvent
{
    private RunEvent()
    {
    }

    internal sealed record Begun(string Check, string? Where) : RunEvent;

    internal sealed record Told(ReportStage Stage) : RunEvent;
}
