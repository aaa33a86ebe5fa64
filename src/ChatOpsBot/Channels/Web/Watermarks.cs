using System.Globalization;

namespace ChatOpsBot.Channels.Web;

/// <summary>How far a client has read. For it an opaque string, for us a number that only grows.</summary>
internal static class Watermarks
{
    /// <summary>From the start. <c>-</c> is what a stream URL says for it.</summary>
    public const long Start = 0;

    public static string Write(long watermark) => watermark.ToString(CultureInfo.InvariantCulture);

    /// <summary>False for what never came from us. Nothing, an empty text and <c>-</c> mean the start.</summary>
    /// <remarks>
    /// Direct Line takes nothing to mean "from now on" when a client reconnects. DirectLineJS names nothing when it has seen nothing
    /// yet, and would miss what was said meanwhile; getting an activity twice does no harm, because clients know it by its id.
    /// </remarks>
    public static bool TryRead(string? text, out long watermark)
    {
        watermark = Start;
        return text is null or "" or "-" || long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out watermark);
    }
}
