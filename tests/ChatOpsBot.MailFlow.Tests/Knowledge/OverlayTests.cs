using ChatOpsBot.MailFlow.Knowledge;

namespace ChatOpsBot.MailFlow.Tests.Knowledge;

/// <summary>An organization's own knowledge, laid over the shipped one.</summary>
public sealed class OverlayTests : IDisposable
{
    private readonly TestFolder shipped = TestFolder.WithEntry(Some.Entry).With("connectors/4.4.999.es.yaml", Some.Translation);
    private readonly TestFolder overlay = new();

    public void Dispose()
    {
        shipped.Dispose();
        overlay.Dispose();
    }

    [Fact]
    public void An_empty_overlay_changes_nothing()
    {
        Assert.Equal(["4.4.999"], Load().Entries.Select(entry => entry.Id));
    }

    [Fact]
    public void A_note_stands_on_the_shipped_entry_in_the_language_of_the_reader_or_as_it_was_written()
    {
        overlay.With("4.4.999.note.yaml", "of: 4.4.999\nnote: Call NetOps first, 4711.\ntranslations: {es: Llame primero a NetOps al 4711.}");

        var texts = Load().Find("4.4.999")!.Texts;

        Assert.Equal("Call NetOps first, 4711.", texts.Get(KnowledgeTexts.OwnNote, "en").Value);
        Assert.Equal("Llame primero a NetOps al 4711.", texts.Get(KnowledgeTexts.OwnNote, "es").Value);
        Assert.Equal("Inventado", texts.Get("title", "es").Value);
    }

    [Fact]
    public void A_note_is_read_in_a_language_that_the_entry_is_not_written_in()
    {
        overlay.With("4.4.999.note.yaml", "of: 4.4.999\nnote: Call NetOps first.\ntranslations:\n  sv: \"Ring NetOps först, 4711.\"");

        var entry = Load().Find("4.4.999")!;

        Assert.Equal("Ring NetOps först, 4711.", entry.Texts.Get(KnowledgeTexts.OwnNote, "sv").Value);
        Assert.Equal("Call NetOps first.", entry.Texts.Get(KnowledgeTexts.OwnNote, "es").Value);
        // Nobody translated the entry itself because of it.
        Assert.Equal(["en", "es"], entry.Texts.Languages);
    }

    [Fact]
    public void An_own_entry_goes_before_a_shipped_one_with_the_same_code()
    {
        overlay.With("own.yaml", Some.Named("own", "codes: [4.4.999]\n  details: [NoSuchTrouble]", "450 4.4.999 Made up"));

        var knowledge = Load();

        Assert.Equal("own", knowledge.Find(new MailError { Code = new(4, 4, 999), QuotedLine = "" })?.Id);
        Assert.Equal("own", knowledge.Find(new MailError { Detail = "NoSuchTrouble", QuotedLine = "" })?.Id);
        Assert.Equal("4.4.999", knowledge.Find(new MailError { Code = new(5, 4, 999), QuotedLine = "" })?.Id);
    }

    [Fact]
    public void An_own_entry_of_the_same_id_replaces_the_shipped_one()
    {
        overlay.With("4.4.999.yaml", Some.EntryWith("title: Made up", "title: Ours"));

        Assert.Equal("Ours", Assert.Single(Load().Entries).Texts.Get("title", "en").Value);
    }

    [Theory]
    [InlineData("mail.contoso.example", "NetOps, 4711")]
    [InlineData("MX1.Fabrikam.example", "Fabrikam desk")]
    [InlineData("fabrikam.example", null)]
    [InlineData("notfabrikam.example", null)]
    [InlineData(null, null)]
    public void The_owner_of_a_server_is_known_by_its_name(string? host, string? owner)
    {
        overlay.With("owners.yaml", "owners:\n  - {hosts: [mail.contoso.example], name: \"NetOps, 4711\"}\n  - {hosts: [\"*.fabrikam.example\"], name: Fabrikam desk}");

        Assert.Equal(owner, Load().OwnerOf(host));
    }

