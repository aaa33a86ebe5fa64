using System.Text.Json.Serialization;

namespace ChatOpsBot.Channels.Slack.Protocol;

/// <summary>A block of a message or view: https://docs.slack.dev/reference/block-kit/blocks. Those the bot sends.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(HeaderBlock), "header")]
[JsonDerivedType(typeof(SectionBlock), "section")]
[JsonDerivedType(typeof(ContextBlock), "context")]
[JsonDerivedType(typeof(ActionsBlock), "actions")]
[JsonDerivedType(typeof(DividerBlock), "divider")]
[JsonDerivedType(typeof(InputBlock), "input")]
[JsonDerivedType(typeof(RichTextBlock), "rich_text")]
[JsonDerivedType(typeof(TableBlock), "table")]
internal abstract record Block
{
    public string? BlockId { get; init; }
}

/// <summary>A title; plain text of at most 150 characters.</summary>
internal sealed record HeaderBlock(TextObject Text) : Block;

/// <summary>A text, or up to ten short ones in two columns, and one thing beside it.</summary>
internal sealed record SectionBlock : Block
{
    public TextObject? Text { get; init; }

    public IReadOnlyList<TextObject>? Fields { get; init; }

    public BlockElement? Accessory { get; init; }

    /// <summary>Shown whole; Slack folds a long text otherwise.</summary>
    public bool? Expand { get; init; }
}

/// <summary>Small print.</summary>
internal sealed record ContextBlock(IReadOnlyList<TextObject> Elements) : Block;

internal sealed record ActionsBlock(IReadOnlyList<BlockElement> Elements) : Block;

internal sealed record DividerBlock : Block;

/// <summary>A field to fill in, with its label.</summary>
internal sealed record InputBlock(TextObject Label, BlockElement Element) : Block
{
    public TextObject? Hint { get; init; }

    public bool? Optional { get; init; }

    public bool? DispatchAction { get; init; }
}

/// <summary>Text whose formatting is in its structure: whatever stands in it is taken literally.</summary>
internal sealed record RichTextBlock(IReadOnlyList<RichTextPart> Elements) : Block;

/// <summary>One a message. The first row is the header.</summary>
internal sealed record TableBlock(IReadOnlyList<IReadOnlyList<TableCell>> Rows) : Block
{
    public IReadOnlyList<TableColumn>? ColumnSettings { get; init; }
}

/// <param name="Align"><c>left</c>, <c>center</c>, <c>right</c>.</param>
internal sealed record TableColumn(string? Align = null, bool? IsWrapped = null);

[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(RawTextCell), "raw_text")]
[JsonDerivedType(typeof(RichTextCell), "rich_text")]
internal abstract record TableCell;

internal sealed record RawTextCell(string Text) : TableCell;

internal sealed record RichTextCell(IReadOnlyList<RichTextPart> Elements) : TableCell;
