using ChatOpsBot.Probing;

namespace ChatOpsBot.Conversations.Texts;

internal static class SwedishCommandTexts
{
    public static CommandTexts Texts { get; } = new()
    {
        Commands = "Det här kan du också skriva till mig",
        Lines =
        [
            new("kontrollera mx1.contoso.com", "kör livekontrollerna mot en e-postserver"),
            new("status", "visar öppna ärenden i den här konversationen"),
            new("tyst 2h", "jag svarar inte oombedd på två timmar; ”vakna” avslutar"),
            new("sluta lyssna", "jag svarar här bara när jag omnämns; ”lyssna” slår på det igen"),
            new("språk english", "byter språk i den här konversationen"),
            new("inställningar", "visar vad som är inställt här"),
            new("integritet", "säger vad som sparas och hur länge"),
        ],

        WelcomeTitle = "Jag förklarar e-postfel som läggs in här",
        WelcomeBy = "{name} har lagt till mig.",
        WelcomeLines =
        [
            "Klistra in en felkod, en rad ur meddelandespårningen eller en studs: jag svarar en gång, i tråden, med vad det betyder, vem som måste agera och livekontroller. Om jag är tyst, omnämn mig.",
            "För att tysta mig, skriv ”tyst 8h” till mig. ”integritet” säger vad jag sparar, ”hjälp” vad jag kan mer.",
        ],

        StatusTitle = "Öppna ärenden i den här konversationen",
        StatusNone = "Inget ärende är öppet i den här konversationen.",
        StatusMore = "Och {count} till.",
        StatusSince = "öppet sedan {time}",
        StatusOwned = "hos {owner}",
        StatusUnowned = "ingen har tagit det",

        NoCaseNext = "Om e-posten inte fungerar, klistra in felet eller hela studsen här så kommer ett kort.",
        WhichCase = "Det kan gälla flera ärenden. Skriv det igen med koden, eller i tråden under rätt kort, eller använd kortets knappar.",
        ClosedByWord = "{code}: stängt, eftersom {name} säger att det fungerar.",
        ClosedOnWish = "{code}: stängt på begäran av {name}.",
        UnclearTitle = "Det förstod jag inte",
        UnclearCase = "Om ett öppet ärende kan du skriva ”nu fungerar det”, ”fungerar fortfarande inte”, ”något nytt?”, ”kontrollera igen”, ”hur länge har jag på mig?” eller ”vad säger jag till partnern?”.",
        UnclearServer = "För att kontrollera {server} live, skriv: kontrollera {server}",
        UnclearNext = "Jag förklarar e-postfel: klistra in en kod, en rad ur meddelandespårningen eller en studs. ”hjälp” visar vad jag kan mer.",
        ClosedByWordUndo = "Om det inte var så menat, tryck på ”{reopen}” på kortet.",
        LooksAtWord = "{code}: {name} säger att det fungerar. {server} kontrolleras; visar kontrollerna samma sak stängs ärendet.",
        LooksAgain = "{code}: {server} kontrolleras. Resultatet visas på kortet.",
        StaysOpen = "{code}: ärendet förblir öppet.",
        SayWhenMended = "När e-posten går fram igen, skriv ”nu fungerar det” här.",
        NotCheckedYet = "Inget har kontrollerats än.",
        ChecksAreRunning = "{server} kontrolleras just nu.",
        CheckedAt = "Senaste kontrollerna av {server}, {time}:",
        StoppedOnWish = "{code}: kontrollerna av {server} är stoppade.",
        NothingRuns = "Inga kontroller körs, så det finns inget att stoppa",
        NothingRunsClose = "För att stänga det öppna ärendet, skriv ”stäng ärendet”.",
        NothingRunsMute = "För att tysta mig här, skriv ”tyst 8h”.",
        TakenOnWish = "{code}: {name} har tagit ärendet.",
        NoCaseHandOff = "Texterna att skicka görs av ett ärende: klistra in felet eller hela studsen här så kommer ett kort.",
        SendsNothing = "Jag skriver inte till någon utanför den här konversationen. Kopiera den text som passar och skicka den själv.",
        ExpiresAt = "{code}: köad e-post löper ut, senast {time}.",
        ExpiryLeft = "När du frågade var det {left} kvar. Sedan får avsändaren tillbaka den.",
        ExpiryReturned = "{code}: inget väntar längre. Koden är permanent: e-posten gick tillbaka till avsändaren och måste skickas igen efter åtgärden.",
        ExpiryElsewhere = "{code}: e-posten väntar på servern som skickar den, och den servern bestämmer hur länge.",
        ExpiryUnknown = "{code}: inget som har lagts in säger att e-post väntar. Klistra in felraden eller raden ur meddelandespårningen för att vara säker.",

        Muted = "Tyst till {time}",
        MutedMeans = "Till dess svarar jag bara när jag omnämns. Öppna ärenden fortsätter. Skriv ”vakna” för att avsluta.",
        Unmuted = "Inte längre tyst. Jag svarar på e-postfel som läggs in här igen.",
        NothingToMute = "Här svarar jag bara på det du skriver, så det finns inget att tysta.",

        ListensNow = "Jag svarar på e-postfel som läggs in här, även när jag inte omnämns.",
        ListensNoMore = "Från och med nu svarar jag här bara när jag omnämns.",

        LanguageSet = "Språket i den här konversationen är nu {language}.",
        LanguageIs = "Språket i den här konversationen är {language}.",
        LanguageChoices = "Jag kan {languages}. Skriv till exempel ”språk svenska”.",

        SettingsTitle = "Inställningar för den här konversationen",
        SettingLanguage = "Språk",
        SettingLanguageByPerson = "språket hos den som frågar",
        SettingListening = "Svar utan omnämnande",
        ListeningOn = "på",
        ListeningOff = "av, svarar bara vid omnämnande",
        ListeningNever = "av, inte ens vid omnämnande; ”lyssna” slår på dem",
        ListeningMuted = "tyst till {time}",
        ListeningDirect = "här besvaras varje meddelande",
        SettingConfidence = "Säkerhet som krävs",
        SettingExpiration = "Köad e-post löper ut efter",
        SettingsChange = "Ändra med ”språk”, ”tyst”, ”lyssna” och ”sluta lyssna”. De två sista raderna bestäms av den som driver boten.",

        PrivacyTitle = "Vad som sparas",
        PrivacyLines =
        [
            "Sparas: koderna, servern och domänen, felraden med maskerade e-postadresser, tiderna, vem som lade in felet, vem som tryckte på vad och vad kontrollerna såg.",
            "Sparas inte: resten av ditt meddelande, bifogade filer och meddelanden utan e-postfel.",
            "Livekontrollerna ansluter till den angivna e-postservern och skickar ingen e-post.",
            "Den som driver boten bestämmer hur länge ärenden sparas och kan ta bort dem.",
        ],

        NothingRecognized = "Det finns inget e-postfel i det här meddelandet",
        NothingRecognizedHint = "Välj ett meddelande med en kod, en rad ur meddelandespårningen eller en rapport om utebliven leverans (NDR).",

        SuggestTitle = "Det här kan vara det du menar",
        SuggestMeans = "Du angav ingen kod, så det är en gissning utifrån dina ord.",
        SuggestNext = "Skriv ett id ovan, till exempel {example}, för att se kortet, eller klistra in felraden för att vara säker.",
        SuggestShow = "Visa den här",
        SuggestPress = "Tryck på en av dem för att se kortet på den här platsen, eller klistra in felraden för att vara säker.",
        SuggestChosen = "Vald bland gissningar: ingen har angett någon felkod, så det kan vara ett annat fel. Klistra in felraden för att vara säker.",
        SuggestBack = "Andra gissningar",
        FileTitle = "Filen gick inte att läsa",
        FileHint = "Skicka den igen som .eml, .txt eller .log, eller öppna den och klistra in felet här. Början av filen räcker.",

        CheckTitle = "Vilken server?",
        CheckNeedsServer = "Skriv namnet eller adressen efteråt, till exempel: kontrollera mx1.contoso.com",
        CheckRefused = "{server} kontrolleras inte",
        CheckOneAtATime = "En server i taget",
        CheckOneAfterOther = "Varje server får ett eget kort. Skriv till exempel: kontrollera mx1.contoso.com",
        CheckRefusals = new Dictionary<string, string>
        {
            [Reasons.PortNotAllowed] = "Bara e-postservrarnas portar kontrolleras: 25, 465 och 587. Utan port gäller 25.",
            [Reasons.PrivateAddress] = "Det är en privat eller reserverad adress. Microsoft 365 når den inte heller: ange adressen som servern har på internet. Den som driver boten kan tillåta egna nätverk.",
            [Reasons.ReservedName] = "Namnet är reserverat för exempel eller lokala nätverk, så ingen server på internet har det. Skriv serverns publika namn.",
            [Reasons.DeniedNetwork] = "Den som driver boten har undantagit det här nätverket från kontroller.",
        },
    };
}
