namespace ChatOpsBot.Channels;

/// <summary>The few words that renderers add themselves, because only they know why: a platform's limit, a field instead of a line.</summary>
/// <param name="PartsLeftOut">The card was too large for the platform.</param>
/// <param name="Command">Label of a field whose content is there to be copied.</param>
/// <param name="Toggle">What a line that unfolds is called for those who do not see that it does; <c>{title}</c> is what it says.</param>
internal sealed record RendererTexts(string PartsLeftOut, string Command, string Toggle)
{
    /// <summary>English when there are none of that language.</summary>
    public static RendererTexts Of(string language) => All.GetValueOrDefault(language) ?? All["en"];

    private static readonly Dictionary<string, RendererTexts> All = new(StringComparer.OrdinalIgnoreCase)
    {
        ["en"] = new("Some parts of this card are left out: together they are larger than a message here may be.", "Command to copy", "{title}: show or hide"),
        ["es"] = new("Faltan algunas partes de esta tarjeta: juntas superan el tamaño que puede tener un mensaje aquí.", "Comando para copiar", "{title}: mostrar u ocultar"),
        ["sv"] = new("Några delar av kortet är utelämnade: tillsammans är de större än ett meddelande får vara här.", "Kommando att kopiera", "{title}: visa eller dölj"),
        ["pt-BR"] = new("Algumas partes deste cartão foram omitidas: juntas, elas ultrapassam o tamanho que uma mensagem pode ter aqui.", "Comando para copiar", "{title}: mostrar ou ocultar"),
        ["de"] = new("Einige Teile dieser Karte fehlen: zusammen sind sie größer, als eine Nachricht hier sein darf.", "Befehl zum Kopieren", "{title}: ein- oder ausblenden"),
    };
}
