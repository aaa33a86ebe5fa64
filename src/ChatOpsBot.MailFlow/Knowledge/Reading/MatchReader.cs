namespace ChatOpsBot.MailFlow.Knowledge.Reading;

/// <summary>Reads what leads to an entry, and claims it: of several entries with one code each must be told from the others.</summary>
internal sealed class MatchReader(List<Claim> claims, FileReport report)
{
    /// <summary>Shorter words stand in too many lines.</summary>
    public const int ShortestText = 4;

    private const int LongestText = 200;
    private readonly List<(CodeRange Range, int Line)> ranges = [];

    /// <summary>With their lines.</summary>
    public IReadOnlyList<(CodeRange Range, int Line)> Ranges => ranges;

    public YamlScalar? Provider { get; private set; }

    public KnowledgeMatch Read(FieldReader match)
    {
        var codes = ReadCodes(match, "codes");
        var expired = ReadCodes(match, "expiredCodes");
        var vague = ReadCodes(match, "vagueCodes");
        ReadRanges(match);
        var prefixes = ReadPrefixes(match);
        var details = match.Texts("details");
        var replies = ReadReplies(match);
        var texts = ReadTexts(match);
        Provider = match.Text("provider");
        var providerCodes = ReadProviderCodes(match);
        var writtenPatterns = match.Texts("patterns");
        var patterns = ReadPatterns(writtenPatterns);
        var asks = ReadAsks(match);
        claims.AddRange(details.Select(detail => new Claim("detail-claimed-twice", "The detail", detail.Value.ToUpperInvariant(), detail.Line)));
        match.NoMore();

        var named = codes.Count + expired.Count + vague.Count + ranges.Count + prefixes.Count + replies.Count;
        if (named + details.Count + asks.Count + providerCodes.Count + writtenPatterns.Count == 0)
            report.Error(match.Line, "missing-field", "\"match\" names nothing, so nobody would ever see this entry. Add codes, codeRanges, codePrefixes, replies, details or providerCodes.");
        if (texts.Count > 0 && named == 0)
            report.Error(texts[0].Line, "texts-alone", "Texts choose among entries with the same code; alone they lead nowhere. Add codes, codeRanges or replies beside them.");
        if (replies.Count > 0 && texts.Count + providerCodes.Count == 0)
            report.Error(replies[0].Line, "replies-alone", $"A reply code such as {replies[0].Value} alone says too little. Add the texts that stand beside it.");
        var keys = Keys(texts, providerCodes);
        foreach (var code in (IEnumerable<YamlScalar>)[.. codes, .. expired, .. vague])
            Claim("The code", code, keys);
        foreach (var reply in replies)
            Claim("The reply code", reply, keys);
        if (codes.Count + expired.Count + replies.Count == 0)
            claims.AddRange(providerCodes.Select(code => new Claim("provider-code-claimed-twice", "The provider's code", code.Value.ToUpperInvariant(), code.Line)));

        return new KnowledgeMatch(Parse(codes), Parse(expired), [.. prefixes.Select(prefix => prefix.Value)], [.. details.Select(detail => detail.Value)])
        {
            VagueCodes = Parse(vague),
            CodeRanges = [.. ranges.Select(range => range.Range)],
            Replies = [.. replies.Select(reply => ReplyCode.TryParse(reply.Value, out var parsed) ? parsed : default)],
            Texts = [.. texts.Select(text => text.Value)],
            Provider = Provider?.Value,
            ProviderCodes = [.. providerCodes.Select(code => code.Value)],
            Patterns = patterns,
            Asks = [.. asks.Select(ask => ask.Value)],
        };
    }

    /// <summary>What tells this entry from others with the same code: each text, each provider's code; nothing for the one that answers without.</summary>
    private static List<YamlScalar> Keys(List<YamlScalar> texts, List<YamlScalar> providerCodes) =>
        [.. texts, .. providerCodes.Select(code => code with { Value = code.Value.ToUpperInvariant() })];

    private void Claim(string what, YamlScalar code, List<YamlScalar> keys)
    {
        var whose = Provider is { } provider ? $" of {provider.Value}" : "";
        if (keys.Count == 0)
            claims.Add(new Claim("code-claimed-twice", what, code.Value + whose, code.Line));
        foreach (var key in keys)
            claims.Add(new Claim("text-claimed-twice", $"{what} {code.Value}{whose} with the words", key.Value, key.Line) { Key = $"{code.Value}{whose} {key.Value}" });
    }