    [Theory]
    [InlineData("the gateway says GW-1234 since noon", "GW-1234")]
    [InlineData("gw-0001", "gw-0001")]
    [InlineData("the gateway says GW-12", null)]
    [InlineData("call me on 555", null)]
    public void A_code_of_an_organizations_own_is_found_by_its_pattern(string text, string? code)
    {
        overlay.With("gateway.yaml", Some.Named("gateway", "patterns: [\"\\\\bGW-[0-9]{4}\\\\b\"]", "GW-1234 mailbox gateway").Replace("'\\\\", "'\\", StringComparison.Ordinal));

        var found = Load().FindOwn(text);

        Assert.Equal(code, found?.CodeText);
        Assert.Equal(code is null ? null : "gateway", found?.EntryId);
    }

    [Theory]
    [InlineData("(?:GW|MX)-[0-9]{4}(-[A-Z]{2})?")]
    [InlineData("[({]{2}[0-9]{4}")]
    [InlineData("(a{2}b)+")]
    public void A_pattern_with_repeats_side_by_side_is_fine(string pattern)
    {
        Assert.Equal(pattern, OwnPattern.Parse(pattern).Text);
    }

    [Fact]
    public void An_example_of_an_own_code_is_found_by_its_pattern_as_the_bot_finds_it()
    {
        overlay.With("gateway.yaml", Some.Named("gateway", "patterns: ['\\bGW-[0-9]{4}\\b']", "GW-1234 message refused"));

        Assert.DoesNotContain(KnowledgeLint.CheckExamples(Load()), problem => problem.File == "(overlay)/gateway.yaml");
    }

    [Fact]
    public void An_example_that_no_pattern_finds_is_reported()
    {
        overlay.With("gateway.yaml", Some.Named("gateway", "patterns: ['\\bGW-[0-9]{4}\\b']", "GW-12 message refused"));

        Assert.Equal(
            "(overlay)/gateway.yaml(13): example-not-found: The example \"GW-12 message refused\" is neither recognized as a mail error nor found by a pattern of \"match\". Correct the pattern, or the example.",
            KnowledgeLint.CheckExamples(Load()).Single(problem => problem.File == "(overlay)/gateway.yaml").ToString());
    }

    [Fact]
    public void A_pattern_leads_to_one_entry_only()
    {
        overlay.With("one.yaml", Some.Named("one", "patterns: ['GW-[0-9]{4}']", "GW-1234")).With("two.yaml", Some.Named("two", "patterns: ['GW-[0-9]{4}']", "GW-1234"));

        Assert.Equal(["(overlay)/two.yaml(3): pattern-claimed-twice: The pattern \"GW-[0-9]{4}\" is already in (overlay)/one.yaml(3). It can lead to one place only; remove one of the two."], Problems());
    }

    [Fact]
    public void An_overlay_that_does_not_exist_is_a_mistake_of_the_setting()
    {
        var path = Path.Combine(overlay.Path, "missing");

        var problem = Assert.Single(KnowledgeFolder.Load(shipped.Path, TestFolder.Today, path).Problems);

        Assert.Equal($"{path}(0): no-folder: The overlay folder \"{path}\" does not exist. Set the path to the folder with the YAML files.", problem.ToString());
    }

    [Fact]
    public void No_pattern_takes_longer_than_the_text_is_long()
    {
        overlay.With("gateway.yaml", Some.Named("gateway", "patterns: [\"(a+)+b[0-9]\", \"(x|xx)*y[0-9]\"]", "GW-1234"));
        var knowledge = Load();

        Assert.Null(knowledge.FindOwn(new string('a', 200_000) + new string('x', 200_000)));
    }

