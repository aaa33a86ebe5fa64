namespace ChatOpsBot.Channels.Teams;

/// <summary>
/// Id of an app or a tenant, written as Entra writes it. A GUID in braces, without hyphens or with a blank beside it is the same to the
/// framework, and equals none that stands in a token.
/// </summary>
internal static class EntraId
{
    public static bool IsOne(string text) => text.Length == Length && Guid.TryParseExact(text, "D", out _);

    private const int Length = 36;
}
