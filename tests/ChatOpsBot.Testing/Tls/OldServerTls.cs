using System.Security.Cryptography.X509Certificates;

namespace ChatOpsBot.Testing.Tls;

/// <summary>The first messages of a server that knows only an old version of TLS, written by hand: no library serves it any more.</summary>
internal static class OldServerTls
{
    /// <summary>Reads one record, a ClientHello; null when the client went away instead.</summary>
    public static async Task<byte[]?> ReadHelloAsync(Stream stream, CancellationToken cancellationToken)
    {
        var header = new byte[5];
        if (await stream.ReadAtLeastAsync(header, header.Length, throwOnEndOfStream: false, cancellationToken) < header.Length)
            return null;
        var hello = new byte[(header[3] << 8) | header[4]];
        await stream.ReadExactlyAsync(hello, cancellationToken);
        return hello;
    }

    /// <summary>ServerHello, Certificate and ServerHelloDone, each in a record of its own.</summary>
    /// <param name="version">0x0301 for TLS 1.0.</param>
    public static byte[] Flight(int version, params IEnumerable<X509Certificate2> certificates)
    {
        byte[] hello = [(byte)(version >> 8), (byte)version, .. new byte[32], 0, 0x00, 0x2F, 0];
        var flight = Record(version, 2, hello);
        byte[] list = [.. certificates.SelectMany(certificate => (byte[])[.. Length3(certificate.RawData.Length), .. certificate.RawData])];
        if (list.Length > 0)
            flight = [.. flight, .. Record(version, 11, [.. Length3(list.Length), .. list])];
        return [.. flight, .. Record(version, 14, [])];
    }

    /// <summary>A fatal alert.</summary>
    public static byte[] Alert(byte alert) => [21, 3, 1, 0, 2, 2, alert];

    /// <summary>Whether the client offers versions in the way of TLS 1.3 (RFC 8446 §4.2.1), so that the server can see it wants none of the old ones.</summary>
    public static bool NamesVersions(byte[] hello)
    {
        for (var index = 0; index + 6 < hello.Length; index++)
        {
            // supported_versions, and the highest version first in it.
            if (hello[index] == 0 && hello[index + 1] == 43 && hello[index + 2] == 0 && hello[index + 4] == hello[index + 3] - 1 && hello[index + 5] == 3)
                return true;
        }

        return false;
    }

    private static byte[] Record(int version, byte kind, byte[] body)
    {
        byte[] message = [kind, .. Length3(body.Length), .. body];
        return [22, (byte)(version >> 8), (byte)version, (byte)(message.Length >> 8), (byte)message.Length, .. message];
    }

    private static byte[] Length3(int length) => [(byte)(length >> 16), (byte)(length >> 8), (byte)length];
}
