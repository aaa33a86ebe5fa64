namespace ChatOpsBot.Probing.Checks;

/// <summary>The checks of this library. A new check is one class and one line here.</summary>
internal static class LiveChecks
{
    /// <summary>Told also unasked, for a name that turns out to be a domain: where its mail goes explains all the rest.</summary>
    public static ILiveCheck Exchangers { get; } = new MailExchangersCheck();

    /// <summary>Told also unasked, for a name that is not there: a registration that ran out explains it.</summary>
    public static ILiveCheck Registration { get; } = new RegistrationCheck();

    /// <summary>In the order a session meets them, which is the order of their results.</summary>
    public static IReadOnlyList<ILiveCheck> All { get; } =
    [
        new OutboundControlCheck(),
        Exchangers,
        new NameAddressesCheck(),
        new NameServersCheck(),
        new ZoneSerialCheck(),
        new DnssecCheck(),
        Registration,
        new ConnectCheck(),
        new GreetingCheck(),
        new EhloCheck(),
        new StartTlsCheck(),
        new CertificateDatesCheck(),
        new CertificateChainCheck(),
        new CertificateNameCheck(),
        new PacketInspectionCheck(),
        new MtaStsCheck(),
    ];

    /// <summary>The asked ones and those they rest on: a verdict about STARTTLS without the connection beside it would say too little.</summary>
    public static IReadOnlyList<ILiveCheck> WithNeeds(IEnumerable<string> checkIds)
    {
        var asked = All.Where(check => checkIds.Contains(check.Descriptor.Id, StringComparer.Ordinal)).ToList();
        return asked.Count == 0 ? [] : [.. All.Where(check => asked.Contains(check) || asked.Exists(other => RestsOn(other.Descriptor, check.Descriptor)))];
    }

    // The signature check reads other checks' stages but no check rests on it; a connection that fails rests on the way out.
    private static bool RestsOn(CheckDescriptor asked, CheckDescriptor other) => other.Stage switch
    {
        Stage.Control => asked.Needs >= Seen.Connection,
        Stage.Dns => other.Needs == Seen.Name && asked.Needs > Seen.Name,
        Stage.Connect => asked.Needs > Seen.Connection,
        Stage.Banner => asked.Needs > Seen.Banner,
        Stage.Ehlo => asked.Needs >= Seen.Ehlo,
        Stage.StartTls => asked.Needs > Seen.Tls,
        Stage.Certificate => asked.Needs > Seen.Certificate,
        _ => false,
    };
}
