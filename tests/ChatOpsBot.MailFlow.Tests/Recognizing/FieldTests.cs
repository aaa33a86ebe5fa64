namespace ChatOpsBot.MailFlow.Tests.Recognizing;

public sealed class FieldTests
{
    private const string Trace =
        "Reason: [{LED=450 4.4.316 Connection refused [Message=Socket error code 10061] [LastAttemptedServerName=mx1.contoso.example] [LastAttemptedIP=198.51.100.10:25]};{MSG=};{FQDN=mx1.contoso.example};{IP=198.51.100.10};{LRT=5/6/2026 6:07:08 AM}]";

    [Fact]
    public void A_trace_string_gives_code_server_address_socket_error_and_last_attempt()
    {
        var error = MailErrorRecognizer.Recognize(Trace).Primary;

        Assert.NotNull(error);
        Assert.Equal("450 4.4.316", error.CodeText);
        Assert.Equal("mx1.contoso.example", error.Server);
        Assert.Equal("198.51.100.10", error.Address);
        Assert.Equal("10061", error.Detail);
        Assert.Equal(new DateTimeOffset(2026, 5, 6, 6, 7, 8, TimeSpan.Zero), error.LastAttempt);
    }

    [Theory]
    [InlineData("450 4.4.317 Cannot connect [Message=UntrustedRoot]", "UntrustedRoot")]
    [InlineData("550 5.4.312 Message expired, DNS query failed(InfoNoRecords)", "InfoNoRecords")]
    [InlineData("421 4.7.0 [TSS04] Messages temporarily deferred", "TSS04")]
    [InlineData("550 5.7.1 on our block list (S3140)", "S3140")]
    [InlineData("550 5.7.511 Access denied, banned sender AS(1410)", "AS(1410)")]
    [InlineData("550 SC-001 mail was not sent", "SC-001")]
    [InlineData("554 5.7.1 [HM08] Message rejected", "HM08")]
    [InlineData("550 5.7.0 blocked - IB104 see the help page", "IB104")]
    [InlineData("450 4.4.318 Connection reset, WinSock error code: 10054", "10054")]
    public void The_detail_word_of_a_vendor_is_kept(string text, string detail) =>
        Assert.Equal(detail, MailErrorRecognizer.Recognize(text).Primary?.Detail);

    [Theory]
    [InlineData("Final-Recipient: rfc822; jan@contoso.example\nStatus: 5.1.1", "contoso.example")]
    [InlineData("bounce for jan@contoso.example: 5.2.1", "contoso.example")]
    [InlineData("NextHopDomain : contoso.example\nLastError : 421 4.4.2 Connection dropped", "contoso.example")]
    [InlineData("550-5.7.26 SPF [contoso.example] did not pass", "contoso.example")]
    public void The_domain_is_the_recipients_or_the_one_the_error_is_about(string text, string domain) =>
        Assert.Equal(domain, MailErrorRecognizer.Recognize(text).Primary?.Domain);

    [Theory]
    [InlineData("Generating server: mail.contoso.example\nRemote Server returned '550 5.1.1 User unknown'")]
    [InlineData("550 5.7.1 Service unavailable; client [203.0.113.9] blocked")]
    [InlineData("host mx1.xxxx.com[###.###.###.###] said: 550 5.7.1 denied")]
    public void A_reporting_server_a_client_and_a_hidden_name_are_no_destination(string text) =>
        Assert.Null(MailErrorRecognizer.Recognize(text).Primary?.Server);

    [Fact]
    public void The_inner_reply_comes_before_a_general_wrapper()
    {
        var recognition = MailErrorRecognizer.Recognize("550 5.0.350 Remote server returned an error -> 554 5.7.1 blocked");

        Assert.Equal(["554 5.7.1", "550 5.0.350"], recognition.Errors.Select(e => e.CodeText));
    }

    [Fact]
    public void The_quoted_line_shows_no_mail_address_and_nothing_invisible()
    {
        var error = MailErrorRecognizer.Recognize("first line\n550 5.1.1 <jan.meier@contoso.example>: \u202EUser\u200B unknown\nlast line").Primary;

        Assert.Equal("550 5.1.1 <j***@contoso.example>: User unknown", error?.QuotedLine);
    }

    [Fact]
    public void A_very_long_line_is_cut_around_the_code()
    {
        var error = MailErrorRecognizer.Recognize(new string('x', 5000) + " 550 5.1.1 User unknown " + new string('y', 5000)).Primary;

        Assert.NotNull(error);
        Assert.True(error.QuotedLine.Length <= 400, $"{error.QuotedLine.Length} characters");
        Assert.Contains("550 5.1.1 User unknown", error.QuotedLine, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_reason_is_named_and_the_sum_is_the_confidence()
    {
        var recognition = MailErrorRecognizer.Recognize("what is 5.7.133?");

        Assert.Contains(recognition.Signals, s => s.Name == "asked-about");
        Assert.Contains(recognition.Signals, s => s.Name == "rare-code" && s.Text == "5.7.133");
        Assert.True(recognition.Confidence >= MailErrorRecognizer.FiresFrom, $"{recognition.Confidence}");
    }

    [Fact]
    public void Of_a_report_pasted_with_the_message_it_returns_only_the_report_counts()
    {
        var recognition = MailErrorRecognizer.Recognize("Remote Server returned '550 5.1.1 User unknown'\n\nOriginal message headers:\n\nReceived: from a\nwe got 550 5.7.57 on Monday");

        Assert.Equal(["550 5.1.1"], recognition.Errors.Select(e => e.CodeText));
    }

    [Theory]
    [InlineData("450 4.4.316 Connection refused mx1.contoso.com and 450 4.7.320 Certificate validation failed mail.fabrikam.com", "mx1.contoso.com", "mail.fabrikam.com")]
    [InlineData("mx1.contoso.com: 450 4.4.316 Connection refused\nmail.fabrikam.com: 550 5.7.1 Unable to relay", "mx1.contoso.com", "mail.fabrikam.com")]
    [InlineData("450 4.4.316 Connection refused [LastAttemptedServerName=mx1.contoso.com] [LastAttemptedIP=8.8.8.8:25]\n550 5.7.1 Unable to relay [LastAttemptedServerName=mx2.fabrikam.com] [LastAttemptedIP=9.9.9.9:25]", "mx1.contoso.com", "mx2.fabrikam.com")]
    [InlineData("host mx1.contoso.com[8.8.8.8] said: 550 5.7.1 Unable to relay; host mx2.fabrikam.com[9.9.9.9] said: 550 5.1.1 user unknown", "mx1.contoso.com", "mx2.fabrikam.com")]
    [InlineData("Two errors today:\n450 4.4.316 Connection refused\n450 4.7.320 Certificate validation failed [LastAttemptedServerName=mail.fabrikam.com]", null, "mail.fabrikam.com")]
    public void Of_two_errors_each_has_its_own_server(string text, string? first, string? second)
    {
        var errors = MailErrorRecognizer.Recognize(text).Errors;

        Assert.Equal([first, second], errors.Select(error => error.Server));
        Assert.Equal(errors.Select(error => error.Address).Distinct().Count(), errors.Any(error => error.Address is not null) ? 2 : 1);
    }

    [Fact]
    public void A_server_on_a_line_of_its_own_is_that_of_all_errors()
    {
        var errors = MailErrorRecognizer.Recognize("450 4.4.316 Connection refused\n450 4.7.320 Certificate validation failed\nServer: mail.fabrikam.com").Errors;

        Assert.All(errors, error => Assert.Equal("mail.fabrikam.com", error.Server));
    }
}
