using System.Text.Json;
using ChatOpsBot.MailFlow.Evidence;
using ChatOpsBot.MailFlow.Knowledge;
using AuthorWords = ChatOpsBot.MailFlow.Knowledge.Reading.Words;

namespace ChatOpsBot.MailFlow.Tests.Knowledge;

public class ShippedKnowledgeTests
{
    public static TheoryData<string> Ids => [.. ShippedKnowledge.Base().Entries.Select(entry => entry.Id)];

    [Fact]
    public void The_shipped_folder_loads_without_a_single_problem()
    {
        var result = ShippedKnowledge.Load();

        Assert.Empty(result.Problems);
        Assert.NotNull(result.Base);
    }

    [Fact]
    public void Every_example_line_leads_to_its_entry_and_no_other_does()
    {
        Assert.Empty(KnowledgeLint.CheckExamples(ShippedKnowledge.Base()));
    }

    [Theory]
    [InlineData("450 4.4.315 Connection timed out", "4.4.315")]
    [InlineData("450 4.4.316 Connection refused", "4.4.316")]
    [InlineData("450 4.4.317 Cannot connect to remote server", "4.4.317")]
    [InlineData("450 4.4.317 Cannot establish session with remote server", "4.4.317")]
    [InlineData("550 5.4.315 Message expired, connection timed out", "4.4.315")]
    [InlineData("550 5.4.316 Message expired, connection refused(Socket error code 10061)", "4.4.316")]
    [InlineData("550 5.4.317 Message expired, cannot connect to remote server", "4.4.317")]
    [InlineData("450 4.4.312 DNS query failed", "4.4.312")]
    [InlineData("550 5.4.300 Message expired", "5.4.300")]
    [InlineData("451 4.4.62 Mail sent to the wrong Office 365 region. ATTR35", "4.4.62")]
    public void A_code_and_its_permanent_twin_lead_to_the_same_entry(string line, string id)
    {
        var error = MailErrorRecognizer.Recognize(line).Primary;

        Assert.NotNull(error);
        Assert.Equal(id, ShippedKnowledge.Base().Find(error)?.Id);
    }

    [Theory]
    [InlineData("5.4.1")]
    [InlineData("5.4.4")]
    [InlineData("5.4.6")]
    [InlineData("5.4.14")]
    [InlineData("4.4.1")]
    [InlineData("4.4.2")]
    [InlineData("4.4.31")]
    [InlineData("4.7.5")]
    [InlineData("5.7.5")]
    [InlineData("5.7.1")]
    [InlineData("5.7.3")]
    [InlineData("5.7.57")]
    public void The_entry_for_other_codes_swallows_no_code_of_somebody_else(string code)
    {
        Assert.True(EnhancedStatusCode.TryParse(code, out var parsed));

        Assert.NotEqual("connector-other", ShippedKnowledge.Base().Find(new MailError { Code = parsed, QuotedLine = code })?.Id);
    }

    [Theory]
    [InlineData("5.4.300", "10061", "4.4.316")]
    [InlineData("4.4.7", "10060", "4.4.315")]
    [InlineData("4.4.0", "UntrustedRoot", "4.4.317")]
    [InlineData("4.4.7", "10054", "4.4.318")]
    [InlineData(null, "10061", "4.4.316")]
    public void A_detail_word_says_more_than_a_code_that_only_says_that_time_ran_out(string? code, string detail, string id)
    {
        var error = new MailError { Code = EnhancedStatusCode.TryParse(code, out var parsed) ? parsed : null, Detail = detail, QuotedLine = detail };

        Assert.Equal(id, ShippedKnowledge.Base().Find(error)?.Id);
    }

