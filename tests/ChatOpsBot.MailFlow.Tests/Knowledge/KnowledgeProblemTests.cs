using System.IO.Pipes;
using ChatOpsBot.MailFlow.Knowledge;
using ChatOpsBot.MailFlow.Knowledge.Reading;

namespace ChatOpsBot.MailFlow.Tests.Knowledge;

public sealed class KnowledgeProblemTests
{
    [Theory]
    [InlineData("a\u001b[2Jb", "a\\u001B[2Jb")]
    [InlineData("a\r\nb", "a\\u000D\\u000Ab")]
    [InlineData("a\u009bb", "a\\u009Bb")]
    [InlineData("a\u202eb", "a\\u202Eb")]
    [InlineData("a\u2066b", "a\\u2066b")]
    [InlineData("a\u2028b", "a\\u2028b")]
    [InlineData("España … \U0001F4E7", "España … \U0001F4E7")]
    public void Characters_that_steer_a_terminal_are_escaped(string said, string shown)
    {
        Assert.Equal($"{shown}.yaml(3): rule: {shown}", new KnowledgeProblem(said + ".yaml", 3, "rule", said).ToString());
    }

    [Fact]
    public void Hundred_problems_of_a_file_are_told_and_the_rest_counted()
    {
        var report = new FileReport("a.yaml");
        for (var line = 130; line > 0; line--)
            report.Error(line, "rule", "Wrong.");

        var problems = report.Problems;

        Assert.Equal(101, problems.Count);
        Assert.Equal(31, problems[0].Line);
        Assert.Equal("a.yaml(0): more-problems: and 30 more. Mend those above first.", problems[^1].ToString());
    }

    [Theory]
    [InlineData(false, KnowledgeSeverity.Warning)]
    [InlineData(true, KnowledgeSeverity.Error)]
    public void An_error_behind_hundred_warnings_is_still_an_error(bool hasError, KnowledgeSeverity severity)
    {
        var report = new FileReport("a.yaml");
        for (var line = 1; line <= 101; line++)
            report.Warn(line, "rule", "Odd.");
        if (hasError)
            report.Error(102, "rule", "Wrong.");

        Assert.Equal(severity, report.Problems[^1].Severity);
    }

    [Fact]
    public void A_message_names_twenty_names_and_counts_the_rest()
    {
        var names = Enumerable.Range(1, 32).Select(number => $"n{number}").ToList();

        Assert.Equal(string.Join(", ", names.Take(20)), NameList.Of(names.Take(20)));
        Assert.Equal(string.Join(", ", names.Take(20)) + ", … and 12 more", NameList.Of(names));
    }

    [Fact]
    public void A_pipe_is_no_file()
    {
        using var pipe = new AnonymousPipeServerStream(PipeDirection.Out);
        var path = "/proc/self/fd/" + pipe.GetClientHandleAsString();
        var report = new FileReport("a.yaml");

        var read = KnowledgeFile.Read(new FoundFile("a.yaml", path, new FileInfo(path).Length, default), TestFolder.Today, report);

        Assert.Null(read);
        // What a pipe says about its length differs between systems.
        Assert.Contains(Assert.Single(report.Problems).Rule, new[] { "empty-file", "unreadable" });
    }
}
