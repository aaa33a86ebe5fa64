using ChatOpsBot.MailFlow.Knowledge;

namespace ChatOpsBot.MailFlow.Tests.Knowledge;

/// <summary>Several entries with one code: the words beside it, and whose they are, decide.</summary>
public class SharedCodeTests
{
    private static readonly KnowledgeBase Knowledge = Load();

    [Theory]
    [InlineData("550 5.7.1 Relay access denied", "relay")]
    [InlineData("550 5.7.1 RELAY   Access\tDenied", "relay")]
    [InlineData("550 5.7.1 Delivery not authorized", "plain")]
    [InlineData("550 5.7.1", "plain")]
    [InlineData("550 5.7.1 relay access denied for this relay access denied by policy", "policy")]
    [InlineData("550 5.7.1 Message refused. q12-20020a5d - gsmtp", "google-plain")]
    [InlineData("550 5.7.1 Relay access denied. q12-20020a5d - gsmtp", "relay")]
    [InlineData("550 5.7.1 Our system has detected likely unsolicited mail. q12-20020a5d - gsmtp", "google-spam")]
    [InlineData("550 5.7.1 Our system has detected likely unsolicited mail.", "google-spam")]
    [InlineData("550 5.7.1 Unfortunately, messages weren't sent. Part of their network is on our block list (S3150).", "outlook-s3150")]
    [InlineData("550 5.7.1 Service unavailable [RL1] made up", "plain")]
    [InlineData("421 4.7.0 [TSS04] Messages temporarily deferred", "yahoo-tss")]
    [InlineData("421 4.7.0 Try again later, made up", null)]
    [InlineData("451 4.7.500 Server busy", "range")]
    [InlineData("451 4.7.699 Server busy", "range")]
    [InlineData("451 4.7.550 Server busy for maintenance", "range-text")]
    [InlineData("451 4.7.560 Server busy", "inside")]
    [InlineData("451 4.7.700 PFA agent busy", null)]
    [InlineData("554 Email rejected due to security policies", "mimecast")]
    [InlineData("554 Transaction failed", null)]
    [InlineData("host mx1.contoso.example said: 550-5.7.1 Our system has detected that this message is\n550-5.7.1 likely unsolicited\n550-5.7.1 mail. To reduce the amount", "google-spam")]
    public void The_words_beside_a_shared_code_choose_the_entry(string line, string? id)
    {
        var error = MailErrorRecognizer.Recognize(line).Primary;

        Assert.NotNull(error);
        Assert.Equal(id, Knowledge.Find(error)?.Id);
    }

    [Fact]
    public void A_server_of_the_provider_says_whose_words_they_are()
    {
        var error = new MailError { Code = new(5, 7, 1), Server = "gmail-smtp-in.l.google.com", QuotedLine = "550 5.7.1 Refused" };

        Assert.Equal("google-plain", Knowledge.Find(error)?.Id);
        Assert.Equal("plain", Knowledge.Find(error with { Server = "notgoogle.com" })?.Id);
    }

    [Fact]
    public void Entries_of_a_provider_that_all_ask_for_words_decide_nothing_without_one()
    {
        var error = MailErrorRecognizer.Recognize("421 4.7.28 Something of ours - gsmtp").Primary;

        Assert.NotNull(error);
        Assert.Null(Knowledge.Find(error));
        Assert.Equal("google-rate", Knowledge.Find(MailErrorRecognizer.Recognize("421 4.7.28 unusual rate of mail, 421 4.7.28 - gsmtp").Primary!)?.Id);
    }

