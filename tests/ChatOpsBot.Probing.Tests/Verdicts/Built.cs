using System.Globalization;

namespace ChatOpsBot.Probing.Tests.Verdicts;

/// <summary>Results as a run would give them, written down.</summary>
/// <remarks>
/// <c>tcp25 refused @mx1.contoso.com/10/203.0.113.9 !reason causes=tcp.refused seconds=3</c>: check, outcome, host with preference and
/// address, reason, facts. Results part at semicolons, ids of one fact at plus signs.
/// </remarks>
internal static class Built
{
    public static IReadOnlyList<CheckResult> Results(string script) =>
        [.. script.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Result)];

    private static CheckResult Result(string line)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var facts = new Dictionary<string, string>(StringComparer.Ordinal) { ["host"] = "contoso.com", ["port"] = "25" };
        string? reason = null;
        foreach (var word in words[2..])
        {
            if (word[0] == '@')
                Place(word[1..].Split('/'), facts);
            else if (word[0] == '!')
                reason = word[1..];
            else
                facts[word.Split('=')[0]] = word.Split('=')[1].Replace('+', ' ');
        }

        return new CheckResult
        {
            CheckId = words[0],
            Outcome = words[1],
            Reason = reason,
            Where = facts.GetValueOrDefault("address") ?? facts["host"],
            Sentence = string.Create(CultureInfo.InvariantCulture, $"{words[0]} of {facts["host"]} is {words[1]}."),
            Facts = facts,
        };
    }

    private static void Place(string[] parts, Dictionary<string, string> facts)
    {
        facts["host"] = parts[0];
        if (parts.Length > 1 && parts[1].Length > 0)
            (facts["preference"], facts["domain"]) = (parts[1], "contoso.com");
        if (parts.Length > 2)
            facts["address"] = parts[2];
    }
}
