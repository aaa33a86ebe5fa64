namespace ChatOpsBot.Channels.Slack.Blocks;

/// <summary>What Slack takes: https://docs.slack.dev/reference/block-kit/blocks. Characters are counted as UTF-16, which is never less than Slack counts.</summary>
internal static class BlockLimits
{
    public const int BlocksInMessage = 50;
    public const int BlocksInView = 100;

    /// <summary>Of all blocks of a message together. Not documented; <c>msg_blocks_too_long</c> was seen from about 13,200.</summary>
    public const int TextInMessage = 10_000;

    /// <summary>Of all blocks of a view together, which as JSON may have 250 KB.</summary>
    public const int TextInView = 50_000;

    /// <summary>Of the text beside the blocks; <c>chat.update</c> refuses more than 4,000.</summary>
    public const int TopLevelText = 3_900;

    public const int Text = 3000;
    public const int Header = 150;
    public const int ActionsElements = 25;
    public const int ActionId = 255;
    public const int ButtonText = 75;
    public const int ButtonValue = 2000;
    public const int AccessibilityLabel = 75;
    public const int Url = 3000;
    public const int ConfirmTitle = 100;
    public const int ConfirmText = 300;
    public const int ConfirmButton = 30;
    public const int InputLabel = 2000;
    public const int Placeholder = 150;
    public const int SelectOptions = 100;
    public const int OptionText = 75;
    public const int OptionValue = 75;
    public const int ViewButton = 24;
    public const int PrivateMetadata = 3000;
    public const int TableRows = 100;
    public const int TableColumns = 20;
    public const int TableText = 10_000;

    /// <summary>Never between the halves of a character.</summary>
    public static string Cut(string text, int length) => text.Length <= length
        ? text
        : string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[length - 2]) ? length - 2 : length - 1), "…");

    /// <summary>The same at the end of a word, for what is read out; inside one only where a word is longer than half of it.</summary>
    public static string CutAtWord(string text, int length)
    {
        if (text.Length <= length)
            return text;
        var blank = text.LastIndexOf(' ', length - 1);
        return blank <= length / 2 ? Cut(text, length) : $"{text[..blank].TrimEnd(' ', ',', '.', ';', ':', '(')}…";
    }
}
