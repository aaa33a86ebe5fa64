namespace ChatOpsBot.MailFlow.Tests.Recognizing;

public sealed class MailTests(ITestOutputHelper output)
{
    private static readonly IReadOnlyList<Sample> Mails = Samples.Read("mails.jsonl");

    [Fact]
    public void The_codes_of_a_bounce_are_exactly_right()
    {
        var wrong = Mails.Where(m => !m.CodesAreRight(m.Recognize())).ToList();

        var share = 1 - (wrong.Count / (double)Mails.Count);
        var summary = $"codes right {share:F3} of {Mails.Count} mails; wrong: {Ids(wrong)}";
        output.WriteLine(summary);
        Assert.True(share >= 0.97, summary);
    }

    [Fact]
    public void A_bounce_with_only_a_reply_code_is_an_error_too()
    {
        var replyOnly = Mails.Where(m => m.Fires && m.Codes.Count == 0).ToList();
        var missed = replyOnly.Where(m => m.Recognize().Primary?.Reply?.ToString() != m.Reply).ToList();

        Assert.True(replyOnly.Count >= 5, $"only {replyOnly.Count} mails without an enhanced code");
        Assert.True(missed.Count <= replyOnly.Count * 0.05, $"missed: {Ids(missed)}");
    }

    [Fact]
    public void A_delivery_report_in_words_only_gives_the_code_that_stands_for_them()
    {
        var words = Mails.Where(m => m.Tags.Contains("words")).ToList();
        var wrong = words.Where(m => !m.CodesAreRight(m.Recognize()) || !m.Recognize().Signals.Any(s => s.Name == "inferred-code")).ToList();

        Assert.True(words.Count >= 10, $"only {words.Count} reports in words");
        Assert.True(wrong.Count == 0, $"wrong: {Ids(wrong)}");
    }

    [Fact]
    public void A_mail_that_reports_no_failure_stays_silent()
    {
        var alarms = Mails.Where(m => !m.Fires && m.Recognize().Fires).ToList();

        Assert.True(alarms.Count == 0, $"false alarms: {Ids(alarms)}");
    }

    [Fact]
    public void The_server_that_refused_is_named_not_the_one_that_reports()
    {
        var wrong = Mails.Where(m => m.Server is not null && !m.ServerIsRight(m.Recognize())).ToList();

        Assert.True(wrong.Count == 0, $"wrong server: {Ids(wrong)}");
    }

    private static string Ids(IEnumerable<Sample> samples) => string.Join(", ", samples.Select(s => s.Id).DefaultIfEmpty("none"));
}
