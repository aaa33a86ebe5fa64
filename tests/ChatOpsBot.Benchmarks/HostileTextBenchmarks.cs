using BenchmarkDotNet.Attributes;
using ChatOpsBot.MailFlow;

namespace ChatOpsBot.Benchmarks;

/// <summary>Texts made to be slow, in two lengths: four times the text may cost about four times the time.</summary>
[MemoryDiagnoser]
public class HostileTextBenchmarks
{
    [Params(256 * 1024, 1024 * 1024)]
    public int Length { get; set; }

    [Benchmark]
    public bool Hostile_dots() => MailErrorRecognizer.Recognize(Text("4.")).Fires;

    [Benchmark]
    public bool Hostile_codes() => MailErrorRecognizer.Recognize(Text("mail 4.4.4 ")).Fires;

    [Benchmark]
    public bool Hostile_angles() => MailErrorRecognizer.Recognize(Text("<b "), MailMarkup.TeamsHtml).Fires;

    [Benchmark]
    public bool Hostile_entities() => MailErrorRecognizer.Recognize(Text("&amp;#38;"), MailMarkup.TeamsHtml).Fires;

    private string Text(string piece) => "450 4.4.4 " + RecognitionBenchmarks.Repeat(piece, Length - 32);
}
