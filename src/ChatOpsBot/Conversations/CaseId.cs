using System.Security.Cryptography;

namespace ChatOpsBot.Conversations;

/// <summary>Ten characters of Crockford's base 32: 50 random bits, easy to read out on the telephone.</summary>
internal static class CaseId
{
    public static string New() => RandomNumberGenerator.GetString("0123456789abcdefghjkmnpqrstvwxyz", 10);
}
