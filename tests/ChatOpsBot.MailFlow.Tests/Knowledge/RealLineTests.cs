namespace ChatOpsBot.MailFlow.Tests.Knowledge;

/// <summary>Lines as mail servers write them, and the shipped entry that answers each.</summary>
public class RealLineTests
{
    [Theory]
    [InlineData("550 cuda_nsu 5.1.1 user@example.com ... User unknown", "barracuda-unknown-address")]
    [InlineData("mx1: 451 4.3.0 try again later, mx2: 550 cuda_nsu 5.1.1 User unknown", "barracuda-unknown-address")]
    [InlineData("451 Resources temporarily unavailable. Please try again later [#4.16.1].", "yahoo-busy")]
    [InlineData("450 User is receiving mail too quickly", "yahoo-receiving-too-quickly")]
    [InlineData("554 Message not allowed - [PH01] Email not accepted for policy reasons.", "yahoo-ph01")]
    [InlineData("** anna@contoso.com R=dnslookup T=remote_smtp: retry timeout exceeded", "exim-retry-timeout")]
    [InlineData("2026-05-05 10:00:00 1abcDE-000000-00 ** anna@contoso.com <sales@contoso.com> R=dnslookup: all relevant MX records point to non-existent hosts", "exim-no-host")]
    [InlineData("** anna@contoso.com: Unrouteable address", "exim-unrouteable")]
    [InlineData("== anna@contoso.com R=dnslookup T=remote_smtp defer (-53): retry time not reached for any host", "4.4.7")]
    [InlineData("** anna@contoso.com R=dnslookup T=remote_smtp: SMTP error from remote mail server after RCPT TO:<anna@contoso.com>: host mx.contoso.com [192.0.2.1]: 550 5.1.1 User unknown", "5.1.1")]
    [InlineData("554 5.7.1 Service unavailable; Client host [203.0.113.9] blocked using zen.spamhaus.org", "spamhaus-listed")]
    [InlineData("550 5.7.1 Rejected: 203.0.113.9 listed at pbl.spamhaus.org", "spamhaus-listed")]
    [InlineData("554 5.7.1 Service unavailable; Client host [203.0.113.9] blocked using bl.spamcop.net", "dnsbl-listed")]
    public void A_line_leads_to_its_entry(string line, string id)
    {
        var errors = MailErrorRecognizer.Recognize(line).Errors;

        Assert.Contains(id, errors.Select(error => ShippedKnowledge.Base().Find(error)?.Id));
    }

    [Theory]
    [InlineData("=> anna@contoso.com R=dnslookup T=remote_smtp: user unknown to us so far")]
    [InlineData("In the formula ** V = I R=2, so that the mailbox is full: of current")]
    [InlineData("** bold ** and R=dnslookup: retry timeout exceeded")]
    [InlineData("** anna@contoso.com R=dnslookup T=remote_smtp: all went well")]
    public void What_only_looks_like_a_line_of_a_log_is_none(string line)
    {
        Assert.Empty(MailErrorRecognizer.Recognize(line).Errors);
    }

    [Theory]
    [InlineData("what is S3150?", "S3150", "outlook-s3150")]
    [InlineData("what does TSS04 mean", "TSS04", "yahoo-tss04")]
    [InlineData("[tss04]", "tss04", "yahoo-tss04")]
    [InlineData("¿Qué significa (S8001)?", "S8001", "outlook-spamhaus")]
    [InlineData("AS(7555)?", "AS(7555)", "5.7.520")]
    [InlineData("vad är UntrustedRoot", "UntrustedRoot", "4.4.317")]
    public void Who_asks_for_a_tag_alone_gets_its_entry(string question, string tag, string id)
    {
        var found = ShippedKnowledge.Base().FindAskedTag(question);

        Assert.Equal(tag, found);
        Assert.Equal(id, ShippedKnowledge.Base().Find(new MailError { Detail = found, QuotedLine = found! })?.Id);
    }

    [Theory]
    [InlineData("TSS04 or S3150?")]
    [InlineData("TSS040")]
    [InlineData("we had TSS04 and much more of that kind in the last few weeks, nobody knows why")]
    [InlineData("")]
    public void Two_tags_or_a_long_sentence_are_no_question_about_one(string text)
    {
        Assert.Null(ShippedKnowledge.Base().FindAskedTag(text));
    }
}
