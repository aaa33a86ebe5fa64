using ChatOpsBot.MailFlow.Knowledge;

namespace ChatOpsBot.MailFlow.Tests.Knowledge;

public class KnowledgeFolderTests
{
    [Fact]
    public void An_entry_is_read_as_its_author_wrote_it()
    {
        using var folder = TestFolder.WithEntry(Some.Entry);

        var result = folder.Load();

        Assert.Empty(result.Problems);
        var entry = Assert.Single(result.Base!.Entries);
        Assert.Equal("4.4.999", entry.Id);
        Assert.Equal([new EnhancedStatusCode(4, 4, 999)], entry.Match.Codes);
        Assert.Equal([new EnhancedStatusCode(5, 4, 999)], entry.Match.ExpiredCodes);
        Assert.Equal(["NoSuchTrouble"], entry.Match.Details);
        Assert.Equal([Actor.MailAdmin], entry.Actors);
        Assert.Equal(["tcp25", "smtp.banner"], entry.Checks);
        Assert.Equal(new DateOnly(2026, 11, 21), entry.Reviewed);
        Assert.Equal([new Source("A page", new Uri("https://learn.example/page"), new DateOnly(2026, 1, 7))], entry.Sources);
        Assert.Equal(["450 4.4.999 Made up"], entry.Examples);
        Assert.Equal(["450 4.4.998 Other"], entry.Not);
        Assert.Equal("connectors/4.4.999.yaml", entry.Origin!.File);
    }

    [Fact]
    public void A_cause_carries_its_rules_and_its_question()
    {
        using var folder = TestFolder.WithEntry(Some.Entry);

        var cause = Assert.Single(folder.Load().Base!.Entries[0].Causes);

        Assert.Equal("c999.one", cause.Id);
        Assert.Equal(new Question(Verdict.Confirms, null), cause.Question);
        var rule = Assert.Single(cause.Rules);
        Assert.Equal(("open", Quantifier.Every, Verdict.Supports), (rule.Id, rule.On, rule.Then));
        Assert.Equal(["open"], rule.When["tcp25"]);
    }

    [Fact]
    public void A_fix_step_carries_substeps_links_commands_and_its_waiting_time()
    {
        using var folder = TestFolder.WithEntry(Some.Entry);

        var step = Assert.Single(folder.Load().Base!.Entries[0].FixSteps);

        Assert.Equal(("f999.1", 2, true), (step.Id, step.SubstepCount, step.HasNote));
        Assert.Equal(["c999.one"], step.For);
        Assert.Equal(new WaitingTime(TimeSpan.FromMinutes(30), TimeSpan.FromHours(1)), step.Wait);
        Assert.Equal([new Link("help", new Uri("https://learn.example/help"))], step.Links);
        Assert.Equal([new Command("bash", "host {server}", Changes: false), new Command("bash", "mend {server}", Changes: true)], step.Commands);
    }

    [Theory]
    [InlineData("title", "Made up", "Inventado")]
    [InlineData("meaning", "It was made up. It does not exist.", "Es inventado. No existe.")]
    [InlineData("c999.one.open", "Port 25 at {where} is open.", "El puerto 25 de {where} está abierto.")]
    [InlineData("c999.one.ask", "Is it so?", "¿Es así?")]
    [InlineData("c999.one.yes", "Somebody says so.", "Alguien lo dice.")]
    [InlineData("f999.1", "Mend it", "Arreglarlo")]
    [InlineData("f999.1.when", "It is broken.", "Está roto.")]
    [InlineData("f999.1.2", "Mend it.", "Arréglelo.")]
    [InlineData("f999.1.note", "It will be mended.", "Quedará arreglado.")]
    [InlineData("link.help", "Help", "Ayuda")]
    public void Texts_have_the_same_keys_in_both_languages(string key, string english, string spanish)
    {
        using var folder = TestFolder.WithEntry(Some.Entry).With("connectors/4.4.999.es.yaml", Some.Translation);

        var texts = folder.Load().Base!.Entries[0].Texts;

        Assert.Equal(["en", "es"], texts.Languages);
        Assert.Equal(new Text(english, "en", IsFallback: false), texts.Get(key, "en"));
        Assert.Equal(new Text(spanish, "es", IsFallback: false), texts.Get(key, "es"));
        Assert.Equal(new Text(english, "en", IsFallback: true), texts.Get(key, "sv"));
    }

    [Fact]
    public void Templates_hidden_files_and_other_kinds_of_files_are_left_out()
    {
        using var folder = TestFolder.WithEntry(Some.Entry)
            .With("_template.yaml", "id: [")
            .With("_drafts/4.4.111.yaml", "id: [")
            .With(".git/config.yaml", "id: [")
            .With("README.md", "# Knowledge");

        Assert.Empty(folder.Problems());
    }

    [Fact]
    public void Entries_come_in_the_order_of_their_file_names()
    {
        using var folder = TestFolder.WithEntry(Some.Entry).With("exchange/4.4.111.yaml", Some.Other("4.4.111")).With("connectors/4.4.222.yaml", Some.Other("4.4.222"));

        Assert.Equal(["4.4.222", "4.4.999", "4.4.111"], folder.Load().Base!.Entries.Select(entry => entry.Id));
    }

    [Fact]
    public void All_problems_of_all_files_are_reported_at_once()
    {
        using var folder = TestFolder.WithEntry(Some.EntryWith("who: You.", "whom: You.").Replace("then: supports", "then: proves", StringComparison.Ordinal))
            .With("connectors/broken.yaml", "id: [broken\n");

        var result = folder.Load();

        Assert.Null(result.Base);
        Assert.Equal(
            [("connectors/4.4.999.yaml", 1, "missing-field"), ("connectors/4.4.999.yaml", 8, "unknown-field"), ("connectors/4.4.999.yaml", 20, "unknown-word"), ("connectors/broken.yaml", 2, "yaml-syntax")],
            result.Problems.Select(problem => (problem.File, problem.Line, problem.Rule)));
    }

    [Fact]
    public void A_warning_alone_does_not_keep_the_folder_from_being_used()
    {
        using var folder = TestFolder.WithEntry(Some.EntryWith("It will be mended.", "It will be mended!"));

        var result = folder.Load();

        Assert.Equal(KnowledgeSeverity.Warning, Assert.Single(result.Problems).Severity);
        Assert.NotNull(result.Base);
    }

    [Fact]
    public void A_byte_order_mark_does_no_harm()
    {
        using var folder = new TestFolder().With("connectors/4.4.999.yaml", [0xEF, 0xBB, 0xBF, .. System.Text.Encoding.UTF8.GetBytes(Some.Entry)]);

        Assert.Empty(folder.Problems());
    }
}
