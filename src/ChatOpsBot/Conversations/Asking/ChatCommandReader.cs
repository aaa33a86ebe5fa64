using System.Globalization;
using System.Text;
using ChatOpsBot.Conversations.Texts;

namespace ChatOpsBot.Conversations.Asking;

/// <summary>Reads a command out of a message to the bot: in any of the five languages, in any case, with and without accents, with a typo.</summary>
internal static class ChatCommandReader
{
    /// <param name="text">The message as its reader sees it, without the mention of the bot.</param>
    /// <returns>Null when it is no command: a longer sentence, or words that mean nothing here.</returns>
    public static ChatCommand? Read(string text)
    {
        if (text.Length > LongestCommand)
            return null;
        var words = text.Split(Blanks, StringSplitOptions.RemoveEmptyEntries).Select(word => word.Trim(Marks)).Where(word => word.Length > 0).Select(Folded).ToList();
        if (words.Count is 0)
            return text.AsSpan().Trim().StartsWith("?") ? new ChatCommand.Help() : null;
        words[0] = words[0].TrimStart('/');
        if (words.Count > MostWords)
            return InLanguage(words);

        // Exactly as said; then without the polite words; then the best guess for a typo.
        var spare = words.Where(word => !ChatCommandWords.Polite.Contains(word)).ToList();
        return Exactly(words, isFirst: true) ?? (spare.Count > 0 ? Exactly(spare, isFirst: spare[0] == words[0] || Asked.Contains(words[0])) ?? VerbLast(spare) ?? InLanguage(words) ?? Nearly(spare) : InLanguage(words));
    }

    /// <summary>The same, or what is said of a trouble whose case is there.</summary>
    public static ChatCommand? ReadOrTalk(string text) => CaseTalk.Read(text) switch
    {
        // The bot's name and nothing else.
        null when string.IsNullOrWhiteSpace(text) => new ChatCommand.Help(),
        // "Status" alone asks for all that is open.
        null or CaseWord.News when Read(text) is { } command => command,
        { } word => new ChatCommand.Say(word),
        null => CaseTalk.ReadMistyped(text) is { } meant ? new ChatCommand.Say(meant) : null,
    };

    /// <summary>"Explain that in German, please": all its words are known, and the one language is named behind its preposition, or alone.</summary>
    private static ChatCommand.Language? InLanguage(List<string> words)
    {
        // Of two letters, names of languages are words of others.
        var named = words.FindAll(word => word.Length > ShortTag && ChatCommandWords.LanguageNames.ContainsKey(word));
        if (named is not [var name] || words.Count > MostWordsInLanguage || !words.TrueForAll(word => word == name || ChatCommandWords.Polite.Contains(word) || ChatCommandWords.InLanguage.Contains(word) || ChatCommandWords.BeforeLanguage.Contains(word)))
            return null;
        // Who has it in German wants nothing, "can I have it in German" does.
        if (words.Exists(word => word is "have" or "har") && !words.Exists(word => word is "can" or "could"))
            return null;
        var at = words.IndexOf(name);
        var isAlone = words.TrueForAll(word => word == name || ChatCommandWords.Polite.Contains(word));
        return isAlone || (at > 0 && ChatCommandWords.BeforeLanguage.Contains(words[at - 1])) ? new ChatCommand.Language(ChatCommandWords.LanguageNames[name]) : null;
    }

    /// <summary>"Kannst du mx.example.org prüfen": German puts the verb behind what it is about.</summary>
    private static ChatCommand? VerbLast(List<string> words) =>
        words is [var target, var verb] && Phrases.GetValueOrDefault(verb, []).Contains(ChatCommandKind.Check) && NamedServer.Looks(target) ? MakeCheck([target], isOrder: true) : null;

    /// <param name="isFirst">Nothing stands before it that could make it talk: "the check is in the mail".</param>
    private static ChatCommand? Exactly(List<string> words, bool isFirst)
    {
        // The longest phrase wins: "listen off" is not "listen" with something behind it.
        for (var length = Math.Min(words.Count, LongestPhrase); length > 0; length--)
        {
            var phrase = string.Join(' ', words.Take(length));
            foreach (var kind in Phrases.GetValueOrDefault(phrase, []))
            {
                if (Make(kind, words[length..], isOrder: isFirst && !Nouns.Contains(phrase)) is { } command)
                    return command;
            }
        }

        return null;
    }

