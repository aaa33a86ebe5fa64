using System.Collections;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.Json;

namespace ChatOpsBot;

/// <summary>
/// Looks over what an operator has written before it is bound to options: whether every name is a setting and every value of its kind.
/// The framework's binder stops at the first, tells its own types instead of the setting, and quotes values that may be secrets.
/// </summary>
internal static class WrittenSettings
{
    /// <summary>Everything in <paramref name="section"/> that is not as <paramref name="options"/> has it; empty when it can be bound.</summary>
    public static IEnumerable<string> Problems(IConfigurationSection section, Type options)
    {
        if (!string.IsNullOrEmpty(section.Value))
        {
            yield return $"{section.Path} is written as one value, and holds settings of its own. Write them as {section.Path}:{Settings(options)[0].Name} and so on; appsettings.json shows all.";
            yield break;
        }

        var settings = Settings(options);
        var defaults = Activator.CreateInstance(options);
        foreach (var child in section.GetChildren())
        {
            var problems = settings.FirstOrDefault(setting => setting.Name.Equals(child.Key, StringComparison.OrdinalIgnoreCase)) is { } setting
                ? ProblemsOf(child, setting.PropertyType, setting.GetValue(defaults))
                : [Unknown(child.Path, section.Path, settings.Select(setting => setting.Name))];
            foreach (var problem in problems)
                yield return problem;
        }
    }

    /// <summary>Names at the top that belong to nobody. Only where the operator wrote for the bot alone: the environment holds much else.</summary>
    public static IEnumerable<string> ProblemsOfSections(IConfiguration configuration, IReadOnlyDictionary<string, Type> sections)
    {
        if (configuration is not IConfigurationRoot root)
            yield break;
        // The host and the bot read the same arguments.
        HashSet<string> seen = new(StringComparer.OrdinalIgnoreCase);
        foreach (var provider in root.Providers)
        {
            var isEnvironment = provider is EnvironmentVariablesConfigurationProvider;
            var isOurs = provider is JsonConfigurationProvider or CommandLineConfigurationProvider;
            foreach (var name in isEnvironment || isOurs ? provider.GetChildKeys([], parentPath: null).Where(seen.Add) : [])
            {
                if (sections.ContainsKey(name) || OfTheHost.Contains(name))
                    continue;
                if (isOurs)
                    yield return Unknown(name, within: null, sections.Keys);
                else if (ProblemOfVariable(name, [.. provider.GetChildKeys([], name)], sections) is { } problem)
                    yield return problem;
            }
        }
    }

    /// <summary>A variable that is surely meant for the bot and would do nothing: the name of a setting with a slip before it.</summary>
    private static string? ProblemOfVariable(string name, string[] below, IReadOnlyDictionary<string, Type> sections)
    {
        foreach (var (section, options) in sections)
        {
            foreach (var setting in Settings(options).Select(setting => setting.Name))
            {
                var isBadlyJoined = name.Length == section.Length + 1 + setting.Length
                    && name.StartsWith(section, StringComparison.OrdinalIgnoreCase)
                    && name.EndsWith(setting, StringComparison.OrdinalIgnoreCase)
                    && !char.IsLetterOrDigit(name[section.Length]);
                if (isBadlyJoined || (below.Contains(setting, StringComparer.OrdinalIgnoreCase) && IsNear(name, section)))
                    return $"The environment variable {(isBadlyJoined ? name : $"{name}__{setting}")} is no setting. Write {section}__{setting}, with two underscores.";
            }
        }

        return null;
    }

    private static IEnumerable<string> ProblemsOf(IConfigurationSection written, Type type, object? usual)
    {
        if (ElementOf(type) is { } element)
            return ProblemsOfList(written, element);
        if (!IsSimple(type))
            return Problems(written, type);
        if (written.GetChildren().FirstOrDefault() is { } below)
            return [$"{written.Path} is one value, and {below.Path} is written below it. Write {written.Path} itself."];
        return (written.Value, WhatToWrite(written.Value, type, usual)) switch
        {
            (null, _) => [$"{written.Path} is null. Write a value, or take the line out."],
            ({ } value, { } rest) => [$"{written.Path} is \"{value}\". {rest}"],
            _ => [],
        };
    }

