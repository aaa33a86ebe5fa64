namespace ChatOpsBot.MailFlow.Recognizing;

/// <content>Tags, quotes, mentions and links of Teams, Slack and forums.</content>
internal ref partial struct CleanText
{
    // A tag longer than this is no tag.
    private const int LongestTag = 2048;

    /// <summary><c>[b]</c>, <c>[FONT=…]</c>, <c>[/EMAIL]</c> of forums; anything else in brackets stays.</summary>
    private bool BbCode()
    {
        var rest = source[(at + 1)..];
        var window = rest[..Math.Min(rest.Length, 120)];
        var nameStart = window is ['/', ..] ? 1 : 0;
        var nameEnd = nameStart;
        while (nameEnd < window.Length && nameEnd - nameStart < 6 && char.IsAsciiLetter(window[nameEnd]))
            nameEnd++;
        if (nameEnd == nameStart || nameEnd >= window.Length || window[nameEnd] is not (']' or '=') || !CleanTextTables.IsBbCode(window[nameStart..nameEnd]))
            return false;
        var close = NextOf(']', ref nextBracket) - at;
        if (close > 120)
            return false;
        at += close + 1;
        return true;
    }

    /// <summary>The index of the next mark at or after the reading position; behind the end when there is none.</summary>
    private readonly int NextOf(char mark, ref int known)
    {
        if (known >= at)
            return known;
        var found = source[at..].IndexOf(mark);
        Work.Add(found < 0 ? source.Length - at : found);
        known = found < 0 ? int.MaxValue : at + found;
        return known;
    }

    private bool SlackAngle()
    {
        var end = NextOf('>', ref nextAngle);
        var close = end - at;
        if (end == int.MaxValue || close < 2 || close > LongestTag)
            return false;
        var inside = source[(at + 1)..end];
        if (inside.ContainsAny('<', '\n'))
            return false;
        at += close + 1;
        switch (inside[0])
        {
            case '@':
                Mentioned = true;
                Put(' ');
                return true;
            case '!':
                Put(' ');
                return true;
        }

        var bar = inside.IndexOf('|');
        var visible = bar >= 0 ? inside[(bar + 1)..] : inside;
        foreach (var c in visible)
            Put(c);
        return true;
    }

    private bool Tag()
    {
        var rest = source[(at + 1)..];
        var closing = rest is ['/', ..];
        var start = closing ? 1 : 0;
        var end = start;
        while (end < rest.Length && end - start < 16 && char.IsAsciiLetterOrDigit(rest[end]))
            end++;
        if (end == start || end >= rest.Length || !char.IsAsciiLetter(rest[start]) || rest[end] is not (' ' or '>' or '/' or '\n' or '\t' or '\r'))
            return false;
        var kind = CleanTextTables.KindOfTag(rest[start..end]);
        if (kind == TagKind.Unknown && markup != MailMarkup.TeamsHtml)
            return false;

        var angle = NextOf('>', ref nextAngle);
        if (angle == int.MaxValue || angle - at > LongestTag)
            return false;
        var attributes = source[(at + 1 + end)..angle];
        at = angle + 1;
        switch (kind)
        {
            case TagKind.Mention when !closing:
                Mentioned = true;
                SkipMention();
                Put(' ');
                break;
            case TagKind.Quote:
                Quote(closing, attributes);
                break;
            case TagKind.Line:
                if (written > 0 && rented![written - 1] != '\n')
                    rented[written++] = '\n';
                break;
            case TagKind.Hidden when !closing:
                SkipHidden(rest[start..end]);
                break;
            case TagKind.Cell or TagKind.Unknown:
                Put(' ');
                break;
        }

        if (quoteDepth > 0 && attributes.IndexOf("itemid=\"28:", StringComparison.OrdinalIgnoreCase) >= 0)
            quoteIsBot = true;
        return true;
    }

    // The text of a style sheet is no text. A missing end is looked for once, so that a row of open tags stays linear.
    private void SkipHidden(ReadOnlySpan<char> name)
    {
        if (hiddenWithoutEnd)
            return;
        Span<char> close = stackalloc char[name.Length + 2];
        "</".CopyTo(close);
        name.CopyTo(close[2..]);
        var found = source[at..].IndexOf(close, StringComparison.OrdinalIgnoreCase);
        hiddenWithoutEnd = found < 0;
        at += Math.Max(found, 0);
    }

    // The mentioned name is no text: it may be "Mail Bot".
    private void SkipMention()
    {
        if (nextMentionEnd < at)
        {
            var found = source[at..].IndexOf("</at>", StringComparison.OrdinalIgnoreCase);
            Work.Add(found < 0 ? source.Length - at : found);
            nextMentionEnd = found < 0 ? int.MaxValue : at + found;
        }

        if (nextMentionEnd - at < 512)
            at = nextMentionEnd + 5;
    }

    private void Quote(bool closing, ReadOnlySpan<char> attributes)
    {
        if (written > 0 && rented![written - 1] != '\n')
            rented[written++] = '\n';
        if (closing)
        {
            if (quoteDepth > 0 && --quoteDepth == 0)
                CloseQuote();
            return;
        }

        if (quoteDepth++ > 0)
            return;
        quoteStart = written;
        quoteIsReply = attributes.IndexOf("schema.skype.com/Reply", StringComparison.OrdinalIgnoreCase) >= 0;
        quoteIsBot = attributes.IndexOf("itemid=\"28:", StringComparison.OrdinalIgnoreCase) >= 0;
    }

    private void CloseQuote()
    {
        if (quoteIsBot)
            written = quoteStart;
        else if (quoteIsReply)
            (humanQuotes ??= []).Add((quoteStart, written));
        (quoteDepth, quoteIsBot, quoteIsReply) = (0, false, false);
    }

    private void DropHumanQuotes()
    {
        if (humanQuotes is null)
            return;
        var kept = 0;
        var from = 0;
        var buffer = rented.AsSpan();
        foreach (var (start, end) in humanQuotes)
        {
            buffer[from..start].CopyTo(buffer[kept..]);
            kept += start - from;
            from = end;
        }

        buffer[from..written].CopyTo(buffer[kept..]);
        written = kept + (written - from);
    }
}
