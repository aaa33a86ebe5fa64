using System.Globalization;

namespace ChatOpsBot.LiveChecks;

/// <summary>A <c>chatopsbot-probe</c> that looks for the bot from another place of the network. One of <c>Probe:Backends</c>.</summary>
internal sealed class ProbeBackend
{
    /// <summary>Name of the configuration section, and the first word of every problem <see cref="Problems"/> reports.</summary>
    public const string Section = "Probe:Backends";

    private const int MaxBackends = 4;
    private const int LongestName = 32;
    private const int ShortestKey = 32;

    /// <summary>The place as cards name it: <c>outside</c>, <c>inside</c>.</summary>
    public string Name { get; init; } = "";

    /// <summary>Where it answers: <c>https://probe.contoso.com/</c>.</summary>
    public string Url { get; init; } = "";

    /// <summary>The key it knows this bot by; empty only for one on this machine that has no keys.</summary>
    public string Key { get; init; } = "";

    /// <summary>Longest wait for a whole run. Its own budget, 60 s by default, and some time on the way. Default: 75 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(75);

    /// <summary>Where to ask for runs.</summary>
    public Uri Runs => new(Url.EndsWith('/') ? new Uri(Url) : new Uri(Url + "/"), "v1/runs");

    /// <summary>Every problem as a sentence that says what to do; never with a key in it.</summary>
    public static IEnumerable<string> Problems(IReadOnlyList<ProbeBackend> backends)
    {
        HashSet<string> names = new(StringComparer.OrdinalIgnoreCase);
        foreach (var (index, backend) in backends.Index())
        {
            var where = string.Create(CultureInfo.InvariantCulture, $"{Section}:{index}");
            if (!IsName(backend.Name))
                yield return $"{where}:Name is \"{backend.Name}\". Write how cards shall name the place, such as outside: 1 to {LongestName} letters, digits, blanks, points or hyphens.";
            else if (!names.Add(backend.Name))
                yield return $"{where}:Name is \"{backend.Name}\" a second time. Give each backend a name of its own.";
            foreach (var problem in backend.UrlProblems())
                yield return $"{where}:{problem}";
            if (backend.Key.Length == 0 && !(Uri.TryCreate(backend.Url, UriKind.Absolute, out var url) && url.IsLoopback))
                yield return $"{where}:Key is empty. Write the key the backend knows this bot by; only one on this machine may go without.";
            else if (backend.Key.Length > 0 && (backend.Key.Length < ShortestKey || !backend.Key.All(character => character is > ' ' and <= '~')))
                yield return $"{where}:Key is no key of a backend. Write the {ShortestKey} or more characters of its Backend:Keys, without blanks.";
            if (backend.Timeout < TimeSpan.FromSeconds(1) || backend.Timeout > TimeSpan.FromMinutes(10))
                yield return $"{where}:Timeout is {backend.Timeout.ToString("c", CultureInfo.InvariantCulture)}. Write hh:mm:ss from 00:00:01 to 00:10:00.";
        }

        if (backends.Count > MaxBackends)
            yield return string.Create(CultureInfo.InvariantCulture, $"{Section} names {backends.Count} backends. Name at most {MaxBackends}: a card must show them all.");
    }

    private IEnumerable<string> UrlProblems()
    {
        // Whatever is wrong with it, a password in it must not get into the log.
        var isReadable = Uri.TryCreate(Url, UriKind.Absolute, out var url) && url is { Scheme: "https" or "http", UserInfo: "" };
        if (!isReadable)
            yield return Url.Contains('@', StringComparison.Ordinal) ? "Url has a user name in it. Write it without one; the key goes to Key." : $"Url is \"{Url}\". Write where the backend answers, such as https://probe.contoso.com/.";
        else if (url is { Scheme: "http", IsLoopback: false })
            yield return $"Url is \"{Url}\", over which everybody on the way could read the key. Write https://, or the address of a backend on this machine.";
        else if (url!.Query.Length > 0 || url.Fragment.Length > 0)
            yield return "Url has a ? or # in it. Write only where the backend answers, such as https://probe.contoso.com/.";
    }

    private static bool IsName(string name) =>
        name.Length is > 0 and <= LongestName && name.Trim() == name && name.All(character => char.IsLetterOrDigit(character) || character is ' ' or '.' or '-');
}
