using ChatOpsBot.Conversations;

namespace ChatOpsBot.Tests.Conversations;

/// <summary>A title behind its code does not say the code again.</summary>
public sealed class EntryTitleTests
{
    [Theory]
    [InlineData("550 5.4.1", "Relay Access Denied (5.4.1)", "Relay Access Denied")]
    [InlineData("5.4.1-relay", "Relay Access Denied (5.4.1)", "Relay Access Denied")]
    [InlineData("tss04", "Yahoo and AOL put your mail off (TSS04)", "Yahoo and AOL put your mail off")]
    [InlineData("421 4.7.0", "Yahoo and AOL put your mail off (TSS04)", "Yahoo and AOL put your mail off (TSS04)")]
    [InlineData("CS01", "iCloud Mail refuses the message by policy (CS01, CS02, HM08)", "iCloud Mail refuses the message by policy (CS01, CS02, HM08)")]
    [InlineData("550 5.4.1", "Relayzugriff verweigert (Relay Access Denied, 5.4.1)", "Relayzugriff verweigert (Relay Access Denied)")]
    [InlineData("550 5.4.10", "Relay Access Denied (5.4.1)", "Relay Access Denied (5.4.1)")]
    [InlineData("550 5.7.25", "Sending address (IP) has no record", "Sending address (IP) has no record")]
    [InlineData("5.4.1", "(5.4.1)", "(5.4.1)")]
    [InlineData("", "Message expired (QUEUE.Expired)", "Message expired (QUEUE.Expired)")]
    public void A_code_in_brackets_is_left_out_where_it_stands_before_the_title(string code, string title, string shown)
    {
        Assert.Equal(shown, EntryTitle.Behind(code, title));
    }
}
