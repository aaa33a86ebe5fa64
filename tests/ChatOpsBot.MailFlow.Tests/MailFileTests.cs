using System.Text;

namespace ChatOpsBot.MailFlow.Tests;

public sealed class MailFileTests
{
    public static TheoryData<string, byte[]> Encodings => new()
    {
        { "UTF-8", Encoding.UTF8.GetBytes(Text) },
        { "UTF-8 with a mark", [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Text)] },
        { "UTF-16 little endian", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Text)] },
        { "UTF-16 big endian", [0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes(Text)] },
        { "Latin-1", Encoding.Latin1.GetBytes(Text) },
    };

    [Theory]
    [MemberData(nameof(Encodings))]
    public void A_text_file_is_read_whatever_wrote_it(string encoding, byte[] bytes)
    {
        Assert.NotEmpty(encoding);
        Assert.Equal(Text, MailFile.ReadText(bytes));
    }

    [Fact]
    public void Only_the_first_mebibyte_of_a_file_is_read()
    {
        var bytes = Encoding.UTF8.GetBytes(new string('é', MailFile.LongestFile));

        Assert.Equal(MailFile.LongestFile / 2, MailFile.ReadText(bytes).Length);
    }

    [Fact]
    public void A_bounce_with_a_base64_part_is_recognized()
    {
        var report = Convert.ToBase64String(Encoding.Latin1.GetBytes("Zustellung fehlgeschlagen für jan@contoso.example:\r\n550 5.1.10 RESOLVER.ADR.RecipientNotFound\r\n"));
        var mail = $"""
            From: MAILER-DAEMON@mx.contoso.example
            Subject: Unzustellbar
            MIME-Version: 1.0
            Content-Type: text/plain; charset=iso-8859-1
            Content-Transfer-Encoding: base64

            {report}
            """;

        var recognition = MailErrorRecognizer.Recognize(MailFile.ReadText(Encoding.ASCII.GetBytes(mail)));

        Assert.Equal("550 5.1.10", recognition.Primary!.CodeText);
        Assert.True(recognition.Fires);
    }

    private const string Text = "Der Zustellversuch für müller schlug fehl: 550 5.1.1";
}
