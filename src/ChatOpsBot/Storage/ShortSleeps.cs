using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace ChatOpsBot.Storage;

/// <summary>
/// Lets SQLite sleep for microseconds. The SQLite of the package was built without usleep: where it would wait a few microseconds until
/// another connection has read the index of the log, it waits a whole second, and a reader under load meets that every few seconds.
/// </summary>
/// <remarks>
/// SQLite sleeps through its operating system layer, and lets a program put a layer of its own before it
/// (<see href="https://www.sqlite.org/vfs.html"/>, <see href="https://www.sqlite.org/c3ref/vfs.html"/>). Ours is a copy of the default
/// one with another sleep. To be removed when the package brings a SQLite of 3.45 or later.
/// </remarks>
internal static class ShortSleeps
{
    // Kept: SQLite has only its address.
    private static readonly SleepCall Sleeping = SleepFor;
    private static readonly Lazy<bool> Registered = new(Register);

    /// <summary>Takes effect for every connection opened from now on; more calls do nothing.</summary>
    public static void Use() => _ = Registered.Value;

    /// <summary>Sleeps as SQLite does now.</summary>
    /// <returns>How long it slept at least, in microseconds.</returns>
    internal static int Sleep(int microseconds)
    {
        var layer = Find(Default);
        return Marshal.GetDelegateForFunctionPointer<SleepCall>(Marshal.PtrToStructure<Layer>(layer).Sleep)(layer, microseconds);
    }

    private static bool Register()
    {
        SQLitePCL.Batteries_V2.Init();
        var layer = Marshal.PtrToStructure<Layer>(Find(Default));
        layer.Name = Marshal.StringToCoTaskMemUTF8("chatopsbot");
        layer.Sleep = Marshal.GetFunctionPointerForDelegate(Sleeping);
        // SQLite keeps the pointer as long as the process lives.
        var kept = Marshal.AllocHGlobal(Marshal.SizeOf<Layer>());
        Marshal.StructureToPtr(layer, kept, fDeleteOld: false);
        var result = Register(kept, makeDefault: 1);
        return result == 0 ? true : throw new StorageException($"SQLite refused its operating system layer (code {result}).");
    }

    [SuppressMessage("ApiDesign", "RS0030", Justification = "SQLite calls it in the middle of its work on this thread; the wait is the machine's, not the bot's time.")]
    private static int SleepFor(nint layer, int microseconds)
    {
        var milliseconds = (microseconds + 999) / 1000;
        Thread.Sleep(milliseconds);
        return milliseconds * 1000;
    }

    [DllImport("e_sqlite3", EntryPoint = "sqlite3_vfs_find")]
    private static extern nint Find(nint name);

    [DllImport("e_sqlite3", EntryPoint = "sqlite3_vfs_register")]
    private static extern int Register(nint layer, int makeDefault);

    /// <summary>A null for the name: the layer in use.</summary>
    private const nint Default = 0;

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int SleepCall(nint layer, int microseconds);

    /// <summary><c>struct sqlite3_vfs</c>, version 3; the order of its members is part of SQLite's interface.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Layer
    {
        public int Version;
        public int FileSize;
        public int LongestPath;
        public nint Next;
        public nint Name;
        public nint Data;
        public nint Open;
        public nint Delete;
        public nint Access;
        public nint FullPath;
        public nint LibraryOpen;
        public nint LibraryError;
        public nint LibrarySymbol;
        public nint LibraryClose;
        public nint Randomness;
        public nint Sleep;
        public nint CurrentTime;
        public nint LastError;
        public nint CurrentTimeInt64;
        public nint SetSystemCall;
        public nint GetSystemCall;
        public nint NextSystemCall;
    }
}
