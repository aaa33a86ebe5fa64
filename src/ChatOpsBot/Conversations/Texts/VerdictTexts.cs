using ChatOpsBot.Probing.Verdicts;

namespace ChatOpsBot.Conversations.Texts;

/// <summary>The verdict of a run in one language: on cards, and in the terminal.</summary>
internal sealed record VerdictTexts
{
    /// <summary>
    /// Cause of the closed list → what is wrong and where. <c>{where}</c> is a server, an address or a zone, <c>{domain}</c> what was asked,
    /// <c>{port}</c>; <c>{reply} {names} {expected} {version} {at}</c> are facts of what was seen, <c>{until} {from}</c> points in time.
    /// </summary>
    public required IReadOnlyDictionary<string, string> Causes { get; init; }

    // Nothing is wrong: how far that was seen. {where}
    public required string HealthyWhole { get; init; }
    /// <summary><c>{where} {domain}</c></summary>
    public required string HealthyNotAll { get; init; }
    public required string HealthyHeard { get; init; }
    public required string HealthyReached { get; init; }
    /// <summary>One server of several: <c>{domain} {where}</c>.</summary>
    public required string HealthyPartly { get; init; }
    /// <summary>It takes mail, and some check shows trouble all the same. <c>{where}</c></summary>
    public required string HealthyBut { get; init; }

    // Nothing can be said.
    /// <summary><c>{where} {reason}</c></summary>
    public required string NotTestedBecause { get; init; }
    /// <summary>What was asked is well, and more was not asked. <c>{where}</c></summary>
    public required string NothingWrongSoFar { get; init; }
    /// <summary>Something was seen, and it decides nothing. <c>{where}</c></summary>
    public required string NothingDecided { get; init; }

    // Whose trouble, and how sure.
    public required string ThemCertain { get; init; }
    public required string ThemLikely { get; init; }
    public required string AnybodySeen { get; init; }
    public required string AnybodyPossible { get; init; }
    public required string Us { get; init; }

    // What Exchange Online makes of it.
    /// <summary><c>{code}</c></summary>
    public required string CodeBoth { get; init; }
    /// <summary><c>{code} {exact}</c></summary>
    public required string CodeBothOrExact { get; init; }
    /// <summary><c>{code}</c></summary>
    public required string CodeStrict { get; init; }
    /// <summary><c>{code} {exact}</c></summary>
    public required string CodeStrictAndOther { get; init; }
    /// <summary><c>{exact}</c></summary>
    public required string CodeExact { get; init; }

    // Beside the code that was posted.
    /// <summary><c>{code}</c></summary>
    public required string Confirmed { get; init; }
    /// <summary>A filter on addresses would explain it: <c>{code}</c>.</summary>
    public required string NotSeenFilter { get; init; }
    /// <summary><c>{code}</c></summary>
    public required string NotSeen { get; init; }
    /// <summary><c>{code}</c></summary>
    public required string AnotherFault { get; init; }
    /// <summary>Earlier checks saw the failure, these do not.</summary>
    public required string Gone { get; init; }

    /// <summary><c>{time}</c></summary>
    public required string StaleUntil { get; init; }
    /// <summary>Told from memory: <c>{where} {time}</c>.</summary>
    public required string SeenEarlier { get; init; }

    // Several places looked.
    /// <summary><c>{vantage} {verdict}</c></summary>
    public required string From { get; init; }
    /// <summary><c>{well} {ill}</c></summary>
    public required string WorksFromSome { get; init; }

    /// <summary><c>{finding}</c></summary>
    public required string Also { get; init; }
    /// <summary>
    /// Finding of the closed list → what was seen beside the verdict. <c>{where}</c>. A cause that is not here is told as in <see cref="Causes"/>.
    /// </summary>
    public required IReadOnlyDictionary<string, string> Findings { get; init; }
    /// <summary><c>{checks} {reason}</c></summary>
    public required string Gap { get; init; }
    public required IReadOnlyDictionary<VerdictLimit, string> Limits { get; init; }

    // In the terminal.
    public required string HeadingAlso { get; init; }
    public required string HeadingGaps { get; init; }
    public required string HeadingLimits { get; init; }
}
