using ChatOpsBot.Probing.Outbound;
using ChatOpsBot.Probing.Smtp;

namespace ChatOpsBot.Probing.Checks;

/// <summary>Asks what the server says first (RFC 5321 §3.1).</summary>
internal sealed class GreetingCheck : ILiveCheck
{
    public CheckDescriptor Descriptor { get; } = new("smtp.banner", Stage.Banner, Seen.Banner);

    public CheckResult Judge(Sight sight)
    {
        if (sight.Greeting is not { End: not ReplyEnd.OutOfBudget } greeting || greeting.IsAboutRate)
            return sight.NotReached(Descriptor.Id);

        var (server, after, limit) = (sight.Server, Words.Seconds(greeting.After), Words.Seconds(sight.Limits.BannerTimeout));
        var said = greeting.Lines.Count > 0 ? Evidence.Short(greeting.Lines[^1]) : "";
        return greeting switch
        {
            { Code: 220 } when greeting.After >= sight.Limits.SlowBannerAfter => Of(
                "slow",
                $"{server} greeted after {after}. That is allowed (RFC 5321 grants 5 min) and often a deliberate delay against spam; senders that wait less give up.",
                Causes.Finding("smtp.slow_banner")),
            { Code: 220 } => Of("ready", $"{server} greeted after {after}: {said}"),
            { IsTransient: true } => Of("busy", $"{server} takes no mail at the moment: it greeted with \"{said}\". Look at the load, the disk and the service state of that server.", Causes.Of("smtp.greeting_421")),
            { IsPolicy: true } => Of("policy", $"{server} turned this probe away by a rule: it greeted with \"{said}\". That may concern the probe's address only; look up which list or rule names the sender's addresses.", Causes.Of("smtp.blocked_by_policy")),
            { IsPermanent: true } => Of("refused", $"{server} greeted with \"{said}\" and takes no mail. Check that this machine should receive mail and which receive rule answers here.", Causes.Of("smtp.greeting_5xx")),
            { End: ReplyEnd.TimedOut } when sight.ImplicitTls?.Version is { } version => Of(
                "silent",
                $"{server} says nothing on port {sight.Target.Port} until the client speaks TLS: it answered a TLS greeting on a second connection. Mail between servers begins in clear text, so switch this port to STARTTLS; TLS from the first byte belongs on port {sight.Limits.ImplicitTlsPort}.",
                [("version", version), .. Causes.Of("smtp.implicit_tls")]),
            { End: ReplyEnd.TimedOut } => Of(
                "silent",
                greeting.Lines.Count == 0
                    ? $"{server} accepted the connection on port {sight.Target.Port} but said nothing within {limit}. The service may hang, or a device in between holds the session back."
                    : $"{server} did not finish its greeting within {limit}; it drips it out, as tarpits do.",
                Causes.Of(greeting.Lines.Count == 0 ? "smtp.no_banner" : "smtp.tarpit")),
            { End: ReplyEnd.Closed } => Of("closed", $"{server} accepted the connection on port {sight.Target.Port} and closed it before a greeting. Look for a filter or a service that stops at once.{Vantage(sight, greeting)}", Causes.Of("smtp.closed_before_banner")),
            { End: ReplyEnd.Oversized } => Of("oversized", $"{server} sends a greeting without end: more than {SmtpReplyReader.MaxLines} lines or {SmtpReplyReader.MaxBytes / 1024} KiB. Check what listens on port {sight.Target.Port}.", Causes.Of(Causes.OfUnreadable(greeting))),
            _ => Of("not-smtp", $"{server} does not speak SMTP on port {sight.Target.Port}: it began with \"{said}\". Check what listens there and where the port forwarding leads.", Causes.Of(Causes.OfUnreadable(greeting))),
        };

        CheckResult Of(string outcome, string sentence, params ReadOnlySpan<(string, string)> causes) => sight.Of(
            Descriptor.Id,
            outcome,
            sentence,
            greeting.After,
            Evidence.Of(greeting),
            [("seconds", Words.Number(greeting.End == ReplyEnd.TimedOut ? sight.Limits.BannerTimeout : greeting.After)), ("banner", said), .. ErrorFact(greeting), .. causes]);
    }

    // Without one byte nobody has shown that it was the server who took the call.
    private static string Vantage(Sight sight, SmtpReply greeting) => greeting.Lines.Count == 0 && sight.WayOut is not { Kind: WayOutKind.Open }
        ? $" Whether the probe reaches servers on port {sight.Target.Port} at all is not known: a device on its own side may have taken the call, so try from another place before you blame the server."
        : "";

    private static (string, string)[] ErrorFact(SmtpReply greeting) => greeting.Error is null ? [] : [("error", greeting.Error)];
}
