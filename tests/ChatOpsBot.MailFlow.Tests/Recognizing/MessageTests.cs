namespace ChatOpsBot.MailFlow.Tests.Recognizing;

public sealed class MessageTests(ITestOutputHelper output)
{
    [Fact]
    public void Firing_is_as_exact_as_promised()
    {
        var misses = Samples.Messages.Where(s => s.Fires && !s.Recognize().Fires).ToList();
        var alarms = Samples.Messages.Where(s => !s.Fires && s.Recognize().Fires).ToList();
        double hits = Samples.Messages.Count(s => s.Fires) - misses.Count;

        var precision = hits / (hits + alarms.Count);
        var recall = hits / (hits + misses.Count);
        var f1 = 2 * precision * recall / (precision + recall);

        var summary = $"precision {precision:F3}, recall {recall:F3}, F1 {f1:F3}; missed: {Ids(misses)}; false alarms: {Ids(alarms)}";
        output.WriteLine(summary);
        Assert.True(precision >= 0.985 && recall >= 0.97 && f1 >= 0.98, summary);
    }

    [Fact]
    public void All_codes_are_exactly_right_and_the_primary_comes_first()
    {
        var wrong = Samples.Messages.Where(s => !s.CodesAreRight(s.Recognize())).ToList();

        var share = 1 - (wrong.Count / (double)Samples.Messages.Count);
        var summary = $"codes right {share:F3}; wrong: {Ids(wrong)}";
        output.WriteLine(summary);
        Assert.True(share >= 0.96, summary);
    }

    [Fact]
    public void The_destination_server_is_right_where_one_is_named()
    {
        var named = Samples.Messages.Where(s => s.Server is not null).ToList();
        var wrong = named.Where(s => !s.ServerIsRight(s.Recognize())).ToList();

        var share = 1 - (wrong.Count / (double)named.Count);
        var summary = $"server right {share:F3} of {named.Count}; wrong: {Ids(wrong)}";
        output.WriteLine(summary);
        Assert.True(share >= 0.9, summary);
    }

    [Theory]
    [InlineData("en")]
    [InlineData("es")]
    [InlineData("sv")]
    [InlineData("pt-BR")]
    [InlineData("de")]
    public void Nothing_is_lost_in_a_language(string language)
    {
        var errors = Samples.Messages.Where(s => s.Lang == language && s.Fires).ToList();
        var misses = errors.Where(s => !s.Recognize().Fires).ToList();

        Assert.True(errors.Count >= 15, $"{language} has only {errors.Count} messages with an error.");
        Assert.True(misses.Count <= errors.Count * 0.05, $"{language}: missed {Ids(misses)}");
    }

    [Fact]
    public void Every_known_shape_and_look_alike_has_an_example()
    {
        var tags = Samples.Messages.SelectMany(s => s.Tags).ToHashSet(StringComparer.Ordinal);

        var missing = Enumerable.Range(1, 99).Select(n => $"shape-{n}").Concat(Enumerable.Range(1, 19).Select(n => $"look-F{n}")).Where(tag => !tags.Contains(tag));

        Assert.Empty(missing);
        Assert.True(Samples.Messages.Count >= 300, $"{Samples.Messages.Count} messages");
    }

    private static string Ids(IEnumerable<Sample> samples) => string.Join(", ", samples.Select(s => s.Id).DefaultIfEmpty("none"));
}
