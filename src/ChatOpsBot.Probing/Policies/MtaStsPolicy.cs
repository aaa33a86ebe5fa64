using System.Globalization;
using System.Text;

namespace ChatOpsBot.Probing.Policies;

/// <summary>What a domain demands of senders about TLS to its servers.</summary>
internal enum MtaStsMode
{
    None,

    /// <summary>Senders report what fails and deliver all the same.</summary>
    Testing,

    /// <summary>Senders deliver only to listed hosts with a valid certificate.</summary>
    Enforce,
}

/// <summary>The policy document of a domain (RFC 8461 §3.2).</summary>
/// <param name="MaxAge">In seconds.</param>
/// <param name="Hosts">Names of mail servers, lower case; <c>*.</c> in front stands for one label.</param>
internal sealed record MtaStsPolicy(MtaStsMode Mode, int MaxAge, IReadOnlyList<string> Hosts)
{
    public const int MaxBody = 64 * 1024;

    // RFC 8461 §3.2: about a year.
    private const int LongestAge = 31_557_600;

    /// <returns>The policy, or what is wrong with it as the rest of a sentence that began with "it".</returns>
    public static (MtaStsPolicy? Policy, string? Problem) Read(byte[] body)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        List<string> hosts = [];

        // Blank lines are no part of the grammar, but common at the end.
        foreach (var line in Encoding.Latin1.GetString(body).Split('\n').Select(line => line.Trim(' ', '\t', '\r')).Where(line => line.Length > 0))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon < 1)
                return (null, $"has a line that is no field: \"{Evidence.Short(line, 60)}\"");
            var (name, value) = (line[..colon].TrimEnd(), line[(colon + 1)..].Trim());
            if (name == "mx")
                hosts.Add(value.TrimEnd('.').ToLowerInvariant());
            else
                _ = fields.TryAdd(name, value);
        }

        if (fields.GetValueOrDefault("version") != "STSv1")
            return (null, "does not say version: STSv1");
        MtaStsMode? mode = fields.GetValueOrDefault("mode") switch
        {
            "enforce" => MtaStsMode.Enforce,
            "testing" => MtaStsMode.Testing,
            "none" => MtaStsMode.None,
            _ => null,
        };
        if (mode is null)
            return (null, "has no mode of enforce, testing or none");
        if (!int.TryParse(fields.GetValueOrDefault("max_age"), NumberStyles.None, CultureInfo.InvariantCulture, out var age) || age > LongestAge)
            return (null, "has no max_age of at most a year");
        return mode != MtaStsMode.None && hosts.Count == 0 ? (null, "lists no mx") : (new MtaStsPolicy(mode.Value, age, hosts), null);
    }

    public bool Lists(string host) => Hosts.Any(listed => listed.StartsWith("*.", StringComparison.Ordinal)
        ? host.IndexOf('.', StringComparison.Ordinal) is var dot and > 0 && host[dot..] == listed[1..]
        : host == listed);
}
