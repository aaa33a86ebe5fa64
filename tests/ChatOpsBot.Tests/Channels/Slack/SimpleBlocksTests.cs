using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using ChatOpsBot.Channels.Slack.Blocks;
using ChatOpsBot.Channels.Slack.Protocol;
using ChatOpsBot.Conversations;
using ChatOpsBot.Testing.Slack;

namespace ChatOpsBot.Tests.Channels.Slack;

/// <summary>Cards for whoever draws no rich text and no tables: the same words, in blocks that everybody draws.</summary>
public sealed class SimpleBlocksTests
{
    public static TheoryData<string> Kinds => AdaptiveCardsTests.Kinds;

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Each_kind_of_card_keeps_its_words_and_buttons(string kind)
    {
        var rich = BlockKit.Render(AdaptiveCardsTests.CardOf(kind)).Blocks;
        var simple = SimpleBlocks.Of(rich);

        Assert.All(simple, block => Assert.True(block is HeaderBlock or SectionBlock or ContextBlock or ActionsBlock or InputBlock or DividerBlock));
        Assert.Empty(BlockKitRules.Message(Json(simple)));
        Assert.Equal(WordsOf(rich), WordsOf(simple));
        Assert.Equal(rich.OfType<ActionsBlock>(), simple.OfType<ActionsBlock>());
    }

    [Theory]
    [InlineData("<!channel> <!here> <@U01KIM> <#C01EXAMPLE>")]
    [InlineData("<https://evil.example|click>")]
    [InlineData("*bold* _it_ ~no~ `code`")]
    [InlineData("```\n# heading\n```")]
    [InlineData("<!date^1795001112^{date}|yesterday>")]
    public void What_a_server_or_person_says_never_becomes_markup(string hostile)
    {
        var error = Some.Error() with { Server = hostile, QuotedLine = hostile, Detail = hostile, Domain = hostile };
        var card = Some.Card(Some.CaseOf(error, "en", new CaseEvent.Taken(new Person("u", hostile)) { At = Some.Noon }));
        var view = BlockKit.RenderForView(card.CaseId, card.Revision, card.Language, card.Blocks);

        foreach (var text in new[] { BlockKit.Render(card).Blocks, view }.SelectMany(SimpleBlocks.Of).SelectMany(TextsOf).Where(text => text.Type == TextObject.Mrkdwn))
        {
            Assert.DoesNotContain("<!", text.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("<@", text.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("<#", text.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("<https://evil", text.Text, StringComparison.Ordinal);
            // Within backticks a star is a star.
            Assert.DoesNotContain("*bold*", string.Concat(text.Text.Split('`').Where((_, index) => index % 2 == 0)), StringComparison.Ordinal);
            Assert.DoesNotContain("```", text.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Formatting_becomes_marks_that_count()
    {
        var block = new RichTextBlock(
        [
            new RichTextSection(
            [
                new RichTextRun("Server: ", RichText.Bold),
                new RichTextRun("a_b & c"),
                new RichTextRun("\n"),
                new RichTextRun(" two\nlines ", RichText.Italic),
                new RichTextLink("https://learn.example/?a=1&b=2", "Learn | more"),
                new RichTextDate(1795001112, Mrkdwn.DateFormat, "2026-11-18 11:25 UTC"),
            ]),
            new RichTextPreformatted([new RichTextRun("Get-X -Y <z> `q\n\nnext")]),
        ]);

        var section = Assert.IsType<SectionBlock>(Assert.Single(SimpleBlocks.Of([block])));

        Assert.Equal(
            "*Server:* a＿b &amp; c\n _two_\n_lines_ <https://learn.example/?a=1&amp;b=2|Learn ¦ more>2026-11-18 11:25 UTC\n`Get-X -Y &lt;z&gt; ‵q`\n\n`next`",
            section.Text!.Text);
        Assert.Equal("Done by Kim, 2026-11-18 11:25 UTC", SimpleBlocks.Of("Done by Kim, <!date^1795001112^{date_short} {time}|2026-11-18 11:25 UTC>"));
    }

    [Fact]
    public void A_table_becomes_a_line_a_row()
    {
        var table = new TableBlock([[Cell("Check", RichText.Bold), Cell("mx1.contoso.example", RichText.Bold)], [Cell("Port 25"), Cell("refused")]]);

        Assert.Equal("*Check* · *mx1.contoso.example*\nPort 25 · refused", Assert.IsType<SectionBlock>(Assert.Single(SimpleBlocks.Of([table]))).Text!.Text);

        static TableCell Cell(string text, RichTextStyle? style = null) => new RichTextCell([new RichTextSection([new RichTextRun(text, style)])]);
    }

    [Fact]
    public void What_is_too_long_for_one_section_becomes_several()
    {
        var simple = SimpleBlocks.Of([new RichTextBlock([new RichTextPreformatted([new RichTextRun(string.Join('\n', Enumerable.Repeat(new string('<', 500), 5)))])])]);

        Assert.Empty(BlockKitRules.Message(Json(simple)));
        Assert.True(simple.Count > 1);
    }

    /// <summary>What is read, whatever it is made of: letters and digits alone.</summary>
    private static string WordsOf(IReadOnlyList<Block> blocks)
    {
        List<string> words = [];
        Collect(Json(blocks));
        return string.Concat(words);

        void Collect(JsonElement element)
        {
            if (element.ValueKind == JsonValueKind.Array)
            {
                foreach (var item in element.EnumerateArray())
                    Collect(item);
            }
            else if (element.ValueKind == JsonValueKind.Object)
            {
                foreach (var member in element.EnumerateObject())
                {
                    if (member is { Name: "text" or "fallback", Value.ValueKind: JsonValueKind.String })
                        words.Add(string.Concat(Unmarked(member.Value.GetString()!).Where(char.IsLetterOrDigit)));
                    else
                        Collect(member.Value);
                }
            }
        }
    }

    /// <summary>As it is shown: without the address of a link and the machine's half of a date.</summary>
    private static string Unmarked(string mrkdwn) => WebUtility.HtmlDecode(Regex.Replace(mrkdwn, "<[^|>]*[|](?<said>[^>]*)>", "${said}", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking));

    private static IEnumerable<TextObject> TextsOf(Block block) => block switch
    {
        SectionBlock section => [.. section.Text is { } text ? new[] { text } : [], .. section.Fields ?? []],
        ContextBlock context => context.Elements,
        _ => [],
    };

    private static JsonElement Json(IReadOnlyList<Block> blocks) => JsonSerializer.SerializeToElement(blocks, SlackWebJson.Exact.IReadOnlyListBlock);
}
