using System.Net.Security;
using System.Runtime.InteropServices;
using System.Text;

namespace ChatOpsBot.Probing.Tls;

/// <summary>The few functions of OpenSSL 3 that a client needs, and the one context that all its connections share.</summary>
internal static class OpenSsl
{
    private const string Ssl = "libssl.so.3";
    private const string Crypto = "libcrypto.so.3";

    // <openssl/ssl.h>, <openssl/bio.h>, <openssl/crypto.h>
    private const ulong InitializeWithSettings = 0x40;
    private const ulong InitializeWithoutExitHandler = 0x80000;
    private const int SetMode = 33;
    private const int SetSessionCacheMode = 44;
    private const int SetServerName = 55;
    private const int SetMinimalVersion = 123;
    private const int Pending = 10;
    private const int ReleaseBuffers = 0x10;
    private const int Tls12 = 0x303;

    /// <summary>What .NET offers below TLS 1.3 where the machine's settings say nothing, and what Exchange Online has too.</summary>
    private const string Ciphers =
        "ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES256-GCM-SHA384:ECDHE-RSA-AES128-GCM-SHA256:" +
        "ECDHE-ECDSA-AES256-SHA384:ECDHE-ECDSA-AES128-SHA256:ECDHE-RSA-AES256-SHA384:ECDHE-RSA-AES128-SHA256";

    /// <summary>Kept here, for OpenSSL calls it as long as the context lives.</summary>
    private static readonly VerifyCallback TakeAny = (_, _) => 1;

    private static readonly Lazy<nint> SharedContext = new(CreateContext);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int VerifyCallback(nint store, nint argument);

    /// <summary>What a call wants before it can go on.</summary>
    public enum Want
    {
        Nothing,

        /// <summary>More bytes of the other side.</summary>
        Read,

        /// <summary>The other side has ended TLS in order.</summary>
        End,

        /// <summary>It will not go on.</summary>
        Failed,
    }

    /// <summary>Whether it is here: on Linux, where .NET itself rests on it, unless that is an older version.</summary>
    public static bool IsThere => OperatingSystem.IsLinux() && SharedContext.Value != 0;

    /// <summary>A new connection of a client, whose bytes come and go through two places in memory.</summary>
    /// <param name="serverName">Said in SNI; empty for none.</param>
    public static (Connection Connection, nint FromServer, nint ToServer) Connect(string serverName)
    {
        var ssl = SSL_new(SharedContext.Value);
        if (ssl == 0)
            throw new InvalidOperationException("OpenSSL gave no connection.");
        var (fromServer, toServer) = (BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));

