using ChatOpsBot.Conversations;
using ChatOpsBot.Conversations.Texts;
using ChatOpsBot.Probing;

namespace ChatOpsBot.Tests.Conversations;

/// <summary>A session as the card shows it: each line with a few words about it.</summary>
public sealed class TranscriptCommentsTests
{
    private static readonly CheckResult Greeting = Told("smtp.banner", "S: 220-mx1.contoso.com", "S: 220 ready");
    private static readonly CheckResult Hello = Told("smtp.ehlo", "C: EHLO probe.example.net", "S: 250-mx1.contoso.com", "S: 250-SIZE 37748736", "S: 250-size", "S: 250-XXXXXXXA", "S: 250-XCLIENT NAME", "S: 250 STARTTLS");
    private static readonly CheckResult StartTls = Told("smtp.starttls", "C: STARTTLS", "S: 220 2.0.0 Ready", "(TLS 1.3, TLS_AES_256_GCM_SHA384)");
    private static readonly CheckResult Certificate = Told("tls.time", "(1) CN=mx1.contoso.com", "(2) CN=Some CA", "issuer: CN=Some CA", "valid: 2026-09-01T00:00:00Z to 2026-11-28T00:00:00Z", "names: mx1.contoso.com", "key: RSA 2048, signature: sha256RSA");

    [Fact]
    public void Every_line_of_a_whole_session_is_told_once_and_explained() => Assert.Equal(
        [
            ("S: 220-mx1.contoso.com", "greeting: the server is ready"),
            ("S: 220 ready", "greeting: the server is ready"),
            ("C: EHLO probe.example.net", "we say who we are and ask what the server offers"),
            ("S: 250-mx1.contoso.com", "the server's own name"),
            ("S: 250-SIZE 37748736", "largest message: 37.7\u00A0MB"),
            ("S: 250-size", "another offer"),
            ("S: 250-XXXXXXXA", "an offer, covered by a firewall"),
            ("S: 250-XCLIENT NAME", "another offer"),
            ("S: 250 STARTTLS", "offers encryption"),
            ("C: STARTTLS", "we ask for encryption"),
            ("S: 220 2.0.0 Ready", "the server agrees"),
            ("(TLS 1.3, TLS_AES_256_GCM_SHA384)", "encrypted from here on"),
            ("(1) CN=mx1.contoso.com", "the server's certificate"),
            ("(2) CN=Some CA", "the certificate above it"),
            ("issuer: CN=Some CA", "who issued it"),
            ("valid: 2026-09-01T00:00:00Z to 2026-11-28T00:00:00Z", "when it is valid (UTC)"),
            ("names: mx1.contoso.com", "for which hosts"),
            ("key: RSA 2048, signature: sha256RSA", "its key and signature"),
        ],
        // The last two quote what others quoted before them.
        Lines("en", Greeting, Hello, StartTls, Certificate, Certificate with { CheckId = "tls.name" }, Greeting with { CheckId = "sig.fixup" }));

    [Theory]
    [InlineData("S: 421 4.3.2 Not now", "vorerst abgelehnt; Absender versuchen es wieder")]
    [InlineData("S: 554 5.7.1 Go away", "endgültig abgelehnt; Absender geben auf")]
    [InlineData("S: 220 ****************", "Begrüßung, von einer Firewall verdeckt")]
    [InlineData("S: HTTP/1.1 400 Bad Request", "keine SMTP-Zeile")]
    [InlineData("S: ", "keine SMTP-Zeile")]
    [InlineData("(TLS alert handshake_failure)", "die Verschlüsselung scheitert")]
    [InlineData("(12 more lines)", "ausgelassen")]
    public void What_went_wrong_is_explained_too(string said, string comment) => Assert.Equal([(said, comment)], Lines("de", Told("smtp.banner", said)));

    [Fact]
    public void A_line_nobody_knows_stands_without_a_comment() => Assert.Equal([("C: NOOP", null), ("S: 250 ok", null), ("something else", null)], Lines("en", Told("smtp.ehlo", "C: NOOP", "S: 250 ok", "something else")));

    [Fact]
    public void An_endless_session_is_cut_and_says_so()
    {
        var lines = Lines("en", Told("smtp.banner", [.. Enumerable.Range(0, 60).Select(line => $"S: 220-line {line}")]));

        Assert.Equal(41, lines.Count);
        Assert.Equal(("(20 more lines)", "left out"), lines[^1]);
    }

    private static List<(string Said, string? Comment)> Lines(string language, params CheckResult[] results) =>
        [.. new TranscriptComments(Languages.Of(language)).Of(results).Lines.Select(line => (line.Said, line.Comment))];

    private static CheckResult Told(string check, params string[] evidence) => new() { CheckId = check, Outcome = "ok", Where = "203.0.113.9", Sentence = "-", Evidence = evidence };
}
