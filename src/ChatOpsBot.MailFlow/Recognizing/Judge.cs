using System.Buffers;

namespace ChatOpsBot.MailFlow.Recognizing;

/// <summary>A number that passed judgement, with its reasons.</summary>
internal sealed record Finding(int Start, int End, EnhancedStatusCode? Code, ReplyCode? Reply, double Score, IReadOnlyList<RecognitionSignal> Signals)
{
    /// <summary>Where it stands among several: a remote server's own reply before the wrapper around it.</summary>
    public int Rank { get; init; }
}

/// <summary>Weighs each number of a clean text by what stands around it. Looks at a bounded stretch on either side, so the work is linear.</summary>
internal ref struct Judge
{
    // A sentence or two on either side; a code three screens away from the word "mail" is not explained by it.
    private const int Reach = 400;
    private const int MostFindings = 64;

    // Marks of bounces, queue views and mail logs; one of them and the text is about mail delivery.
    private static readonly SearchValues<string> TraceMarks = SearchValues.Create(
        ["Final-Recipient", "Diagnostic-Code", "Reporting-MTA", "Remote-MTA", "LED=", "LRT=", "LastAttempted", "status=bounced", "status=deferred", "Generating server", "smtp;", "SMTP error", "RCPT TO", "MAIL FROM",
            "rfc822;", "in reply to", "Remote host said", "Remote server", "#SMTP#", "LastError", "NextHopDomain", "SmtpException", "SMTPSend", "relay=", "dsn=", "SMTPAddress", "EENVELOPE", "did not like our",
            "Servidor de generaci", "Generierender Server", "Servidor gerador", "Genererande server", "Remoteserver", "Servidor remoto", "Fjärrserver", "deliveryStatus"],
        StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<char> ListMarks = SearchValues.Create(",;/&\n|+");

    private readonly ReadOnlySpan<char> text;
    private readonly List<Sighting> sightings;
    private readonly List<WordMark> words;
    private readonly bool mentioned;
    private readonly bool report;
    private readonly bool traced;
    private readonly List<Finding> findings = [];
    private readonly List<RecognitionSignal> signals = [];
    private double score;
    private int firstWord;
    private int lastWord;
    private int readTo;

    private readonly record struct WordMark(int Start, int End, WordKind Kind);

    public Judge(ReadOnlySpan<char> text, List<Sighting> sightings, bool mentioned, bool report)
    {
        this.text = text;
        this.sightings = sightings;
        this.mentioned = mentioned;
        this.report = report;
        traced = report || text.ContainsAny(TraceMarks);
        words = [];
    }

    /// <summary>Every number at or above <paramref name="atLeast"/>, in the order of the text.</summary>
    public List<Finding> Run(double atLeast)
    {
        var chained = false;
        for (var i = 0; i < sightings.Count && findings.Count < MostFindings; i++)
        {
            var sighting = sightings[i];
            if (sighting.IsReply && BelongsToCode(i))
                continue;
            (score, chained) = (0, false);
            signals.Clear();
            Slide(sighting);
            var reply = sighting.IsReply ? JudgeReply(sighting) : JudgeCode(i, out chained);
            score = Math.Clamp(Math.Round(score, 3), 0, 1);
            if (score < atLeast)
                continue;
            var code = sighting.Code;
            findings.Add(new Finding(sighting.Start, sighting.End, code, reply, score, [.. signals.OrderByDescending(s => s.Weight)]) { Rank = RankOf(sighting) + (report && code is not null && reply is null ? 1 : 0) });
        }

        _ = chained;
        return findings;
    }

    private ReplyCode? JudgeCode(int index, out bool chained)
    {
        var sighting = sightings[index];
        var code = sighting.Code!.Value;
        chained = false;
        var reply = default(ReplyCode?);
        var familiarity = KnownCodes.Of(code);
        Add(familiarity switch
        {
            Familiarity.Vendor => Weights.VendorCode,
            Familiarity.Registered => Weights.RegisteredCode,
            Familiarity.Unlisted => Weights.UnlistedCode,
            _ => Weights.StrangeCode,
        }, sighting.Start, sighting.End);

        var start = sighting.Start;
        if (TryReplyBefore(index, out var before, out var split))
        {
            start = before.Start;
            if (KnownCodes.IsReply(before.Reply))
                reply = new ReplyCode(before.Reply);
            Add(split ? Weights.ReplyWordsCode : Weights.ReplyAndCode, before.Start, sighting.End);
            if (before.Reply / 100 != code.Class)
                Add(Weights.ClassesDiffer, before.Start, sighting.End);
            AddSurroundings(sighting, forReply: false);
            // A success line in a log is no trouble; somebody who asks about it gets an answer.
            if (code.Class == 2 && !Asks(start, sighting.End) && !mentioned)
                score = -1;
            return reply;
        }

        if (code.Class == 2)
            Add(Weights.SuccessCode, sighting.Start, sighting.End);
        if (HasTwin(index))
            Add(Weights.ClassTwins, sighting.Start, sighting.End);
        else if (HasNeighbour(index))
            Add(Weights.SeveralCodes, sighting.Start, sighting.End);
        AddSurroundings(sighting, forReply: false);
        AddWriting(sighting, ref chained, index);
        if (code.Class == 2 && !Asks(start, sighting.End) && !mentioned)
            score = -1;
        return null;
    }

    private ReplyCode? JudgeReply(Sighting sighting)
    {
        if (sighting.Reply < 400 || !KnownCodes.IsReply(sighting.Reply))
        {
            score = -1;
            return null;
        }

        Add(sighting.Reply is 500 or 501 or 502 or 503 or 504 or 422 or 431 or 451 or 511 ? Weights.WebReply : Weights.SmtpOnlyReply, sighting.Start, sighting.End);
        AddSurroundings(sighting, forReply: true);
        var chained = false;
        AddWriting(sighting, ref chained, -1);
        return new ReplyCode(sighting.Reply);
    }

    /// <summary>Words of the neighbourhood, for and against.</summary>
    private void AddSurroundings(Sighting sighting, bool forReply)
    {
        var before = score;
        if (traced)
            Add(Weights.MailTrace, sighting.Start, sighting.Start);
        var (strong, mail, maybe, rejected) = (0, 0, 0, 0);
        for (var i = firstWord; i < lastWord; i++)
        {
            var word = words[i];
            if (word.Kind.Has(WordKind.MailStrong) && strong++ == 0)
                Add(Weights.StrongMailWord, word.Start, word.End);
            else if (word.Kind.Has(WordKind.Mail) && mail++ < 2)
                Add(Weights.MailWord, word.Start, word.End);
            else if (word.Kind.Has(WordKind.MailMaybe) && maybe++ < 2)
                Add(Weights.MaybeMailWord, word.Start, word.End);
            if (word.Kind.Has(WordKind.Rejected) && rejected++ == 0)
                Add(Weights.RejectedWord, word.Start, word.End);
        }

        if (Window(sighting).Contains('@'))
            Add(Weights.MailAddress, sighting.Start, sighting.Start);
        score = Math.Min(score, before + Weights.MostSurroundings);
        AddOtherTopics(strong > 0 || traced, forReply);
        if (InHeaderLine(sighting.Start))
            Add(Weights.HeaderLine, sighting.Start, sighting.End);
        if (ReplyTextAfter(sighting.End, out var from, out var to))
            Add(Weights.ReplyText, from, to);
        if (forReply && Providers.First(text, sighting.End, LineEnd(sighting.End)) is { Length: > 0 } tag)
            Add(Weights.ProviderTag, tag.Start, tag.Start + tag.Length);
    }

    private void AddOtherTopics(bool surelyMail, bool forReply)
    {
        var (web, other) = (0, 0);
        for (var i = firstWord; i < lastWord; i++)
        {
            var word = words[i];
            if (forReply && !surelyMail && word.Kind.Has(WordKind.Web) && web++ == 0)
                Add(Weights.WebWord, word.Start, word.End);
            if (word.Kind.Has(WordKind.OtherSense) && other++ == 0)
                Add(Weights.OtherSense, word.Start, word.End);
        }
    }

    // Subject, program and id of a message: numbers there are the sender's.
    private static readonly string[] HeaderNames = ["Subject:", "Betreff:", "Asunto:", "Assunto:", "Ämne:", "X-Mailer:", "User-Agent:", "Message-ID:", "Received:", "X-Mailman-Version:", "References:", "In-Reply-To:", "Date:"];

    private readonly bool InHeaderLine(int start)
    {
        var line = text[LineStart(start)..start].TrimStart();
        if (!line.Contains(':'))
            return false;
        foreach (var name in HeaderNames)
        {
            if (line.StartsWith(name, StringComparison.OrdinalIgnoreCase))
                return !line.Contains("undeliver", StringComparison.OrdinalIgnoreCase) && !line.Contains("failure", StringComparison.OrdinalIgnoreCase);
        }

        return false;
    }

    /// <summary>The words that touch the number, for and against.</summary>
    private void AddWriting(Sighting sighting, ref bool chained, int index)
    {
        var (start, end) = (sighting.Start, sighting.End);
        if (mentioned)
            Add(Weights.Mentioned, start, end);
        if (!sighting.IsReply && OnlyACode())
        {
            Add(Weights.OnlyACode, start, end);
            return;
        }

        if (!sighting.IsReply)
            AddHeading(sighting);
        if (index > 0 && !sighting.IsReply && Chain(index) is { } first)
        {
            chained = true;
            start = first;
        }

        if (Asks(start, end))
            Add(Weights.AskedAbout, start, end);

        var line = text[LineStart(start)..start];
        line = line[Math.Max(0, line.Length - 80)..];
        Before(line, start, sighting.IsReply);
        After(end, sighting.IsReply);
    }

    /// <summary>A number that opens a line and is followed by a title: <c>5.7.1 Install the tool</c>. Text of a reply says at least two things a server says.</summary>
    private void AddHeading(Sighting sighting)
    {
        var start = sighting.Start;
        while (start > 0 && text[start - 1] is ' ' or '#')
            start--;
        if (start > 0 && text[start - 1] != '\n')
            return;
        var rest = text[sighting.End..Math.Min(text.Length, sighting.End + 4)];
        if (rest is ['.', ' ', ..] or [')', ' ', ..])
            Add(Weights.NumberedHeading, sighting.Start, sighting.End + 1);
        else if (rest is [' ', var first, ..] && char.IsUpper(first) && ReplyWordsAfter(sighting.End) < 2)
            Add(Weights.Heading, sighting.Start, sighting.End);
    }

    private readonly int ReplyWordsAfter(int end)
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

    private void Before(ReadOnlySpan<char> line, int start, bool isReply)
    {
        var offset = start - line.Length;
        var trimmed = line.TrimEnd(" \"'([{<#*");
        var hash = line.Length > trimmed.Length && line[trimmed.Length..].Contains('#');
        if (hash)
            Add(Weights.Label, start - 1, start);
        if (EndsWithField(trimmed, out var field))
        {
            Add(Weights.TraceField, offset + trimmed.Length - field, offset + trimmed.Length);
            return;
        }

        var labelled = hash || trimmed is [.., ':' or '=' or ';'];
        labelled |= trimmed is [.., ',' or '.' or '-'];
        trimmed = trimmed.TrimEnd(".-,:=; ");
        var touching = true;
        for (var i = 0; i < 4 && trimmed.Length > 0; i++)
        {
            var wordEnd = trimmed.Length;
            var wordStart = wordEnd;
            while (wordStart > 0 && IsWordPart(trimmed[wordStart - 1]))
                wordStart--;
            if (wordStart == wordEnd)
            {
                if (i == 0 && trimmed[^1] == '§')
                    Add(Weights.SectionWord, start - 1, start);
                return;
            }

            // The tail of a host name or a path is no word of the sentence.
            if (wordStart > 0 && trimmed[wordStart - 1] is '.' or '/' or '@' && wordStart > 1 && char.IsLetterOrDigit(trimmed[wordStart - 2]))
                return;
            var word = trimmed[wordStart..wordEnd];
            var kind = Hyphenated(trimmed, ref wordStart, word);
            var (from, to) = (offset + wordStart, offset + wordEnd);
            if (i == 0 || touching)
            {
                if (Touching(word, kind, from, to, labelled, isReply))
                    return;
            }
            else if (kind.Has(WordKind.Change))
            {
                Add(Weights.ChangeWord, from, to);
                return;
            }
            else if (kind.Has(WordKind.Version) && !kind.Has(WordKind.Mail | WordKind.MailStrong))
            {
                Add(Weights.ChangeWord, from, to);
                return;
            }

            var gap = trimmed[..wordStart];
            trimmed = gap.TrimEnd(" \"'([{<#-,.:");
            touching = touching && IsTransparent(word) && gap.TrimEnd(' ') is not [.., ':' or ',' or ';' or '='];
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
    private bool Touching(ReadOnlySpan<char> word, WordKind kind, int from, int to, bool labelled, bool isReply)
    {
        if (kind.Has(WordKind.ErrorLabel))
        {
            Add(Weights.Label, from, to);
            return false;
        }

        // "mailserver:4.7.650" is an image with its tag; a label is followed by a blank or is known.
        if (labelled && !isReply && to < text.Length - 1 && text[to] == ':' && char.IsAsciiDigit(text[to + 1]) && !kind.Has(WordKind.MailStrong))
        {
            Add(Weights.ImageTag, from, to);
            return true;
        }

        if (kind.Has(WordKind.Section) && !kind.Has(WordKind.Filler))
        {
            Add(Weights.SectionWord, from, to);
            return true;
        }

        if (kind.Has(WordKind.Identifier))
        {
            Add(Weights.IdentifierWord, from, to);
            return true;
        }

        if (kind.Has(WordKind.Version | WordKind.Change))
        {
            Add(Weights.VersionWord, from, to);
            return true;
        }

        if (kind.Has(WordKind.Product))
        {
            Add(Weights.ProductBefore, from, to);
            return true;
        }

        if (kind.Has(WordKind.Date) && !kind.Has(WordKind.Filler))
        {
            Add(Weights.DateWord, from, to);
            return true;
        }

        if (kind.Has(WordKind.Date) && DateLike(to))
        {
            Add(Weights.DateWord, from, to);
            return true;
        }

        if (kind.Has(WordKind.Got))
            Add(Weights.Received, from, to);
        else if (kind.Has(WordKind.MailSoftware) && !labelled && !isReply)
            Add(Weights.SoftwareBefore, from, to);
        else if (kind == WordKind.None && !labelled && !IsTransparent(word))
            Add(Weights.NameBefore, from, to);
        return false;
    }

    private void After(int end, bool isReply)
    {
        var rest = text[end..Math.Min(text.Length, end + 60)];
        var stop = rest.IndexOf('\n');
        if (stop >= 0)
            rest = rest[..stop];
        if (isReply && rest is ['%', ..] or [' ', '%', ..] or [' ', '€', ..] or [' ', '$', ..])
            Add(Weights.UnitAfter, end, end + 2);
        var trimmed = rest.TrimStart(" )]'\"");
        var length = 0;
        while (length < trimmed.Length && char.IsLetter(trimmed[length]))
            length++;
        if (length == 0)
            return;
        var kind = Lexicon.KindOf(trimmed[..length]);
        var from = end + (rest.Length - trimmed.Length);
        if (isReply && kind == WordKind.None && rest is [' ', >= 'a' and <= 'z', ..])
            Add(Weights.CountedThing, from, from + length);
        else if (kind.Has(WordKind.Unit) && !kind.Has(WordKind.ReplyText))
            Add(Weights.UnitAfter, from, from + length);
        else if (kind.Has(WordKind.Version | WordKind.Change) && !isReply)
            Add(Weights.ChangeWord, from, from + length);
    }

    /// <summary>4.7.321 and 5.7.321 side by side: only mail people name both classes of one code.</summary>
    private readonly bool HasTwin(int index)
    {
        var code = sightings[index].Code!.Value;
        return Twin(index - 1, code) || Twin(index + 1, code);
    }

    /// <summary>Another likely code in the same list.</summary>
    private readonly bool HasNeighbour(int index) => Neighbour(index, index - 1) || Neighbour(index, index + 1);

    private readonly bool Neighbour(int index, int other) =>
        other >= 0 && other < sightings.Count && sightings[other].Code is { Class: not 2 } code && code != sightings[index].Code && Math.Abs(sightings[other].Start - sightings[index].Start) < 40
        && KnownCodes.Of(code) >= Familiarity.Registered;

    private readonly bool Twin(int index, EnhancedStatusCode code) =>
        index >= 0 && index < sightings.Count && sightings[index].Code is { } other && other.Class != code.Class && code.Class != 2 && other.Class != 2 && other.Subject == code.Subject && other.Detail == code.Detail;

    /// <summary>Codes in a row share what stands before the first: <c>5.1.1 (9x), 4.2.2 and 5.7.1</c>.</summary>
    private readonly int? Chain(int index)
    {
        var start = default(int?);
        for (var i = index; i > 0 && index - i < 8; i--)
        {
            var previous = sightings[i - 1];
            var gap = text[previous.End..sightings[i].Start];
            if (previous.IsReply || gap.Length is 0 or > 14 || gap.Contains('\n') || gap.ContainsAny("=@<>"))
                break;
            var letters = 0;
            foreach (var c in gap)
            {
                if (char.IsLetter(c))
                    letters++;
            }

            if (letters > 4)
                break;
            start = previous.Start;
        }

        return start;
    }

    private readonly bool TryReplyBefore(int index, out Sighting reply, out bool split)
    {
        (reply, split) = (default, false);
        if (index == 0)
            return false;
        var code = sightings[index];
        reply = sightings[index - 1];
        if (!reply.IsReply || reply.Reply < 200)
            return false;
        var gap = text[reply.End..code.Start];
        var sameClass = reply.Reply / 100 == code.Code!.Value.Class;
        if (IsTightGap(gap))
            return sameClass || KnownCodes.IsReply(reply.Reply);
        split = true;
        return sameClass && KnownCodes.IsReply(reply.Reply) && IsWordGap(gap);
    }

    private static bool IsTightGap(ReadOnlySpan<char> gap)
    {
        if (gap.Length is 0 or > 8)
            return false;
        var newLines = 0;
        foreach (var c in gap)
        {
            if (c == '\n')
                newLines++;
            else if (c is not (' ' or '-' or '#' or ':' or ';' or ',' or '(' or '[' or '\'' or '"' or '/' or '|' or '='))
                return gap is ", b'" or ", b\"" or ",b'";
        }

        return newLines <= 1;
    }

    /// <summary>One to four plain words, as translated alerts have between the two numbers: <c>450 conexión 4.4.315</c>.</summary>
    private static bool IsWordGap(ReadOnlySpan<char> gap)
    {
        if (gap.Length > 48)
            return false;
        var wordCount = 0;
        var inWord = false;
        foreach (var c in gap)
        {
            if (char.IsLetter(c) || c == '-')
            {
                if (!inWord)
                    wordCount++;
                inWord = true;
            }
            else if (c is ' ' or ',' or '(' or ':' or '\'' or '"' or '#')
            {
                inWord = false;
            }
            else
            {
                return false;
            }
        }

        if (wordCount is 0 or > 4)
            return false;
        foreach (var range in gap.SplitAny(" ,(:'\"#"))
        {
            var kind = Lexicon.KindOf(gap[range]);
            if (kind.Has(WordKind.Version | WordKind.Product | WordKind.Section | WordKind.Change | WordKind.Web | WordKind.Unit) && !kind.Has(WordKind.Filler | WordKind.ReplyText | WordKind.Mail))
                return false;
        }

        return true;
    }

    /// <summary>A reply code whose enhanced code follows is judged together with that.</summary>
    private readonly bool BelongsToCode(int index)
    {
        if (index + 1 >= sightings.Count)
            return false;
        var next = sightings[index + 1];
        if (next.IsReply)
            return sightings[index].Reply == next.Reply && next.Start - sightings[index].End <= 2;
        return TryReplyBefore(index + 1, out _, out _);
    }

    private bool ReplyTextAfter(int end, out int from, out int to)
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
            if (!word.Kind.Has(WordKind.ReplyText))
                continue;
            (from, to) = (word.Start, word.End);
            return true;
        }

        return false;
    }

    /// <summary>What is, what does … mean, was heißt, vad betyder, qué significa, o que é: directly around the number.</summary>
    private readonly bool Asks(int start, int end)
    {
        var before = text[Math.Max(0, start - 48)..start];
        before = before[(before.LastIndexOfAny(".!?\n") + 1)..];
        var questions = 0;
        var strangers = 0;
        foreach (var range in before.SplitAny(" ,:'\"()\u00BF\u00A1"))
        {
            var word = before[range];
            if (word.IsEmpty)
                continue;
            var kind = Lexicon.KindOf(word);
            if (kind.Has(WordKind.Question))
                (questions, strangers) = (questions + 1, 0);
            else if (!kind.Has(WordKind.Filler | WordKind.ErrorLabel) || kind.Has(WordKind.Version))
                strangers++;
        }

        if (questions > 0 && strangers == 0 && HasQuestionShape(before))
            return true;
        var after = text[end..Math.Min(text.Length, end + 32)];
        foreach (var range in after.SplitAny(" ,:'\"()?"))
        {
            var word = after[range];
            if (word.Equals("mean", StringComparison.OrdinalIgnoreCase) || word.Equals("means", StringComparison.OrdinalIgnoreCase) || word.Equals("bedeutet", StringComparison.OrdinalIgnoreCase)
                || word.Equals("bedeuten", StringComparison.OrdinalIgnoreCase) || word.Equals("betyder", StringComparison.OrdinalIgnoreCase) || word.Equals("significa", StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    // "que" and "o" ask only together with a verb or a question mark; "what" needs "is" or "mean".
    private static bool HasQuestionShape(ReadOnlySpan<char> before)
    {
        var weak = 0;
        foreach (var range in before.SplitAny(" ,:'\"()\u00BF\u00A1"))
        {
            var word = before[range];
            if (word.IsEmpty)
                continue;
            if (Is(word, "what") || Is(word, "was") || Is(word, "vad") || Is(word, "que") || Is(word, "qué") || Is(word, "o"))
                weak++;
            else if (Is(word, "is") || Is(word, "ist") || Is(word, "är") || Is(word, "es") || Is(word, "é") || Is(word, "does") || Is(word, "do"))
                weak++;
            else if (Lexicon.KindOf(word).Has(WordKind.Question))
                weak += 2;
        }

        return weak >= 2;
    }

    private static bool Is(ReadOnlySpan<char> word, string other) => word.Equals(other, StringComparison.OrdinalIgnoreCase);

    private readonly bool DateLike(int at)
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

    /// <summary>One code, with or without its reply code; several only as a list, and only known ones: three versions in a row look the same.</summary>
    private readonly bool OnlyACode()
    {
        if (text.Length > 200 || sightings.Count > 8)
            return false;
        var codes = 0;
        var known = true;
        var at = 0;
        foreach (var sighting in sightings)
        {
            if (sighting.Code is { } code)
            {
                if (codes++ > 0 && !text[at..sighting.Start].ContainsAny(ListMarks))
                    return false;
                known &= KnownCodes.Of(code) >= Familiarity.Registered;
            }

            if (!IsPunctuation(text[at..sighting.Start]))
                return false;
            at = sighting.End;
        }

        return IsPunctuation(text[at..]) && (codes == 1 || known);
    }

    private static bool IsPunctuation(ReadOnlySpan<char> gap)
    {
        foreach (var c in gap)
        {
            if (char.IsLetterOrDigit(c) || c is '$' or '€' or '@' or '§' or '%' or '\\')
                return false;
        }

        return true;
    }

    /// <summary>How a field that holds nothing but codes ends: <c>LED=</c>, <c>dsn=</c>, <c>smtp;</c>, <c>said:</c>.</summary>
    private static bool EndsWithField(ReadOnlySpan<char> before, out int length)
    {
        foreach (var field in Fields)
        {
            if (before.EndsWith(field, StringComparison.OrdinalIgnoreCase))
            {
                length = field.Length;
                return true;
            }
        }

        length = 0;
        return false;
    }

    private static readonly string[] Fields =
    [
        "LED=", "led-", "dsn=", "smtp;", "smtp; ", "said:", "LastError :", "LastError:", "LastError : {", "Status code:", "<<<", "SMTP error", "SMTP Error:", "SMTP code", "SMTP code:", "SMTP reply", "SMTP response:", "smtp error code:",
        "Remote Server returned", "response was:", "host said:", "Diagnostic-Code:", "statuscode:", "responseCode:", "deliveryStatus:", "deliveryStatus\":", "Reported error:", "final DATA:", "smtp said", "smtp says", "smtp:", "RCPT TO:", "SMTP-Antwort:",
        "Respuesta SMTP:", "Resposta SMTP:", "SMTP-svar:", "Message=", "devolvió", "retornou", "zurückgegeben", "returnerade", "SmtpException:", "SMTPAddressFailedException:", "SMTPSendFailedException:", "SMTPSenderRefused: (", "EENVELOPE",
        "status code", "enhanced status code:", "enhanced status code", "Status:",
    ];

    /// <summary>The order among several codes. A remote reply before the report's own summary; a general wrapper behind what it wraps.</summary>
    private readonly int RankOf(Sighting sighting)
    {
        var line = text[LineStart(sighting.Start)..sighting.Start];
        if (line.StartsWith("<<<", StringComparison.Ordinal))
            return -1;
        if (sighting.Code is not { } code)
            return 2;
        var tail = line.TrimEnd();
        if (tail.EndsWith("Status:", StringComparison.OrdinalIgnoreCase) || tail.EndsWith("dsn=", StringComparison.OrdinalIgnoreCase))
            return 1;
        if (code is { Subject: 0, Detail: 350 or 351 } or { Subject: 4, Detail: 0, Class: 4 })
            return 1;
        return code is { Subject: 7, Detail: 0, Class: 4 } && text[sighting.End..Math.Min(text.Length, sighting.End + 20)].TrimStart().StartsWith("Proxy session", StringComparison.OrdinalIgnoreCase) ? 1 : 0;
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

    /// <summary>Moves the window of words along with the numbers. Words far from any number are never looked at.</summary>
    private void Slide(Sighting sighting)
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

    /// <summary>The start of the line a number stands in, or of its last stretch.</summary>
    private readonly int LineStart(int at)
    {
        var from = Math.Max(0, at - Reach);
        Work.Add(at - from);
        return from + text[from..at].LastIndexOf('\n') + 1;
    }

    private void Add(Weight weight, int from, int to)
    {
        score += weight.Value;
        foreach (var signal in signals)
        {
            if (signal.Name == weight.Name && signal.Weight == weight.Value && weight != Weights.MailWord && weight != Weights.MaybeMailWord)
            {
                score -= weight.Value;
                return;
            }
        }

        var length = Math.Min(to - from, 24);
        signals.Add(new RecognitionSignal(weight.Name, weight.Value, length > 0 ? text.Slice(from, length).ToString() : ""));
    }

    private static bool IsWordPart(char c) => char.IsLetterOrDigit(c) || c is '_';

    // "40x 5.1.1", "mx1 5.1.1", "error nº 5.7.1": what says nothing by itself; the word before it counts.
    private static bool IsTransparent(ReadOnlySpan<char> word) =>
        word.ContainsAnyInRange('0', '9') || Is(word, "nº") || Is(word, "nr") || Is(word, "no") || Is(word, "num") || Is(word, "núm") || Is(word, "number");
}
