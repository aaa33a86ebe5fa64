namespace ChatOpsBot.MailFlow.Knowledge.Reading;

/// <summary>The closed lists of words an author may write, and what they mean. The schema for editors lists the same ones.</summary>
internal static class Words
{
    public static IReadOnlyDictionary<string, Actor> Actors { get; } = new OrderedDictionary<string, Actor>(StringComparer.Ordinal)
    {
        ["mail-admin"] = Actor.MailAdmin,
        ["network-team"] = Actor.NetworkTeam,
        ["partner"] = Actor.Partner,
        ["dns-host"] = Actor.DnsHost,
        ["microsoft"] = Actor.Microsoft,
        ["sender"] = Actor.Sender,
    };

    public static IReadOnlyDictionary<string, Verdict> Verdicts { get; } = new OrderedDictionary<string, Verdict>(StringComparer.Ordinal)
    {
        ["confirms"] = Verdict.Confirms,
        ["supports"] = Verdict.Supports,
        ["rules-out"] = Verdict.RulesOut,
    };

    public static IReadOnlyDictionary<string, Quantifier> Quantifiers { get; } = new OrderedDictionary<string, Quantifier>(StringComparer.Ordinal)
    {
        ["any"] = Quantifier.Any,
        ["every"] = Quantifier.Every,
    };

    public static IReadOnlyDictionary<string, bool> Booleans { get; } = new OrderedDictionary<string, bool>(StringComparer.Ordinal)
    {
        ["true"] = true,
        ["false"] = false,
    };

    public static IReadOnlyDictionary<string, QueueOwner> Queues { get; } = new OrderedDictionary<string, QueueOwner>(StringComparer.Ordinal)
    {
        ["sender"] = QueueOwner.Sender,
        ["exchange-online"] = QueueOwner.ExchangeOnline,
    };

    public static IReadOnlyList<string> Shells { get; } = ["powershell", "bash"];

    /// <summary>Reads a word of one of the lists; null when it is left out or not in the list, which is reported.</summary>
    public static TValue? Read<TValue>(YamlScalar? word, IReadOnlyDictionary<string, TValue> list, FileReport report)
        where TValue : struct
    {
        if (word is null)
            return null;
        if (list.TryGetValue(word.Value, out var value))
            return value;
        report.Error(word.Line, "unknown-word", $"\"{word.Value}\" is not known here. Write one of: {NameList.Of(list.Keys)}.");
        return null;
    }
}
