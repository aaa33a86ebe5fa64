using System.Globalization;
using System.Net;
using ChatOpsBot.Probing.Certificates;
using ChatOpsBot.Probing.Checks;
using ChatOpsBot.Probing.Policies;
using ChatOpsBot.Probing.Smtp;

namespace ChatOpsBot.Probing;

/// <summary>One address in one run: one connection, and the checks told as soon as what they need has been seen.</summary>
/// <remarks>One task drives it; only the way out is shared with the other visits.</remarks>
internal sealed class AddressVisit(ProbeRun run, Sight start, IEnumerable<ILiveCheck> checks)
{
    /// <summary>Who hangs up after the greeting whatever is said has done it by then.</summary>
    private static readonly TimeSpan HangUpTime = TimeSpan.FromSeconds(1);

    private readonly List<ILiveCheck> untold = [.. checks];
    private Sight sight = start;

    /// <summary>Asked for beside the session.</summary>
    private Task<TlsaSeen?> tlsa = Task.FromResult<TlsaSeen?>(null);

    private ProbeOptions Options => run.State.Options;

    // Nobody can be asked what else an RST may mean, so it waits for no silent address beside it.
    private bool IsToldAtOnce => sight.Connection is { End: ConnectEnd.Refused } && Options.Port25Controls.Count == 0;

    private IPAddress Address { get; } = start.Address ?? throw new ArgumentException("A visit needs an address.", nameof(start));

    /// <param name="budget">The time of the run, the caller's stop included.</param>
    /// <param name="stop">The caller's stop alone.</param>
    /// <returns>What was seen in the end.</returns>
    public async Task<Sight> ExecuteAsync(SemaphoreSlim slots, CancellationToken budget, CancellationToken stop)
    {
        if (untold.Exists(check => check is TlsaCheck) && !IPAddress.TryParse(sight.Target.Host, out _))
            tlsa = AskTlsaAsync(budget);
        try
        {
            await ConnectInTurnAsync(slots, budget, stop);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            // The run's time went by in the queue for a slot or for the address.
            TellRest(check => sight.OutOfBudget(check.Descriptor.Id));
        }
        finally
        {
            run.WayOut.Left(Address, sight.Connection, budget);
            sight = sight with { Tlsa = await tlsa };
        }

        // With the slot given back, so that the silent ones can wait here for each other.
        if (untold.Count > 0 && sight.Connection is { MayBeOurWayOut: true })
            sight = sight with { WayOut = IsToldAtOnce ? run.WayOut.Find(Address) : await run.WayOut.DecisionFor(Address).WaitAsync(stop) };
        TellRest(check => check.Judge(sight));
        return sight;
    }

    private async Task<TlsaSeen?> AskTlsaAsync(CancellationToken budget) => await new TlsaClient(run.State).AskAsync(sight, budget);

