using System.Text;
using ChatOpsBot.Probing.Smtp;

namespace ChatOpsBot.Probing.Tests;

/// <summary>Replies from strangers, whatever bytes they send and however the network cuts them.</summary>
public sealed class SmtpReplyReaderTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("220 mx.contoso.com ESMTP\r\n", ReplyEnd.Complete, 1)]
    [InlineData("220\r\n", ReplyEnd.Complete, 1)]
    [InlineData("220 \r\n", ReplyEnd.Complete, 1)]
    [InlineData("220 lone line feed\n", ReplyEnd.Complete, 1)]
    [InlineData("250-mx\r\n250-SIZE 1\r\n250 HELP\r\n", ReplyEnd.Complete, 3)]
    [InlineData("250-mx\r\n250\r\n", ReplyEnd.Complete, 2)]
    [InlineData("250-mx\r\n550 another code\r\n", ReplyEnd.Complete, 2)]
    [InlineData("220 carriage\rreturn inside\r\n", ReplyEnd.Complete, 1)]
    [InlineData("220 nothing\0 here\r\n", ReplyEnd.Complete, 1)]
    [InlineData("220 gr\u00FC\u00DF dich\r\n", ReplyEnd.Complete, 1)]
    [InlineData("220 two carriage returns\r\r\n", ReplyEnd.Complete, 1)]
    [InlineData("220 first\r\n220 second\r\n", ReplyEnd.Complete, 1)]
    [InlineData("220", ReplyEnd.Closed, 1)]
    [InlineData("250-mx\r\n", ReplyEnd.Closed, 1)]
    [InlineData("250-mx\r\n25", ReplyEnd.Closed, 2)]
    [InlineData("", ReplyEnd.Closed, 0)]
    [InlineData("\r\n", ReplyEnd.NotSmtp, 1)]
    [InlineData("\n", ReplyEnd.NotSmtp, 1)]
    [InlineData("\0\0\0\0", ReplyEnd.NotSmtp, 1)]
    [InlineData("220\rnext", ReplyEnd.Closed, 1)]
    [InlineData("220\rnext\r\n", ReplyEnd.NotSmtp, 1)]
    [InlineData("120 too low\r\n", ReplyEnd.NotSmtp, 1)]
    [InlineData("620 too high\r\n", ReplyEnd.NotSmtp, 1)]
    [InlineData("290 no such group\r\n", ReplyEnd.NotSmtp, 1)]
    [InlineData("250-mx\r\nhello\r\n", ReplyEnd.NotSmtp, 2)]
    [InlineData("\u0016\u0003\u0001\u0002", ReplyEnd.NotSmtp, 1)]
    [InlineData("\u00A0220 mx\r\n", ReplyEnd.NotSmtp, 1)]
    [InlineData("\u0662\u0662\u0660 mx\r\n", ReplyEnd.NotSmtp, 1)]
    internal async Task A_reply_is_read_alike_at_every_split(string bytes, ReplyEnd end, int lines)
    {
        var raw = Encoding.Latin1.GetBytes(bytes);

        for (var split = 0; split <= raw.Length; split++)
        {
            var (seen, read) = await ReadAsync(new ChunkStream(raw, split));
            Assert.Equal(end, seen);
            Assert.Equal(lines, read.Count);
        }

        Assert.Equal(end, (await ReadAsync(new ChunkStream(raw, everyByte: true))).End);
    }

    [Fact]
    public async Task A_second_reply_in_the_same_packet_waits_for_its_turn()
    {
        var reader = new SmtpReplyReader(new ChunkStream("220 mx\r\n421 bye\r\n"u8.ToArray(), 0));

        var first = await reader.ReadAsync(Ct);
        var second = await reader.ReadAsync(Ct);

        Assert.Equal(["220 mx"], first.Lines);
        Assert.Equal(["421 bye"], second.Lines);
    }

    [Theory]
    [InlineData(99, ReplyEnd.Complete)]
    [InlineData(100, ReplyEnd.Oversized)]
    [InlineData(101, ReplyEnd.Oversized)]
    internal async Task A_hundred_lines_are_the_limit(int linesBeforeTheLast, ReplyEnd end)
    {
        var raw = Encoding.Latin1.GetBytes(string.Concat(Enumerable.Repeat("250-x\r\n", linesBeforeTheLast)) + "250 end\r\n");

        Assert.Equal(end, (await ReadAsync(new ChunkStream(raw, 0))).End);
        Assert.Equal(end, (await ReadAsync(new ChunkStream(raw, everyByte: true))).End);
    }

    [Theory]
    [InlineData(8192, ReplyEnd.Complete)]
    [InlineData(8193, ReplyEnd.Oversized)]
    [InlineData(100_000, ReplyEnd.Oversized)]
    internal async Task Eight_kibibytes_are_the_limit_of_a_line(int length, ReplyEnd end)
    {
        var raw = Encoding.Latin1.GetBytes("220 " + new string('x', length - 6) + "\r\n");

        Assert.Equal(end, (await ReadAsync(new ChunkStream(raw, 0))).End);
        Assert.Equal(end, (await ReadAsync(new ChunkStream(raw, everyByte: true))).End);
    }

    [Fact]
    public async Task Eight_kibibytes_are_the_limit_of_a_reply_of_many_lines()
    {
        var raw = Encoding.Latin1.GetBytes(string.Concat(Enumerable.Repeat("250-" + new string('x', 400) + "\r\n", 30)) + "250 end\r\n");

        var (end, lines) = await ReadAsync(new ChunkStream(raw, 0));

        Assert.Equal(ReplyEnd.Oversized, end);
        Assert.True(lines.Sum(line => line.Length) <= 8192);
    }

    [Fact]
    public async Task Any_bytes_end_in_a_bounded_answer_that_no_split_changes()
    {
        var alphabet = "0123459 -\r\n\0\u00FFxA*"u8.ToArray();
        var random = new Random(20260302);

        for (var round = 0; round < 3000; round++)
        {
            var raw = new byte[random.Next(0, 60)];
            for (var index = 0; index < raw.Length; index++)
                raw[index] = alphabet[random.Next(alphabet.Length)];
            if (random.Next(2) == 0)
                raw = [.. "250-"u8, .. raw];

            var whole = await ReadAsync(new ChunkStream(raw, 0));
            var single = await ReadAsync(new ChunkStream(raw, everyByte: true));

            Assert.True(whole.End is ReplyEnd.Complete or ReplyEnd.Closed or ReplyEnd.NotSmtp, Encoding.Latin1.GetString(raw));
            Assert.True(whole.End == single.End, Encoding.Latin1.GetString(raw));
            if (whole.End == ReplyEnd.Complete)
            {
                Assert.Equal(whole.Lines, single.Lines);
                Assert.InRange(new SmtpReply(whole.End, whole.Lines, TimeSpan.Zero).Code, 200, 559);
            }
        }
    }

    private static Task<(ReplyEnd End, IReadOnlyList<string> Lines)> ReadAsync(Stream stream) => new SmtpReplyReader(stream).ReadAsync(Ct);

    /// <summary>Gives the bytes in two parts, or one by one, and then the end.</summary>
    private sealed class ChunkStream(byte[] bytes, int split = 0, bool everyByte = false) : Stream
    {
        private int position;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.FromResult(Read(buffer.Span));

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            var end = everyByte ? position + 1 : position < split ? split : bytes.Length;
            var count = Math.Min(buffer.Length, Math.Min(end, bytes.Length) - position);
            bytes.AsSpan(position, count).CopyTo(buffer);
            position += count;
            return count;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
