using System.Globalization;
using System.Net;
using ChatOpsBot.MailFlow.Evidence;
using ChatOpsBot.Probing.Dns;
using ChatOpsBot.Probing.Policies;
using ChatOpsBot.Probing.Smtp;

namespace ChatOpsBot.Probing.Checks;

/// <summary>Asks whether the server shows what its TLSA records promise (DANE for SMTP, RFC 7672).</summary>
internal sealed class TlsaCheck : ILiveCheck
{
    private const int MaxRecordsTold = 6;

    public CheckDescriptor Descriptor { get; } = new("tls.tlsa", Stage.Policy, Seen.Certificate);

    public CheckResult Judge(Sight sight) => sight.Tlsa switch
    {
        null when IPAddress.TryParse(sight.Target.Host, out _) => sight.NotTested(Descriptor.Id, Reasons.NoName, $"{sight.Server} was asked by address, and TLSA records belong to names."),
        { End: TlsaEnd.None } seen => Of(sight, seen, "none", $"{sight.Target.Host} has no TLSA records: it does not use DANE. That is common and stops no mail."),
        { End: TlsaEnd.NotSigned } seen => Of(sight, seen, "unusable", $"{seen.Owner} has TLSA records, but they or the MX records are not signed with DNSSEC, so senders pay no heed to them. Sign the zones, or remove the records."),
        { End: TlsaEnd.NotJudged } seen => sight.NotTested(
            Descriptor.Id,
            Reasons.ResolverDoesNotValidate,
            $"{seen.Owner} has TLSA records, but the resolver of the probe does not validate signatures, so nobody knows whether senders heed them. The operator can name one that does under Probe:Resolvers.",
            facts: Facts(seen)),
        { End: TlsaEnd.NoAnswer } seen => sight.NotTested(
            Descriptor.Id, Reasons.NoAuthority, $"The resolver found no answer for {seen.Owner} TLSA. Where the zone is signed, senders with DANE then hold the mail back: its name servers must answer that question too."),
        { End: TlsaEnd.ResolverSilent } => ResolverWords.Silent(sight, Descriptor.Id),
        { End: TlsaEnd.OutOfBudget } => sight.OutOfBudget(Descriptor.Id),
        { End: TlsaEnd.Found } seen => Judge(sight, seen),
        _ => sight.NotReached(Descriptor.Id),
    };

    private CheckResult Judge(Sight sight, TlsaSeen seen)
    {
        var usable = seen.Records.Where(TlsaMatching.IsUsable).ToList();

        // Senders insist on TLS even where they can do nothing with the records (RFC 7672 §2.2).
        if (IsTlsMissing(sight))
        {
            return Of(
                sight,
                seen,
                usable.Count > 0 ? "mismatch" : "unusable",
                $"{sight.Target.Host} promises TLS by its TLSA records, but {sight.Server} does not do STARTTLS, so senders with DANE like Exchange Online do not deliver. Switch STARTTLS on, or remove the records.",
                CauseFacts.Of(VerdictCauses.DaneStartTlsMissing));
        }

        if (usable.Count == 0)
            return Of(sight, seen, "unusable", $"The TLSA records of {sight.Target.Host} are none that senders of mail use. Publish one of the form 3 1 1.");
        if (sight is not { RateComplaint: null, Certificate: { } certificate, Handshake: { Certificates: { Count: > 0 } sent } })
            return CertificateFacts.Nothing(sight, Descriptor.Id);
        string[] names = sight.ExchangerOf is var (domain, _) ? [sight.Target.Host, domain] : [sight.Target.Host];
        return usable.Exists(record => TlsaMatching.Fits(record, sent, names, certificate.At))
            ? Of(sight, seen, "match", $"The certificate of {sight.Server} is the one its TLSA records promise.")
            : Of(
                sight,
                seen,
                "mismatch",
                $"The certificate of {sight.Server} is not the one its TLSA records promise, so senders with DANE like Exchange Online do not deliver. Publish the record of the present certificate (3 1 1) at {seen.Owner}, or install the promised one again.",
                CauseFacts.Of(VerdictCauses.TlsaMismatch));
    }

    private static bool IsTlsMissing(Sight sight) => sight is { RateComplaint: null, SpeaksTlsFirst: false }
        && (sight is { IsOfferKnown: true, OffersTls: false } || sight.StartTls is { Handshake: null, Reply: { End: ReplyEnd.Complete, Code: not 220 } });

    private CheckResult Of(Sight sight, TlsaSeen seen, string outcome, string sentence, params (string Name, string Value)[] more) =>
        sight.Of(Descriptor.Id, outcome, sentence, seen.After, facts: [.. Facts(seen), .. more]);

    private static (string Name, string Value)[] Facts(TlsaSeen seen) => seen.Records.Count == 0 ? [] : [("records", string.Join(", ", seen.Records.Take(MaxRecordsTold).Select(Tell)))];

    private static string Tell(DnsRecord.TlsAssociation record) => Evidence.Short(
        string.Create(CultureInfo.InvariantCulture, $"{record.Usage} {record.Selector} {record.Matching} {Convert.ToHexStringLower(record.Data.Span[..Math.Min(record.Data.Length, 64)])}"), 90);
}
