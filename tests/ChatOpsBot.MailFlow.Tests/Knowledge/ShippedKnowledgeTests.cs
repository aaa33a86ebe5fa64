namespace ChatOpsBot.MailFlow.Tests.Knowledge;

public class ShippedKnowledgeTests
{
    [Fact]
    public void The_shipped_folder_loads_without_a_single_problem()
    {
        var result = ShippedKnowledge.Load();

        Assert.Empty(result.Problems);
        Assert.NotNull(result.Base);
    }
}
