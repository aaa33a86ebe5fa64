namespace ChatOpsBot.Probing.Checks;

/// <summary>Asks whether the server offers STARTTLS (RFC 3207) in its EHLO reply.</summary>
internal sealed class StartTlsOfferedCheck : ILiveCheck
{
    public CheckDescriptor Descriptor { get; } = new("smtp.starttls", Stage.StartTls, Seen.Ehlo);

    public CheckResult Judge(Sight sight) => sight.Hello switch
    {
        { Last.Code: 250 } hello when hello.Keywords.Contains("STARTTLS") => sight.Of(
            Descriptor.Id, "offered", $"{sight.Server} offers STARTTLS.", hello.Ehlo.After, Evidence.Of(hello)),
        { Last.Code: 250, IsEhloTurnedAway: false } hello => sight.Of(
            Descriptor.Id,
            "not-offered",
            $"{sight.Server} does not offer STARTTLS, so a connector that requires TLS cannot deliver. Switch TLS on at the server, or look for a device in between that removes the offer.",
            hello.Ehlo.After,
            Evidence.Of(hello)),
        _ => sight.NotReached(Descriptor.Id),
    };
}
