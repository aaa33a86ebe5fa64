namespace ChatOpsBot.MailFlow.Knowledge.Reading;

/// <summary>A piece of YAML and the line it begins at.</summary>
internal abstract record YamlNode(int Line);

/// <summary>Any plain value. All values are text here: <c>4.4.316</c>, <c>on</c> and <c>yes</c> mean what they look like.</summary>
internal sealed record YamlScalar(string Value, int Line) : YamlNode(Line);

internal sealed record YamlList(IReadOnlyList<YamlNode> Items, int Line) : YamlNode(Line);

internal sealed record YamlMap(IReadOnlyList<YamlField> Fields, int Line) : YamlNode(Line);

internal readonly record struct YamlField(string Name, int Line, YamlNode Value);
