using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;

namespace ChatOpsBot.MailFlow.Recognizing;

/// <summary>Judges the words that touch a number: labels and fields for it, products, sections, units against it.</summary>
internal readonly ref struct Wording(ReadOnlySpan<char> text, Tally tally, bool report)
{
    // A line longer than this is read from here back.
    private const int LongestLine = 400;

    private static readonly SearchValues<char> DateMarks = SearchValues.Create("0123456789-");

    private readonly ReadOnlySpan<char> text = text;
    private readonly Tally tally = tally;

    // In what a mail system wrote, an unknown word beside a number is a server's own word, not a product or a thing counted.
    private readonly bool report = report;

    /// <summary>The start of the line a number stands in, or of its last stretch.</summary>
    public static int LineStart(ReadOnlySpan<char> text, int at)
    {
        var from = Math.Max(0, at - LongestLine);
        Work.Add(at - from);
        return from + text[from..at].LastIndexOf('\n') + 1;
    }

    /// <summary>A number that opens a line and is followed by a title: <c>5.7.1 Install the tool</c>. Text of a reply says at least two things a server says.</summary>
    public void Heading(Sighting sighting, int replyWords)
    {
        var start = sighting.Start;
        while (start > 0 && text[start - 1] is ' ' or '#')
            start--;
        if (start > 0 && text[start - 1] != '\n')
            return;
        var rest = text[sighting.End..Math.Min(text.Length, sighting.End + 4)];
        if (rest is ['.', ' ', ..] or [')', ' ', ..])
            tally.Add(Weights.NumberedHeading, sighting.Start, sighting.End + 1);
        else if (rest is [' ', var first, ..] && char.IsUpper(first) && replyWords < 2)
            tally.Add(replyWords == 0 ? Weights.Title : Weights.Heading, sighting.Start, sighting.End);
    }

    /// <summary><c>## [5.4.1] - 2026-04-30</c>: a heading in Markdown, or a date right behind a number that opens a line.</summary>
    public bool OpensChangelog(int start, int end)
    {
        var lineStart = start;
        while (lineStart > 0 && start - lineStart < 12 && text[lineStart - 1] is ' ' or '#' or '[' or '*' or '=' or '-' or 'v')
            lineStart--;
        if (lineStart > 0 && text[lineStart - 1] != '\n')
            return false;
        var marks = text[lineStart..start].TrimStart();
        if (marks.StartsWith("# ", StringComparison.Ordinal) || marks.StartsWith("##", StringComparison.Ordinal) || marks.StartsWith("==", StringComparison.Ordinal))
            return true;
        var rest = text[end..Math.Min(text.Length, end + 24)].TrimStart(" ]()-/:*|");
        return rest.Length >= 10 && rest[4] == '-' && rest[7] == '-' && rest[..2] is "19" or "20" && !rest[..10].ContainsAnyExcept(DateMarks);
    }

    /// <summary>Lines that open with numbers in sequence are an agenda or a list of changes, unless they speak like a server.</summary>
    public bool InNumberedLines(Sighting sighting, Sighting next)
    {
        if (sighting.Code is not { } code || next.Code is not { } other || !(IsNext(code, other) || IsNext(other, code)))
            return false;
        var between = text[sighting.End..next.Start];
        if (between.Length is 0 or >= 120)
            return false;
        var lines = between.Count('\n') == 1 && between[(between.IndexOf('\n') + 1)..].Trim(" -*•").IsEmpty && OpensLine(sighting.Start);
        // "Contents: 5.1.1 Sending mail, 5.1.2 Receiving mail"
        var row = between is [' ', var first, .., ',' or ';', ' '] && char.IsUpper(first) && !between.Contains('\n') && text[next.End..] is [' ', var second, ..] && char.IsUpper(second);
        return (lines || row) && IsTitle(sighting.End) && IsTitle(next.End);
    }

    // 4.1.0, 4.1.1, 4.2.0
    private static bool IsNext(EnhancedStatusCode code, EnhancedStatusCode other) =>
        code.Class == other.Class && ((code.Subject == other.Subject && other.Detail == code.Detail + 1) || (other.Subject == code.Subject + 1 && other.Detail is 0 or 1));

    private bool OpensLine(int start)
    {
        while (start > 0 && text[start - 1] is ' ' or '-' or '*' or '•')
            start--;
        return start == 0 || text[start - 1] == '\n';
    }

    private bool IsTitle(int end)
    {
        var rest = text[end..Math.Min(text.Length, end + 120)];
        var stop = rest.IndexOfAny('\n', ',', ';');
        if (stop >= 0)
            rest = rest[..stop];
        Work.Add(rest.Length);
        if (rest is [':' or ')', ' ', ..])
            rest = rest[1..];
        if (rest is not [' ', ..] || rest.ContainsAny("?:"))
            return false;
        var (words, said) = (0, 0);
        foreach (var range in rest.Split(' '))
        {
            var kind = Lexicon.KindOf(rest[range].Trim(".,()\"'"));
            words += rest[range] is [var first, ..] && char.IsLetter(first) ? 1 : 0;
            said += kind.Has(WordKind.ReplyText | WordKind.Rejected | WordKind.ErrorLabel) ? 1 : 0;
        }

        return words > 0 && said < 2;
    }

    /// <summary><c>+49 30 555 5.7.1</c>: groups of digits back to a plus sign.</summary>
    public bool InPhoneNumber(int start)
    {
        var at = start;
        while (at > 0 && start - at < 24 && (char.IsAsciiDigit(text[at - 1]) || text[at - 1] is ' ' or '-' or '(' or ')' or '/'))
            at--;
        return at > 0 && at < start - 1 && text[at - 1] == '+' && char.IsAsciiDigit(text[at]) && (at == 1 || !char.IsLetterOrDigit(text[at - 2]));
    }

    /// <summary><c>900 554 550</c>: a telephone number without its plus.</summary>
    public bool InDigitGroups(Sighting sighting)
    {
        var group = text[sighting.Start..sighting.End];
        var before = text[Math.Max(0, sighting.Start - 5)..sighting.Start];
        var after = text[sighting.End..Math.Min(text.Length, sighting.End + 5)];
        if (before is [.., >= '0' and <= '9', >= '0' and <= '9', ' '] && !before.Contains('.'))
            return !before[..^1].EndsWith(group, StringComparison.Ordinal) || (sighting.Start > 6 && char.IsAsciiDigit(text[sighting.Start - 6]));
        return after is [' ', >= '0' and <= '9', >= '0' and <= '9', ..] && !after[1..].StartsWith(group, StringComparison.Ordinal) && !after[1..].Contains('.');
    }

    /// <summary>Whether the sentence that a number stands in ends with a question mark.</summary>
    public bool InQuestion(int end)
    {
        var rest = text[end..Math.Min(text.Length, end + 120)];
        Work.Add(rest.Length);
        for (var i = 0; i < rest.Length; i++)
        {
            if (rest[i] == '?')
                return true;
            if (rest[i] is '\n' || (rest[i] is '.' or '!' && (i + 1 == rest.Length || rest[i + 1] == ' ')))
                return false;
        }

        return false;
    }

    /// <summary>The words before a number, nearest first: what touches it decides, what is further left only when it speaks of versions.</summary>
    public void Before(int start, bool isReply, Concept meaning = Concept.None)
    {
        var line = text[LineStart(text, start)..start];
        line = line[Math.Max(0, line.Length - 80)..];
        var offset = start - line.Length;
        var trimmed = line.TrimEnd(" \"'([{<#*");
        if (trimmed.EndsWith(" w/", StringComparison.Ordinal))
            tally.Add(Weights.SaidWith, start - 3, start);
        // "#5.1.1" is a label, "x5#5.3.5" is noise and "#544" the number of an issue.
        if (!isReply && line[trimmed.Length..].Contains('#') && !(line[^1] == ' ' && trimmed.Length == 0) && (trimmed.Length == 0 || !char.IsLetterOrDigit(trimmed[^1]) || line[trimmed.Length] == ' '))
            tally.Add(Weights.Label, start - 1, start);
        if (Fields.EndsWith(trimmed, out var field))
        {
            tally.Add(Weights.TraceField, offset + trimmed.Length - field, offset + trimmed.Length);
            return;
        }

        if (trimmed.EndsWith("~>", StringComparison.Ordinal) || trimmed.EndsWith(">=", StringComparison.Ordinal) || trimmed.EndsWith("==", StringComparison.Ordinal) || trimmed.EndsWith("<=", StringComparison.Ordinal)
            || (line.EndsWith(" < ", StringComparison.Ordinal) && trimmed.Length > 0))
        {
            tally.Add(Weights.VersionWord, start - 1, start);
            return;
        }

        // A bracket, a quote or a colon between word and number: the word names no product.
        var labelled = !line[trimmed.Length..].Trim(' ').IsEmpty || trimmed is [.., ':' or '=' or ';'];
        var comma = trimmed is [.., ',' or '.'];
        labelled |= trimmed is [.., ',' or '.' or '-'];
        trimmed = trimmed.TrimEnd(".-,:=; ");
        var touching = true;
        // Behind a pronoun or an adverb stands no product's name.
        var aside = false;
        var returned = false;
        var counted = true;
        var sinceIt = false;
        var toIt = false;
        for (var i = 0; i < (toIt ? 5 : 4) && trimmed.Length > 0; i++)
        {
            var wordEnd = trimmed.Length;
            var wordStart = wordEnd;
            while (wordStart > 0 && IsWordPart(trimmed[wordStart - 1]))
                wordStart--;
            if (wordStart == wordEnd)
            {
                if (i == 0 && trimmed[^1] == '§')
                    tally.Add(Weights.SectionWord, start - 1, start);
                return;
            }

            // The tail of a host name or a path is no word of the sentence.
            if (wordStart > 0 && trimmed[wordStart - 1] is '.' or '/' or '@' && wordStart > 1 && char.IsLetterOrDigit(trimmed[wordStart - 2]))
            {
                // "contoso.example 5.1.1" names where it happened, "acme.Mail 5.1.1" what was installed.
                // "registry.example/relay:5.3.0" is an image with its tag.
                if (i == 0 && !isReply && !report && trimmed[wordStart - 1] == '/' && text[start - 1] == ':' && offset + wordEnd == start - 1)
                    tally.Add(Weights.ImageTag, offset + wordStart, start);
                else if (i == 0 && !report && !labelled && char.IsLetter(trimmed[^1]) && !HostNames.IsDomainEnding(trimmed[(trimmed.LastIndexOf(' ') + 1)..]))
                    tally.Add(Weights.NameBefore, offset + wordStart, offset + wordEnd);
                return;
            }

            var word = trimmed[wordStart..wordEnd];
            var kind = Hyphenated(trimmed, ref wordStart, word);
            var (from, to) = (offset + wordStart, offset + wordEnd);
            if (i == 0 || touching)
            {
                if (Touching(word, kind, from, to, labelled || aside, isReply, meaning, comma))
                    return;
            }
            else if (isReply && counted && kind.Has(WordKind.ErrorLabel))
            {
                tally.Add(Weights.Label, from, to);
            }
            else if (isReply && counted && kind.Has(WordKind.With))
            {
                // "con un 550"
                tally.Add(Weights.SaidWith, from, to);
            }
            else if (kind.Has(WordKind.Got) && (returned || counted))
            {
                tally.Add(Weights.Received, from, to);
            }
            else if (!isReply && i == 1 && tally.Has(Weights.SaidWith) && Roles.Of(word).Has(Role.Answers))
            {
                // "inbound dies with 5.4.1"
                tally.Add(Weights.Answered, from, to);
            }
            else if (!isReply && tally.IsGot && kind.Has(WordKind.Change | WordKind.Version | WordKind.Product))
            {
                // "since the update we get 5.7.1": what came of it, not what was installed. "novidades da 5.2.1" only looks like Spanish "da".
                if (i == 1 && (text[(start - 3)..start] is "da " || word.StartsWith("changelog", StringComparison.OrdinalIgnoreCase)))
                    tally.Add(Weights.VersionWord, from, to);
                return;
            }
            else if ((kind.Has(WordKind.Change) && !isReply) || (i == 1 && !isReply && sinceIt && HistoryWords.Contains(word)) || (i == 1 && tally.Has(Weights.NameBefore) && UseWords.Contains(word)))
            {
                // "what's new in 4.4.316", "the image tag to 4.7.650"
                tally.Add(sinceIt || toIt ? Weights.VersionWord : Weights.ChangeWord, from, to);
                return;
            }
            else if (i == 1 && !isReply && kind.Has(WordKind.Date) && DateLike(start))
            {
                // "antes del 5.4.24"
                tally.Add(Weights.DateWord, from, to);
                return;
            }
            else if (toIt && Roles.Of(word).Has(Role.Moves))
            {
                // "heute geht der Rancher auf 4.4.1"
                tally.Add(Weights.VersionWord, from, to);
                return;
            }
            else if (toIt && (IsTool(word) || (kind.Has(WordKind.Product) && !kind.Has(WordKind.Filler))))
            {
                // "the app to 5.4.1"
                tally.Add(Weights.ChangeWord, from, to);
                return;
            }
            else if (!isReply && kind.Has(WordKind.Version) && !kind.Has(WordKind.Mail | WordKind.MailStrong) && !RunWords.Contains(word))
            {
                tally.Add(toIt ? Weights.VersionWord : Weights.ChangeWord, from, to);
                return;
            }

            returned = kind.Has(WordKind.Rejected);
            toIt |= !isReply && i < 2 && word is "to" or "para" or "pra" or "auf" or "till" or "a";
            sinceIt = i == 0 && SinceWords.Contains(word);
            counted &= IsArticle(word) || kind.Has(WordKind.ErrorLabel | WordKind.With);
            var gap = trimmed[..wordStart];
            trimmed = gap.TrimEnd(" \"'([{<#-,.:");
            aside |= IsPronounOrAdverb(word);
            touching = touching && (IsTransparent(word) || IsPronounOrAdverb(word) || (i == 1 && aside && Roles.Of(word).Has(Role.Link))) && gap.TrimEnd(' ') is not [.., ':' or ',' or ';' or '='];
            if (gap.TrimEnd(' ') is [.., '.' or '!' or '?' or ';' or ':'])
                return;
        }
    }

    // "add-in" and "e-mail" are one word.
    private static WordKind Hyphenated(ReadOnlySpan<char> line, ref int wordStart, ReadOnlySpan<char> word)
    {
        var kind = Lexicon.KindOf(word);
        if (wordStart < 2 || line[wordStart - 1] != '-' || !char.IsLetter(line[wordStart - 2]))
            return kind;
        var first = wordStart - 1;
        while (first > 0 && wordStart - first < 16 && char.IsLetter(line[first - 1]))
            first--;
        Span<char> joined = stackalloc char[32];
        var before = line[first..(wordStart - 1)];
        if (before.Length + word.Length > joined.Length)
            return kind;
        before.CopyTo(joined);
        word.CopyTo(joined[before.Length..]);
        var whole = Lexicon.KindOf(joined[..(before.Length + word.Length)]);
        if (whole == WordKind.None)
            return kind;
        wordStart = first;
        return whole;
    }

    /// <summary>Judges the word that stands directly before the number. True: nothing further left matters.</summary>
    private bool Touching(ReadOnlySpan<char> word, WordKind kind, int from, int to, bool labelled, bool isReply, Concept meaning, bool comma)
    {
        if (kind.Has(WordKind.ErrorLabel))
        {
            tally.Add(Weights.Label, from, to);
            return false;
        }

        // keycloak = "4.7.650" pins a version, "mailserver:4.7.650" is an image with its tag; a label is followed by a blank or is known.
        if (labelled && !isReply && !report && !kind.Has(WordKind.MailStrong | WordKind.Mail) && text[to..Math.Min(text.Length, to + 4)].Contains('='))
        {
            tally.Add(Weights.ImageTag, from, to);
            return true;
        }

        if (labelled && !isReply && to < text.Length - 1 && text[to] == ':' && char.IsAsciiDigit(text[to + 1]) && !kind.Has(WordKind.MailStrong))
        {
            tally.Add(Weights.ImageTag, from, to);
            return true;
        }

        if (kind.Has(WordKind.Section) && !kind.Has(WordKind.Filler))
        {
            tally.Add(Weights.SectionWord, from, to);
            return true;
        }

        if (kind.Has(WordKind.Identifier) && !kind.Has(WordKind.Filler) && !comma && !IsNumbered(from))
        {
            tally.Add(Weights.IdentifierWord, from, to);
            return true;
        }

        if (kind.Has(WordKind.Version | WordKind.Change) && !(isReply && RunWords.Contains(word)))
        {
            tally.Add(Weights.VersionWord, from, to);
            return true;
        }

        if ((kind.Has(WordKind.Product) && !comma) || (!isReply && !report && !labelled && IsPackageName(word, kind)))
        {
            tally.Add(Weights.ProductBefore, from, to);
            return true;
        }

        if (kind.Has(WordKind.Date) && !kind.Has(WordKind.Filler) && MayBeDate(to))
        {
            tally.Add(Weights.DateWord, from, to);
            return true;
        }

        if (kind.Has(WordKind.Date) && DateLike(to) && !IsGotBefore(from))
        {
            tally.Add(meaning.HasFlag(Concept.Proof) ? Weights.MaybeDate : Weights.DateWord, from, to);
            return true;
        }

        if (kind.Has(WordKind.Got))
            tally.Add(Weights.Received, from, to);
        else if (kind.Has(WordKind.With))
            tally.Add(Weights.SaidWith, from, to);
        else if (!isReply && !kind.Has(WordKind.MailStrong) && Roles.Of(word).Has(Role.Answers))
            tally.Add(Weights.Answered, from, to);
        else if (!isReply && Roles.Of(word).Has(Role.Holds))
            tally.Add(Weights.Had, from, to);
        else if (!isReply && Roles.Of(word).Has(Role.OfError))
            tally.Add(Weights.AsNoun, from, to);
        else if (!isReply && Roles.Of(word).Has(Role.OfVersion))
            tally.Add(Weights.AsVersion, from, to);
        else if (kind.Has(WordKind.MailSoftware) && !labelled && !isReply)
            tally.Add(Weights.SoftwareBefore, from, to);
        else if (!isReply && kind == WordKind.None && !report && !labelled && !IsTransparent(word) && !IsVerbForm(word) && !Question.Is(word, "at") && !Roles.Of(word).Has(Role.Answers | Role.Small | Role.Determiner | Role.Holds | Role.Sends | Role.Party | Role.Provider) && !Concepts.Names(meaning, word))
            tally.Add(Weights.NameBefore, from, to);
        return false;
    }

    /// <summary>MailKit, SmtpClientLib: words glued together with capitals name software, not an error.</summary>
    private static bool IsPackageName(ReadOnlySpan<char> word, WordKind kind)
    {
        if (word.Length < 5 || kind.Has(WordKind.ErrorLabel) || !char.IsAsciiLetterUpper(word[0]))
            return false;
        for (var i = 2; i < word.Length - 1; i++)
        {
            if (char.IsAsciiLetterUpper(word[i]) && char.IsAsciiLetterLower(word[i - 1]) && char.IsAsciiLetterLower(word[i + 1]))
                return true;
        }

        return false;
    }

    // "was released", "ist auf NuGet erschienen", "are out": what the software did, a few small words behind its number.
    private static bool IsPublished(ReadOnlySpan<char> rest)
    {
        var verb = false;
        var count = 0;
        foreach (var range in rest.Split(' '))
        {
            var word = rest[range];
            if (word.IsEmpty)
                continue;
            if (++count > 5)
                return false;
            var closed = word[^1] is '.' or ',' or '!' or '?' or ';' or ':';
            word = word.TrimEnd(".,!?;:)");
            var kind = Lexicon.KindOf(word);
            if (kind.Has(WordKind.Published) && (verb || count == 1))
                return true;
            if (verb && Question.Is(word, "out"))
                return rest[range.End.GetOffset(rest.Length)..].TrimStart() is not ['o', 'f', ' ', ..];
            if (kind.Has(WordKind.Product) && !kind.Has(WordKind.Filler | WordKind.Mail))
                return verb;
            verb |= Copulas.Contains(word);
            if (closed || (!Copulas.Contains(word) && !kind.Has(WordKind.Filler) && !Roles.Of(word).Has(Role.Small)))
                return false;
        }

        return false;
    }

    // "introduced in 4.5.4", "changes since 4.2.1": the history of a program.
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> SinceWords = Set("in since before until after from with en desde antes em i före efter seit ab vor");

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> HistoryWords = Set(
        "added introduced removed deprecated implemented dropped fixed broken changed change changes bug bugs regression new present available first nuevo corregido añadido introducido eliminado novo corrigido adicionado removido behoben eingeführt entfernt neu fehler bugfix tillagd borttagen rättad ny nytt");

    // Who tries a thing with a name and a number tries software.
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> UseWords = Set("try tries tried trying test tests tested testing use uses used using run runs prueba probar probado usa usan usando usamos testa testar provar prova använder kör nutzt nutzen nutze verwendet testet teste testa usamos experimentou");

    private static bool FollowsProduct(ReadOnlySpan<char> rest, bool belongs)
    {
        var word = rest.TrimStart(' ');
        if (word.StartsWith("the ", StringComparison.Ordinal))
            word = word[4..];
        var length = 0;
        while (length < word.Length && char.IsLetterOrDigit(word[length]))
            length++;
        var kind = Lexicon.KindOf(word[..length]);
        return (kind.Has(WordKind.Product) && !kind.Has(WordKind.Filler | WordKind.Mail | WordKind.ReplyText)) || (belongs && kind == WordKind.None && length > 0);
    }

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Copulas = Set("is was are were has have been now ist sind war wurde wurden wird está ha han sido fue es är var har blev blivit foi foram é saiu salió gets got goes went");

    public void After(int end)
    {
        var rest = text[end..Math.Min(text.Length, end + 60)];
        var stop = rest.IndexOf('\n');
        if (stop >= 0)
            rest = rest[..stop];
        var trimmed = rest.TrimStart(" )]'\"");
        var length = 0;
        while (length < trimmed.Length && char.IsLetter(trimmed[length]))
            length++;
        if (length == 0)
            return;
        var kind = Lexicon.KindOf(trimmed[..length]);
        var from = end + (rest.Length - trimmed.Length);
        // "5.7.1 of harbor"
        if (!report && kind.Has(WordKind.Filler) && length <= 3 && FollowsProduct(trimmed[length..], trimmed[..length] is "of" or "von" or "av"))
        {
            tally.Add(Weights.ProductBefore, from, from + length);
            return;
        }

        if (!report && IsPublished(rest.TrimStart(' ')))
        {
            tally.Add(Weights.Published, from, from + length);
            return;
        }

        // "5.7.1 errors", "4.4.7-Fehler", "5.1.1 bounces": the number names them.
        if (kind.Has(WordKind.MailStrong | WordKind.ErrorLabel | WordKind.Rejected) && !trimmed.StartsWith("fails", StringComparison.OrdinalIgnoreCase) && !trimmed.StartsWith("failed", StringComparison.OrdinalIgnoreCase) && !kind.Has(WordKind.Version | WordKind.Change | WordKind.Product))
        {
            tally.Add(Weights.Label, from, from + length);
            return;
        }

        if (kind.Has(WordKind.Unit) && !kind.Has(WordKind.ReplyText))
            tally.Add(Weights.UnitAfter, from, from + length);
        else if (kind.Has(WordKind.Version | WordKind.Change))
            tally.Add(Weights.ChangeWord, from, from + length);
    }

    // Subject, program and id of a message: numbers there are the sender's.
    private static readonly string[] HeaderNames = ["Subject:", "Betreff:", "Asunto:", "Assunto:", "Ämne:", "X-Mailer:", "User-Agent:", "Message-ID:", "Received:", "X-Mailman-Version:", "References:", "In-Reply-To:", "Date:"];

    public bool InHeaderLine(int start)
    {
        var line = text[LineStart(text, start)..start].TrimStart();
        if (!line.Contains(':'))
            return false;
        foreach (var name in HeaderNames)
        {
            if (line.StartsWith(name, StringComparison.OrdinalIgnoreCase))
                return !line.Contains("undeliver", StringComparison.OrdinalIgnoreCase) && !line.Contains("failure", StringComparison.OrdinalIgnoreCase);
        }

        return false;
    }

    // "scanner on 3rd floor: 535": the floor has its number.
    private bool IsNumbered(int from)
    {
        var before = text[Math.Max(0, from - 8)..from].TrimEnd(' ');
        return before is not [.., ','] && before[(before.LastIndexOf(' ') + 1)..].ContainsAnyInRange('0', '9');
    }

    /// <summary>The number above this one in an outline: 4.2 before 4.2.1.</summary>
    public bool InOutline(Sighting sighting)
    {
        var code = sighting.Code!.Value;
        Span<char> above = stackalloc char[8];
        if (!above.TryWrite(CultureInfo.InvariantCulture, $"{code.Class}.{code.Subject}", out var length))
            return false;
        var offset = Math.Max(0, sighting.Start - 160);
        var before = text[offset..sighting.Start];
        Work.Add(before.Length);
        var at = before.LastIndexOf(above[..length]);
        // "section 5.2 include, 5.4 mx, 4.6.4 for the limit"
        if (SectionList(before))
            return true;
        return at >= 0 && (at == 0 || before[at - 1] is ' ' or '\n' or '(') && at + length < before.Length && before[at + length] is ' ' or ':' or ')' or '\n' or ',';
    }

    private static bool SectionList(ReadOnlySpan<char> before)
    {
        before = before[(before.LastIndexOfAny("\n?!") + 1)..];
        var section = false;
        foreach (var range in before.Split(' '))
        {
            var word = before[range].Trim(".,:;()");
            if (section && IsDotted(word))
                return before.Contains(',');
            section = Lexicon.KindOf(word).Has(WordKind.Section);
        }

        return false;
    }

    private static bool IsDotted(ReadOnlySpan<char> word)
    {
        foreach (var c in word)
        {
            if (!char.IsAsciiDigit(c) && c != '.')
                return false;
        }

        return word.Contains('.');
    }

    /// <summary>"Back to 4.7.650", "3.10.35 and 4.4.316": one more of the same.</summary>
    public bool FollowsPreposition(int start)
    {
        var before = text[Math.Max(0, start - 16)..start].TrimEnd(' ');
        var role = Roles.Of(before[(before.LastIndexOf(' ') + 1)..]);
        return role.Has(Role.Link) && !role.Has(Role.Copula);
    }

    // "sale el 5.7.25": what somebody gets is no day.
    private bool IsGotBefore(int from)
    {
        var before = text[Math.Max(0, from - 16)..from].TrimEnd(' ');
        return Lexicon.KindOf(before[(before.LastIndexOf(' ') + 1)..]).Has(WordKind.Got | WordKind.ErrorLabel | WordKind.With);
    }

    // 5.7.368 is no day.
    private bool MayBeDate(int at)
    {
        var rest = text[at..Math.Min(text.Length, at + 24)].TrimStart(" .,");
        var end = 0;
        while (end < rest.Length && (char.IsAsciiDigit(rest[end]) || rest[end] == '.'))
            end++;
        var number = rest[..end].TrimEnd('.');
        return number.Length - number.LastIndexOf('.') - 1 != 3;
    }

    private bool DateLike(int at)
    {
        var rest = text[at..Math.Min(text.Length, at + 24)].TrimStart(" .,");
        Span<int> parts = stackalloc int[3];
        var part = 0;
        foreach (var c in rest)
        {
            if (char.IsAsciiDigit(c))
                parts[part] = (parts[part] * 10) + (c - '0');
            else if (c != '.' || ++part > 2)
                break;
        }

        return parts[0] is >= 1 and <= 31 && parts[1] is >= 1 and <= 12 && parts[2] is >= 20 and <= 40;
    }

    // "sagt nur 554", "siempre 5.7.1": the verb before them counts.
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> OnlyWords = Set("only just always simply still now suddenly nur immer einfach jetzt noch plötzlich dauernd ständig weiterhin bara alltid nu plötsligt fortfarande solo sólo siempre ahora todavía só sempre apenas agora ainda constantly repeatedly");

    // A queue runs full, a service runs; only right before a number do they speak of a version.
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> RunWords = Set("run runs running läuft laufen kör körs roda rodando");

    // Ticketsystem, ärendeverktyget: "… goes to 5.4.6 tonight".
    private static readonly string[] Tools = ["system", "systemet", "tool", "tools", "verktyg", "verktyget", "software", "portal", "portalen", "herramienta", "ferramenta", "aplicación", "aplicação", "sistema", "plattform", "plataforma", "programa", "programm", "anwendung"];

    private static bool IsTool(ReadOnlySpan<char> word)
    {
        foreach (var tool in Tools)
        {
            if (word.EndsWith(tool, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Articles = Set(
        "a an the one two three some many several more another lots of few ein eine einen einem den die das viele mehrere einige lauter ständig un una unos unas el los las muchos varios otro en ett den det flera många um uma uns umas o os vários muitos outro this these that such dieser diesen este esta estos ese detta denna dessa esse");

    private static bool IsArticle(ReadOnlySpan<char> word) => Articles.Contains(word) || OnlyWords.Contains(word);

    private static FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Set(string words) => words.Split(' ').ToFrozenSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    // Participles and gerunds name no product: vencido, atingida, abgelaufen. English ones are left out: moved, pinning, tagging take a version.
    private static readonly string[] VerbEndings = ["ado", "ido", "ada", "ida", "ados", "idos", "adas", "idas", "ando", "iendo", "endo", "indo", "ade", "ades", "ats", "aste", "aron", "ieron", "aram", "eram", "ierte", "iert"];

    private static bool IsVerbForm(ReadOnlySpan<char> word)
    {
        if (word.Length < 5)
            return false;
        foreach (var ending in VerbEndings)
        {
            if (word.EndsWith(ending, StringComparison.Ordinal))
                return true;
        }

        return word.Length > 6 && word[^1] is 't' or 'n' && (word.StartsWith("ge", StringComparison.Ordinal) || word.StartsWith("ver", StringComparison.Ordinal) || word.StartsWith("über", StringComparison.Ordinal) || word.Contains("ge", StringComparison.Ordinal) && char.IsLower(word[0]));
    }

    // "får vi 5.4.1", "bekommen wir jetzt 5.7.64": German and Swedish put the verb before its subject.
    private static bool IsPronounOrAdverb(ReadOnlySpan<char> word) => Roles.Of(word).Has(Role.Small);

    private static bool IsWordPart(char c) => char.IsLetterOrDigit(c) || c is '_';

    // "40x 5.1.1", "mx1 5.1.1", "error nº 5.7.1": what says nothing by itself; the word before it counts.
    private static bool IsTransparent(ReadOnlySpan<char> word) =>
        word.ContainsAnyInRange('0', '9') || OnlyWords.Contains(word) || Question.Is(word, "nº") || Question.Is(word, "nr") || Question.Is(word, "no") || Question.Is(word, "num") || Question.Is(word, "núm") || Question.Is(word, "number");
}
