using System.Text.Json;

namespace ChatOpsBot.Channels.Teams.Protocol;

/// <summary>Value of the invoke <c>adaptiveCard/action</c>: an <c>Action.Execute</c> was pressed, or the card asks to be refreshed.</summary>
/// <remarks>https://learn.microsoft.com/adaptive-cards/authoring-cards/universal-action-model</remarks>
internal sealed record AdaptiveCardInvokeValue
{
    public AdaptiveCardInvokeAction? Action { get; init; }

    /// <summary><c>manual</c> for a press, <c>automatic</c> for a refresh.</summary>
    public string? Trigger { get; init; }

    public const string InvokeName = "adaptiveCard/action";
    public const string Automatic = "automatic";
}

internal sealed record AdaptiveCardInvokeAction
{
    public string? Verb { get; init; }

    /// <summary>What the card held, with its inputs merged in. The client's word for it.</summary>
    public JsonElement? Data { get; init; }
}

/// <summary>The answer to <see cref="AdaptiveCardInvokeValue.InvokeName"/>. HTTP says 200 whatever this says.</summary>
/// <param name="Value">A card, a text, or an <see cref="AdaptiveCardInvokeError"/>, as <paramref name="Type"/> says.</param>
internal sealed record AdaptiveCardInvokeResponse(int StatusCode, string Type, JsonElement Value)
{
    public static AdaptiveCardInvokeResponse Card(JsonElement card) => new(200, "application/vnd.microsoft.card.adaptive", card);

    public static AdaptiveCardInvokeResponse Message(string text) =>
        new(200, "application/vnd.microsoft.activity.message", JsonSerializer.SerializeToElement(text, TeamsJson.Default.String));

    public static AdaptiveCardInvokeResponse Error(int status, string code, string message) =>
        new(status, "application/vnd.microsoft.error", JsonSerializer.SerializeToElement(new AdaptiveCardInvokeError(code, message), TeamsJson.Default.AdaptiveCardInvokeError));
}

internal sealed record AdaptiveCardInvokeError(string Code, string Message);
