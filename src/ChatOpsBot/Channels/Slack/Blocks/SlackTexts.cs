namespace ChatOpsBot.Channels.Slack.Blocks;

/// <summary>The words that only Slack needs: its messages cannot unfold, so what is folded elsewhere opens in a view.</summary>
/// <param name="Details">Button that shows the rest of a card; title of the view it opens, so at most 24 characters.</param>
/// <param name="DetailsHint">The same for screen readers, at most 75.</param>
/// <param name="Close">Button that closes a view, at most 24.</param>
/// <param name="Cancel">Button that leaves everything as it is, at most 30.</param>
/// <param name="CloseCaseMeans">What closing a case does, at most 300.</param>
/// <param name="SeeDetails">Parts of the card are not in the message.</param>
/// <param name="NotOpened">A view did not come, as far as is known.</param>
/// <param name="ReadingFile">Stands in a view until the file was read.</param>
internal sealed record SlackTexts(string Details, string DetailsHint, string Close, string Cancel, string CloseCaseMeans, string SeeDetails, string NotOpened, string ReadingFile)
{
    /// <summary>English when there are none of that language.</summary>
    public static SlackTexts Of(string language) => All.GetValueOrDefault(language) ?? All["en"];

    private static readonly Dictionary<string, SlackTexts> All = new(StringComparer.OrdinalIgnoreCase)
    {
        ["en"] = new(
            "Details",
            "Details: original text, all steps, sources",
            "Close",
            "Cancel",
            "The card stays here and says that the case is closed. It can be opened again.",
            "The card is longer than a message here may be. Press Details for the rest.",
            "Slack did not say that the window opened. If you see none, press the button once more.",
            "The file is being read"),
        ["es"] = new(
            "Detalles",
            "Detalles: texto original, todos los pasos, fuentes",
            "Cerrar",
            "Cancelar",
            "La tarjeta se queda aquí e indica que el caso está cerrado. Se puede volver a abrir.",
            "La tarjeta es más larga de lo que puede ser un mensaje aquí. Pulse Detalles para ver el resto.",
            "Slack no ha confirmado que la ventana se abriera. Si no ve ninguna, pulse el botón otra vez.",
            "Se está leyendo el archivo"),
        ["sv"] = new(
            "Detaljer",
            "Detaljer: originaltext, alla steg, källor",
            "Stäng",
            "Avbryt",
            "Kortet står kvar här och visar att ärendet är stängt. Det kan öppnas igen.",
            "Kortet är längre än ett meddelande får vara här. Tryck på Detaljer för att se resten.",
            "Slack har inte bekräftat att fönstret öppnades. Om du inte ser något, tryck på knappen en gång till.",
            "Filen läses"),
        ["pt-BR"] = new(
            "Detalhes",
            "Detalhes: texto original, todos os passos, fontes",
            "Fechar",
            "Cancelar",
            "O cartão continua aqui e mostra que o caso está encerrado. Ele pode ser reaberto.",
            "O cartão é maior do que uma mensagem pode ser aqui. Pressione Detalhes para ver o resto.",
            "O Slack não confirmou que a janela foi aberta. Se você não vir nenhuma, pressione o botão outra vez.",
            "O arquivo está sendo lido"),
        ["de"] = new(
            "Details",
            "Details: Originaltext, alle Schritte, Quellen",
            "Schließen",
            "Abbrechen",
            "Die Karte bleibt hier stehen und zeigt, dass der Fall geschlossen ist. Er lässt sich wieder öffnen.",
            "Die Karte ist länger, als eine Nachricht hier sein darf. Den Rest zeigt „Details“.",
            "Slack hat nicht bestätigt, dass das Fenster aufging. Wenn Sie keines sehen, klicken Sie noch einmal auf die Schaltfläche.",
            "Die Datei wird gelesen"),
    };
}
