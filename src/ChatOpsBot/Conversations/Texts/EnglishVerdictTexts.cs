using ChatOpsBot.MailFlow.Evidence;
using ChatOpsBot.Probing.Verdicts;

namespace ChatOpsBot.Conversations.Texts;

internal static class EnglishVerdictTexts
{
    public static VerdictTexts Texts { get; } = new()
    {
        Causes = new Dictionary<string, string>
        {
            [VerdictCauses.DomainExpired] = "The registration of {where} has run out or is on hold, so the domain takes no mail. Its owner has to renew it with the registrar.",
            [VerdictCauses.NxDomain] = "{where} does not exist in DNS. Check how it is spelled, and whether the domain was given up.",
            [VerdictCauses.StaleCache] = "The DNS records of {where} were changed, and the resolver still goes by the old ones.",
            [VerdictCauses.NsOutOfSync] = "The name servers of {where} give different answers, some of them old ones. Mail may go to the wrong server now and then.",
            [VerdictCauses.DnssecBogus] = "The DNSSEC signatures of {where} are not valid, so resolvers that check them give no answer.",
            [VerdictCauses.LameDelegation] = "{where} is delegated to name servers that do not serve it (lame delegation).",
            [VerdictCauses.DanglingNs] = "{where} is delegated to name servers whose names do not exist. Whoever registers such a name can take over the mail of the domain.",
            [VerdictCauses.NsTimeout] = "The name servers of {where} do not answer.",
            [VerdictCauses.AuthServFail] = "The name servers of {where} answer with an error (SERVFAIL).",
            [VerdictCauses.NullMx] = "{where} states with a null MX record that it takes no mail. That is deliberate: check the recipient's address.",
            [VerdictCauses.NoMxNoAddress] = "{where} has neither an MX record nor an address, so there is no server to deliver to.",
            [VerdictCauses.MxIsIp] = "The MX record of {domain} names an IP address ({where}) where a host name belongs, so mail servers cannot look it up.",
            [VerdictCauses.CnameLoop] = "The name {where} is an alias that leads back to itself (CNAME loop).",
            [VerdictCauses.MxTargetNxDomain] = "The MX record of {domain} names {where}, which does not exist in DNS.",
            [VerdictCauses.MxTargetNoAddress] = "The MX record of {domain} names {where}, which has no address.",
            [VerdictCauses.MxPrivateAddress] = "The mail server {where} of {domain} stands at a private or reserved address, which nobody reaches over the internet.",

            [VerdictCauses.TcpRefused] = "{where} refuses connections on port {port}: nothing listens there, or a firewall turns senders away.",
            [VerdictCauses.TcpUnreachable] = "{where} cannot be reached: a router or firewall on the way reports that there is no path to it.",
            [VerdictCauses.TcpTimeout] = "{where} does not answer on port {port}: it is switched off, or a firewall drops the connections silently.",
            [VerdictCauses.AllMxDown] = "No mail server of {domain} takes mail, each for a reason of its own; the table names them.",

            [VerdictCauses.ClosedBeforeBanner] = "{where} takes the connection and closes it before the greeting: a filter turns senders away, or the mail service fails at once.",
            [VerdictCauses.ImplicitTls] = "{where} expects TLS from the first byte on port {port}. Mail servers begin in clear text there, so no session starts.",
            [VerdictCauses.Tarpit] = "{where} sends its greeting so slowly that it does not end in time (tarpit).",
            [VerdictCauses.NoBanner] = "{where} takes the connection but sends no greeting: the mail service hangs, or a device on the way holds the session back.",
            [VerdictCauses.Greeting421] = "{where} takes no mail at the moment and says so in its greeting: “{reply}”.",
            [VerdictCauses.BlockedByPolicy] = "{where} turns this probe away by a rule or a block list: “{reply}”. That may concern the probe's address only.",
            [VerdictCauses.Greeting5xx] = "{where} refuses the session: “{reply}”.",
            [VerdictCauses.EndlessBanner] = "{where} sends a greeting without end, so no session begins.",
            [VerdictCauses.LineTooLong] = "{where} sends a line longer than SMTP allows, so no session begins.",
            [VerdictCauses.NotSmtp] = "What answers at {where} on port {port} is no mail server.",

            [VerdictCauses.PacketInspection] = "A firewall before {where} rewrites the SMTP dialogue and hides what the server offers (packet inspection). Switch the inspection off, or let it pass TLS.",
            [VerdictCauses.ClosedAfterBanner] = "{where} greets and hangs up at once: look for a filter, for SMTP inspection in a firewall, and for crashes of the mail service.",
            [VerdictCauses.ClosedAtEhlo] = "{where} hangs up at EHLO: look for SMTP inspection in a firewall, and for crashes of the mail service.",
            [VerdictCauses.Busy421AtEhlo] = "{where} takes no mail at the moment and says so after EHLO: “{reply}”.",
            [VerdictCauses.EhloTimeout] = "{where} greets but does not answer EHLO: the mail service hangs, or a device on the way holds the session back.",

            [VerdictCauses.ClosedAtStartTls] = "{where} offers STARTTLS and hangs up when it is asked for it.",
            [VerdictCauses.DaneStartTlsMissing] = "DANE demands encryption for {where}, but the server offers no STARTTLS. Senders that check DANE do not deliver.",
            [VerdictCauses.StartTlsNotOffered] = "{where} does not offer STARTTLS, so a connector that requires TLS cannot deliver.",
            [VerdictCauses.StartTlsRejected] = "{where} offers STARTTLS and then refuses it: “{reply}”.",
            [VerdictCauses.HandshakeTimeout] = "{where} offers STARTTLS and then falls silent, so encryption never begins.",
            [VerdictCauses.VersionTooOld] = "{where} knows only an outdated TLS version ({version}); Exchange Online wants TLS 1.2 or newer.",
            [VerdictCauses.HandshakeFailed] = "{where} offers STARTTLS, but the TLS handshake fails.",

            [VerdictCauses.MtaStsCertInvalid] = "{domain} enforces MTA-STS, but the certificate of its mail server is not valid. Senders that follow the policy do not deliver.",
            [VerdictCauses.CertExpired] = "The certificate of {where} is no longer valid. It ran out {until}.",
            [VerdictCauses.CertNotYetValid] = "The certificate of {where} is not valid yet. It begins {from}.",
            [VerdictCauses.IntermediateExpired] = "An intermediate certificate that {where} sends has expired: {at}.",
            [VerdictCauses.SelfSigned] = "The certificate of {where} is self-signed. Senders that validate certificates do not trust it.",
            [VerdictCauses.IncompleteChain] = "{where} does not send its whole certificate chain: the intermediate certificate is missing.",
            [VerdictCauses.UntrustedRoot] = "The certificate of {where} comes from an authority that is not trusted publicly.",
            [VerdictCauses.NameMismatch] = "The certificate of {where} is issued for {names}, not for {expected}.",
            [VerdictCauses.WrongUsage] = "The certificate of {where} is not meant for servers.",
            [VerdictCauses.WeakKey] = "The key of the certificate of {where} is too weak.",
            [VerdictCauses.WeakSignature] = "The certificate of {where} is signed with an outdated algorithm.",
            [VerdictCauses.Revoked] = "The certificate of {where} has been revoked.",

            [VerdictCauses.MtaStsMxMismatch] = "{domain} enforces MTA-STS, but its policy does not list its mail servers. Senders that follow the policy do not deliver.",
            [VerdictCauses.TlsaMismatch] = "The certificate of {where} does not fit the TLSA records. Senders that check DANE do not deliver.",
        },

        HealthyWhole = "No fault was seen: {where} takes connections, answers EHLO and encrypts with STARTTLS.",
        HealthyNotAll = "No fault was seen: {where} takes connections, answers EHLO and encrypts with STARTTLS. Not every server of {domain} could be tested.",
        HealthyHeard = "No fault was seen: {where} takes connections and answers EHLO. Encryption was not tested.",
        HealthyReached = "No fault was seen: {where} takes connections. The session was not followed to its end.",
        HealthyPartly = "Mail for {domain} gets through at {where}, but not all of its mail servers are well.",
        HealthyBut = "{where} takes mail as far as it was asked, but not all that was checked is in order; the table shows it.",
        NotTestedBecause = "Nothing can be said about {where}: {reason}.",
        NothingWrongSoFar = "No fault was seen in what was asked about {where}. Whether a server takes mail was not tested.",
        NothingDecided = "What was asked about {where} does not show whether mail gets through.",

        ThemCertain = "The trouble is on the receiving side; it was seen directly.",
        ThemLikely = "The trouble is most likely on the receiving side.",
        AnybodySeen = "It was seen directly, but it is no fault of the receiving server alone.",
        AnybodyPossible = "Whose trouble it is cannot be told from here: it may also be the network or the address of the probe.",
        Us = "That is the trouble of the probe itself and says nothing about the receiving side.",

        CodeBoth = "Exchange Online reports this as 450 {code}.",
        CodeBothOrExact = "Exchange Online reports this as 450 {code} or {exact}.",
        CodeStrict = "A connector that requires TLS with a valid certificate fails with 450 {code}; other mail gets through.",
        CodeStrictAndOther = "A connector that requires TLS with a valid certificate fails with 450 {code}, other mail with {exact}.",
        CodeExact = "Exchange Online reports this as {exact}.",

        Confirmed = "That explains the {code} that was posted.",
        NotSeenFilter = "It works from here, but {code} was posted: look for a filter that keeps the addresses of Exchange Online out.",
        NotSeen = "It works from here, but {code} was posted: the fault may come and go, be gone by now, or show to Exchange Online only.",
        AnotherFault = "That is another fault than the {code} that was posted: compare the server in the message with the one checked here.",
        Gone = "Earlier checks saw the failure from here; these do not see it any more.",

        StaleUntil = "The old records are kept until {time} at the latest.",
        SeenEarlier = "{where} was seen {time}, in other checks: one server is not asked more often.",

        From = "“{vantage}”: {verdict}",
        WorksFromSome = "It works from “{well}” and fails from “{ill}”, so something on the way treats the two differently.",

        Also = "Also seen: {finding}",
        Findings = new Dictionary<string, string>
        {
            [VerdictCauses.DomainExpired] = "The registration of {where} has run out or is on hold.",
            [VerdictFindings.ImplicitMx] = "{where} has no MX record; mail goes to the address of the domain itself.",
            [VerdictFindings.LamePartial] = "Some name servers of {where} do not serve it.",
            [VerdictFindings.MxIsCname] = "The MX record names an alias ({where}), which some senders do not follow.",
            [VerdictFindings.NullMxBeside] = "Beside usable MX records {where} has a null MX, which RFC 7505 forbids.",
            [VerdictFindings.DelegationDiffers] = "The zone above and {where} itself name different name servers.",
            [VerdictFindings.FamilyBroken] = "The name servers of {where} answer over only one of IPv4 and IPv6.",
            [VerdictFindings.PartialOutage] = "Some mail servers fail, {where} for one. Mail flows, with delays now and then.",
            [VerdictFindings.Nolisting] = "{where} is the first choice of the MX records and dead, while a later one works. Some domains do that on purpose (nolisting).",
            [VerdictFindings.OddOneOut] = "{where} behaves differently from the other addresses of its name: mail fails only when it is chosen.",
            [VerdictFindings.Ipv6Broken] = "{where} takes mail over IPv4 but not over IPv6.",
            [VerdictFindings.SlowBanner] = "{where} is slow to greet. That is allowed.",
            [VerdictFindings.HeloOnly] = "{where} knows only HELO, so it offers no encryption.",
            [VerdictFindings.RateLimited] = "{where} limits our connections, so not all of it was seen.",
            [VerdictFindings.NoSan] = "The certificate of {where} carries the name only as common name.",
            [VerdictFindings.ExpiringSoon] = "The certificate of {where} runs out soon.",
            [VerdictFindings.RevocationUnknown] = "Whether the certificate of {where} has been revoked could not be found out.",
            [VerdictFindings.PolicyNotFetched] = "The MTA-STS policy of {where} could not be fetched.",
        },
        Gap = "Not tested: {checks}, because {reason}.",
        Limits = new Dictionary<VerdictLimit, string>
        {
            [VerdictLimit.OnePlace] = "Seen from one place only. A firewall may treat Exchange Online differently.",
            [VerdictLimit.OwnResolver] = "DNS as it is seen from here. Exchange Online has resolvers and caches of its own.",
            [VerdictLimit.WayOutUnknown] = "Whether connections on this port get out of the probe's own network is not proven.",
            [VerdictLimit.NoMail] = "No mail was sent: what the server says to senders and recipients was not tested.",
        },

        HeadingAlso = "Also seen:",
        HeadingGaps = "Not tested:",
        HeadingLimits = "Limits:",
    };
}
