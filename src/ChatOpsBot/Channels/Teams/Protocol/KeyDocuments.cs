using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace ChatOpsBot.Channels.Teams.Protocol;

/// <summary>Fetches the OpenID document of those who sign inbound tokens, and the keys it points to.</summary>
/// <remarks>The keys are read here and not by the token library, which drops <c>endorsements</c>.</remarks>
internal sealed class KeyDocuments(IHttpClientFactory clients, CloudEndpoints cloud)
{
    public const string HttpClientName = "teams-keys";

    /// <returns>The keys by their ids; never none.</returns>
    /// <exception cref="HttpRequestException">Not reached, or not answered with 200.</exception>
    /// <exception cref="OperationCanceledException">Not answered in time.</exception>
    /// <exception cref="JsonException">Answered with something else than the documents.</exception>
    public async Task<IReadOnlyDictionary<string, SigningKey>> FetchAsync()
    {
        using var client = clients.CreateClient(HttpClientName);
        using var metadata = JsonDocument.Parse(await client.GetByteArrayAsync(cloud.OpenIdMetadata));
        using var keySet = JsonDocument.Parse(await client.GetByteArrayAsync(KeysAddress(metadata.RootElement)));
        return ReadKeys(keySet.RootElement);
    }

    private Uri KeysAddress(JsonElement metadata)
    {
        if (TextOf(metadata, "issuer") != cloud.Issuer)
            throw new JsonException($"The OpenID document {cloud.OpenIdMetadata} is not of the issuer {cloud.Issuer}.");
        // As safe a way as to the document itself, which is plain HTTP only in tests.
        return Uri.TryCreate(TextOf(metadata, "jwks_uri"), UriKind.Absolute, out var address) && address.Scheme == cloud.OpenIdMetadata.Scheme
            ? address
            : throw new JsonException($"The OpenID document {cloud.OpenIdMetadata} names no usable jwks_uri.");
    }

    private static Dictionary<string, SigningKey> ReadKeys(JsonElement keySet)
    {
        Dictionary<string, SigningKey> keys = new(StringComparer.Ordinal);
        if (keySet.ValueKind != JsonValueKind.Object || !keySet.TryGetProperty("keys", out var list) || list.ValueKind != JsonValueKind.Array)
            throw new JsonException("The key document has no list of keys.");
        foreach (var key in list.EnumerateArray())
        {
            if (TextOf(key, "kty") == "RSA" && TextOf(key, "kid") is { Length: > 0 } id && BytesOf(key, "n") is { } modulus && BytesOf(key, "e") is { } exponent)
                keys[id] = new SigningKey(new RsaSecurityKey(new RSAParameters { Modulus = modulus, Exponent = exponent }) { KeyId = id }, Endorsements(key));
        }

        return keys.Count > 0 ? keys : throw new JsonException("The key document has no RSA key.");
    }

    private static string[] Endorsements(JsonElement key) =>
        key.TryGetProperty("endorsements", out var list) && list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)]
            : [];

    private static byte[]? BytesOf(JsonElement key, string name) => TextOf(key, name) is { Length: > 0 } text && Base64Url.IsValid(text) ? Base64Url.DecodeFromChars(text) : null;

    private static string? TextOf(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
}
