namespace ChatOpsBot.MailFlow.Tests.Recognizing;

public sealed class LookAlikeTests(ITestOutputHelper output)
{
    [Fact]
    public void Numbers_that_only_look_like_codes_stay_silent()
    {
        const int Count = 40_000;

        var alarms = LookAlikes.Lines(Count, seed: 4316).Where(line => MailErrorRecognizer.Recognize(line).Fires).ToList();

        var rate = alarms.Count * 10_000.0 / Count;
        var summary = $"{rate:F1} false alarms per 10,000 lines:\n{string.Join('\n', alarms.Distinct(StringComparer.Ordinal).Take(60))}";
        output.WriteLine(summary);
        Assert.True(rate <= 1, summary);
    }
}
