namespace ChatOpsBot.Channels.Slack;

/// <summary>The words about where the bot is and listens, which on Slack is somebody's decision for each channel.</summary>
/// <param name="Where">Heading of the Home tab's part about it.</param>
/// <param name="Invite">How the bot comes into a channel, and speaks up there.</param>
/// <param name="ListensNowhere">In no channel it answers unasked.</param>
/// <param name="ListensInOne">In one it does.</param>
/// <param name="ListensIn">In several: <c>{count}</c>.</param>
/// <param name="NotHereTitle">The bot was asked for something in a channel it is not in.</param>
/// <param name="NotHere">What to do about it.</param>
/// <param name="NotAmongTitle">The same in direct messages of others, to which nobody can be added.</param>
/// <param name="NotAmong">What to do about it.</param>
internal sealed record SlackPlaceTexts(string Where, string Invite, string ListensNowhere, string ListensInOne, string ListensIn, string NotHereTitle, string NotHere, string NotAmongTitle, string NotAmong)
{
    /// <summary>English when there are none of that language.</summary>
    public static SlackPlaceTexts Of(string language) => All.GetValueOrDefault(language) ?? All["en"];

    public string Listens(int count) => count switch
    {
        0 => ListensNowhere,
        1 => ListensInOne,
        _ => ListensIn.Replace("{count}", count.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal),
    };

    public static IReadOnlyDictionary<string, SlackPlaceTexts> All { get; } = new Dictionary<string, SlackPlaceTexts>(StringComparer.OrdinalIgnoreCase)
    {
        ["en"] = new(
            "In your channels",
            "Write /invite @ChatOpsBot in a channel. There I answer whoever mentions me. To be answered without a mention, write /mailfix listen on in that channel.",
            "At present I answer without a mention in no channel of this workspace.",
            "At present I answer without a mention in one channel of this workspace.",
            "At present I answer without a mention in {count} channels of this workspace.",
            "I am not in this channel",
            "The card with the checks belongs in the channel, and I cannot post here. Write /invite @ChatOpsBot, then ask again. Or ask me in a direct message.",
            "I am not in this conversation",
            "The card with the checks belongs in the conversation, and I cannot post here. Ask me in a direct message to me, or in a channel I am in."),
        ["es"] = new(
            "En sus canales",
            "Escriba /invite @ChatOpsBot en un canal. Allí respondo a quien me mencione. Para que responda sin mención, escriba /mailfix listen on en ese canal.",
            "Ahora no respondo sin mención en ningún canal de este espacio de trabajo.",
            "Ahora respondo sin mención en un canal de este espacio de trabajo.",
            "Ahora respondo sin mención en {count} canales de este espacio de trabajo.",
            "No estoy en este canal",
            "La tarjeta con las comprobaciones va en el canal, y aquí no puedo publicar. Escriba /invite @ChatOpsBot y pregunte de nuevo. O pregúnteme en un mensaje directo.",
            "No estoy en esta conversación",
            "La tarjeta con las comprobaciones va en la conversación, y aquí no puedo publicar. Escríbame un mensaje directo, o pregunte en un canal en el que yo esté."),
        ["sv"] = new(
            "I era kanaler",
            "Skriv /invite @ChatOpsBot i en kanal. Där svarar jag den som nämner mig. För att få svar utan att nämna mig, skriv /mailfix listen on i den kanalen.",
            "Just nu svarar jag inte i någon kanal på den här arbetsytan utan att bli omnämnd.",
            "Just nu svarar jag i en kanal på den här arbetsytan utan att bli omnämnd.",
            "Just nu svarar jag i {count} kanaler på den här arbetsytan utan att bli omnämnd.",
            "Jag är inte med i den här kanalen",
            "Kortet med kontrollerna hör hemma i kanalen, och här kan jag inte skriva. Skriv /invite @ChatOpsBot och fråga igen. Eller fråga mig i ett direktmeddelande.",
            "Jag är inte med i den här konversationen",
            "Kortet med kontrollerna hör hemma i konversationen, och här kan jag inte skriva. Skriv ett direktmeddelande till mig, eller fråga i en kanal där jag är med."),
        ["pt-BR"] = new(
            "Nos seus canais",
            "Escreva /invite @ChatOpsBot em um canal. Lá eu respondo a quem me menciona. Para receber respostas sem menção, escreva /mailfix listen on nesse canal.",
            "No momento não respondo sem menção em nenhum canal deste workspace.",
            "No momento respondo sem menção em um canal deste workspace.",
            "No momento respondo sem menção em {count} canais deste workspace.",
            "Não estou neste canal",
            "O cartão com os testes fica no canal, e aqui não posso publicar. Escreva /invite @ChatOpsBot e pergunte de novo. Ou pergunte em uma mensagem direta.",
            "Não estou nesta conversa",
            "O cartão com os testes fica na conversa, e aqui não posso publicar. Envie uma mensagem direta para mim, ou pergunte em um canal em que eu esteja."),
        ["de"] = new(
            "In Ihren Kanälen",
            "Schreiben Sie /invite @ChatOpsBot in einen Kanal. Dort antworte ich allen, die mich erwähnen. Damit ich auch ohne Erwähnung antworte, schreiben Sie dort /mailfix listen on.",
            "Zurzeit antworte ich in keinem Kanal dieses Workspace ohne Erwähnung.",
            "Zurzeit antworte ich in einem Kanal dieses Workspace ohne Erwähnung.",
            "Zurzeit antworte ich in {count} Kanälen dieses Workspace ohne Erwähnung.",
            "Ich bin nicht in diesem Kanal",
            "Die Karte mit den Prüfungen gehört in den Kanal, und hier kann ich nicht schreiben. Schreiben Sie /invite @ChatOpsBot und fragen Sie noch einmal. Oder fragen Sie mich in einer Direktnachricht.",
            "Ich bin nicht in dieser Unterhaltung",
            "Die Karte mit den Prüfungen gehört in die Unterhaltung, und hier kann ich nicht schreiben. Schreiben Sie mir eine Direktnachricht, oder fragen Sie in einem Kanal, in dem ich bin."),
    };
}
