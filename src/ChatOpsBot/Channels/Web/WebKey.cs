using System.Security.Cryptography;
using System.Text;
using ChatOpsBot.Storage;

namespace ChatOpsBot.Channels.Web;

/// <summary>The key that signs tokens. It outlives a restart, so that open pages go on.</summary>
internal static class WebKey
{
    /// <summary>
    /// With a secret the key follows from it: every process behind a load balancer has the same one, and a new secret ends all sessions.
    /// Without one (Development) it is drawn once and kept in the data folder, readable by its owner alone.
    /// </summary>
    /// <exception cref="StorageException">The key file is damaged, or cannot be read or made.</exception>
    public static byte[] Get(string secret, string dataFolder) =>
        secret.Length > 0
            ? HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret), Length, info: Encoding.ASCII.GetBytes("chatopsbot web tokens 1"))
            : ReadOrDraw(Path.Combine(dataFolder, "web-tokens.key"));

    private static byte[] ReadOrDraw(string file)
    {
        var key = ReadAll(file);
        return key.Length == Length
            ? key
            : throw new StorageException($"The key file {file} has {key.Length} bytes instead of {Length}. Delete it: a new one is made at the next start, and open chat pages have to start over.");
    }

    private static byte[] ReadAll(string file)
    {
        try
        {
            if (!File.Exists(file))
                Write(file, RandomNumberGenerator.GetBytes(Length));
            return File.ReadAllBytes(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"The key file {file} cannot be used: {exception.Message} Make the data folder writable for this user, and see that its disk has room.", exception);
        }
    }

    /// <summary>All or nothing: a process that is killed here must not leave half a key, over which the next start would stumble.</summary>
    private static void Write(string file, byte[] key)
    {
        var fresh = file + ".new";
        // One that a killed process left may be open to others.
        File.Delete(fresh);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var stream = new FileStream(fresh, options))
        {
            stream.Write(key);
            stream.Flush(flushToDisk: true);
        }

        File.Move(fresh, file);
    }

    private const int Length = 32;
}