    [Fact]
    public void The_default_names_the_others_that_the_code_may_mean()
    {
        var error = MailErrorRecognizer.Recognize("550 5.7.1").Primary!;
        var entry = Knowledge.Find(error)!;

        Assert.Equal(["google-plain", "google-spam", "outlook-s3150", "policy", "relay"], Knowledge.Others(entry, error).Select(other => other.Id));
        Assert.NotEmpty(Knowledge.Others(entry, MailErrorRecognizer.Recognize("what does 5.7.1 mean?").Primary!));
        Assert.Empty(Knowledge.Others(entry, MailErrorRecognizer.Recognize("550 5.7.1 Delivery not authorized").Primary!));
        Assert.Empty(Knowledge.Others(Knowledge.Find("relay")!, error));
        Assert.Empty(Knowledge.Others(Knowledge.Find("range")!, error));
    }

    [Fact]
    public void What_was_chosen_while_the_words_were_there_stays_chosen()
    {
        var error = new MailError { Code = new(5, 7, 1), QuotedLine = "550 5.7.1", EntryId = "relay" };

        Assert.Equal("relay", Knowledge.Find(error)?.Id);
        Assert.Equal("plain", Knowledge.Find(error with { EntryId = "withdrawn-since" })?.Id);
    }

    [Fact]
    public void Words_beside_another_code_of_the_same_message_do_not_count()
    {
        var errors = MailErrorRecognizer.Recognize("550 5.7.1 Delivery not authorized and 550 5.4.1 Relay access denied").Errors;

        Assert.Equal(["plain", null], errors.OrderByDescending(error => error.Code!.Value.Subject).Select(error => Knowledge.Find(error)?.Id));
    }

    [Fact]
    public void A_code_of_a_range_is_refused_or_waits_as_one_that_is_named()
    {
        var match = Knowledge.Find("range")!.Match;

        Assert.False(match.MeansReturned(new MailError { Code = new(4, 7, 600), QuotedLine = "" }));
        Assert.True(match.MeansReturned(new MailError { Code = new(5, 7, 600), QuotedLine = "" }));
    }

    [Theory]
    [InlineData("codes: [5.7.1]\n  provider: google", "(3): code-claimed-twice: The code \"5.7.1 of google\" is already in google-plain.yaml(3). It can lead to one place only; remove one of the two.")]
    [InlineData("codes: [5.7.1]\n  texts: [Relay  access denied]", "(4): text-claimed-twice: The code 5.7.1 with the words \"relay access denied\" is already in relay.yaml(4). It can lead to one place only; remove one of the two.")]
    [InlineData("codes: [5.7.1]\n  providerCodes: [s3150]\n  provider: outlook", "(4): text-claimed-twice: The code 5.7.1 of outlook with the words \"S3150\" is already in outlook-s3150.yaml(5). It can lead to one place only; remove one of the two.")]
    [InlineData("codeRanges: [4.7.699-4.7.800]", "(3): range-overlaps: The range 4.7.699-4.7.800 overlaps 4.7.500-4.7.699 in range.yaml(3), and nothing else tells the two apart. Make it shorter, or add texts or a provider to one of the two.")]
    public void Entries_that_nothing_tells_apart_are_refused(string match, string message)
    {
        using var folder = Fill(new TestFolder()).With("twin.yaml", Some.Named("twin", match, "450 4.9.9 Made up"));

        Assert.Equal(["twin.yaml" + message], folder.Problems());
    }

    [Fact]
    public void The_same_words_of_two_providers_are_two_things()
    {
        using var folder = Fill(new TestFolder()).With("twin.yaml", Some.Named("twin", "codes: [5.7.1]\n  texts: [relay access denied]\n  provider: yahoo", "450 4.9.9 Made up"));

        Assert.Empty(folder.Problems());
    }

    [Fact]
    public void An_entry_of_steps_alone_is_whole()
    {
        using var folder = new TestFolder().With("bare.yaml",
            """
            id: bare
            match: {codes: [5.7.1]}
            title: Bare
            actors: [sender]
            who: You.
            meaning: It was made up.
            expired:
            checks: []
            causes:
            fixSteps:
              - {id: fbare.A, title: Mend it, steps: [Mend it.]}
            sources: [{title: A page, url: "https://learn.example/page", date: 2026-01-07}]
            reviewed: 2026-11-21
            examples: [550 5.7.1 Made up]
            """);

        var entry = Assert.Single(folder.Load().Base!.Entries);
        Assert.Equal((0, 0, Actor.Sender), (entry.Causes.Count, entry.Checks.Count, entry.FixSteps[0].Actor));
        Assert.Null(entry.Texts.Find("expired", "en"));
    }

