using System.Text.Json.Serialization;
using ChatOpsBot.Conversations;
using ChatOpsBot.Storage;

namespace ChatOpsBot;

/// <summary>What a load balancer and a monitor ask. Counts, and what the operator has to mend: whoever reaches the port may read it.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => Results.Text("live"));
        routes.MapGet("/health/ready", Ready);
    }

    /// <summary>
    /// 503 while the database cannot be read or written. Messages and follow-ups that were given up, a channel that cannot hear or speak, and
    /// knowledge that cannot be used degrade the status but not the answer: others are still served.
    /// </summary>
    private static IResult Ready(InboxStore inbox, FollowUpStore followUps, Database database, CurrentKnowledge knowledge, IEnumerable<IChannel> channels)
    {
        if (database.WriteTrouble is { } trouble)
            return NotReady(trouble, knowledge);
        try
        {
            var counts = inbox.Count();
            var dead = followUps.CountGivenUp();
            var troubles = channels.Select(channel => channel.Trouble).Append(knowledge.Trouble).OfType<string>().ToList();
            var health = new Health(
                counts.Dead + dead + troubles.Count == 0 ? "ok" : "degraded",
                counts.Waiting,
                counts.Dead,
                dead,
                knowledge.Base.Entries.Count,
                troubles.Count == 0 ? null : string.Join(' ', troubles));
            return Results.Json(health, HealthJson.Default.Health);
        }
        catch (StorageException exception)
        {
            return NotReady(exception.Message, knowledge);
        }
    }

    private static IResult NotReady(string trouble, CurrentKnowledge knowledge) =>
        Results.Json(new Health("database", 0, 0, 0, knowledge.Base.Entries.Count, trouble), HealthJson.Default.Health, statusCode: StatusCodes.Status503ServiceUnavailable);
}

/// <param name="Status"><c>ok</c>, <c>degraded</c> (messages or follow-ups were given up, see <c>chatopsbot doctor</c>, a channel cannot hear or speak, or a changed knowledge folder is not valid) or <c>database</c>.</param>
/// <param name="Trouble">What is wrong with the database, a channel or the knowledge, and what to do.</param>
internal sealed record Health(string Status, long Waiting, long GivenUp, long FollowUpsGivenUp, int KnowledgeEntries, string? Trouble = null);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Health))]
internal sealed partial class HealthJson : JsonSerializerContext;
