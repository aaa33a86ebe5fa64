using ChatOpsBot.MailFlow.Evidence;

namespace ChatOpsBot.MailFlow.Tests.Knowledge;

/// <summary>What an author reads for each slip: one slip, one message, the right line.</summary>
public class BadEntryTests
{
    /// <summary>A passage of <see cref="Some.Entry"/>, what it is changed to, and the message without the name of the file.</summary>
    public static TheoryData<string, string, string> Slips { get; } = new()
    {
        { "title: Made up\n", "", "(1): missing-field: The entry needs the field \"title\". See _template.yaml." },
        { "title: Made up", "title:", "(6): missing-field: \"title\" of the entry is empty. Write its value, or remove the field." },
        { "title: Made up", "title: [Made, up]", "(6): wrong-kind: \"title\" of the entry must be one value, not a list." },
        { "title: Made up", "title: Made up\ntitel: Made up", "(7): unknown-field: The entry has no field \"titel\". Known here: id, match, actors, title, who, meaning, expired, queue, checks, causes, fixSteps, neighbors, sources, reviewed, examples, not." },
        { "title: Made up", "title: Made up\ntitle: Twice", "(7): duplicate-field: \"title\" stands twice in the same place; the second one would be lost. Merge the two." },
        { "id: 4.4.999\n", "id: 4.4.998\n", "(1): file-name: The file's name says \"4.4.999\", this line says \"4.4.998\". Make them equal." },
        { "actors: [mail-admin]", "actors: [postmaster]", "(7): unknown-word: \"postmaster\" is not known here. Write one of: mail-admin, network-team, partner, dns-host, microsoft, sender." },
        { "actors: [mail-admin]", "actors: []", "(7): missing-field: \"actors\" of the entry is an empty list. It needs at least one item." },
        { "codes: [4.4.999]", "codes: [4.4]", "(3): bad-code: \"4.4\" in codes is no enhanced status code. Write three numbers that begin with 2, 4 or 5, such as 4.4.316." },
        { "codes: [4.4.999]", "codes: [4.4.999, 4.4.999]", "(3): code-claimed-twice: The code \"4.4.999\" is already in connectors/4.4.999.yaml(3). It can lead to one place only; remove one of the two." },
        { "expiredCodes: [5.4.999]", "expiredCodes: [4.4.998]", "(4): wrong-class: 4.4.998 in expiredCodes does not begin with 5. A queue that gave up reports a permanent code; move 4.4.998 to codes." },
        { "details: [NoSuchTrouble]", "codePrefixes: [4.4]", "(5): bad-code: \"4.4\" is no family of codes. Write the beginning up to the second dot or beyond, such as \"4.4.\" or \"4.4.31\"." },
        { "codes: [4.4.999]", "asks: [coffee]", "(3): unknown-wish: Nobody can ask for \"coffee\". Known: check." },
        { "codes: [4.4.999]", "asks: [check, check]", "(3): wish-claimed-twice: The wish \"check\" is already in connectors/4.4.999.yaml(3). It can lead to one place only; remove one of the two." },
        { "  codes: [4.4.999]\n  expiredCodes: [5.4.999]\n  details: [NoSuchTrouble]", "  codes: []", "(3): missing-field: \"match\" names nothing, so nobody would ever see this entry. Add codes, codeRanges, codePrefixes, replies, details or providerCodes." },
        { "details: [NoSuchTrouble]", "codeRanges: [4.7.500-4.8.600]", "(5): bad-code: \"4.7.500-4.8.600\" is no range of codes. Write the first and the last one, of one class and subject: 4.7.500-4.7.699." },
        { "details: [NoSuchTrouble]", "codeRanges: [4.7.600-4.7.500]", "(5): bad-code: \"4.7.600-4.7.500\" is no range of codes. Write the first and the last one, of one class and subject: 4.7.500-4.7.699." },
        { "details: [NoSuchTrouble]", "codeRanges: [4.7.500-4.7.600, 4.7.600-4.7.700]", "(5): range-overlaps: The range 4.7.600-4.7.700 overlaps 4.7.500-4.7.600 in connectors/4.4.999.yaml(5), and nothing else tells the two apart. Make it shorter, or add texts or a provider to one of the two." },
        { "details: [NoSuchTrouble]", "replies: [4210]", "(5): bad-code: \"4210\" in replies is no reply code. Write three digits from 200 to 599, such as 421." },
        { "details: [NoSuchTrouble]", "replies: [421]", "(5): replies-alone: A reply code such as 421 alone says too little. Add the texts that stand beside it." },
        { "details: [NoSuchTrouble]", "texts: [no]", "(5): text-too-short: \"no\" would be found in too many lines. Write at least 4 characters." },
        { "details: [NoSuchTrouble]", "texts: [" + new string('x', 201) + "]", "(5): too-long: A text to look for has 201 characters; 200 are the most. Keep the few words that are always there." },
        { "details: [NoSuchTrouble]", "provider: nobody", "(5): unknown-provider: Nobody knows the provider \"nobody\". Known: none. Correct it, or add it to providers.yaml." },
        { "details: [NoSuchTrouble]", "providerCodes: [no digit]", "(5): bad-code: \"no digit\" is no provider's code. Write it as it stands in the line, with at least one digit and without blanks, such as TSS04." },
        { "details: [NoSuchTrouble]", "text: [made up]", "(5): unknown-field: \"match\" of the entry has no field \"text\". Known here: codes, expiredCodes, vagueCodes, codeRanges, codePrefixes, details, replies, texts, provider, providerCodes, patterns, asks." },
        { "  codes: [4.4.999]\n  expiredCodes: [5.4.999]\n  details: [NoSuchTrouble]", "  texts: [made up]\n  providerCodes: [MU1]", "(3): texts-alone: Texts choose among entries with the same code; alone they lead nowhere. Add codes, codeRanges or replies beside them." },
        { "meaning: It was made up. It does not exist.", "meaning: One. Two. Three. Four.", "(9): meaning-too-long: \"meaning\" has 4 sentences; it has room for 3. Move the rest to causes or fix steps." },
        { "title: Made up", "title: " + new string('x', 121), "(6): too-long: \"title\" has 121 characters; a card has room for 120. Shorten it, or split it into steps." },
        { "who: You.", "who: \"You.\\nAnd you.\"", "(8): plain-text: \"who\" holds a line break or an invisible character. Write one paragraph (\">-\" folds several lines into one)." },
        { "who: You.", "who: Look here\u202E.", "(8): plain-text: \"who\" holds a line break or an invisible character. Write one paragraph (\">-\" folds several lines into one)." },
        { "who: You.", "who: Look at **this**.", "(8): warning plain-text: \"who\" holds \"**\". Cards show texts as plain text, so the mark would be visible; remove it." },
        { "who: You.", "who: You!", "(8): warning calm-text: \"who\" holds an exclamation mark. People read this in the middle of an outage; end the sentence with a period." },
        { "who: You.", "who: You at {server}.", "(8): unknown-placeholder: Nobody fills {server} in \"who\". Only reasons (because) have {where}, and only steps, notes and commands have {server}, {address}, {domain}." },
        { "Port 25 at {where} is open.", "Port 25 at {server} is open.", "(21): unknown-placeholder: Nobody fills {server} in \"c999.one.open\". Allowed here: {where}." },
        { "checks: [tcp25, smtp.banner]", "checks: [tcp25, tcp80]", $"(11): unknown-check: There is no check \"tcp80\". Known: {string.Join(", ", Vocabulary.Checks.Keys)}." },
        { "checks: [tcp25, smtp.banner]", "checks: [tcp25, tcp25]", "(11): duplicate-id: The check \"tcp25\" is listed twice. Remove one." },
        { "checks: [tcp25, smtp.banner]", "checks: [smtp.banner]", "(18): warning check-not-run: Rule \"open\" of cause \"c999.one\" looks at tcp25, which the entry does not run. Add it to \"checks\"." },
        { "when: {tcp25: open}", "when: {tcp80: open}", $"(18): unknown-check: There is no check \"tcp80\". Known: {string.Join(", ", Vocabulary.Checks.Keys)}, error.says." },
        { "when: {tcp25: open}", "when: {tcp25: closed}", "(18): unknown-outcome: tcp25 has no outcome \"closed\" that says anything. Known: open, refused, timeout, unreachable." },
        { "when: {tcp25: open}", "when: {tcp25: [open, not-tested]}", "(18): unknown-outcome: tcp25 has no outcome \"not-tested\" that says anything. Known: open, refused, timeout, unreachable." },
        { "when: {tcp25: open}", "when: {tcp25: []}", "(18): missing-field: Rule \"open\" of cause \"c999.one\" names no outcome of tcp25. Known: open, refused, timeout, unreachable." },
        { "when: {tcp25: open}", "when: {error.says: [4.4.1, NoSuchTrouble, Typo]}", "(18): unknown-detail: \"Typo\" is neither an enhanced status code nor one of the details in \"match\", nor one that is read in every error (SubjectMismatch, CertificateExpired, UntrustedRoot, SuspiciousRemoteServerError, InfoNoRecords, InfoDomainNonexistent, ErrorRetry, CertificateHostMismatch, starttls-not-supported, certificate-expired, tlsa-invalid, dnssec-invalid, certificate-host-mismatch). Add it to \"match\", or correct it." },
        { "when: {tcp25: open}", "when: {error.says: []}", "(18): missing-field: error.says names no word. Write a code or a detail word." },
        { "when: {tcp25: open}", "when: open", "(18): wrong-kind: \"when\" of rule \"open\" of cause \"c999.one\" must be fields (\"name: value\"), not a single value. See _template.yaml." },
        { "on: every", "on: all", "(19): unknown-word: \"all\" is not known here. Write one of: any, every." },
        { "then: supports", "then: proves", "(20): unknown-word: \"proves\" is not known here. Write one of: confirms, supports, rules-out." },
        { "        when: {tcp25: open}\n        on: every\n        then: supports", "        when: {tcp25: [refused, timeout]}\n        then: confirms", "(17): vantage: That port 25 does not answer the probe proves nothing: the firewall may admit Microsoft 365 only. Write \"then: supports\", and ask a person to confirm." },
        { "id: open\n", "id: Open Door\n", "(17): bad-id: \"Open Door\" is no id of a rule. Use small letters, digits and hyphens; ask, yes and no belong to the question." },
        { "id: open\n", "id: yes\n", "(17): bad-id: \"yes\" is no id of a rule. Use small letters, digits and hyphens; ask, yes and no belong to the question." },
        { "      - id: open\n", "      - id: open\n        when: {tcp25: refused}\n        then: supports\n        because: No.\n      - id: open\n", "(21): duplicate-id: The rule \"open\" stands twice in the same cause. Reasons are found by it, so each needs its own." },
        { "      yes:\n        then: confirms\n        because: Somebody says so.\n", "", "(23): missing-field: Neither answer of \"question\" of cause \"c999.one\" changes anything. Add \"yes\" or \"no\" with then and because." },
        { "for: [c999.one]", "for: [c999.two]", "(29): unknown-cause: Fix step \"f999.1\" is for \"c999.two\", which is no cause of this entry. Its causes: c999.one." },
        { "id: f999.1\n", "id: step 1\n", "(28): bad-id: \"step 1\" is no id of a fix step. Write f, the family, a dot and a letter, number or word: f316.A." },
        { "steps: [Look., Mend it.]", "steps: []", "(33): missing-field: \"steps\" of fix step \"f999.1\" is an empty list. It needs at least one item." },
        { "steps: [Look., Mend it.]", "steps: [" + string.Join(", ", Enumerable.Repeat("Look.", 13)) + "]", "(33): too-long: Fix step \"f999.1\" has 13 substeps; 12 are the most. Split it into two fix steps." },
        { "wait: 30m..1h", "wait: 1h..30m", "(35): bad-wait: \"1h..30m\" is no waiting time. Write 1h, or a range from short to long such as 30m..1h (m, h or d; at most 7d)." },
        { "wait: 30m..1h", "wait: an hour", "(35): bad-wait: \"an hour\" is no waiting time. Write 1h, or a range from short to long such as 30m..1h (m, h or d; at most 7d)." },
        { "https://learn.example/help", "http://learn.example/help", "(37): bad-link: \"http://learn.example/help\" is no https link. Write the whole address, beginning with https://." },
        { "https://learn.example/help", "learn.example/help", "(37): bad-link: \"learn.example/help\" is no https link. Write the whole address, beginning with https://." },
        { "{id: help, text: Help, url", "{id: help, url", "(37): missing-field: The link \"help\" needs a \"text\": the words people press." },
        { "{id: help, text: Help, url: \"https://learn.example/help\"}", "{id: help, text: Help, url: \"https://learn.example/help\"}\n      - {id: help, url: \"https://learn.example/other\"}", "(38): duplicate-id: The link \"help\" was given above. To show it again write the same id and url without text; for another page choose another id." },
        { "shell: bash, text: \"host {server}\"", "shell: cmd, text: \"host {server}\"", "(39): unknown-word: \"cmd\" is no shell we show. Write one of: powershell, bash." },
        { "\"host {server}\"", "\"host {hostname}\"", "(39): unknown-placeholder: Nobody fills {hostname} in a command. Allowed: {server}, {address}, {domain}." },
        { "    note: It will be mended.\n", "", "(39): change-without-note: \"mend {server}\" changes something. Add a \"note\" to the fix step that says what follows from it." },
        { "      - {shell: bash, text: \"host {server}\", changes: false}\n      - {shell: bash, text: \"mend {server}\", changes: true}", "      - {shell: bash, text: \"mend {server}\", changes: true}\n      - {shell: bash, text: \"host {server}\", changes: false}", "(40): command-order: \"host {server}\" only reads but stands after a command that changes something. Put reading commands first." },
        { "changes: true", "changes: maybe", "(40): unknown-word: \"maybe\" is not known here. Write one of: true, false." },
        { "    date: 2026-01-07\n", "", "(42): missing-field: A source needs the field \"date\". See _template.yaml." },
        { "date: 2026-01-07", "date: 7.1.2026", "(44): bad-date: \"7.1.2026\" is no date. Write year, month and day: 2026-11-21." },
        { "date: 2026-01-07", "date: 2026-11-22", "(44): future-date: 2026-11-22 lies in the future. Nothing can have been published after today, 2026-11-21; correct the date." },
        { "reviewed: 2026-11-21", "reviewed: 2027-11-21", "(45): future-date: 2027-11-21 lies in the future. Nothing can have been reviewed after today, 2026-11-21; correct the date." },
        { "reviewed: 2026-11-21", "reviewed: 2025-11-20", "(45): warning stale-review: The last review, 2025-11-20, is more than a year ago. Compare the entry with its sources and write today's date." },
        { "sources:\n", "neighbors:\n  - {id: 4.4.111, text: Another one.}\nsources:\n", "(42): unknown-neighbor: There is no entry \"4.4.111\". Remove the neighbor, or write that entry first." },
        { "sources:\n", "neighbors:\n  - {id: 4.4.999, text: This one.}\nsources:\n", "(42): own-neighbor: \"4.4.999\" is this entry itself, and nobody confuses an entry with itself. Remove it, or name the other entry." },
        { "examples: [450 4.4.999 Made up]\n", "", "(1): missing-field: The entry needs the field \"examples\". See _template.yaml." },
        { "title: Made up", "title: Made up: really", "(6): yaml-syntax: This is not valid YAML: While scanning a plain scalar value, found invalid mapping. Check indentation, and put texts with a colon, # or a leading special character in quotes." },
        { "title: Made up", "title: \"Made up", "(6): yaml-syntax: This is not valid YAML: While scanning a multi-line double-quoted scalar, found wrong indentation. Check indentation, and put texts with a colon, # or a leading special character in quotes." },
        { "  codes: [4.4.999]", "\tcodes: [4.4.999]", "(3): yaml-syntax: This line is indented with a tab, which YAML does not know. Indent with two spaces." },
        { "title: Made up", "title: &t Made up", "(6): yaml-alias: Anchors (&name) and aliases (*name) are not allowed here. Write the value out; put a text that begins with & or * in quotes." },
        { "who: You.", "who: *t", "(8): yaml-alias: Anchors (&name) and aliases (*name) are not allowed here. Write the value out; put a text that begins with & or * in quotes." },
        { "title: Made up", "title: !!str Made up", "(6): yaml-tag: The tag \"tag:yaml.org,2002:str\" is not allowed here. Remove it; put a text that begins with ! in quotes." },
        { "not: [450 4.4.998 Other]", "not: [450 4.4.998 Other]\n---\nid: 4.4.998", "(48): one-document: A second document begins here (\"---\"). Put each entry into a file of its own." },
        { "title: Made up", "title: " + new string('[', 20) + new string(']', 20), "(6): too-deep: More than 12 levels of nesting: no field of an entry is that deep. Check the indentation." },
    };

