namespace ChatOpsBot.Probing;

/// <summary>One run: whom to ask, and what.</summary>
/// <param name="CheckIds">Ids of the vocabulary; checks that others need are added, ids without a check here give <c>not-tested</c>.</param>
public sealed record ProbeRequest(ProbeTarget Target, IReadOnlyList<string> CheckIds);
