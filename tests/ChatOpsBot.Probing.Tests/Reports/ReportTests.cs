using System.Text.Json;
using ChatOpsBot.MailFlow;
using ChatOpsBot.Probing.Reports;
using ChatOpsBot.Probing.Tests.Verdicts;
using ChatOpsBot.Testing.Time;

namespace ChatOpsBot.Probing.Tests.Reports;

/// <summary>What others read of a run. Its names are a promise.</summary>
public sealed class ReportTests
{
    private static readonly ReportVantage Here = new("probe.example.net", ["10.0.0.53:53"], []);

    private readonly ManualTime time = new();

    [Fact]
    public void A_report_is_written_as_documented()
    {
        Assert.True(EnhancedStatusCode.TryParse("4.4.316", out var code));
        var request = new ProbeRequest(new ProbeTarget("contoso.com") { Kind = TargetKind.Domain }, ["tcp25"]) { ReportedCode = code };
        var writer = new ProbeReportWriter(request, Here, time);
        writer.Add(new ProbeEvent.Started("tcp25", "203.0.113.9"));
        time.Advance(TimeSpan.FromSeconds(2));
        writer.Add(new ProbeEvent.Finished(Built.Results("tcp25 refused @mx1.contoso.com/10/203.0.113.9 causes=tcp.refused")[0] with { Elapsed = TimeSpan.FromMilliseconds(12.4), Evidence = ["S: 220 <\u001b[31m"] }));

        var json = JsonSerializer.Serialize(writer.Write(), ProbeJson.Readable.ProbeReport);

        Assert.Equal(
            """
            {
              "version": 1,
              "question": {
                "host": "contoso.com",
                "port": 25,
                "kind": "domain",
                "checks": [
                  "tcp25"
                ],
                "code": "4.4.316"
              },
              "vantage": {
                "ehloName": "probe.example.net",
                "resolvers": [
                  "10.0.0.53:53"
                ],
                "sourceAddresses": []
              },
              "started": "TIME",
              "duration": 2,
              "cached": false,
              "stages": [
                {
                  "stage": "connect",
                  "check": "tcp25",
                  "target": {
                    "where": "203.0.113.9",
                    "host": "mx1.contoso.com",
                    "preference": 10,
                    "address": "203.0.113.9",
                    "port": 25
                  },
                  "status": "fail",
                  "outcome": "refused",
                  "sentence": "tcp25 of mx1.contoso.com is refused.",
                  "start": 0,
                  "duration": 0.012,
                  "facts": {
                    "host": "mx1.contoso.com",
                    "port": "25",
                    "preference": "10",
                    "domain": "contoso.com",
                    "address": "203.0.113.9",
                    "causes": "tcp.refused"
                  },
                  "evidence": [
                    "S: 220 <\\x1B[31m"
                  ]
                }
              ],
              "verdict": {
                "cause": "tcp.refused",
                "stage": "connect",
                "code": "4.4.316",
                "opportunisticCode": "4.4.316",
                "confidence": "possible",
                "about": "unknown",
                "sentence": "tcp25 of mx1.contoso.com is refused.",
                "target": {
                  "where": "203.0.113.9",
                  "host": "mx1.contoso.com",
                  "preference": 10,
                  "address": "203.0.113.9",
                  "port": 25
                },
                "findings": [],
                "notTested": [],
                "limits": [
                  "Whether the probe itself can leave on this port is not proven, so the silence may be its own.",
                  "Seen from the network of this probe only: a firewall may treat the addresses of Exchange Online otherwise."
                ],
                "reported": {
                  "code": "4.4.316",
                  "agreement": "confirmed"
                }
              }
            }
            """.ReplaceLineEndings("\n"),
            json.Replace(JsonSerializer.Serialize(time.GetUtcNow() - TimeSpan.FromSeconds(2)).Trim('"').Replace("\\u002B", "+", StringComparison.Ordinal), "TIME", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("tcp25 open", "connect", "ok")]
    [InlineData("smtp.banner slow findings=smtp.slow_banner", "banner", "warn")]
    [InlineData("smtp.banner not-tested !not-connected", "banner", "skipped")]
    [InlineData("smtp.banner not-tested !rate-limited", "banner", "not-tested")]
    [InlineData("tcp25 denied !private-address", "connect", "denied")]
    [InlineData("smtp.starttls handshake-failed causes=tls.handshake_failed", "tls", "fail")]
    [InlineData("smtp.starttls not-offered causes=tls.not_offered", "starttls", "fail")]
    [InlineData("tls.chain self-signed causes=cert.self_signed", "cert", "fail")]
    [InlineData("tls.mtasts testing", "policy", "ok")]
    [InlineData("dns.soa differs causes=dns.ns_out_of_sync", "dns", "warn")]
    [InlineData("sig.fixup masked causes=smtp.packet_inspection", "ehlo", "fail")]
    [InlineData("ctl.out25 unknown", "control", "warn")]
    public void Every_result_stands_in_its_stage_with_its_status(string result, string stage, string status)
    {
        var writer = new ProbeReportWriter(new ProbeRequest(new ProbeTarget("contoso.com"), []), Here, time);

        var told = writer.Add(new ProbeEvent.Finished(Built.Results(result)[0]));

        Assert.Equal((stage, status), (told!.Stage, told.Status));
    }

    [Fact]
    public void Evidence_stays_within_two_kibibytes_whoever_told_it()
    {
        var writer = new ProbeReportWriter(new ProbeRequest(new ProbeTarget("contoso.com"), []), Here, time);
        var endless = Enumerable.Repeat("S: " + new string('\u0007', 500), 100).ToList();

        var told = writer.Add(new ProbeEvent.Finished(Built.Results("smtp.banner oversized")[0] with { Evidence = endless }));

        Assert.InRange(told!.Evidence.Sum(line => line.Length + 1), 1, 2048);
    }

    [Fact]
    public void A_stage_gives_its_result_back()
    {
        var result = Built.Results("smtp.banner ready @mx1.contoso.com/10/203.0.113.9 banner=220")[0] with { Evidence = ["S: 220 mx1.contoso.com"], Elapsed = TimeSpan.FromSeconds(1.5) };
        var stage = new ProbeReportWriter(new ProbeRequest(new ProbeTarget("contoso.com"), []), Here, time).Add(new ProbeEvent.Finished(result))!;

        var read = JsonSerializer.Deserialize(JsonSerializer.Serialize(stage, ProbeJson.Default.ReportStage), ProbeJson.Default.ReportStage)!.ToResult();

        Assert.Equivalent(result, read, strict: true);
    }
}
