using System.Globalization;
using System.Net;
using ChatOpsBot.Probing.Certificates;
using ChatOpsBot.Probing.Names;
using ChatOpsBot.Probing.Outbound;
using ChatOpsBot.Probing.Policies;
using ChatOpsBot.Probing.Smtp;
using ChatOpsBot.Probing.Tls;
using ChatOpsBot.Probing.Zones;

namespace ChatOpsBot.Probing;

/// <summary>All that was seen at one address; what is null was not reached.</summary>
internal sealed record Sight(ProbeTarget Target, ProbeOptions Limits)
{
    public IPAddress? Address { get; init; }

    public NameAnswer? Name { get; init; }

    /// <summary>The MX records; null when the target is a server.</summary>
    public Exchangers? Exchangers { get; init; }

    /// <summary>The MX record that named the server, as <c>10 contoso.com</c> would have it; null for a target that is a server.</summary>
    public (string Domain, int Preference)? ExchangerOf { get; init; }

    /// <summary>The name servers of the zone; null when nobody asked for them.</summary>
    public ZoneSeen? Zone { get; init; }

    public TrustSeen? Trust { get; init; }

    /// <summary>What the registry says; null when nobody asked it.</summary>
    public RegistrationSeen? Registration { get; init; }

    /// <summary>The TLSA records of the server; null when nobody asked for them or it has no name.</summary>
    public TlsaSeen? Tlsa { get; init; }

    /// <summary>The MTA-STS policy; null when the target is no mail domain that takes mail.</summary>
    public MtaStsSeen? MtaSts { get; init; }

    /// <summary>For a check about the whole domain: what was seen at each address.</summary>
    public IReadOnlyList<Sight> Visited { get; init; } = [];

    /// <summary>What the zone's own servers say about the records in question, and how that stands to the resolver's word.</summary>
    public AuthorityView? View { get; init; }

    public CacheState CacheState { get; init; }

    /// <summary>The resolver's word, in the form of <see cref="View"/>, and how long it keeps it.</summary>
    public string? Cached { get; init; }

    public TimeSpan? CachedFor { get; init; }

    /// <summary>Other MX hosts behind the same address.</summary>
    public IReadOnlyList<string> OtherNames { get; init; } = [];

    public WayOut? WayOut { get; init; }

    public ConnectionSeen? Connection { get; init; }

    public SmtpReply? Greeting { get; init; }

    public HelloSeen? Hello { get; init; }

    /// <summary>TLS on a second connection to a server that keeps silent on the first.</summary>
    public HandshakeSeen? ImplicitTls { get; init; }

    public StartTlsSeen? StartTls { get; init; }

    /// <summary>The same once more by hand, after a handshake that failed.</summary>
    public StartTlsSeen? OldTls { get; init; }

    /// <summary>The answer to EHLO over TLS.</summary>
    public HelloSeen? SecureHello { get; init; }

    /// <summary>The certificates of the handshake, judged; null when there were none or none that could be read.</summary>
    public CertificateView? Certificate { get; init; }

    /// <summary>The name the certificate must carry.</summary>
    public string ExpectedName => Expect ?? Target.Host;

    /// <summary>The name the caller expects; null for the server's own.</summary>
    public string? Expect { get; init; }

    /// <summary>The handshake that got further.</summary>
    public HandshakeSeen? Handshake => OldTls?.Handshake is { Version: not null } byHand ? byHand : StartTls?.Handshake;

    /// <summary>Submission over TLS from the first byte: nobody offers STARTTLS there.</summary>
    public bool SpeaksTlsFirst => Target.Port == Limits.ImplicitTlsPort;

    /// <summary>The server answers EHLO, so that what it offers is known.</summary>
    public bool IsOfferKnown => Hello is { Last.Code: 250, IsEhloTurnedAway: false };

    public bool OffersTls => SpeaksTlsFirst ? StartTls is not null : IsOfferKnown && Hello!.Keywords.Contains("STARTTLS");

    /// <summary>The server in a sentence: <c>mx1.contoso.com (203.0.113.9)</c>, or only the address.</summary>
    public string Server => Address is null || Target.Host == Address.ToString() ? Target.Host : $"{Target.Host} ({Address})";

    /// <summary>The reply that complained about our rate, if one did.</summary>
    public SmtpReply? RateComplaint =>
        Greeting is { IsAboutRate: true } ? Greeting :
        Hello is { Last.IsAboutRate: true } ? Hello.Last :
        // A 454 that wants us to come back later speaks of its TLS (RFC 3207 §4).
        StartTls is { Reply: { Code: 421, IsAboutRate: true } reply } ? reply : null;

