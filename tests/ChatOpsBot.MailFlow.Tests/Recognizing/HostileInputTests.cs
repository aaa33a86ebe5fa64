using System.Text;
using ChatOpsBot.MailFlow.Recognizing;
using FsCheck;

namespace ChatOpsBot.MailFlow.Tests.Recognizing;

/// <summary>Whatever somebody posts: no exception, work and memory bounded by the length, the same answer in any disguise.</summary>
public sealed class HostileInputTests
{
    private const int Mebi = 1024 * 1024;

    // Steps beside the one pass over the text, and bytes allocated, for each character of a hostile text.
    private const int MostStepsPerCharacter = 24;
    private const int MostBytesPerCharacter = 48;

    private static readonly MailMarkup[] Markups = [MailMarkup.Plain, MailMarkup.TeamsHtml, MailMarkup.SlackMrkdwn];

    // What breaks parsers: numbers, markup that never closes, encodings, headers, MIME boundaries.
    private static readonly string[] Pieces =
    [
        "4", ".", "4.4.4", "550", " ", "-", "5.1.1", "450 4.4.316", "<", ">", "<b>", "</", "<at>", "</at>", "<blockquote itemtype=\"http://schema.skype.com/Reply\">", "itemid=\"28:", "</blockquote>", "&", "&amp;", "&#", "&#46;", "&#x2E;", ";", "&amp;amp;",
        "[b=", "]", "[/b]", "`", "```", "*", "~", "_", "=", "=\n", "=3D", "\n", "\r\n", "\n> ", ">>> ", "<<< ", "From: a@b\nTo: c@d\nSubject: x\n", "Content-Type: multipart/report; boundary=x\n", "\n--x\n", "--x--", "Content-Type: message/rfc822\n",
        "Content-Transfer-Encoding: base64\n\n", "NTUwIDUuMS4x", "=?utf-8?q?=", "LED=", "{LRT=", "status=deferred (", "smtp;", "mail", "bounce", "mx1.contoso.example", "[203.0.113.9]", "j@contoso.example", "\u200B", "\u00A0", "\u202E", "\uD83D", "\uDE00", "４", "\uD835\uDFD2", "\u001b$B", "\0", "version",
        "<@U1>", "<mailto:a@b|a@b>", "<http://x|", "|", "#", "§", "(S3150)", "AS(", "what is ", "?",
    ];

    private static readonly Arbitrary<string> NastyText = Arb.From(Gen.ListOf(Gen.Elements(Pieces)).Select(list => string.Concat(list)));

    [Fact]
    public void Nothing_that_people_type_makes_it_throw() =>
        Prop.ForAll<NonNull<string>>(text => Markups.All(markup => MailErrorRecognizer.Recognize(text.Get, markup) is not null)).QuickCheckThrowOnFailure();

    [Fact]
    public void Nothing_that_machines_break_makes_it_throw_or_show_an_address() =>
        Prop.ForAll(NastyText, text => Markups.All(markup => MailErrorRecognizer.Recognize(text, markup).Errors.All(e => e.QuotedLine.Length <= 400 && !e.QuotedLine.Contains("j@contoso", StringComparison.Ordinal)))).Check(Many(3000));

    [Fact]
    public void The_same_text_gives_the_same_answer() =>
        Prop.ForAll(NastyText, text => MailErrorRecognizer.Recognize(text).Confidence.Equals(MailErrorRecognizer.Recognize(text).Confidence)).Check(Many(500));

    [Fact]
    public void Confidence_stays_between_none_and_certain() =>
        Prop.ForAll(NastyText, text => MailErrorRecognizer.Recognize(text) is { Confidence: >= 0 and <= 1 } r && r.Fires == (r.Confidence >= MailErrorRecognizer.FiresFrom)).Check(Many(1000));

