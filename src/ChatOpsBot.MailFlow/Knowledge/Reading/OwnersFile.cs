namespace ChatOpsBot.MailFlow.Knowledge.Reading;

/// <summary>The file of an overlay that says who looks after which servers.</summary>
internal sealed record OwnersFile(FileReport Report, IReadOnlyList<HostOwner> Owners) : KnowledgeFile(Report)
{
    /// <summary>It lies at the top of the overlay.</summary>
    public const string Name = "owners.yaml";

    private const int LongestName = 200;

    public static OwnersFile Read(FieldReader fields, FileReport report)
    {
        var owners = new List<HostOwner>();
        var owned = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        foreach (var owner in fields.RequiredMaps("owners", "an owner"))
        {
            var name = owner.RequiredText("name");
            var hosts = owner.RequiredTexts("hosts");
            owner.NoMore();
            foreach (var host in hosts.Where(host => !Forms.IsHost(host.Value.StartsWith("*.", StringComparison.Ordinal) ? host.Value.AsSpan(2) : host.Value)))
                report.Error(host.Line, "bad-host", $"\"{host.Value}\" is no host name. Write one such as mail.contoso.com, or *.contoso.com for all below it.");
            foreach (var host in hosts.Where(host => !owned.TryAdd(host.Value, host.Line)))
                report.Error(host.Line, "host-claimed-twice", $"The host \"{host.Value}\" has an owner already, in line {owned[host.Value]}. A card names one; remove one of the two.");
            if (name is null)
                continue;
            if (name.Value.Length > LongestName)
                report.Error(name.Line, "too-long", $"The name has {name.Value.Length} characters; a card has room for {LongestName}. Shorten it.");
            owners.Add(new HostOwner([.. hosts.Select(host => host.Value)], name.Value));
        }

        fields.NoMore();
        return new OwnersFile(report, owners);
    }
}
