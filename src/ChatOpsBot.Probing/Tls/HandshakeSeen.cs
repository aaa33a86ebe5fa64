namespace ChatOpsBot.Probing.Tls;

/// <summary>How a TLS handshake ended.</summary>
internal enum HandshakeEnd
{
    Done,

    /// <summary>The server sent an alert (RFC 8446 §6) instead of going on.</summary>
    Alert,

    /// <summary>The server went on in clear text.</summary>
    PlainText,

    /// <summary>The server closed or reset the connection in the middle.</summary>
    Closed,

    /// <summary>Our side found nothing acceptable in what the server offered or sent.</summary>
    NotAgreed,
    TimedOut,

    /// <summary>The time of the address or of the run was used up: says nothing about the server.</summary>
    OutOfBudget,
}

/// <summary>One TLS handshake, whatever came of it.</summary>
/// <param name="After">From the first byte of ours.</param>
internal sealed record HandshakeSeen(HandshakeEnd End, TimeSpan After)
{
    /// <summary><c>1.3</c>, <c>1.0</c>, <c>SSL 3.0</c>; null when none was agreed on.</summary>
    public string? Version { get; init; }

    /// <summary>Name of the suite in IANA's registry, or its number.</summary>
    public string? Cipher { get; init; }

    /// <summary>The alert of the server, such as <c>protocol_version</c>.</summary>
    public string? Alert { get; init; }

    /// <summary>The first bytes of the server when it spoke no TLS, one character a byte.</summary>
    public string? PlainText { get; init; }

    /// <summary>What the server sent about itself, in DER, its own certificate first.</summary>
    public IReadOnlyList<byte[]> Certificates { get; init; } = [];

    /// <summary>The handshake failed for a reason that an old version of TLS may be behind.</summary>
    public bool MayBeOldTls => End is HandshakeEnd.Alert or HandshakeEnd.Closed or HandshakeEnd.NotAgreed;
}
