using System.Text.Json.Serialization;

namespace ChatOpsBot.Channels.Slack.Protocol;

/// <summary>A paragraph of rich text: https://docs.slack.dev/reference/block-kit/blocks/rich-text-block</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(RichTextSection), "rich_text_section")]
[JsonDerivedType(typeof(RichTextPreformatted), "rich_text_preformatted")]
internal abstract record RichTextPart(IReadOnlyList<RichTextElement> Elements);

internal sealed record RichTextSection(IReadOnlyList<RichTextElement> Elements) : RichTextPart(Elements);

/// <summary>Monospace, with a button to copy it.</summary>
internal sealed record RichTextPreformatted(IReadOnlyList<RichTextElement> Elements) : RichTextPart(Elements);

[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(RichTextRun), "text")]
[JsonDerivedType(typeof(RichTextLink), "link")]
[JsonDerivedType(typeof(RichTextDate), "date")]
internal abstract record RichTextElement;

internal sealed record RichTextRun(string Text, RichTextStyle? Style = null) : RichTextElement;

internal sealed record RichTextLink(string Url, string Text) : RichTextElement;

/// <summary>A point in time, written in its reader's zone.</summary>
/// <param name="Timestamp">Unix seconds.</param>
/// <param name="Format">Such as <c>{date_short_pretty} {time}</c>.</param>
/// <param name="Fallback">Where it cannot be computed.</param>
internal sealed record RichTextDate(long Timestamp, string Format, string Fallback, RichTextStyle? Style = null) : RichTextElement;

internal sealed record RichTextStyle
{
    public bool? Bold { get; init; }

    public bool? Italic { get; init; }

    public bool? Strike { get; init; }

    public bool? Code { get; init; }
}
