namespace ChatOpsBot.MailFlow.Tests.Knowledge;

public class CodeRegistryTests
{
    // RFC 3463 to RFC 8689: the highest registered detail of each subject.
    public static TheoryData<int, int> Registered { get; } = new() { { 0, 0 }, { 1, 10 }, { 2, 4 }, { 3, 6 }, { 4, 7 }, { 5, 6 }, { 6, 10 }, { 7, 30 } };

    [Theory]
    [MemberData(nameof(Registered))]
    public void Every_registered_code_has_its_meaning_and_a_place_to_look_in_every_language(int subject, int last)
    {
        var registry = ShippedKnowledge.Base().Registry;
        foreach (var language in ShippedKnowledge.Languages)
        {
            Assert.Equal(language, registry.WhereToLook(subject, language)?.Language);
            for (var detail = 0; detail <= last; detail++)
                Assert.Equal(language, registry.Detail(new EnhancedStatusCode(5, subject, detail), language)?.Language);
        }
    }

    [Theory]
    [InlineData(211)]
    [InlineData(250)]
    [InlineData(421)]
    [InlineData(450)]
    [InlineData(535)]
    [InlineData(550)]
    [InlineData(556)]
    public void Reply_codes_have_a_meaning(int reply)
    {
        foreach (var language in ShippedKnowledge.Languages)
            Assert.Equal(language, ShippedKnowledge.Base().Registry.Reply(new ReplyCode(reply), language)?.Language);
    }

    [Fact]
    public void What_a_provider_means_otherwise_is_told_apart()
    {
        var knowledge = ShippedKnowledge.Base();
        var google = knowledge.Providers.Single(provider => provider.Id == "google");
        var microsoft = knowledge.Providers.Single(provider => provider.Id == "microsoft");
        var code = new EnhancedStatusCode(5, 7, 30);

        Assert.Contains("REQUIRETLS", knowledge.Registry.Detail(code, "en")!.Value.Value, StringComparison.Ordinal);
        Assert.Contains("DKIM", knowledge.Registry.Detail(code, google, "en")!.Value.Value, StringComparison.Ordinal);
        Assert.Contains("password", knowledge.Registry.Detail(code, microsoft, "en")!.Value.Value, StringComparison.Ordinal);
        Assert.Null(knowledge.Registry.Detail(new EnhancedStatusCode(5, 4, 8), "en"));
    }

    [Theory]
    [InlineData("  9.1: Nine.", "(3): bad-id: \"9.1\" is no code here. Write subject and detail such as 5.3, a provider behind it such as 7.30.google, reply.421, or look.1.")]
    [InlineData("  7.30.nobody: Nothing.", "(3): unknown-provider: Nobody knows the provider \"nobody\". Known: none. Correct it, or add it to providers.yaml.")]
    [InlineData("  5.3: [a, b]", "(3): wrong-kind: \"5.3\" must have one text.")]
    public void A_slip_in_the_registry_is_reported(string line, string message)
    {
        using var folder = TestFolder.WithEntry(Some.Entry).With("registry.yaml", "texts:\n  5.2: Two.\n" + line);

        Assert.Equal(["registry.yaml" + message], folder.Problems());
    }

    [Fact]
    public void A_translation_of_the_registry_is_compared_with_it()
    {
        using var folder = TestFolder.WithEntry(Some.Entry)
            .With("registry.yaml", "texts:\n  5.2: Two.\n  5.3: Three.")
            .With("registry.es.yaml", "language: es\nof: registry\ntexts:\n  5.2: Dos.\n  5.4: Cuatro.");

        Assert.Equal(["unknown-text", "missing-text"], folder.Load().Problems.OrderByDescending(problem => problem.Line).Select(problem => problem.Rule));
    }
}