    [Theory]
    [InlineData("(?=a)b", "It cannot be matched in bounded time")]
    [InlineData("(a)\\\\1", "It cannot be matched in bounded time")]
    [InlineData("a*", "It matches an empty text, and so every message.")]
    [InlineData("a{65}", "It repeats something more than 64 times.")]
    [InlineData("(a{2,64}){3,100000}", "It repeats something more than 64 times.")]
    [InlineData("(a?){40}(a?){40}b", "It repeats something more than 64 times.")]
    [InlineData("((a?){16}){16}b", "It repeats a group that itself repeats something a counted number of times.")]
    [InlineData("(x(y(a?){5})z){3,8}", "It repeats a group that itself repeats something a counted number of times.")]
    [InlineData("[a", "Invalid pattern")]
    [InlineData("\\bGW-[0-9]{4}\\b", "It holds an invisible character: in double quotes YAML makes one of \\b. Put the pattern in single quotes.")]
    public void A_pattern_that_could_harm_is_refused_with_its_line(string pattern, string why)
    {
        overlay.With("gateway.yaml", Some.Named("gateway", $"patterns: [\"{pattern}\"]", "GW-1234"));

        var problem = Assert.Single(Problems());
        Assert.StartsWith("(overlay)/gateway.yaml(3): bad-pattern: ", problem, StringComparison.Ordinal);
        Assert.Contains(why, problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("4.4.998.note.yaml", "of: 4.4.998\nnote: Nothing.", "(1): unknown-entry: There is no entry \"4.4.998\" to note anything on. Name the file after an entry.")]
    [InlineData("4.4.999.note.yaml", "of: 4.4.998\nnote: Nothing.", "(1): file-name: The file's name says \"4.4.999\", this line says \"4.4.998\". Make them equal.")]
    [InlineData("4.4.999.note.yaml", "of: 4.4.999\nnote: Look.\nwho: me", "(3): unknown-field: The note has no field \"who\". Known here: of, note, translations.")]
    [InlineData("4.4.999.note.yaml", "of: 4.4.999\nnote: Look.\ntranslations: {de: Bei uns NetOps anrufen, 4711.}", "(3): bad-language: \"4711.\" is no language. Write one such as de or pt-BR, and put a text with a comma or a colon in quotes.")]
    [InlineData("4.4.999.note.yaml", "of: 4.4.999\nnote: Look.\ntranslations: {german: Schau.}", "(3): bad-language: \"german\" is no language. Write one such as de or pt-BR, and put a text with a comma or a colon in quotes.")]
    [InlineData("4.4.999.note.yaml", "of: 4.4.999\nnote: Look.\ntranslations: {de: [a, b]}", "(3): wrong-kind: \"de\" must have one text.")]
    [InlineData("owners.yaml", "owners: [{hosts: [\"*.*.example\"], name: X}]", "(1): bad-host: \"*.*.example\" is no host name. Write one such as mail.contoso.com, or *.contoso.com for all below it.")]
    [InlineData("owners.yaml", "owners:\n  - {hosts: [a.example], name: X}\n  - {hosts: [A.example], name: Y}", "(3): host-claimed-twice: The host \"A.example\" has an owner already, in line 2. A card names one; remove one of the two.")]
    [InlineData("owners.yaml", "owners: [{hosts: [a.example]}]", "(1): missing-field: An owner needs the field \"name\". See _template.yaml.")]
    public void A_slip_in_the_overlay_is_named_with_its_file_and_line(string file, string yaml, string message)
    {
        overlay.With(file, yaml);

        Assert.Contains($"(overlay)/{file}{message}", Problems());
        Assert.Null(KnowledgeFolder.Load(shipped.Path, TestFolder.Today, overlay.Path).Base);
    }

    [Fact]
    public void Own_entries_that_name_each_other_are_refused_where_the_circle_closes()
    {
        Add("a", "b").Add("b", "a");

        Assert.Equal(
            ["(overlay)/b.yaml(15): neighbors-in-circle: These entries send the reader round in a circle: (overlay)/a.yaml(15) names b, (overlay)/b.yaml(15) names a. Say the difference in one of them and remove one of these neighbors, such as \"a\" here."],
            Problems());
    }

    [Fact]
    public void A_circle_of_three_is_refused_once_and_not_for_those_who_only_lead_to_it()
    {
        Add("a0", "b").Add("b", "c").Add("c", "d").Add("d", "b", "e").Add("e");

        Assert.Equal(
            ["(overlay)/d.yaml(15): neighbors-in-circle: These entries send the reader round in a circle: (overlay)/b.yaml(15) names c, (overlay)/c.yaml(15) names d, (overlay)/d.yaml(15) names b. Say the difference in one of them and remove one of these neighbors, such as \"b\" here."],
            Problems());
    }

    [Fact]
    public void A_circle_as_large_as_a_folder_is_refused_in_one_line()
    {
        const int Entries = 500;
        for (var number = 0; number < Entries; number++)
            Add($"n{number}", $"n{(number + 1) % Entries}");

        var problem = Assert.Single(Problems());
        Assert.Contains("neighbors-in-circle", problem, StringComparison.Ordinal);
        Assert.Contains("and 494 more on the way back", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Own_entries_may_name_one_another_in_one_direction_and_shipped_ones_always()
    {
        Add("a", "b", "c", "4.4.999").Add("b", "c", "4.4.999").Add("c", "4.4.999");

        Assert.Empty(Problems());
    }

    [Fact]
    public void Copies_of_shipped_entries_keep_the_neighbors_they_came_with_but_get_no_circle_of_their_own()
    {
        var one = Some.EntryWith("sources:\n", "neighbors:\n  - {id: 4.4.111, text: The other one.}\nsources:\n");
        var other = Some.Replace(Some.Other("4.4.111"), "sources:\n", "neighbors:\n  - {id: 4.4.999, text: The first one.}\nsources:\n");
        shipped.With("connectors/4.4.999.yaml", one).With("connectors/4.4.111.yaml", other);
        overlay.With("4.4.999.yaml", one).With("4.4.111.yaml", other);
        Assert.DoesNotContain(Problems(), problem => problem.Contains("circle", StringComparison.Ordinal));

        Add("own", "4.4.999");
        overlay.With("4.4.999.yaml", Some.Replace(one, "neighbors:\n", "neighbors:\n  - {id: own, text: Ours.}\n"));
        Assert.Single(Problems(), problem => problem.Contains("neighbors-in-circle", StringComparison.Ordinal));
    }

    private OverlayTests Add(string id, params string[] neighbors)
    {
        var entry = Some.Named(id, $"patterns: [\"\\\\b{id}-[0-9]{{4}}\\\\b\"]", $"{id}-1234");
        overlay.With($"{id}.yaml", neighbors.Length == 0 ? entry : $"{entry}\nneighbors:\n{string.Join('\n', neighbors.Select(other => $"  - {{id: {other}, text: Another one.}}"))}");
        return this;
    }

    [Fact]
    public void The_fingerprint_changes_with_any_file_of_either_folder()
    {
        var prints = new List<string> { Print() };
        shipped.With("connectors/new.yaml", Some.Named("new", "codes: [4.4.1]", "450 4.4.1 x"));
        prints.Add(Print());
        overlay.With("own.yaml", "id: own");
        prints.Add(Print());
        overlay.With("own.yaml", "id: owned");
        prints.Add(Print());
        File.SetLastWriteTimeUtc(Path.Combine(overlay.Path, "own.yaml"), new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        prints.Add(Print());
        File.Delete(Path.Combine(overlay.Path, "own.yaml"));
        prints.Add(Print());

        // The last one is the second again: the file is gone.
        Assert.Equal(prints[1], prints[^1]);
        Assert.Equal(5, prints.Distinct(StringComparer.Ordinal).Count());

        string Print() => KnowledgeFolder.Fingerprint(shipped.Path, overlay.Path);
    }

    private KnowledgeBase Load()
    {
        var loaded = KnowledgeFolder.Load(shipped.Path, TestFolder.Today, overlay.Path);
        return loaded.Base ?? throw new InvalidOperationException(string.Join('\n', loaded.Problems));
    }

    private string[] Problems() => [.. KnowledgeFolder.Load(shipped.Path, TestFolder.Today, overlay.Path).Problems.Select(problem => problem.ToString())];
}