    private async Task ConnectInTurnAsync(SemaphoreSlim slots, CancellationToken budget, CancellationToken stop)
    {
        await slots.WaitAsync(budget);
        try
        {
            using var turn = await run.State.Gates.EnterAsync(Address, budget);
            if (run.State.Pauses.Find(Address) is { } end)
            {
                TellRest(check => Paused(check, end));
                return;
            }

            if (run.State.Quota.Take(Address) is { } free)
            {
                if (run.State.Sights.Find(Address, sight) is var (seen, age))
                    TellAgain(seen, age);
                else
                    TellRest(check => UsedUp(check, free));
                return;
            }

            using var limit = new CancellationTokenSource(Options.AddressBudget, run.State.Time);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, budget);
            var isForAll = Wants(Seen.Certificate);
            await TalkAsync(both.Token, stop);
            if (isForAll)
                run.State.Sights.Keep(Address, sight);
        }
        finally
        {
            slots.Release();
        }
    }

    private async Task TalkAsync(CancellationToken budget, CancellationToken stop)
    {
        var lookAgain = await TalkOnceAsync(budget, stop);

        // One at a time: the first connection is closed by now.
        if (lookAgain && await LookAgainAsync(budget, stop) is { } certificates)
            JudgeCertificate(certificates);
        if (sight.Connection is { End: ConnectEnd.Open })
        {
            sight = sight with { Tlsa = await tlsa };
            TellRest(check => check.Judge(sight));
        }
    }

    /// <returns>Whether a further connection can tell more than this one.</returns>
    private async Task<bool> TalkOnceAsync(CancellationToken budget, CancellationToken stop)
    {
        await using var session = NewSession();
        Announce(Seen.Connection);
        sight = sight with { Connection = await session.ConnectAsync(Options.ConnectTimeout, budget) };
        stop.ThrowIfCancellationRequested();
        if (sight.Connection.End != ConnectEnd.Open)
            return false;
        Tell(Seen.Connection);

        if (untold.Count > 0 && sight.SpeaksTlsFirst)
            await ConverseOverTlsAsync(session, budget, stop);
        else if (untold.Count > 0)
            await ConverseAsync(session, budget, stop);
        if (MayBeImplicitTls || MayBeOldTls || MayHaveEndedByItself)
            return true;
        if (sight.Certificate is { Pair: { } pair, Revocation: RevocationState.NotAsked } certificate && Wants(Seen.Certificate))
        {
            // The mail server need not wait for what others say about its certificate.
            await session.LeaveAsync(budget);
            var revocation = await run.State.Revocation.AskAsync(pair.Certificate, pair.Issuer, Options.RevocationTimeout, budget);
            stop.ThrowIfCancellationRequested();
            sight = sight with { Certificate = certificate.With(revocation) };
        }

        if (!tlsa.IsCompleted)
            await session.LeaveAsync(budget);
        sight = sight with { Tlsa = await tlsa };
        stop.ThrowIfCancellationRequested();
        TellRest(check => check.Judge(sight));
        if (sight.SpeaksTlsFirst && sight.Greeting is null)
            return false;
        if (sight.Greeting is null)
            Hear(await session.ReadGreetingAsync(Options.QuitTimeout, budget));
        await session.LeaveAsync(budget);
        return false;
    }

    private bool MayBeImplicitTls => !sight.SpeaksTlsFirst && sight.Greeting is { End: ReplyEnd.TimedOut, Lines.Count: 0 } && Wants(Seen.Banner);

    private bool MayBeOldTls => sight.StartTls is { Handshake.MayBeOldTls: true } && Wants(Seen.Tls);

    // An RST says only that nobody reads any more: whether EHLO was heard before shows no trace.
    private bool MayHaveEndedByItself => sight.Hello is { WasOverBefore: false, Helo: null, Ehlo: { End: ReplyEnd.Closed, Error: not null, Lines.Count: 0 } } && Wants(Seen.Ehlo);

    private bool Wants(Seen stage) => untold.Exists(check => check.Descriptor.Needs >= stage);

    private SmtpSession NewSession() => new(new IPEndPoint(Address, sight.Target.Port), Options, run.State.Time);

    /// <summary>A further connection for what the first one could not tell; without one, the checks judge what there is.</summary>
    /// <returns>The certificates it showed; null without any.</returns>
    private async Task<IReadOnlyList<byte[]>?> LookAgainAsync(CancellationToken budget, CancellationToken stop)
    {
        if (budget.IsCancellationRequested || run.State.Quota.Take(Address) is not null)
            return null;
        await using var session = NewSession();
        if ((await session.ConnectAsync(Options.ConnectTimeout, budget)).End != ConnectEnd.Open)
            return null;
        if (MayHaveEndedByItself)
        {
            sight = sight with { Hello = sight.Hello! with { WasOverBefore = await EndsAfterGreetingAsync(session, budget) } };
            stop.ThrowIfCancellationRequested();
            return null;
        }

        if (sight.StartTls is null)
        {
            // A server that waits for TLS answers at once: it has had its time on the first connection.
            var handshake = await session.SayClientHelloAsync(sight.Target.Host, Options.SlowBannerAfter, budget);
            stop.ThrowIfCancellationRequested();
            sight = sight with { ImplicitTls = handshake };
            return null;
        }

        sight = sight with { OldTls = await SpeakOldTlsAsync(session, budget) };
        await session.LeaveAsync(budget);
        stop.ThrowIfCancellationRequested();
        return sight.OldTls?.Handshake?.Certificates;
    }

    private async Task<bool> EndsAfterGreetingAsync(SmtpSession session, CancellationToken budget)
    {
        var greeting = await session.ReadGreetingAsync(Options.BannerTimeout, budget);
        if (greeting.IsAboutRate)
            run.State.Pauses.Begin(Address);
        if (greeting.Code != 220)
            return false;
        var ends = await session.EndsByItselfAsync(HangUpTime, budget);
        await session.LeaveAsync(budget);
        return ends;
    }

    private async Task<StartTlsSeen?> SpeakOldTlsAsync(SmtpSession session, CancellationToken budget)
    {
        if (sight.SpeaksTlsFirst)
            return StartTlsSeen.AtOnce(await session.SayClientHelloAsync(sight.Target.Host, Options.TlsTimeout, budget));
        var greeting = await session.ReadGreetingAsync(Options.BannerTimeout, budget);
        if (greeting.IsAboutRate)
            run.State.Pauses.Begin(Address);
        if (greeting.Code != 220)
            return null;
        var hello = await session.SayHelloAsync(budget);
        return hello.Keywords.Contains("STARTTLS") ? await session.StartOldTlsAsync(sight.Target.Host, budget) : null;
    }

    private void Hear(SmtpReply greeting)
    {
        // Before anything is told, for a server that hangs up may be a device on our own side that took the call.
        if (greeting.End == ReplyEnd.Complete)
            run.WayOut.Greeted(Address);
        sight = sight with { Greeting = greeting, WayOut = run.WayOut.Find(Address) };
    }

    private async Task ConverseAsync(SmtpSession session, CancellationToken budget, CancellationToken stop)
    {
        Announce(Seen.Banner);
        Hear(await session.ReadGreetingAsync(Options.BannerTimeout, budget));
        stop.ThrowIfCancellationRequested();
        if (!MayBeImplicitTls)
            Tell(Seen.Banner);

        if (untold.Count > 0 && sight.Greeting is { Code: 220 })
        {
            Announce(Seen.Ehlo);
            sight = sight with { Hello = await session.SayHelloAsync(budget) };
            stop.ThrowIfCancellationRequested();
            if (!MayHaveEndedByItself)
                Tell(Seen.Ehlo);
            if (Wants(Seen.Tls) && sight is { OffersTls: true, RateComplaint: null })
                await SecureAsync(session, budget, stop);
        }

        if (sight.RateComplaint is not null || sight.SecureHello is { Last.IsAboutRate: true })
            run.State.Pauses.Begin(Address);
    }

    private async Task ConverseOverTlsAsync(SmtpSession session, CancellationToken budget, CancellationToken stop)
    {
        Announce(Seen.Tls);
        sight = sight with { StartTls = await session.SecureAtOnceAsync(sight.Target.Host, budget) };
        stop.ThrowIfCancellationRequested();
        if (sight.StartTls is not { IsDone: true, Handshake: { } handshake })
            return;

        Announce(Seen.Certificate);
        JudgeCertificate(handshake.Certificates);
        Announce(Seen.Banner);
        Hear(await session.ReadGreetingAsync(Options.BannerTimeout, budget));
        stop.ThrowIfCancellationRequested();
        Tell(Seen.Banner);
        if (untold.Count > 0 && sight.Greeting is { Code: 220 })
        {
            Announce(Seen.Ehlo);
            sight = sight with { Hello = await session.SayHelloAsync(budget) };
            stop.ThrowIfCancellationRequested();
            Tell(Seen.Tls);
        }

        if (sight.RateComplaint is not null)
            run.State.Pauses.Begin(Address);
    }

    private async Task SecureAsync(SmtpSession session, CancellationToken budget, CancellationToken stop)
    {
        Announce(Seen.Tls);
        sight = sight with { StartTls = await session.StartTlsAsync(sight.Target.Host, budget) };
        stop.ThrowIfCancellationRequested();
        if (sight.StartTls is not { IsDone: true, Handshake: { } handshake })
            return;

        Announce(Seen.Certificate);
        JudgeCertificate(handshake.Certificates);
        sight = sight with { SecureHello = await session.SayHelloAsync(budget) };
        stop.ThrowIfCancellationRequested();
        Tell(Seen.Tls);
    }

    private void JudgeCertificate(IReadOnlyList<byte[]> certificates)
    {
        if (Wants(Seen.Certificate))
            sight = sight with { Certificate = run.State.Judgements.Judge(certificates, sight.ExpectedName, run.State.Time.GetUtcNow()) };
    }

    private void Announce(Seen stage)
    {
        foreach (var check in untold.Where(check => check.Descriptor.Needs == stage))
            run.Announce(check.Descriptor.Id, Address.ToString());
    }

    private void Tell(Seen stage)
    {
        foreach (var check in untold.Where(check => check.Descriptor.Needs <= stage).ToList())
        {
            untold.Remove(check);
            run.Publish(check.Judge(sight));
        }
    }

    /// <summary>What another run saw a moment ago, with its age.</summary>
    private void TellAgain(Sight seen, TimeSpan age)
    {
        sight = seen;
        TellRest(check =>
        {
            var result = check.Judge(seen);
            return result with
            {
                Sentence = check.Descriptor.Needs == Seen.Connection ? $"{result.Sentence} Another run saw it {Words.Seconds(age)} ago, and the probe does not ask an address more than {Options.MaxConnectionsPerMinute} times a minute." : result.Sentence,
                Facts = new Dictionary<string, string>(result.Facts, StringComparer.Ordinal) { ["age"] = Words.WholeSeconds(age) },
            };
        });
    }

    private void TellRest(Func<ILiveCheck, CheckResult> judge)
    {
        foreach (var check in untold)
            run.Publish(judge(check));
        untold.Clear();
    }

    private CheckResult Paused(ILiveCheck check, DateTimeOffset end) => sight.NotTested(
        check.Descriptor.Id,
        Reasons.RateLimited,
        string.Create(CultureInfo.InvariantCulture, $"{sight.Server} was not asked: it complained about too many connections from this probe and is left alone until {end:HH:mm} UTC."));

    private CheckResult UsedUp(ILiveCheck check, DateTimeOffset free) => sight.NotTested(
        check.Descriptor.Id,
        Reasons.RateLimited,
        string.Create(
            CultureInfo.InvariantCulture,
            $"{sight.Server} was not asked: this probe connects to one address at most {Options.MaxConnectionsPerMinute} times a minute and {Options.MaxConnectionsPerDay} times a day. That is a limit of the probe and says nothing about the server; run the checks again after {free:HH:mm:ss} UTC."));
}
