using System.Text.Json;
using System.Text.Json.Serialization;

namespace ChatOpsBot.MailFlow.Tests.Recognizing;

/// <summary>One chat message of our own set and what a mail engineer would read in it.</summary>
internal sealed record Sample
{
    public required string Id { get; init; }

    public required string Lang { get; init; }

    public required string Channel { get; init; }

    public required string Text { get; init; }

    /// <summary>Enhanced codes, primary first unless <see cref="PrimaryAny"/>.</summary>
    public required IReadOnlyList<string> Codes { get; init; }

    /// <summary>Right if given, not demanded: X.0.0 beside an exact code.</summary>
    public IReadOnlyList<string> Optional { get => field ?? []; init; }

    public bool PrimaryAny { get; init; }

    public string? Reply { get; init; }

    public string? Server { get; init; }

    public IReadOnlyList<string> ServerAny { get => field ?? []; init; }

    public string? Domain { get; init; }

    public string? Detail { get; init; }

    public required bool Fires { get; init; }

    public required IReadOnlyList<string> Tags { get; init; }

    public MailMarkup Markup => Channel switch
    {
        "slack" => MailMarkup.SlackMrkdwn,
        "teams" => MailMarkup.TeamsHtml,
        _ => MailMarkup.Plain,
    };

    public Recognition Recognize() => MailErrorRecognizer.Recognize(Text, Markup);

    public bool CodesAreRight(Recognition recognition)
    {
        var codes = recognition.Errors.Where(e => e.Code is not null).Select(e => e.Code!.Value.ToString()).Where(c => Codes.Contains(c) || !Optional.Contains(c)).ToList();
        return codes.Count == Codes.Count && codes.TrueForAll(Codes.Contains) && (PrimaryAny || codes.Count == 0 || codes[0] == Codes[0]);
    }

    public bool ServerIsRight(Recognition recognition) =>
        recognition.Primary?.Server is { } server && (server.Equals(Server, StringComparison.OrdinalIgnoreCase) || ServerAny.Contains(server, StringComparer.OrdinalIgnoreCase));
}

[JsonSerializable(typeof(Sample))]
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
internal sealed partial class SampleJson : JsonSerializerContext;

internal static class Samples
{
    /// <summary>Hand-written messages: five languages, three markups, every shape in which people post mail errors, and what only looks like them.</summary>
    public static IReadOnlyList<Sample> Messages { get; } = Read("messages.jsonl");

    public static IReadOnlyList<Sample> Read(string resource)
    {
        using var stream = typeof(Samples).Assembly.GetManifestResourceStream(resource) ?? throw new InvalidOperationException($"{resource} is not embedded in the test assembly.");
        using var reader = new StreamReader(stream);
        var samples = new List<Sample>();
        while (reader.ReadLine() is { } line)
            samples.Add(JsonSerializer.Deserialize(line, SampleJson.Default.Sample) ?? throw new InvalidOperationException($"{resource}: an empty line."));
        return samples;
    }
}
