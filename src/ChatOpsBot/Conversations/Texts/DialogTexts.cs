namespace ChatOpsBot.Conversations.Texts;

/// <summary>The texts of dialogs in one language.</summary>
internal sealed record DialogTexts
{
    // Titles: at most 24 letters, Slack shows no more.
    public required string MoreTitle { get; init; }
    public required string HandOffTitle { get; init; }
    public required string OriginalTitle { get; init; }
    public required string SettingsTitle { get; init; }

    public required string Close { get; init; }
    public required string Save { get; init; }

    public required string HandOffHint { get; init; }
    public required string ForPartner { get; init; }
    public required string ForSender { get; init; }

    /// <summary><c>{recipient} {code} {title}</c></summary>
    public required string PartnerTrouble { get; init; }
    /// <summary><c>{code} {title}</c></summary>
    public required string PartnerTroubleUnnamed { get; init; }
    public required string PartnerLine { get; init; }
    /// <summary><c>{time}</c></summary>
    public required string PartnerSeen { get; init; }
    public required string PartnerVantage { get; init; }
    public required string PartnerCauses { get; init; }
    public required string PartnerQuestions { get; init; }
    public required string PartnerEnd { get; init; }

    /// <summary><c>{recipient} {code} {title}</c></summary>
    public required string SenderTrouble { get; init; }
    /// <summary><c>{code} {title}</c></summary>
    public required string SenderTroubleUnnamed { get; init; }
    /// <summary><c>{time}</c></summary>
    public required string SenderWaits { get; init; }
    public required string SenderReturned { get; init; }
    public required string SenderSteps { get; init; }

    public required string SettingsHint { get; init; }
    public required string Listens { get; init; }
    /// <summary>Third answer to it, beside yes and no.</summary>
    public required string ListensNever { get; init; }
    public required string Mute { get; init; }
    public required string NotMuted { get; init; }
    /// <summary>The mute that is set goes on.</summary>
    public required string StaysMuted { get; init; }
    public required string MuteWeek { get; init; }
}
