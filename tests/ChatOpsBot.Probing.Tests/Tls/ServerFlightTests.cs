using ChatOpsBot.Probing.Tls;
using ChatOpsBot.Testing.Tls;
using FsCheck;

namespace ChatOpsBot.Probing.Tests.Tls;

/// <summary>What strangers answer to a ClientHello, whatever bytes they send and however the network cuts them.</summary>
public sealed class ServerFlightTests
{
    [Theory]
    [InlineData(0x0300, "SSL 3.0")]
    [InlineData(0x0301, "1.0")]
    [InlineData(0x0302, "1.1")]
    [InlineData(0x0303, "1.2")]
    public void An_answer_is_read_alike_at_every_split(int version, string name)
    {
        var bytes = OldServerTls.Flight(version, ServerTls.Healthy.Certificate);

        for (var split = 0; split <= bytes.Length; split++)
        {
            var flight = new ServerFlight();
            flight.Add(bytes.AsSpan(..split));
            flight.Add(bytes.AsSpan(split..));

            Assert.True(flight.IsOver);
            Assert.False(flight.IsUnreadable);
            Assert.Equal(name, TlsNumbers.VersionName(flight.Version ?? 0));
            Assert.Equal(0x002F, flight.Cipher);
            Assert.Equal(ServerTls.Healthy.Certificate.RawData, Assert.Single(flight.Certificates));
        }
    }

    [Fact]
    public void Messages_may_share_a_record_or_be_cut_by_records()
    {
        var apart = OldServerTls.Flight(0x0301, ServerTls.Healthy.Certificate);
        List<byte> messages = [];
        for (var index = 0; index < apart.Length;)
        {
            var length = (apart[index + 3] << 8) | apart[index + 4];
            messages.AddRange(apart[(index + 5)..(index + 5 + length)]);
            index += 5 + length;
        }

        foreach (var size in (int[])[1, 7, 100, messages.Count])
        {
            var flight = new ServerFlight();
            foreach (var part in messages.Chunk(size))
                flight.Add([22, 3, 1, (byte)(part.Length >> 8), (byte)part.Length, .. part]);

            Assert.Equal(0x0301, flight.Version);
            Assert.Single(flight.Certificates);
        }
    }

    [Fact]
    public void A_warning_before_the_hello_stops_nothing_and_an_alert_does()
    {
        var flight = new ServerFlight();
        flight.Add([21, 3, 1, 0, 2, 1, 112]);
        Assert.False(flight.IsOver);
        flight.Add(OldServerTls.Alert(70));

        Assert.True(flight.IsOver);
        Assert.Equal("protocol_version", flight.Alert);
    }

    [Theory]
    [InlineData("220 mx.contoso.com\r\n")]
    [InlineData("HTTP/1.1 400 Bad Request\r\n")]
    [InlineData("\u0016\u0002\u0000\u0000\u0001")]
    [InlineData("\u0016\u0003\u0001\u0000\u0000")]
    [InlineData("\u0017\u0003\u0003\u0000\u0001x")]
    public void What_is_no_tls_is_unreadable(string bytes)
    {
        var flight = new ServerFlight();

        flight.Add(System.Text.Encoding.Latin1.GetBytes(bytes));

        Assert.True(flight.IsUnreadable);
        Assert.Null(flight.Version);
    }

    [Fact]
    public void An_answer_without_end_is_given_up()
    {
        var flight = new ServerFlight();
        byte[] record = [22, 3, 1, 0x40, 0, 2, 1, 0xFF, 0, .. new byte[0x4000 - 4]];

        for (var round = 0; round < 100 && !flight.IsOver; round++)
            flight.Add(record);

        Assert.True(flight.IsOver);
        Assert.True(flight.IsUnreadable);
    }

    [Fact]
    public void Any_bytes_end_in_a_bounded_answer_that_no_split_changes()
    {
        var good = OldServerTls.Flight(0x0301, ServerTls.Healthy.Certificate);

        Prop.ForAll<byte[], NonNegativeInt, byte>((random, place, value) =>
        {
            byte[] changed = [.. good];
            changed[place.Get % changed.Length] = value;
            foreach (var bytes in (byte[][])[random, [22, 3, 1, .. random], [.. good[..11], .. random], changed])
            {
                var whole = Read([bytes]);
                var single = Read(bytes.Select(one => (byte[])[one]));
                Assert.Equal((whole.IsOver, whole.IsUnreadable, whole.Version, whole.Alert), (single.IsOver, single.IsUnreadable, single.Version, single.Alert));
                Assert.True(whole.Version is null or (>= 0 and <= 0xFFFF));
                Assert.Equal(whole.Certificates, single.Certificates);
            }
        }).QuickCheckThrowOnFailure();

        static ServerFlight Read(IEnumerable<byte[]> parts)
        {
            var flight = new ServerFlight();
            foreach (var part in parts)
                flight.Add(part);
            return flight;
        }
    }

    [Fact]
    public void The_hello_is_one_record_that_counts_its_own_lengths()
    {
        var hello = ClientHello.Write("mx.contoso.com", new byte[32]);

        Assert.Equal([22, 3, 1], hello[..3]);
        Assert.Equal(hello.Length - 5, (hello[3] << 8) | hello[4]);
        Assert.Equal(hello.Length - 9, (hello[6] << 16) | (hello[7] << 8) | hello[8]);
        Assert.False(OldServerTls.NamesVersions(hello[5..]));
        Assert.True(ClientHello.Write("192.0.2.1", new byte[32]).Length < hello.Length);
    }
}
