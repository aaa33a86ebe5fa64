using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;

namespace ChatOpsBot.Channels.Teams.Protocol;

/// <summary>A signed token in its three parts, of the one shape the Bot Framework issues. Nothing in it is true until its signature was checked.</summary>
/// <param name="Text">The token as it came.</param>
/// <param name="KeyId"><c>kid</c>: which key is said to have signed it.</param>
/// <param name="ServiceUrl">The claim <c>serviceurl</c>; null when there is none.</param>
/// <remarks>
/// Stands before the token library, which meets nothing but a small, well-formed RS256 token: an encrypted one (five parts) could make
/// it unpack without bound (CVE-2024-21319), and what two readers could read in two ways (a claim given twice) is refused.
/// </remarks>
internal sealed record CompactToken(string Text, string KeyId, string? ServiceUrl)
{
    public static CompactToken? TryRead(string text)
    {
        if (text.Length > LongestToken || text.Split('.') is not [var header, var payload, var signature])
            return null;
        if (!IsBase64Url(signature))
            return null;
        using var head = TryParse(header);
        using var claims = TryParse(payload);
        if (head is null || claims is null)
            return null;
        if (TextOf(head.RootElement, "alg") != "RS256" || TextOf(head.RootElement, "kid") is not { Length: > 0 } keyId)
            return null;
        // Extensions somebody demands to be understood (RFC 7515 §4.1.11), and compression.
        if (head.RootElement.TryGetProperty("crit", out _) || head.RootElement.TryGetProperty("zip", out _))
            return null;
        return HasPlainClaims(claims.RootElement) ? new CompactToken(text, keyId, TextOf(claims.RootElement, "serviceurl")) : null;
    }

    /// <summary>The claims that are judged have the types they should have: the library converts others, each in its own way.</summary>
    private static bool HasPlainClaims(JsonElement claims) =>
        TextOf(claims, "iss") is not null
        && TextOf(claims, "aud") is not null
        && IsTime(claims, "exp", isNeeded: true)
        && IsTime(claims, "nbf", isNeeded: false);

    private static bool IsTime(JsonElement claims, string name, bool isNeeded) => claims.TryGetProperty(name, out var time)
        ? time.ValueKind == JsonValueKind.Number && time.TryGetInt64(out var seconds) && seconds is >= 0 and < LatestTime
        : !isNeeded;

    private static JsonDocument? TryParse(string part)
    {
        if (!IsBase64Url(part))
            return null;
        try
        {
            var document = JsonDocument.Parse(Base64Url.DecodeFromChars(part), Strictly);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
                return document;
            document.Dispose();
            return null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // The framework's own check lets blanks and padding pass (RFC 7515 §2 has neither).
    private static bool IsBase64Url(string part) => part.Length > 0 && !part.AsSpan().ContainsAnyExcept(Alphabet) && Base64Url.IsValid(part);

    private static string? TextOf(JsonElement parent, string name)
    {
        if (!parent.TryGetProperty(name, out var text) || text.ValueKind != JsonValueKind.String)
            return null;
        try
        {
            return text.GetString();
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair behind \u, or bytes that are no UTF-8: the parser lets them pass.
            return null;
        }
    }

    private const int LongestToken = 16 * 1024;

    /// <summary>Year 10000: what comes after cannot be a point in time here.</summary>
    private const long LatestTime = 253_402_300_800;

    private static readonly SearchValues<char> Alphabet = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    private static readonly JsonDocumentOptions Strictly = new() { MaxDepth = 8, AllowDuplicateProperties = false };
}
