using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace ChatOpsBot.MailFlow;

/// <summary>Finds mail-flow errors in what people and machines write. Pure and linear in the length of the text.</summary>
public static partial class MailErrorRecognizer
{
    /// <summary>Reads one message.</summary>
    /// <param name="text">The message exactly as the platform delivered it.</param>
    public static Recognition Recognize(string text, MailMarkup markup = MailMarkup.Plain)
    {
        var plain = markup == MailMarkup.Plain ? text : WebUtility.HtmlDecode(Tags().Replace(text, " "));
        var errors = new List<MailError>();
        foreach (Match match in ReplyAndCode().Matches(plain))
        {
            if (EnhancedStatusCode.TryParse(match.Groups["code"].Value, out var code))
                errors.Add(new MailError { Code = code, Reply = new ReplyCode(int.Parse(match.Groups["reply"].Value, CultureInfo.InvariantCulture)), QuotedLine = match.Value });
        }

        return errors.Count == 0 ? Recognition.Nothing : new Recognition(errors, 1, Fires: true, []);
    }

    [GeneratedRegex(@"\b(?<reply>[245][0-9]{2})[ -]#?(?<code>[245]\.[0-9]{1,3}\.[0-9]{1,3})\b", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex ReplyAndCode();

    [GeneratedRegex("<[^>]*>", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Tags();
}
