using System.Globalization;

namespace ChatOpsBot.Probe;

/// <summary>Who may ask the backend, and how much. Bound from the section <c>Backend</c>.</summary>
internal sealed class BackendOptions
{
    public const string Section = "Backend";

    /// <summary>Who may ask. Default: nobody by name, and then the backend listens to this machine alone.</summary>
    public IList<CallerKeys> Keys { get; init; } = [];

    /// <summary>How many questions one caller may ask in a minute; 1 to 10000. Default: 1200.</summary>
    public int RunsPerMinute { get; init; } = 1200;

    /// <summary>How many new runs against one target all callers together may start in a minute; 1 to 1000. Default: 4.</summary>
    public int RunsPerMinuteAndTarget { get; init; } = 4;

    /// <summary>How many runs go on at the same time; 1 to 1000. Default: 1000.</summary>
    public int ParallelRuns { get; init; } = 1000;

    /// <summary>How many more wait for their turn; 0 to 10000. Default: 1000.</summary>
    public int QueueLength { get; init; } = 1000;

    /// <summary>How long an answer is given again to the same question; 0 to 1 h. Default: 5 min.</summary>
    public TimeSpan KeepAnswers { get; init; } = TimeSpan.FromMinutes(5);

    public IEnumerable<string> Validate() =>
    [
        .. KeyProblems(),
        .. CountProblems(nameof(RunsPerMinute), RunsPerMinute, 1, 10_000),
        .. CountProblems(nameof(RunsPerMinuteAndTarget), RunsPerMinuteAndTarget, 1, 1000),
        .. CountProblems(nameof(ParallelRuns), ParallelRuns, 1, 1000),
        .. CountProblems(nameof(QueueLength), QueueLength, 0, 10_000),
        .. KeepAnswers >= TimeSpan.Zero && KeepAnswers <= TimeSpan.FromHours(1)
            ? Array.Empty<string>()
            : [$"{Section}:{nameof(KeepAnswers)} is \"{KeepAnswers.ToString("c", CultureInfo.InvariantCulture)}\", outside its range. Write hours:minutes:seconds from 00:00:00 to 01:00:00."],
    ];

    private IEnumerable<string> KeyProblems()
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        HashSet<string> values = new(StringComparer.Ordinal);
        foreach (var (index, caller) in Keys.Index())
        {
            var where = string.Create(CultureInfo.InvariantCulture, $"{Section}:{nameof(Keys)}:{index}");
            if (!IsName(caller.Name))
                yield return $"{where}:Name is \"{caller.Name}\", which is no name for the log. Write 1 to 64 letters, digits, points, hyphens or underscores.";
            else if (!names.Add(caller.Name))
                yield return $"{where}:Name is \"{caller.Name}\" a second time. Give each caller a name of its own; a second key of one caller goes to OtherKey.";
            if (caller.All.Count == 0)
                yield return $"{where} has no key. Set {where}:Key to at least 32 random characters, for example from \"openssl rand -hex 32\".";
            foreach (var key in caller.All)
            {
                if (key.Length < CallerKeys.ShortestKey)
                    yield return $"{where} has a key of {key.Length.ToString(CultureInfo.InvariantCulture)} characters. Use at least {CallerKeys.ShortestKey} random ones, for example from \"openssl rand -hex 32\".";
                else if (!values.Add(key))
                    yield return $"{where} has a key that stands there twice. Give each caller keys of its own.";
            }
        }
    }

    private static bool IsName(string name) => name.Length is > 0 and <= 64 && name.All(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '-' or '_');

    private static IEnumerable<string> CountProblems(string option, int count, int least, int most) =>
        count >= least && count <= most ? [] : [string.Create(CultureInfo.InvariantCulture, $"{Section}:{option} is {count}, outside its range. Write a number from {least} to {most}.")];
}

/// <summary>A caller by name, with up to two keys: while the one is being replaced the other still opens.</summary>
internal sealed class CallerKeys
{
    public const int ShortestKey = 32;

    public string Name { get; init; } = "";

    public string Key { get; init; } = "";

    public string OtherKey { get; init; } = "";

    public IReadOnlyList<string> All => [.. new[] { Key, OtherKey }.Where(key => key.Length > 0)];
}
