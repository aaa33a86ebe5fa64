using System.Reflection;
using System.Text.Json.Nodes;
using ChatOpsBot.Channels.Slack;
using ChatOpsBot.Channels.Slack.Installing;
using ChatOpsBot.Channels.Slack.Protocol;
using NJsonSchema;

namespace ChatOpsBot.Tests.Channels.Slack;

/// <summary>The manifests as they are pasted into Slack, against the shape Slack takes and against what the program uses.</summary>
/// <remarks>https://docs.slack.dev/reference/app-manifest</remarks>
public sealed class SlackManifestTests
{
    private const string Host = "bot.contoso.example";

    /// <summary>What each method needs; a method without a line here has nobody who asked for its scope.</summary>
    private static readonly Dictionary<string, string[]> ScopesOfMethods = new(StringComparer.Ordinal)
    {
        [nameof(SlackWebApi.AuthTestAsync)] = [],
        [nameof(SlackWebApi.ChatPostMessageAsync)] = ["chat:write"],
        [nameof(SlackWebApi.ChatUpdateAsync)] = ["chat:write"],
        [nameof(SlackWebApi.ChatDeleteAsync)] = ["chat:write"],
        [nameof(SlackWebApi.ChatPostEphemeralAsync)] = ["chat:write"],
        [nameof(SlackWebApi.ConversationsInfoAsync)] = ["channels:read", "groups:read", "mpim:read"],
        [nameof(SlackWebApi.ConversationsHistoryAsync)] = ["channels:history", "groups:history", "im:history", "mpim:history"],
        [nameof(SlackWebApi.ConversationsRepliesAsync)] = ["channels:history", "groups:history", "im:history", "mpim:history"],
        [nameof(SlackWebApi.ViewsOpenAsync)] = [],
        [nameof(SlackWebApi.ViewsUpdateAsync)] = [],
        [nameof(SlackWebApi.ViewsPublishAsync)] = [],
        [nameof(SlackWebApi.UsersInfoAsync)] = ["users:read"],
        [nameof(SlackWebApi.FilesInfoAsync)] = ["files:read"],
        // Those of the app itself, and those without a token.
        [nameof(SlackWebApi.AppsConnectionsOpenAsync)] = [],
        [nameof(SlackWebApi.OAuthV2AccessAsync)] = [],
        [nameof(SlackWebApi.OAuthV2RefreshAsync)] = [],
        [nameof(SlackWebApi.RespondAsync)] = [],
    };

    /// <summary>The events the program acts on, as they are subscribed to, with what each needs.</summary>
    private static readonly Dictionary<string, string[]> ScopesOfEvents = new(StringComparer.Ordinal)
    {
        ["message.channels"] = ["channels:history"],
        ["message.groups"] = ["groups:history"],
        ["message.im"] = ["im:history"],
        ["message.mpim"] = ["mpim:history"],
        [SlackEvent.AppMention] = ["app_mentions:read"],
        [SlackEvent.MemberJoinedChannel] = ["channels:read", "groups:read", "mpim:read"],
        [SlackEvent.AppHomeOpened] = [],
        [SlackEvent.AppUninstalled] = [],
        [SlackEvent.TokensRevoked] = [],
    };

