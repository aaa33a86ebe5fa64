using ChatOpsBot.MailFlow.Knowledge;

namespace ChatOpsBot.MailFlow.Tests.Knowledge;

public class KnowledgeBaseTests
{
    private static readonly KnowledgeBase Knowledge = Load();

    [Theory]
    [InlineData("4.4.999", null, "4.4.999")]
    [InlineData("5.4.999", null, "4.4.999")]
    [InlineData("5.4.300", null, "other")]
    [InlineData("4.4.997", null, "other")]
    [InlineData("4.4.99", null, null)]
    [InlineData("4.4.1", null, null)]
    [InlineData(null, "NoSuchTrouble", "4.4.999")]
    [InlineData(null, "nosuchtrouble", "4.4.999")]
    [InlineData(null, "Unheard", null)]
    public void An_error_leads_to_the_entry_that_claims_it(string? code, string? detail, string? id)
    {
        Assert.Equal(id, Knowledge.Find(Error(code, detail))?.Id);
    }

    [Theory]
    [InlineData("4.4.999", "Other", "4.4.999")]
    [InlineData("5.4.300", "NoSuchTrouble", "4.4.999")]
    [InlineData("4.4.997", "NoSuchTrouble", "4.4.999")]
    public void A_code_goes_before_a_detail_and_a_detail_before_a_code_that_says_little(string code, string detail, string id)
    {
        Assert.Equal(id, Knowledge.Find(Error(code, detail))?.Id);
    }

    [Fact]
    public void The_longer_family_of_codes_wins()
    {
        using var folder = TestFolder.WithEntry(Some.EntryWith("codes: [4.4.999]", "codePrefixes: [\"4.4.\"]"))
            .With("connectors/4.4.111.yaml", Some.Replace(Some.Other("4.4.111"), "codes: [4.4.111]", "codePrefixes: [4.4.5]"));
        var knowledge = folder.Load().Base!;

        Assert.Equal(("4.4.111", "4.4.999"), (knowledge.Find(Error("4.4.57", null))!.Id, knowledge.Find(Error("4.4.5", null))!.Id));
    }

    private static KnowledgeBase Load()
    {
        using var folder = TestFolder.WithEntry(Some.Entry)
            .With("connectors/other.yaml", Some.Replace(Some.Other("4.4.111"), "id: 4.4.111", "id: other")
                .Replace("codes: [4.4.111]", "vagueCodes: [5.4.300]\n  codePrefixes: [4.4.99]\n  codes: [4.4.111]", StringComparison.Ordinal));
        return folder.Load().Base!;
    }

    private static MailError Error(string? code, string? detail) => new()
    {
        Code = EnhancedStatusCode.TryParse(code, out var parsed) ? parsed : null,
        Detail = detail,
        QuotedLine = $"{code} {detail}",
    };
}
