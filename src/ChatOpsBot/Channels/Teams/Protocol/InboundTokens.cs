using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ChatOpsBot.Channels.Teams.Protocol;

/// <summary>Checks the token of a request: whether the Bot Framework sent it, to this bot, now.</summary>
/// <param name="audience">App id of the bot; empty: no token is good.</param>
internal sealed class InboundTokens(string audience, CloudEndpoints cloud, SigningKeys keys, TimeProvider time)
{
    private readonly JsonWebTokenHandler handler = new();

    /// <param name="authorization">The request's header, as it came.</param>
    /// <exception cref="NoKeysException">Nothing can be checked yet.</exception>
    public async Task<TokenReading> ReadAsync(string? authorization, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(authorization) || audience.Length == 0)
            return new TokenReading(TokenVerdict.Missing);
        if (!authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) || CompactToken.TryRead(authorization[Scheme.Length..]) is not { } token)
            return new TokenReading(TokenVerdict.Malformed);
        if (await keys.FindAsync(token.KeyId, cancellationToken) is not { } key)
            return new TokenReading(TokenVerdict.UnknownKey);
        var verdict = Validate(token, key);
        return verdict == TokenVerdict.Valid ? new TokenReading(verdict, new VerifiedToken(key.Endorsements, token.ServiceUrl)) : new TokenReading(verdict);
    }

    private TokenVerdict Validate(CompactToken token, SigningKey key)
    {
        var result = handler.ValidateToken(token.Text, new TokenValidationParameters
        {
            IssuerSigningKey = key.Key,
            ValidAlgorithms = [SecurityAlgorithms.RsaSha256],
            ValidIssuer = cloud.Issuer,
            AudienceValidator = (audiences, _, _) => audiences.ToList() is [var only] && only.Equals(audience, StringComparison.OrdinalIgnoreCase),
            LifetimeValidator = (notBefore, expires, _, _) => IsNow(notBefore, expires),
        });
        return result switch
        {
            { IsValid: true } => TokenVerdict.Valid,
            { Exception: SecurityTokenInvalidLifetimeException } => TokenVerdict.Expired,
            { Exception: SecurityTokenInvalidAudienceException } => TokenVerdict.OtherAudience,
            { Exception: SecurityTokenInvalidIssuerException } => TokenVerdict.OtherIssuer,
            _ => TokenVerdict.BadSignature,
        };
    }

    private bool IsNow(DateTime? notBefore, DateTime? expires)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return expires is { } end && now < end + Skew && (notBefore is not { } start || start - Skew <= now);
    }

    private const string Scheme = "Bearer ";
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);
}

/// <summary>What became of a token; the words are for the log.</summary>
internal enum TokenVerdict
{
    Valid,
    Missing,

    /// <summary>Not one signed token of the shape that is issued.</summary>
    Malformed,
    UnknownKey,
    BadSignature,
    Expired,
    OtherAudience,
    OtherIssuer,
}

/// <param name="Token">What a valid token says.</param>
internal sealed record TokenReading(TokenVerdict Verdict, VerifiedToken? Token = null);

/// <summary>What the sender of a request vouches for.</summary>
/// <param name="Endorsements">The channels the signing key may speak for.</param>
/// <param name="ServiceUrl">Where the conversation's Connector is; null when the token does not say.</param>
internal sealed record VerifiedToken(IReadOnlyList<string> Endorsements, string? ServiceUrl);
