namespace ChatOpsBot.Conversations;

/// <summary>
/// A text of a card: literal pieces, and points in time that each renderer writes in its reader's time zone.
/// Literal means literal: whatever stands in it, a renderer never lets it become markup, a mention or a link.
/// </summary>
internal sealed class CardText : IEquatable<CardText>
{
    private CardText(IReadOnlyList<Piece> pieces) => Pieces = pieces;

    public IReadOnlyList<Piece> Pieces { get; }

    public bool HasTime => Pieces.Any(piece => piece is Piece.Time);

    public static implicit operator CardText(string literal) => new([new Piece.Literal(literal)]);

    /// <summary>Fills <c>{name}</c> in a translated sentence with strings and points in time.</summary>
    /// <exception cref="KeyNotFoundException">The sentence names a value that was not given.</exception>
    public static CardText Format(string sentence, params (string Name, object Value)[] values)
    {
        List<Piece> pieces = [];
        var rest = sentence.AsSpan();
        while (rest.IndexOf('{') is >= 0 and var open && rest[open..].IndexOf('}') is > 0 and var length)
        {
            if (open > 0)
                pieces.Add(new Piece.Literal(rest[..open].ToString()));
            var name = rest.Slice(open + 1, length - 1).ToString();
            var value = Array.Find(values, given => given.Name == name).Value
                ?? throw new KeyNotFoundException($"The sentence \"{sentence}\" asks for {{{name}}}, which was not given.");
            pieces.Add(value switch
            {
                DateTimeOffset time => new Piece.Time(time),
                _ => new Piece.Literal(value.ToString() ?? ""),
            });
            rest = rest[(open + length + 1)..];
        }

        if (rest.Length > 0 || pieces.Count == 0)
            pieces.Add(new Piece.Literal(rest.ToString()));
        return new CardText(pieces);
    }

    /// <summary>One sentence after the other.</summary>
    public CardText Then(CardText next) => new([.. Pieces, new Piece.Literal(" "), .. next.Pieces]);

    /// <summary>The same text in as few pieces as it can have: each costs a card some of its size.</summary>
    public CardText Compact()
    {
        List<Piece> pieces = [];
        foreach (var piece in Pieces)
        {
            if (piece is Piece.Literal literal && pieces is [.., Piece.Literal before])
                pieces[^1] = new Piece.Literal(before.Text + literal.Text);
            else
                pieces.Add(piece);
        }

        return new CardText(pieces);
    }

    /// <summary>The same text with each of its literal pieces written anew.</summary>
    public CardText WithLiterals(Func<string, string> write) =>
        new([.. Pieces.Select(piece => piece is Piece.Literal literal ? new Piece.Literal(write(literal.Text)) : piece)]);

    /// <summary>The text in its place of a sentence around it, its points in time included.</summary>
    public CardText In(string sentence, string name, params (string Name, object Value)[] others) =>
        new([.. Format(sentence, [.. others, (name, Place)]).Pieces.SelectMany(piece => piece is Piece.Literal { Text: Place } ? Pieces : [piece])]);

    /// <summary>The text with each point in time written by <paramref name="writeTime"/>.</summary>
    public string ToString(Func<DateTimeOffset, string> writeTime) =>
        string.Concat(Pieces.Select(piece => piece switch
        {
            Piece.Time time => writeTime(time.At),
            Piece.Literal literal => literal.Text,
            _ => "",
        }));

    public override string ToString() => ToString(time => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", System.Globalization.CultureInfo.InvariantCulture));

    public bool Equals(CardText? other) => other is not null && Pieces.SequenceEqual(other.Pieces);

    public override bool Equals(object? obj) => Equals(obj as CardText);

    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    /// <summary>A letter that stands in no text.</summary>
    private const string Place = "\uE000";

    internal abstract record Piece
    {
        private Piece()
        {
        }

        public sealed record Literal(string Text) : Piece;

        public sealed record Time(DateTimeOffset At) : Piece;
    }
}
