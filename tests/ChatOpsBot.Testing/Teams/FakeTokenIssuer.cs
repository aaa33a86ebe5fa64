using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ChatOpsBot.Testing.Teams;

/// <summary>Those who sign the tokens of Teams' requests: an OpenID document, its keys with their endorsements, and tokens, good and bad.</summary>
public sealed class FakeTokenIssuer : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, IReadOnlyList<string>?> published = new(StringComparer.Ordinal);
    private readonly WebApplication app;
    private int requests;

    private FakeTokenIssuer(WebApplication app, string issuer)
    {
        this.app = app;
        Issuer = issuer;
        Publish("key-1", TeamsEndorsement);
    }

    public string Issuer { get; }

    public Uri Metadata => new($"{app.Urls.First()}/v1/.well-known/openidconfiguration");

    /// <summary>How often the OpenID document was asked for.</summary>
    public int Requests => Volatile.Read(ref requests);

    /// <summary>Answers 503 to everything.</summary>
    public bool IsDown { get; set; }

    public static async Task<FakeTokenIssuer> StartAsync(CancellationToken cancellationToken, string issuer = PublicIssuer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = builder.Build();
        var fake = new FakeTokenIssuer(server, issuer);
        server.MapGet("/v1/.well-known/openidconfiguration", (HttpContext context) => fake.AnswerAsync(context, fake.DescribeIssuer, isMetadata: true));
        server.MapGet("/v1/.well-known/keys", (HttpContext context) => fake.AnswerAsync(context, fake.DescribeKeys, isMetadata: false));
        await server.StartAsync(cancellationToken);
        return fake;
    }

    /// <param name="endorsements">Channels the key may speak for; null: the key says nothing of that.</param>
    public void Publish(string keyId, IReadOnlyList<string>? endorsements) => published[keyId] = endorsements;

    public void Withdraw(string keyId) => published.TryRemove(keyId, out _);

    /// <summary>A good token, but for what <paramref name="change"/> does to its claims.</summary>
    public string Issue(string audience, string? serviceUrl, DateTimeOffset now, Action<JsonObject>? change = null, string keyId = "key-1", Action<JsonObject>? changeHeader = null)
    {
        var claims = new JsonObject
        {
            ["serviceurl"] = serviceUrl,
            ["nbf"] = now.AddMinutes(-1).ToUnixTimeSeconds(),
            ["exp"] = now.AddHours(1).ToUnixTimeSeconds(),
            ["iss"] = Issuer,
            ["aud"] = audience,
        };
        if (serviceUrl is null)
            claims.Remove("serviceurl");
        change?.Invoke(claims);
        return Sign(Header("RS256", keyId, changeHeader), claims.ToJsonString(), keyId);
    }

    /// <summary>A token signed in another way, or not at all.</summary>
    public string IssueAs(string algorithm, string audience, string serviceUrl, DateTimeOffset now)
    {
        var claims = new JsonObject
        {
            ["serviceurl"] = serviceUrl,
            ["nbf"] = now.AddMinutes(-1).ToUnixTimeSeconds(),
            ["exp"] = now.AddHours(1).ToUnixTimeSeconds(),
            ["iss"] = Issuer,
            ["aud"] = audience,
        };
        var unsigned = $"{Encode(Header(algorithm, "key-1", null))}.{Encode(claims.ToJsonString())}";
        var bytes = Encoding.ASCII.GetBytes(unsigned);
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var signature = algorithm switch
        {
            "none" => [],
            "HS256" => HMACSHA256.HashData(Key("key-1").ExportSubjectPublicKeyInfo(), bytes),
            "ES256" => curve.SignData(bytes, HashAlgorithmName.SHA256),
            "PS256" => Key("key-1").SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pss),
            "RS384" => Key("key-1").SignData(bytes, HashAlgorithmName.SHA384, RSASignaturePadding.Pkcs1),
            _ => throw new ArgumentOutOfRangeException(nameof(algorithm), algorithm, "Unknown algorithm."),
        };
        return $"{unsigned}.{Base64Url.EncodeToString(signature)}";
    }

    /// <summary>Signs any header and claims, be they no JSON.</summary>
    public static string Sign(string header, string claims, string keyId = "key-1")
    {
        var unsigned = $"{Encode(header)}.{Encode(claims)}";
        var signature = Key(keyId).SignData(Encoding.ASCII.GetBytes(unsigned), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{unsigned}.{Base64Url.EncodeToString(signature)}";
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private static string Header(string algorithm, string keyId, Action<JsonObject>? change)
    {
        var header = new JsonObject { ["alg"] = algorithm, ["kid"] = keyId, ["typ"] = "JWT" };
        change?.Invoke(header);
        return header.ToJsonString();
    }

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    private async Task AnswerAsync(HttpContext context, Func<JsonObject> describe, bool isMetadata)
    {
        if (isMetadata)
            Interlocked.Increment(ref requests);
        if (IsDown)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        context.Response.ContentType = "application/json; charset=utf-8";
        await context.Response.WriteAsync(describe().ToJsonString(), context.RequestAborted);
    }

    private JsonObject DescribeIssuer() => new()
    {
        ["issuer"] = Issuer,
        ["authorization_endpoint"] = "https://invalid.botframework.com",
        ["jwks_uri"] = $"{app.Urls.First()}/v1/.well-known/keys",
        ["id_token_signing_alg_values_supported"] = new JsonArray("RS256"),
        ["token_endpoint_auth_methods_supported"] = new JsonArray("private_key_jwt"),
    };

    private JsonObject DescribeKeys() => new() { ["keys"] = new JsonArray([.. published.Select(DescribeKey)]) };

    private static JsonNode DescribeKey(KeyValuePair<string, IReadOnlyList<string>?> key)
    {
        var parameters = Key(key.Key).ExportParameters(includePrivateParameters: false);
        var described = new JsonObject
        {
            ["kty"] = "RSA",
            ["use"] = "sig",
            ["kid"] = key.Key,
            ["x5t"] = key.Key,
            ["n"] = Base64Url.EncodeToString(parameters.Modulus),
            ["e"] = Base64Url.EncodeToString(parameters.Exponent),
        };
        if (key.Value is { } endorsements)
            described["endorsements"] = new JsonArray([.. endorsements.Select(channel => JsonValue.Create(channel))]);
        return described;
    }

    /// <summary>The key pair of an id. Made once for all tests: it takes long, and nothing in a key changes.</summary>
    private static RSA Key(string keyId) => Keys.GetOrAdd(keyId, _ => new Lazy<RSA>(() => RSA.Create(2048))).Value;

    public const string PublicIssuer = "https://api.botframework.com";

    public static readonly IReadOnlyList<string> TeamsEndorsement = ["msteams"];

    private static readonly ConcurrentDictionary<string, Lazy<RSA>> Keys = new(StringComparer.Ordinal);
}