    private List<YamlScalar> ReadCodes(FieldReader match, string name)
    {
        var codes = new List<YamlScalar>();
        foreach (var text in match.Texts(name))
        {
            if (EnhancedStatusCode.TryParse(text.Value, out var code))
            {
                codes.Add(text);
                if (name == "expiredCodes" && !code.IsPermanent)
                    report.Error(text.Line, "wrong-class", $"{code} in expiredCodes does not begin with 5. A queue that gave up reports a permanent code; move {code} to codes.");
            }
            else
            {
                report.Error(text.Line, "bad-code", $"\"{text.Value}\" in {name} is no enhanced status code. Write three numbers that begin with 2, 4 or 5, such as 4.4.316.");
            }
        }

        return codes;
    }

    private void ReadRanges(FieldReader match)
    {
        foreach (var text in match.Texts("codeRanges"))
        {
            if (CodeRange.TryParse(text.Value, out var range))
                ranges.Add((range, text.Line));
            else
                report.Error(text.Line, "bad-code", $"\"{text.Value}\" is no range of codes. Write the first and the last one, of one class and subject: 4.7.500-4.7.699.");
        }
    }

    private List<YamlScalar> ReadPrefixes(FieldReader match)
    {
        var prefixes = new List<YamlScalar>();
        foreach (var text in match.Texts("codePrefixes"))
        {
            if (!Forms.IsCodePrefix(text.Value))
                report.Error(text.Line, "bad-code", $"\"{text.Value}\" is no family of codes. Write the beginning up to the second dot or beyond, such as \"4.4.\" or \"4.4.31\".");
            prefixes.Add(text);
            claims.Add(new Claim("code-claimed-twice", "The family", text.Value, text.Line));
        }

        return prefixes;
    }

    private List<YamlScalar> ReadReplies(FieldReader match)
    {
        var replies = new List<YamlScalar>();
        foreach (var text in match.Texts("replies"))
        {
            if (ReplyCode.TryParse(text.Value, out _))
                replies.Add(text);
            else
                report.Error(text.Line, "bad-code", $"\"{text.Value}\" in replies is no reply code. Write three digits from 200 to 599, such as 421.");
        }

        return replies;
    }

    private List<YamlScalar> ReadTexts(FieldReader match)
    {
        var texts = new List<YamlScalar>();
        foreach (var text in match.Texts("texts"))
        {
            var folded = text with { Value = ErrorWords.Fold(text.Value) };
            if (folded.Value.Length < ShortestText)
                report.Error(text.Line, "text-too-short", $"\"{text.Value}\" would be found in too many lines. Write at least {ShortestText} characters.");
            else if (folded.Value.Length > LongestText)
                report.Error(text.Line, "too-long", $"A text to look for has {folded.Value.Length} characters; {LongestText} are the most. Keep the few words that are always there.");
            else
                texts.Add(folded);
        }

        return texts;
    }

    private List<YamlScalar> ReadProviderCodes(FieldReader match)
    {
        var codes = new List<YamlScalar>();
        foreach (var text in match.Texts("providerCodes"))
        {
            if (Forms.IsProviderCode(text.Value))
                codes.Add(text);
            else
                report.Error(text.Line, "bad-code", $"\"{text.Value}\" is no provider's code. Write it as it stands in the line, with at least one digit and without blanks, such as TSS04.");
        }

        return codes;
    }

    private List<OwnPattern> ReadPatterns(IReadOnlyList<YamlScalar> written)
    {
        var patterns = new List<OwnPattern>();
        foreach (var text in written)
        {
            try
            {
                patterns.Add(OwnPattern.Parse(text.Value));
                claims.Add(new Claim("pattern-claimed-twice", "The pattern", text.Value, text.Line));
            }
            catch (ArgumentException exception)
            {
                report.Error(text.Line, "bad-pattern", $"The pattern \"{text.Value}\" cannot be used. {exception.Message.Split(" (Parameter", 2)[0]} Write a short one without look-around and back references, such as GW-[0-9]{{4}}.");
            }
        }

        return patterns;
    }

    private List<YamlScalar> ReadAsks(FieldReader match)
    {
        var asks = new List<YamlScalar>();
        foreach (var wish in match.Texts("asks"))
        {
            if (!KnowledgeMatch.Wishes.Contains(wish.Value, StringComparer.Ordinal))
                report.Error(wish.Line, "unknown-wish", $"Nobody can ask for \"{wish.Value}\". Known: {NameList.Of(KnowledgeMatch.Wishes)}.");
            asks.Add(wish);
            claims.Add(new Claim("wish-claimed-twice", "The wish", wish.Value, wish.Line));
        }

        return asks;
    }

    private static IReadOnlyList<EnhancedStatusCode> Parse(List<YamlScalar> codes) =>
        [.. codes.Select(code => EnhancedStatusCode.TryParse(code.Value, out var parsed) ? parsed : default)];
}