    public static TheoryData<bool> Modes => [false, true];

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task The_manifest_passes_the_schema_that_slack_publishes(bool isSocketMode)
    {
        var file = Path.GetFullPath(Path.Combine(AdaptiveCardsTests.Root, "..", "shared", "protocol", "schemas", "slack-manifest-2.0.0.json"));
        Assert.SkipUnless(File.Exists(file), "Slack's schema of app manifests is not here: manifest.schema.2.0.0.json of github.com/slackapi/manifest-schema.");
        var schema = await JsonSchema.FromJsonAsync(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
        var bad = Manifest(isSocketMode);
        bad["features"]!["slash_commands"]![0]!["command"] = "mailfix";

        Assert.Empty(schema.Validate(Manifest(isSocketMode).ToJsonString()));
        Assert.NotEmpty(schema.Validate(bad.ToJsonString()));
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void The_manifest_has_the_shape_slack_takes(bool isSocketMode)
    {
        var manifest = Manifest(isSocketMode);

        Only(manifest, "_metadata", "display_information", "features", "oauth_config", "settings");
        Assert.Equal(2, manifest["_metadata"]!["major_version"]!.GetValue<int>());
        var display = manifest["display_information"]!.AsObject();
        Only(display, "name", "description", "long_description", "background_color");
        Between(display["name"], 1, 35);
        Between(display["description"], 1, 140);
        Between(display["long_description"], 175, 4000);
        Assert.Matches("^#[0-9A-F]{6}$", Text(display["background_color"]));

        var features = manifest["features"]!.AsObject();
        Only(features, "app_home", "bot_user", "shortcuts", "slash_commands");
        Between(features["bot_user"]!["display_name"], 1, 80);
        var shortcut = features["shortcuts"]!.AsArray().Single()!.AsObject();
        Only(shortcut, "name", "type", "callback_id", "description");
        Between(shortcut["name"], 1, 24);
        Between(shortcut["callback_id"], 1, 255);
        Between(shortcut["description"], 1, 150);
        Assert.Equal("message", Text(shortcut["type"]));
        var settings = manifest["settings"]!.AsObject();
        Only(settings, "event_subscriptions", "interactivity", "org_deploy_enabled", "socket_mode_enabled", "token_rotation_enabled");
        Assert.Equal(isSocketMode, settings["socket_mode_enabled"]!.GetValue<bool>());
        Assert.True(settings["interactivity"]!["is_enabled"]!.GetValue<bool>());
        // A token that is copied into settings could not be renewed there.
        Assert.False(settings["token_rotation_enabled"]!.GetValue<bool>());
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void People_can_write_to_the_bot_and_look_at_its_home(bool isSocketMode)
    {
        var home = Manifest(isSocketMode)["features"]!["app_home"]!;

        Assert.True(home["home_tab_enabled"]!.GetValue<bool>());
        Assert.True(home["messages_tab_enabled"]!.GetValue<bool>());
        Assert.False(home["messages_tab_read_only_enabled"]!.GetValue<bool>());
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void The_app_asks_for_what_the_program_uses_and_for_nothing_else(bool isSocketMode)
    {
        var methods = typeof(SlackWebApi).GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly).Select(method => method.Name);
        var used = methods.SelectMany(method => ScopesOfMethods[method]).Concat(ScopesOfEvents.Values.SelectMany(scopes => scopes)).Append("commands").Distinct();

        Assert.Equal(used.Order(StringComparer.Ordinal), Words(Manifest(isSocketMode)["oauth_config"]!["scopes"]!["bot"]!));
        Assert.Equal(used.Order(StringComparer.Ordinal), SlackScopes.Bot);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void The_app_hears_of_what_the_program_acts_on(bool isSocketMode) =>
        Assert.Equal(ScopesOfEvents.Keys.Order(StringComparer.Ordinal), Words(Manifest(isSocketMode)["settings"]!["event_subscriptions"]!["bot_events"]!));

    [Theory]
    [MemberData(nameof(Modes))]
    public void Every_scope_has_its_reason_in_the_guide(bool isSocketMode)
    {
        var guide = File.ReadAllText(Path.Combine(SlackAppManifest.Folder, "README.md"));

        Assert.All(Words(Manifest(isSocketMode)["oauth_config"]!["scopes"]!["bot"]!), scope => Assert.Contains($"`{scope}`", guide, StringComparison.Ordinal));
    }

    [Fact]
    public void Slack_calls_the_addresses_the_program_has()
    {
        var manifest = Manifest(isSocketMode: false);

        Assert.Equal($"https://{Host}{SlackEndpoints.Events}", Text(manifest["settings"]!["event_subscriptions"]!["request_url"]));
        Assert.Equal($"https://{Host}{SlackEndpoints.Interactions}", Text(manifest["settings"]!["interactivity"]!["request_url"]));
        Assert.Equal($"https://{Host}{SlackEndpoints.Commands}", Text(Command(manifest)["url"]));
        Assert.Equal([$"https://{Host}{SlackInstallEndpoints.Redirect}"], Words(manifest["oauth_config"]!["redirect_urls"]!));
    }

    [Fact]
    public void In_socket_mode_no_address_is_named()
    {
        var manifest = Manifest(isSocketMode: true);

        Assert.DoesNotContain("_url", manifest.ToJsonString(), StringComparison.Ordinal);
        Assert.Null(Command(manifest)["url"]);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void The_command_is_mailfix(bool isSocketMode)
    {
        var command = Command(Manifest(isSocketMode));

        Only(command, "command", "url", "description", "usage_hint", "should_escape");
        Assert.Equal("/mailfix", Text(command["command"]));
        // Escaped, a mail address would come as markup.
        Assert.False(command["should_escape"]!.GetValue<bool>());
        Between(command["description"], 1, 2000);
        Between(command["usage_hint"], 1, 1000);
    }

    [Theory]
    [InlineData("")]
    [InlineData("localhost")]
    [InlineData("https://bot.contoso.example")]
    [InlineData("bot.contoso.example/slack")]
    [InlineData("192.0.2.1")]
    public void What_is_no_public_host_name_makes_no_manifest(string domain)
    {
        var exception = Assert.Throws<FormatException>(() => SlackAppManifest.ForHttp(SlackAppManifest.Folder, domain));

        Assert.StartsWith($"The domain \"{domain}\" is no public host name.", exception.Message, StringComparison.Ordinal);
    }

    private static JsonObject Manifest(bool isSocketMode) =>
        JsonNode.Parse(isSocketMode ? SlackAppManifest.ForSocketMode(SlackAppManifest.Folder) : SlackAppManifest.ForHttp(SlackAppManifest.Folder, Host))!.AsObject();

    private static JsonObject Command(JsonObject manifest) => manifest["features"]!["slash_commands"]!.AsArray().Single()!.AsObject();

    private static void Only(JsonObject element, params string[] known) => Assert.Empty(element.Select(property => property.Key).Except(known, StringComparer.Ordinal));

    private static void Between(JsonNode? text, int least, int most) => Assert.InRange(Text(text).Length, least, most);

    private static string Text(JsonNode? node) => node!.GetValue<string>();

    private static IEnumerable<string> Words(JsonNode array) => array.AsArray().Select(Text).Order(StringComparer.Ordinal);
}
