using System.Reflection;
using ChatOpsBot.MailFlow.Recognizing;

namespace ChatOpsBot.MailFlow.Tests.Recognizing;

public sealed class WeightTests
{
    private static readonly IReadOnlyList<Weight> All =
        [.. typeof(Weights).GetFields(BindingFlags.Public | BindingFlags.Static).Where(f => f.FieldType == typeof(Weight)).Select(f => (Weight)f.GetValue(null)!)];

    [Fact]
    public void Every_reason_has_its_own_name() =>
        Assert.Equal(All.Count, All.Select(w => w.Name).Distinct(StringComparer.Ordinal).Count());

    [Fact]
    public void Every_reason_weighs_something_and_no_more_than_certainty() =>
        Assert.All(All, w => Assert.True(w.Value is not 0 and >= -1 and <= 1, $"{w.Name} weighs {w.Value}"));

    [Fact]
    public void Only_a_reply_beside_its_code_a_field_and_a_code_alone_or_of_one_provider_are_enough_by_themselves() =>
        Assert.Equal(
            ["inferred-code", "only-a-code", "provider-alone", "rare-code", "reply-and-code", "reply-words-code", "trace-field"],
            All.Where(w => w.Value >= Weights.Fires).Select(w => w.Name).Order(StringComparer.Ordinal));
}
