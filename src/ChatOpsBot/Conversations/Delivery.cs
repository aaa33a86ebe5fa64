namespace ChatOpsBot.Conversations;

/// <summary>A message that is to be posted, and what is known of earlier tries: only after those a channel has to find out whether it stands there already.</summary>
/// <param name="Key">The same for every try of the same post, so that a channel that can look it up never posts twice.</param>
/// <param name="Before">What became of the tries before this one.</param>
/// <param name="OwedSince">Nothing of it can have left earlier.</param>
internal readonly record struct Delivery(string Key, EarlierTries Before, DateTimeOffset OwedSince);

/// <summary>What is known of the tries to post a message before the present one.</summary>
internal enum EarlierTries
{
    /// <summary>There was none. Whoever owes the message has written down that there is one now.</summary>
    None,

    /// <summary>The channel saw the end of each, and has written down what was left open.</summary>
    Ended,

    /// <summary>The bot was killed, or its database failed, before the last one ended: the message may stand in the conversation.</summary>
    Lost,
}
