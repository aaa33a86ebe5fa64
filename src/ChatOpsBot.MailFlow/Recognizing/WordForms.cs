using System.Collections.Frozen;

namespace ChatOpsBot.MailFlow.Recognizing;

/// <summary>Small classes of words that only matter for what stands before a number.</summary>
internal static class WordForms
{
    // "introduced in 4.5.4", "changes since 4.2.1": the history of a program.
    public static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> SinceWords = Set("in since before until after from with en desde antes em i före efter seit ab vor");

    public static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> HistoryWords = Set(
        "added introduced removed deprecated implemented dropped fixed broken changed change changes bug bugs regression new present available first nuevo corregido añadido introducido eliminado novo corrigido adicionado removido behoben eingeführt entfernt neu fehler bugfix tillagd borttagen rättad ny nytt");

    // Who tries a thing with a name and a number tries software.
    public static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> UseWords = Set("try tries tried trying test tests tested testing use uses used using run runs prueba probar probado usa usan usando usamos testa testar provar prova använder kör nutzt nutzen nutze verwendet testet teste testa usamos experimentou");

    // "sagt nur 554", "siempre 5.7.1": the verb before them counts.
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> OnlyWords = Set("only just always simply still now suddenly nur immer einfach jetzt noch plötzlich dauernd ständig weiterhin bara alltid nu plötsligt fortfarande solo sólo siempre ahora todavía só sempre apenas agora ainda constantly repeatedly");

    // A queue runs full, a service runs; only right before a number do they speak of a version.
    public static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> RunWords = Set("run runs running läuft laufen kör körs roda rodando");

    /// <summary>What goes wrong fails, dies, gets stuck.</summary>
    public static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Fails = Set("fail fails failed failing die dies died dying stuck hang hangs hanging scheitert scheitern gescheitert stirbt sterben hängen hängt stecken bricht brechen abbrechen fehl fehlschlagen fastnar fastnat fastnade dör dog misslyckas misslyckades havererar muere mueren murió falla fallan falló atasca atascan cae caen morre morrem morreu falha falham falhou trava travam cai caem");

    /// <summary>Anyone, somebody, jemand.</summary>
    public static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Anyone = Set("anyone anybody someone somebody jemand wer alguien alguém alguem någon nån");

    /// <summary>And else: anyone else, noch jemand, alguien más.</summary>
    public static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Else = Set("else noch anders más mas mais mer annan fler");

    /// <summary>What came back: the same, again, wieder, otra vez.</summary>
    public static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> AgainWords = Set("again same wieder erneut selbe gleiche otra otro mismo misma siguen igen samma novo mesmo mesma continuam");

    /// <summary>"It ended in 5.4.6": what came of it.</summary>
    public static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> EndWords = Set("ends ended ending results resulted endet endete enden endeten acaba acaban acabó acabou acabam termina terminan terminó terminou resulta resultou slutar slutade slutat resulterar resulterade");

    /// <summary>Parts of a program that have versions of their own.</summary>
    public static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> PartWords = Set(
        "chart charts modul module modulen moduler módulo módulos drivrutinen drivrutiner treibers librería librerías libreria biblioteca bibliotecas biblioteket tillägg tillägget tilläggen erweiterung erweiterungen complemento complementos suplemento suplementos extensión extensiones extensão extensões plugins plugin plugg pluginet pluginen provisioner middleware toolchain sdk sdks sdk:n image imagen imagem");

    public static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> ProviderWords = Set("provider providers providern providers' proveedor provedor leverantören tool tools verktyg verktyget werkzeug herramienta ferramenta operator operador terraform");

    public static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> HostingWords = Set("hosting hoster hosted internet cloud telco isp dsl web network old previous former largest biggest local regional fremder alter neuer neue gammal gamla nuevo viejo antigo");

    // Ticketsystem, ärendeverktyget: "… goes to 5.4.6 tonight".
    private static readonly string[] Tools = ["system", "systemet", "tool", "tools", "verktyg", "verktyget", "software", "portal", "portalen", "herramienta", "ferramenta", "aplicación", "aplicação", "sistema", "plattform", "plataforma", "programa", "programm", "anwendung"];

    public static bool IsTool(ReadOnlySpan<char> word)
    {
        foreach (var tool in Tools)
        {
            if (word.EndsWith(tool, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Articles = Set(
        "a an the one two three some many several more another lots of few ein eine einen einem den die das viele mehrere einige lauter ständig un una unos unas el los las muchos varios otro en ett den det flera många um uma uns umas o os vários muitos outro this these that such dieser diesen este esta estos ese detta denna dessa esse");

    public static bool IsArticle(ReadOnlySpan<char> word) => Articles.Contains(word) || OnlyWords.Contains(word);

    public static FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Set(string words) => words.Split(' ').ToFrozenSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    // Participles and gerunds name no product: vencido, atingida, abgelaufen. English ones are left out: moved, pinning, tagging take a version.
    private static readonly string[] VerbEndings = ["ado", "ido", "ada", "ida", "ados", "idos", "adas", "idas", "ando", "iendo", "endo", "indo", "ade", "ades", "ats", "aste", "aron", "ieron", "aram", "eram", "ierte", "iert", "igt"];

    public static bool IsVerbForm(ReadOnlySpan<char> word)
    {
        if (word.Length < 5)
            return false;
        foreach (var ending in VerbEndings)
        {
            if (word.EndsWith(ending, StringComparison.Ordinal))
                return true;
        }

        return word.Length > 6 && word[^1] is 't' or 'n' && (word.StartsWith("ge", StringComparison.Ordinal) || word.StartsWith("ver", StringComparison.Ordinal) || word.StartsWith("über", StringComparison.Ordinal) || word.Contains("ge", StringComparison.Ordinal) && char.IsLower(word[0]));
    }

    private static readonly string[] SentInNumbers = ["invoice", "newsletter", "statement", "reminder", "campaign", "payslip", "rechnung", "mahnung", "lohnabrechn", "gehaltsabrechn", "aussendung", "rundschreib", "kampagne", "factura", "boletin", "boletín", "nómina", "campaña", "recordatorio", "faktur", "utskick", "nyhetsbrev", "påminnels", "lönebesked", "kampanj", "fatura", "notas", "boleto", "disparo", "lembrete", "campanha"];

    /// <summary>Invoices, newsletters, reminders: what companies mail in numbers.</summary>
    public static bool IsSentInNumbers(ReadOnlySpan<char> word)
    {
        foreach (var stem in SentInNumbers)
        {
            if (word.StartsWith(stem, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    // "40x 5.1.1", "mx1 5.1.1", "error nº 5.7.1": what says nothing by itself; the word before it counts.
    public static bool IsTransparent(ReadOnlySpan<char> word) =>
        word is "s" or "t" || word.ContainsAnyInRange('0', '9') || OnlyWords.Contains(word) || Question.Is(word, "nº") || Question.Is(word, "nr") || Question.Is(word, "no") || Question.Is(word, "num") || Question.Is(word, "núm") || Question.Is(word, "number");

    /// <summary>MailKit, SmtpClientLib: words glued together with capitals name software, not an error.</summary>
    public static bool IsPackageName(ReadOnlySpan<char> word, WordKind kind)
    {
        if (word.Length < 5 || kind.Has(WordKind.ErrorLabel) || !char.IsAsciiLetterUpper(word[0]))
            return false;
        for (var i = 2; i < word.Length - 1; i++)
        {
            if (char.IsAsciiLetterUpper(word[i]) && char.IsAsciiLetterLower(word[i - 1]) && char.IsAsciiLetterLower(word[i + 1]))
                return true;
        }

        return false;
    }
}
