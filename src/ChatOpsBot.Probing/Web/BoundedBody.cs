namespace ChatOpsBot.Probing.Web;

/// <summary>Reads what a stranger sends over HTTP, and not a byte more than allowed.</summary>
internal static class BoundedBody
{
    /// <returns>Null when there is more than <paramref name="most"/>.</returns>
    public static async Task<byte[]?> ReadAsync(HttpResponseMessage response, int most, CancellationToken cancellationToken)
    {
        if (response.Content.Headers.ContentLength > most)
            return null;
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        using var all = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (await body.ReadAsync(buffer, cancellationToken) is var read and > 0)
        {
            if (all.Length + read > most)
                return null;
            all.Write(buffer, 0, read);
        }

        return all.ToArray();
    }
}
