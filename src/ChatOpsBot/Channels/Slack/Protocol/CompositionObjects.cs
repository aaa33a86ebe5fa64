namespace ChatOpsBot.Channels.Slack.Protocol;

/// <summary>A text inside a block: https://docs.slack.dev/reference/block-kit/composition-objects/text-object</summary>
/// <param name="Emoji">Plain text only: whether <c>:name:</c> becomes a picture.</param>
/// <param name="Verbatim">mrkdwn only: whether addresses stay text instead of becoming links.</param>
internal sealed record TextObject(string Type, string Text, bool? Emoji = null, bool? Verbatim = null)
{
    public const string PlainText = "plain_text";
    public const string Mrkdwn = "mrkdwn";

    /// <summary>Taken literally.</summary>
    public static TextObject Plain(string text) => new(PlainText, text, Emoji: false);

    /// <param name="mrkdwn">Escaped by the caller.</param>
    public static TextObject Marked(string mrkdwn) => new(Mrkdwn, mrkdwn, Verbatim: true);
}

internal sealed record OptionObject(TextObject Text, string Value)
{
    public TextObject? Description { get; init; }
}

/// <summary>Asks once more before a press counts.</summary>
internal sealed record ConfirmObject(TextObject Title, TextObject Text, TextObject Confirm, TextObject Deny)
{
    public string? Style { get; init; }
}
