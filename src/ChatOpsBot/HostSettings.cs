using System.Globalization;

namespace ChatOpsBot;

/// <summary>The settings that ASP.NET Core reads for itself, looked over before: it would answer a wrong one with a stack trace, or not at all.</summary>
internal static class HostSettings
{
    /// <summary>What is wrong with arguments, which the framework would pass over or pair wrongly; null when each is a setting with a value.</summary>
    public static string? ProblemOf(IReadOnlyList<string> arguments)
    {
        for (var i = 0; i < arguments.Count; i++)
        {
            var argument = arguments[i];
            if (!argument.StartsWith("--", StringComparison.Ordinal) && !argument.StartsWith('/'))
                return $"\"{argument}\" is no setting. Write --Section:Name=value, for example --Storage:DataFolder=data.";
            if (argument.Contains('=', StringComparison.Ordinal))
                continue;
            if (i + 1 == arguments.Count || arguments[i + 1].StartsWith("--", StringComparison.Ordinal))
                return $"{argument} has no value. Write {argument}=value; `chatopsbot --help` lists the commands and their options.";
            i++;
        }

        return null;
    }

    public static IEnumerable<string> Problems(IConfiguration configuration) =>
    [
        .. (configuration["Urls"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(ProblemOfUrl).OfType<string>(),
        .. ProblemsOfLevels(configuration.GetSection("Logging")),
    ];

    private static string? ProblemOfUrl(string url)
    {
        const string WhatToWrite = "Write where to listen, such as http://localhost:5080 or http://0.0.0.0:8080, several with a semicolon between them.";
        BindingAddress address;
        try
        {
            address = BindingAddress.Parse(url);
        }
        catch (FormatException)
        {
            return $"Urls has \"{url}\", which is no address. {WhatToWrite}";
        }

        if (address.IsUnixPipe || address.IsNamedPipe)
            return null;
        if (address.Scheme is not ("http" or "https") || address.PathBase.Length > 0)
            return $"Urls has \"{url}\", where the bot cannot listen. {WhatToWrite}";
        // Kestrel takes what it cannot read as a port for a part of the name, and listens on port 80 of every network.
        if (address.Port is < 0 or > 65535 || (address.Host.Contains(':', StringComparison.Ordinal) && !address.Host.StartsWith('[')))
            return $"Urls has \"{url}\", whose port is none. Write a number from 1 to 65535, such as http://localhost:5080.";
        return address is { Port: 0, Host: "localhost" } ? $"Urls has \"{url}\": only an address can leave the port to the system. Write http://127.0.0.1:0, or name a port." : null;
    }

    private static IEnumerable<string> ProblemsOfLevels(IConfigurationSection logging) =>
        logging.GetChildren().Select(section => section.GetSection("LogLevel")).Prepend(logging.GetSection("LogLevel"))
            .SelectMany(levels => levels.GetChildren())
            .Where(level => !string.IsNullOrEmpty(level.Value) && !Enum.GetNames<LogLevel>().Contains(level.Value, StringComparer.OrdinalIgnoreCase))
            .Select(level => string.Create(CultureInfo.InvariantCulture, $"{level.Path} is \"{level.Value}\". Write one of {string.Join(", ", Enum.GetNames<LogLevel>())}."));
}
