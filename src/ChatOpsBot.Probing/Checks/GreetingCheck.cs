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
                $"{server} greeted after {after}. That is allowed (RFC 5321 grants 5 min) and often a deliberate delay against spam; senders that wait less give up."),
            { Code: 220 } => Of("ready", $"{server} greeted after {after}: {said}"),
            { IsTransient: true } => Of("busy", $"{server} takes no mail at the moment: it greeted with \"{said}\". Look at the load, the disk and the service state of that server."),
            { IsPolicy: true } => Of("policy", $"{server} turned this probe away by a rule: it greeted with \"{said}\". That may concern the probe's address only; look up which list or rule names the sender's addresses."),
            { IsPermanent: true } => Of("refused", $"{server} greeted with \"{said}\" and takes no mail. Check that this machine should receive mail and which receive rule answers here."),
            { End: ReplyEnd.TimedOut } => Of(
                "silent",
                greeting.Lines.Count == 0
                    ? $"{server} accepted the connection on port {sight.Target.Port} but said nothing within {limit}. The service may hang, or a device in between holds the session back."
                    : $"{server} did not finish its greeting within {limit}; it drips it out, as tarpits do."),
            { End: ReplyEnd.Closed } => Of("closed", $"{server} accepted the connection on port {sight.Target.Port} and closed it before a greeting. Look for a filter or a service that stops at once.{Vantage(sight, greeting)}"),
            { End: ReplyEnd.Oversized } => Of("oversized", $"{server} sends a greeting without end: more than {SmtpReplyReader.MaxLines} lines or {SmtpReplyReader.MaxBytes / 1024} KiB. Check what listens on port {sight.Target.Port}."),
            _ => Of("not-smtp", $"{server} does not speak SMTP on port {sight.Target.Port}: it began with \"{said}\". Check what listens there and where the port forwarding leads."),
        };

        CheckResult Of(string outcome, string sentence) => sight.Of(
            Descriptor.Id,
            outcome,
            sentence,
            greeting.After,
            Evidence.Of(greeting),
            [("seconds", Words.Number(greeting.End == ReplyEnd.TimedOut ? sight.Limits.BannerTimeout : greeting.After)), ("banner", said), .. ErrorFact(greeting)]);
    }

    // Without one byte nobody has shown that it was the server who took the call.
    private static string Vantage(Sight sight, SmtpReply greeting) => greeting.Lines.Count == 0 && sight.WayOut is not { Kind: WayOutKind.Open }
        ? $" Whether the probe reaches servers on port {sight.Target.Port} at all is not known: a device on its own side may have taken the call, so try from another place before you blame the server."
        : "";

    private static (string, string)[] ErrorFact(SmtpReply greeting) => greeting.Error is null ? [] : [("error", greeting.Error)];
}
