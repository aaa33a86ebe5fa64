using System.Text;
using BenchmarkDotNet.Attributes;
using ChatOpsBot.MailFlow;

namespace ChatOpsBot.Benchmarks;

/// <summary>
/// What a message costs. Throughput is characters times two (UTF-16) over the mean time:
/// chat without a digit is promised 1 GB/s and no allocation, digits without an error 150 MB/s, a bare code 2 µs, a report of 4 KB 40 µs.
/// </summary>
[MemoryDiagnoser]
public class RecognitionBenchmarks
{
    private const string ChatLine = "thanks, that did the trick - I will tell the others and close the ticket this afternoon\n";
    private const string NumberLine = "2026-11-05T10:30:12.123Z web07 nginx[4711]: 192.0.2.44 GET /shop/item/88123 200 5123 bytes in 0.012 s\n";

    private readonly string chat = Repeat(ChatLine, 64 * 1024);
    private readonly string numbers = Repeat(NumberLine, 64 * 1024);
    private readonly string[] numberLines = [.. Enumerable.Range(0, 256).Select(i => $"release {i}: web0{i % 9} served {i * 37} pages from 192.0.2.{i % 250} in {i % 17}.{i % 10} s on 2026-11-05")];
    private readonly string report = Report();

    [Benchmark]
    public bool Chat_without_a_digit() => MailErrorRecognizer.Recognize(chat).Fires;

    [Benchmark]
    public bool Numbers_without_an_error() => MailErrorRecognizer.Recognize(numbers).Fires;

    [Benchmark(OperationsPerInvoke = 256)]
    public int Number_lines_one_by_one()
    {
        var fired = 0;
        foreach (var line in numberLines)
            fired += MailErrorRecognizer.Recognize(line).Fires ? 1 : 0;
        return fired;
    }

    [Benchmark]
    public bool Bare_code() => MailErrorRecognizer.Recognize("450 4.4.316").Fires;

    [Benchmark]
    public bool Report_of_4_kilobytes() => MailErrorRecognizer.Recognize(report).Fires;

    internal static string Repeat(string piece, int length)
    {
        var text = new StringBuilder(length + piece.Length);
        while (text.Length < length)
            text.Append(piece);
        return text.ToString();
    }

    private static string Report()
    {
        var text = new StringBuilder("""
            Delivery has failed to these recipients or groups:
            bob@contoso.example
            Your message wasn't delivered. The recipient's server refused the connection for too long.

            Diagnostic information for administrators:
            Generating server: DB7PR02MB0001.eurprd02.prod.outlook.com
            bob@contoso.example
            Remote Server returned '550 5.4.316 Message expired, connection refused(Socket error code 10061)'
            [LastAttemptedServerName=mx1.contoso.example] [LastAttemptedIP=203.0.113.9:25] [SmtpSecurity=-2;-2]

            Original message headers:

            """);
        while (text.Length < 4096)
            text.Append("Received: from DB7PR02MB0001.eurprd02.prod.outlook.com (2001:db8::1) by DB7PR02MB0002 with Microsoft SMTP Server id 15.20.1771.16; Thu, 5 Nov 2026 09:00:01 +0000\n");
        return text.ToString();
    }
}
