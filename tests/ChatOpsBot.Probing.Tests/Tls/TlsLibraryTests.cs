using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using ChatOpsBot.Probing.Smtp;
using ChatOpsBot.Probing.Tls;
using ChatOpsBot.Testing.Smtp;
using ChatOpsBot.Testing.Tls;

namespace ChatOpsBot.Probing.Tests.Tls;

/// <summary>Whoever speaks TLS for us: a whole handshake each time, and the same words about whatever comes of it.</summary>
public sealed class TlsLibraryTests
{
    public static TheoryData<string, SslProtocols> LibrariesAndVersions => new(
        from library in Enum.GetNames<TlsLibrary>()
        from version in new[] { SslProtocols.Tls12, SslProtocols.Tls13 }
        select (library, version));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void On_linux_openssl_itself_is_there() => Assert.Equal(OperatingSystem.IsLinux(), OpenSsl.IsThere);

    [Theory]
    [MemberData(nameof(LibrariesAndVersions))]
    public async Task Every_handshake_with_the_same_server_is_a_whole_one_and_shows_its_certificates(string library, SslProtocols version)
    {
        var tls = ServerTls.Healthy;
        using var server = new TlsServer(tls, version);
        byte[][] shown = [tls.Certificate.RawData, .. tls.Sent.Select(one => one.RawData)];

        for (var time = 0; time < 3; time++)
        {
            var seen = await server.MeetAsync(Enum.Parse<TlsLibrary>(library), "mx.contoso.com", async stream =>
            {
                // Session tickets come before the first word.
                var word = new byte[TlsServer.Word.Length];
                await stream.ReadExactlyAsync(word, Ct);
                Assert.Equal(TlsServer.Word, word);
            });

            Assert.Equal(HandshakeEnd.Done, seen.Handshake.End);
            Assert.Equal(version == SslProtocols.Tls13 ? "1.3" : "1.2", seen.Handshake.Version);
            Assert.StartsWith("TLS_", seen.Handshake.Cipher, StringComparison.Ordinal);
            Assert.Equal(shown, seen.Handshake.Certificates);

            // What is shown may come from memory; what was sent cannot.
            Assert.True(seen.Received > shown.Sum(certificate => certificate.Length), $"Handshake {time} brought {seen.Received} bytes.");
        }
    }

    [Theory]
    [MemberData(nameof(LibrariesAndVersions))]
    public async Task The_name_is_said_and_an_address_is_not(string library, SslProtocols version)
    {
        using var server = new TlsServer(ServerTls.Healthy, version);

        Assert.Equal("mx.contoso.com", (await server.MeetAsync(Enum.Parse<TlsLibrary>(library), "mx.contoso.com")).ServerName);
        Assert.Equal("", (await server.MeetAsync(Enum.Parse<TlsLibrary>(library), "192.0.2.1")).ServerName);
        Assert.Equal("", (await server.MeetAsync(Enum.Parse<TlsLibrary>(library), "2001:db8::1")).ServerName);
    }

    [Theory]
    [MemberData(nameof(LibrariesAndVersions))]
    public async Task Bytes_that_are_no_tls_end_the_session_with_another_failure_than_that_of_the_network(string library, SslProtocols version)
    {
        using var server = new TlsServer(ServerTls.Healthy, version) { Behind = "421 4.3.0 in clear\r\n"u8.ToArray() };

        await server.MeetAsync(Enum.Parse<TlsLibrary>(library), "mx.contoso.com", async stream =>
        {
            await stream.ReadExactlyAsync(new byte[TlsServer.Word.Length], Ct);
            var failure = await Assert.ThrowsAnyAsync<IOException>(async () => await stream.ReadExactlyAsync(new byte[1], Ct));
            Assert.IsNotType<EndOfStreamException>(failure);
            Assert.IsNotType<SocketException>(failure.InnerException);
        });
    }