    private static IEnumerable<string> ProblemsOfList(IConfigurationSection written, Type element)
    {
        // The value stays untold: some lists are of secrets.
        if (!string.IsNullOrEmpty(written.Value))
            return [$"{written.Path} is a list and is written as one value. Write its first as {written.Path}:0, as an environment variable {written.Path.Replace(":", "__", StringComparison.Ordinal)}__0, or in appsettings.json between [ and ]."];
        return written.GetChildren().SelectMany(place => ProblemsOf(place, element, element == typeof(int) ? 2525 : null));
    }

    /// <summary>Null when the text is of the kind.</summary>
    private static string? WhatToWrite(string? text, Type type, object? usual)
    {
        if (type == typeof(string))
            return null;
        if (type == typeof(int))
            return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) ? null : $"Write a whole number, such as {usual}.";
        if (type == typeof(double))
            return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _) ? null : string.Create(CultureInfo.InvariantCulture, $"Write a number with a point, such as {usual}.");
        if (type == typeof(bool))
            return bool.TryParse(text, out _) ? null : "Write true or false.";
        if (type == typeof(TimeSpan))
            return IsTime(text) ? null : string.Create(CultureInfo.InvariantCulture, $"Write hours:minutes:seconds, such as {usual:c}; with days 1.00:00:00.");
        return Enum.GetNames(type).Contains(text, StringComparer.OrdinalIgnoreCase) ? null : $"Write one of {string.Join(", ", Enum.GetNames(type))}.";
    }

    /// <summary>The framework would take 30 and 24:00:00 as well, as 30 and 24 days.</summary>
    private static bool IsTime(string? text) =>
        TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out _)
        && text.Split(':') is [var first, _, _]
        && (first.Contains('.', StringComparison.Ordinal) || !int.TryParse(first, CultureInfo.InvariantCulture, out var hours) || hours < 24);

    private static string Unknown(string path, string? within, IEnumerable<string> names)
    {
        var name = path[(path.LastIndexOf(':') + 1)..];
        var near = names.FirstOrDefault(candidate => IsNear(name, candidate));
        return near is null
            ? $"{path} is no setting. Take it out; appsettings.json lists all there are."
            : $"{path} is no setting. Did you mean {(within is null ? near : $"{within}:{near}")}?";
    }

    private static PropertyInfo[] Settings(Type options) => [.. options.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite)];

    private static bool IsSimple(Type type) => type.IsValueType || type == typeof(string);

    private static Type? ElementOf(Type type)
    {
        if (type == typeof(string) || !type.IsAssignableTo(typeof(IEnumerable)) && !type.IsGenericType)
            return null;
        return type.IsArray ? type.GetElementType() : type.GetGenericArguments()[0];
    }

    /// <summary>At most two letters more, fewer or other.</summary>
    private static bool IsNear(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var corner = row[0];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var isSame = char.ToUpperInvariant(one[i - 1]) == char.ToUpperInvariant(other[j - 1]);
                (corner, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, corner + (isSame ? 0 : 1)));
            }
        }

        return row[^1] <= 2;
    }

    /// <summary>What ASP.NET Core and its host read at the top.</summary>
    private static readonly HashSet<string> OfTheHost = new(StringComparer.OrdinalIgnoreCase)
    {
        "$schema", "AllowedHosts", "ApplicationName", "CaptureStartupErrors", "ConnectionStrings", "ContentRoot", "DetailedErrors", "Environment",
        "ForwardedHeaders_Enabled", "HostBuilder", "HostingStartupAssemblies", "HostingStartupExcludeAssemblies", "Http_Ports", "Https_Port", "Https_Ports", "Kestrel",
        "Logging", "PreferHostingUrls", "PreventHostingStartup", "ShutdownTimeoutSeconds", "StaticWebAssets", "SuppressStatusMessages", "Urls", "WebRoot",
    };
}
