using System.Globalization;

namespace ChatOpsBot.Testing.Dns;

/// <summary>What a scripted server does wrong, and to which questions.</summary>
/// <param name="What">Word of the script: <c>silence</c>, <c>servfail</c>, …</param>
/// <param name="Name">The name asked; names below it too.</param>
/// <param name="Type">Record type, or <c>*</c> for all.</param>
/// <param name="Number">Code of an extended error, or how often.</param>
/// <param name="Text">Text of the extended error.</param>
internal sealed record DnsMisbehavior(string What, string Name, string Type, int Number, string Text)
{
    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        "silence", "servfail", "refused", "nxdomain", "formerr-edns", "bogus", "secure", "insecure", "servfail-once", "lame", "truncate", "cut", "no-tcp", "close-tcp",
        "wrong-id", "wrong-question", "garbage", "loop", "error", "lose", "hold", "resolver",
    };

    /// <summary>Reads <c>* servfail contoso.com MX 6 signature expired</c>: what, where, and if wanted type, number and text.</summary>
    public static DnsMisbehavior Parse(string line)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < 3 || !Known.Contains(words[1]))
            throw new ArgumentException($"\"{line}\" is no misbehavior. Write * what name [type [number [text]]] with one of {string.Join(", ", Known)}.", nameof(line));
        return new(
            words[1],
            DnsWire.Plain(words[2]),
            words.Length > 3 ? words[3] : "*",
            words.Length > 4 ? int.Parse(words[4], CultureInfo.InvariantCulture) : -1,
            string.Join(' ', words.Skip(5)));
    }

    public bool Fits(string name, string type) =>
        (Type == "*" || Type == type) && (Name.Length == 0 || name == Name || name.EndsWith('.' + Name, StringComparison.Ordinal));
}
