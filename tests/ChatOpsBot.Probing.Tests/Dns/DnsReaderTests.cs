using ChatOpsBot.Probing.Dns;
using ChatOpsBot.Testing.Dns;
using FsCheck;

namespace ChatOpsBot.Probing.Tests.Dns;

/// <summary>What is read out of bytes that a stranger sent.</summary>
public sealed class DnsReaderTests
{
    private static readonly byte[] Question = [.. DnsWire.Name("contoso.com"), .. DnsWire.U16(15), .. DnsWire.U16(1)];

    [Fact]
    public void An_answer_is_read_with_its_flags_records_and_extended_errors()
    {
        var message = DnsReader.Read(DnsWire.Message(
            4711,
            0x8000 | 0x0400 | 0x0080 | 0x0020,
            Question,
            [DnsWire.Record(DnsScriptRecord.Parse("contoso.com 300 MX 10 mx1.contoso.com"))],
            [DnsWire.Record(DnsScriptRecord.Parse("contoso.com 60 SOA 2026112101 30"))],
            [DnsWire.Record(DnsScriptRecord.Parse("mx1.contoso.com 20 AAAA 2001:db8::1")), DnsWire.Opt((7, "expired yesterday"))]));

        Assert.NotNull(message);
        Assert.Equal(4711, message.Id);
        Assert.True(message is { IsResponse: true, IsAuthoritative: true, OffersRecursion: true, IsAuthentic: true, IsTruncated: false });
        Assert.Equal(new DnsQuestion(DnsName.Parse("contoso.com"), DnsType.Mx), message.Question);
        Assert.Equal([new DnsRecord.MailExchanger(DnsName.Parse("contoso.com"), TimeSpan.FromMinutes(5), 10, DnsName.Parse("mx1.contoso.com"))], message.Answers);
        var soa = Assert.IsType<DnsRecord.Authority>(Assert.Single(message.Authorities));
        Assert.Equal((2026112101u, TimeSpan.FromSeconds(30)), (soa.Serial, soa.NegativeTtl));
        Assert.Equal("2001:db8::1", Assert.IsType<DnsRecord.Address>(Assert.Single(message.Additionals)).Value.ToString());
        Assert.Equal("signature expired: expired yesterday", Assert.Single(message.Errors).ToString());
    }

    [Fact]
    public void Names_that_point_back_are_put_together()
    {
        // mx1 + pointer to "contoso.com" in the question.
        byte[] record = [0xC0, 12, .. DnsWire.U16(15), .. DnsWire.U16(1), .. DnsWire.U32(60), .. DnsWire.U16(8), .. DnsWire.U16(10), 3, (byte)'M', (byte)'X', (byte)'1', 0xC0, 12];

        var message = DnsReader.Read(DnsWire.Message(1, 0x8000, Question, [record], [], []));

        Assert.Equal("mx1.contoso.com", Assert.IsType<DnsRecord.MailExchanger>(Assert.Single(message?.Answers ?? [])).Host.ToString());
    }

    [Theory]
    [InlineData("to itself", new byte[] { 0xC0, 29 })]
    [InlineData("forwards", new byte[] { 0xC0, 60 })]
    [InlineData("out of the message", new byte[] { 0xFF, 0xFF })]
    [InlineData("to a label before itself that leads back", new byte[] { 1, (byte)'a', 0xC0, 29 })]
    [InlineData("a label type of nobody", new byte[] { 0x80, 1, 0 })]
    [InlineData("a label longer than the message", new byte[] { 63, 1 })]
    public void A_name_that_leads_nowhere_makes_the_message_unreadable(string what, byte[] name)
    {
        byte[] record = [.. name, .. DnsWire.U16(1), .. DnsWire.U16(1), .. DnsWire.U32(60), .. DnsWire.U16(4), 192, 0, 2, 1];

        Assert.True(DnsReader.Read(DnsWire.Message(1, 0x8000, Question, [record], [], [])) is null, what);
    }

