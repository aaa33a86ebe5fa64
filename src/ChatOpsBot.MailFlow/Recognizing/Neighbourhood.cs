namespace ChatOpsBot.MailFlow.Recognizing;

/// <summary>
/// The words around a number, read on demand as the numbers are walked through: each word is looked up once, words far from any number never.
/// </summary>
internal ref struct Neighbourhood(ReadOnlySpan<char> text, Tally tally)
{
    // A sentence or two on either side; a code three screens away from the word "mail" is not explained by it.
    private const int Reach = 400;

    // What explains a code stands in its sentence.
    private const int MeaningReach = 100;

    // One breath: whoever writes more says what it is about.
    private const int ShortMessage = 60;

    private readonly ReadOnlySpan<char> text = text;
    private readonly Tally tally = tally;
    private readonly List<WordMark> words = [];
    private int firstWord;
    private int lastWord;
    private int readTo;

    private readonly record struct WordMark(int Start, int End, WordKind Kind);

    /// <summary>Words of the neighbourhood, for and against.</summary>
    public void Weigh(Sighting sighting, bool traced, bool forReply)
    {
        var before = tally.Score;
        if (traced)
            tally.Add(Weights.MailTrace, sighting.Start, sighting.Start);
        var (strong, mail, maybe, rejected) = (0, 0, 0, 0);
        for (var i = firstWord; i < lastWord; i++)
        {
            var word = words[i];
            if (word.Kind.Has(WordKind.MailStrong) && strong++ == 0)
                tally.Add(Weights.StrongMailWord, word.Start, word.End);
            else if ((word.Kind.Has(WordKind.Mail) || (forReply && IsOffList(i))) && mail++ < 2)
                tally.Add(Weights.MailWord, word.Start, word.End);
            else if (word.Kind.Has(WordKind.MailMaybe) && maybe++ < 2)
                tally.Add(Weights.MaybeMailWord, word.Start, word.End);
            if (word.Kind.Has(WordKind.Rejected) && rejected++ == 0)
                tally.Add(Weights.RejectedWord, word.Start, word.End);
        }

        if (Window(sighting).Contains('@'))
            tally.Add(Weights.MailAddress, sighting.Start, sighting.Start);
        tally.AtMost(before + Weights.MostSurroundings);
        WeighOtherTopics(strong > 0 || mail > 1 || traced, forReply);
        if (ReplyTextAfter(sighting.End, out var from, out var to))
            tally.Add(Weights.ReplyText, from, to);
        if (forReply && ReplyWordsAfter(sighting.End) > 1)
            tally.Add(Weights.ReplySentence, from, to);
        if (Providers.First(text, sighting.End, LineEnd(sighting.End)) is { Length: > 0 } tag)
            tally.Add(Weights.ProviderTag, tag.Start, tag.Start + tag.Length);
    }

    /// <summary>No word at all.</summary>
    public readonly bool IsEmpty => lastWord == firstWord;

    /// <summary>"What is new in 5.7.1" asks about software.</summary>
    private static bool IsNews(ReadOnlySpan<char> word) => Question.Is(word, "new") || Question.Is(word, "neu") || Question.Is(word, "neues") || Question.Is(word, "nuevo") || Question.Is(word, "nytt") || Question.Is(word, "novo");

    /// <summary>"still 5.7.64", "again 5.4.6 here": no word that means anything but the number.</summary>
    public readonly bool SaysNothingElse
    {
        get
        {
            if (lastWord - firstWord > 5 || text.Length > 80)
                return false;
            for (var i = firstWord; i < lastWord; i++)
            {
                if (IsNews(text[words[i].Start..words[i].End]) || (!words[i].Kind.Has(WordKind.Filler | WordKind.Trouble | WordKind.ErrorLabel) && !Roles.Of(text[words[i].Start..words[i].End]).Has(Role.Verdict | Role.Small)) || words[i].Kind.Has(WordKind.Version | WordKind.Change | WordKind.Product | WordKind.Unit | WordKind.Date | WordKind.Section))
                    return false;
            }

            return true;
        }
    }

    /// <summary>"crap, 5.4.1 now as well": somebody is not pleased.</summary>
    public readonly bool Exclaims
    {
        get
        {
            for (var i = firstWord; i < lastWord; i++)
            {
                if (CommonWords.Exclamations.Contains(text[words[i].Start..words[i].End]))
                    return true;
            }

            return false;
        }
    }

    /// <summary>For a code that stands alone: do people speak of trouble here, or of software?</summary>
    public readonly void WeighTalk(bool ofSoftware)
    {
        for (var i = firstWord; i < lastWord; i++)
        {
            var word = words[i];
            if ((word.Kind.Has(WordKind.Trouble) && !IsDenied(i)) || IsFrequency(i))
                tally.Add(Weights.Trouble, word.Start, word.End);
            if (ofSoftware && word.End - word.Start > 1 && !IsWeakProduct(word) && word.Kind.Has(WordKind.Product | WordKind.Change | WordKind.Version) && !word.Kind.Has(WordKind.Filler))
                tally.Add(Weights.SoftwareTalk, word.Start, word.End);
        }
    }

    /// <summary>Whether what runs software is spoken of: versions are counted by it.</summary>
    public readonly bool SpeaksOfMachines
    {
        get
        {
            for (var i = firstWord; i < lastWord; i++)
            {
                if (Statistics.IsMachine(text[words[i].Start..words[i].End]))
                    return true;
            }

            return false;
        }
    }

    // "No problems so far"
    private readonly bool IsDenied(int index) =>
        index > 0 && Roles.Of(text[words[index].Start..words[index].End]) == Role.None && text[words[index - 1].Start..words[index - 1].End] is "no" or "keine" or "sin" or "sem" or "inga" or "without" or "ohne" or "utan" or "kein";

    // An app or a client may send, a branch may be an office.
    private readonly bool IsWeakProduct(WordMark word) => text[word.Start..word.End] is "app" or "App" or "branch";

    private readonly void WeighOtherTopics(bool surelyMail, bool forReply)
    {
        var (web, other) = (0, 0);
        for (var i = firstWord; i < lastWord; i++)
        {
            var word = words[i];
            if (forReply && !surelyMail && word.Kind.Has(WordKind.Web) && !IsScheme(word) && IsRequest(word) && web++ == 0)
                tally.Add(Weights.WebWord, word.Start, word.End);
            if (word.Kind.Has(WordKind.OtherSense) && other++ == 0)
                tally.Add(Weights.OtherSense, word.Start, word.End);
        }
    }

    // GET and POST are requests, to get and to post are not.
    private readonly bool IsRequest(WordMark word) => text[word.Start..word.End] is not ("get" or "Get" or "post" or "Post" or "put" or "Put" or "delete" or "Delete");

    // The address of a help page in a reply is no talk about the web.
    private readonly bool IsScheme(WordMark word) => word.Start > 0 && text[word.Start - 1] is not '"' && text[word.End..Math.Min(text.Length, word.End + 3)] is "://";

    /// <summary>Whether the words of this sentence or the next speak of what the code means.</summary>
    public readonly bool NamesMeaning(Sighting sighting, Concept concepts, out int from, out int to)
    {
        (from, to) = (sighting.Start, sighting.End);
        for (var i = firstWord; i < lastWord; i++)
        {
            var word = words[i];
            if (word.End < sighting.Start - MeaningReach || word.Start > sighting.End + MeaningReach || !(Concepts.Names(concepts, text[word.Start..word.End]) || (concepts.HasFlag(Concept.Login) && LogsIn(i))))
                continue;
            (from, to) = (word.Start, word.End);
            return true;
        }

        return false;
    }

    // "log in", "signs on": two words of one meaning.
    private readonly bool LogsIn(int index) =>
        index + 1 < lastWord && text[words[index].Start..words[index].End] is "log" or "logs" or "logged" or "logging" or "sign" or "signs" && text[words[index + 1].Start..words[index + 1].End] is "in" or "on";

    /// <summary>Somebody asks or says how bad it is: "is 4.7.0 bad", "¿es grave el 4.7.0?".</summary>
    public readonly bool IsJudged(Sighting sighting)
    {
        var roles = Role.None;
        for (var i = firstWord; i < lastWord; i++)
        {
            var word = words[i];
            if (word.End > sighting.Start - 24 && word.Start < sighting.End + 16)
                roles |= Roles.Of(text[word.Start..word.End]);
        }

        return roles.Has(Role.Verdict) && roles.Has(Role.Copula);
    }

    /// <summary>"Does a 452 clear up by itself?"</summary>
    public readonly bool Heals(Sighting sighting)
    {
        for (var i = firstWord; i < lastWord; i++)
        {
            var word = words[i];
            // What clears something else is no trouble that clears up.
            if (word.End > sighting.Start - 24 && word.Start < sighting.End + 24 && Roles.Of(text[word.Start..word.End]).Has(Role.Heals)
                && (i + 1 == lastWord || words[i + 1].Start < sighting.End || !Roles.Of(text[words[i + 1].Start..words[i + 1].End]).Has(Role.Determiner)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>"The same 554 again", "wieder die 421 von gestern": it came back, and nothing else is said.</summary>
    public readonly bool Repeats
    {
        get
        {
            if (text.Length > ShortMessage || lastWord - firstWord > 6)
                return false;
            var again = false;
            for (var i = firstWord; i < lastWord; i++)
            {
                var word = text[words[i].Start..words[i].End];
                if (word is "much" or "many" or "mycket" or "viel" or "viele" or "cuánto" or "cuanto" or "quanto" or "mucho" or "muito")
                    return false;
                if (!words[i].Kind.Has(WordKind.Filler | WordKind.Trouble) && !Roles.Of(word).Has(Role.Small))
                    return false;
                if (words[i].Kind.Has(WordKind.Version | WordKind.Change | WordKind.Product | WordKind.Unit | WordKind.Section | WordKind.Identifier))
                    return false;
                again |= WordForms.AgainWords.Contains(word);
            }

            return again;
        }
    }

    /// <summary>"Anyone else with a 550?", "hat noch jemand 451?": what one asks when something is down for more than oneself.</summary>
    public readonly bool AsksWhoElse(Sighting sighting)
    {
        for (var i = firstWord; i + 1 < lastWord; i++)
        {
            var word = text[words[i].Start..words[i].End];
            var next = text[words[i + 1].Start..words[i + 1].End];
            if (words[i].End > sighting.Start - 40 && words[i].Start < sighting.End + 40
                && ((WordForms.Anyone.Contains(word) && WordForms.Else.Contains(next)) || (WordForms.Anyone.Contains(next) && WordForms.Else.Contains(word))))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>"Off the list", "von der Liste runter": a block list, as mail people say it.</summary>
    private readonly bool IsOffList(int index)
    {
        if (text[words[index].Start..words[index].End] is not ("list" or "lists" or "lista" or "listas" or "Liste" or "liste" or "listan" or "Listen"))
            return false;
        for (var i = Math.Max(firstWord, index - 2); i < index; i++)
        {
            if (text[words[i].Start..words[i].End] is "off" or "from" or "fora" or "fuera" or "quitaron" or "da" or "de" or "von" or "från" or "av")
                return true;
        }

        return false;
    }

    // "twice an hour", "alle 5 Minuten": versions do not happen.
    private readonly bool IsFrequency(int index) =>
        index > firstWord && text[words[index].Start..words[index].End] is "hour" or "minute" or "minutes" or "Stunde" or "Minute" or "Minuten" or "hora" or "horas" or "minuto" or "minutos" or "timme" or "timmen" or "minut" or "minuter"
        && text[words[index - 1].Start..words[index - 1].End] is "an" or "a" or "per" or "every" or "each" or "pro" or "jede" or "alle" or "por" or "cada" or "i" or "varje" or "few" or "paar" or "couple";

    /// <summary>Whether a log or a delivery is spoken of: that is where success lines stand.</summary>
    public readonly bool AboutDelivery(Sighting sighting)
    {
        for (var i = firstWord; i < lastWord; i++)
        {
            if (words[i].Kind.Has(WordKind.Log | WordKind.Mail | WordKind.MailStrong | WordKind.MailMaybe) && Math.Abs(words[i].Start - sighting.Start) < MeaningReach)
                return true;
        }

        return false;
    }

    /// <summary>Moves the window of words along with the numbers. Words far from any number are never looked at.</summary>
    public void MoveTo(Sighting sighting)
    {
        ReadWords(Math.Max(0, sighting.Start - Reach), Math.Min(text.Length, sighting.End + Reach));
        while (firstWord < words.Count && words[firstWord].End < sighting.Start - Reach)
            firstWord++;
        lastWord = Math.Max(lastWord, firstWord);
        while (lastWord < words.Count && words[lastWord].Start <= sighting.End + Reach)
            lastWord++;
        Work.Add(lastWord - firstWord);
    }

    private void ReadWords(int from, int to)
    {
        var at = Math.Max(from, readTo);
        Work.Add(Math.Max(0, to - at));
        while (at < to)
        {
            if (!char.IsLetter(text[at]))
            {
                at++;
                continue;
            }

            var start = at;
            while (at < text.Length && (char.IsLetter(text[at]) || (char.IsAsciiDigit(text[at]) && at - start < 28)))
                at++;
            words.Add(new WordMark(start, at, Lexicon.KindOf(text[start..at])));
        }

        readTo = Math.Max(readTo, at);
    }

    private readonly bool ReplyTextAfter(int end, out int from, out int to)
    {
        (from, to) = (end, end);
        var limit = Math.Min(text.Length, end + 90);
        var count = 0;
        for (var i = firstWord; i < lastWord && count < 7; i++)
        {
            var word = words[i];
            if (word.Start < end)
                continue;
            if (word.Start > limit)
                return false;
            count++;
            // "too much" is a price, "too many" and "too large" are replies.
            if (!word.Kind.Has(WordKind.ReplyText) || (text[word.Start..word.End] is "too" && i + 1 < lastWord && text[words[i + 1].Start..words[i + 1].End] is "much" or "expensive" or "high" or "low" or "little"))
                continue;
            (from, to) = (word.Start, word.End);
            return true;
        }

        return false;
    }

    /// <summary>"user unknown 550": the text of a reply before its number.</summary>
    public readonly bool ReplyTextBefore(int start)
    {
        var found = 0;
        for (var i = lastWord - 1; i >= firstWord && words[i].End > start - 32; i--)
        {
            if (words[i].Start < start && words[i].Kind.Has(WordKind.ReplyText))
                found++;
        }

        return found > 1;
    }

    /// <summary>How many words of server replies stand right behind a number.</summary>
    public readonly int ReplyWordsAfter(int end)
    {
        var found = 0;
        var count = 0;
        for (var i = firstWord; i < lastWord && count < 6; i++)
        {
            if (words[i].Start < end)
                continue;
            count++;
            if (words[i].Kind.Has(WordKind.ReplyText | WordKind.Rejected))
                found++;
        }

        return found;
    }

    /// <summary>Whether any word of a question stands near.</summary>
    public readonly bool QuestionNear(int start, int end)
    {
        for (var i = firstWord; i < lastWord; i++)
        {
            if (words[i].Kind.Has(WordKind.Question) && words[i].End > start - 48 && words[i].Start < end + 32)
                return true;
        }

        return false;
    }

    private readonly int LineEnd(int at)
    {
        var rest = text[at..Math.Min(text.Length, at + Reach)];
        var stop = rest.IndexOf('\n');
        return at + (stop < 0 ? rest.Length : stop);
    }

    private readonly ReadOnlySpan<char> Window(Sighting sighting)
    {
        var window = text[Math.Max(0, sighting.Start - Reach)..Math.Min(text.Length, sighting.End + Reach)];
        Work.Add(window.Length);
        return window;
    }
}
