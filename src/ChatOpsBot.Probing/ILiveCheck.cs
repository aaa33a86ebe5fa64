namespace ChatOpsBot.Probing;

/// <summary>One question about a mail server. Pure: no clock, no network, no try; the session saw, the check judges.</summary>
internal interface ILiveCheck
{
    public CheckDescriptor Descriptor { get; }

    /// <summary>Always a result: what could not be known is <c>not-tested</c> with its reason.</summary>
    public CheckResult Judge(Sight sight);
}

/// <param name="Id">Id of the vocabulary.</param>
/// <param name="Stage">Where in the session it belongs: the order on the card.</param>
/// <param name="Needs">What must have been seen before it can judge.</param>
internal sealed record CheckDescriptor(string Id, Stage Stage, Seen Needs)
{
    /// <summary>One result a run or a name instead of one an address.</summary>
    public bool IsPerRun => Needs is Seen.WayOut or Seen.Zone or Seen.Name or Seen.Policy;
}

/// <summary>The steps of a mail session, in their order.</summary>
internal enum Stage
{
    Control,
    Dns,
    Connect,
    Banner,
    Ehlo,
    StartTls,
    Certificate,
    Signature,
    Policy,
}

/// <summary>What a run has seen so far; each value includes those before it, but the way out and the zone stand apart.</summary>
internal enum Seen
{
    WayOut,

    /// <summary>What DNS says about the domain.</summary>
    Zone,

    /// <summary>The addresses of one server.</summary>
    Name,
    Connection,
    Banner,
    Ehlo,

    /// <summary>STARTTLS, and the handshake where it is offered.</summary>
    Tls,

    /// <summary>The certificates of the handshake, judged.</summary>
    Certificate,

    /// <summary>What the domain demands of senders, and all its servers.</summary>
    Policy,
}
