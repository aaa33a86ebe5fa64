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

    /// <summary><c>* hold</c> waits for <see cref="ScriptedSmtpServer.Release"/>.</summary>
    internal sealed record Hold : SmtpStep;

    /// <summary><c>* silence</c> says nothing more, listens, and keeps the connection until the client ends it.</summary>
    internal sealed record Silence : SmtpStep;

    /// <summary><c>* close</c> ends the connection in order (FIN).</summary>
    internal sealed record Close : SmtpStep;

    /// <summary><c>* reset</c> ends it with RST.</summary>
    internal sealed record Reset : SmtpStep;

    /// <summary>Reads the notation of the tests; a slip in it is an error at once.</summary>
    public static SmtpStep Parse(string line) => line switch
    {
        "* hold" => new Hold(),
        "* silence" => new Silence(),
        "* close" => new Close(),
        "* reset" => new Reset(),
        _ when line.StartsWith("S: ", StringComparison.Ordinal) => new Send(line[3..] + "\r\n"),
        _ when line.StartsWith("R: ", StringComparison.Ordinal) => new Send(line[3..]),
        _ when line.StartsWith("D: ", StringComparison.Ordinal) => new Drip(line[3..]),
        _ when line.StartsWith("F: ", StringComparison.Ordinal) => new Flood(line[3..]),
        _ when line.StartsWith("C: ", StringComparison.Ordinal) => new Expect(line[3..]),
        _ => throw new ArgumentException($"\"{line}\" is no step. Write S:, R:, D:, F: or C: with a blank and a text, or * hold, * silence, * close, * reset.", nameof(line)),
    };
}