    [Theory]
    [InlineData("450 4.4.316 Connection refused", false)]
    [InlineData("550 5.4.316 Message expired, connection refused(Socket error code 10061)", true)]
    [InlineData("550 5.4.310 DNS domain mail.contoso.com does not exist", true)]
    [InlineData("550 5.4.300 Message expired", true)]
    [InlineData("550 4.4.7 QUEUE.Expired; message expired", true)]
    [InlineData("451 4.4.7 Message delayed", false)]
    [InlineData("450 4.4.319 A code that does not exist yet", false)]
    [InlineData("550 5.4.319 A code that does not exist yet", true)]
    public void A_permanent_answer_means_that_the_mail_is_back_with_its_sender(string line, bool returned)
    {
        var error = MailErrorRecognizer.Recognize(line).Primary;

        Assert.NotNull(error);
        Assert.Equal(returned, ShippedKnowledge.Base().Find(error)!.Match.MeansReturned(error));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Every_promised_text_exists_in_every_language(string id)
    {
        var entry = ShippedKnowledge.Entry(id);
        var promised = PromisedKeys(entry).ToList();
        if (promised.Count == 0)
            return;

        Assert.Equal(ShippedKnowledge.Languages, entry.Texts.Languages.Order(StringComparer.Ordinal));
        foreach (var language in entry.Texts.Languages)
            Assert.All(promised, key => Assert.False(entry.Texts.Get(key, language).IsFallback, $"{id} in {language}: {key}"));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Every_cause_has_a_way_to_mend_it_and_something_that_speaks_for_or_against_it(string id)
    {
        var entry = ShippedKnowledge.Entry(id);

        foreach (var cause in entry.Causes)
        {
            // What only a partner can mend is covered by the step that hands any case to the partner.
            Assert.True(entry.FixSteps.Any(step => step.For.Contains(cause.Id) || (cause.Actor == Actor.Partner && step is { Actor: Actor.Partner, For.Count: 0 })), $"No fix step is for {cause.Id}.");
            // Where no check can see anything and asking leads nowhere, the causes are only listed.
            if (entry.Checks.Count > 0 && IsConnectorEntry(entry))
                Assert.True(cause.Rules.Count > 0 || cause.Question is not null, $"Nothing ever speaks for {cause.Id}.");
        }
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Nothing_old_is_taught(string id)
    {
        var texts = ShippedKnowledge.Entry(id).Texts;
        string[] old =
        [
            "48 h", "48 Stunden", "48 tim", "technet", "fwlink", "docs.microsoft.com",
            "Turn it on",
            "Activarlo", "corregir ahora", "organización de socios", "servidor inteligente",
            "anslutningsapp", "anslutningsprogram", "åtgärda nu", "accepterade domäner", "Auktoritativ",
        ];

        foreach (var text in Keys(ShippedKnowledge.Entry(id)).SelectMany(key => texts.Languages.Select(language => texts.Get(key, language).Value)))
            Assert.DoesNotContain(old, word => text.Contains(word, StringComparison.Ordinal));
    }

    [Fact]
    public void Only_the_changes_of_4_4_316_have_a_documented_waiting_time()
    {
        var waits = ShippedKnowledge.Base().Entries.Where(IsConnectorEntry).SelectMany(entry => entry.FixSteps).Where(step => step.Wait is not null).ToList();

        Assert.NotEmpty(waits);
        Assert.All(waits, step => Assert.StartsWith("f316.", step.Id, StringComparison.Ordinal));
        Assert.All(waits, step => Assert.Equal(new WaitingTime(TimeSpan.FromMinutes(30), TimeSpan.FromHours(1)), step.Wait));
    }

    [Fact]
    public void Changing_an_accepted_domain_comes_with_its_consequence_and_after_a_look()
    {
        var step = ShippedKnowledge.Entry("4.4.316").FixSteps.Single(step => step.Commands.Any(command => command.Text.StartsWith("Set-AcceptedDomain", StringComparison.Ordinal)));

        Assert.True(step.HasNote);
        Assert.Contains(step.Commands, command => command is { Changes: false } && command.Text.StartsWith("Get-AcceptedDomain", StringComparison.Ordinal));
        Assert.Contains("550 5.4.1", ShippedKnowledge.Entry("4.4.316").Texts.Get($"{step.Id}.note", "en").Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_changes_something_comes_after_a_look_and_with_its_consequence()
    {
        var changing = ShippedKnowledge.Base().Entries.SelectMany(entry => entry.FixSteps).Where(step => step.Commands.Any(command => command.Changes)).ToList();

        Assert.NotEmpty(changing);
        Assert.Empty(changing.Where(step => !step.HasNote || step.Commands.All(command => command.Changes)).Select(step => step.Id));
    }

    [Fact]
    public void Every_text_of_the_template_that_lint_looks_for_stands_in_it()
    {
        var template = File.ReadAllText(Path.Combine(ShippedKnowledge.Folder, "_template.yaml"));

        Assert.All(KnowledgeLint.TemplateTexts, text => Assert.Contains($" {text}\n", template.ReplaceLineEndings("\n"), StringComparison.Ordinal));
    }

    [Fact]
    public void An_entry_that_still_says_what_the_template_says_is_pointed_out()
    {
        var template = File.ReadAllText(Path.Combine(ShippedKnowledge.Folder, "_template.yaml"));
        using var folder = TestFolder.WithEntry(template);

        var problem = Assert.Single(KnowledgeLint.CheckTemplateTexts(folder.Load().Base!));

        Assert.StartsWith("connectors/4.4.999.yaml(0): warning template-text: The text of the template is still there: title, who, meaning, expired, c999.first-word, f999.A, f999.A.1, f999.A.note.", problem.ToString(), StringComparison.Ordinal);
        Assert.Empty(KnowledgeLint.CheckTemplateTexts(ShippedKnowledge.Base()));
    }

    [Fact]
    public void The_template_is_itself_a_valid_entry()
    {
        var template = File.ReadAllText(Path.Combine(ShippedKnowledge.Folder, "_template.yaml"));
        using var folder = new TestFolder().With("connectors/4.4.999.yaml", template);

        Assert.Empty(KnowledgeFolder.Load(folder.Path, ShippedKnowledge.Today).Problems);
    }

    [Fact]
    public void Every_file_tells_the_editor_its_schema()
    {
        foreach (var file in Directory.EnumerateFiles(ShippedKnowledge.Folder, "*.yaml", SearchOption.AllDirectories))
        {
            var first = File.ReadLines(file).First();
            const string Mark = "# yaml-language-server: $schema=";

            Assert.StartsWith(Mark, first, StringComparison.Ordinal);
            Assert.True(File.Exists(Path.Combine(Path.GetDirectoryName(file)!, first[Mark.Length..])), file);
        }
    }

    [Fact]
    public void The_schema_for_editors_knows_the_same_words_as_the_reader()
    {
        using var schema = JsonDocument.Parse(File.ReadAllText(Path.Combine(ShippedKnowledge.Folder, "entry.schema.json")));
        var definitions = schema.RootElement.GetProperty("definitions");

        Assert.Equal(Vocabulary.Checks.Keys, Words(definitions.GetProperty("check")));
        Assert.Equal(AuthorWords.Actors.Keys, Words(definitions.GetProperty("actor")));
        Assert.Equal(AuthorWords.Verdicts.Keys, Words(definitions.GetProperty("verdict")));
        Assert.Equal(AuthorWords.Shells, Words(definitions.GetProperty("command").GetProperty("properties").GetProperty("shell")));
        Assert.Equal(AuthorWords.Quantifiers.Keys, Words(definitions.GetProperty("rule").GetProperty("properties").GetProperty("on")));
        var conditions = definitions.GetProperty("when").GetProperty("properties");
        Assert.Equal([.. Vocabulary.Checks.Keys, Vocabulary.ErrorSays], conditions.EnumerateObject().Select(condition => condition.Name));
        foreach (var (check, outcomes) in Vocabulary.Checks)
            Assert.Equal(outcomes, Words(conditions.GetProperty(check).GetProperty("oneOf")[0]));

        static IEnumerable<string?> Words(JsonElement element) => element.GetProperty("enum").EnumerateArray().Select(word => word.GetString());
    }

    private static bool IsConnectorEntry(KnowledgeEntry entry) => entry.Origin!.File.StartsWith("connectors/", StringComparison.Ordinal);

    /// <summary>What is promised in every language: all of what connectors and checks say, what happened and what to do of Exchange's own codes.</summary>
    private static IEnumerable<string> PromisedKeys(KnowledgeEntry entry) => entry.Origin!.File.Split('/')[0] switch
    {
        "connectors" or "checks" => Keys(entry),
        "exchange" or "exchange-server" => Keys(entry).Where(key => key is "title" or "who" or "meaning" or "expired" || entry.FixSteps.Any(step => key == step.Id || key.StartsWith(step.Id + ".", StringComparison.Ordinal))),
        _ => [],
    };

    /// <summary>The keys of every text that a card of the entry can show.</summary>
    private static IEnumerable<string> Keys(KnowledgeEntry entry)
    {
        string[] own = ["title", "who", "meaning", .. Has("expired") ? ["expired"] : Array.Empty<string>()];
        var causes = entry.Causes.SelectMany(cause => (string[])
        [
            cause.Id,
            .. cause.Rules.Select(rule => $"{cause.Id}.{rule.Id}"),
            .. cause.Question is null ? [] : (string[])[$"{cause.Id}.ask"],
            .. cause.Question?.Yes is null ? [] : (string[])[$"{cause.Id}.yes"],
            .. cause.Question?.No is null ? [] : (string[])[$"{cause.Id}.no"],
        ]);
        var steps = entry.FixSteps.SelectMany(step => (string[])
        [
            step.Id,
            .. Has($"{step.Id}.when") ? (string[])[$"{step.Id}.when"] : [],
            .. Enumerable.Range(1, step.SubstepCount).Select(number => $"{step.Id}.{number}"),
            .. step.HasNote ? (string[])[$"{step.Id}.note"] : [],
            .. step.Links.Select(link => $"link.{link.Id}"),
        ]);
        return [.. own, .. causes, .. steps, .. entry.Neighbors.Select(id => $"neighbor.{id}")];

        bool Has(string key) => entry.Texts.Find(key, KnowledgeTexts.Original) is not null;
    }
}
