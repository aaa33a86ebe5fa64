namespace ChatOpsBot.MailFlow.Recognizing;

/// <summary>
/// A reply code without an enhanced one, in a person's sentence: <c>still 421s from gmail</c>, <c>fick en 550 när jag svarade</c>. Three digits count
/// many things, so a careful reader wants two: the number used as a name, and somebody who sends mail or answers it.
/// </summary>
internal readonly ref struct SpokenReply(ReadOnlySpan<char> text, Tally tally)
{
    // A clause, not a paragraph.
    private const int Reach = 90;

    private const int ShortMessage = 100;

    // Words between a verb and the number it brings.
    private const int NearWords = 6;

    private readonly ReadOnlySpan<char> text = text;
    private readonly Tally tally = tally;

    /// <summary>Adds what the sentence says. False: nothing in it speaks of mail.</summary>
    public bool Weigh(Sighting sighting, bool mayBeWeb)
    {
        var left = text[Math.Max(0, sighting.Start - Reach)..sighting.Start];
        left = left[SentenceStart(left)..];
        var right = text[sighting.End..Math.Min(text.Length, sighting.End + Reach)];
        right = right[..SentenceEnd(right)];
        Work.Add(left.Length + right.Length);

        var mail = Left(left, sighting);
        mail |= Right(right, sighting.End);
        mail |= !mayBeWeb && (FailsWithIt(left) || FailsWithIt(right));
        // "yahoo is 421ing us"
        if (sighting.IsWord && text[sighting.End - 1] is 'g' or 'd' or 't' && !tally.Has(Weights.Received))
            tally.Add(Weights.Answered, sighting.Start, sighting.End);
        if (!IsNamed(left, right, sighting))
            return mail;
        tally.Add(Weights.UsedAsName, sighting.Start, sighting.End);
        return mail || NamesProvider();
    }

    // "The report dies with a 552": no program ends with a number above 255, and no web server answers with these.
    private bool FailsWithIt(ReadOnlySpan<char> part)
    {
        if (!tally.Has(Weights.SaidWith))
            return false;
        for (var at = 0; Next(part, ref at, out var from, out var to);)
        {
            if (!WordForms.Fails.Contains(part[from..to]))
                continue;
            tally.Add(Weights.FailedWith, 0, 0);
            return true;
        }

        return false;
    }

    // "And this 554? Only with telefonica": a short message is about one thing.
    private bool NamesProvider()
    {
        if (text.Length > ShortMessage || text.Contains('\n'))
            return false;
        var (partyFrom, partyTo) = (0, 0);
        for (var at = 0; Next(text, ref at, out var from, out var to);)
        {
            var role = Roles.Of(text[from..to]);
            // A provider sends bills, too.
            if (role.Has(Role.Sum | Role.Amount))
                return false;
            if (role.Has(Role.Provider))
                (partyFrom, partyTo) = (from, to);
        }

        if (partyTo == 0)
            return false;
        tally.Add(Weights.MailParty, partyFrom, partyTo);
        return true;
    }

    /// <summary>From the number to the left: what brings it, who, and how.</summary>
    private bool Left(ReadOnlySpan<char> left, Sighting sighting)
    {
        var (mail, near, brought) = (false, true, false);
        var (nameFrom, nameTo) = (-1, -1);
        var (count, strangers) = (0, 0);
        var (link, part, sends, price) = (false, false, false, false);
        var end = left.Length;
        while (Previous(left, ref end, out var from, out var to))
        {
            var word = left[from..to];
            var role = Roles.Of(word);
            var at = sighting.Start - left.Length + from;
            var touches = count == 0 && left[to..] is " ";
            if (touches && (role.Has(Role.Amount) || (sighting.IsWord && text[sighting.End - 1] == 's' && IsTimePreposition(word))))
                tally.Add(Weights.Amount, at, at + word.Length);
            else if ((touches || (count == 1 && link)) && role.Has(Role.Copula) && !role.Has(Role.Determiner) && !IsEmpty(left[..from]))
                tally.Add(Lexicon.KindOf(LastWord(left[..from])).Has(WordKind.ErrorLabel) ? Weights.Answered : Weights.IsValue, at, at + word.Length);
            // "yahoo was sold for 450", "für 550 gekauft"
            if (count == 1 && price && role.Has(Role.Amount))
                tally.Add(Weights.Amount, at, at + word.Length);
            price |= touches && word is "for" or "für" or "por" or "för" or "at";
            // "421 out of 550"
            if (count < 3 && part && word.Length == 3 && !word.ContainsAnyExceptInRange('0', '9'))
                tally.Add(Weights.Amount, at, at + word.Length);
            if (count < 4 && role.Has(Role.Sum))
                tally.Add(Weights.Amount, at, at + word.Length);
            sends |= near && role.Has(Role.Sends) && !tally.Has(Weights.MailParty);
            var brings = near && (role.Has(Role.Answers | Role.Holds) || Question.Is(word, "see"));
            if (brings && !tally.Has(Weights.Label) && !tally.Has(Weights.Received))
                tally.Add(Weights.Answered, at, at + word.Length);
            // What is sent may be money: "me mandó 550".
            var speaks = Speaks(word, brings || (near && count < 2 && !(link && count == 1) && !left[to..].ContainsAny(',', ':', '-')) ? role & ~Role.Sends : role, at);
            mail |= speaks;
            // "sagt der Kopierer 530": German and Swedish put the subject between verb and number.
            var known = brings || speaks || word.Length < 3 || role.Has(Role.Small | Role.Determiner | Role.Link | Role.Provider | Role.Party);
            if (count == 0 && touches && !known && role == Role.None && Lexicon.KindOf(word) == WordKind.None && !word.ContainsAnyInRange('0', '9'))
                (nameFrom, nameTo) = (at, at + word.Length);
            brought |= brings;
            strangers += known ? 0 : 1;
            part |= count == 0 && word is "of" or "von" or "de" or "av";
            link = (count == 0 || link) && role.Has(Role.Link | Role.Small);
            near &= ++count < NearWords && strangers < 2;
            end = from;
        }

        // "uol está mandando 421": a provider sends no money.
        if (sends && !brought && tally.Has(Weights.MailParty))
            tally.Add(Weights.Answered, sighting.Start, sighting.Start);
        if (nameFrom >= 0 && !brought)
            tally.Add(Weights.NameBefore, nameFrom, nameTo);
        var before = left.TrimEnd(' ');
        if (before is [.., '$' or '€' or '£' or '¥' or '~' or '≈'])
            tally.Add(Weights.Amount, sighting.Start - 1, sighting.Start);

        return mail;
    }

    private bool Right(ReadOnlySpan<char> right, int start)
    {
        var mail = false;
        var count = 0;
        var at = 0;
        while (Next(right, ref at, out var from, out var to))
        {
            var word = right[from..to];
            var role = Roles.Of(word);
            if (count < 3 && role.Has(Role.Answers) && !role.Has(Role.Small) && !tally.Has(Weights.Label) && !tally.Has(Weights.Received))
                tally.Add(Weights.Answered, start + from, start + to);
            // "hab 550 für die Domain bezahlt"
            if (word is "bezahlt" or "gekauft" or "verkauft" or "gekostet" or "überwiesen" or "ausgegeben")
                tally.Add(Weights.Amount, start + from, start + to);
            mail |= Speaks(word, role, start + from, belongs: count < 5 && !right[..from].Contains(','));
            count++;
        }

        return mail;
    }

    private bool Speaks(ReadOnlySpan<char> word, Role role, int at, bool belongs = true)
    {
        var dash = word.IndexOf('-');
        // "ionos-Kunden", "gmail-användare"
        if (role == Role.None && dash > 0)
            role = Roles.Of(word[..dash]) & Role.Provider;
        if (role.Has(Role.Provider) || (IsDomain(word) && !InUrl(at, word.Length)))
        {
            tally.Add(Weights.MailParty, at, at + word.Length);
            return true;
        }

        if (OtherSide.Owns(text, word, at))
        {
            tally.Add(Weights.MailParty, at, at + word.Length);
            return true;
        }

        if (role.Has(Role.Command) || IsMailCommand(word, at))
        {
            tally.Add(Weights.SmtpCommand, at, at + word.Length);
            return true;
        }

        if (role.Has(Role.Sends))
        {
            tally.Add(Weights.SendsMail, at, at + word.Length);
            return true;
        }

        if (role.Has(Role.Back))
            tally.Add(Weights.CameBack, at, at + word.Length);
        if (role.Has(Role.Party) && belongs)
            tally.Add(Weights.SomeParty, at, at + word.Length);
        return Lexicon.KindOf(word).Has(WordKind.Mail | WordKind.MailStrong | WordKind.MailMaybe);
    }

    // MAIL FROM and DATA are commands in capitals only.
    private bool IsMailCommand(ReadOnlySpan<char> word, int at) =>
        word is "DATA" or "AUTH" || (word.Equals("mail", StringComparison.OrdinalIgnoreCase) && text[Math.Min(text.Length, at + 4)..].StartsWith(" FROM", StringComparison.Ordinal));

    private bool InUrl(int at, int length) => (at > 0 && text[at - 1] is '/' or ':') || (at + length < text.Length && text[at + length] is '/' or ':' && at + length + 1 < text.Length && !char.IsWhiteSpace(text[at + length + 1]));

    private static bool IsDomain(ReadOnlySpan<char> word) => word.Contains('.') && HostNames.IsHostName(word, needsDot: true) && HostNames.IsDomainEnding(word);

    /// <summary>A 550, the 421s, 450er; or set apart: "the ERP cannot send, 530", "retur (550)". Never with the thing counted behind it.</summary>
    private bool IsNamed(ReadOnlySpan<char> left, ReadOnlySpan<char> right, Sighting sighting)
    {
        if (tally.Has(Weights.CountedThing) || tally.Has(Weights.MaybeCounted) || tally.Has(Weights.UnitAfter) || tally.Has(Weights.Amount))
            return false;
        // "I like MX 510s": goods have a maker's name before them.
        if (sighting.IsWord)
            return LastWord(left) is { Length: 0 } || Roles.Of(LastWord(left)) != Role.None || Lexicon.KindOf(LastWord(left)).Has(WordKind.Filler | WordKind.Got | WordKind.With | WordKind.ErrorLabel);
        var before = left.TrimEnd(' ');
        // "…, ständig 535", "and since then 530"
        before = WithoutAdverbs(before);
        // "wrote to the landlord and 554"
        if (right.TrimStart() is [] && EndsWithAnd(before))
            return true;
        if (before.IsEmpty || before[^1] is ',' or ':' or '(' or '-' or '>' or '=' or ';' or '[' or '→' or '⇒' or '»' or '–' or '—')
            return right.TrimStart() is [] or [',' or '.' or ')' or '!' or '?' or ']' or ';', ..] || OpensWithSmallWord(right);
        // "AT&T still 571"
        return Roles.Of(LastWord(before)).Has(Role.Determiner) || (Roles.Of(LastWord(before)).Has(Role.Provider) && (right.TrimStart() is [] or [',' or '.' or '!' or '?', ..] || OpensWithSmallWord(right)));
    }

    private static bool IsEmpty(ReadOnlySpan<char> line) => line.Trim(" ¿\"'").IsEmpty;

    private static bool OpensWithSmallWord(ReadOnlySpan<char> right)
    {
        var at = 0;
        return Next(right, ref at, out var from, out var to) && (Lexicon.KindOf(right[from..to]).Has(WordKind.Filler | WordKind.Trouble) || Roles.Of(right[from..to]).Has(Role.Small | Role.Link | Role.Answers));
    }

    // "done in 421s"
    private static bool IsTimePreposition(ReadOnlySpan<char> word) => word is "in" or "after" or "within" or "for" or "every" or "nach" or "en" or "em" or "på" or "efter";

    // And what is joined is no second number.
    private static bool EndsWithAnd(ReadOnlySpan<char> line)
    {
        var end = line.Length;
        return Previous(line, ref end, out var from, out var to) && line[from..to] is "and" or "und" or "y" or "e" or "och" or "then" or "dann" && !LastWord(line[..from]).ContainsAnyInRange('0', '9');
    }

    private static ReadOnlySpan<char> WithoutAdverbs(ReadOnlySpan<char> line)
    {
        var end = line.Length;
        while (Previous(line, ref end, out var from, out var to) && to == line.Length && Roles.Of(line[from..to]).Has(Role.Small | Role.Since) && !Roles.Of(line[from..to]).Has(Role.Determiner))
        {
            line = line[..from].TrimEnd(' ');
            end = line.Length;
        }

        return line;
    }

    /// <summary>What stands around a code that came without a reply code: who sends, who answers, and whether it is set apart from the sentence.</summary>
    public void WeighCode(Sighting sighting, bool mayBeSetApart)
    {
        var left = text[Math.Max(0, sighting.Start - Reach)..sighting.Start];
        left = left[SentenceStart(left)..];
        var right = text[sighting.End..Math.Min(text.Length, sighting.End + Reach)];
        right = right[..SentenceEnd(right)];
        Work.Add(left.Length + right.Length);
        Talk(left, sighting.Start - left.Length);
        Talk(right, sighting.End);
        var before = left.TrimEnd(' ');
        var ends = right.TrimStart() is [] or [',' or '.' or ')' or '!' or '?' or ']' or ';', ..];
        if (mayBeSetApart && before.IsEmpty && SaysWhatWasSent(right))
            tally.Add(Weights.WhatWasSent, sighting.Start, sighting.End);
        // "… und jetzt 5.4.1"
        if (mayBeSetApart && WithoutAdverbs(before) is var bare && bare.Length < before.Length && EndsWithAnd(bare))
            tally.Add(Weights.SetApart, sighting.Start, sighting.End);
        // "… and boom 5.7.26"
        if (mayBeSetApart && ends && LastWord(before) is "boom" or "bam" or "bang" or "zack" or "bumm" or "zas" or "pum" or "pang")
            tally.Add(Weights.SetApart, sighting.Start, sighting.End);
        // "Nothing arrives at …?? 5.4.1": a sentence of its own.
        if (mayBeSetApart && before.IsEmpty && ends && sighting.Start > 8)
            tally.Add(Weights.SetApart, sighting.Start, sighting.End);
        else if (mayBeSetApart && !before.Trim(" -*#>").IsEmpty && before[^1] is ',' or ':' or '-' or '>' or '=' or ';' or '→' or '⇒' or '»' or '–' or '—' && (ends || OpensWithSmallWord(right)))
            tally.Add(Weights.SetApart, sighting.Start, sighting.End);
    }

    // "5.7.26 on the invoices", "5.7.26 bei den Rechnungen": what people send in numbers.
    private static bool SaysWhatWasSent(ReadOnlySpan<char> right)
    {
        var at = 0;
        for (var count = 0; count < 4 && Next(right, ref at, out var from, out var to); count++)
        {
            var word = right[from..to];
            if (count > 0 && WordForms.IsSentInNumbers(word))
                return true;
            if (!Roles.Of(word).Has(Role.Link | Role.Determiner | Role.Small))
                return false;
        }

        return false;
    }

    // "5.4.1 when she writes to the branch", "al escribir a la sucursal".
    private void Talk(ReadOnlySpan<char> part, int offset)
    {
        // "can't write to the tax office: 5.7.1"
        var when = part.Contains("n't ", StringComparison.OrdinalIgnoreCase);
        for (var at = 0; Next(part, ref at, out var from, out var to);)
        {
            var role = Roles.Of(part[from..to]);
            when |= role.Has(Role.When) || part[from..to] is "cannot" or "not" or "never" or "nicht" or "nie" or "kein" or "keine" or "no" or "nunca" or "não" or "inte" or "aldrig";
            if (role.Has(Role.Party) && tally.IsGot)
                tally.Add(Weights.SomeParty, offset + from, offset + to);
            if (when && role.Has(Role.Sends))
                tally.Add(Weights.SendsMail, offset + from, offset + to);
            if (role.Has(Role.Command) || IsMailCommand(part[from..to], offset + from))
                tally.Add(Weights.SmtpCommand, offset + from, offset + to);
        }
    }

    private static ReadOnlySpan<char> LastWord(ReadOnlySpan<char> line)
    {
        var end = line.Length;
        return Previous(line, ref end, out var from, out var to) ? line[from..to] : [];
    }

    private static bool Previous(ReadOnlySpan<char> line, ref int end, out int from, out int to)
    {
        while (end > 0 && !char.IsLetterOrDigit(line[end - 1]))
            end--;
        to = end;
        from = end;
        while (from > 0 && IsWordPart(line, from - 1))
            from--;
        return from < to;
    }

    private static bool Next(ReadOnlySpan<char> line, ref int at, out int from, out int to)
    {
        while (at < line.Length && !char.IsLetterOrDigit(line[at]))
            at++;
        from = at;
        while (at < line.Length && IsWordPart(line, at))
            at++;
        to = at;
        return from < to;
    }

    // t-online, web.de, at&t: one word.
    private static bool IsWordPart(ReadOnlySpan<char> line, int at) =>
        char.IsLetterOrDigit(line[at]) || (line[at] is '.' or '-' or '&' or '_' && at > 0 && at + 1 < line.Length && char.IsLetterOrDigit(line[at - 1]) && char.IsLetterOrDigit(line[at + 1]));

    private static int SentenceStart(ReadOnlySpan<char> left)
    {
        for (var i = left.Length - 1; i >= 0; i--)
        {
            if (left[i] == '\n' || (left[i] is '.' or '!' or '?' && i + 1 < left.Length && left[i + 1] == ' '))
                return i + 1;
        }

        return 0;
    }

    private static int SentenceEnd(ReadOnlySpan<char> right)
    {
        for (var i = 0; i < right.Length; i++)
        {
            if (right[i] == '\n' || (right[i] is '.' or '!' or '?' && (i + 1 == right.Length || right[i + 1] == ' ')))
                return i;
        }

        return right.Length;
    }
}
