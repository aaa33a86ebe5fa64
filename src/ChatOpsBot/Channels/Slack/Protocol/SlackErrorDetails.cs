using System.Text.RegularExpressions;

namespace ChatOpsBot.Channels.Slack.Protocol;

/// <summary>What Slack says about arguments it refuses: <c>[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]</c>.</summary>
/// <remarks>Only the place and Slack's own phrases are kept: other sentences quote what was sent.</remarks>
internal static partial class SlackErrorDetails
{
    public static IReadOnlyList<string> Of(IReadOnlyList<string>? messages) =>
        [.. (messages ?? []).OfType<string>().Take(MostDetails).Select(Read).OfType<string>()];

    private static string? Read(string message)
    {
        var place = Pointer().Match(message) is { Success: true } pointer ? pointer.Groups["path"].Value : null;
        var rule = Rule().Match(message) is { Success: true } match ? match.Value.Trim() : null;
        return (place, rule) switch
        {
            (null, null) => null,
            (null, _) => rule,
            (_, null) => place,
            _ => $"{place} {rule}",
        };
    }

    [GeneratedRegex("""\[json-pointer:(?<path>[/A-Za-z0-9_]{1,200})\]""", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Pointer();

    [GeneratedRegex("(must (be|contain|provide|have)|missing required field|no more than|failed to match all) [a-z0-9 ]{0,80}", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Rule();

    private const int MostDetails = 10;
}
