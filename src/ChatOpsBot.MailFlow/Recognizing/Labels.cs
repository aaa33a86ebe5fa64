using System.Buffers;

namespace ChatOpsBot.MailFlow.Recognizing;

/// <summary>What a label says about the value behind it.</summary>
internal enum LabelKind
{
    /// <summary>The destination server, as a machine names it.</summary>
    Server,

    /// <summary>Words that stand before a destination server in logs and transcripts.</summary>
    ServerWord,

    /// <summary>The destination's address.</summary>
    Address,

    /// <summary>The recipient or the next-hop domain.</summary>
    Recipient,

    /// <summary>A socket error number.</summary>
    Socket,

    /// <summary>A detail word of Exchange; it is its own value.</summary>
    Detail,

    /// <summary>Last retry time.</summary>
    LastAttempt,
}

/// <summary>A label found in a text.</summary>
/// <param name="Order">Its place in the table: earlier rows are surer.</param>
internal readonly record struct LabelHit(LabelKind Kind, string Label, int Order, int At)
{
    public int End => At + Label.Length;
}

/// <summary>The labels of Exchange traces, delivery reports and mail logs, found in one pass over the text.</summary>
internal static class Labels
{
    // A report names everything in its first lines; a log of thousands repeats itself.
    private const int MostHits = 256;

    private static readonly (LabelKind Kind, string[] Labels)[] Table =
    [
        (LabelKind.Server, ["LastAttemptedServerName=", "FQDN=", "FQDN-", "OutboundProxyTargetHostName:", "Remote-MTA:", "relay=", "Remote server:", "Servidor remoto:", "Fjärrserver:", "Remoteserver:", "Receiving server:", "Destination server:", "Servidor de destino:", "Zielserver:", "Målserver:", "Rejected by:", "Rejeitada por:", "Rejeitado por:", "Rechazado por:", "Rechazada por:", "Avvisades av:", "Avvisat av:", "Abgelehnt von:", "Zurückgewiesen von:"]),
        (LabelKind.ServerWord,
        [
            "for the recipient domain ", "connect to ", "while talking to ", "Server at ", "host ", "conversation with ", "lost connection with ", "H=", "MX host ", "rejected by ", "connecting to ", "Connected to ", "refused by ", "timed out with ", "remote host ",
            "delivery via ", "through ", "closed by ", "mx ",
        ]),
        (LabelKind.Address, ["LastAttemptedIP=", "{IP=", "OutboundProxyTargetIP:", "Giving up on "]),
        (LabelKind.Recipient,
        [
            "Final-Recipient:", "Original-Recipient:", "to=<", "RCPT TO:<", "RCPT TO: <", "##rfc822;", "X-Failed-Recipients:", "NextHopDomain :", "NextHopDomain:", "NextHopDomain=", "Recipient address:", "Recipient:", "Destinatario:", "Empfänger:", "Mottagare:", "Destinatário:",
        ]),
        (LabelKind.Socket, ["Socket error code ", "Winsock error code: ", "Win32 error code: ", "socket error: ", "socket error ", "Winsock error ", "SocketErrorCode=", "WSA error "]),
        (LabelKind.Detail,
        [
            "SubjectMismatch", "CertificateExpired", "UntrustedRoot", "SuspiciousRemoteServerError", "InfoNoRecords", "InfoDomainNonexistent", "ErrorRetry", "CertificateHostMismatch", "starttls-not-supported", "certificate-expired", "tlsa-invalid", "dnssec-invalid",
            "certificate-host-mismatch",
        ]),
        (LabelKind.LastAttempt, ["LRT=", "LRT-", "LRI-"]),
    ];

    private static readonly (LabelKind Kind, string Label, int Order)[] Rows = [.. Table.SelectMany(row => row.Labels.Select(label => (row.Kind, label))).Select((row, order) => (row.Kind, row.label, order))];

    private static readonly SearchValues<string> Search = SearchValues.Create([.. Rows.Select(row => row.Label)], StringComparison.OrdinalIgnoreCase);

    private static readonly ILookup<char, (LabelKind Kind, string Label, int Order)> ByFirstLetter = Rows.ToLookup(row => char.ToUpperInvariant(row.Label[0]));

    /// <summary>The detail words that are read in every error, whichever entry it leads to.</summary>
    public static IReadOnlyList<string> DetailWords { get; } = Table.Single(row => row.Kind == LabelKind.Detail).Labels;

    /// <summary>All labels in the order of the table, each at every place.</summary>
    public static List<LabelHit> In(ReadOnlySpan<char> text)
    {
        var hits = new List<LabelHit>();
        var at = 0;
        while (at < text.Length && hits.Count < MostHits)
        {
            var next = text[at..].IndexOfAny(Search);
            if (next < 0)
                break;
            at += next;
            foreach (var (kind, label, order) in ByFirstLetter[char.ToUpperInvariant(text[at])])
            {
                if (text[at..].StartsWith(label, StringComparison.OrdinalIgnoreCase))
                    hits.Add(new LabelHit(kind, label, order, at));
            }

            at++;
        }

        hits.Sort((a, b) => a.Order != b.Order ? a.Order.CompareTo(b.Order) : a.At.CompareTo(b.At));
        return hits;
    }
}
