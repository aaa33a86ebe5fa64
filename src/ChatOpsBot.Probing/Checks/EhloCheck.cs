using ChatOpsBot.Probing.Smtp;

namespace ChatOpsBot.Probing.Checks;

/// <summary>Asks how the server answers EHLO, and HELO where it refuses EHLO (RFC 5321 §3.2).</summary>
internal sealed class EhloCheck : ILiveCheck
{
    public CheckDescriptor Descriptor { get; } = new("smtp.ehlo", Stage.Ehlo, Seen.Ehlo);

    public CheckResult Judge(Sight sight)
    {
        if (sight.Hello is not { Last.End: not ReplyEnd.OutOfBudget } hello || sight.RateComplaint is not null)
            return sight.NotReached(Descriptor.Id);

        var (server, limit, last) = (sight.Server, Words.Seconds(sight.Limits.EhloTimeout), hello.Last);
        var command = hello.Helo is null ? "EHLO" : "HELO";
        var refusal = hello.Ehlo.Lines.Count > 0 ? Evidence.Short(hello.Ehlo.Lines[^1]) : "";
        var said = last is { Code: 250 } && hello.IsEhloTurnedAway ? refusal : last.Lines.Count > 0 ? Evidence.Short(last.Lines[^1]) : "";
        var keywords = Evidence.Short(string.Join(' ', hello.Keywords), 600);
        return last switch
        {
            { Code: 250 } when hello.Helo is null => Of("ok", $"{server} answers EHLO{(keywords.Length > 0 ? $" and offers {keywords}" : " and offers nothing more")}.", null),
            { Code: 250 } when hello.IsEhloTurnedAway => Of(
                "refused",
                $"{server} refused EHLO with \"{refusal}\" and took only HELO. It knows EHLO, so what it offers to others is not known; read the reason it gives, often a rule wants another name or address of the sender.",
                null),
            { Code: 250 } => Of("helo-only", $"{server} refuses EHLO and takes only HELO, so it offers neither STARTTLS nor anything else. It is very old, or a device in between takes EHLO away.", null),
            { IsTransient: true } => Of("busy", $"{server} answered {command} with \"{said}\": it takes no mail at the moment. Look at the load and the service state of that server.", "smtp.421_at_ehlo"),
            { IsPermanent: true } => Of("refused", $"{server} refused {command} with \"{said}\". Read the reason it gives; often a rule wants another name or address of the sender.", last.IsPolicy ? "smtp.blocked_by_policy" : "smtp.greeting_5xx"),
            { End: ReplyEnd.TimedOut } => Of("timeout", $"{server} greeted but did not answer {command} within {limit}. The service may hang, or a device in between holds the session back.", "smtp.ehlo_timeout"),
            { End: ReplyEnd.Closed } when hello.WasOverBefore => Of("closed", $"{server} greeted and closed the connection at once, before EHLO reached it. Look for a filter that turns this probe away, for SMTP inspection in a firewall before it, and for crashes of the service.", "smtp.closed_after_banner"),
            { End: ReplyEnd.Closed } => Of("closed", $"{server} closed the connection at {command}. Look for SMTP inspection in a firewall before it, and for crashes of the service.", "smtp.closed_at_ehlo"),
            _ => sight.NotTested(Descriptor.Id, Reasons.UnreadableReply, $"{server} answered {command} with \"{said}\", which is no answer to it.", Evidence.Of(hello), [("reply", said), .. Causes.Of(sight, Causes.OfUnreadable(last))]),
        };

        CheckResult Of(string outcome, string sentence, string? cause) => sight.Of(
            Descriptor.Id,
            outcome,
            sentence,
            hello.Ehlo.After,
            Evidence.Of(hello),
            [("seconds", Words.Number(last.End == ReplyEnd.TimedOut ? sight.Limits.EhloTimeout : last.After)), ("reply", said), ("keywords", keywords), .. cause is null ? [] : Causes.Of(sight, cause)]);
    }
}
