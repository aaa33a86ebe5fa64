namespace ChatOpsBot.MailFlow.Tests.Recognizing;

public class AskedCodeTests
{
    [Theory]
    [InlineData("421", "421")]
    [InlineData("550?", "550")]
    [InlineData("what is 450", "450")]
    [InlineData("(what does 4.9.9 mean?)", null)]
    [InlineData("what does 4.7.9 mean?", "4.7.9")]
    [InlineData("SMTP-Code «5.7.30» bitte", "5.7.30")]
    [InlineData("550 5.3.2", "550 5.3.2")]
    [InlineData("2.1.5", "2.1.5")]
    [InlineData("5.300.1", "5.300.1")]
    [InlineData("we installed 5.300.1 today", null)]
    [InlineData("354", "354")]
    [InlineData("we sent 500 mails since Monday", null)]
    [InlineData("is it 5.1.1 or 5.1.10", null)]
    [InlineData("on the fourth day of the month we saw 5.1.1", "5.1.1")]
    [InlineData("could you please tell me in a few words what this 4.7.9 is that our partner's server answers", "4.7.9")]
    [InlineData("what is the meaning of error 550 in this report", "550")]
    [InlineData("was bedeutet denn in so einer Antwort 452", "452")]
    [InlineData("we have counted about 450 of them since Monday", null)]
    [InlineData("3.1.1", null)]
    [InlineData("hello", null)]
    [InlineData("", null)]
    public void Who_names_one_code_in_a_few_words_asks_about_it(string text, string? code)
    {
        Assert.Equal(code, AskedCode.Read(text)?.CodeText);
    }
}
