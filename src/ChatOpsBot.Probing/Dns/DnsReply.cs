using System.Net;

namespace ChatOpsBot.Probing.Dns;

/// <summary>How a question to one server ended.</summary>
internal enum DnsReplyEnd
{
    /// <summary>There is a message; what it says is another matter.</summary>
    Answered,

    /// <summary>No answer that fits the question within the time limit.</summary>
    TimedOut,

    /// <summary>Nothing listens on the port (ICMP, or RST over TCP).</summary>
    Refused,

    /// <summary>The network says there is no way to the server.</summary>
    Unreachable,

    /// <summary>This machine has no way there (no IPv6, no route, no free socket): our trouble, not the server's.</summary>
    NoLocalRoute,

    /// <summary>What came is no DNS message.</summary>
    Unreadable,

    /// <summary>The time of the whole run was used up.</summary>
    OutOfBudget,
}

/// <param name="Message">Null unless <see cref="DnsReplyEnd.Answered"/>.</param>
/// <param name="After">From the first datagram to the answer, or to the end of the wait.</param>
internal sealed record DnsReply(IPEndPoint Server, DnsReplyEnd End, TimeSpan After, DnsMessage? Message = null);
