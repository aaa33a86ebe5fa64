namespace ChatOpsBot.MailFlow;

/// <summary>How a chat platform dresses the text of a message.</summary>
public enum MailMarkup
{
    /// <summary>Text as typed or read from a file.</summary>
    Plain,

    /// <summary>The HTML subset of Microsoft Teams (<c>&lt;p&gt;</c>, <c>&amp;nbsp;</c>, <c>&lt;at&gt;</c>, <c>&lt;blockquote&gt;</c>); plain text passes too.</summary>
    TeamsHtml,

    /// <summary>Slack's mrkdwn: escaped <c>&amp; &lt; &gt;</c>, links as <c>&lt;url|label&gt;</c>, mentions as <c>&lt;@U…&gt;</c>, fences.</summary>
    SlackMrkdwn,
}
