using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ChatOpsBot.Channels.Slack.Protocol;

/// <summary>The proof that a request comes from Slack: an HMAC over the time and the body as it came (signing version v0).</summary>
internal static class RequestSignature
{
    public const string SignatureHeader = "X-Slack-Signature";
    public const string TimestampHeader = "X-Slack-Request-Timestamp";

    /// <summary>How far the time of a request may be from ours, back or forth.</summary>
    public static readonly TimeSpan MaxSkew = TimeSpan.FromMinutes(5);

    /// <param name="secrets">Each of them is good; more than one while Slack changes from one to the next.</param>
    public static SignatureVerdict Check(string? signature, string? timestamp, ReadOnlySpan<byte> body, IEnumerable<string> secrets, DateTimeOffset now)
    {
        if (signature is null || timestamp is null)
            return SignatureVerdict.Missing;
        if (!long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var sentAt))
            return SignatureVerdict.Missing;
        // Compared, never subtracted: the number is the sender's choice.
        if (sentAt < (now - MaxSkew).ToUnixTimeSeconds() || sentAt > (now + MaxSkew).ToUnixTimeSeconds())
            return SignatureVerdict.Stale;

        var given = Encoding.UTF8.GetBytes(signature);
        var isValid = false;
        foreach (var secret in secrets)
            isValid |= CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Sign(timestamp, body, secret)), given);
        return isValid ? SignatureVerdict.Valid : SignatureVerdict.Mismatch;
    }

    /// <summary>As it stands in the header: <c>v0=</c> and 64 hexadecimal digits.</summary>
    public static string Sign(string timestamp, ReadOnlySpan<byte> body, string secret)
    {
        using var mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        mac.AppendData(Encoding.UTF8.GetBytes($"v0:{timestamp}:"));
        mac.AppendData(body);
        return $"v0={Convert.ToHexStringLower(mac.GetHashAndReset())}";
    }
}

/// <summary>What a signature says, or which rule it broke.</summary>
internal enum SignatureVerdict
{
    Valid,

    /// <summary>No signature, no time, or what stands there is none.</summary>
    Missing,

    /// <summary>More than five minutes from now.</summary>
    Stale,

    Mismatch,
}
