using System.Text;

namespace ChatOpsBot.Probing.Smtp;

/// <summary>Reads replies from a stranger: bounded, at any split of the bytes, never more than one reply ahead of its use.</summary>
internal sealed class SmtpReplyReader(Stream stream)
{
    public const int MaxLines = 100;
    public const int MaxBytes = 8192;

    /// <summary>Most replies fit into it.</summary>
    private const int FirstBytes = 1024;

    private byte[] buffer = new byte[FirstBytes];
    private int start;
    private int end;
    private List<string> lines = [];

    /// <summary>What the current reply holds so far, the unfinished line included: the evidence when the wait is given up.</summary>
    public IReadOnlyList<string> SoFar => start == end ? lines : [.. lines, Decode(start, end)];

    /// <summary>Hands over what was read beyond the last reply: the beginning of something that is no SMTP.</summary>
    public ReadOnlyMemory<byte> TakeAhead()
    {
        var ahead = buffer.AsSpan(start..end).ToArray();
        start = end;
        return ahead;
    }

    /// <summary>Reads until the reply is whole or can become none. Throws what the stream throws.</summary>
    public async Task<(ReplyEnd End, IReadOnlyList<string> Lines)> ReadAsync(CancellationToken cancellationToken)
    {
        lines = [];
        var used = 0;
        while (true)
        {
            while (FindLineEnd() is var lineEnd and >= 0)
            {
                used += lineEnd + 1 - start;
                var line = Decode(start, lineEnd).TrimEnd('\r');
                start = lineEnd + 1;
                lines.Add(line);
                if (!IsReplyLine(line))
                    return (ReplyEnd.NotSmtp, lines);

                // RFC 5321 §4.2.1: a multiline reply ends at the first line whose fourth character is a space; a bare code is a line too.
                if (line.Length == 3 || line[3] == ' ')
                    return (ReplyEnd.Complete, lines);
                if (lines.Count == MaxLines || used >= MaxBytes)
                    return (ReplyEnd.Oversized, lines);
            }

            if (!CanBecomeReplyLine())
                return (ReplyEnd.NotSmtp, SoFar);
            if (used + end - start >= MaxBytes)
                return (ReplyEnd.Oversized, SoFar);
            if (!await FillAsync(MaxBytes - used - (end - start), cancellationToken))
                return (ReplyEnd.Closed, SoFar);
        }
    }

    /// <param name="room">How much the reply may still grow.</param>
    private async Task<bool> FillAsync(int room, CancellationToken cancellationToken)
    {
        if (start > 0)
        {
            buffer.AsSpan(start..end).CopyTo(buffer);
            end -= start;
            start = 0;
        }

        if (end == buffer.Length)
            Array.Resize(ref buffer, Math.Min(MaxBytes, 2 * buffer.Length));
        var read = await stream.ReadAsync(buffer.AsMemory(end, Math.Min(room, buffer.Length - end)), cancellationToken);
        end += read;
        return read > 0;
    }

    // A lone LF ends a line although RFC 5321 §2.3.8 wants CRLF: old servers do it, and it is no fault of mail flow. A lone CR does not.
    private int FindLineEnd()
    {
        var offset = buffer.AsSpan(start..end).IndexOf((byte)'\n');
        return offset < 0 ? -1 : start + offset;
    }

    private string Decode(int from, int to) => Encoding.Latin1.GetString(buffer, from, to - from);

    private bool CanBecomeReplyLine() => HasReplyStart(Decode(start, Math.Min(end, start + 4)), mayGoOn: true);

    private static bool IsReplyLine(string line) => line.Length >= 3 && HasReplyStart(line, mayGoOn: false);

    // RFC 5321 §4.2: %x32-35 %x30-35 %x30-39, then SP, "-" or the line end.
    private static bool HasReplyStart(string line, bool mayGoOn) =>
        (line.Length < 1 || line[0] is >= '2' and <= '5') &&
        (line.Length < 2 || line[1] is >= '0' and <= '5') &&
        (line.Length < 3 || line[2] is >= '0' and <= '9') &&
        (line.Length < 4 || line[3] is ' ' or '-' || (mayGoOn && line[3] == '\r'));
}
