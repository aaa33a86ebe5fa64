using System.Globalization;
using System.Text.Json;

namespace ChatOpsBot.Probing.Policies;

/// <summary>Reads the two documents of RDAP: who is the registry of a name (RFC 9224), and what it says about a domain (RFC 9083). Both come from strangers.</summary>
internal static class RdapDocuments
{
    private const int MaxStatus = 20;
    private const int MaxStatusLength = 60;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 32 };

    /// <summary>Top-level domain (or a longer suffix) to the address of its registry; null when the document is none.</summary>
    public static IReadOnlyDictionary<string, Uri>? ReadBootstrap(byte[] json) => Read(json, root =>
    {
        var registries = new Dictionary<string, Uri>(StringComparer.Ordinal);
        foreach (var service in Items(root, "services"))
        {
            if (service.ValueKind != JsonValueKind.Array || service.GetArrayLength() < 2)
                continue;
            var place = Texts(service[1]).Select(AsPlace).FirstOrDefault(found => found is not null);
            if (place is null)
                continue;
            foreach (var suffix in Texts(service[0]))
                registries[suffix.ToLowerInvariant()] = place;
        }

        return registries.Count > 0 ? registries : null;
    });

    /// <summary>When the registration ends and what its states are; null when the document speaks of no domain, or of another.</summary>
    public static (DateTimeOffset? Expires, IReadOnlyList<string> Status)? ReadDomain(byte[] json, string domain) => Read<(DateTimeOffset?, IReadOnlyList<string>)?>(json, root =>
    {
        if (Text(root, "objectClassName") != "domain" || (Text(root, "ldhName") is { } name && !name.TrimEnd('.').Equals(domain, StringComparison.OrdinalIgnoreCase)))
            return null;
        var expiration = Items(root, "events").FirstOrDefault(happening => Text(happening, "eventAction") == "expiration");
        var isDated = DateTimeOffset.TryParse(Text(expiration, "eventDate"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var expires);
        var status = root.TryGetProperty("status", out var states) ? Texts(states) : [];
        return (isDated ? expires : null, [.. status.Where(state => state.Length <= MaxStatusLength).Take(MaxStatus).Select(state => state.ToLowerInvariant())]);
    });

    private static T? Read<T>(byte[] json, Func<JsonElement, T?> read)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Options);
            return document.RootElement.ValueKind == JsonValueKind.Object ? read(document.RootElement) : default;
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            // The latter for texts with half a surrogate pair, which only show when they are read.
            return default;
        }
    }

    private static Uri? AsPlace(string text) =>
        Uri.TryCreate(text.EndsWith('/') ? text : text + "/", UriKind.Absolute, out var place) && place.Scheme == Uri.UriSchemeHttps && place.UserInfo.Length == 0 ? place : null;

    private static IEnumerable<JsonElement> Items(JsonElement element, string name) =>
        element.TryGetProperty(name, out var items) && items.ValueKind == JsonValueKind.Array ? items.EnumerateArray() : [];

    private static IEnumerable<string> Texts(JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? element.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!) : [];

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
}
