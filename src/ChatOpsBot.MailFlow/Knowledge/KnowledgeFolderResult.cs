namespace ChatOpsBot.MailFlow.Knowledge;

/// <summary>What came out of reading a knowledge folder.</summary>
/// <param name="Base">The entries, complete; null when any problem is an error, because half a folder gives wrong answers.</param>
/// <param name="Problems">Every fault of every file at once, in the order of files and lines.</param>
/// <param name="Fingerprint">The folder as it was found, see <see cref="KnowledgeFolder.Fingerprint"/>.</param>
public sealed record KnowledgeFolderResult(KnowledgeBase? Base, IReadOnlyList<KnowledgeProblem> Problems, string Fingerprint);
