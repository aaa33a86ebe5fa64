using System.Globalization;

namespace ChatOpsBot.Probing.Tls;

/// <summary>The numbers of the TLS wire format that a probe meets, and their names.</summary>
internal static class TlsNumbers
{
    public const byte ChangeCipherSpecRecord = 20;
    public const byte AlertRecord = 21;
    public const byte HandshakeRecord = 22;
    public const byte ApplicationDataRecord = 23;

    public const byte ServerHello = 2;
    public const byte Certificate = 11;
    public const byte ServerHelloDone = 14;

    public const int Ssl30 = 0x0300;
    public const int Tls10 = 0x0301;
    public const int Tls12 = 0x0303;

    /// <summary>RFC 8446 §5.1: 2^14 bytes, and RFC 5246 §6.2.3 lets protection add 2048.</summary>
    public const int MaxRecord = (1 << 14) + 2048;

    /// <summary><c>1.2</c>, <c>SSL 3.0</c>.</summary>
    public static string VersionName(int version) => version switch
    {
        Ssl30 => "SSL 3.0",
        > Ssl30 and <= 0x0304 => string.Create(CultureInfo.InvariantCulture, $"1.{version - Tls10}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"0x{version:X4}"),
    };

    /// <summary>RFC 8446 §6.2 and, for the rest, RFC 5246 §7.2.</summary>
    public static string AlertName(byte alert) => alert switch
    {
        0 => "close_notify",
        10 => "unexpected_message",
        20 => "bad_record_mac",
        22 => "record_overflow",
        40 => "handshake_failure",
        42 => "bad_certificate",
        43 => "unsupported_certificate",
        46 => "certificate_unknown",
        47 => "illegal_parameter",
        48 => "unknown_ca",
        49 => "access_denied",
        50 => "decode_error",
        51 => "decrypt_error",
        70 => "protocol_version",
        71 => "insufficient_security",
        80 => "internal_error",
        86 => "inappropriate_fallback",
        90 => "user_canceled",
        109 => "missing_extension",
        110 => "unsupported_extension",
        112 => "unrecognized_name",
        116 => "certificate_required",
        120 => "no_application_protocol",
        _ => string.Create(CultureInfo.InvariantCulture, $"alert_{alert}"),
    };
}
