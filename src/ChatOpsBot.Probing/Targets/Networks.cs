using System.Net;
using System.Net.Sockets;

namespace ChatOpsBot.Probing.Targets;

/// <summary>Networks as an operator writes them.</summary>
internal static class Networks
{
    /// <summary>Reads <c>10.0.0.0/8</c>, <c>fd00::/8</c> or a single address.</summary>
    public static bool TryParse(string? text, out IPNetwork network)
    {
        network = default;
        text = text?.Trim() ?? "";
        var address = text.Split('/')[0];

        // The framework reads "10.0.0/8" as 10.0.0.0/8 and "10/8" as 0.0.0.10; a typing slip must not open a network.
        if (!address.Contains(':', StringComparison.Ordinal) && address.Count(character => character == '.') != 3)
            return false;
        if (!IPAddress.TryParse(address, out var single))
            return false;

        // It also reads 10.0.0.1/8 by dropping the host bits, where perhaps 10.0.0.1/32 was meant.
        if (text.Contains('/', StringComparison.Ordinal))
            return IPNetwork.TryParse(text, out network) && network.BaseAddress.Equals(single);
        network = new IPNetwork(single, single.AddressFamily == AddressFamily.InterNetwork ? 32 : 128);
        return true;
    }

    /// <summary>Reads what <see cref="ProbeOptions.Validate"/> found to be well formed.</summary>
    public static IReadOnlyList<IPNetwork> ParseAll(IEnumerable<string> texts) =>
        [.. texts.Select(text => TryParse(text, out var network) ? network : throw new FormatException($"\"{text}\" is no network."))];
}
