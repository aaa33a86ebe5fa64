using System.Runtime.CompilerServices;
using ChatOpsBot.LiveChecks;
using ChatOpsBot.Probing;

namespace ChatOpsBot.Tests.FollowUps;

/// <summary>A probe that sees what the test says, and counts how often it was asked.</summary>
internal sealed class ScriptedProbe : IProbe
{
    private int runs;

    /// <summary>What every run sees from now on, as <c>check=outcome</c>, all at one address.</summary>
    public string[] Sees { get; set; } = [];

    /// <summary>Where it is seen.</summary>
    public string Where { get; set; } = "203.0.113.9";

    public int Runs => runs;

    public ProbeTarget? LastTarget { get; private set; }

    /// <summary>Runs wait for it; null: they end at once.</summary>
    public TaskCompletionSource? Hold { get; set; }

    public bool IsBroken { get; set; }

    /// <summary>What it refuses before anything is asked; null: nothing.</summary>
    public Func<ProbeTarget, string?>? Refuses { get; set; }

    public string? RefusalOf(ProbeTarget target) => Refuses?.Invoke(target);

    public async IAsyncEnumerable<ProbeEvent> RunAsync(ProbeRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref runs);
        LastTarget = request.Target;
        if (IsBroken)
            throw new IOException("The probe is off.");
        foreach (var seen in Sees)
        {
            var (check, outcome) = seen.Split('=') is [var first, var second] ? (first, second) : throw new InvalidOperationException(seen);
            yield return new ProbeEvent.Finished(new CheckResult { CheckId = check, Outcome = outcome, Where = check == "ctl.out25" ? null : Where, Sentence = "-" });
        }

        if (Hold is { } hold)
            await hold.Task.WaitAsync(cancellationToken);
    }
}
