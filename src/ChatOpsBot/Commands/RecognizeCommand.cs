using System.CommandLine;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ChatOpsBot.MailFlow;

namespace ChatOpsBot.Commands;

/// <summary><c>chatopsbot recognize</c>: reads messages as JSON lines and says what is recognized in each, one line a message.</summary>
internal static class RecognizeCommand
{
    public static Command Create()
    {
        var explain = new Option<bool>("--explain") { Description = "Add the confidence and the signals that led to it." };
        var file = new Option<FileInfo?>("--file") { Description = "Read this .eml or .txt file instead of standard input." };
        var command = new Command("recognize", "Read {\"id\", \"channel\": \"slack|teams|plain\", \"text\"} lines from standard input; write what is recognized, one JSON line each.") { explain, file };
        command.SetAction((parsed, cancellationToken) => parsed.GetValue(file) is { } one
            ? ReadFileAsync(one, parsed.GetValue(explain), cancellationToken)
            : RunAsync(parsed.GetValue(explain), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(bool explain, CancellationToken cancellationToken)
    {
        using var input = new StreamReader(Console.OpenStandardInput(), Encoding.UTF8);
        await using var output = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        var number = 0;
        var bad = 0;
        while (await input.ReadLineAsync(cancellationToken) is { } line)
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
                continue;
            if (Read(line, out var problem) is not { } message)
            {
                bad++;
                await Console.Error.WriteLineAsync($"Line {number}: {problem} A line looks like {{\"id\":\"1\",\"channel\":\"plain\",\"text\":\"550 5.1.1\"}}.");
                continue;
            }

            await output.WriteLineAsync(JsonSerializer.Serialize(Answer(message, explain), RecognizeJson.Relaxed.RecognizedLine));
        }

        return bad == 0 ? ExitCodes.Done : ExitCodes.Failed;
    }

    private static async Task<int> ReadFileAsync(FileInfo file, bool explain, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = file.OpenRead();
            var bytes = new byte[Math.Min(stream.Length, MailFile.LongestFile)];
            await stream.ReadExactlyAsync(bytes, cancellationToken);
            Console.WriteLine(JsonSerializer.Serialize(Answer(new MessageLine(file.Name, "plain", MailFile.ReadText(bytes)), explain), RecognizeJson.Relaxed.RecognizedLine));
            return ExitCodes.Done;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"{file.FullName} cannot be read: {exception.Message}");
            return ExitCodes.Failed;
        }
    }

    private static MessageLine? Read(string line, out string problem)
    {
        problem = "";
        try
        {
            var message = JsonSerializer.Deserialize(line, RecognizeJson.Default.MessageLine);
            if (message is { Id: not null, Text: not null })
                return message;
            problem = "\"id\" or \"text\" is missing.";
        }
        catch (JsonException exception)
        {
            problem = $"not valid JSON at character {exception.BytePositionInLine}.";
        }

        return null;
    }

    private static RecognizedLine Answer(MessageLine message, bool explain)
    {
        var markup = message.Channel switch { "slack" => MailMarkup.SlackMrkdwn, "teams" => MailMarkup.TeamsHtml, _ => MailMarkup.Plain };
        var recognition = MailErrorRecognizer.Recognize(message.Text!, markup);
        var primary = recognition.Primary;
        return new RecognizedLine(
            message.Id!,
            [.. recognition.Errors.Where(error => error.Code is not null).Select(error => error.Code!.Value.ToString())],
            primary?.Reply?.ToString(),
            primary?.Server ?? primary?.Address,
            primary?.Domain,
            primary?.Detail,
            recognition.Fires,
            explain ? recognition.Confidence : null,
            explain ? [.. recognition.Signals.Select(signal => new SignalLine(signal.Name, signal.Weight, signal.Text))] : null);
    }
}

/// <summary>One message to read.</summary>
internal sealed record MessageLine(string? Id, string? Channel, string? Text);

/// <summary>What was recognized in it.</summary>
internal sealed record RecognizedLine(
    string Id,
    IReadOnlyList<string> Codes,
    string? Reply,
    string? Server,
    string? Domain,
    string? Detail,
    bool Fires,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Confidence,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<SignalLine>? Signals);

internal sealed record SignalLine(string Name, double Weight, string Text);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(MessageLine))]
[JsonSerializable(typeof(RecognizedLine))]
internal sealed partial class RecognizeJson : JsonSerializerContext
{
    /// <summary>Codes and words as they are; the output is read by programs, not by browsers.</summary>
    public static RecognizeJson Relaxed { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
