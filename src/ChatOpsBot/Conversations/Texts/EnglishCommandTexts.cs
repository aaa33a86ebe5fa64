using ChatOpsBot.Probing;

namespace ChatOpsBot.Conversations.Texts;

internal static class EnglishCommandTexts
{
    public static CommandTexts Texts { get; } = new()
    {
        Commands = "What else you can write to me",
        Lines =
        [
            new("check mx1.contoso.com", "runs the live checks against a mail server"),
            new("status", "shows the open cases of this conversation"),
            new("mute 2h", "nothing unasked for two hours; unmute ends it"),
            new("stop listening", "answers here only when I am mentioned; listen turns it on again"),
            new("language español", "changes the language of this conversation"),
            new("settings", "shows what is set here"),
            new("privacy", "says what is stored and for how long"),
        ],

        WelcomeTitle = "I explain mail errors posted here",
        WelcomeBy = "{name} has added me.",
        WelcomeLines =
        [
            "Paste an error code, a line of a message trace or a bounce: I answer once, in its thread, with what it means, who must act and live checks. If I stay silent, mention me.",
            "To make me quiet, write \"mute 8h\" to me. \"privacy\" says what I keep, \"help\" what else I can do.",
        ],

        StatusTitle = "Open cases in this conversation",
        StatusNone = "No case is open in this conversation.",
        StatusMore = "And {count} more.",
        StatusSince = "open since {time}",
        StatusOwned = "with {owner}",
        StatusUnowned = "nobody has taken it",

        NoCaseNext = "If mail fails, post the error or the whole bounce here for a card.",
        WhichCase = "Several cases could be meant. Write it once more with the code, or in the thread of the right card, or use its buttons.",
        ClosedByWord = "{code}: closed, because {name} says that it works.",
        ClosedOnWish = "{code}: closed, as {name} asked.",
        UnclearTitle = "I did not understand that",
        UnclearCase = "About an open case you can write \"works now\", \"still broken\", \"any news?\", \"check again\", \"how long do I have?\" or \"what do I tell the partner?\".",
        UnclearServer = "To check {server} live, write: check {server}",
        UnclearNext = "I explain mail errors: post a code, a line of a message trace or a bounce. \"help\" shows what else I can do.",
        ClosedByWordUndo = "If it was not meant so, press “{reopen}” on the card.",
        LooksAtWord = "{code}: {name} says that it works. {server} is being checked; if the checks agree, the case is closed.",
        LooksAgain = "{code}: {server} is being checked. The result appears on the card.",
        StaysOpen = "{code}: the case stays open.",
        SayWhenMended = "Once mail flows again, write \"works now\" here.",
        NotCheckedYet = "Nothing has been checked yet.",
        ChecksAreRunning = "{server} is being checked at this moment.",
        CheckedAt = "Last checks of {server}, {time}:",
        StoppedOnWish = "{code}: the checks of {server} are stopped.",
        NothingRuns = "No checks are running, so there is nothing to stop",
        NothingRunsClose = "To close the open case, write \"close the case\".",
        NothingRunsMute = "To make me quiet here, write \"mute 8h\".",
        TakenOnWish = "{code}: {name} has taken the case.",
        NoCaseHandOff = "The texts to send on are made from a case: post the error or the whole bounce here for a card.",
        SendsNothing = "I write to nobody outside this conversation. Copy the text that fits and send it yourself.",
        ExpiresAt = "{code}: queued mail expires, {time} at the latest.",
        ExpiryLeft = "When you asked, {left} were left. After that the sender gets it back.",
        ExpiryReturned = "{code}: nothing waits any more. The code is permanent: the mail went back to its sender and has to be sent again after the fix.",
        ExpiryElsewhere = "{code}: the mail waits on the server that sends it, and that server decides for how long.",
        ExpiryUnknown = "{code}: nothing that was posted says that mail waits. Post the line of the error or of the message trace to be sure.",

        Muted = "Muted until {time}",
        MutedMeans = "Until then I answer only when I am mentioned. Open cases go on. Write \"unmute\" to end it.",
        Unmuted = "No longer muted. Mail errors posted here are answered again.",
        NothingToMute = "Here I only answer what you write, so there is nothing to mute.",

        ListensNow = "I answer mail errors posted here, also without being mentioned.",
        ListensNoMore = "From now on I answer here only when I am mentioned.",

        LanguageSet = "The language of this conversation is now {language}.",
        LanguageIs = "The language of this conversation is {language}.",
        LanguageChoices = "I speak {languages}. Write for example \"language english\".",

        SettingsTitle = "Settings of this conversation",
        SettingLanguage = "Language",
        SettingLanguageByPerson = "that of the person who asks",
        SettingListening = "Unasked answers",
        ListeningOn = "on",
        ListeningOff = "off, only when mentioned",
        ListeningNever = "off, not even when mentioned; \"listen\" turns them on",
        ListeningMuted = "muted until {time}",
        ListeningDirect = "every message is answered here",
        SettingConfidence = "Needed confidence",
        SettingExpiration = "Queued mail expires after",
        SettingsChange = "Change them with \"language\", \"mute\", \"listen\" and \"stop listening\". The last two lines are set by whoever runs the bot.",

        PrivacyTitle = "What is stored",
        PrivacyLines =
        [
            "Stored: the codes, the server and domain, the error line with mail addresses masked, the times, who posted and who pressed what, and what the checks saw.",
            "Not stored: the rest of your message, attachments, and messages without a mail error.",
            "Live checks connect to the named mail server and send no mail.",
            "Whoever runs the bot decides how long cases are kept and can delete them.",
        ],

        NothingRecognized = "There is no mail error in this message",
        NothingRecognizedHint = "Choose a message with a code, a line of a message trace or a bounce.",

        SuggestTitle = "This may be what you mean",
        SuggestMeans = "You named no code, so this is a guess by your words.",
        SuggestNext = "Write an id from above, for example {example}, to see its card, or post the line of the error to be sure.",
        SuggestShow = "Show this one",
        SuggestPress = "Press one to see its card in this place, or post the line of the error to be sure.",
        SuggestChosen = "Chosen from guesses: nobody has posted an error code, so this may be another trouble. Post the line of the error to be sure.",
        SuggestBack = "Other guesses",
        FileTitle = "This file could not be read",
        FileHint = "Send it again as .eml, .txt or .log, or open it and paste the error here. The beginning of a file is enough.",

        CheckTitle = "Which server?",
        CheckNeedsServer = "Write the name or the address behind it, for example: check mx1.contoso.com",
        CheckRefused = "{server} is not checked",
        CheckOneAtATime = "One server at a time",
        CheckOneAfterOther = "Each server gets a card of its own. Write for example: check mx1.contoso.com",
        CheckRefusals = new Dictionary<string, string>
        {
            [Reasons.PortNotAllowed] = "Only the ports of mail servers are checked: 25, 465 and 587. Without a port it is 25.",
            [Reasons.PrivateAddress] = "It is a private or reserved address. Microsoft 365 cannot reach it either: name the address the server has on the internet. Whoever runs the bot can allow networks of your own.",
            [Reasons.ReservedName] = "The name is reserved for examples or local networks, so no server on the internet has it. Write the public name of the server.",
            [Reasons.DeniedNetwork] = "Whoever runs the bot has excluded this network from checks.",
        },
    };
}