    private static ChatCommand? Nearly(List<string> words)
    {
        var typed = words[0];
        // Short words are too near to each other; whoever typed a host name did not mean a command.
        if (typed.Length < ShortestGuess || typed.Contains('.', StringComparison.Ordinal) || SaidOtherwise.NoSlips.Contains(typed))
            return null;
        var allowed = typed.Length < LongWord ? 1 : 2;
        var near = Phrases
            .Where(pair => !pair.Key.Contains(' ', StringComparison.Ordinal) && pair.Key.Length >= ShortestGuess - 1 && Math.Abs(pair.Key.Length - typed.Length) <= allowed)
            .Select(pair => (Kinds: pair.Value, Distance: Distance(typed, pair.Key)))
            .Where(candidate => candidate.Distance <= allowed)
            .OrderBy(candidate => candidate.Distance)
            .ToList();
        if (near.Count == 0)
            return null;
        // Two commands at the same distance: asking what was meant beats doing the wrong thing.
        var kinds = near.TakeWhile(candidate => candidate.Distance == near[0].Distance).SelectMany(candidate => candidate.Kinds).Distinct().ToList();
        return kinds.Count == 1 ? Make(kinds[0], words[1..], isOrder: false) : null;
    }

    /// <param name="isOrder">Said as one: what cannot be done is answered too.</param>
    private static ChatCommand? Make(ChatCommandKind kind, List<string> rest, bool isOrder) => kind switch
    {
        ChatCommandKind.Help or ChatCommandKind.Greeting => rest.Count <= 1 ? new ChatCommand.Help() : null,
        ChatCommandKind.Check => MakeCheck(rest, isOrder),
        ChatCommandKind.Status => rest.Count == 0 ? new ChatCommand.Status() : null,
        ChatCommandKind.Mute => Length(rest) is { } length ? new ChatCommand.Mute(length) : null,
        ChatCommandKind.Unmute => rest.Count == 0 ? new ChatCommand.Unmute() : null,
        ChatCommandKind.Language => MakeLanguage(rest),
        ChatCommandKind.Privacy => rest.Count == 0 ? new ChatCommand.Privacy() : null,
        ChatCommandKind.Settings => rest.Count == 0 ? new ChatCommand.Settings() : null,
        ChatCommandKind.ListenOn => rest.Count == 0 ? new ChatCommand.Listen(On: true) : null,
        ChatCommandKind.ListenOff => rest.Count == 0 ? new ChatCommand.Listen(On: false) : null,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Unknown kind of command."),
    };

    private static ChatCommand? MakeCheck(List<string> rest, bool isOrder)
    {
        var named = rest.Where(word => !ChatCommandWords.Polite.Contains(word) && word != "port").ToList();
        if (named.Count == 0)
            return new ChatCommand.Check(Target: null);
        // "mx1.contoso.com 587"
        if (named is [var host, var port] && NamedServer.Looks(host) && port.Length <= 5 && port.All(char.IsAsciiDigit))
            named = [$"{NamedServer.Bare(host)}:{port}"];
        var servers = named.Where(NamedServer.Looks).Distinct(StringComparer.Ordinal).ToList();
        // "Test passed" is talk, "test contoso.com" is a wish.
        if (servers is [var server] && (named.Count == 1 || (isOrder && named.Count <= MostBeside)))
        {
            return NamedServer.TryRead(server, out var target)
                ? NamedServer.Looks(target.Host) ? new ChatCommand.Check(target) : new ChatCommand.CheckNot(ChatCommand.CheckNot.NoName, target.Host)
                : new ChatCommand.CheckNot(ChatCommand.CheckNot.NoName, NamedServer.Bare(server));
        }

        return !isOrder || named.Exists(IsCode) ? null
            : servers.Count > 1 ? named.Count <= servers.Count + 1 ? new ChatCommand.CheckNot(ChatCommand.CheckNot.Several, "") : null
            : servers.Count == 1 || named.Count > MostBeside ? null
            : named is [var word] ? new ChatCommand.CheckNot(ChatCommand.CheckNot.NoName, NamedServer.Bare(word))
            : new ChatCommand.CheckNot(ChatCommand.CheckNot.Unnamed, "");
    }

    /// <summary>Who asks to have a code checked wants it explained.</summary>
    private static bool IsCode(string word) => word.All(c => char.IsAsciiDigit(c) || c == '.');

    private static ChatCommand.Language? MakeLanguage(List<string> rest)
    {
        var named = rest.Where(word => !ChatCommandWords.Polite.Contains(word) || ChatCommandWords.LanguageNames.ContainsKey(word)).ToList();
        return named switch
        {
            [] => new ChatCommand.Language(Tag: null),
            [var name] when ChatCommandWords.LanguageNames.TryGetValue(name, out var tag) => new ChatCommand.Language(tag),
            [var name] when Languages.Known(name) is { } tag => new ChatCommand.Language(tag),
            // A language the bot does not have: show the ones it has.
            [_] => new ChatCommand.Language(Tag: null),
            _ => null,
        };
    }

