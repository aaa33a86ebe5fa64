using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ChatOpsBot.Testing.Dns;

/// <summary>
/// A DNS server on loopback, UDP and TCP, that knows what its script says and does wrong what its script says. With SOA records it is
/// a name server of those zones: authoritative in them, referring below their cuts, refusing all else. Without, or with <c>* resolver .</c>, it is a resolver.
/// </summary>
/// <remarks>
/// A line is a record (<c>contoso.com 300 MX 10 mx1.contoso.com</c>) or <c>* what name [type [number [text]]]</c>:
/// <c>silence</c>, <c>servfail</c>, <c>refused</c>, <c>nxdomain</c>, <c>lame</c> (an answer without authority), <c>bogus</c> (SERVFAIL but with
/// CD), <c>secure</c> (AD) and <c>insecure</c> (not there), <c>servfail-once</c>, <c>error</c> (an extended error beside the answer), <c>formerr-edns</c>, <c>truncate</c> (whole over TCP), <c>cut</c>
/// (truncated in the middle of a record), <c>no-tcp</c> (silent there), <c>close-tcp</c>, <c>wrong-id</c> and <c>wrong-question</c> (a forgery
/// before the answer), <c>garbage</c>, <c>loop</c> (a compression pointer to itself), <c>lose</c> (the first <c>number</c> datagrams),
/// <c>hold</c> (until <see cref="Release"/>).
/// </remarks>
public sealed class ScriptedDnsServer : IAsyncDisposable
{
    private readonly Socket datagrams;
    private readonly Socket streams;
    private readonly CancellationTokenSource ended = new();
    private readonly ConcurrentQueue<string> questions = new();
    private readonly ConcurrentQueue<string> streamQuestions = new();
    private readonly ConcurrentDictionary<string, int> lost = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<Task> tasks = [];
    private readonly TaskCompletionSource released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentDictionary<string, TaskCompletionSource> heard = new(StringComparer.Ordinal);
    private readonly Task serving;
    private volatile Script script;

    private ScriptedDnsServer(IPEndPoint at, string[] lines)
    {
        script = Script.Parse(lines);
        (datagrams, streams) = Bind(at);
        EndPoint = (IPEndPoint)datagrams.LocalEndPoint!;
        serving = Task.WhenAll(ServeDatagramsAsync(), ServeStreamsAsync());
    }

    public IPEndPoint EndPoint { get; }

    /// <summary>Every question heard, repeats included, as <c>contoso.com MX</c>.</summary>
    public IReadOnlyList<string> Questions => [.. questions];

    /// <summary>Those heard over TCP.</summary>
    public IReadOnlyList<string> StreamQuestions => [.. streamQuestions];

    /// <summary>A server on a port of 127.0.0.1 that is free.</summary>
    public static ScriptedDnsServer Start(params string[] lines) => new(new IPEndPoint(IPAddress.Loopback, 0), lines);

    public static ScriptedDnsServer StartAt(IPEndPoint at, params string[] lines) => new(at, lines);

    /// <summary>From now on it knows other things.</summary>
    public void Change(params string[] lines) => script = Script.Parse(lines);

    /// <summary>Lets go what <c>hold</c> holds.</summary>
    public void Release() => released.TrySetResult();

    /// <summary>Completes when the question (<c>contoso.com MX</c>) has come and its answer, if any, has gone out.</summary>
    public Task Heard(string question) => Sign(question).Task;

    public async ValueTask DisposeAsync()
    {
        await ended.CancelAsync();
        released.TrySetResult();
        await serving;
        await Task.WhenAll(tasks);
        datagrams.Dispose();
        streams.Dispose();
        ended.Dispose();
    }

    // The port of the one must be free for the other too.
    private static (Socket Datagrams, Socket Streams) Bind(IPEndPoint at)
    {
        for (var attempt = 0; ; attempt++)
        {
            var udp = new Socket(at.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            var tcp = new Socket(at.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                udp.Bind(at);
                tcp.Bind(udp.LocalEndPoint!);
                tcp.Listen();
                return (udp, tcp);
            }
            catch (SocketException) when (at.Port == 0 && attempt < 20)
            {
                udp.Dispose();
                tcp.Dispose();
            }
        }
    }

    private async Task ServeDatagramsAsync()
    {
        var buffer = new byte[4096];
        while (!ended.IsCancellationRequested)
        {
            try
            {
                var received = await datagrams.ReceiveFromAsync(buffer, SocketFlags.None, new IPEndPoint(IPAddress.Any, 0), ended.Token);
                tasks.Add(AnswerDatagramAsync(buffer[..received.ReceivedBytes], received.RemoteEndPoint));
            }
            catch (OperationCanceledException) when (ended.IsCancellationRequested)
            {
                return;
            }
            catch (SocketException)
            {
                // A client that is gone: the next question may come.
            }
        }
    }

    private async Task AnswerDatagramAsync(byte[] bytes, EndPoint client)
    {
        var asked = Question.Read(bytes);
        questions.Enqueue(asked.Text);
        if (script.Find("lose", asked) is { } lose && lost.AddOrUpdate(asked.Text, 1, (_, count) => count + 1) <= lose.Number)
            return;
        if (script.Find("hold", asked) is not null)
            await released.Task;
        foreach (var datagram in script.Answer(asked, overStream: false))
        {
            try
            {
                await datagrams.SendToAsync(datagram, SocketFlags.None, client, ended.Token);
            }
            catch (OperationCanceledException) when (ended.IsCancellationRequested)
            {
                return;
            }
        }

        Sign(asked.Text).TrySetResult();
    }

    private TaskCompletionSource Sign(string question) => heard.GetOrAdd(question, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));

