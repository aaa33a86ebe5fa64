using System.Text.Json;
using ChatOpsBot.Conversations;
using ChatOpsBot.Testing.Time;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatOpsBot.Tests.Conversations;

/// <summary>Knowledge folders that change while the bot runs.</summary>
public sealed class KnowledgeWatchTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("chatopsbot-watch-").FullName;
    private readonly KnowledgeOptions options;

    public KnowledgeWatchTests()
    {
        Directory.CreateDirectory(Path.Combine(root, "shipped"));
        Directory.CreateDirectory(Path.Combine(root, "overlay"));
        options = new KnowledgeOptions { Folder = Path.Combine(root, "shipped"), Overlay = Path.Combine(root, "overlay") };
        Write("shipped/one.yaml", Entry("one", "4.4.1"));
    }

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void A_changed_folder_is_used_when_it_has_looked_the_same_twice()
    {
        var current = KnowledgeWatch.Start(options);
        var watch = Watch(current);
        Write("shipped/two.yaml", Entry("two", "4.4.2"));

        watch.Look();
        Assert.Single(current.Base.Entries);
        watch.Look();

        Assert.Equal(["one", "two"], current.Base.Entries.Select(entry => entry.Id));
        Assert.Null(current.Trouble);
    }

    [Fact]
    public void A_folder_that_is_not_valid_is_left_alone_until_it_is_mended()
    {
        var current = KnowledgeWatch.Start(options);
        var watch = Watch(current);
        Write("shipped/two.yaml", "id: two\ntitel: Misspelt");

        Look(watch);
        Assert.Equal(["one"], current.Base.Entries.Select(entry => entry.Id));
        Assert.Contains("two.yaml(1): missing-field", current.Trouble, StringComparison.Ordinal);
        Write("shipped/two.yaml", Entry("two", "4.4.2"));
        Look(watch);

        Assert.Equal(["one", "two"], current.Base.Entries.Select(entry => entry.Id));
        Assert.Null(current.Trouble);
    }

    [Fact]
    public void A_folder_that_vanishes_takes_nothing_away()
    {
        var current = KnowledgeWatch.Start(options);
        var watch = Watch(current);
        Directory.Delete(options.Folder, recursive: true);

        Look(watch);

        Assert.Single(current.Base.Entries);
        Assert.Contains("no-folder", current.Trouble, StringComparison.Ordinal);
    }

    [Fact]
    public void An_overlay_with_a_slip_does_not_keep_the_bot_from_starting()
    {
        Write("overlay/one.note.yaml", "of: one\nnotes: Misspelt");

        var current = KnowledgeWatch.Start(options);
        Assert.Single(current.Base.Entries);
        Assert.Contains("(overlay)/one.note.yaml(1): missing-field", current.Trouble, StringComparison.Ordinal);
        var watch = Watch(current);
        Write("overlay/one.note.yaml", "of: one\nnote: Call NetOps first.");
        Look(watch);

        Assert.Null(current.Trouble);
        Assert.Equal("Call NetOps first.", current.Base.Find("one")!.Texts.Get("own-note", "en").Value);
    }

    public static TheoryData<string> Hostile => [.. HostileFiles.Keys];

    [Theory]
    [MemberData(nameof(Hostile))]
    public void A_hostile_file_in_the_overlay_is_named_and_the_last_good_knowledge_stays(string kind)
    {
        Write("overlay/own.yaml", Entry("own", "4.4.8"));
        var current = KnowledgeWatch.Start(options);
        var watch = Watch(current);
        var good = current.Base;
        var (file, make, trouble) = HostileFiles[kind];
        make(Path.Combine(options.Overlay, file));

        Look(watch);

        Assert.Same(good, current.Base);
        Assert.Contains($"(overlay)/{file}({trouble}", current.Trouble, StringComparison.Ordinal);
        File.Delete(Path.Combine(options.Overlay, file));
        Look(watch);
        Assert.Equal(["own", "one"], current.Base.Entries.Select(entry => entry.Id));
        Assert.Null(current.Trouble);
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public void A_hostile_file_in_the_overlay_does_not_keep_the_bot_from_starting(string kind)
    {
        var (file, make, trouble) = HostileFiles[kind];
        make(Path.Combine(options.Overlay, file));

        var current = KnowledgeWatch.Start(options);

        Assert.Equal(["one"], current.Base.Entries.Select(entry => entry.Id));
        Assert.Contains($"(overlay)/{file}({trouble}", current.Trouble, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_still_being_written_is_left_alone_until_it_rests()
    {
        var current = KnowledgeWatch.Start(options);
        var watch = Watch(current);
        var whole = Entry("two", "4.4.2");

        for (var written = 20; written < whole.Length; written += 20)
        {
            Write("overlay/two.yaml", whole[..written]);
            watch.Look();
            Assert.Null(current.Trouble);
        }

        Write("overlay/two.yaml", whole);
        Look(watch);

        Assert.Equal(["two", "one"], current.Base.Entries.Select(entry => entry.Id));
        Assert.Null(current.Trouble);
    }

    [Fact]
    public void Own_entries_in_a_circle_leave_the_shipped_ones_in_use_and_health_names_the_circle()
    {
        Write("overlay/two.yaml", Entry("two", "4.4.2") + "\nneighbors: [{id: three, text: The other one.}]");
        Write("overlay/three.yaml", Entry("three", "4.4.3") + "\nneighbors: [{id: two, text: The other one.}]");

        var current = KnowledgeWatch.Start(options);

        Assert.Equal(["one"], current.Base.Entries.Select(entry => entry.Id));
        Assert.Contains("neighbors-in-circle", current.Trouble, StringComparison.Ordinal);
    }

    [Fact]
    public void Shipped_entries_that_name_each_other_are_each_shown_once_on_the_card()
    {
        Write("shipped/two.yaml", Entry("two", "4.4.2") + "\nneighbors: [{id: three, text: The other one.}]");
        Write("shipped/three.yaml", Entry("three", "4.4.3") + "\nneighbors: [{id: two, text: The first one.}]");

        var current = KnowledgeWatch.Start(options);

        Assert.Null(current.Trouble);
        var card = CaseCard.Compose(Some.CaseOf(Some.Error("4.4.2"), "en"), current.Base.Find("two")!, Some.CardOptions, current.Base);
        Assert.Single(card.Blocks.OfType<Foldout>().SelectMany(foldout => foldout.Blocks), block => block is Paragraph paragraph && paragraph.Text.ToString() == "three: The other one.");
        Assert.DoesNotContain(card.Blocks.OfType<Foldout>().SelectMany(foldout => foldout.Blocks), block => block is Paragraph paragraph && paragraph.Text.ToString().StartsWith("two:", StringComparison.Ordinal));
    }

    [Fact]
    public void A_mounted_folder_that_is_switched_by_a_link_is_noticed()
    {
        // As Kubernetes does it: the files are links through "..data", which points to another folder after a change.
        foreach (var version in (string[])["..1", "..2"])
            Directory.CreateDirectory(Path.Combine(options.Overlay, version));
        Write("overlay/..1/own.yaml", Entry("own", "4.4.8"));
        Write("overlay/..2/own.yaml", Entry("own", "4.4.9"));
        Directory.CreateSymbolicLink(Path.Combine(options.Overlay, "..data"), "..1");
        File.CreateSymbolicLink(Path.Combine(options.Overlay, "own.yaml"), "..data/own.yaml");
        var current = KnowledgeWatch.Start(options);
        var watch = Watch(current);

        Directory.Delete(Path.Combine(options.Overlay, "..data"));
        Directory.CreateSymbolicLink(Path.Combine(options.Overlay, "..data"), "..2");
        Look(watch);

        Assert.Equal(new(4, 4, 9), Assert.Single(current.Base.Find("own")!.Match.Codes));
    }

    [Fact]
    public async Task The_folders_are_looked_at_from_time_to_time()
    {
        var token = TestContext.Current.CancellationToken;
        var time = new ManualTime();
        var current = KnowledgeWatch.Start(options);
        using var watch = new KnowledgeWatch(current, options, time, NullLogger<KnowledgeWatch>.Instance);
        await watch.StartAsync(token);
        await time.TimerOf(TimeSpan.FromSeconds(30));
        Write("shipped/two.yaml", Entry("two", "4.4.2"));

        for (var look = 1; look <= 2; look++)
        {
            time.Advance(TimeSpan.FromSeconds(30));
            Assert.True(SpinWait.SpinUntil(() => watch.Looks >= look, TimeSpan.FromMinutes(2)));
        }

        Assert.Equal(2, current.Base.Entries.Count);
        await watch.StopAsync(token);
    }

    [Fact]
    public async Task Health_says_that_the_folder_is_not_what_is_used()
    {
        var token = TestContext.Current.CancellationToken;
        Write("overlay/one.note.yaml", "of: nowhere\nnote: Misspelt");
        await using var bot = await BotInTest.StartAsync(token, settings: [$"--Knowledge:Folder={options.Folder}", $"--Knowledge:Overlay={options.Overlay}"]);
        using var client = new HttpClient();

        using var health = JsonDocument.Parse(await client.GetStringAsync(new Uri(bot.Address, "/health/ready"), token));

        Assert.Equal("degraded", health.RootElement.GetProperty("status").GetString());
        Assert.Contains("(overlay)/one.note.yaml(1)", health.RootElement.GetProperty("trouble").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_card_shows_the_organizations_own_word_and_who_looks_after_the_server()
    {
        var token = TestContext.Current.CancellationToken;
        Write("overlay/one.note.yaml", "of: one\nnote: Call NetOps first.");
        Write("overlay/owners.yaml", "owners: [{hosts: [\"*.contoso.example\"], name: NetOps}]");
        Write("overlay/gateway.yaml", Entry("gateway", "4.4.7").Replace("codes: [4.4.7]", "patterns: [\"GW-[0-9]{4}\"]", StringComparison.Ordinal));
        await using var bot = await BotInTest.StartAsync(token, settings: [$"--Knowledge:Folder={options.Folder}", $"--Knowledge:Overlay={options.Overlay}"]);

        Assert.True(await bot.Turns.AcceptAsync(Some.Message("450 4.4.1 Connection timed out mx1.contoso.example"), token));
        Assert.True(await bot.Turns.AcceptAsync(Some.Message("our gateway says GW-1234", key: "m2", conversation: "other"), token));
        Assert.False(await bot.Turns.AcceptAsync(Some.Message("our gateway says nothing", key: "m3", conversation: "other"), token));

        var posts = await bot.Channel.UntilAsync(posts => posts.Count == 2, token);
        var card = posts.Single(post => post.Conversation.Key.Id == "thread-1").Card;
        Assert.Contains(card.Blocks, block => block is Paragraph paragraph && paragraph.Text.ToString() == "In your organization: Call NetOps first.");
        Assert.Contains(card.Blocks.OfType<Facts>().Single().Items, fact => (fact.Label, fact.Value.ToString()) == ("Looked after by", "NetOps"));
        Assert.Equal("Open · GW-1234 Made up", posts.Single(post => post.Conversation.Key.Id == "other").Card.Title.ToString());
    }

    /// <summary>What it is → its name, how it comes there, and what the trouble says behind the name.</summary>
    private static readonly Dictionary<string, (string File, Action<string> Make, string Trouble)> HostileFiles = new(StringComparer.Ordinal)
    {
        ["a bomb of aliases"] = ("bomb.yaml", path => File.WriteAllText(path, "a: &a [x, x, x]\nb: &b [*a, *a, *a]\nc: [*b, *b, *b]\n"), "1): yaml-alias"),
        ["50 MB"] = ("huge.yaml", path =>
        {
            using var file = File.Create(path);
            file.SetLength(50 * 1024 * 1024);
        }, "0): file-too-big"),
        ["a link out of the folder"] = ("link.yaml", path => File.CreateSymbolicLink(path, "/etc/hosts"), "0): outside-folder"),
        ["an id given twice"] = ("one.yaml", path => File.WriteAllText(path, Entry("two", "4.4.7")), "1): file-name"),
        ["a pattern that takes for ever"] = ("pattern.yaml", path => File.WriteAllText(path, Entry("pattern", "4.4.6").Replace("codes: [4.4.6]", "patterns: [\"((a?){16}){16}b\"]", StringComparison.Ordinal)), "3): bad-pattern"),
        ["bytes that are no UTF-8"] = ("bytes.yaml", path => File.WriteAllBytes(path, [0x69, 0x64, 0x3A, 0x20, 0xE9, 0x0A]), "0): not-utf8"),
        ["half a file"] = ("half.yaml", path => File.WriteAllText(path, "id: half\nmatch:\n  codes: [4.4."), "4): yaml-syntax"),
        ["a named pipe"] = ("pipe.yaml", path =>
        {
            using var made = System.Diagnostics.Process.Start("mkfifo", [path]);
            made.WaitForExit();
        }, "0): empty-file"),
    };

    private static void Look(KnowledgeWatch watch)
    {
        watch.Look();
        watch.Look();
    }

    private KnowledgeWatch Watch(CurrentKnowledge current) => new(current, options, TimeProvider.System, NullLogger<KnowledgeWatch>.Instance);

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(root, name), text);

    private static string Entry(string id, string code) =>
        $$"""
        id: {{id}}
        match:
          codes: [{{code}}]
        title: Made up
        actors: [mail-admin]
        who: You.
        meaning: It was made up.
        fixSteps:
          - {id: fmade.A, title: Mend it, steps: [Mend it.]}
        sources:
          - {title: A page, url: "https://learn.example/page", date: 2026-01-07}
        reviewed: 2026-11-21
        examples: [450 {{code}} Made up]
        """.Replace("fmade", $"f{id}", StringComparison.Ordinal);
}
