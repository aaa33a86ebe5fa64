using System.Buffers;
using System.Globalization;

namespace ChatOpsBot.MailFlow.Recognizing;

/// <summary>
/// A message as a reader sees it: markup gone, entities decoded, look-alike characters folded to ASCII, nothing invisible left.
/// One pass, one pooled buffer that is never longer than the message.
/// </summary>
internal ref partial struct CleanText
{
    private readonly ReadOnlySpan<char> source;
    private readonly MailMarkup markup;
    private readonly char[]? rented;
    private readonly bool quotedPrintable;
    private readonly ReadOnlySpan<char> result;
    private int at;
    private int written;

    // Teams quotes a message inside <blockquote itemtype="…/Reply">; who wrote it is known only after a few more tags.
    private int quoteDepth;
    private int quoteStart;
    private bool hiddenWithoutEnd;

    // Where the next closing mark stands; found once and kept until passed, so that a row of opening marks stays linear.
    private int nextAngle = -1;
    private int nextBracket = -1;
    private int nextMentionEnd = -1;
    private bool quoteIsReply;
    private bool quoteIsBot;
    private List<(int Start, int End)>? humanQuotes;

    private CleanText(ReadOnlySpan<char> source, MailMarkup markup)
    {
        this.source = source;
        this.markup = markup;
        if (markup == MailMarkup.Plain && source.IndexOfAny(CleanTextTables.NeedsCleaning) < 0)
        {
            result = source;
            return;
        }

        rented = ArrayPool<char>.Shared.Rent(Math.Max(source.Length, 16));
        quotedPrintable = CleanTextTables.LooksQuotedPrintable(source);
        Run();
        result = rented.AsSpan(0, written);
    }

    public readonly ReadOnlySpan<char> Span => result;

    /// <summary>Somebody was addressed by name with the platform's own mention.</summary>
    public bool Mentioned { get; private set; }

    public static CleanText From(ReadOnlySpan<char> source, MailMarkup markup) => new(source, markup);

    public readonly void Dispose()
    {
        if (rented is not null)
            ArrayPool<char>.Shared.Return(rented);
    }

    private void Run()
    {
        while (at < source.Length)
        {
            var c = source[at];
            if (c < 0x80 && CleanTextTables.IsOrdinary(c))
            {
                rented![written++] = c;
                at++;
                continue;
            }

            Special(c);
        }

        CloseQuote();
        if (!Mentioned)
            DropHumanQuotes();
    }

    private void Special(char c)
    {
        switch (c)
        {
            case '<' when markup == MailMarkup.SlackMrkdwn && SlackAngle():
            case '<' when markup != MailMarkup.SlackMrkdwn && Tag():
            case '&' when Entity():
            case '=' when quotedPrintable && QuotedPrintable():
            case '[' when BbCode():
                break;
            case '\u001b' when at + 1 < source.Length && source[at + 1] == '$':
                SkipJapanese();
                break;
            case '\n' or '\r':
                at++;
                if (c == '\r' && at < source.Length && source[at] == '\n')
                    at++;
                NewLine();
                break;
            case '*' or '~' or '_' or '`':
                Emphasis(c);
                break;
            default:
                at++;
                Put(c);
                break;
        }
    }

    /// <summary>ISO-2022-JP writes kanji as ASCII letters between escape sequences (RFC 1468); the codes of a report stand outside them.</summary>
    private void SkipJapanese()
    {
        at += 2;
        var end = source[at..].IndexOf('\u001b');
        at = end < 0 ? source.Length : Math.Min(source.Length, at + end + 3);
        Put(' ');
    }

    /// <summary>Writes one decoded character, folded.</summary>
    private void Put(char c)
    {
        if (c < 0x80)
        {
            if (c == '\t')
                rented![written++] = ' ';
            else if (c is '\n' or '\r' or '\v' or '\f')
                NewLine();
            else if (c >= ' ' && c != 0x7F)
                rented![written++] = c;
            return;
        }

        var folded = CleanTextTables.Fold(c);
        if (folded == CleanTextTables.Drop)
            return;
        if (folded == '\n')
        {
            NewLine();
            return;
        }

        // Mathematical digits (U+1D7CE–1D7FF) come as surrogate pairs.
        if (c == '\uD835' && at < source.Length && source[at] is >= '\uDFCE' and <= '\uDFFF')
        {
            folded = (char)('0' + ((source[at] - '\uDFCE') % 10));
            at++;
        }

        rented![written++] = folded;
    }

    private void NewLine()
    {
        // Mail clients wrap between the dots of a code: "4.4." + line break + "316".
        if (at < source.Length && char.IsAsciiDigit(source[at]) && EndsWithOpenCode())
            return;
        rented![written++] = '\n';
        SkipQuoteMarks();
    }

    private readonly bool EndsWithOpenCode()
    {
        var tail = rented.AsSpan(0, written);
        if (tail is not [.., '.'])
            return false;
        var start = tail.Length - 1;
        while (start > 0 && tail.Length - start < 6 && (char.IsAsciiDigit(tail[start - 1]) || tail[start - 1] == '.'))
            start--;
        var open = tail[start..];
        return (start == 0 || !char.IsAsciiLetterOrDigit(tail[start - 1]))
            && open.Length is >= 4 and <= 6 && open[0] is '2' or '4' or '5' && open[1] == '.' && open[2] != '.' && open[..^1].Count('.') == 1;
    }

    /// <summary>Quote marks at the start of a line; three of them are a Sendmail transcript (<c>&gt;&gt;&gt; DATA</c>) and stay.</summary>
    private void SkipQuoteMarks()
    {
        var look = at;
        var marks = 0;
        var transcript = source[at..].StartsWith(">>>", StringComparison.Ordinal) && !source[at..].StartsWith(">>>>", StringComparison.Ordinal);
        if (transcript)
            return;
        while (look < source.Length && marks < 8 && (source[look] is '>' or '|' || (source[look] == ' ' && marks > 0)))
        {
            if (source[look] != ' ')
                marks++;
            look++;
        }

        if (marks > 0)
            at = look;
    }

    /// <summary>Formatting marks vanish at the edge of a word and stay inside one (<c>snake_case</c>, <c>2*3</c>).</summary>
    private void Emphasis(char c)
    {
        at++;
        var before = written > 0 && char.IsLetterOrDigit(rented![written - 1]);
        var after = at < source.Length && char.IsLetterOrDigit(source[at]);
        if (c == '`')
        {
            if (before && after)
                rented![written++] = ' ';
        }
        else if (before && after)
        {
            rented![written++] = c;
        }
        else if (c == '*' && at < source.Length && (source[at] == '@' || (source[at] == '.' && !SplitsCode(before))))
        {
            rented![written++] = c;
        }
        else if (c == '~' && after && !(written > 0 && rented![written - 1] == '.') && !ClosesSoon(c))
        {
            // "~5.4.6" is a range of versions, "~5.4.6~" is struck out.
            rented![written++] = c;
        }
    }

    // "*5.4*.*6*": somebody made parts of a code bold.
    private readonly bool SplitsCode(bool before) => before && char.IsAsciiDigit(rented![written - 1]) && source[(at + 1)..].TrimStart("*_~`") is [>= '0' and <= '9', ..];

    private readonly bool ClosesSoon(char mark)
    {
        var rest = source[at..Math.Min(source.Length, at + 200)];
        var close = rest.IndexOfAny(mark, '\n');
        Work.Add(close < 0 ? rest.Length : close);
        return close >= 0 && rest[close] == mark;
    }

    private bool Entity()
    {
        var rest = source[at..];
        var end = rest[..Math.Min(rest.Length, 12)].IndexOf(';');
        if (end < 2)
            return false;
        var name = rest[1..end];
        if (!CleanTextTables.TryEntity(name, out var decoded))
            return false;
        at += end + 1;
        if (markup == MailMarkup.SlackMrkdwn && decoded == '>' && (written == 0 || rented![written - 1] == '\n') && !source[at..].StartsWith("&gt;", StringComparison.Ordinal))
        {
            if (at < source.Length && source[at] == ' ')
                at++;
            return true;
        }

        Put(decoded);
        return true;
    }

    private bool QuotedPrintable()
    {
        var rest = source[at..];
        if (rest.Length >= 2 && rest[1] is '\n' or '\r')
        {
            at += rest.Length >= 3 && rest[1] == '\r' && rest[2] == '\n' ? 3 : 2;
            return true;
        }

        if (rest.Length < 3 || rest[1..3] is not ("3D" or "20" or "2E" or "09" or "2D" or "3A" or "3C" or "3E"))
            return false;
        // "IP=203.0.113.5" and "LRT=09/05/2026" are no quoted-printable, whatever else in the text is.
        if (rest[1..3] is not "3D" && rest.Length > 3 && (char.IsAsciiDigit(rest[3]) || rest[3] is '.' or '/' or ':'))
            return false;
        at += 3;
        Put((char)int.Parse(rest[1..3], NumberStyles.HexNumber, CultureInfo.InvariantCulture));
        return true;
    }
}