    private async Task ServeStreamsAsync()
    {
        try
        {
            while (true)
                tasks.Add(AnswerStreamAsync(await streams.AcceptAsync(ended.Token)));
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // The test is over.
        }
    }

    private async Task AnswerStreamAsync(Socket client)
    {
        using (client)
        {
            try
            {
                await using var stream = new NetworkStream(client);
                var prefix = new byte[2];
                await stream.ReadExactlyAsync(prefix, ended.Token);
                var bytes = new byte[BinaryPrimitives.ReadUInt16BigEndian(prefix)];
                await stream.ReadExactlyAsync(bytes, ended.Token);
                var asked = Question.Read(bytes);
                streamQuestions.Enqueue(asked.Text);
                if (script.Find("close-tcp", asked) is not null)
                    return;
                if (script.Find("no-tcp", asked) is not null)
                    await Task.Delay(Timeout.Infinite, ended.Token);
                foreach (var answer in script.Answer(asked, overStream: true))
                    await stream.WriteAsync((byte[])[.. DnsWire.U16(answer.Length), .. answer], ended.Token);
            }
            catch (OperationCanceledException) when (ended.IsCancellationRequested)
            {
                // The test is over.
            }
            catch (IOException)
            {
                // The client went away: its right.
            }
        }
    }

    /// <param name="Bytes">Name, type and class as they came, to be sent back.</param>
    private sealed record Question(int Id, bool IsRecursive, bool IsCheckingDisabled, bool HasEdns, string Name, string Type, byte[] Bytes)
    {
        public string Text => $"{(Name.Length == 0 ? "." : Name)} {Type}";

        public static Question Read(byte[] bytes)
        {
            var flags = BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(2));
            var at = 12;
            List<string> labels = [];
            while (bytes[at] != 0)
            {
                labels.Add(Encoding.Latin1.GetString(bytes, at + 1, bytes[at]).ToLowerInvariant());
                at += bytes[at] + 1;
            }

