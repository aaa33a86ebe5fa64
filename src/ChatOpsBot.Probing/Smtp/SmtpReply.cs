using System.Text.RegularExpressions;
using ChatOpsBot.Probing.Tls;

namespace ChatOpsBot.Probing.Smtp;

/// <summary>How the wait for a reply ended.</summary>
internal enum ReplyEnd
{
    /// <summary>A whole reply, RFC 5321 §4.2.</summary>
    Complete,

    /// <summary>The time limit of the stage passed; <see cref="SmtpReply.Lines"/> holds what had dripped in.</summary>
    TimedOut,

    /// <summary>The server closed or reset the connection first.</summary>
    Closed,

    /// <summary>Not <c>ddd[ -]text</c>.</summary>
    NotSmtp,

    /// <summary>More than 100 lines or 8 KiB.</summary>
    Oversized,

    /// <summary>The time of the address or of the run was used up: says nothing about the server.</summary>
    OutOfBudget,
}

/// <summary>One reply of the server, or what came instead of it.</summary>
/// <param name="Lines">Without line ends, one character a byte (Latin-1), not yet escaped; the last may be cut off unless the end is complete.</param>
/// <param name="After">From the start of the stage.</param>
internal sealed partial record SmtpReply(ReplyEnd End, IReadOnlyList<string> Lines, TimeSpan After, string? Error = null)
{
    /// <summary>The <see cref="Error"/> of a session that the other side ended with an alert of TLS, or with bytes that are none of it.</summary>
    public const string TlsFailure = "TlsFailure";

    /// <summary>The reply code of the last line, RFC 5321 §4.2.1; 0 when there is none.</summary>
    public int Code => End == ReplyEnd.Complete ? (100 * (Lines[^1][0] - '0')) + (10 * (Lines[^1][1] - '0')) + (Lines[^1][2] - '0') : 0;

    public bool IsTransient => Code is >= 400 and < 500;

    public bool IsPermanent => Code is >= 500 and < 600;

    /// <summary>All lines without their codes, joined by blanks.</summary>
    public string Text => string.Join(' ', Lines.Select(line => line.Length > 4 ? line[4..] : ""));

    /// <summary>
    /// A complaint about how often or how many of us come. The server has a limit and we met it: nothing can be said about mail from
    /// others. In a 4xx "try again later" counts too where its status says that a rule speaks (4.7, RFC 3463 §3.8), unless the server says that it is
    /// its own service that is not available; a 5xx must name connections or a rate, for other things can be too many as well.
    /// </summary>
    public bool IsAboutRate =>
        (IsTransient && (RateWords().IsMatch(Text) || (RuleStatus().IsMatch(Text) && LaterWords().IsMatch(Text) && !OwnTroubleWords().IsMatch(Text)))) ||
        (IsPermanent && FinalRateWords().IsMatch(Text));

    /// <summary>A 5xx that names a block list, a reputation or a policy, in words or as a 5.7 status (RFC 3463 §3.8).</summary>
    public bool IsPolicy => IsPermanent && PolicyWords().IsMatch(Text);

    [GeneratedRegex(@"too (many|much|fast|frequent)|(connection|session|message|request)s? (rate|limit|frequency)|concurren|rate.?limit|throttl|slow down|limit exceeded|exceeded .{0,30}(limit|rate|connections)", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex RateWords();

    [GeneratedRegex(@"too (many|frequent) (.{0,30} )?(connection|session)|\b(rate|connection|session)s?.?limit|throttl|exceeded .{0,30}(\brate\b|connections)|(\brate\b|connections) .{0,15}exceeded", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex FinalRateWords();

    [GeneratedRegex(@"(try|retry) (again )?later", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex LaterWords();

    [GeneratedRegex(@"\b4\.7\.\d", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex RuleStatus();

    // X.3 is the trouble of the mail system itself (RFC 3463 §3.4).
    [GeneratedRegex(@"\b4\.3\.\d|not available|unavailable|not accepting|out of service|shut|maintenance|overload|resource|storage|disk|local (error|problem)|internal", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex OwnTroubleWords();

    [GeneratedRegex(@"\b5\.7\.\d|polic(y|ies)|reputation|(block|black|deny|reject)[ -]?list|\b(dns|r)bl\b|\bblocked\b|\bbanned\b|\blisted\b|spam|access denied|not (allowed|authori[sz]ed|permitted)", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex PolicyWords();
}

/// <summary>The answer to STARTTLS and, after a 220, the handshake (RFC 3207).</summary>
internal sealed record StartTlsSeen(SmtpReply Reply, HandshakeSeen? Handshake = null)
{
    /// <summary>TLS from the first byte (RFC 8314 §3.3): nobody asked for it, and nothing was replied.</summary>
    public static StartTlsSeen AtOnce(HandshakeSeen handshake) => new(new SmtpReply(ReplyEnd.Complete, ["220"], TimeSpan.Zero), handshake) { IsAtOnce = true };

    public bool IsAtOnce { get; private init; }

    public bool IsDone => Handshake is { End: HandshakeEnd.Done };
}

/// <summary>The answers to EHLO and, after a 5xx, to HELO (RFC 5321 §3.2).</summary>
internal sealed record HelloSeen(string Name, SmtpReply Ehlo, SmtpReply? Helo)
{
    /// <summary>The server had ended the connection before EHLO reached its system.</summary>
    public bool WasOverBefore { get; init; }

    /// <summary>The keywords of the EHLO reply in capitals: they are case-insensitive, RFC 5321 §4.1.1.1. Empty without a 250.</summary>
    public IReadOnlyList<string> Keywords { get; } = Ehlo.Code == 250
        ? [.. Ehlo.Lines.Skip(1).Select(line => line.Length > 4 ? line[4..].Split(' ', 2)[0].ToUpperInvariant() : "").Where(keyword => keyword.Length > 0)]
        : [];

    /// <summary>
    /// EHLO got a 5xx that does not say "no such command" (500, 502, 504): a rule or a fault turned it away. What the server offers is
    /// then not known, though it may take HELO.
    /// </summary>
    public bool IsEhloTurnedAway => Ehlo is { IsPermanent: true, Code: not (500 or 502 or 504) };

    /// <summary>The reply that ended the exchange.</summary>
    public SmtpReply Last => Helo ?? Ehlo;
}
