using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography;
using ChatOpsBot.Probing.Smtp;

namespace ChatOpsBot.Probing.Tls;

/// <summary>
/// The first half of a TLS handshake, written out by hand. The TLS library of this machine refuses TLS 1.0 and 1.1 for the whole process
/// or not at all, and so could not tell a server that knows nothing newer.
/// </summary>
internal static class HandMadeHandshake
{
    /// <summary>Says hello and reads as far as the certificates, then says goodbye; <see cref="HandshakeEnd.Done"/> means that the server picked a version.</summary>
    public static async Task<HandshakeSeen> RunAsync(WireTap wire, string name, StageLimit stage)
    {
        var flight = new ServerFlight();
        try
        {
            await wire.WriteAsync(ClientHello.Write(name, RandomNumberGenerator.GetBytes(32)), stage.Token);
            var buffer = new byte[4096];
            while (!flight.IsOver && await wire.ReadAsync(buffer, stage.Token) is var read and > 0)
                flight.Add(buffer.AsSpan(0, read));
            if (flight.Version is { } version)
                await wire.WriteAsync(Farewell(version), stage.Token);
        }
        catch (OperationCanceledException)
        {
            return Of(flight.Version is not null ? HandshakeEnd.Done : stage.HasRunOut ? HandshakeEnd.TimedOut : HandshakeEnd.OutOfBudget);
        }
        catch (IOException)
        {
            return Of(flight.Version is not null ? HandshakeEnd.Done : wire.PlainText is not null ? HandshakeEnd.PlainText : HandshakeEnd.Closed);
        }

        return Of(flight switch
        {
            { Alert: not null } => HandshakeEnd.Alert,
            { IsUnreadable: true } => HandshakeEnd.NotAgreed,
            { Version: not null } => HandshakeEnd.Done,
            _ => HandshakeEnd.Closed,
        });

        HandshakeSeen Of(HandshakeEnd end) => new(end, stage.Elapsed)
        {
            Version = flight.Version is { } version ? TlsNumbers.VersionName(version) : null,
            Cipher = flight.Cipher is { } cipher ? CipherName(cipher) : null,
            Alert = flight.Alert,
            PlainText = end == HandshakeEnd.PlainText ? wire.PlainText : null,
            Certificates = flight.Certificates,
        };
    }

    // RFC 5246 §7.2.1: close_notify tells an abandoned handshake from a lost one.
    private static byte[] Farewell(int version) => [TlsNumbers.AlertRecord, (byte)(version >> 8), (byte)version, 0, 2, 1, 0];

    private static string CipherName(int cipher) => Enum.IsDefined((TlsCipherSuite)cipher)
        ? ((TlsCipherSuite)cipher).ToString()
        : string.Create(CultureInfo.InvariantCulture, $"0x{cipher:X4}");
}
