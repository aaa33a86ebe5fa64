namespace ChatOpsBot.Testing.Smtp;

/// <summary>One step of a scripted server.</summary>
internal abstract record SmtpStep
{
    private SmtpStep()
    {
    }

    /// <summary><c>S: text</c> sends the line with CRLF; <c>R: text</c> sends the characters as bytes and nothing more.</summary>
    internal sealed record Send(string Text) : SmtpStep;

    /// <summary><c>D: text</c> sends every byte by itself.</summary>
    internal sealed record Drip(string Text) : SmtpStep;

    /// <summary><c>F: text</c> sends it again and again until the client goes away.</summary>
    internal sealed record Flood(string Text) : SmtpStep;

    /// <summary><c>C: line</c> waits for exactly this line of the client.</summary>
    internal sealed record Expect(string Line) : SmtpStep;

    /// <summary><c>L: text</c> sends the line and ends the connection in the same packet.</summary>
    internal sealed record Last(string Text) : SmtpStep;

    /// <summary><c>* tls</c> waits for the client's TLS handshake and goes on inside it.</summary>
    internal sealed record Secure : SmtpStep;

    /// <summary>
    /// <c>* old-tls 1.0</c> waits for a ClientHello and answers it as a server that knows nothing newer; with <c>alert</c> behind, it sends
    /// a client that wants newer versions only the alert of modern libraries.
    /// </summary>
    internal sealed record OldTls(int Version, bool HasAlert) : SmtpStep;

    /// <summary><c>* alert 40</c> waits for a ClientHello and answers it with that fatal alert.</summary>
    internal sealed record Alert(byte Number) : SmtpStep;

    /// <summary><c>* hello</c> waits for a ClientHello and takes no notice of it.</summary>
    internal sealed record Hello : SmtpStep;

    /// <summary><c>* hold</c> waits for <see cref="ScriptedSmtpServer.Release"/>.</summary>
    internal sealed record Hold : SmtpStep;

    /// <summary><c>* silence</c> says nothing more, listens, and keeps the connection until the client ends it.</summary>
    internal sealed record Silence : SmtpStep;

    /// <summary><c>* unread</c>, before a close: the first connection waits until the client has said something and closes without reading it, later ones do not wait.</summary>
    internal sealed record Unread : SmtpStep;

    /// <summary><c>* close</c> ends the connection in order (FIN).</summary>
    internal sealed record Close : SmtpStep;

    /// <summary><c>* reset</c> ends it with RST.</summary>
    internal sealed record Reset : SmtpStep;

    /// <summary>Reads the notation of the tests; a slip in it is an error at once.</summary>
    public static SmtpStep Parse(string line) => line switch
    {
        "* tls" => new Secure(),
        "* hello" => new Hello(),
        "* old-tls 1.1 alert" => new OldTls(0x0302, HasAlert: true),
        "* old-tls 1.1" => new OldTls(0x0302, HasAlert: false),
        "* old-tls 1.0 alert" => new OldTls(0x0301, HasAlert: true),
        "* old-tls 1.0" => new OldTls(0x0301, HasAlert: false),
        "* old-tls 1.2" => new OldTls(0x0303, HasAlert: true),
        _ when line.StartsWith("* alert ", StringComparison.Ordinal) => new Alert(byte.Parse(line[8..], System.Globalization.CultureInfo.InvariantCulture)),
        "* hold" => new Hold(),
        "* silence" => new Silence(),
        "* unread" => new Unread(),
        "* close" => new Close(),
        "* reset" => new Reset(),
        _ when line.StartsWith("S: ", StringComparison.Ordinal) => new Send(line[3..] + "\r\n"),
        _ when line.StartsWith("L: ", StringComparison.Ordinal) => new Last(line[3..] + "\r\n"),
        _ when line.StartsWith("R: ", StringComparison.Ordinal) => new Send(line[3..]),
        _ when line.StartsWith("D: ", StringComparison.Ordinal) => new Drip(line[3..]),
        _ when line.StartsWith("F: ", StringComparison.Ordinal) => new Flood(line[3..]),
        _ when line.StartsWith("C: ", StringComparison.Ordinal) => new Expect(line[3..]),
        _ => throw new ArgumentException($"\"{line}\" is no step. Write S:, L:, R:, D:, F: or C: with a blank and a text, or * hold, * silence, * close, * reset, * tls, * hello, * alert 40, * old-tls 1.0.", nameof(line)),
    };
}
