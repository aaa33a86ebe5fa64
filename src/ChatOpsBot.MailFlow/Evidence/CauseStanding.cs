using ChatOpsBot.MailFlow.Knowledge;

namespace ChatOpsBot.MailFlow.Evidence;

/// <summary>The standing of one cause, and the rules that gave it.</summary>
/// <param name="Decisive">The rules that fired and decided the standing, with the observations each rests on; empty when it is open.</param>
/// <param name="Against">Rules that fired and point the other way: the card names them too.</param>
public sealed record CauseStanding(Cause Cause, Standing Standing, IReadOnlyList<FiredRule> Decisive, IReadOnlyList<FiredRule> Against);

/// <summary>An evidence rule that held, and the observations it rests on.</summary>
public sealed record FiredRule(EvidenceRule Rule, IReadOnlyList<Observation> Seen);
