namespace ChatOpsBot.Conversations.Texts;

internal static class EnglishDialogTexts
{
    public static DialogTexts Texts { get; } = new()
    {
        MoreTitle = "More about this case",
        HandOffTitle = "Hand-off texts",
        OriginalTitle = "English original",
        SettingsTitle = "Settings",

        Close = "Close",
        Save = "Save",

        HandOffHint = "Select a text in its field, copy it and send it. Read it before: it holds the error line as it was posted, with mail addresses masked.",
        ForPartner = "For the admin of the other organization",
        ForSender = "For the sender",

        PartnerTrouble = "Mail from us to {recipient} is not delivered at the moment. The error is {code} ({title}).",
        PartnerTroubleUnnamed = "Mail from us to you is not delivered at the moment. The error is {code} ({title}).",
        PartnerLine = "This is the line as our mail system reports it:",
        PartnerSeen = "What a check of ours saw at your server, {time}:",
        PartnerVantage = "The check does not come from Microsoft 365, which your firewall may treat differently.",
        PartnerCauses = "What this points to:",
        PartnerQuestions = "What we would like to know from you:",
        PartnerEnd = "Please tell us when we may try again. Thank you.",

        SenderTrouble = "Your mail to {recipient} has not been delivered. The reason is {code} ({title}).",
        SenderTroubleUnnamed = "Your mail has not been delivered. The reason is {code} ({title}).",
        SenderWaits = "It waits and is tried again automatically. What cannot be delivered comes back to you, {time} at the latest; then please send it again once we tell you that the fault is mended.",
        SenderReturned = "It is not tried again automatically. Please send it again once we tell you that the fault is mended.",
        SenderSteps = "What you can do yourself:",

        SettingsHint = "What is set here holds for everybody in this conversation.",
        Listens = "Answer mail errors posted here without being mentioned",
        ListensNever = "No, and not when mentioned either",
        Mute = "Mute: say nothing unasked",
        NotMuted = "Not muted",
        StaysMuted = "As it is now",
        MuteWeek = "7 days",
    };
}
