using System.Globalization;
using System.Text;
using ChatOpsBot.MailFlow.Knowledge.Reading;

namespace ChatOpsBot.MailFlow.Tests.Knowledge;

/// <summary>The quick reader reads what the YAML library reads, or nothing at all.</summary>
public sealed class PlainYamlTests
{
    [Fact]
    public void Every_shipped_file_is_read_alike_and_nearly_every_one_the_quick_way()
    {
        var files = Directory.GetFiles(ShippedKnowledge.Folder, "*.yaml", SearchOption.AllDirectories);
        var left = new List<string>();
        foreach (var file in files)
        {
            var text = File.ReadAllText(file);
            if (PlainYaml.Read(text.AsMemory()) is not { } quick)
                left.Add(Path.GetRelativePath(ShippedKnowledge.Folder, file));
            else
                Assert.Equal((file, Library(text)), (file, Dump(quick)));
        }

        // What one author writes otherwise costs a moment; were it many, the start would be slow again.
        Assert.True(left.Count * 20 < files.Length, string.Join(", ", left));
    }

    [Theory]
    [InlineData("a: b")]
    [InlineData("a:   b c  \n# d\n\ne: [f, \"g, h\", 'i'', j'] \n")]
    [InlineData("a: {b: c, d: [e, {f: g}]}\nh: []")]
    [InlineData("a:\n  - b\n  - c: d\n    e: f\n  - {g: h}\ni: j")]
    [InlineData("a:\n- b\n- c: d\ne: f")]
    [InlineData("a:\n  b:\n    c: d\n  e: f\ng: h")]
    [InlineData("a: >-\n  b\n  c # d\n\n\ne: f")]
    [InlineData("- a")]
    [InlineData("a:\n  - >-\n    b\n    c\n  - d")]
    [InlineData("a: >-\n  b\n# c\nd: e\n")]
    [InlineData("a: \"b \\\"c\\\" \\\\d\"")]
    [InlineData("a: \"b\\nc\\\\n\"")]
    [InlineData("a: ['', b's, c \"d\", e!, f?, g*]")]
    [InlineData("a: b:c/d")]
    [InlineData("a:\n  - https://b.example/c")]
    [InlineData("a: >-\n  b\n")]
    [InlineData("a: >-\n  b")]
    public void What_is_read_is_what_the_library_reads(string text)
    {
        Assert.Equal(text == "- a" ? null : Library(text), Dump(PlainYaml.Read(text.AsMemory())));
    }

    [Theory]
    [InlineData("a: >\n  b")]
    [InlineData("a: >-\n  b\n\n  c")]
    [InlineData("a: >-\n  b\n   c")]
    [InlineData("a: >-\nb: c")]
    [InlineData("a: |\n  b")]
    [InlineData("a: b\n  c")]
    [InlineData("a: \"b\n  c\"")]
    [InlineData("a: \"b\\t\"")]
    [InlineData("a: b # c")]
    [InlineData("a: [b,\n  c]")]
    [InlineData("a: [b, ]")]
    [InlineData("a: {b}")]
    [InlineData("a: &b c")]
    [InlineData("a: *b")]
    [InlineData("a: !b c")]
    [InlineData("a:")]
    [InlineData("a: b\na: c")]
    [InlineData("a: b\r\nc: d")]
    [InlineData("a:\n\tb: c")]
    [InlineData("--- \na: b")]
    [InlineData("a: b\n---\nc: d")]
    [InlineData("a: b\n c: d")]
    [InlineData("a:\n  - b\n c: d")]
    [InlineData("a: b: c")]
    [InlineData("a: b:")]
    [InlineData("\"a\": b")]
    [InlineData(" a: b")]
    [InlineData("")]
    public void What_is_rare_or_a_slip_is_left_to_the_library(string text)
    {
        Assert.Null(PlainYaml.Read(text.AsMemory()));
    }

    [Fact]
    public void Nesting_without_end_is_left_to_the_library()
    {
        Assert.Null(PlainYaml.Read(("a: " + new string('[', 100_000)).AsMemory()));
        Assert.Null(PlainYaml.Read(("a:\n" + string.Concat(Enumerable.Range(1, 100).Select(depth => new string(' ', depth) + "b:\n"))).AsMemory()));
    }

    [Fact]
    public void A_damaged_file_is_never_read_otherwise_than_the_library_reads_it()
    {
        var alike = 0;
        var texts = Directory.GetFiles(Path.Combine(ShippedKnowledge.Folder, "connectors"), "4.4.62*.yaml").Select(File.ReadAllText).Append(Some.Entry).Append(Some.Translation).Append(Forms);
        foreach (var text in texts.SelectMany(Damaged))
        {
            if (PlainYaml.Read(text.AsMemory()) is not { } quick)
                continue;
            alike++;
            if (Library(text) != Dump(quick))
                Assert.Fail($"{Library(text)}\n---- is what the library reads, and the quick reader:\n{Dump(quick)}\n---- in:\n{text}");
        }

        // Where nothing was read nothing was compared.
        Assert.True(alike > 5000, alike.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Every form the quick reader knows, close together.</summary>
    private const string Forms =
        """
        # a comment
        a: b c
        d: [e, "f, g", 'h''i', {j: k}]
        l: {m: n, o: "p", q: [r, s]}
        t:
          - u
          - v: w
            x: >-
              y
              z
          - >-
            a
            b

        c:
        - d
        - e: "f \"g\""
        h:
          i:
            j: https://k.example/l
          m: n
        """;

    /// <summary>Cut at every place, and with one or two characters that mean something in YAML put in, put over another, or taken out.</summary>
    private static IEnumerable<string> Damaged(string text)
    {
        string[] inserted = ["\t", "\n", ":", ": ", "-", "- ", "?", "[", "]", "{", "}", ",", "#", " #", "&", "*", "!", "|", ">", ">-", "'", "\"", "%", "@", "`", "\\", "~", " ", "  ", "\n\n", "\n  ", "\n- ", "---", "a: b", "\uFEFF", "\u2028"];
        for (var at = 0; at < text.Length; at++)
        {
            yield return text[..at];
            yield return text.Remove(at, 1);
            yield return text.Insert(at, inserted[at % inserted.Length]);
            yield return text.Insert(at, inserted[at * 7 % inserted.Length]);
            yield return text.Remove(at, 1).Insert(at, inserted[at * 5 % inserted.Length]);
        }
    }

    /// <returns>Null when the library finds fault with it.</returns>
    private static string? Library(string text)
    {
        var report = new FileReport("x.yaml");
        var node = YamlText.ReadAny(text, report);
        return report.Problems.Count > 0 ? string.Join('\n', report.Problems) : Dump(node);
    }

    private static string? Dump(YamlNode? node)
    {
        if (node is null)
            return null;
        var dump = new StringBuilder();
        Write(node, 0);
        return dump.ToString();

        void Write(YamlNode at, int depth)
        {
            dump.Append(' ', depth).Append(CultureInfo.InvariantCulture, $"{at.Line} ");
            switch (at)
            {
                case YamlScalar scalar:
                    dump.Append(scalar.Value).Append("$\n");
                    break;
                case YamlList list:
                    dump.Append("list\n");
                    foreach (var item in list.Items)
                        Write(item, depth + 1);
                    break;
                case YamlMap map:
                    dump.Append("map\n");
                    foreach (var field in map.Fields)
                    {
                        dump.Append(' ', depth + 1).Append(CultureInfo.InvariantCulture, $"{field.Line} {field.Name}\n");
                        Write(field.Value, depth + 2);
                    }

                    break;
            }
        }
    }
}