    [Theory]
    [InlineData("* tls", "C: EHLO *", "S: 250 mx.contoso.com")]
    [InlineData("* tls", "C: EHLO *", "S: 421 4.3.0 Shutting down")]
    [InlineData("* tls", "C: EHLO *", "* close")]
    [InlineData("* tls", "C: EHLO *", "* reset")]
    [InlineData("* alert 40")]
    [InlineData("* hello", "S: 500 5.5.1 Command unrecognized", "* silence")]
    [InlineData("* hello", "R: \u0016\u0003\u0003\u0000\u0004\u000e\u0000\u0000\u0000", "* silence")]
    [InlineData("* hello", "* close")]
    [InlineData("* hello", "* reset")]
    [InlineData("* old-tls 1.0")]
    [InlineData("* old-tls 1.1 alert")]
    [InlineData("* old-tls 1.2")]
    public async Task Both_libraries_see_the_same(params string[] rest)
    {
        List<IReadOnlyList<string>> told = [];
        foreach (var library in Enum.GetValues<TlsLibrary>())
        {
            await using var server = ScriptedSmtpServer.Start(ServerTls.Healthy, [.. ScriptedSmtpServer.UpToTls, .. rest]);
            var options = new ProbeOptions { AllowedNetworks = ["127.0.0.0/8"], AllowedPorts = [server.EndPoint.Port], EhloName = "probe.example.net", TlsLibrary = library };
            var report = await new Probe(options: options).RunAllAsync(server.Target, Ct);
            told.Add(
            [
                .. report.Results.OrderBy(result => result.CheckId, StringComparer.Ordinal).Select(result => $"{result.CheckId} {result.Outcome} {result.Reason} {string.Join(' ', result.Evidence)} " +
                    string.Join(' ', result.Facts.Where(fact => fact.Key is not ("seconds" or "port")).Select(fact => $"{fact.Key}={fact.Value}").Order(StringComparer.Ordinal))),
                $"connections {server.Connections}",
                .. server.Received,
            ]);
        }

        Assert.Equal(told[0], told[1]);
    }

    /// <summary>Meets one client after the other, says a word over TLS, and waits until the client ends.</summary>
    private sealed class TlsServer : IDisposable
    {
        private readonly Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        private readonly SslServerAuthenticationOptions options;

        public TlsServer(ServerTls tls, SslProtocols version)
        {
            options = new()
            {
                ServerCertificateContext = SslStreamCertificateContext.Create(tls.Certificate, [.. tls.Sent], offline: true),
                EnabledSslProtocols = version,
            };
            listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            listener.Listen();
        }

        public static byte[] Word { get; } = Encoding.ASCII.GetBytes("220 here\r\n");

        /// <summary>Sent in clear after the word.</summary>
        public byte[] Behind { get; init; } = [];

        public async Task<(HandshakeSeen Handshake, string ServerName, long Received)> MeetAsync(TlsLibrary library, string name, Func<Stream, Task>? speak = null)
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            var serving = ServeAsync();
            await socket.ConnectAsync(listener.LocalEndPoint!, Ct);
            HandshakeSeen handshake;
            var wire = new CountingStream(socket);
            await using (var tap = new WireTap(wire, ReadOnlyMemory<byte>.Empty))
            {
                using var stage = new StageLimit(TimeSpan.FromMinutes(5), TimeProvider.System, Ct);
                (handshake, var stream) = await TlsHandshake.RunAsync(tap, name, stage, library);
                Assert.NotNull(stream);
                await using (stream)
                    await (speak?.Invoke(stream) ?? Task.CompletedTask);
            }

            socket.Shutdown(SocketShutdown.Send);
            return (handshake, await serving, wire.Received);
        }

        public void Dispose() => listener.Dispose();

        private async Task<string> ServeAsync()
        {
            using var socket = await listener.AcceptAsync(Ct);
            await using var plain = new NetworkStream(socket);
            await using var secure = new SslStream(plain, leaveInnerStreamOpen: true);
            await secure.AuthenticateAsServerAsync(options, Ct);
            await secure.WriteAsync(Word, Ct);
            await plain.WriteAsync(Behind, Ct);
            await plain.CopyToAsync(Stream.Null, Ct);
            return secure.TargetHostName;
        }
    }

    private sealed class CountingStream(Socket socket) : NetworkStream(socket, ownsSocket: false)
    {
        public long Received { get; private set; }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var count = await base.ReadAsync(buffer, cancellationToken);
            Received += count;
            return count;
        }
    }
}