    [Fact]
    public void A_name_longer_than_255_octets_makes_the_message_unreadable()
    {
        byte[] label = [63, .. Enumerable.Repeat((byte)'a', 63)];
        byte[] Record(int last) => [.. label, .. label, .. label, (byte)last, .. Enumerable.Repeat((byte)'b', last), 0, .. DnsWire.U16(1), .. DnsWire.U16(1), .. DnsWire.U32(60), .. DnsWire.U16(4), 192, 0, 2, 1];

        Assert.NotNull(DnsReader.Read(DnsWire.Message(1, 0x8000, Question, [Record(61)], [], [])));
        Assert.Null(DnsReader.Read(DnsWire.Message(1, 0x8000, Question, [Record(62)], [], [])));
    }

    [Fact]
    public void More_records_than_a_thousand_are_too_many()
    {
        var record = DnsWire.Record(DnsScriptRecord.Parse("a.com TYPE999 00"));

        Assert.Equal(1000, DnsReader.Read(DnsWire.Message(1, 0x8000, Question, [.. Enumerable.Repeat(record, 1000)], [], []))?.Answers.Count);
        Assert.Null(DnsReader.Read(DnsWire.Message(1, 0x8000, Question, [.. Enumerable.Repeat(record, 1001)], [], [])));
    }

    [Theory]
    [InlineData("contoso.com TYPE65280 0102030405")]
    [InlineData("contoso.com TYPE46 00")]
    public void A_type_nobody_here_knows_passes(string record)
    {
        var message = DnsReader.Read(DnsWire.Message(1, 0x8000, Question, [DnsWire.Record(DnsScriptRecord.Parse(record))], [], []));

        Assert.IsType<DnsRecord.Other>(Assert.Single(message?.Answers ?? []));
    }

    [Theory]
    [InlineData("contoso.com TYPE1 7F0000")]
    [InlineData("contoso.com TYPE1 7F00000101")]
    [InlineData("contoso.com TYPE28 7F000001")]
    [InlineData("contoso.com TYPE15 000A")]
    [InlineData("contoso.com TYPE15 000A0000")]
    [InlineData("contoso.com TYPE2 0000")]
    [InlineData("contoso.com TYPE6 0000")]
    [InlineData("contoso.com TYPE16 05414243")]
    [InlineData("contoso.com TYPE52 0301")]
    public void A_record_with_too_few_or_too_many_bytes_makes_the_message_unreadable(string record)
    {
        Assert.Null(DnsReader.Read(DnsWire.Message(1, 0x8000, Question, [DnsWire.Record(DnsScriptRecord.Parse(record))], [], [])));
    }

    [Fact]
    public void A_lifetime_beyond_all_bounds_counts_as_zero()
    {
        var message = DnsReader.Read(DnsWire.Message(1, 0x8000, Question, [DnsWire.Record(new DnsScriptRecord("a.com", 0x80000000, "A", "192.0.2.1"))], [], []));

        Assert.Equal(TimeSpan.Zero, Assert.Single(message?.Answers ?? []).Ttl);
    }

    [Fact]
    public void Words_of_an_extended_error_cannot_move_the_cursor()
    {
        var message = DnsReader.Read(DnsWire.Message(1, 0x8002, Question, [], [], [DnsWire.Opt((6, "\u001b[2Jbad\u202e"))]));

        Assert.Equal("DNSSEC bogus: \\x1B[2Jbad\\u202E", Assert.Single(message?.Errors ?? []).ToString());
    }

    [Fact]
    public void Any_bytes_are_read_or_refused_without_an_exception()
    {
        Prop.ForAll<byte[]>(bytes =>
        {
            _ = DnsReader.Read(bytes);
            _ = DnsReader.Read((byte[])[0, 1, 0x80, 0, 0, 0, 0, (byte)(bytes.Length % 5), 0, 1, 0, 1, .. bytes]);
        }).Check(Thrown);
    }

