namespace ChatOpsBot.Storage;

/// <summary>The data folder cannot be used. The message says which one, why, and what to do.</summary>
internal sealed class StorageException(string message, Exception? inner = null) : Exception(message, inner);
