using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ChatOpsBot.Channels.Teams;

/// <summary>The Teams app package: the manifest of <c>manifests/teams</c> with an organization's own ids, its language files and icons, as a zip.</summary>
internal static class TeamsAppPackage
{
    /// <summary>Folder of the unfilled manifest beside the program.</summary>
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "manifests", "teams");

    /// <summary>Writes the package. Everything lies in its root, as Teams wants it.</summary>
    /// <exception cref="FormatException">Values are missing or wrong; the message lists all of them.</exception>
    public static void Write(string folder, TeamsAppValues values, Stream output)
    {
        var problems = values.Problems().ToList();
        if (problems.Count > 0)
            throw new FormatException(string.Join(Environment.NewLine, problems));
        using var zip = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen: true);
        foreach (var file in Files(folder))
        {
            using var entry = zip.CreateEntry(Path.GetFileName(file)).Open();
            if (Path.GetFileName(file) == ManifestName)
                entry.Write(Fill(File.ReadAllText(file), values));
            else
                entry.Write(File.ReadAllBytes(file));
        }
    }

    /// <summary>What belongs into the package: the manifest and the files it names.</summary>
    private static IEnumerable<string> Files(string folder) =>
        Directory.EnumerateFiles(folder).Where(file => Path.GetExtension(file) is ".json" or ".png").Order(StringComparer.Ordinal);

    private static byte[] Fill(string manifest, TeamsAppValues values)
    {
        var filled = values.Placeholders().Aggregate(
            JsonNode.Parse(manifest)!.ToJsonString(),
            (text, placeholder) => text.Replace($"${{{{{placeholder.Name}}}}}", JsonEncodedText.Encode(placeholder.Value).ToString(), StringComparison.Ordinal));
        var complete = JsonNode.Parse(filled)!;
        if (values.Version is { } version)
            complete["version"] = version;
        return JsonSerializer.SerializeToUtf8Bytes(complete, Indented);
    }

    private const string ManifestName = "manifest.json";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}

/// <summary>What an organization's own Teams app needs to be told.</summary>
internal sealed partial record TeamsAppValues
{
    /// <summary>Id of the Teams app, a GUID. A new one is a new app: installations of the old one do not come along.</summary>
    public required string AppId { get; init; }

    /// <summary>Of the package, such as <c>1.2.0</c>: Teams takes an update only with a higher one. Null: as in the manifest.</summary>
    public string? Version { get; init; }

    /// <summary>Application (client) id of the bot, as in <c>Teams:AppId</c>.</summary>
    public required string BotId { get; init; }

    /// <summary>Public host name of the bot, without scheme.</summary>
    public required string Domain { get; init; }

    /// <summary>Shown as publisher, at most 32 characters.</summary>
    public required string DeveloperName { get; init; }

    public required string WebsiteUrl { get; init; }

    public required string PrivacyUrl { get; init; }

    public required string TermsUrl { get; init; }

    public IEnumerable<string> Problems()
    {
        if (!EntraId.IsOne(AppId))
            yield return $"The app id \"{AppId}\" is no GUID. Make one once, for example with uuidgen, and keep it: a new id is a new app.";
        if (!EntraId.IsOne(BotId))
            yield return $"The bot id \"{BotId}\" is no GUID. It is the Microsoft App ID on the Configuration page of the Azure Bot; set Teams:AppId or give --bot-id.";
        if (Version is not null && !VersionShape().IsMatch(Version))
            yield return $"The version \"{Version}\" is none. Write three numbers, for example 1.1.0, higher than that of the package before.";
        if (Uri.CheckHostName(Domain) != UriHostNameType.Dns || !Domain.Contains('.', StringComparison.Ordinal))
            yield return $"The domain \"{Domain}\" is no public host name. Give the host of the messaging endpoint without https://, for example bot.contoso.com.";
        if (DeveloperName.Length is 0 or > MaxDeveloperName)
            yield return $"The publisher \"{DeveloperName}\" needs 1 to {MaxDeveloperName} characters.";
        foreach (var (name, url) in new[] { ("website", WebsiteUrl), ("privacy", PrivacyUrl), ("terms", TermsUrl) })
        {
            if (!Uri.TryCreate(url, UriKind.Absolute, out var parsed) || parsed.Scheme != Uri.UriSchemeHttps)
                yield return $"The {name} address \"{url}\" is no https address.";
        }
    }

    /// <summary>In the notation of Microsoft 365 Agents Toolkit, which can fill this manifest as well.</summary>
    public IEnumerable<(string Name, string Value)> Placeholders() =>
    [
        ("TEAMS_APP_ID", AppId.ToLowerInvariant()),
        ("BOT_ID", BotId.ToLowerInvariant()),
        ("BOT_DOMAIN", Domain.ToLowerInvariant()),
        ("DEVELOPER_NAME", DeveloperName),
        ("WEBSITE_URL", WebsiteUrl),
        ("PRIVACY_URL", PrivacyUrl),
        ("TERMS_URL", TermsUrl),
    ];

    private const int MaxDeveloperName = 32;

    [GeneratedRegex(@"^(0|[1-9][0-9]{0,4})(\.(0|[1-9][0-9]{0,4})){2}\z", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex VersionShape();
}
