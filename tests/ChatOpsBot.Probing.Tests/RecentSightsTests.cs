using System.Net;
using ChatOpsBot.Probing.Outbound;
using ChatOpsBot.Probing.Smtp;
using ChatOpsBot.Testing.Time;

namespace ChatOpsBot.Probing.Tests;

/// <summary>What is told to those who come when an address has had its connections.</summary>
public sealed class RecentSightsTests
{
    private readonly ManualTime time = new();

    [Fact]
    public void A_sight_is_kept_for_a_minute_from_when_it_was_last_seen()
    {
        var sights = new RecentSights(time);

        sights.Keep(Address(0), Seen(0));
        time.Advance(TimeSpan.FromSeconds(40));
        sights.Keep(Address(0), Seen(0));
        sights.Keep(Address(1), Seen(1));
        time.Advance(TimeSpan.FromSeconds(40));
        sights.Keep(Address(2), Seen(2));

        Assert.Equal(TimeSpan.FromSeconds(40), sights.Find(Address(0), Seen(0))?.Age);
        time.Advance(TimeSpan.FromSeconds(20));
        Assert.Null(sights.Find(Address(0), Seen(0)));
        Assert.NotNull(sights.Find(Address(2), Seen(2)));
    }

    [Fact]
    public void Of_very_many_servers_the_newest_are_kept()
    {
        var sights = new RecentSights(time);

        for (var number = 0; number <= RecentSights.MaxKept; number++)
            sights.Keep(Address(number), Seen(number));

        Assert.Null(sights.Find(Address(0), Seen(0)));
        Assert.NotNull(sights.Find(Address(1), Seen(1)));
        Assert.NotNull(sights.Find(Address(RecentSights.MaxKept), Seen(RecentSights.MaxKept)));
    }

    private static IPAddress Address(int number) => new([203, 0, (byte)(number >> 8), (byte)number]);

    private static Sight Seen(int number) => new(new ProbeTarget(Address(number).ToString(), 25), new ProbeOptions())
    {
        Address = Address(number),
        Connection = new ConnectionSeen(ConnectEnd.Open, TimeSpan.Zero),
        Greeting = new SmtpReply(ReplyEnd.Complete, ["554 No"], TimeSpan.Zero),
    };
}