    [Fact]
    public void A_message_with_any_byte_changed_or_cut_off_is_read_or_refused_within_its_bounds()
    {
        var whole = DnsWire.Message(
            4711,
            0x8400,
            Question,
            [.. ((string[])["contoso.com MX 10 mx1.contoso.com", "mx1.contoso.com CNAME a.contoso.com", "a.contoso.com AAAA 2001:db8::1", "contoso.com TXT v=spf1 -all", "contoso.com TLSA 030101AABB"])
                .Select(line => DnsWire.Record(DnsScriptRecord.Parse(line)))],
            [DnsWire.Record(DnsScriptRecord.Parse("contoso.com SOA 1"))],
            [DnsWire.Opt((6, "why"))]);

        Prop.ForAll<PositiveInt, byte, PositiveInt>((where, octet, length) =>
        {
            var bytes = whole.ToArray();
            bytes[where.Get % bytes.Length] = octet;
            var message = DnsReader.Read(bytes.AsSpan(0, bytes.Length - (length.Get % 3 == 0 ? length.Get % bytes.Length : 0)));
            return message is null || message.Answers.Concat(message.Authorities).Concat(message.Additionals)
                .All(record => record.Name.Labels().Sum(label => label.Length + 1) < DnsName.MaxWireLength);
        }).Check(Thrown);
    }

    [Fact]
    public void A_question_is_written_as_the_reader_reads_it()
    {
        Prop.ForAll<NonNull<string>>(text =>
        {
            if (!DnsName.TryParse(text.Get, out var name))
                return true;
            var question = new DnsQuestion(name, DnsType.Mx);
            var read = DnsReader.Read(DnsQuestionWriter.Write(99, question, DnsFlags.Recursion | DnsFlags.CheckingDisabled));
            return read is { Id: 99, IsResponse: false } && read.Question == question;
        }).Check(Thrown);
    }

    [Theory]
    [InlineData("MX1.Contoso.COM.", "mx1.contoso.com")]
    [InlineData(".", ".")]
    [InlineData("_dmarc.contoso.com", "_dmarc.contoso.com")]
    [InlineData("a\\046b.contoso.com", "a\\046b.contoso.com")]
    public void A_name_is_kept_in_small_letters_without_its_last_dot(string text, string name)
    {
        Assert.Equal(name, DnsName.Parse(text).ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("a..b")]
    [InlineData(".a")]
    [InlineData("m\u00FCnchen.de")]
    [InlineData("a\\9.b")]
    [InlineData("a\\999.b")]
    public void What_is_no_name_is_refused(string text)
    {
        Assert.False(DnsName.TryParse(text, out _));
    }

    [Fact]
    public void Labels_end_at_63_and_names_at_253()
    {
        var label = new string('a', 63);

        Assert.True(DnsName.TryParse(label, out _));
        Assert.False(DnsName.TryParse(label + "a", out _));
        Assert.True(DnsName.TryParse($"{label}.{label}.{label}.{new string('b', 61)}", out _));
        Assert.False(DnsName.TryParse($"{label}.{label}.{label}.{new string('b', 62)}", out _));
    }

    [Fact]
    public void A_name_lies_within_itself_and_the_names_above_it()
    {
        var name = DnsName.Parse("mx1.contoso.com");

        Assert.True(name.IsWithin(name));
        Assert.True(name.IsWithin(DnsName.Parse("contoso.com")));
        Assert.True(name.IsWithin(DnsName.Root));
        Assert.False(name.IsWithin(DnsName.Parse("toso.com")));
        Assert.False(name.IsBelow(name));
        Assert.Equal("contoso.com", name.Parent.ToString());
        Assert.Equal(DnsName.Root, DnsName.Parse("com").Parent);
        Assert.Equal(default, DnsName.Root);
    }

    private static Configuration Thrown
    {
        get
        {
            var configuration = Configuration.QuickThrowOnFailure;
            configuration.MaxNbOfTest = 2000;
            return configuration;
        }
    }
}
