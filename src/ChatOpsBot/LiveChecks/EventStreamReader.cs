using System.Text;

namespace ChatOpsBot.LiveChecks;

/// <summary>Reads server-sent events of a backend; whatever comes, never more than a bounded part of it at a time.</summary>
internal sealed class EventStreamReader(Stream stream) : IDisposable
{
    /// <summary>An event: 2 KiB of evidence and the facts, escaped.</summary>
    public const int MaxEvent = 128 * 1024;

    /// <summary>A whole run: some hundred events.</summary>
    public const int MaxStream = 8 * 1024 * 1024;

    private readonly byte[] buffer = new byte[4096];
    private readonly MemoryStream line = new();
    private int position;
    private int length;
    private int total;
    private bool isAfterReturn;

    /// <returns>The next event that has data; null at the end of the stream.</returns>
    /// <exception cref="InvalidDataException">More came than a backend has to say.</exception>
    public async ValueTask<(string Name, string Data)?> ReadAsync(CancellationToken cancellationToken)
    {
        var name = "message";
        StringBuilder? data = null;
        while (await ReadLineAsync(cancellationToken) is { } text)
        {
            if (text.Length == 0)
            {
                if (data is not null)
                    return (name, data.ToString());
                name = "message";
                continue;
            }

            var colon = text.IndexOf(':', StringComparison.Ordinal);
            var (field, value) = colon < 0 ? (text, "") : (text[..colon], text[(colon + 1)..]);
            if (value.StartsWith(' '))
                value = value[1..];
            if (field == "event")
                name = value;
            if (field != "data")
                continue;
            data = data is null ? new StringBuilder(value) : data.Append('\n').Append(value);
            if (data.Length > MaxEvent)
                throw new InvalidDataException("An event is longer than a backend makes them.");
        }

        // An event without the blank line behind it was not sent to its end.
        return null;
    }

    private async ValueTask<string?> ReadLineAsync(CancellationToken cancellationToken)
    {
        line.SetLength(0);
        while (true)
        {
            if (position == length)
            {
                (position, length) = (0, await stream.ReadAsync(buffer, cancellationToken));
                if (length == 0)
                    return null;
                if ((total += length) > MaxStream)
                    throw new InvalidDataException("The stream is longer than a run makes it.");
            }

            // A line ends with CR, LF or both.
            if (isAfterReturn && buffer[position] == '\n')
                position++;
            isAfterReturn = false;
            var rest = buffer.AsSpan(position, length - position);
            var end = rest.IndexOfAny((byte)'\n', (byte)'\r');
            line.Write(end < 0 ? rest : rest[..end]);
            if (line.Length > MaxEvent)
                throw new InvalidDataException("A line is longer than a backend makes them.");
            position += end < 0 ? rest.Length : end + 1;
            if (end < 0)
                continue;
            isAfterReturn = buffer[position - 1] == '\r';
            return Encoding.UTF8.GetString(line.GetBuffer(), 0, (int)line.Length);
        }
    }

    /// <summary>The stream stays its owner's.</summary>
    public void Dispose() => line.Dispose();
}
