using System.Net;

namespace ChatOpsBot.Probe;

/// <summary>Where the backend would listen, by every setting that says so, and whether strangers reach it there.</summary>
internal static class ListenAddresses
{
    /// <returns>The setting and its value; null when all lead to this machine alone.</returns>
    public static (string Setting, string Value)? FindOpen(IConfiguration configuration)
    {
        foreach (var (setting, value) in Of(configuration))
        {
            if (!IsLoopback(value))
                return (setting, value);
        }

        return null;
    }

    public static bool IsLoopback(string url) =>
        BindingAddress.Parse(url) is { IsUnixPipe: false, Host: var host }
        && (host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address)));

    private static IEnumerable<(string Setting, string Value)> Of(IConfiguration configuration)
    {
        foreach (var url in (configuration["Urls"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            yield return ("Urls", url);
        foreach (var endpoint in configuration.GetSection("Kestrel:Endpoints").GetChildren())
            yield return ($"Kestrel:Endpoints:{endpoint.Key}:Url", endpoint["Url"] ?? "http://*");

        // These mean every address of the machine, but count only where Urls says nothing.
        if (string.IsNullOrEmpty(configuration["Urls"]))
        {
            foreach (var name in (string[])["HTTP_PORTS", "HTTPS_PORTS"])
            {
                if (configuration[name] is { Length: > 0 } ports)
                    yield return (name, $"http://*:{ports.Split(';')[0]}");
            }
        }
    }
}