        // From here on the connection frees them.
        SSL_set_bio(ssl, fromServer, toServer);
        SSL_set_connect_state(ssl);
        if (serverName.Length > 0)
            SSL_ctrl(ssl, SetServerName, 0, Text(serverName));
        return (new Connection(ssl), fromServer, toServer);
    }

    public static Want ShakeHands(Connection connection)
    {
        ERR_clear_error();
        var result = SSL_do_handshake(connection);
        return result == 1 ? Want.Nothing : Read(connection, result);
    }

    /// <returns>How many bytes came; when none, what it wants.</returns>
    public static (int Count, Want Want) Read(Connection connection, Span<byte> buffer)
    {
        ERR_clear_error();
        var result = SSL_read(connection, ref MemoryMarshal.GetReference(buffer), buffer.Length);
        return result > 0 ? (result, Want.Nothing) : (0, Read(connection, result));
    }

    public static Want Write(Connection connection, ReadOnlySpan<byte> bytes)
    {
        ERR_clear_error();
        var result = SSL_write(connection, ref MemoryMarshal.GetReference(bytes), bytes.Length);
        return result > 0 ? Want.Nothing : Read(connection, result);
    }

    /// <summary>How many bytes wait there.</summary>
    public static int Waiting(nint memory) => (int)BIO_ctrl(memory, Pending, 0, 0);

    public static void Put(nint memory, ReadOnlySpan<byte> bytes)
    {
        if (BIO_write(memory, ref MemoryMarshal.GetReference(bytes), bytes.Length) != bytes.Length)
            throw new InvalidOperationException("OpenSSL took not all bytes.");
    }

    public static int Take(nint memory, Span<byte> buffer) => Math.Max(0, BIO_read(memory, ref MemoryMarshal.GetReference(buffer), buffer.Length));

    /// <summary>What the server sent about itself, in DER, its own certificate first.</summary>
    /// <param name="most">More are passed over.</param>
    public static IReadOnlyList<byte[]> Certificates(Connection connection, int most)
    {
        List<byte[]> certificates = [];
        var chain = SSL_get_peer_cert_chain(connection);
        for (var index = 0; chain != 0 && index < OPENSSL_sk_num(chain) && certificates.Count < most; index++)
        {
            nint der = 0;
            var length = i2d_X509(OPENSSL_sk_value(chain, index), ref der);
            if (length <= 0)
                continue;
            var certificate = new byte[length];
            Marshal.Copy(der, certificate, 0, length);
            CRYPTO_free(der, 0, 0);
            if (!certificates.Exists(known => known.AsSpan().SequenceEqual(certificate)))
                certificates.Add(certificate);
        }

        return certificates;
    }

    public static string Version(Connection connection) => SSL_version(connection) == Tls12 ? "1.2" : "1.3";

    public static TlsCipherSuite Cipher(Connection connection) => (TlsCipherSuite)SSL_CIPHER_get_protocol_id(SSL_get_current_cipher(connection));

    // SSL_get_error reads the error queue of this thread, so it must come right behind the call it is about.
    private static Want Read(Connection connection, int result) => SSL_get_error(connection, result) switch
    {
        2 => Want.Read,
        6 => Want.End,
        _ => Want.Failed,
    };

    private static byte[] Text(string ascii) => [.. Encoding.ASCII.GetBytes(ascii), 0];

    private static nint CreateContext()
    {
        if (!NativeLibrary.TryLoad(Ssl, out _) || !NativeLibrary.TryLoad(Crypto, out _))
            return 0;

        // As .NET does it: a handler that frees everything at the end of the process runs while other threads still use it.
        if (OPENSSL_init_crypto(InitializeWithSettings | InitializeWithoutExitHandler, 0) != 1)
            return 0;
        var context = SSL_CTX_new(TLS_client_method());
        if (context == 0)
            return 0;

        // No session is kept, and so none is ever offered: every handshake is a whole one and shows the certificate.
        SSL_CTX_ctrl(context, SetSessionCacheMode, 0, 0);
        SSL_CTX_ctrl(context, SetMinimalVersion, Tls12, 0);
        SSL_CTX_ctrl(context, SetMode, ReleaseBuffers, 0);

        // The certificate is judged afterwards.
        SSL_CTX_set_cert_verify_callback(context, TakeAny, 0);
        if (SSL_CTX_set_cipher_list(context, Text(Ciphers)) == 1)
            return context;
        SSL_CTX_free(context);
        return 0;
    }

    /// <summary>Freed when nobody uses it any more.</summary>
    internal sealed class Connection : SafeHandle
    {
        public Connection(nint ssl)
            : base(0, ownsHandle: true) => SetHandle(ssl);

        public override bool IsInvalid => handle == 0;

        protected override bool ReleaseHandle()
        {
            SSL_free(handle);
            return true;
        }
    }

    [DllImport(Ssl)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint TLS_client_method();

    [DllImport(Ssl)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint SSL_CTX_new(nint method);

    [DllImport(Ssl)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern void SSL_CTX_free(nint context);

    [DllImport(Ssl)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern CLong SSL_CTX_ctrl(nint context, int command, nint number, nint pointer);

    [DllImport(Ssl)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SSL_CTX_set_cipher_list(nint context, byte[] ciphers);

    [DllImport(Ssl)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern void SSL_CTX_set_cert_verify_callback(nint context, VerifyCallback callback, nint argument);

    [DllImport(Ssl)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint SSL_new(nint context);

    [DllImport(Ssl)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern void SSL_free(nint ssl);

    [DllImport(Ssl)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern void SSL_set_bio(nint ssl, nint fromServer, nint toServer);

    [DllImport(Ssl)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern void SSL_set_connect_state(nint ssl);

    [DllImport(Ssl)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern CLong SSL_ctrl(nint ssl, int command, nint number, byte[] text);

    [DllImport(Ssl)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SSL_do_handshake(Connection ssl);

    [DllImport(Ssl)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SSL_read(Connection ssl, ref byte buffer, int length);

    [DllImport(Ssl)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SSL_write(Connection ssl, ref readonly byte bytes, int length);

    [DllImport(Ssl)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SSL_get_error(Connection ssl, int result);

    [DllImport(Ssl)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint SSL_get_peer_cert_chain(Connection ssl);

    [DllImport(Ssl)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SSL_version(Connection ssl);

    [DllImport(Ssl)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint SSL_get_current_cipher(Connection ssl);

    [DllImport(Ssl)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern ushort SSL_CIPHER_get_protocol_id(nint cipher);

    [DllImport(Crypto)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int OPENSSL_init_crypto(ulong options, nint settings);

    [DllImport(Crypto)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern void ERR_clear_error();

    [DllImport(Crypto)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint BIO_s_mem();

    [DllImport(Crypto)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint BIO_new(nint kind);

    [DllImport(Crypto)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint BIO_ctrl(nint memory, int command, nint number, nint pointer);

    [DllImport(Crypto)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int BIO_write(nint memory, ref readonly byte bytes, int length);

    [DllImport(Crypto)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int BIO_read(nint memory, ref byte buffer, int length);

    [DllImport(Crypto)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int OPENSSL_sk_num(nint stack);

    [DllImport(Crypto)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint OPENSSL_sk_value(nint stack, int index);

    [DllImport(Crypto)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int i2d_X509(nint certificate, ref nint der);

    [DllImport(Crypto)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern void CRYPTO_free(nint memory, nint file, int line);
}
