namespace ChatOpsBot.MailFlow.Knowledge.Reading;

/// <summary>The file that says how the words of each provider are told from those of others.</summary>
internal sealed record ProvidersFile(FileReport Report, IReadOnlyList<Provider> Providers) : KnowledgeFile(Report)
{
    /// <summary>It lies at the top of the folder.</summary>
    public const string Name = "providers.yaml";

    public static ProvidersFile Read(FieldReader fields, FileReport report)
    {
        var providers = new List<Provider>();
        foreach (var provider in fields.RequiredMaps("providers", "a provider"))
        {
            var id = provider.RequiredText("id");
            provider.What = $"provider \"{id?.Value ?? "?"}\"";
            var name = provider.RequiredText("name");
            var hosts = provider.Texts("hosts");
            var marks = provider.Texts("marks");
            provider.NoMore();
            foreach (var host in hosts.Where(host => !Forms.IsHost(host.Value) || !host.Value.Contains('.', StringComparison.Ordinal)))
                report.Error(host.Line, "bad-host", $"\"{host.Value}\" is no host name. Write the end that all its servers share, such as google.com.");
            foreach (var mark in marks.Where(mark => mark.Value.Length < MatchReader.ShortestText))
                report.Error(mark.Line, "text-too-short", $"\"{mark.Value}\" would be found in too many words. Write at least {MatchReader.ShortestText} characters.");
            if (hosts.Count + marks.Count == 0)
                report.Error(provider.Line, "missing-field", $"{provider.Subject} has neither hosts nor marks, so nobody could recognize it. Add one.");
            if (id is null || name is null)
                continue;
            if (!Forms.IsName(id.Value))
                report.Error(id.Line, "bad-id", $"\"{id.Value}\" is no id of a provider. Use small letters, digits and hyphens, such as google.");
            else if (providers.Exists(earlier => earlier.Id == id.Value))
                report.Error(id.Line, "duplicate-id", $"The provider \"{id.Value}\" stands twice. Merge the two.");
            else
                providers.Add(new Provider(id.Value, name.Value, [.. hosts.Select(host => host.Value)], [.. marks.Select(mark => ErrorWords.Fold(mark.Value))]));
        }

        fields.NoMore();
        return new ProvidersFile(report, providers);
    }
}
