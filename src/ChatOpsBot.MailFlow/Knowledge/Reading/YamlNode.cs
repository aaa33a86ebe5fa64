namespace ChatOpsBot.MailFlow.Knowledge.Reading;

/// <summary>A piece of YAML and the line it begins at.</summary>
internal abstract record YamlNode(int Line);

/// <summary>Any plain value. All values are text here: <c>4.4.316</c>, <c>on</c> and <c>yes</c> mean what they look like.</summary>
internal sealed record YamlScalar(string Value, int Line) : YamlNode(Line);

internal sealed record YamlList(IReadOnlyList<YamlNode> Items, int Line) : YamlNode(Line);

internal sealed record YamlMap(IReadOnlyList<YamlField> Fields, int Line) : YamlNode(Line);

// No struct, as little as it is: the lists of each kind of struct are compiled anew when the bot starts.
internal sealed record YamlField(string Name, int Line, YamlNode Value);
