using ChatOpsBot.MailFlow.Knowledge;

namespace ChatOpsBot.MailFlow.Tests.Knowledge;

public class KnowledgeLintTests
{
    [Fact]
    public void Examples_that_lead_to_their_entry_are_silent()
    {
        using var folder = TestFolder.WithEntry(Some.Entry);

        Assert.Empty(KnowledgeLint.CheckExamples(folder.Load().Base!));
    }

    [Theory]
    [InlineData("examples: [it does not work]", "(46): example-not-found: The example \"it does not work\" is not recognized as a mail error. Quote the line as mail systems write it, with its code.")]
    [InlineData("examples: [450 4.4.998 Made up]", "(46): example-not-found: The example \"450 4.4.998 Made up\" is read as 450 4.4.998, which leads to no entry. Add the code to \"match\", or correct the example.")]
    [InlineData("examples: [450 4.4.111 Made up]", "(46): example-not-found: The example \"450 4.4.111 Made up\" is read as 450 4.4.111, which leads to 4.4.111. Move the example there, or correct \"match\".")]
    [InlineData("examples: [450 4.4.999 Made up]\nnot: [550 5.4.999 Late]", "(47): not-example-found: The line \"550 5.4.999 Late\" leads to this entry, although \"not\" says it must not. Narrow \"match\", or remove the line.")]
    public void A_line_that_leads_elsewhere_is_reported_where_it_stands(string lines, string message)
    {
        using var folder = TestFolder.WithEntry(Some.EntryWith("examples: [450 4.4.999 Made up]\nnot: [450 4.4.998 Other]", lines)).With("connectors/4.4.111.yaml", Some.Other("4.4.111"));

        Assert.Equal(["connectors/4.4.999.yaml" + message], KnowledgeLint.CheckExamples(folder.Load().Base!).Select(problem => problem.ToString()));
    }

    [Fact]
    public void A_language_that_only_some_entries_have_is_missed_in_the_others()
    {
        using var folder = TestFolder.WithEntry(Some.Entry).With("connectors/4.4.999.es.yaml", Some.Translation).With("connectors/4.4.111.yaml", Some.Other("4.4.111"));

        var problem = Assert.Single(KnowledgeLint.CheckTranslations(folder.Load().Base!));

        Assert.Equal("connectors/4.4.111.yaml(0): warning missing-translation: The entry has no file in es; its readers see English. Add 4.4.111.es.yaml beside it.", problem.ToString());
    }

    [Theory]
    [InlineData("2026-11-20", "connectors/4.4.999.es.yaml(3): warning stale-translation: The English texts were reviewed on 2026-11-21, after this translation of 2026-11-20. Compare the two and write the day you did.")]
    [InlineData("yesterday", "connectors/4.4.999.es.yaml(3): bad-date: \"yesterday\" is no date. Write year, month and day: 2026-11-21.")]
    [InlineData("2026-11-21", null)]
    public void A_translation_older_than_the_review_of_its_entry_is_pointed_out(string translated, string? message)
    {
        using var folder = TestFolder.WithEntry(Some.Entry).With("connectors/4.4.999.es.yaml", Some.Replace(Some.Translation, "of: 4.4.999\n", $"of: 4.4.999\ntranslated: {translated}\n"));

        Assert.Equal(message is null ? [] : [message], folder.Problems());
    }
}