    [Theory]
    [MemberData(nameof(Slips))]
    public void A_slip_in_an_entry_gets_one_message_with_its_line(string passage, string changed, string message)
    {
        using var folder = TestFolder.WithEntry(Some.EntryWith(passage, changed));

        Assert.Equal(["connectors/4.4.999.yaml" + message], folder.Problems());
    }

    [Fact]
    public void A_badly_named_cause_stays_unknown_to_the_fix_step_that_names_it_well()
    {
        using var folder = TestFolder.WithEntry(Some.EntryWith("id: c999.one", "id: one"));

        Assert.Equal(["bad-id", "unknown-cause"], folder.Load().Problems.Select(problem => problem.Rule));
    }

    [Theory]
    [InlineData("30m..1h", 30, 60)]
    [InlineData("1h", 60, 60)]
    [InlineData("24h..2d", 1440, 2880)]
    public void A_waiting_time_is_a_duration_or_a_range(string text, int leastMinutes, int mostMinutes)
    {
        using var folder = TestFolder.WithEntry(Some.EntryWith("wait: 30m..1h", "wait: " + text));

        var wait = folder.Load().Base!.Entries[0].FixSteps[0].Wait!;

        Assert.Equal((leastMinutes, mostMinutes), (wait.AtLeast.TotalMinutes, wait.AtMost.TotalMinutes));
    }

    [Fact]
    public void A_link_may_be_shown_again_with_the_same_address_and_no_text()
    {
        const string Link = "{id: help, text: Help, url: \"https://learn.example/help\"}";
        using var folder = TestFolder.WithEntry(Some.EntryWith(Link, Link + "\n      - {id: help, url: \"https://learn.example/help\"}"));

        Assert.Empty(folder.Problems());
    }

    [Fact]
    public void Steps_and_notes_may_name_the_server_of_the_case()
    {
        using var folder = TestFolder.WithEntry(Some.EntryWith("steps: [Look., Mend it.]\n    note: It will be mended.", "steps: [\"Look at {server}.\", Mend it.]\n    note: \"{domain} will be mended.\""));

        Assert.Empty(folder.Problems());
    }

    [Fact]
    public void A_rule_that_needs_more_than_a_closed_port_may_confirm()
    {
        using var folder = TestFolder.WithEntry(Some.EntryWith("        when: {tcp25: open}\n        on: every\n        then: supports", "        when: {smtp.banner: not-smtp}\n        then: confirms"));

        Assert.Empty(folder.Problems());
    }
}
