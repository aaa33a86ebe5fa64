using System.IO.Compression;
using System.Text.Json.Nodes;
using ChatOpsBot.Channels.Teams;
using ChatOpsBot.Conversations.Asking;
using NJsonSchema;

namespace ChatOpsBot.Tests.Channels.Teams;

/// <summary>The app package as it would be uploaded, against Microsoft's schema and the rules the schema does not know.</summary>
public sealed class TeamsManifestTests
{
    private static readonly TeamsAppValues Values = new()
    {
        AppId = "22222222-3333-4444-5555-666666666666",
        BotId = "11111111-2222-3333-4444-555555555555",
        Domain = "bot.contoso.example",
        DeveloperName = "Contoso \"Mail\" Team",
        WebsiteUrl = "https://bot.contoso.example",
        PrivacyUrl = "https://contoso.example/privacy",
        TermsUrl = "https://contoso.example/terms",
    };

    public static TheoryData<string> Languages => ["es", "sv", "pt-BR", "de"];

    [Fact]
    public async Task The_manifest_passes_Microsofts_schema()
    {
        var schema = await SchemaAsync("MicrosoftTeams.schema.json");

        var manifest = Manifest();
        Assert.Empty(schema.Validate(manifest.ToJsonString()));
        manifest["surprise"] = true;
        Assert.NotEmpty(schema.Validate(manifest.ToJsonString()));
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task Each_language_file_passes_Microsofts_schema(string language)
    {
        var schema = await SchemaAsync("MicrosoftTeams.Localization.schema.json");

        Assert.Empty(schema.Validate(Read($"{language}.json").ToJsonString()));
    }

    [Fact]
    public void An_app_for_teams_says_that_it_treats_a_channel_as_its_own_audience()
    {
        // The upload refuses a manifest of version 1.25 or later without it; the schema does not.
        var manifest = Manifest();

        Assert.Contains("team", Scopes(manifest));
        Assert.Equal("tier1", manifest["supportsChannelFeatures"]!.GetValue<string>());
    }

    [Fact]
    public void The_message_action_stands_in_the_menu_of_messages()
    {
        var context = Manifest()["composeExtensions"]![0]!["commands"]![0]!["context"]!.AsArray().Select(node => node!.GetValue<string>());

        Assert.Equal(["message"], context);
    }

    [Fact]
    public void Listening_is_asked_for_with_resource_specific_consent_only()
    {
        var permissions = Manifest()["authorization"]!["permissions"]!["resourceSpecific"]!.AsArray().Select(node => node!["name"]!.GetValue<string>());

        Assert.Equal(["ChannelMessage.Read.Group", "ChatMessage.Read.Chat"], permissions);
    }

    [Fact]
    public void The_bot_understands_every_command_the_manifest_offers()
    {
        var titles = Manifest()["bots"]![0]!["commandLists"]![0]!["commands"]!.AsArray().Select(command => command!["title"]!.GetValue<string>()).ToList();
        List<string> expected = ["help", "check", "status", "mute 480", "language", "settings", "privacy"];

        Assert.Equal(expected, titles.Select(title => ChatCommandReader.Read(title)?.ToString()));
        foreach (var language in Languages.Select(row => row.Data))
            Assert.Equal(expected, titles.Select((_, index) => ChatCommandReader.Read(Read($"{language}.json")[$"bots[0].commandLists[0].commands[{index}].title"]!.GetValue<string>())?.ToString()));
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Every_text_of_the_manifest_is_translated(string language)
    {
        var spanish = Keys("es");

        Assert.Equal(spanish, Keys(language));
        Assert.Equal(Manifest()["bots"]![0]!["commandLists"]![0]!["commands"]!.AsArray().Count, spanish.Count(key => key.EndsWith("].title", StringComparison.Ordinal) && key.StartsWith("bots", StringComparison.Ordinal)));
        Assert.Contains(Manifest()["localizationInfo"]!["additionalLanguages"]!.AsArray(), node => node!["languageTag"]!.GetValue<string>() == language && node["file"]!.GetValue<string>() == $"{language}.json");
    }

    [Theory]
    [InlineData("color.png", 192)]
    [InlineData("outline.png", 32)]
    public void Icons_have_the_sizes_Teams_wants(string file, int size)
    {
        var header = File.ReadAllBytes(Path.Combine(TeamsAppPackage.Folder, file)).AsSpan();

        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], header[..4].ToArray());
        Assert.Equal(size, System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(header[16..]));
        Assert.Equal(size, System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(header[20..]));
    }

