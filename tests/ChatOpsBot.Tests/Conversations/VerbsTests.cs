using System.Reflection;
using ChatOpsBot.Conversations;

namespace ChatOpsBot.Tests.Conversations;

public sealed class VerbsTests
{
    [Fact]
    public void Every_verb_of_a_button_is_known_and_no_other()
    {
        var verbs = typeof(Verbs).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(field => field.IsLiteral && !field.Name.EndsWith("Input", StringComparison.Ordinal))
            .Select(field => (string)field.GetRawConstantValue()!)
            .ToList();

        Assert.NotEmpty(verbs);
        Assert.All(verbs, verb => Assert.True(Verbs.IsKnown(verb), verb));
        Assert.False(Verbs.IsKnown(Verbs.ServerInput));
        Assert.False(Verbs.IsKnown(""));
    }
}
