using System.Text.Json.Serialization;

namespace ChatOpsBot.Channels.Slack.Protocol;

/// <summary>Something to press or fill in: https://docs.slack.dev/reference/block-kit/block-elements</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(ButtonElement), "button")]
[JsonDerivedType(typeof(OverflowElement), "overflow")]
[JsonDerivedType(typeof(StaticSelectElement), "static_select")]
[JsonDerivedType(typeof(PlainTextInputElement), "plain_text_input")]
internal abstract record BlockElement
{
    /// <summary>Unique in its message or view; at most 255 characters.</summary>
    public string? ActionId { get; init; }
}

internal sealed record ButtonElement(TextObject Text) : BlockElement
{
    /// <summary>Comes back with the press; at most 2,000 characters.</summary>
    public string? Value { get; init; }

    public string? Url { get; init; }

    /// <summary><see cref="Primary"/> or <see cref="Danger"/>.</summary>
    public string? Style { get; init; }

    public ConfirmObject? Confirm { get; init; }

    /// <summary>Read aloud instead of the text.</summary>
    public string? AccessibilityLabel { get; init; }

    public const string Primary = "primary";
    public const string Danger = "danger";
}

/// <summary>Three dots with up to five choices behind them.</summary>
internal sealed record OverflowElement(IReadOnlyList<OptionObject> Options) : BlockElement
{
    public ConfirmObject? Confirm { get; init; }
}

internal sealed record StaticSelectElement(IReadOnlyList<OptionObject> Options) : BlockElement
{
    public TextObject? Placeholder { get; init; }

    public OptionObject? InitialOption { get; init; }
}

internal sealed record PlainTextInputElement : BlockElement
{
    public TextObject? Placeholder { get; init; }

    public string? InitialValue { get; init; }

    public bool? Multiline { get; init; }

    public int? MinLength { get; init; }

    public int? MaxLength { get; init; }
}
