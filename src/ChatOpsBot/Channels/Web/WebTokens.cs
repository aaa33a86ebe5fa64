using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace ChatOpsBot.Channels.Web;

/// <summary>
/// Signs and reads the tokens of the chat page: a token opens one conversation for one person for an hour, a stream ticket opens its
/// stream within a minute. Tokens are renewed for 30 days after the person got in. They are JSON Web Tokens (RFC 7519, HS256) because Web Chat reads the user's id out of them.
/// </summary>
/// <remarks>The header is compared as a whole, so a token can neither choose its algorithm nor name a key.</remarks>
internal sealed class WebTokens(byte[] key, TimeProvider time)
{
    public static readonly TimeSpan TokenLifetime = TimeSpan.FromHours(1);

    /// <summary>However often it is renewed: a copied token must end some day.</summary>
    public static readonly TimeSpan SessionLifetime = TimeSpan.FromDays(30);

    /// <summary>Direct Line gives a client this long to open the stream. The ticket stands in a URL, so it must be worth little to a log.</summary>
    public static readonly TimeSpan TicketLifetime = TimeSpan.FromMinutes(1);

    public IssuedToken IssueToken(WebSession session)
    {
        var left = session.Since + SessionLifetime - time.GetUtcNow();
        var lifetime = left < TokenLifetime ? left : TokenLifetime;
        return new IssuedToken(Issue(session, TokenUse, lifetime), (int)lifetime.TotalSeconds);
    }

    public string IssueStreamTicket(WebSession session) => Issue(session, StreamUse, TicketLifetime);

    public TokenReading ReadToken(string token) => Read(token, TokenUse);

    public TokenReading ReadStreamTicket(string ticket) => Read(ticket, StreamUse);

    private string Issue(WebSession session, string use, TimeSpan lifetime)
    {
        var now = time.GetUtcNow();
        using var payload = new MemoryStream();
        using (var json = new Utf8JsonWriter(payload))
        {
            json.WriteStartObject();
            json.WriteString("use", use);
            json.WriteString("conv", session.ConversationId);
            json.WriteString("user", session.UserId);
            json.WriteString("name", session.UserName);
            json.WriteBoolean("page", session.IsOfPage);
            json.WriteNumber("auth_time", session.Since.ToUnixTimeSeconds());
            json.WriteNumber("iat", now.ToUnixTimeSeconds());
            json.WriteNumber("exp", (now + lifetime).ToUnixTimeSeconds());
            json.WriteEndObject();
        }

        var signed = Header + Base64Url.EncodeToString(payload.ToArray());
        return $"{signed}.{Base64Url.EncodeToString(Sign(signed))}";
    }

    private TokenReading Read(string token, string use)
    {
        if (token.Length > LongestToken || !token.StartsWith(Header, StringComparison.Ordinal))
            return TokenReading.Invalid;
        var end = token.LastIndexOf('.');
        if (end < Header.Length || !TryDecode(token.AsSpan(end + 1), out var signature) || !CryptographicOperations.FixedTimeEquals(signature, Sign(token[..end])))
            return TokenReading.Invalid;

        // Signed by us, so it is what Issue wrote.
        using var payload = JsonDocument.Parse(Base64Url.DecodeFromChars(token.AsSpan(Header.Length..end)));
        var claims = payload.RootElement;
        if (claims.GetProperty("use").GetString() != use)
            return TokenReading.Invalid;
        var session = new WebSession(
            claims.GetProperty("conv").GetString()!,
            claims.GetProperty("user").GetString()!,
            claims.GetProperty("name").GetString()!,
            DateTimeOffset.FromUnixTimeSeconds(claims.GetProperty("auth_time").GetInt64()))
        {
            IsOfPage = claims.GetProperty("page").GetBoolean(),
        };
        var isExpired = time.GetUtcNow().ToUnixTimeSeconds() >= claims.GetProperty("exp").GetInt64();
        return new TokenReading(isExpired ? TokenVerdict.Expired : TokenVerdict.Valid, session);
    }

    private byte[] Sign(string text) => HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(text));

    private static bool TryDecode(ReadOnlySpan<char> text, out byte[] bytes)
    {
        bytes = new byte[Base64Url.GetMaxDecodedLength(text.Length)];
        // Not TryDecodeFromChars: that one throws on characters outside the alphabet.
        if (Base64Url.DecodeFromChars(text, bytes, out _, out var length) != OperationStatus.Done)
            return false;
        bytes = bytes[..length];
        return true;
    }

    private static readonly string Header = Base64Url.EncodeToString("""{"alg":"HS256","typ":"JWT"}"""u8) + ".";
    private const string TokenUse = "conversation";
    private const string StreamUse = "conversation stream";
    private const int LongestToken = 2048;
}

/// <param name="Seconds">How long it is good.</param>
internal readonly record struct IssuedToken(string Token, int Seconds);

internal enum TokenVerdict
{
    Valid,

    /// <summary>Ours, but past its time.</summary>
    Expired,

    /// <summary>Not ours, changed, or issued for another use.</summary>
    Invalid,
}

/// <param name="Session">Null when invalid.</param>
internal readonly record struct TokenReading(TokenVerdict Verdict, WebSession? Session)
{
    public static readonly TokenReading Invalid = new(TokenVerdict.Invalid, Session: null);
}
