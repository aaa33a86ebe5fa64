using ChatOpsBot.MailFlow.Evidence;
using ChatOpsBot.MailFlow.Recognizing;

namespace ChatOpsBot.MailFlow.Knowledge.Reading;

/// <summary>Reads the causes of an entry with their evidence rules and questions.</summary>
/// <param name="details">The detail words that lead to the entry. A rule may ask for these, and for <see cref="Labels.DetailWords"/>; about any other word it would never speak.</param>
/// <param name="checks">The checks that the entry runs: likewise.</param>
internal sealed class CauseReader(EnglishTexts texts, List<Claim> claims, IReadOnlyList<string> details, IReadOnlyList<string> checks, FileReport report)
{
    public IReadOnlyList<Cause> ReadAll(FieldReader entry) => [.. entry.MapsOrNone("causes", "a cause").Select(Read).OfType<Cause>()];

    private Cause? Read(FieldReader fields)
    {
        var id = fields.RequiredText("id");
        fields.What = $"cause \"{id?.Value ?? "?"}\"";
        var text = fields.RequiredText("text");
        var actor = Words.Read(fields.RequiredText("actor"), Words.Actors, report) ?? Actor.MailAdmin;
        var cause = id?.Value ?? "";
        var rules = ReadRules(fields, cause);
        var question = fields.Map("question") is { } asked ? ReadQuestion(asked, cause) : null;
        fields.NoMore();
        if (id is null)
            return null;

        if (!Forms.IsCauseId(cause))
            report.Error(id.Line, "bad-id", $"\"{cause}\" is no id of a cause. Write c, the family, a dot and a word or two: c316.fw-block.");
        claims.Add(new Claim("duplicate-id", "The cause", cause, id.Line));
        texts.Add(cause, text);
        return new Cause(cause, rules, question, actor);
    }

    private List<EvidenceRule> ReadRules(FieldReader fields, string cause)
    {
        var rules = new List<EvidenceRule>();
        foreach (var rule in fields.Maps("rules", $"a rule of cause \"{cause}\""))
        {
            var id = rule.RequiredText("id");
            rule.What = $"rule \"{id?.Value ?? "?"}\" of cause \"{cause}\"";
            var when = ReadConditions(rule);
            var on = Words.Read(rule.Text("on"), Words.Quantifiers, report) ?? Quantifier.Any;
            var then = Words.Read(rule.RequiredText("then"), Words.Verdicts, report);
            var because = rule.RequiredText("because");
            rule.NoMore();
            if (id is null || then is not { } verdict)
                continue;

            CheckRuleId(id, rules);
            if (verdict == Verdict.Confirms)
                CheckVantage(rule.Line, when);
            texts.Add($"{cause}.{id.Value}", because, "{where}");
            rules.Add(new EvidenceRule(id.Value, when, on, verdict));
        }

        return rules;
    }

    private OrderedDictionary<string, IReadOnlyList<string>> ReadConditions(FieldReader rule)
    {
        var when = new OrderedDictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var (check, outcomes) in rule.RequiredMap("when")?.Rest() ?? [])
        {
            when.Add(check.Value, [.. outcomes.Select(outcome => outcome.Value)]);
            if (check.Value == Vocabulary.ErrorSays)
            {
                CheckWords(check, outcomes);
                continue;
            }

            if (!Vocabulary.Checks.TryGetValue(check.Value, out var known))
            {
                report.Error(check.Line, "unknown-check", $"There is no check \"{check.Value}\". Known: {NameList.Of([.. Vocabulary.Checks.Keys, Vocabulary.ErrorSays])}.");
                continue;
            }

            // "not-tested" and "denied" belong to every check and are no evidence, so a rule about them would never speak.
            foreach (var outcome in outcomes.Where(outcome => !known.Contains(outcome.Value, StringComparer.Ordinal)))
                report.Error(outcome.Line, "unknown-outcome", $"{check.Value} has no outcome \"{outcome.Value}\" that says anything. Known: {NameList.Of(known)}.");
            if (outcomes.Count == 0)
                report.Error(check.Line, "missing-field", $"{rule.Subject} names no outcome of {check.Value}. Known: {NameList.Of(known)}.");
            if (!checks.Contains(check.Value, StringComparer.Ordinal))
                report.Warn(check.Line, "check-not-run", $"{rule.Subject} looks at {check.Value}, which the entry does not run. Add it to \"checks\".");
        }

        return when;
    }

    private void CheckWords(YamlScalar check, IReadOnlyList<YamlScalar> words)
    {
        if (words.Count == 0)
            report.Error(check.Line, "missing-field", $"{Vocabulary.ErrorSays} names no word. Write a code or a detail word.");
        foreach (var word in words.Where(word => !EnhancedStatusCode.TryParse(word.Value, out _) && !details.Contains(word.Value, StringComparer.Ordinal) && !Labels.DetailWords.Contains(word.Value, StringComparer.Ordinal)))
            report.Error(word.Line, "unknown-detail", $"\"{word.Value}\" is neither an enhanced status code nor one of the details in \"match\", nor one that is read in every error ({NameList.Of(Labels.DetailWords)}). Add it to \"match\", or correct it.");
    }

    private void CheckRuleId(YamlScalar id, List<EvidenceRule> earlier)
    {
        if (!Forms.IsName(id.Value) || id.Value is "ask" or "yes" or "no")
            report.Error(id.Line, "bad-id", $"\"{id.Value}\" is no id of a rule. Use small letters, digits and hyphens; ask, yes and no belong to the question.");
        if (earlier.Exists(rule => rule.Id == id.Value))
            report.Error(id.Line, "duplicate-id", $"The rule \"{id.Value}\" stands twice in the same cause. Reasons are found by it, so each needs its own.");
    }

    /// <summary>
    /// Firewalls commonly admit only the addresses of Microsoft 365. What an outside probe sees as refused or unanswered fits a block,
    /// a server that is down and much else: it may support a cause, never prove one.
    /// </summary>
    private void CheckVantage(int line, OrderedDictionary<string, IReadOnlyList<string>> when)
    {
        if (when.Count > 0 && when.All(condition => condition.Key == "tcp25" && !condition.Value.Contains("open", StringComparer.Ordinal)))
            report.Error(line, "vantage", "That port 25 does not answer the probe proves nothing: the firewall may admit Microsoft 365 only. Write \"then: supports\", and ask a person to confirm.");
    }

    private Question ReadQuestion(FieldReader question, string cause)
    {
        texts.Add($"{cause}.ask", question.RequiredText("ask"));
        var yes = ReadAnswer(question.Map("yes"), $"{cause}.yes");
        var no = ReadAnswer(question.Map("no"), $"{cause}.no");
        question.NoMore();
        if (yes is null && no is null)
            report.Error(question.Line, "missing-field", $"Neither answer of {question.What} changes anything. Add \"yes\" or \"no\" with then and because.");
        return new Question(yes, no);
    }

    private Verdict? ReadAnswer(FieldReader? answer, string key)
    {
        if (answer is null)
            return null;
        var then = Words.Read(answer.RequiredText("then"), Words.Verdicts, report);
        texts.Add(key, answer.RequiredText("because"));
        answer.NoMore();
        return then;
    }
}
