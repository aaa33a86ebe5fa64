namespace ChatOpsBot.Channels.Teams.Protocol;

/// <summary>Compares the <c>serviceUrl</c> of an activity with the one its token vouches for.</summary>
internal static class ServiceUrls
{
    /// <summary>Whether both are the same address, but for the case of letters and a slash at the end.</summary>
    public static bool AreEqual(string one, string other) =>
        Normalize(one) is { } left && Normalize(other) is { } right && string.Equals(left, right, StringComparison.OrdinalIgnoreCase);

    private static string? Normalize(string text) => Uri.TryCreate(text, UriKind.Absolute, out var uri) ? uri.AbsoluteUri.TrimEnd('/') : null;
}
