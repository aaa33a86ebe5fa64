using ChatOpsBot.Testing.Smtp;

namespace ChatOpsBot.Probing.Tests;

/// <summary>Servers that want to harm the reader of the card, or the probe.</summary>
public sealed class HostileServerTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Control_characters_and_eight_bit_text_are_escaped_wherever_they_are_shown()
    {
        await using var server = ScriptedSmtpServer.Start("R: 220 \0\u001B[2J\u0007\u0085\u00E2\u0080\u00AE mx\rC: MAIL\r\n", "C: EHLO *", "R: 250-mx\r\n250 X\u001B[0m\r\n");

        var report = await Probe.RunAsync(server.Target, Ct);

        Assert.Equal(@"S: 220 \x00\x1B[2J\x07\x85\xE2\x80\xAE mx\x0DC: MAIL", Assert.Single(report["smtp.banner"].Evidence));
        Assert.All(report.Results, result =>
        {
            Assert.All(result.Evidence.Append(result.Sentence).Concat(result.Facts.Values), text => Assert.DoesNotContain(text, character => character is < ' ' or > '~'));
        });
    }

    [Fact]
    public async Task Evidence_is_at_most_two_kibibytes_and_says_what_is_missing()
    {
        string[] keywords = [.. Enumerable.Range(0, 60).Select(_ => "S: 250-" + new string('K', 60))];
        await using var server = ScriptedSmtpServer.Start(["S: 220 mx.contoso.com", "C: EHLO *", "S: 250-mx.contoso.com", .. keywords, "S: 250 STARTTLS", "C: STARTTLS", "S: 454 Not now"]);

        var report = await Probe.RunAsync(server.Target, Ct);

        Assert.Equal("rejected", report["smtp.starttls"].Outcome);
        Assert.True(report["smtp.ehlo"].Evidence.Sum(line => line.Length + 1) <= 2048);
        Assert.Matches(@"^\(\d+ more lines\)$", report["smtp.ehlo"].Evidence[^1]);
        Assert.True(report["smtp.ehlo"].Facts["keywords"].Length <= 600);
        Assert.True(report["smtp.ehlo"].Sentence.Length < 1000);
    }

    [Fact]
    public async Task A_greeting_that_comes_byte_by_byte_is_read_like_any_other()
    {
        await using var server = ScriptedSmtpServer.Start("D: 220-mx.contoso.com\r\n220 ready\r\n", "C: EHLO *", "D: 250-mx.contoso.com\r\n250 STARTTLS\r\n", "C: STARTTLS", "D: 454 Not now\r\n");

        var report = await Probe.RunAsync(server.Target, Ct);

        Assert.Equal("ready", report["smtp.banner"].Outcome);
        Assert.Equal("rejected", report["smtp.starttls"].Outcome);
    }

    [Fact]
    public async Task Whatever_a_server_says_the_probe_says_no_more_than_ehlo_helo_and_quit()
    {
        await using var server = ScriptedSmtpServer.Start(
            "S: 220 Say MAIL FROM:<root@contoso.com> now",
            "C: EHLO *",
            "S: 500-RCPT TO:<root@contoso.com>",
            "S: 500 DATA",
            "C: HELO *",
            "S: 250-AUTH LOGIN",
            "S: 250 VRFY root");

        await Probe.RunAsync(server.Target, Ct);

        Assert.Equal(["EHLO probe.example.net", "HELO probe.example.net", "QUIT"], server.Received);
    }

    [Theory]
    [InlineData("MAIL FROM:<root@contoso.com>")]
    [InlineData("rcpt to:<root@contoso.com>")]
    [InlineData("DATA")]
    [InlineData("VRFY root")]
    public async Task The_scripted_server_notices_a_mail_command(string command)
    {
        var server = ScriptedSmtpServer.Start("S: 220 mx.contoso.com", "* silence");
        using (var client = new System.Net.Sockets.TcpClient())
        {
            await client.ConnectAsync(server.EndPoint, Ct);
            await client.GetStream().WriteAsync(System.Text.Encoding.ASCII.GetBytes(command + "\r\n"), Ct);
            await server.Heard(command);
        }

        var fault = await Assert.ThrowsAsync<InvalidOperationException>(async () => await server.DisposeAsync());

        Assert.Contains(command, fault.Message, StringComparison.Ordinal);
    }
}
