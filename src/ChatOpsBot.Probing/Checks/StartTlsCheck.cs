using ChatOpsBot.Probing.Smtp;
using ChatOpsBot.Probing.Tls;

namespace ChatOpsBot.Probing.Checks;

/// <summary>Asks whether the server offers STARTTLS (RFC 3207) and whether a TLS session comes of it.</summary>
internal sealed class StartTlsCheck : ILiveCheck
{
    public CheckDescriptor Descriptor { get; } = new("smtp.starttls", Stage.StartTls, Seen.Tls);

    public CheckResult Judge(Sight sight) => sight switch
    {
        { SpeaksTlsFirst: true, StartTls: null or { Handshake.End: HandshakeEnd.OutOfBudget } } => sight.NotReached(Descriptor.Id),
        { RateComplaint: not null } => sight.NotReached(Descriptor.Id),
        { IsOfferKnown: true, OffersTls: false } => NotOffered(sight, sight.Hello!),
        { OffersTls: true, StartTls: null or { Reply.End: ReplyEnd.OutOfBudget } or { Handshake.End: HandshakeEnd.OutOfBudget } } => sight.Of(
            Descriptor.Id,
            "offered",
            $"{sight.Server} offers STARTTLS. Whether it works was not found out in the time of this run.",
            sight.Hello!.Ehlo.After,
            Evidence.Of(sight.Hello)),
        { StartTls: { Handshake: { } handshake } tls } => OfHandshake(sight, tls, handshake),
        { StartTls: { } tls } => OfReply(sight, tls.Reply),
        _ => sight.NotReached(Descriptor.Id),
    };

    private CheckResult NotOffered(Sight sight, HelloSeen hello) => sight.Of(
        Descriptor.Id,
        "not-offered",
        $"{sight.Server} does not offer STARTTLS, so a connector that requires TLS cannot deliver. Switch TLS on at the server, or look for a device in between that removes the offer.",
        hello.Ehlo.After,
        Evidence.Of(hello),
        [("keywords", Evidence.Short(string.Join(' ', hello.Keywords), 600)), .. Causes.Of(sight, "tls.not_offered")]);

    private CheckResult OfReply(Sight sight, SmtpReply reply)
    {
        var said = reply.Lines.Count > 0 ? Evidence.Short(reply.Lines[^1]) : "";
        var (server, limit) = (sight.Server, Words.Seconds(sight.Limits.StartTlsTimeout));
        return reply switch
        {
            { IsTransient: true } or { IsPermanent: true } => Of("rejected", "tls.starttls_rejected", $"{server} offers STARTTLS but answered it with \"{said}\", so a connector that requires TLS cannot deliver. Look at the TLS log of that server; often its certificate or key cannot be read."),
            { End: ReplyEnd.Closed } => Of("closed", "smtp.closed_at_starttls", $"{server} closed the connection at STARTTLS. Look for SMTP inspection in a firewall before it, and for crashes of the service."),
            { End: ReplyEnd.TimedOut } => Of("timeout", "tls.handshake_timeout", $"{server} offers STARTTLS but did not answer it within {limit}. The service may hang, or a device in between holds the session back."),
            _ => sight.NotTested(
                Descriptor.Id,
                Reasons.UnreadableReply,
                $"{server} answered STARTTLS with \"{said}\", which is no answer to it.",
                Evidence.Of(sight.StartTls!),
                [("reply", said), .. Causes.Of(sight, Causes.OfUnreadable(reply))]),
        };

        CheckResult Of(string outcome, string cause, string sentence) => sight.Of(
            Descriptor.Id,
            outcome,
            sentence,
            reply.After,
            Evidence.Of(sight.StartTls!),
            [("seconds", Words.Number(reply.End == ReplyEnd.TimedOut ? sight.Limits.StartTlsTimeout : reply.After)), ("reply", said), .. Causes.Of(sight, cause)]);
    }

