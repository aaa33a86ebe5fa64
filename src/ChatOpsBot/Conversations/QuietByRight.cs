namespace ChatOpsBot.Conversations;

/// <summary>A platform where a conversation that has chosen nothing is answered only when it speaks to the bot.</summary>
/// <param name="Channel">The <see cref="ConversationKey.Channel"/> of its conversations.</param>
internal sealed record QuietByRight(string Channel);