    public CheckResult Of(string checkId, string outcome, string sentence, TimeSpan elapsed = default, IReadOnlyList<string>? evidence = null, params ReadOnlySpan<(string Name, string Value)> facts)
    {
        var all = new Dictionary<string, string>(facts.Length + 6, StringComparer.Ordinal)
        {
            ["host"] = Target.Host,
            ["port"] = Target.Port.ToString(CultureInfo.InvariantCulture),
        };
        if (Address is not null)
            all["address"] = Address.ToString();
        if (ExchangerOf is var (domain, preference))
        {
            all["domain"] = domain;
            all["preference"] = preference.ToString(CultureInfo.InvariantCulture);
        }

        if (OtherNames.Count > 0)
            all["also"] = string.Join(", ", OtherNames);
        foreach (var (name, value) in facts)
            all[name] = value;
        return new CheckResult
        {
            CheckId = checkId,
            Outcome = outcome,
            Where = Address?.ToString() ?? Target.Host,
            Sentence = sentence,
            Facts = all,
            Evidence = evidence ?? [],
            Elapsed = elapsed,
        };
    }

    public CheckResult NotTested(string checkId, string reason, string sentence, IReadOnlyList<string>? evidence = null, params ReadOnlySpan<(string Name, string Value)> facts) =>
        Of(checkId, MailFlow.Evidence.Vocabulary.NotTested, sentence, evidence: evidence, facts: facts) with { Reason = reason };

    /// <summary>The result of a check whose stage the session did not reach, with the reason.</summary>
    public CheckResult NotReached(string checkId) => this switch
    {
        { Connection: null or { End: ConnectEnd.OutOfBudget } } => OutOfBudget(checkId),
        { Connection.End: not ConnectEnd.Open } => NotTested(checkId, Reasons.NotConnected, $"There was no connection to {Server} on port {Target.Port}, so there was nothing to read."),
        { SpeaksTlsFirst: true, StartTls: { IsDone: false, Handshake.End: not HandshakeEnd.OutOfBudget } tls } => NotTested(checkId, Reasons.SessionEnded, $"The TLS handshake with {Server} failed, and on port {Target.Port} nothing is said without it.", Evidence.Of(tls)),
        { RateComplaint: { } complaint } => NotTested(
            checkId,
            Reasons.RateLimited,
            $"{Server} answered that too many connections come from this probe (\"{Evidence.Short(complaint.Lines[^1])}\"), which says nothing about other senders. It is left alone for {Words.Minutes(Limits.RatePause)}; run the checks again after that.",
            Evidence.Of(complaint),
            ("reply", Evidence.Short(complaint.Lines[^1]))),
        { Greeting: null or { End: ReplyEnd.OutOfBudget } } or { Greeting.Code: 220, Hello: null or { Last.End: ReplyEnd.OutOfBudget } } => OutOfBudget(checkId),
        { Greeting.Code: not 220 } => NotTested(checkId, Reasons.SessionEnded, $"{Server} gave no greeting that lets a session begin, so it was asked nothing more.", Evidence.Of(Greeting)),
        { OffersTls: true, StartTls: null or { Reply.End: ReplyEnd.OutOfBudget } or { Handshake.End: HandshakeEnd.OutOfBudget } } => OutOfBudget(checkId),
        { IsOfferKnown: true, OffersTls: false } => NotTested(checkId, Reasons.SessionEnded, $"{Server} does not offer STARTTLS, so there was no certificate to look at."),
        { StartTls: { } tls } => NotTested(checkId, Reasons.SessionEnded, $"The session with {Server} ended before it had shown a certificate.", Evidence.Of(tls)),
        _ => NotTested(checkId, Reasons.SessionEnded, $"The session with {Server} ended before a usable answer to EHLO.", Hello is null ? [] : Evidence.Of(Hello)),
    };

    public CheckResult OutOfBudget(string checkId) => NotTested(
        checkId,
        Reasons.Budget,
        $"{Server} was not asked to the end: one address may take {Words.Seconds(Limits.AddressBudget)} and one run {Words.Seconds(Limits.RunBudget)}. Run the checks again, or raise Probe:AddressBudget or Probe:RunBudget.");
}

internal static class Ports
{
    public const int Smtp = 25;
}

/// <summary>Numbers and units as the sentences say them.</summary>
internal static class Words
{
    /// <summary><c>10 s</c>, <c>0.4 s</c>.</summary>
    public static string Seconds(TimeSpan span) => Number(span) + " s";

    /// <summary><c>10</c>, <c>0.4</c>: the value of the fact <c>seconds</c>.</summary>
    public static string Number(TimeSpan span) => span.TotalSeconds.ToString(span.TotalSeconds < 1 ? "0.##" : "0.#", CultureInfo.InvariantCulture);

    /// <summary><c>300</c>: the value of the fact <c>ttl</c>.</summary>
    public static string WholeSeconds(TimeSpan span) => span.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);

    public static string Minutes(TimeSpan span) => span.TotalMinutes.ToString("0.#", CultureInfo.InvariantCulture) + " min";
}
