using ChatOpsBot.Conversations;
using ChatOpsBot.MailFlow;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace ChatOpsBot.Benchmarks.Load;

/// <summary>
/// The bot with one endpoint more: a line somebody wrote in a conversation of several people. The chat page has no such conversations,
/// and what they say is nearly all a bot hears.
/// </summary>
internal static class OverheardBot
{
    public const string Command = "overheard-bot";

    public const string Path = "/overheard";

    public static async Task RunAsync(string[] settings)
    {
        await using var app = BotHost.Build(settings);
        var turns = app.Services.GetRequiredService<TurnHandler>();
        app.MapPost(Path, (HttpContext context, CancellationToken cancellationToken) => HearAsync(context, turns, cancellationToken));
        await app.RunAsync();
    }

    private static async Task HearAsync(HttpContext context, TurnHandler turns, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(context.Request.Body);
        var turn = new MessageTurn
        {
            Conversation = Conversation,
            Person = Writer,
            Key = context.TraceIdentifier,
            SentAt = DateTimeOffset.UnixEpoch,
            Text = await reader.ReadToEndAsync(cancellationToken),
            Markup = MailMarkup.Plain,
            Addressing = Addressing.Overheard,
        };
        if (await turns.AcceptAsync(turn, cancellationToken))
            throw new InvalidOperationException("The line was meant to hold no error.");
    }

    private static readonly ConversationReference Conversation = new(new ConversationKey("overheard", "t", "c"), "{}");
    private static readonly Person Writer = new("u1", "Anna");
}
