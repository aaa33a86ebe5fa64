using System.Security.Cryptography;
using System.Text;

namespace ChatOpsBot.Probe;

/// <summary>Tells who asks, by the key in <c>Authorization: Bearer</c>.</summary>
internal sealed class Callers
{
    /// <summary>Who asks where no keys are set: somebody on this machine.</summary>
    public const string Local = "local";

    private const string Scheme = "Bearer ";

    private readonly IReadOnlyList<(string Name, byte[] Hash)> keys;

    public Callers(BackendOptions options) =>
        keys = [.. options.Keys.SelectMany(caller => caller.All.Select(key => (caller.Name, Hash(key))))];

    public bool AreNamed => keys.Count > 0;

    /// <summary>The caller's name; null for a missing or unknown key. Takes the same time for every key.</summary>
    public string? Find(string? authorization)
    {
        if (!AreNamed)
            return Local;
        if (authorization is null || !authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return null;
        var presented = Hash(authorization[Scheme.Length..].Trim());
        string? found = null;
        foreach (var (name, hash) in keys)
        {
            if (CryptographicOperations.FixedTimeEquals(presented, hash))
                found = name;
        }

        return found;
    }

    // Of one length, whatever was presented.
    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
