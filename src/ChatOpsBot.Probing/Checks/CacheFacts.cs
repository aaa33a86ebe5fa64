using ChatOpsBot.MailFlow.Evidence;
using ChatOpsBot.Probing.Zones;

namespace ChatOpsBot.Probing.Checks;

/// <summary>What the zone's own servers say beside what the resolver keeps, as facts and as a sentence.</summary>
internal static class CacheFacts
{
    public static IEnumerable<(string Name, string Value)> Of(Sight sight)
    {
        if (sight.View is not { Says.Count: > 0 } view)
            yield break;
        yield return ("authoritative", view.ToString());
        yield return ("cache", sight.CacheState switch
        {
            CacheState.Same => "same",
            CacheState.Stale => "stale",
            CacheState.Split => "split",
            _ => "unknown",
        });
        if (sight.Cached is { } cached)
            yield return ("cached", cached);
        if (sight.CachedFor is { } left)
            yield return ("ttl", Words.WholeSeconds(left));
    }

    /// <summary>The fact <c>causes</c>; only for <see cref="CacheState.Stale"/> and <see cref="CacheState.Split"/>.</summary>
    public static (string Name, string Value) Cause(Sight sight) => CauseFacts.Of(sight.CacheState == CacheState.Split ? VerdictCauses.NsOutOfSync : VerdictCauses.StaleCache);

    /// <summary>Only for <see cref="CacheState.Stale"/> and <see cref="CacheState.Split"/>.</summary>
    public static string Tell(Sight sight, string what) => sight.CacheState == CacheState.Split
        ? $"The name servers of the zone disagree about the {what} of {sight.Target.Host}: {sight.View}. Senders see now the one and now the other; let the DNS host bring them in step."
        : $"The name servers of the zone say that the {what} of {sight.Target.Host} is {sight.View}, but the resolver of the probe keeps \"{sight.Cached}\"{(sight.CachedFor is { } left ? $" for another {Words.WholeSeconds(left)} s" : "")}. Other senders may keep the old answer as long.";
}
