using System.Diagnostics;
using System.Text;
using ChatOpsBot.MailFlow.Knowledge;
using ChatOpsBot.MailFlow.Knowledge.Reading;

namespace ChatOpsBot.MailFlow.Tests.Knowledge;

public class BadFolderTests
{
    [Fact]
    public void A_folder_that_does_not_exist_is_named()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

        var result = KnowledgeFolder.Load(path, TestFolder.Today);

        Assert.Null(result.Base);
        Assert.Equal($"{path}(0): no-folder: The knowledge folder \"{path}\" does not exist. Set the path to the folder with the YAML files.", Assert.Single(result.Problems).ToString());
    }

    [Fact]
    public void An_empty_folder_is_a_mistake_of_the_setting()
    {
        using var folder = new TestFolder().With("README.md", "Nothing yet.");

        Assert.Equal([$"{folder.Path}(0): no-entries: The folder \"{folder.Path}\" holds no YAML file. Set the path to the folder with the entries, or copy _template.yaml to start one."], folder.Problems());
    }

    [Theory]
    [InlineData("connectors/4.4.111.yml")]
    [InlineData("connectors/4.4.111.YAML")]
    public void A_file_with_another_ending_would_be_overlooked_so_it_is_reported(string name)
    {
        using var folder = TestFolder.WithEntry(Some.Entry).With(name, Some.Other("4.4.111"));

        Assert.Equal([$"{name}(0): file-name: \"{Path.GetFileName(name)}\" would not be read. Rename it to end in .yaml."], folder.Problems());
    }

    [Fact]
    public void An_empty_file_is_reported()
    {
        using var folder = TestFolder.WithEntry("# only a comment\n");

        Assert.Equal("empty-file", Assert.Single(folder.Load().Problems).Rule);
    }

    [Fact]
    public void A_file_of_no_bytes_is_reported()
    {
        using var folder = TestFolder.WithEntry("");

        Assert.Equal(["connectors/4.4.999.yaml(0): empty-file: The file is empty, or a pipe or a device and no file at all. Write the entry into a plain file, or delete this one."], folder.Problems());
    }

    [Fact]
    public async Task A_named_pipe_is_refused_and_nobody_waits_for_what_it_may_bring()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "There are no named pipes in folders here.");
        using var folder = TestFolder.WithEntry(Some.Entry);
        using (var made = Process.Start("mkfifo", [Path.Combine(folder.Path, "connectors/4.4.111.yaml")]))
            await made.WaitForExitAsync(TestContext.Current.CancellationToken);

        // On another thread: a reader that waits for the pipe would wait for ever.
        var result = await Task.Run(folder.Load, TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);

        Assert.Equal(("connectors/4.4.111.yaml", "empty-file"), result.Problems.Select(problem => (problem.File, problem.Rule)).Single());
        Assert.Null(result.Base);
    }

    [Theory]
    [InlineData("just words")]
    [InlineData("- a\n- list")]
    public void A_file_that_is_no_set_of_fields_is_reported(string yaml)
    {
        using var folder = TestFolder.WithEntry(yaml);

        Assert.Equal("wrong-kind", Assert.Single(folder.Load().Problems).Rule);
    }

    [Fact]
    public void A_file_in_another_encoding_is_reported()
    {
        using var folder = new TestFolder().With("connectors/4.4.999.yaml", [.. Encoding.ASCII.GetBytes("id: "), 0xE9, (byte)'\n']);

        Assert.Equal(["connectors/4.4.999.yaml(0): not-utf8: The file is not UTF-8. Save it with the encoding \"UTF-8\"."], folder.Problems());
    }

    [Fact]
    public void A_file_of_256_KiB_is_read_and_one_byte_more_is_refused()
    {
        var filler = new string('#', (256 * 1024) - Some.Entry.Length - 1);
        using var largest = TestFolder.WithEntry(Some.Entry + "\n" + filler);
        using var larger = TestFolder.WithEntry(Some.Entry + "\n" + filler + "#");

        Assert.Empty(largest.Problems());
        Assert.Equal(["connectors/4.4.999.yaml(0): file-too-big: The file is larger than 256 KiB. An entry is a few pages; split it, or remove what does not belong here."], larger.Problems());
    }

    [Fact]
    public void More_than_2000_files_are_not_read()
    {
        using var folder = new TestFolder();
        for (var number = 0; number <= 2000; number++)
            folder.With($"{number}.yaml", "");

        Assert.Equal([$"{folder.Path}(0): too-many-files: The folder holds more than 2000 YAML files. Is \"{folder.Path}\" really the knowledge folder? Nothing was read."], folder.Problems());
    }

    [Fact]
    public void A_bomb_of_aliases_is_refused_at_its_first_anchor()
    {
        using var folder = TestFolder.WithEntry("a: &a [x, x, x, x, x, x, x, x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]\nc: [*b, *b, *b, *b, *b, *b, *b, *b, *b]\n");

        Assert.Equal(("yaml-alias", 1), folder.Load().Problems.Select(problem => (problem.Rule, problem.Line)).Single());
    }

    [Fact]
    public void Nesting_without_end_is_refused()
    {
        using var folder = TestFolder.WithEntry(new string('[', 100_000));

        Assert.Equal("too-deep", Assert.Single(folder.Load().Problems).Rule);
    }

    [Fact]
    public void A_link_out_of_the_folder_is_refused()
    {
        using var outside = TestFolder.WithEntry(Some.Entry);
        using var folder = new TestFolder()
            .WithLink("a-file.yaml", Path.Combine(outside.Path, "connectors/4.4.999.yaml"))
            .WithLink("a-folder", outside.Path)
            .WithLink("nowhere.yaml", "missing.yaml")
            .WithLink("round.yaml", "round.yaml");

        var result = folder.Load();

        Assert.Equal(
            [("a-file.yaml", "outside-folder"), ("a-folder", "outside-folder"), ("nowhere.yaml", "outside-folder"), ("round.yaml", "outside-folder")],
            result.Problems.Select(problem => (problem.File, problem.Rule)));
    }

    [Fact]
    public void A_link_through_a_linked_folder_out_of_the_knowledge_folder_is_refused()
    {
        using var outside = TestFolder.WithEntry(Some.Entry);
        using var folder = new TestFolder().WithLink("..data", outside.Path).WithLink("4.4.999.yaml", "..data/connectors/4.4.999.yaml");

        Assert.Equal("outside-folder", Assert.Single(folder.Load().Problems).Rule);
    }

    [Fact]
    public void Links_inside_the_folder_are_followed_as_in_a_mounted_config_map()
    {
        using var folder = new TestFolder()
            .With("..2026_11_21/4.4.999.yaml", Some.Entry)
            .WithLink("..data", "..2026_11_21")
            .WithLink("4.4.999.yaml", "..data/4.4.999.yaml");

        var result = folder.Load();

        Assert.Empty(result.Problems);
        Assert.Equal("4.4.999.yaml", Assert.Single(result.Base!.Entries).Origin!.File);
    }

    [Fact]
    public void A_folder_that_links_to_itself_is_read_once()
    {
        using var folder = TestFolder.WithEntry(Some.Entry).WithLink("again", ".");

        Assert.Empty(folder.Problems());
    }

    [Fact]
    public void The_knowledge_folder_itself_may_be_a_link()
    {
        using var folder = TestFolder.WithEntry(Some.Entry);
        using var elsewhere = new TestFolder().WithLink("current", folder.Path);

        Assert.Empty(KnowledgeFolder.Load(Path.Combine(elsewhere.Path, "current"), TestFolder.Today).Problems);
    }

    [Theory]
    [InlineData("id: 4.4.999", "duplicate-id", "The entry \"4.4.999\" is already in connectors/4.4.999.yaml(1).")]
    [InlineData("codes: [4.4.999]", "code-claimed-twice", "The code \"4.4.999\" is already in connectors/4.4.999.yaml(3).")]
    [InlineData("expiredCodes: [5.4.999]", "code-claimed-twice", "The code \"5.4.999\" is already in connectors/4.4.999.yaml(4).")]
    [InlineData("details: [NOSUCHTROUBLE]", "detail-claimed-twice", "The detail \"NOSUCHTROUBLE\" is already in connectors/4.4.999.yaml(5).")]
    [InlineData("  - id: c999.one", "duplicate-id", "The cause \"c999.one\" is already in connectors/4.4.999.yaml(13).")]
    [InlineData("  - id: f999.1", "duplicate-id", "The fix step \"f999.1\" is already in connectors/4.4.999.yaml(28).")]
    public void What_may_exist_once_is_reported_at_the_second_place_and_names_the_first(string taken, string rule, string begins)
    {
        var second = taken.StartsWith("id:", StringComparison.Ordinal) ? Some.Other("4.4.111").Replace("id: 4.4.111", taken, StringComparison.Ordinal) : Take(taken);
        var name = taken.StartsWith("id:", StringComparison.Ordinal) ? "exchange/4.4.999.yaml" : "exchange/4.4.111.yaml";
        using var folder = TestFolder.WithEntry(Some.Entry).With(name, second);

        var problem = folder.Load().Problems.First(problem => problem.Rule == rule);

        Assert.Equal(name, problem.File);
        Assert.StartsWith(begins, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_code_that_only_says_that_time_ran_out_is_claimed_once_too()
    {
        using var folder = TestFolder.WithEntry(Some.EntryWith("codes: [4.4.999]", "codes: [4.4.999]\n  vagueCodes: [5.4.300]"))
            .With("exchange/4.4.111.yaml", Some.Other("4.4.111").Replace("codes: [4.4.111]", "codes: [5.4.300]", StringComparison.Ordinal));

        Assert.Equal(["exchange/4.4.111.yaml(3): code-claimed-twice: The code \"5.4.300\" is already in connectors/4.4.999.yaml(4). It can lead to one place only; remove one of the two."], folder.Problems());
    }

    [Fact]
    public void A_neighbor_named_twice_is_reported_at_the_second_place()
    {
        using var folder = TestFolder.WithEntry(Some.EntryWith("sources:\n", "neighbors:\n  - {id: 4.4.111, text: The other one.}\n  - {id: 4.4.111, text: Again.}\nsources:\n"))
            .With("connectors/4.4.111.yaml", Some.Other("4.4.111"));

        Assert.Equal(["connectors/4.4.999.yaml(43): duplicate-id: The neighbor \"4.4.111\" is already in line 42. Merge the two."], folder.Problems());
    }

    [Fact]
    public void Shipped_entries_may_name_each_other()
    {
        using var folder = TestFolder.WithEntry(Some.EntryWith("sources:\n", "neighbors:\n  - {id: 4.4.111, text: The other one.}\nsources:\n"))
            .With("connectors/4.4.111.yaml", Some.Other("4.4.111").Replace("sources:\n", "neighbors:\n  - {id: 4.4.999, text: The first one.}\nsources:\n", StringComparison.Ordinal));

        Assert.Empty(folder.Problems());
    }

    [Theory]
    [InlineData("registry", "registry.yaml", "texts: {\"5.3\": Too big.}")]
    [InlineData("providers", "providers.yaml", "providers: [{id: google, name: Google, hosts: [google.com]}]")]
    public void A_file_that_is_no_entry_is_nobodys_neighbor(string id, string file, string yaml)
    {
        using var folder = TestFolder.WithEntry(Some.EntryWith("sources:\n", $"neighbors:\n  - {{id: {id}, text: No entry.}}\nsources:\n")).With(file, yaml);

        Assert.Equal([$"connectors/4.4.999.yaml(42): unknown-neighbor: There is no entry \"{id}\". Remove the neighbor, or write that entry first."], folder.Problems());
    }

    [Fact]
    public void A_neighbor_whose_file_is_broken_is_not_reported_as_missing()
    {
        using var folder = TestFolder.WithEntry(Some.EntryWith("sources:\n", "neighbors:\n  - {id: 4.4.111, text: The other one.}\nsources:\n"))
            .With("connectors/4.4.111.yaml", "id: [");

        Assert.Equal(["yaml-syntax"], folder.Load().Problems.Select(problem => problem.Rule));
    }

    [Theory]
    [InlineData("title: Inventado", "titel: Inventado", "(4): unknown-text: The entry has no text \"titel\", so nobody would see this one. Correct the key, or remove it.",
        "(0): warning missing-text: 1 texts are not translated and will be shown in English: title. Add them under \"texts\".")]
    [InlineData("  who: Usted.\n", "", "(0): warning missing-text: 1 texts are not translated and will be shown in English: who. Add them under \"texts\".")]
    [InlineData("El puerto 25 de {where}", "El puerto 25 de {lugar}", "(9): placeholder-differs: \"c999.one.open\" has the placeholders {lugar}, the English text has {where}. Use the same ones.")]
    [InlineData("El puerto 25 de {where}", "El puerto 25", "(9): placeholder-differs: \"c999.one.open\" has the placeholders none, the English text has {where}. Use the same ones.")]
    [InlineData("language: es", "language: sv", "(1): file-name: The file's name says \"es\", this line says \"sv\". Make them equal.")]
    [InlineData("of: 4.4.999", "of: 4.4.998", "(2): file-name: The file's name says \"4.4.999\", this line says \"4.4.998\". Make them equal.")]
    [InlineData("of: 4.4.999", "of: 4.4.999\ntitle: Inventado", "(3): unknown-field: The translation has no field \"title\". Known here: language, of, translated, texts.")]
    [InlineData("Es inventado. No existe.", "Uno. Dos. Tres. Cuatro.", "(6): meaning-too-long: \"meaning\" has 4 sentences; it has room for 3. Move the rest to causes or fix steps.")]
    [InlineData("Ayuda", "¡Ayuda", "(17): warning calm-text: \"link.help\" holds an exclamation mark. People read this in the middle of an outage; end the sentence with a period.")]
    [InlineData("title: Inventado", "title: [Inventado, o no]", "(4): wrong-kind: \"title\" must have one text.",
        "(0): warning missing-text: 1 texts are not translated and will be shown in English: title. Add them under \"texts\".")]
    public void A_slip_in_a_translation_gets_its_message(string passage, string changed, params string[] messages)
    {
        using var folder = TestFolder.WithEntry(Some.Entry).With("connectors/4.4.999.es.yaml", Some.Replace(Some.Translation, passage, changed));

        Assert.Equal(messages.Order(StringComparer.Ordinal), folder.Problems().Select(problem => problem["connectors/4.4.999.es.yaml".Length..]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_translation_without_its_entry_is_reported()
    {
        using var folder = TestFolder.WithEntry(Some.Entry).With("exchange/4.4.999.es.yaml", Some.Translation);

        Assert.Equal(["exchange/4.4.999.es.yaml(0): no-original: There is no exchange/4.4.999.yaml, so nothing is translated here. Rename the file after its entry, or delete it."], folder.Problems());
    }

    [Fact]
    public void An_English_translation_file_is_reported()
    {
        using var folder = TestFolder.WithEntry(Some.Entry).With("connectors/4.4.999.en.yaml", Some.Replace(Some.Translation, "language: es", "language: en"));

        Assert.Equal("file-name", Assert.Single(folder.Load().Problems).Rule);
    }

    [Fact]
    public void No_damage_to_a_file_makes_the_reader_throw()
    {
        var unharmed = 0;
        foreach (var (name, text) in Damaged(Some.Entry).Select(text => ("4.4.999.yaml", text)).Concat(Damaged(Some.Translation).Select(text => ("4.4.999.es.yaml", text))))
        {
            var report = new FileReport(name);
            var file = KnowledgeFile.Parse(text.AsMemory(), TestFolder.Today, report);

            // Either something was read, or the author is told why not.
            Assert.True(file is not null || report.Problems.Count > 0, text);
            unharmed += report.Problems.Count == 0 ? 1 : 0;
        }

        // Some damage only changes a word; if all of it did, this test would try nothing.
        Assert.InRange(unharmed, 100, 3000);
    }

    /// <summary>Every cut, and every place with one character that means something in YAML put in.</summary>
    private static IEnumerable<string> Damaged(string text)
    {
        const string Characters = "\t\0\n:-?[]{},#&*!|>'\"%@`\\~\uFEFF\uD800";
        for (var at = 0; at < text.Length; at++)
        {
            yield return text[..at];
            yield return text.Insert(at, Characters[at % Characters.Length].ToString());
            yield return text.Remove(at, 1).Insert(at, Characters[at * 7 % Characters.Length].ToString());
        }
    }

    /// <summary>Another entry that claims one thing of <see cref="Some.Entry"/>.</summary>
    private static string Take(string taken)
    {
        var name = taken[..(taken.IndexOf(':', StringComparison.Ordinal) + 1)];
        var lines = Some.Other("4.4.111").Split('\n');
        var index = Array.FindIndex(lines, line => taken.StartsWith("  - id", StringComparison.Ordinal)
            ? line.StartsWith(taken[.."  - id: c".Length], StringComparison.Ordinal)
            : line.TrimStart().StartsWith(name, StringComparison.Ordinal));
        lines[index] = taken.StartsWith("  -", StringComparison.Ordinal) ? taken : "  " + taken;
        return string.Join('\n', lines);
    }
}
