using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ChatOpsBot.MailFlow.Knowledge.Reading;

/// <summary>
/// Reads one YAML document into nodes that know their line. Only what an entry needs: no anchors and aliases (a few lines of them
/// can grow to gigabytes), no tags (they name types to create), no deep nesting.
/// </summary>
internal sealed class YamlText
{
    private const int DeepestNesting = 12;
    private readonly Parser parser;
    private readonly FileReport report;

    private YamlText(Parser parser, FileReport report) => (this.parser, this.report) = (parser, report);

    /// <returns>Null when there is nothing to go on with; the report says why.</returns>
    public static YamlNode? Read(ReadOnlyMemory<char> text, FileReport report) => PlainYaml.Read(text) ?? ReadAny(text.ToString(), report);

    /// <summary>The same with the library alone.</summary>
    internal static YamlNode? ReadAny(string text, FileReport report)
    {
        try
        {
            return new YamlText(new Parser(new StringReader(text)), report).ReadDocument();
        }
        catch (YamlException exception)
        {
            if (TabLine(text) is { } line)
                report.Error(line, "yaml-syntax", "This line is indented with a tab, which YAML does not know. Indent with two spaces.");
            else
                report.Error(LineOf(exception.Start), "yaml-syntax", $"This is not valid YAML: {exception.Message.TrimEnd('.')}. Check indentation, and put texts with a colon, # or a leading special character in quotes.");
            return null;
        }
        catch (RefusedException refused)
        {
            report.Error(refused.Line, refused.Rule, refused.Message);
            return null;
        }
    }

    private YamlNode? ReadDocument()
    {
        Next<StreamStart>();
        if (Next() is StreamEnd end)
            throw new RefusedException(LineOf(end.Start), "empty-file", "The file is empty. Copy _template.yaml into it, or delete it.");

        var node = ReadNode(Next(), depth: 0);
        Next<DocumentEnd>();
        if (Next() is DocumentStart second)
            throw new RefusedException(LineOf(second.Start), "one-document", "A second document begins here (\"---\"). Put each entry into a file of its own.");
        return node;
    }

    private YamlNode ReadNode(ParsingEvent at, int depth)
    {
        var line = LineOf(at.Start);
        if (at is AnchorAlias || at is NodeEvent { Anchor.IsEmpty: false })
            throw new RefusedException(line, "yaml-alias", "Anchors (&name) and aliases (*name) are not allowed here. Write the value out; put a text that begins with & or * in quotes.");
        if (at is NodeEvent { Tag: { IsEmpty: false, IsNonSpecific: false } tag })
            throw new RefusedException(line, "yaml-tag", $"The tag \"{tag}\" is not allowed here. Remove it; put a text that begins with ! in quotes.");
        if (depth > DeepestNesting)
            throw new RefusedException(line, "too-deep", $"More than {DeepestNesting} levels of nesting: no field of an entry is that deep. Check the indentation.");

        return at switch
        {
            Scalar scalar => new YamlScalar(scalar.Value, line),
            SequenceStart => ReadList(line, depth),
            MappingStart => ReadMap(line, depth),
            _ => throw new RefusedException(line, "yaml-syntax", $"A value was expected here, not {at.GetType().Name}. Check the indentation."),
        };
    }

    private YamlList ReadList(int line, int depth)
    {
        var items = new List<YamlNode>();
        for (var at = Next(); at is not SequenceEnd; at = Next())
            items.Add(ReadNode(at, depth + 1));
        return new YamlList(items, line);
    }

    private YamlMap ReadMap(int line, int depth)
    {
        var fields = new List<YamlField>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var at = Next(); at is not MappingEnd; at = Next())
        {
            if (ReadNode(at, depth + 1) is not YamlScalar name)
                throw new RefusedException(LineOf(at.Start), "yaml-syntax", "The name of a field is a list or a map here. Write \"name: value\".");
            var value = ReadNode(Next(), depth + 1);
            if (names.Add(name.Value))
                fields.Add(new YamlField(name.Value, name.Line, value));
            else
                report.Error(name.Line, "duplicate-field", $"\"{name.Value}\" stands twice in the same place; the second one would be lost. Merge the two.");
        }

        return new YamlMap(fields, line);
    }

    private ParsingEvent Next()
    {
        var line = parser.Current is { } last ? LineOf(last.End) : 1;
        try
        {
            if (parser.MoveNext() && parser.Current is { } next)
                return next;
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException)
        {
            // YamlDotNet 16.3 does not say YamlException where it loses its place in an unfinished list, or meets an empty tag.
            throw new RefusedException(line, "yaml-syntax", "What begins here is not finished, or begins with a mark of YAML. Check brackets and indentation; put texts with special characters in quotes.");
        }

        throw new RefusedException(line, "yaml-syntax", "The file ends in the middle of a value. Complete it.");
    }

    private void Next<TEvent>()
        where TEvent : ParsingEvent
    {
        var at = Next();
        if (at is not TEvent)
            throw new RefusedException(LineOf(at.Start), "yaml-syntax", $"{at.GetType().Name} stands where {typeof(TEvent).Name} was expected. Check the indentation.");
    }

    /// <summary>The most common slip deserves the right line: YAML itself complains about the block around it.</summary>
    private static int? TabLine(string text)
    {
        var lines = text.Split('\n');
        var index = Array.FindIndex(lines, line => line.AsSpan(0, line.Length - line.AsSpan().TrimStart().Length).Contains('\t'));
        return index < 0 ? null : index + 1;
    }

    private static int LineOf(in Mark mark) => (int)Math.Min(mark.Line, int.MaxValue);

    /// <summary>Ends the reading of a file whose rest makes no sense; never leaves this class.</summary>
    private sealed class RefusedException(int line, string rule, string message) : Exception(message)
    {
        public int Line => line;

        public string Rule => rule;
    }
}
