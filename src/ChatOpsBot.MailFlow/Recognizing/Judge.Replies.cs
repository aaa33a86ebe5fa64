namespace ChatOpsBot.MailFlow.Recognizing;

/// <content>A reply code that stands alone: three digits that may count anything.</content>
internal ref partial struct Judge
{
    private ReplyCode? JudgeReply(int index)
    {
        var sighting = sightings[index];
        if (sighting.Reply < 400 || !KnownCodes.IsReply(sighting.Reply) || layout.InPhoneNumber(sighting.Start))
            return null;
        if (!traced && (layout.InDigitGroups(sighting) || SaysWebServer(sighting)))
            return null;
        var said = StandardReplies.Beside(text, sighting.Start, sighting.End, out var saidFrom, out var saidTo);
        var ofAnyServer = said == ReplyWording.AnyServer && IsWebCode(sighting.Reply);
        if (ofAnyServer)
            said = ReplyWording.None;
        // What a mail server says is no thing counted and no name, whatever stands before it; a room stays a room.
        if (said != ReplyWording.None && wording.IsNumbering(sighting.Start))
            said = ReplyWording.None;
        if (said != ReplyWording.MailServer)
            wording.Before(sighting.Start, isReply: true);
        if (said == ReplyWording.MailServer)
            tally.Add(Weights.StandardReply, saidFrom, saidTo);
        // "#450 too many options": an issue, unless something calls it an error.
        if (!report && sighting.Start > 0 && text[sighting.Start - 1] == '#' && !tally.Has(Weights.Label))
            return null;
        // In quotes a server speaks: "550 Empfänger existiert nicht".
        var quoted = sighting.Start > 0 && text[sighting.Start - 1] is '"' or '\'' or '`' or '«' or '“' or '„' or '‘' or '‚';
        var meaning = Concepts.Of(new ReplyCode(sighting.Reply));
        // "451 försök igen senare" at the head of a line or behind a colon: what a server said, word for word.
        var spoken = said == ReplyWording.AnyServer && saidFrom == sighting.End + 1 && (quoted || text[Layout.LineStart(text, sighting.Start)..sighting.Start].TrimEnd(' ') is [] or [.., ':' or '>']);
        if (said != ReplyWording.MailServer && !spoken && !report && !quoted && !sighting.IsWord && !tally.Has(Weights.TraceField))
            Counting.Weigh(text, sighting.Start, sighting.End, meaning, tally);
        if (tally.Score <= Hopeless)
            return null;
        neighbourhood.MoveTo(sighting);
        neighbourhood.Weigh(sighting, traced, forReply: true);
        if (said == ReplyWording.AnyServer && !tally.Has(Weights.WebWord))
            tally.Add(Weights.UsualReply, saidFrom, saidTo);
        if (spoken && tally.Has(Weights.UsualReply))
            tally.Add(Weights.WordForWord, saidFrom, saidTo);
        // Where people talk of a web service, the same verbs and names belong to that.
        var ofMail = tally.Has(Weights.WebWord) || new SpokenReply(text, tally).Weigh(sighting, mayBeWeb: IsWebCode(sighting.Reply));
        if (IsCompared(index))
        {
            tally.Add(Weights.Compared, sighting.Start, sighting.End);
            ofMail = true;
        }

        if (!IsWebCode(sighting.Reply) && !tally.SpeaksAgainst && (tally.IsGot || tally.Has(Weights.SaidWith) || tally.Has(Weights.UsedAsName)) && layout.InQuestion(sighting.End) && neighbourhood.AsksWhoElse(sighting))
        {
            tally.Add(Weights.WhoElse, sighting.Start, sighting.End);
            ofMail = true;
        }

        if (!IsWebCode(sighting.Reply) && !tally.SpeaksAgainst && neighbourhood.Repeats && (sighting.Reply is not (450 or 550) || tally.Has(Weights.UsedAsName)))
        {
            tally.Add(Weights.CameAgain, sighting.Start, sighting.End);
            ofMail = true;
        }

        if (neighbourhood.NamesMeaning(sighting, meaning, out var from, out var to))
            tally.Add(Weights.ReplyMeaning, from, to);
        if (tally.Has(Weights.ReplyMeaning) && !tally.Has(Weights.WebWord) && layout.InQuestion(sighting.End))
            tally.Add(Weights.InQuestion, sighting.Start, sighting.End);
        if (tally.Has(Weights.UsedAsName) && layout.InQuestion(sighting.End) && neighbourhood.Heals(sighting))
        {
            tally.Add(Weights.Judged, sighting.Start, sighting.End);
            tally.Add(Weights.InQuestion, sighting.Start, sighting.End);
        }

        if (neighbourhood.IsJudged(sighting))
            tally.Add(Weights.Judged, sighting.Start, sighting.End);
        if (Asks(sighting.Start, sighting.End))
            tally.Add(Weights.ReplyAskedAbout, sighting.Start, sighting.End);
        if (neighbourhood.ReplyTextBefore(sighting.Start))
            tally.Add(Weights.ReplyText, sighting.Start, sighting.Start);
        tally.Add(IsWebCode(sighting.Reply) && !tally.Has(Weights.SmtpCommand) && (!tally.Has(Weights.StandardReply) || tally.Has(Weights.WebWord)) ? Weights.WebReply : Weights.SmtpOnlyReply, sighting.Start, sighting.End);
        if (!ofMail && !traced && !mentioned && (!tally.SpeaksOfMail || (ofAnyServer && !tally.NamesMail)) && !(MeansOneThing(sighting.Reply) && tally.Has(Weights.ReplyMeaning) && (tally.Has(Weights.UsedAsName) || tally.Has(Weights.InQuestion) || tally.IsGot)))
            tally.Add(Weights.NothingOfMail, sighting.Start, sighting.End);
        else if (!traced && (!tally.SpeaksOfCode || (tally.Has(Weights.NameBefore) && !tally.IsGot && !tally.Has(Weights.UsedAsName) && !tally.Has(Weights.ReplyText) && !tally.Has(Weights.MailParty))))
            tally.Add(Weights.AnyNumber, sighting.Start, sighting.End);
        if (layout.InHeaderLine(sighting.Start))
            tally.Add(Weights.HeaderLine, sighting.Start, sighting.End);
        if (mentioned)
            tally.Add(Weights.Mentioned, sighting.Start, sighting.End);
        return new ReplyCode(sighting.Reply);
    }

    /// <summary>"What is the difference between 450 and 550?": two replies of SMTP, and nothing that they count.</summary>
    private readonly bool IsCompared(int index)
    {
        var other = index + 1 < sightings.Count && AreBeside(index, index + 1) ? index + 1 : index > 0 && AreBeside(index - 1, index) ? index - 1 : -1;
        if (other < 0)
            return false;
        var (first, last) = (sightings[Math.Min(index, other)], sightings[Math.Max(index, other)]);
        var after = text[last.End..Math.Min(text.Length, last.End + 2)].TrimStart(' ');
        return (after.IsEmpty || !char.IsLetterOrDigit(after[0])) && Asks(first.Start, last.End);
    }

    private readonly bool AreBeside(int first, int second) => IsSmtpReply(sightings[first]) && IsSmtpReply(sightings[second]) && sightings[second].Start - sightings[first].End <= 12;

    private static bool IsSmtpReply(Sighting sighting) => sighting.IsReply && sighting.Reply >= 400 && KnownCodes.IsReply(sighting.Reply) && !IsWebCode(sighting.Reply);

    // Nothing else has this number and this meaning: too big, log in first, encrypt first.
    private static bool MeansOneThing(int reply) => reply is 452 or 454 or 530 or 534 or 535 or 538 or 552;

    // RFC 9110 §15.6; SMTP has the same numbers for other things.
    private readonly bool SaysWebServer(Sighting sighting)
    {
        if (!IsWebCode(sighting.Reply))
            return false;
        var after = text[sighting.End..Math.Min(text.Length, sighting.End + 32)].TrimStart(" :-–");
        foreach (var phrase in (ReadOnlySpan<string>)["Bad Gateway", "Gateway T", "Service Unavailable", "Internal Server", "Not Implemented"])
        {
            if (after.StartsWith(phrase, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    // Numbers that web servers answer with, too.
    private static bool IsWebCode(int reply) => reply is 500 or 501 or 502 or 503 or 504 or 422 or 431 or 511;
}
