using Microsoft.IdentityModel.Tokens;

namespace ChatOpsBot.Channels.Teams.Protocol;

/// <summary>A public key of those who sign inbound tokens.</summary>
/// <param name="Endorsements">The channels (<c>msteams</c>) whose activities it may vouch for.</param>
internal sealed record SigningKey(RsaSecurityKey Key, IReadOnlyList<string> Endorsements);
