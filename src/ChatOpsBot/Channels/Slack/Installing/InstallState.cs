using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using ChatOpsBot.Storage;
using Dapper;
using Microsoft.AspNetCore.DataProtection;

namespace ChatOpsBot.Channels.Slack.Installing;

/// <summary>
/// The <c>state</c> an installation takes along to Slack: made here, ten minutes old at most, brought back by the browser it was given to,
/// and used once. Without it, somebody could make an administrator finish an installation another one began.
/// </summary>
internal sealed class InstallState(IDataProtectionProvider protection, Database database, TimeProvider time)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private readonly IDataProtector protector = protection.CreateProtector("Slack.Install");

    /// <returns>The state, and what the browser keeps as a cookie meanwhile.</returns>
    public (string State, string Cookie) Begin()
    {
        var id = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(IdBytes));
        var end = (time.GetUtcNow() + Lifetime).ToUnixTimeMilliseconds();
        return (protector.Protect(string.Create(CultureInfo.InvariantCulture, $"{id}|{end}")), id);
    }

    /// <returns>Whether the installation may go on. True once for each state.</returns>
    /// <exception cref="StorageException">The database cannot be written.</exception>
    public async Task<bool> TakeAsync(string? state, string? cookie, CancellationToken cancellationToken)
    {
        if (state is not { Length: > 0 and <= Longest } || cookie is not { Length: > 0 and <= Longest } || Read(state) is not var (id, end) || end <= time.GetUtcNow())
            return false;
        if (!CryptographicOperations.FixedTimeEquals(System.Text.Encoding.UTF8.GetBytes(id), System.Text.Encoding.UTF8.GetBytes(cookie)))
            return false;
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        return await database.WriteAsync(
            connection =>
            {
                connection.Execute("DELETE FROM slack_used_states WHERE expires_at <= @now", new { now });
                return connection.Execute("INSERT INTO slack_used_states (id, expires_at) VALUES (@id, @end) ON CONFLICT DO NOTHING", new { id, end = end.ToUnixTimeMilliseconds() }) == 1;
            },
            cancellationToken);
    }

    private (string Id, DateTimeOffset End)? Read(string state)
    {
        try
        {
            // Made by us, or it does not open.
            var parts = protector.Unprotect(state).Split('|');
            return (parts[0], DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(parts[1], CultureInfo.InvariantCulture)));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private const int IdBytes = 24;
    private const int Longest = 1024;
}
