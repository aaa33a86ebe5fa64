namespace ChatOpsBot.Channels.Slack.Sockets;

/// <summary>
/// What came over Socket Mode of late, by its envelope. One envelope is taken once, whichever of the connections bring it: a second
/// modal over the first, or a second whisper, would be one too many, and no row tells those apart.
/// </summary>
internal sealed class EnvelopesTaken(TimeProvider time)
{
    private readonly Lock gate = new();

    // Owned by the gate.
    private readonly Marks<Task<SlackReply>> replies = new(time, TimeSpan.FromMinutes(5), capacity: 10_000);

    /// <returns>The same reply for each delivery of the envelope. What was not taken is tried anew when it comes again.</returns>
    public Task<SlackReply> TakeOnceAsync(string envelopeId, Func<Task<SlackReply>> accept)
    {
        lock (gate)
        {
            if (replies.TryGet(envelopeId, out var known) && !HasFailed(known))
                return known;
            // Not within the gate: others must not wait for what this one does before it first waits itself.
            var reply = Task.Run(accept);
            replies.Set(envelopeId, reply);
            return reply;
        }
    }

    private static bool HasFailed(Task<SlackReply> reply) => reply.IsCompleted && (!reply.IsCompletedSuccessfully || reply.Result is SlackReply.NotNow);
}
