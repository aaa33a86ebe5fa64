using System.Text.Json;

namespace ChatOpsBot.Channels.Teams.Protocol;

/// <summary>Value of the invokes <c>task/fetch</c> and <c>task/submit</c>: a button that opens a dialog was pressed, or one in a dialog.</summary>
/// <remarks>https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/task-modules/task-modules-bots</remarks>
internal sealed record TaskModuleRequest
{
    /// <summary>What the button held, with the inputs of a dialog merged in. The client's word for it.</summary>
    public JsonElement? Data { get; init; }

    public const string Fetch = "task/fetch";
    public const string Submit = "task/submit";
}

/// <summary>Opens a dialog, or replaces what it shows, or says something and closes it. To close it without a word, answer nothing.</summary>
internal sealed record TaskModuleResponse(TaskModuleTask Task)
{
    public static TaskModuleResponse Show(string title, JsonElement card) => new(new TaskModuleTask(
        "continue",
        JsonSerializer.SerializeToElement(new TaskModuleInfo(title, "large", "medium", new TaskModuleCard("application/vnd.microsoft.card.adaptive", card)), TeamsJson.Default.TaskModuleInfo)));

    public static TaskModuleResponse Message(string text) => new(new TaskModuleTask("message", JsonSerializer.SerializeToElement(text, TeamsJson.Default.String)));
}

/// <param name="Type"><c>continue</c> or <c>message</c>.</param>
/// <param name="Value">A <see cref="TaskModuleInfo"/> or a text.</param>
internal sealed record TaskModuleTask(string Type, JsonElement Value);

/// <param name="Height"><c>small</c>, <c>medium</c> or <c>large</c>, as is <paramref name="Width"/>.</param>
internal sealed record TaskModuleInfo(string Title, string Height, string Width, TaskModuleCard Card);

internal sealed record TaskModuleCard(string ContentType, JsonElement Content);
