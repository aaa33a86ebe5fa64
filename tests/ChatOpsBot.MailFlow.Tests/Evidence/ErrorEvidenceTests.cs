using ChatOpsBot.MailFlow.Evidence;

namespace ChatOpsBot.MailFlow.Tests.Evidence;

public class ErrorEvidenceTests
{
    [Fact]
    public void Codes_and_detail_words_of_all_errors_are_said_once_each()
    {
        MailError[] errors =
        [
            new() { Code = new EnhancedStatusCode(4, 4, 317), Detail = "UntrustedRoot", QuotedLine = "" },
            new() { Code = new EnhancedStatusCode(5, 7, 3), QuotedLine = "" },
            new() { Code = new EnhancedStatusCode(4, 4, 317), QuotedLine = "" },
            new() { Reply = new ReplyCode(421), QuotedLine = "" },
        ];

        var said = ErrorEvidence.Of(errors);

        Assert.Equal(["4.4.317", "UntrustedRoot", "5.7.3"], said.Select(word => word.Outcome));
        Assert.All(said, word => Assert.Equal((Vocabulary.ErrorSays, null, true), (word.CheckId, word.Where, word.IsEvidence)));
    }

    [Fact]
    public void A_nested_reply_speaks_for_its_cause()
    {
        var errors = MailErrorRecognizer.Recognize("450 4.4.317 Cannot connect to remote server [Message=451 5.7.3 STARTTLS is required to send mail]").Errors;

        Assert.Contains(new Observation(Vocabulary.ErrorSays, "5.7.3", null), ErrorEvidence.Of(errors));
    }
}
