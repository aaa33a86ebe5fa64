using System.CommandLine;
using System.Globalization;
using ChatOpsBot.MailFlow;

namespace ChatOpsBot.Commands;

/// <summary><c>chatopsbot knowledge new 5.7.999</c>: a filled template in the right folder, ready to be edited.</summary>
internal static class NewEntryCommand
{
    public static System.CommandLine.Command Create()
    {
        var id = new Argument<string>("id") { Description = "Id of the entry: its code, or a few words with hyphens." };
        var folder = new Option<string?>("--folder", "--overlay") { Description = "Folder of the entries, shipped or your own overlay. Without it, src/Knowledge below where you are, else the one beside the program." };
        var group = new Option<string?>("--in") { Description = "Subfolder. Without it: connectors, exchange or smtp by the code, providers for words." };
        var command = new System.CommandLine.Command("new", "Write the template of a new entry.") { id, folder, group };
        command.SetAction(parsed => Write(parsed.GetRequiredValue(id), parsed.GetValue(folder), parsed.GetValue(group)));
        return command;
    }

    private static int Write(string id, string? folder, string? group)
    {
        if (id.Length is 0 or > 60 || id.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('.' or '-')) || !char.IsAsciiLetterOrDigit(id[0]) || !char.IsAsciiLetterOrDigit(id[^1]))
            return Refuse($"\"{id}\" is no id. Use letters, digits, dots and hyphens, such as 5.7.999 or mimecast-blocked.");
        var root = Path.GetFullPath(folder ?? (Directory.Exists(Sources) ? Sources : Path.Combine(AppContext.BaseDirectory, "Knowledge")));
        if (!Directory.Exists(root))
            return Refuse($"The folder {root} does not exist. Name the folder of the entries with --folder.");
        if (Directory.EnumerateFiles(root, $"{id}.yaml", SearchOption.AllDirectories).FirstOrDefault() is { } known)
            return Refuse($"There is an entry \"{id}\" already: {known}");

        var target = Path.GetFullPath(Path.Combine(root, group ?? GroupOf(id), $"{id}.yaml"));
        if (!target.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            return Refuse($"--in is \"{group}\", which leads out of {root}. Name a subfolder.");
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            using var writer = new StreamWriter(new FileStream(target, FileMode.CreateNew));
            var text = Fill(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Knowledge", "_template.yaml")), id, Path.GetRelativePath(Path.GetDirectoryName(target)!, root));
            writer.Write(File.Exists(Path.Combine(root, Schema)) ? text : WithoutSchema(text));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"{target} cannot be written: {exception.Message}");
            return ExitCodes.Failed;
        }

        Console.WriteLine(target);
        return ExitCodes.Done;
    }

    /// <summary>The template with the code, its twin and the ids of causes and steps of this entry.</summary>
    internal static string Fill(string template, string id, string toRoot)
    {
        var family = string.Concat(id.Where(char.IsAsciiLetterOrDigit));
        var isCode = EnhancedStatusCode.TryParse(id, out var code);
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var text = template
            .Replace("$schema=entry.schema.json", $"$schema={toRoot.Replace('\\', '/')}/{Schema}", StringComparison.Ordinal)
            .Replace("reviewed: 2026-11-21", $"reviewed: {today}", StringComparison.Ordinal)
            .Replace("c999.", $"c{family}.", StringComparison.Ordinal)
            .Replace("f999.", $"f{family}.", StringComparison.Ordinal)
            .Replace("ExampleWord", $"ExampleWord{family}", StringComparison.Ordinal);
        if (!isCode)
            return text.Replace("id: 4.4.999", $"id: {id}", StringComparison.Ordinal).Replace("must be called 4.4.999.yaml", $"must be called {id}.yaml", StringComparison.Ordinal);
        text = text.Replace("450 4.4.999", $"{(code.IsTransient ? 450 : 550)} {id}", StringComparison.Ordinal).Replace("4.4.999", id, StringComparison.Ordinal);
        // What is refused for good has no later twin.
        return code.IsTransient ? text.Replace("5.4.999", code.WithClass(5).ToString(), StringComparison.Ordinal) : text.Replace("expiredCodes: [5.4.999]", "expiredCodes: []", StringComparison.Ordinal);
    }

    /// <summary>A folder of one's own has no schema beside it, and an editor would complain about that.</summary>
    private static string WithoutSchema(string text) => text.StartsWith("# yaml-language-server:", StringComparison.Ordinal) ? text[(text.IndexOf('\n', StringComparison.Ordinal) + 1)..] : text;

    private static string GroupOf(string id) => EnhancedStatusCode.TryParse(id, out var code)
        ? code switch
        {
            { Subject: 4, Detail: >= 310 and <= 319 } => "connectors",
            { Detail: >= 100 } or { Subject: 7, Detail: > 30 } => "exchange",
            _ => "smtp",
        }
        : "providers";

    private static int Refuse(string why)
    {
        Console.Error.WriteLine(why);
        return ExitCodes.Usage;
    }

    private const string Schema = "entry.schema.json";

    private static readonly string Sources = Path.Combine("src", "Knowledge");
}