    /// <returns>Null when there are words that are no length of time.</returns>
    private static TimeSpan? Length(List<string> rest)
    {
        var said = rest.Where(word => Ones.Contains(word) || !ChatCommandWords.Polite.Contains(word)).ToList();
        if (said.Count == 0)
            return MuteUnlessSaid;
        var joined = string.Concat(said);
        var digits = joined.TakeWhile(char.IsAsciiDigit).Count();
        var number = digits == 0 ? Ones.Contains(said[0]) ? 1 : 0 : digits > 4 ? 0 : int.Parse(joined.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture);
        var unit = digits == 0 ? string.Concat(said.Skip(1)) : joined[digits..];
        if (number == 0 || !ChatCommandWords.Units.TryGetValue(unit, out var minutes))
            return null;
        var length = TimeSpan.FromMinutes((double)number * minutes);
        return length > LongestMute ? LongestMute : length;
    }

    /// <summary>What has a point inside is a server, and münchen.example is another one than munchen.example.</summary>
    private static string Folded(string word) => word.Contains('.', StringComparison.Ordinal) ? word.ToLowerInvariant() : Fold(word);

    /// <summary>Lower case, without accents, "ß" as "ss": what people type on a phone.</summary>
    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var c in text.Normalize(NormalizationForm.FormD))
        {
            if (c == 'ß')
                folded.Append("ss");
            else if (CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)
                folded.Append(char.ToLowerInvariant(c));
        }

        return folded.ToString();
    }

    /// <summary>How many letters differ, two swapped neighbors counted once (optimal string alignment).</summary>
    public static int Distance(string a, string b)
    {
        var cost = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
            cost[i, 0] = i;
        for (var j = 0; j <= b.Length; j++)
            cost[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var change = a[i - 1] == b[j - 1] ? 0 : 1;
                cost[i, j] = Math.Min(Math.Min(cost[i - 1, j] + 1, cost[i, j - 1] + 1), cost[i - 1, j - 1] + change);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    cost[i, j] = Math.Min(cost[i, j], cost[i - 2, j - 2] + 1);
            }
        }

        return cost[a.Length, b.Length];
    }

    private const int LongestCommand = 300;
    private const int MostWords = 8;
    private const int MostWordsInLanguage = 12;
    private const int ShortTag = 2;
    private const int LongestPhrase = 5;
    private const int ShortestGuess = 4;
    private const int LongWord = 7;

    /// <summary>A working day.</summary>
    private static readonly TimeSpan MuteUnlessSaid = TimeSpan.FromHours(8);

    /// <summary>Longer silence is an uninstallation, and forgotten.</summary>
    private static readonly TimeSpan LongestMute = TimeSpan.FromDays(30);

    /// <summary>Words beside the server that change nothing: "check mx1.contoso.com from outside".</summary>
    private const int MostBeside = 3;

    /// <summary>Phrases for a check that are as often something else.</summary>
    private static readonly HashSet<string> Nouns = new(["test", "testa", "teste", "testar", "testen", "prueba", "probar", "prova", "ping", "probe", "revisa", "titta"], StringComparer.Ordinal);

    /// <summary>Words of courtesy that begin a wish, and nothing else.</summary>
    private static readonly HashSet<string> Asked = new(["please", "pls", "plz", "can", "could", "bot", "por", "porfa", "puedes", "podrias", "snalla", "kan", "pode", "poderia", "bitte", "kannst", "konntest"], StringComparer.Ordinal);

    private static readonly HashSet<string> Ones = new(["a", "an", "one", "una", "un", "uno", "ett", "uma", "um", "eine", "einen", "ein"], StringComparer.Ordinal);

    private static readonly char[] Blanks = [' ', '\t', '\r', '\n', '\u00A0', ','];

    private static readonly char[] Marks = ['!', '?', '.', ';', ':', '"', '\'', '`', '*', '_', '¿', '¡', '(', ')', '<', '>', '’'];

    private static readonly Dictionary<string, ChatCommandKind[]> Phrases = ChatCommandWords.All
        .SelectMany(pair => pair.Value.Select(phrase => (Phrase: Fold(phrase), Kind: pair.Key)))
        .GroupBy(pair => pair.Phrase, StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => group.Select(pair => pair.Kind).Distinct().ToArray(), StringComparer.Ordinal);
}