    private CheckResult OfHandshake(Sight sight, StartTlsSeen tls, HandshakeSeen handshake)
    {
        var answered = tls.IsAtOnce ? $"takes connections on port {sight.Target.Port}" : "answered STARTTLS";
        var (server, limit) = (sight.Server, Words.Seconds(sight.Limits.TlsTimeout));
        if (sight.OldTls?.Handshake is { Version: "1.1" or "1.0" or "SSL 3.0" } old)
        {
            return Of(
                "old-only",
                $"{server} knows nothing newer than {Named(old.Version)}. Exchange Online and most senders speak TLS 1.2 and 1.3 only: switch TLS 1.2 on, or renew the software of that server.",
                [("version", old.Version), ("cipher", old.Cipher ?? ""), .. Causes.Of("tls.version_too_old")]);
        }

        return handshake switch
        {
            { End: HandshakeEnd.Done } => OfSession(sight, handshake),
            { End: HandshakeEnd.TimedOut } => Of(
                "timeout",
                $"{server} {answered} but the TLS handshake was not finished within {limit}. The service may hang, or a device in between lets no TLS pass.",
                [("seconds", Words.Number(sight.Limits.TlsTimeout)), .. Causes.Of(sight, "tls.handshake_timeout")]),
            { End: HandshakeEnd.Alert } => Failed($"the server sent the alert {handshake.Alert}. Compare its TLS versions and cipher suites with those of senders, and look at its certificate and key.", ("error", "alert"), ("alert", handshake.Alert ?? "")),
            { End: HandshakeEnd.PlainText } => Failed($"instead of TLS the server sent \"{Evidence.Short(handshake.PlainText ?? "", 100)}\". Often its key cannot be read, or a device in between answers for it.", ("error", "plain-text")),
            { End: HandshakeEnd.Closed } => Failed("the server closed the connection in the middle. Look at its TLS log and at its certificate and key.", ("error", "closed")),
            _ => Failed("this probe found nothing in the server's answer that it could agree to. Compare its cipher suites, certificate and key with what senders accept.", ("error", "not-agreed")),
        };

        CheckResult Failed(string why, params ReadOnlySpan<(string, string)> facts) => Of(
            "handshake-failed",
            $"{server} {answered}, but the TLS handshake failed: {why}",
            [.. facts, .. sight.Handshake?.Version is { } version ? [("version", version)] : Array.Empty<(string, string)>(), .. Causes.Of(sight, "tls.handshake_failed")]);

        CheckResult Of(string outcome, string sentence, params ReadOnlySpan<(string, string)> facts) =>
            sight.Of(Descriptor.Id, outcome, sentence, tls.Reply.After + handshake.After, Evidence.Of(tls), facts);
    }

    // Some servers let the handshake pass and close afterwards: TLS 1.3 tells a refused client only then.
    private CheckResult OfSession(Sight sight, HandshakeSeen handshake)
    {
        var (server, named) = (sight.Server, $"{Named(handshake.Version)} ({handshake.Cipher})");
        return sight.SecureHello?.Ehlo switch
        {
            { End: ReplyEnd.Closed, Error: SmtpReply.TlsFailure } => Of(
                "handshake-failed",
                $"{server} agreed on {named} and then ended TLS with an alert. Look at its TLS log; it may want a certificate of the sender.",
                [("error", "alert"), .. Causes.Of("tls.handshake_failed")]),
            { End: ReplyEnd.Closed } => Of(
                "closed",
                $"{server} agreed on {named} and closed the connection before the answer to the next EHLO. Look at its TLS log; it may want a certificate of the sender.",
                Causes.Of("smtp.closed_at_starttls")),
            { End: ReplyEnd.TimedOut } => Of(
                "timeout",
                $"{server} agreed on {named} but did not answer EHLO over it within {Words.Seconds(sight.Limits.EhloTimeout)}. The service may hang, or a device in between lets no TLS pass.",
                Causes.Of("smtp.ehlo_timeout")),
            { IsAboutRate: false, IsTransient: true } or { IsAboutRate: false, IsPermanent: true } when !sight.SpeaksTlsFirst => Refused(sight.SecureHello!.Ehlo),
            _ when sight.SpeaksTlsFirst => Of("ok", $"TLS from the first byte works at {server}: {named}.", []),
            _ => Of("ok", $"STARTTLS works at {server}: {named}.", []),
        };

        CheckResult Refused(SmtpReply reply) => Of(
            "rejected",
            $"{server} agreed on {named} and then answered EHLO with \"{Evidence.Short(reply.Lines[^1])}\". Read the reason it gives; it may want a certificate of the sender.",
            [("reply", Evidence.Short(reply.Lines[^1])), .. Causes.Of(reply.IsTransient ? "smtp.421_at_ehlo" : reply.IsPolicy ? "smtp.blocked_by_policy" : "smtp.greeting_5xx")]);

        CheckResult Of(string outcome, string sentence, (string, string)[] causes) => sight.Of(
            Descriptor.Id,
            outcome,
            sentence,
            sight.StartTls!.Reply.After + handshake.After,
            Evidence.Of(sight.StartTls),
            [
                ("version", handshake.Version ?? ""),
                ("cipher", handshake.Cipher ?? ""),
                ("seconds", Words.Number(outcome == "timeout" ? sight.Limits.EhloTimeout : sight.StartTls.Reply.After + handshake.After)),
                .. causes,
            ]);
    }

    private static string Named(string? version) => version is { Length: > 0 } && char.IsAsciiDigit(version[0]) ? "TLS " + version : version ?? "TLS";
}
