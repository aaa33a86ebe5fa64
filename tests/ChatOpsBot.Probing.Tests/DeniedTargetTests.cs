using System.Net;
using ChatOpsBot.Testing.Dns;
using ChatOpsBot.Testing.Smtp;

namespace ChatOpsBot.Probing.Tests;

/// <summary>A target the policy refuses: a result with a reason, and nothing on the wire.</summary>
public sealed class DeniedTargetTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Loopback_is_denied_without_a_connection()
    {
        await using var server = ScriptedSmtpServer.Healthy();
        var probe = new Probe(options: new ProbeOptions { AllowedPorts = [server.EndPoint.Port] });

        var report = await probe.RunAllAsync(server.Target, Ct);

        Assert.All(
            report.Results.Where(result => result.CheckId != "ctl.out25" && !result.CheckId.StartsWith("dns.", StringComparison.Ordinal)),
            result =>
            {
                Assert.Equal("denied", result.Outcome);
                Assert.Equal(Reasons.PrivateAddress, result.Reason);
                Assert.Equal("127.0.0.1", result.Where);
            });
        Assert.Equal(0, server.Connections);
    }

    [Theory]
    [InlineData("2130706433")]
    [InlineData("127.1")]
    [InlineData("0x7f000001")]
    [InlineData("0177.0.0.1")]
    [InlineData("::ffff:127.0.0.1")]
    public async Task Other_ways_to_write_loopback_are_denied_too(string host)
    {
        await using var server = ScriptedSmtpServer.Healthy();
        var probe = new Probe(options: new ProbeOptions { AllowedPorts = [server.EndPoint.Port] });

        var report = await probe.RunAllAsync(new ProbeTarget(host, server.EndPoint.Port), Ct);

        Assert.Equal("denied", report["tcp25"].Outcome);
        Assert.Equal(0, server.Connections);
    }

    [Fact]
    public async Task A_reserved_name_is_denied_without_a_question_to_dns()
    {
        await using var dns = ScriptedDnsServer.Start();

        var report = await new Probe(TimeProvider.System, new ProbeOptions(), dns).RunAsync(new ProbeRequest(new ProbeTarget("mail.contoso.example"), CheckRunner.KnownChecks), Ct);

        Assert.Equal(CheckRunner.KnownChecks, report.Results.Select(result => result.CheckId));
        Assert.All(report.Results, result =>
        {
            Assert.Equal("denied", result.Outcome);
            Assert.Equal(Reasons.ReservedName, result.Reason);
        });
        Assert.Equal("mail.contoso.example", report["tcp25"].Where);
        Assert.Empty(dns.Questions);
    }

    [Fact]
    public async Task A_port_that_is_no_mail_port_is_denied_without_a_question_to_dns()
    {
        await using var dns = ScriptedDnsServer.Start();

        var report = await new Probe(TimeProvider.System, new ProbeOptions(), dns).RunAllAsync(new ProbeTarget("mx1.contoso.com", 22), Ct);

        Assert.All(report.Results, result => Assert.Equal(Reasons.PortNotAllowed, result.Reason));
        Assert.Contains("25, 465, 587", report["tcp25"].Sentence, StringComparison.Ordinal);
        Assert.Empty(dns.Questions);
    }

    [Fact]
    public async Task An_allowed_network_opens_no_port()
    {
        await using var server = ScriptedSmtpServer.Healthy();

        var report = await new Probe(options: Probe.Loopback()).RunAllAsync(server.Target, Ct);

        Assert.Equal(Reasons.PortNotAllowed, report["tcp25"].Reason);
        Assert.Equal(0, server.Connections);
    }

    [Fact]
    public async Task A_name_that_leads_to_a_denied_address_is_denied_there_and_asked_elsewhere()
    {
        await using var server = ScriptedSmtpServer.Healthy();
        await using var names = Probe.Names("mx1.contoso.com", IPAddress.Parse("10.0.0.5"), IPAddress.Loopback, IPAddress.Parse("169.254.169.254"));
        var probe = new Probe(TimeProvider.System, Probe.Loopback(server.EndPoint.Port), names);

        var report = await probe.RunAllAsync(new ProbeTarget("mx1.contoso.com", server.EndPoint.Port), Ct);

        Assert.Equal("found", report["dns.addr"].Outcome);
        Assert.Equal("denied", report.At("tcp25", "10.0.0.5").Outcome);
        Assert.Equal("denied", report.At("smtp.starttls", "169.254.169.254").Outcome);
        Assert.Equal("ok", report.At("smtp.starttls", "127.0.0.1").Outcome);
    }

    [Fact]
    public async Task The_name_is_resolved_once_so_that_a_second_answer_cannot_lead_elsewhere()
    {
        await using var server = ScriptedSmtpServer.Healthy();
        await using var dns = Probe.Names("mx1.contoso.com", IPAddress.Loopback);
        var probe = new Probe(TimeProvider.System, Probe.Loopback(server.EndPoint.Port), dns);

        await foreach (var probeEvent in probe.Stream(new ProbeRequest(new ProbeTarget("mx1.contoso.com", server.EndPoint.Port), ["dns.addr", "smtp.starttls"]), Ct))
        {
            if (probeEvent is ProbeEvent.Finished { Result: { CheckId: "dns.addr" or "tcp25" } result })
            {
                Assert.Equal(result.CheckId == "tcp25" ? "open" : "found", result.Outcome);
                dns.Change("mx1.contoso.com A 10.0.0.5");
            }
        }

        Assert.Equal(1, dns.Questions.Count(question => question == "mx1.contoso.com A"));
        Assert.Equal(1, server.Connections);
    }

    [Fact]
    public async Task Localhost_works_where_the_operator_listed_loopback()
    {
        await using var server = ScriptedSmtpServer.Healthy();
        var probe = new Probe(TimeProvider.System, Probe.Loopback(server.EndPoint.Port), resolver: null);

        var report = await probe.RunAllAsync(new ProbeTarget("localhost", server.EndPoint.Port), Ct);

        Assert.Equal("found", report["dns.addr"].Outcome);
        Assert.Equal("ok", report.At("smtp.starttls", "127.0.0.1").Outcome);
    }
}