            at++;
            return new Question(
                BinaryPrimitives.ReadUInt16BigEndian(bytes),
                (flags & 0x0100) != 0,
                (flags & 0x0010) != 0,
                BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(10)) > 0,
                string.Join('.', labels),
                DnsWire.NameOf(BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(at))),
                bytes[12..(at + 4)]);
        }
    }

    private sealed record Script(IReadOnlyList<DnsScriptRecord> Records, IReadOnlyList<DnsMisbehavior> Misbehaviors)
    {
        private const int Response = 0x8000;
        private const int Authoritative = 0x0400;
        private const int Truncated = 0x0200;
        private const int RecursionAvailable = 0x0080;
        private const int Authentic = 0x0020;
        private const int ServFail = 2;
        private const int NxDomain = 3;
        private const int Refused = 5;

        private readonly ConcurrentDictionary<string, bool> failed = new(StringComparer.Ordinal);

        private bool IsResolver => Misbehaviors.Any(line => line.What == "resolver") || Records.All(record => record.Type != "SOA");

        public static Script Parse(string[] lines) => new(
            [.. lines.Where(line => !line.StartsWith('*')).Select(DnsScriptRecord.Parse)],
            [.. lines.Where(line => line.StartsWith('*')).Select(DnsMisbehavior.Parse)]);

        public DnsMisbehavior? Find(string what, Question asked) =>
            Misbehaviors.FirstOrDefault(misbehavior => misbehavior.What == what && misbehavior.Fits(asked.Name, asked.Type));

        public IEnumerable<byte[]> Answer(Question asked, bool overStream)
        {
            if (Find("silence", asked) is not null)
                yield break;
            var answer = Compose(asked);
            if (Find("wrong-id", asked) is not null)
                yield return [(byte)(answer[0] ^ 0xFF), .. answer[1..]];
            if (Find("wrong-question", asked) is not null)
                yield return DnsWire.Message(asked.Id, Response, [.. DnsWire.Name("forged.example.net"), .. asked.Bytes[^4..]], [], [], []);
            if (Find("garbage", asked) is not null)
            {
                yield return [.. answer[..11], 0xFF, .. "this is no DNS"u8];
                yield break;
            }

            if (Find("loop", asked) is not null)
            {
                // The answer's name is a pointer to itself.
                var itself = 0xC000 | (12 + asked.Bytes.Length);
                yield return DnsWire.Message(asked.Id, Response, asked.Bytes, [[.. DnsWire.U16(itself), .. DnsWire.U16(1), .. DnsWire.U16(1), .. DnsWire.U32(60), .. DnsWire.U16(4), 192, 0, 2, 1]], [], []);
                yield break;
            }

            if (!overStream && Find("truncate", asked) is not null)
                answer = DnsWire.Message(asked.Id, Response | Truncated | RecursionAvailable, asked.Bytes, [], [], []);
            if (!overStream && Find("cut", asked) is not null)
                answer = [.. answer[..2], (byte)(answer[2] | 0x02), .. answer[3..^3]];
            yield return answer;
        }

        private byte[] Compose(Question asked)
        {
            if (Find("formerr-edns", asked) is not null && asked.HasEdns)
                return DnsWire.Message(asked.Id, Response | 1, [], [], [], []);
            foreach (var (what, code) in ((string, int)[])[("servfail", ServFail), ("refused", Refused), ("nxdomain", NxDomain)])
            {
                if (Find(what, asked) is { } failing)
                    return Fail(asked, code, failing);
            }

            if (Find("servfail-once", asked) is { } once && failed.TryAdd(asked.Text, true))
                return Fail(asked, ServFail, once);
            if (Find("bogus", asked) is { } bogus && !asked.IsCheckingDisabled)
                return Fail(asked, ServFail, bogus);
            return IsResolver ? Resolve(asked) : Serve(asked);
        }

        private byte[] Resolve(Question asked)
        {
            List<DnsScriptRecord> answers = [];
            var at = asked.Name;
            while (Of(at, "CNAME") is [var alias] && asked.Type != "CNAME" && !answers.Contains(alias))
            {
                answers.Add(alias);
                at = DnsWire.Plain(alias.Data);
            }

            var found = Of(at, asked.Type);
            answers.AddRange(found);
            var code = found.Count == 0 && !Exists(at) ? NxDomain : 0;
            var flags = Response | RecursionAvailable | code | (Find("secure", asked) is not null && Find("insecure", asked) is null ? Authentic : 0);
            var denier = found.Count > 0 ? null : Above(at).Select(name => Of(name, "SOA")).FirstOrDefault(soa => soa.Count > 0);
            return DnsWire.Message(asked.Id, flags, asked.Bytes, [.. answers.Select(DnsWire.Record)], [.. denier?.Select(DnsWire.Record) ?? []], Edns(asked));
        }

        private byte[] Serve(Question asked)
        {
            var apex = Above(asked.Name).FirstOrDefault(name => Of(name, "SOA").Count > 0);
            if (apex is null)
                return DnsWire.Message(asked.Id, Response | Refused, asked.Bytes, [], [], Edns(asked));
            var authority = Find("lame", asked) is null ? Authoritative : 0;
            var cut = Above(asked.Name).Where(name => name != apex && IsBelow(name, apex) && Of(name, "NS").Count > 0).LastOrDefault();
            if (cut is not null)
            {
                var servers = Of(cut, "NS");
                var glue = servers.SelectMany(server => (DnsScriptRecord[])[.. Of(DnsWire.Plain(server.Data), "A"), .. Of(DnsWire.Plain(server.Data), "AAAA")]);
                return DnsWire.Message(asked.Id, Response, asked.Bytes, [], [.. servers.Select(DnsWire.Record)], [.. glue.Select(DnsWire.Record), .. Edns(asked)]);
            }

            var alias = asked.Type == "CNAME" ? [] : Of(asked.Name, "CNAME");
            var found = alias.Count > 0 ? [.. alias, .. Of(DnsWire.Plain(alias[0].Data), asked.Type)] : Of(asked.Name, asked.Type);
            if (found.Count > 0)
                return DnsWire.Message(asked.Id, Response | authority, asked.Bytes, [.. found.Select(DnsWire.Record)], [], Edns(asked));
            return DnsWire.Message(
                asked.Id, Response | authority | (Exists(asked.Name) ? 0 : NxDomain), asked.Bytes, [], [.. Of(apex, "SOA").Select(DnsWire.Record)], Edns(asked));
        }

        private byte[] Fail(Question asked, int code, DnsMisbehavior failing) => DnsWire.Message(
            asked.Id, Response | RecursionAvailable | code, asked.Bytes, [], [], failing.Number < 0 ? Edns(asked) : [DnsWire.Opt((failing.Number, failing.Text))]);

        private byte[][] Edns(Question asked) =>
            !asked.HasEdns ? [] : Find("error", asked) is { } error ? [DnsWire.Opt((error.Number, error.Text))] : [DnsWire.Opt()];

        private List<DnsScriptRecord> Of(string name, string type) => [.. Records.Where(record => record.Name == name && record.Type == type)];

        private bool Exists(string name) => name.Length == 0 || Records.Any(record => record.Name == name || IsBelow(record.Name, name));

        private static bool IsBelow(string name, string other) => other.Length == 0 ? name.Length > 0 : name.EndsWith('.' + other, StringComparison.Ordinal);

        // The name itself, then upwards to the root.
        private static IEnumerable<string> Above(string name)
        {
            for (var at = name; ; at = at.Contains('.', StringComparison.Ordinal) ? at[(at.IndexOf('.', StringComparison.Ordinal) + 1)..] : "")
            {
                yield return at;
                if (at.Length == 0)
                    yield break;
            }
        }
    }
}