    [Theory]
    [InlineData("providers: []", "(1): missing-field: \"providers\" of the file is an empty list. It needs at least one item.")]
    [InlineData("providers: [{id: a, name: A, hosts: [a.example]}, {id: a, name: A, hosts: [b.example]}]", "(1): duplicate-id: The provider \"a\" stands twice. Merge the two.")]
    [InlineData("providers: [{id: a, name: A}]", "(1): missing-field: Provider \"a\" has neither hosts nor marks, so nobody could recognize it. Add one.")]
    [InlineData("providers: [{id: a, name: A, hosts: [\"*.example\"]}]", "(1): bad-host: \"*.example\" is no host name. Write the end that all its servers share, such as google.com.")]
    [InlineData("providers: [{id: a, name: A, marks: [ab]}]", "(1): text-too-short: \"ab\" would be found in too many words. Write at least 4 characters.")]
    [InlineData("providers: [{id: A, name: A, marks: [abcd]}]", "(1): bad-id: \"A\" is no id of a provider. Use small letters, digits and hyphens, such as google.")]
    [InlineData("providers: [{id: a, name: A, mark: [abcd], hosts: [a.example]}]", "(1): unknown-field: Provider \"a\" has no field \"mark\". Known here: id, name, hosts, marks.")]
    public void A_slip_in_the_list_of_providers_is_reported(string yaml, string message)
    {
        using var folder = TestFolder.WithEntry(Some.Entry).With("providers.yaml", yaml);

        Assert.Equal(["providers.yaml" + message], folder.Problems());
    }

    private static KnowledgeBase Load()
    {
        using var folder = Fill(new TestFolder());
        var loaded = folder.Load();
        return loaded.Base ?? throw new InvalidOperationException(string.Join('\n', loaded.Problems));
    }

    private static TestFolder Fill(TestFolder folder)
    {
        (string Id, string Match)[] entries =
        [
            ("google-plain", "codes: [5.7.1]\n  provider: google"),
            ("google-rate", "codes: [4.7.28]\n  provider: google\n  texts: [unusual rate]"),
            ("google-spam", "codes: [5.7.1]\n  texts: [likely unsolicited mail]\n  provider: google"),
            ("google-url", "codes: [4.7.28]\n  provider: google\n  texts: [contains a url]"),
            ("inside", "codes: [4.7.560]"),
            ("mimecast", "replies: [554]\n  texts: [email rejected due to security policies]"),
            ("outlook-s3150", "codes: [5.7.1]\n  provider: outlook\n  providerCodes: [S3150]"),
            ("plain", "codes: [5.7.1]"),
            ("policy", "codes: [5.7.1]\n  texts: [this relay access denied by policy]"),
            ("range", "codeRanges: [4.7.500-4.7.699]"),
            ("range-text", "codeRanges: [4.7.540-4.7.560]\n  texts: [busy for maintenance]"),
            ("relay", "codes: [5.7.1]\n  texts: [relay access denied]"),
            ("yahoo-tss", "providerCodes: [TSS04]"),
        ];
        foreach (var (id, match) in entries)
            folder.With($"{id}.yaml", Some.Named(id, match, "450 4.9.9 Made up"));
        return folder.With("providers.yaml",
            """
            providers:
              - {id: google, name: Google, hosts: [google.com], marks: [gsmtp]}
              - {id: outlook, name: Outlook.com, hosts: [olc.protection.outlook.com]}
              - {id: yahoo, name: Yahoo, hosts: [yahoodns.net]}
            """);
    }
}
