using ChatOpsBot.MailFlow.Knowledge;

namespace ChatOpsBot.MailFlow.Tests.Knowledge;

/// <summary>A knowledge folder of one test, on disk, gone afterwards.</summary>
internal sealed class TestFolder : IDisposable
{
    public static readonly DateOnly Today = new(2026, 11, 21);

    public string Path { get; } = Directory.CreateTempSubdirectory("chatopsbot-knowledge-").FullName;

    /// <summary>A folder with <see cref="Some.Entry"/> as connectors/4.4.999.yaml.</summary>
    public static TestFolder WithEntry(string yaml) => new TestFolder().With("connectors/4.4.999.yaml", yaml);

    public TestFolder With(string name, string text)
    {
        File.WriteAllText(Prepare(name), text);
        return this;
    }

    public TestFolder With(string name, byte[] bytes)
    {
        File.WriteAllBytes(Prepare(name), bytes);
        return this;
    }

    public TestFolder WithLink(string name, string target)
    {
        File.CreateSymbolicLink(Prepare(name), target);
        return this;
    }

    public KnowledgeFolderResult Load() => KnowledgeFolder.Load(Path, Today);

    /// <summary>The faults as an author reads them.</summary>
    public string[] Problems() => [.. Load().Problems.Select(problem => problem.ToString())];

    public void Dispose() => Directory.Delete(Path, recursive: true);

    private string Prepare(string name)
    {
        var file = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        return file;
    }
}

/// <summary>Any valid one.</summary>
internal static class Some
{
    /// <summary>The smallest entry that has everything once.</summary>
    public const string Entry =
        """
        id: 4.4.999
        match:
          codes: [4.4.999]
          expiredCodes: [5.4.999]
          details: [NoSuchTrouble]
        title: Made up
        actors: [mail-admin]
        who: You.
        meaning: It was made up. It does not exist.
        expired: It never did.
        checks: [tcp25, smtp.banner]
        causes:
          - id: c999.one
            text: The first cause.
            actor: mail-admin
            rules:
              - id: open
                when: {tcp25: open}
                on: every
                then: supports
                because: Port 25 at {where} is open.
            question:
              ask: Is it so?
              yes:
                then: confirms
                because: Somebody says so.
        fixSteps:
          - id: f999.1
            for: [c999.one]
            actor: mail-admin
            title: Mend it
            when: It is broken.
            steps: [Look., Mend it.]
            note: It will be mended.
            wait: 30m..1h
            links:
              - {id: help, text: Help, url: "https://learn.example/help"}
            commands:
              - {shell: bash, text: "host {server}", changes: false}
              - {shell: bash, text: "mend {server}", changes: true}
        sources:
          - title: A page
            url: https://learn.example/page
            date: 2026-01-07
        reviewed: 2026-11-21
        examples: [450 4.4.999 Made up]
        not: [450 4.4.998 Other]
        """;

    /// <summary>Every text of <see cref="Entry"/> in Spanish.</summary>
    public const string Translation =
        """
        language: es
        of: 4.4.999
        texts:
          title: Inventado
          who: Usted.
          meaning: Es inventado. No existe.
          expired: Nunca existió.
          c999.one: La primera causa.
          c999.one.open: El puerto 25 de {where} está abierto.
          c999.one.ask: ¿Es así?
          c999.one.yes: Alguien lo dice.
          f999.1: Arreglarlo
          f999.1.when: Está roto.
          f999.1.1: Mire.
          f999.1.2: Arréglelo.
          f999.1.note: Quedará arreglado.
          link.help: Ayuda
        """;

    /// <summary>A second entry that claims nothing of the first one.</summary>
    public static string Other(string id) => Entry.Replace("999", id[(id.LastIndexOf('.') + 1)..], StringComparison.Ordinal).Replace("NoSuchTrouble", "Trouble" + id, StringComparison.Ordinal);

    /// <summary>A small entry that what <paramref name="match"/> says leads to.</summary>
    /// <param name="match">Lines below "match:", the first one without its indentation of two.</param>
    public static string Named(string id, string match, string example) =>
        $$"""
        id: {{id}}
        match:
          {{match}}
        title: Made up {{id}}
        actors: [mail-admin]
        who: You.
        meaning: It was made up.
        fixSteps:
          - {id: f{{id}}.A, title: Mend it, steps: [Mend it.]}
        sources:
          - {title: A page, url: "https://learn.example/page", date: 2026-01-07}
        reviewed: 2026-11-21
        examples: ["{{example}}"]
        """.Replace($"f{id}.A", "f" + id.Replace("-", "", StringComparison.Ordinal).Replace(".", "", StringComparison.Ordinal) + ".A", StringComparison.Ordinal);

    /// <summary><see cref="Entry"/> with one passage changed; a passage that does not occur is a mistake of the test.</summary>
    public static string EntryWith(string passage, string changed) => Replace(Entry, passage, changed);

    public static string Replace(string text, string passage, string changed) => text.Contains(passage, StringComparison.Ordinal)
        ? text.Replace(passage, changed, StringComparison.Ordinal)
        : throw new ArgumentException($"\"{passage}\" does not occur.", nameof(passage));
}
