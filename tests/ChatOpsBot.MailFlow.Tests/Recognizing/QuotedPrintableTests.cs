namespace ChatOpsBot.MailFlow.Tests.Recognizing;

public sealed class QuotedPrintableTests
{
    [Theory]
    [InlineData("{LED=450 4.4.316 Connection refused};{MSG=};{FQDN=mx1.contoso.example};{IP=203.0.113.5};{LRT=09/05/2026 6:00:00 AM}", "203.0.113.5")]
    [InlineData("450 4.4.317 Cannot connect [Message=3DUntrustedRoot] [LastAttemptedServerName=mx1.contoso.example] [LastAttemptedIP=203.0.113.5:25]", "203.0.113.5")]
    public void An_address_after_an_equals_sign_is_no_encoded_blank(string text, string address)
    {
        var error = MailErrorRecognizer.Recognize(text).Primary!;

        Assert.Equal(address, error.Address);
        Assert.Equal("mx1.contoso.example", error.Server);
        Assert.Contains(address, error.QuotedLine, StringComparison.Ordinal);
    }
}
