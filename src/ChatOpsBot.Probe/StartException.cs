namespace ChatOpsBot.Probe;

/// <summary>The settings do not allow a start; the message lists all problems, each with what to do.</summary>
internal sealed class StartException(IEnumerable<string> problems) : Exception(string.Join(Environment.NewLine, problems));
