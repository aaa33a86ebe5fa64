using static ChatOpsBot.MailFlow.Recognizing.WordForms;

namespace ChatOpsBot.MailFlow.Recognizing;

/// <summary>Judges the words before a number: labels and fields for it, products, sections, dates against it.</summary>
internal readonly ref struct Wording(ReadOnlySpan<char> text, Tally tally, bool report)
{
    private readonly ReadOnlySpan<char> text = text;
    private readonly Tally tally = tally;

    // In what a mail system wrote, an unknown word beside a number is a server's own word, not a product or a thing counted.
    private readonly bool report = report;

    /// <summary>The words before a number, nearest first: what touches it decides, what is further left only when it speaks of versions.</summary>
    public void Before(int start, bool isReply, Concept meaning = Concept.None)
    {
        var line = text[Layout.LineStart(text, start)..start];
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

        if (!isReply && !report && Standing.IsAtNow(text, start))
        {
            tally.Add(Weights.VersionWord, start - 1, start);
            return;
        }

        // A bracket, a quote or a colon between word and number: the word names no product.
        var labelled = !line[trimmed.Length..].Trim(' ').IsEmpty || trimmed is [.., ':' or '=' or ';'];
        var comma = trimmed is [.., ',' or '.'];
        labelled |= trimmed is [.., ',' or '.' or '-'];
        trimmed = trimmed.TrimEnd(".-,:=; ");
        var walk = new Walk { Touching = true, Counted = true };
        for (; walk.Index < (walk.ToIt ? 5 : 4) && trimmed.Length > 0; walk.Index++)
        {
            var i = walk.Index;
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
            var role = Roles.Of(word);
            if (i == 0 || walk.Touching ? Touching(word, kind, from, to, labelled || walk.Aside, isReply, meaning, comma) : FurtherLeft(word, kind, role, from, to, start, isReply, walk))
                return;

            var gap = trimmed[..wordStart];
            trimmed = gap.TrimEnd(" \"'([{<#-,.:");
            walk.Pass(word, kind, role, isReply, closed: gap.TrimEnd(' ') is [.., ':' or ',' or ';' or '=']);
            if (gap.TrimEnd(' ') is [.., '.' or '!' or '?' or ';' or ':'])
                return;
        }
    }

    /// <summary>What the words between have left open while they are walked to the left.</summary>
    private record struct Walk
    {
        public int Index;

        /// <summary>Nothing but words that say nothing stands between.</summary>
        public bool Touching;

        /// <summary>Behind a pronoun or an adverb stands no product's name.</summary>
        public bool Aside;

        /// <summary>The word just passed says that a mail came back.</summary>
        public bool Returned;

        /// <summary>Only articles, labels and "with" stand between.</summary>
        public bool Counted;

        /// <summary>"in", "since": what is left of it has a history.</summary>
        public bool SinceIt;

        /// <summary>"to", "auf": what is left of it moves there.</summary>
        public bool ToIt;

        public void Pass(ReadOnlySpan<char> word, WordKind kind, Role role, bool isReply, bool closed)
        {
            Returned = kind.Has(WordKind.Rejected);
            ToIt |= !isReply && Index < 2 && word is "to" or "para" or "pra" or "auf" or "till" or "a";
            SinceIt = Index == 0 && SinceWords.Contains(word);
            Counted &= IsArticle(word) || kind.Has(WordKind.ErrorLabel | WordKind.With);
            Aside |= role.Has(Role.Small);
            // "får vi 5.4.1", "löst bei uns 5.7.1 aus": German and Swedish put the verb before its subject.
            Touching = Touching && !closed && (IsTransparent(word) || role.Has(Role.Small) || (Index == 1 && Aside && role.Has(Role.Link)));
        }
    }

    /// <summary>Judges a word that does not touch the number. True: nothing further left matters.</summary>
    private bool FurtherLeft(ReadOnlySpan<char> word, WordKind kind, Role role, int from, int to, int start, bool isReply, Walk walk)
    {
        if (kind.Has(WordKind.Got) && (walk.Returned || walk.Counted) && !(isReply && walk.Counted && kind.Has(WordKind.ErrorLabel | WordKind.With)))
        {
            tally.Add(Weights.Received, from, to);
            return false;
        }

        if (isReply)
        {
            // "error of 550", "con un 550"
            if (walk.Counted && kind.Has(WordKind.ErrorLabel | WordKind.With))
                tally.Add(kind.Has(WordKind.ErrorLabel) ? Weights.Label : Weights.SaidWith, from, to);
            return false;
        }

        // "inbound dies with 5.4.1", "it ended in 5.4.6"
        if (walk.Index == 1 && ((tally.Has(Weights.SaidWith) && role.Has(Role.Answers)) || (walk.SinceIt && EndWords.Contains(word))))
        {
            tally.Add(Weights.Answered, from, to);
            return false;
        }

        if (tally.IsGot && kind.Has(WordKind.Change | WordKind.Version | WordKind.Product))
        {
            // "since the update we get 5.7.1": what came of it, not what was installed. "novidades da 5.2.1" only looks like Spanish "da".
            if (walk.Index == 1 && (text[(start - 3)..start] is "da " || word.StartsWith("changelog", StringComparison.OrdinalIgnoreCase)))
                tally.Add(Weights.VersionWord, from, to);
            return true;
        }

        if (Against(word, kind, role, start, walk) is not { } weight)
            return false;
        tally.Add(weight, from, to);
        return true;
    }

    private Weight? Against(ReadOnlySpan<char> word, WordKind kind, Role role, int start, Walk walk)
    {
        // "what's new in 4.4.316", "try the loki 5.4.1"
        var history = walk.Index == 1 && ((walk.SinceIt && HistoryWords.Contains(word)) || (tally.Has(Weights.NameBefore) && UseWords.Contains(word)));
        if (kind.Has(WordKind.Change) || history)
            return walk.SinceIt || walk.ToIt ? Weights.VersionWord : Weights.ChangeWord;
        // "antes del 5.4.24"
        if (walk.Index == 1 && kind.Has(WordKind.Date) && Dates.IsLikely(text, start))
            return Weights.DateWord;
        // "heute geht der Rancher auf 4.4.1"
        if (walk.ToIt && role.Has(Role.Moves))
            return Weights.VersionWord;
        // "the app to 5.4.1"
        if (walk.ToIt && (IsTool(word) || (kind.Has(WordKind.Product) && !kind.Has(WordKind.Filler))))
            return Weights.ChangeWord;
        if (kind.Has(WordKind.Version) && !kind.Has(WordKind.Mail | WordKind.MailStrong) && !RunWords.Contains(word))
            return walk.ToIt ? Weights.VersionWord : Weights.ChangeWord;
        return null;
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
        // "smtp 452", "SMTP-452": the protocol names its reply.
        if (kind.Has(WordKind.ErrorLabel) || (isReply && word.EndsWith("smtp", StringComparison.OrdinalIgnoreCase)))
        {
            tally.Add(Weights.Label, from, to);
            return false;
        }

        // "the helm chart 5.2.2", "Terraform-Provider 5.4.1"
        if (!isReply && !report && IsPart(word, from))
        {
            tally.Add(Weights.VersionWord, from, to);
            return true;
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

        // An Anhang, anexo or bilaga is an annex, or what hangs at a mail.
        if (kind.Has(WordKind.Section) && !kind.Has(WordKind.Filler) && !(isReply && kind.Has(WordKind.MailMaybe)))
        {
            tally.Add(Weights.SectionWord, from, to);
            return true;
        }

        if (kind.Has(WordKind.Identifier) && !kind.Has(WordKind.Filler) && !comma && !IsNumbered(from))
        {
            tally.Add(Weights.IdentifierWord, from, to);
            return true;
        }

        // "solo puedo ver 5.1.10", "dá pra ver 5.1.10": to see.
        if (word is "ver" && WordBefore(from) is "puedo" or "puede" or "pra" or "para" or "de" or "a" or "posso" or "dá" or "consigo" or "podemos")
            return false;
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

        if (kind.Has(WordKind.Date) && !kind.Has(WordKind.Filler) && Dates.IsPossible(text, to))
        {
            tally.Add(Weights.DateWord, from, to);
            return true;
        }

        if (kind.Has(WordKind.Date) && Dates.IsLikely(text, to) && !IsGotBefore(from))
        {
            tally.Add(meaning.HasFlag(Concept.Proof) ? Weights.MaybeDate : Weights.DateWord, from, to);
            return true;
        }

        // "queues at 4.4.1", "look at 5.1.20": not at a version.
        if (Question.Is(word, "at") && (Lexicon.KindOf(WordBefore(from)).Has(WordKind.Mail | WordKind.MailMaybe) || WordBefore(from) is "look" or "looking"))
            return false;
        // "it results in 5.7.1" tells what came of it, "in 5.7.1 they renamed it" a version.
        if (Speaks(word, kind, labelled, isReply, meaning) is { } weight && (weight != Weights.AsVersion || !Roles.Of(WordBefore(from)).Has(Role.Answers)))
            tally.Add(weight, from, to);
        return false;
    }

    private Weight? Speaks(ReadOnlySpan<char> word, WordKind kind, bool labelled, bool isReply, Concept meaning)
    {
        if (kind.Has(WordKind.Got | WordKind.With))
            return kind.Has(WordKind.Got) ? Weights.Received : Weights.SaidWith;
        if (isReply)
            return null;
        var role = Roles.Of(word);
        if (role.Has(Role.Answers) && !kind.Has(WordKind.MailStrong))
            return Weights.Answered;
        if (role.Has(Role.Holds))
            return Weights.Had;
        if (role.Has(Role.OfError))
            return Weights.AsNoun;
        if (role.Has(Role.OfVersion) && !labelled)
            return Weights.AsVersion;
        if (kind.Has(WordKind.MailSoftware) && !labelled)
            return Weights.SoftwareBefore;
        var known = kind != WordKind.None || word is "t" or "s" || IsTransparent(word) || IsVerbForm(word) || role.Has(Role.Answers | Role.Small | Role.Determiner | Role.Sends | Role.Party | Role.Provider);
        return !known && !report && !labelled && !Concepts.Names(meaning, word) ? Weights.NameBefore : null;
    }

    // A provider may be a program's or one's own.
    private bool IsPart(ReadOnlySpan<char> word, int from)
    {
        if (PartWords.Contains(word))
            return true;
        if (!ProviderWords.Contains(word))
            return false;
        var before = WordBefore(from).TrimEnd('-');
        // "loki provider 5.5.0", but "our hosting provider 5.7.1"
        if (from > 0 && text[from - 1] == ' ' && before.Length > 2 && char.IsAsciiLetter(before[0]) && Lexicon.KindOf(before) == WordKind.None && Roles.Of(before) == Role.None && !HostingWords.Contains(before))
            return true;
        return Lexicon.KindOf(before).Has(WordKind.Product) || (from > 0 && text[from - 1] == '-' && !Roles.Of(before).Has(Role.Provider) && !Lexicon.KindOf(before).Has(WordKind.Mail | WordKind.MailStrong | WordKind.MailMaybe));
    }

    // "scanner on 3rd floor: 535": the floor has its number.
    private bool IsNumbered(int from)
    {
        var before = text[Math.Max(0, from - 8)..from].TrimEnd(' ');
        return before is not [.., ','] && before[(before.LastIndexOf(' ') + 1)..].ContainsAnyInRange('0', '9');
    }

    /// <summary>"room 550", "Seite 450": the number belongs to the word right before it.</summary>
    public bool IsNumbering(int start)
    {
        var kind = Lexicon.KindOf(WordBefore(start));
        return kind.Has(WordKind.Identifier | WordKind.Section) && !kind.Has(WordKind.Filler);
    }

    /// <summary>"Back to 4.7.650", "3.10.35 and 4.4.316": one more of the same.</summary>
    public bool FollowsPreposition(int start)
    {
        var role = Roles.Of(WordBefore(start));
        return role.Has(Role.Link) && !role.Has(Role.Copula);
    }

    // "sale el 5.7.25": what somebody gets is no day.
    private bool IsGotBefore(int from) => Lexicon.KindOf(WordBefore(from)).Has(WordKind.Got | WordKind.ErrorLabel | WordKind.With);

    private ReadOnlySpan<char> WordBefore(int from)
    {
        var before = text[Math.Max(0, from - 16)..from].TrimEnd(' ');
        return before[(before.LastIndexOf(' ') + 1)..];
    }

    private static bool IsWordPart(char c) => char.IsLetterOrDigit(c) || c is '_';
}
