using System.Text.Json;
using ChatOpsBot.Conversations;
using ChatOpsBot.Storage;

namespace ChatOpsBot.Tests.Storage;

/// <summary>Events lie in the database as JSON for as long as their case lives: what was written once must be read by every later version.</summary>
public sealed class CaseEventJsonTests
{
    [Theory]
    [InlineData("""{"$type":"closed","by":{"id":"u1","name":"Anna"},"at":"2026-11-20T12:00:00+00:00"}""", typeof(CaseEvent.Closed))]
    [InlineData("""{"$type":"step-marked","stepId":"f316.A","mark":"Done","by":{"id":"u1","name":"Anna"},"at":"2026-11-20T12:00:00+00:00"}""", typeof(CaseEvent.StepMarked))]
    [InlineData("""{"$type":"checks-ended","runId":"r1","end":"Completed","at":"2026-11-20T12:00:00+00:00"}""", typeof(CaseEvent.ChecksEnded))]
    [InlineData("""{"$type":"rechecked","runId":"r1","outcome":"StillFailing","isEarly":true,"at":"2026-11-20T12:00:00+00:00"}""", typeof(CaseEvent.Rechecked))]
    [InlineData("""{"$type":"asked-whether-mended","why":"NeverSeenFailing","at":"2026-11-20T12:00:00+00:00"}""", typeof(CaseEvent.AskedWhetherMended))]
    [InlineData("""{"$type":"whether-mended-answered","yes":false,"by":{"id":"u1","name":"Anna"},"at":"2026-11-20T12:00:00+00:00"}""", typeof(CaseEvent.WhetherMendedAnswered))]
    [InlineData("""{"$type":"said-whether-mended","yes":true,"by":{"id":"u1","name":"Anna"},"message":"0a1b","at":"2026-11-20T12:00:00+00:00"}""", typeof(CaseEvent.SaidWhetherMended))]
    [InlineData("""{"$type":"expiry-reminded","at":"2026-11-20T12:00:00+00:00"}""", typeof(CaseEvent.ExpiryReminded))]
    [InlineData("""{"$type":"queue-expired","at":"2026-11-20T12:00:00+00:00"}""", typeof(CaseEvent.QueueExpired))]
    [InlineData("""{"$type":"thread-told","note":7,"failure":"too late to help","at":"2026-11-20T12:00:00+00:00"}""", typeof(CaseEvent.ThreadTold))]
    [InlineData("""{"$type":"thread-told","note":7,"at":"2026-11-20T12:00:00+00:00"}""", typeof(CaseEvent.ThreadTold))]
    public void What_was_stored_reads_and_writes_the_same(string json, Type kind)
    {
        var happened = JsonSerializer.Deserialize(json, StorageJson.Default.CaseEvent)!;

        Assert.IsType(kind, happened);
        Assert.Equal(json, JsonSerializer.Serialize(happened, StorageJson.Default.CaseEvent));
    }
}
