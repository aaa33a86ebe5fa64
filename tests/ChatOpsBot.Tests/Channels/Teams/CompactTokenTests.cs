using System.Buffers.Text;
using System.Text;
using ChatOpsBot.Channels.Teams.Protocol;

namespace ChatOpsBot.Tests.Channels.Teams;

/// <summary>What the token library may see at all.</summary>
public sealed class CompactTokenTests
{
    [Fact]
    public void A_token_as_it_is_issued_passes_with_its_key_and_its_service_url()
    {
        var token = CompactToken.TryRead(Token(Header, Claims));

        Assert.Equal("k1", token!.KeyId);
        Assert.Equal("https://smba.trafficmanager.net/emea/", token.ServiceUrl);
    }

    [Theory]
    [InlineData(16 * 1024, true)]
    [InlineData((16 * 1024) + 1, false)]
    public void A_token_has_16_KiB_at_most(int length, bool passes)
    {
        // The blanks make room for a signature of either length: one of 4n + 1 characters is no base64.
        var token = Token(Header, $"{Claims}  ", "");
        var signature = new string('A', length - token.Length);
        var filled = $"{token}{signature}";
        Assert.Equal(length, filled.Length);
        Assert.NotEqual(1, signature.Length % 4);

        Assert.Equal(passes, CompactToken.TryRead(filled) is not null);
    }

    public static TheoryData<string, string> Refused => new()
    {
        { "nothing", "" },
        { "no parts", "abc" },
        { "two parts", $"{Encode(Header)}.{Encode(Claims)}" },
        { "four parts", $"{Token(Header, Claims)}.AAAA" },
        { "five parts: encrypted", $"{Encode("{\"alg\":\"dir\",\"enc\":\"A256GCM\",\"zip\":\"DEF\",\"kid\":\"k1\"}")}..AAAA.AAAA.AAAA" },
        { "no header", $".{Encode(Claims)}.AAAA" },
        { "no claims", $"{Encode(Header)}..AAAA" },
        { "no signature", Token(Header, Claims, "") },
        { "padding", Token(Header, Claims, "AA==") },
        { "base64 of the other alphabet", Token(Header, Claims, "A+/A") },
        { "a blank", Token(Header, Claims, "AA AA") },
        { "a line break", Token(Header, Claims, "AAAA\n") },
        { "letters beyond ASCII", Token(Header, Claims, "ÄÄÄÄ") },
        { "a length that no base64 has", Token(Header, Claims, "AAAAA") },
        { "a header that is no JSON", Token("{", Claims) },
        { "a header that is a list", Token("[]", Claims) },
        { "a header that is no UTF-8", $"{Base64Url.EncodeToString([.. "{\"alg\":\"RS256\",\"kid\":\""u8, 0xFF, .. "\"}"u8])}.{Encode(Claims)}.AAAA" },
        { "a header with a comment", Token("{\"alg\":\"RS256\",\"kid\":\"k1\"/**/}", Claims) },
        { "no algorithm", Token("{\"kid\":\"k1\"}", Claims) },
        { "an algorithm in other letters", Token("{\"alg\":\"rs256\",\"kid\":\"k1\"}", Claims) },
        { "two algorithms", Token("{\"alg\":\"none\",\"alg\":\"RS256\",\"kid\":\"k1\"}", Claims) },
        { "an algorithm that is a list", Token("{\"alg\":[\"RS256\"],\"kid\":\"k1\"}", Claims) },
        { "no key", Token("{\"alg\":\"RS256\"}", Claims) },
        { "an empty key", Token("{\"alg\":\"RS256\",\"kid\":\"\"}", Claims) },
        { "half a surrogate pair for a key", Token("{\"alg\":\"RS256\",\"kid\":\"\\ud800\"}", Claims) },
        { "an extension that must be understood", Token("{\"alg\":\"RS256\",\"kid\":\"k1\",\"crit\":[\"exp\"]}", Claims) },
        { "compressed", Token("{\"alg\":\"RS256\",\"kid\":\"k1\",\"zip\":\"DEF\"}", Claims) },
        { "nested too deep", Token(Header, $"{Claims[..^1]},\"x\":{new string('[', 20)}{new string(']', 20)}}}") },
        { "two audiences in a row", Token(Header, Claims.Replace("\"aud\":\"app\"", "\"aud\":\"app\",\"aud\":\"other\"", StringComparison.Ordinal)) },
        { "an audience under another spelling of its name", Token(Header, Claims.Replace("\"aud\":\"app\"", "\"aud\":\"app\",\"\\u0061ud\":\"other\"", StringComparison.Ordinal)) },
        { "a list of audiences", Token(Header, Claims.Replace("\"app\"", "[\"app\"]", StringComparison.Ordinal)) },
        { "an issuer that is a number", Token(Header, Claims.Replace("\"issuer\"", "7", StringComparison.Ordinal)) },
        { "no end", Token(Header, Claims.Replace("\"exp\":2000", "\"x\":2000", StringComparison.Ordinal)) },
        { "an end that is a text", Token(Header, Claims.Replace("2000", "\"2000\"", StringComparison.Ordinal)) },
        { "an end beyond all numbers", Token(Header, Claims.Replace("2000", "1e400", StringComparison.Ordinal)) },
        { "an end after year 9999", Token(Header, Claims.Replace("2000", "253402300800", StringComparison.Ordinal)) },
        { "an end before 1970", Token(Header, Claims.Replace("2000", "-1", StringComparison.Ordinal)) },
        { "a beginning that is a text", Token(Header, Claims.Replace("1000", "\"1000\"", StringComparison.Ordinal)) },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void Anything_else_stays_outside(string what, string token)
    {
        Assert.NotEmpty(what);
        Assert.Null(CompactToken.TryRead(token));
    }

    private static string Token(string header, string claims, string signature = "AAAA") => $"{Encode(header)}.{Encode(claims)}.{signature}";

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    private const string Header = "{\"alg\":\"RS256\",\"kid\":\"k1\",\"typ\":\"JWT\"}";
    private const string Claims = "{\"iss\":\"issuer\",\"aud\":\"app\",\"nbf\":1000,\"exp\":2000,\"serviceurl\":\"https://smba.trafficmanager.net/emea/\"}";
}
