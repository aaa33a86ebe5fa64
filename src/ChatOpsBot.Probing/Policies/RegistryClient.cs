using System.Globalization;
using ChatOpsBot.Probing.Dns;
using ChatOpsBot.Probing.Web;

namespace ChatOpsBot.Probing.Policies;

/// <summary>Asks the registry of a domain whether its registration holds (RDAP). One instance a process: it keeps the list of registries for a day.</summary>
internal sealed class RegistryClient(HttpsClient web, ProbeOptions options, TimeProvider time)
{
    public const int MaxBody = 256 * 1024;

    /// <summary>Names that are tried, the whole one first; what is registered lies at most this deep.</summary>
    private const int MaxDepth = 4;

    private static readonly TimeSpan KeepList = TimeSpan.FromDays(1);

    /// <summary>How long nobody asks again for a list that could not be had.</summary>
    private static readonly TimeSpan KeepTrouble = TimeSpan.FromMinutes(5);

    private volatile Registries? registries;

    /// <param name="budget">The time of the run.</param>
    public async Task<RegistrationSeen> AskAsync(DnsName name, CancellationToken budget)
    {
        var start = time.GetTimestamp();
        using var stage = new CancellationTokenSource(options.WebTimeout, time);
        return await AskAsync(name, stage.Token, budget) with { At = time.GetUtcNow(), After = time.GetElapsedTime(start) };
    }

    private async Task<RegistrationSeen> AskAsync(DnsName name, CancellationToken stage, CancellationToken budget)
    {
        if (options.RdapBootstrap.Length == 0)
            return Unknown("The operator lets the probe ask no registry (Probe:RdapBootstrap is empty).");
        var known = await FindRegistriesAsync(stage, budget);
        if (known.Problem is { } problem)
            return known.IsOutOfBudget ? new(RegistrationEnd.OutOfBudget, default, default) : Unknown(problem);

        while (name.Depth > MaxDepth)
            name = name.Parent;
        if (known.Find(name) is not { } registry)
            return Unknown($"The registry of {name} answers no questions by RDAP.");
        for (var at = name; at.Depth > 1; at = at.Parent)
        {
            var answer = await web.GetAsync(Question(new Uri(registry, "domain/" + Uri.EscapeDataString(at.ToString()))), stage, budget);
            switch (answer)
            {
                case { End: WebEnd.OutOfBudget }:
                    return new(RegistrationEnd.OutOfBudget, default, default);
                case { End: not WebEnd.Answered }:
                    return Unknown(answer.Problem!);

                // What is not registered itself: some registries call a name below one not found, others a bad question.
                case { Status: 400 or 404 or 422 }:
                    continue;
                case { Status: not 200 }:
                    return Unknown($"The registry {registry.IdnHost} answers HTTP {answer.Status.ToString(CultureInfo.InvariantCulture)}.");
            }

            return RdapDocuments.ReadDomain(answer.Body, at.ToString()) is var (expires, status)
                ? new(RegistrationEnd.Found, default, default) { Domain = at.ToString(), Expires = expires, Status = status }
                : Unknown($"The registry {registry.IdnHost} answers something that cannot be read.");
        }

        return new(RegistrationEnd.NotRegistered, default, default) { Domain = name.ToString() };
    }

    private static RegistrationSeen Unknown(string problem) => new(RegistrationEnd.Unknown, default, default) { Problem = problem };

    private static WebQuestion Question(Uri place) => new(place, "application/rdap+json, application/json", MaxBody) { FollowsRedirects = true };

    private async Task<Registries> FindRegistriesAsync(CancellationToken stage, CancellationToken budget)
    {
        if (registries is { } known && known.Until > time.GetUtcNow())
            return known;
        var answer = await web.GetAsync(Question(new Uri(options.RdapBootstrap)), stage, budget);
        if (answer.End == WebEnd.OutOfBudget)
            return new Registries(null, answer.Problem, default) { IsOutOfBudget = true };
        var list = answer.Status == 200 ? RdapDocuments.ReadBootstrap(answer.Body) : null;
        var found = list is not null
            ? new Registries(list, null, time.GetUtcNow() + KeepList)
            : new Registries(null, $"The list of registries could not be had: {answer.Problem ?? "it cannot be read."}", time.GetUtcNow() + KeepTrouble);
        registries = found;
        return found;
    }

    /// <param name="Problem">Why there is no list.</param>
    private sealed record Registries(IReadOnlyDictionary<string, Uri>? List, string? Problem, DateTimeOffset Until)
    {
        public bool IsOutOfBudget { get; init; }

        public Uri? Find(DnsName name)
        {
            // RFC 9224 §4: the longest suffix wins.
            for (var at = name; !at.IsRoot; at = at.Parent)
            {
                if (List!.TryGetValue(at.ToString(), out var registry))
                    return registry;
            }

            return null;
        }
    }
}