    [Fact]
    public void What_nobody_sees_inside_a_code_does_not_change_it()
    {
        var invisible = Gen.Elements("\u200B", "\u200C", "\u200D", "\u2060", "\uFEFF", "\u00AD", "");
        var code = from reply in Gen.Elements(421, 450, 550, 554)
                   from subject in Gen.Choose(0, 7)
                   from detail in Gen.Choose(0, 999)
                   select $"{reply} {reply / 100}.{subject}.{detail}";
        var disguised = from plain in code
                        from marks in Gen.ArrayOf(plain.Length, invisible)
                        select (plain, text: string.Concat(plain.Select((c, i) => c + marks[i])));

        Prop.ForAll(Arb.From(disguised), pair => Markups.All(markup => Codes(pair.text, markup) == Codes(pair.plain, markup) && Codes(pair.plain, markup).Length > 0)).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("450\u00A04.4.316", MailMarkup.Plain)]
    [InlineData("450\u202F4.4\u200B.316", MailMarkup.SlackMrkdwn)]
    [InlineData("<p>450&nbsp;4.<b>4</b>.316</p>", MailMarkup.TeamsHtml)]
    [InlineData("<div>450 4<wbr>.4&#46;316</div>", MailMarkup.TeamsHtml)]
    [InlineData("450&#160;4.4&#x2e;316", MailMarkup.TeamsHtml)]
    [InlineData("*450* *4.4.316*", MailMarkup.SlackMrkdwn)]
    [InlineData("`450 4.4.316`", MailMarkup.SlackMrkdwn)]
    [InlineData("４５０ ４.４.３１６", MailMarkup.Plain)]
    [InlineData("450–4.4.316", MailMarkup.Plain)]
    [InlineData("450\n4.4.\n316", MailMarkup.Plain)]
    public void Markup_blanks_and_foreign_digits_inside_a_code_do_not_change_it(string text, MailMarkup markup) =>
        Assert.Equal("450 4.4.316", Codes(text, markup));

    [Theory]
    [InlineData("4.")]
    [InlineData("4.4.4 ")]
    [InlineData("550 ")]
    [InlineData("550 5.1.1 ")]
    [InlineData("mail 4.4.4 is it ")]
    [InlineData("what is the meaning of ")]
    [InlineData("<")]
    [InlineData("<b ")]
    [InlineData("<at>")]
    [InlineData("<style>")]
    [InlineData("<blockquote>")]
    [InlineData("<@")]
    [InlineData("&amp;amp;")]
    [InlineData("&#38;#38;")]
    [InlineData("[b=")]
    [InlineData("~1 ")]
    [InlineData("a@b.c ")]
    [InlineData("a.b.c ")]
    [InlineData("host relay=")]
    [InlineData("\n> > ")]
    [InlineData("--x\nContent-Type: message/rfc822\n\nFrom: a\nTo: b\nContent-Type: multipart/mixed; boundary=x\n\n")]
    [InlineData("X-A: b\n")]
    [InlineData("\u001b$B")]
    public void Work_and_memory_grow_with_the_length_only(string piece)
    {
        foreach (var prefix in (string[])["550 5.1.1 mail ", "From: a@b\nTo: c@d\nSubject: x\nContent-Type: multipart/mixed; boundary=x\n\n550 5.1.1 "])
        {
            foreach (var markup in Markups)
            {
                var text = Repeat(prefix, piece, Mebi);
                var steps = Work.Done;
                var bytes = GC.GetAllocatedBytesForCurrentThread();

                MailErrorRecognizer.Recognize(text, markup);

                steps = Work.Done - steps;
                bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;
                Assert.True(steps <= (long)MostStepsPerCharacter * Mebi, $"{markup}, {prefix.Length}: {steps} steps");
                Assert.True(bytes <= (long)MostBytesPerCharacter * Mebi, $"{markup}, {prefix.Length}: {bytes} bytes");
            }
        }
    }

    [Fact]
    public void Nothing_behind_the_first_mebibyte_is_read() =>
        Assert.False(MailErrorRecognizer.Recognize(new string('x', Mebi) + " 550 5.1.1 User unknown").Fires);

    private static string Codes(string text, MailMarkup markup) => string.Join(',', MailErrorRecognizer.Recognize(text, markup).Errors.Select(e => e.CodeText));

    private static string Repeat(string prefix, string piece, int length)
    {
        var text = new StringBuilder(prefix, length + piece.Length);
        while (text.Length < length)
            text.Append(piece);
        return text.ToString();
    }

    private static Configuration Many(int tests)
    {
        var configuration = Configuration.QuickThrowOnFailure;
        configuration.MaxNbOfTest = tests;
        return configuration;
    }
}