    [Fact]
    public void The_package_holds_everything_in_its_root_and_no_placeholder()
    {
        using var zip = new ZipArchive(Pack(Values));

        Assert.Equal(["color.png", "de.json", "es.json", "manifest.json", "outline.png", "pt-BR.json", "sv.json"], zip.Entries.Select(entry => entry.FullName).Order(StringComparer.Ordinal));
        using var manifest = new StreamReader(zip.GetEntry("manifest.json")!.Open());
        var text = manifest.ReadToEnd();
        Assert.DoesNotContain("${{", text, StringComparison.Ordinal);
        Assert.Equal(Values.DeveloperName, JsonNode.Parse(text)!["developer"]!["name"]!.GetValue<string>());
    }

    [Theory]
    [InlineData(null, "1.0.0")]
    [InlineData("1.1.0", "1.1.0")]
    public void An_update_has_the_version_it_is_given(string? version, string packed)
    {
        using var zip = new ZipArchive(Pack(Values with { Version = version }));
        using var manifest = zip.GetEntry("manifest.json")!.Open();

        Assert.Equal(packed, JsonNode.Parse(manifest)!["version"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("2")]
    [InlineData("1.1")]
    [InlineData("1.1.0-beta")]
    [InlineData("01.1.0")]
    public void A_version_that_is_none_is_named(string version) =>
        Assert.Contains($"The version \"{version}\" is none.", Assert.Throws<FormatException>(() => Pack(Values with { Version = version })).Message, StringComparison.Ordinal);

    [Fact]
    public void Wrong_values_are_all_named_at_once()
    {
        var wrong = Values with { AppId = "mine", BotId = "", Domain = "https://bot.contoso.example", WebsiteUrl = "http://contoso.example", DeveloperName = new string('x', 33) };

        var exception = Assert.Throws<FormatException>(() => Pack(wrong));

        Assert.Equal(5, exception.Message.Split(Environment.NewLine).Length);
        Assert.Contains("\"mine\" is no GUID", exception.Message, StringComparison.Ordinal);
        Assert.Contains("set Teams:AppId or give --bot-id", exception.Message, StringComparison.Ordinal);
        Assert.Contains("without https://", exception.Message, StringComparison.Ordinal);
    }

    private static MemoryStream Pack(TeamsAppValues values)
    {
        var package = new MemoryStream();
        TeamsAppPackage.Write(TeamsAppPackage.Folder, values, package);
        package.Position = 0;
        return package;
    }

    private static JsonObject Manifest()
    {
        using var zip = new ZipArchive(Pack(Values));
        using var manifest = zip.GetEntry("manifest.json")!.Open();
        return JsonNode.Parse(manifest)!.AsObject();
    }

    private static JsonObject Read(string file) => JsonNode.Parse(File.ReadAllText(Path.Combine(TeamsAppPackage.Folder, file)))!.AsObject();

    private static List<string> Keys(string language) => [.. Read($"{language}.json").Select(pair => pair.Key).Order(StringComparer.Ordinal)];

    private static IEnumerable<string> Scopes(JsonObject manifest) => manifest["bots"]![0]!["scopes"]!.AsArray().Select(node => node!.GetValue<string>());

    private static async Task<JsonSchema> SchemaAsync(string name)
    {
        var file = Path.Combine(SchemaFolder, name);
        Assert.SkipUnless(File.Exists(file), "Microsoft's manifest schemas are not here: npm ci in tests/ChatOpsBot.Tests/Channels/Teams/Schemas brings them.");
        return await JsonSchema.FromJsonAsync(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), file, TestContext.Current.CancellationToken);
    }

    private static string SchemaFolder { get; } = Path.Combine(
        typeof(TeamsManifestTests).Assembly.GetCustomAttributes(typeof(System.Reflection.AssemblyMetadataAttribute), inherit: false)
            .Cast<System.Reflection.AssemblyMetadataAttribute>().Single(metadata => metadata.Key == "TeamsSchemas").Value!,
        "node_modules", "@microsoft", "app-manifest", "build", "json-schemas", "teams", "v1.30");
}
