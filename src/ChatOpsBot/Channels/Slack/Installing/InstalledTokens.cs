using System.Text.Json.Serialization;

namespace ChatOpsBot.Channels.Slack.Installing;

/// <summary>What an installation speaks with.</summary>
/// <param name="Access">The bot's token.</param>
/// <param name="Refresh">Good for one renewal; null: the token does not expire.</param>
internal sealed record InstalledTokens(string Access, string? Refresh, DateTimeOffset? ExpiresAt)
{
    /// <summary>Not the record's own words, which would be the tokens.</summary>
    public override string ToString() => nameof(InstalledTokens);
}

/// <param name="InstalledAt">What Slack tells from before concerns an earlier installation.</param>
internal sealed record InstalledApp(InstalledTokens Tokens, DateTimeOffset InstalledAt);

[JsonSourceGenerationOptions]
[JsonSerializable(typeof(InstalledTokens))]
internal sealed partial class InstalledTokensJson : JsonSerializerContext;
