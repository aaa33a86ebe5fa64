namespace ChatOpsBot.Conversations.Texts;

internal static class SwedishDialogTexts
{
    public static DialogTexts Texts { get; } = new()
    {
        MoreTitle = "Mer om ärendet",
        HandOffTitle = "Texter att skicka",
        OriginalTitle = "Engelskt original",
        SettingsTitle = "Inställningar",

        Close = "Stäng",
        Save = "Spara",

        HandOffHint = "Markera texten i fältet, kopiera den och skicka den. Läs den först: den innehåller felraden som den lades in, med e-postadresser dolda.",
        ForPartner = "Till administratören i den andra organisationen",
        ForSender = "Till avsändaren",

        PartnerTrouble = "E-post från oss till {recipient} levereras inte just nu. Felet är {code} ({title}).",
        PartnerTroubleUnnamed = "E-post från oss till er levereras inte just nu. Felet är {code} ({title}).",
        PartnerLine = "Så här lyder raden från vårt e-postsystem:",
        PartnerSeen = "Vad vår kontroll visade för er server, {time}:",
        PartnerVantage = "Kontrollen kommer inte från Microsoft 365, som er brandvägg kan behandla annorlunda.",
        PartnerCauses = "Det tyder på:",
        PartnerQuestions = "Det här vill vi gärna veta av er:",
        PartnerEnd = "Säg gärna till när vi kan försöka igen. Tack.",

        SenderTrouble = "Din e-post till {recipient} har inte levererats. Orsaken är {code} ({title}).",
        SenderTroubleUnnamed = "Din e-post har inte levererats. Orsaken är {code} ({title}).",
        SenderWaits = "Den väntar och nya försök görs automatiskt. Det som inte kan levereras kommer tillbaka till dig, senast {time}; skicka i så fall igen när vi säger till att felet är åtgärdat.",
        SenderReturned = "Inga nya försök görs automatiskt. Skicka igen när vi säger till att felet är åtgärdat.",
        SenderSteps = "Det här kan du göra själv:",

        SettingsHint = "Det som ställs in här gäller för alla i konversationen.",
        Listens = "Svara på e-postfel som läggs in här även utan omnämnande",
        ListensNever = "Nej, inte heller vid omnämnande",
        Mute = "Tyst: säg inget utan fråga",
        NotMuted = "Inte tyst",
        StaysMuted = "Som det är nu",
        MuteWeek = "7 dagar",
    };
}
