using System.Globalization;

namespace ChatOpsBot.Channels.Slack.Sockets;

/// <summary>How the connections of Socket Mode stand, in words for whoever runs the bot.</summary>
internal sealed class SocketHealth(TimeProvider time)
{
    private readonly Lock gate = new();

    // Owned by the gate: of each connection, whether Slack said hello on it and why the last one ended or did not come about.
    private (bool IsOpen, string? Reason)[] connections = [];
    private DateTimeOffset silentSince;
    private string? stopped;
    private string? doubt;
    private string advice = "";

    /// <summary>Connections on which Slack said hello.</summary>
    public int Open
    {
        get
        {
            lock (gate)
                return connections.Count(connection => connection.IsOpen);
        }
    }

    /// <summary>Why nothing comes any more until the bot is started again; null: it tries for as long as it takes.</summary>
    public string? Stopped
    {
        get
        {
            lock (gate)
                return stopped;
        }
    }

    /// <summary>Why nothing can come from Slack at present, since when, and what the operator can do; null while one connection is open, which is enough to hear everything.</summary>
    public string? Trouble
    {
        get
        {
            lock (gate)
            {
                if (connections.Length == 0 || connections.Any(connection => connection.IsOpen))
                    return doubt is null ? null : $"Slack: {doubt}.";
                var since = silentSince.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
                return stopped is not null
                    ? $"Slack: nothing is received any more since {since}: {stopped}."
                    : $"Slack: nothing is received since {since}, because no connection of Socket Mode is open ({string.Join("; ", connections.Select(Say))}). The bot goes on trying. {advice}.";
            }
        }
    }

    /// <param name="count">How many connections are to be kept.</param>
    /// <param name="whereToLook">What the operator can see to when none of them opens.</param>
    public void Begin(int count, string whereToLook)
    {
        lock (gate)
            (connections, silentSince, advice) = (new (bool, string?)[count], time.GetUtcNow(), whereToLook);
    }

    /// <summary>Connections open, but what comes on them will be of no use.</summary>
    /// <returns>False: that was known.</returns>
    public bool Doubt(string reason)
    {
        lock (gate)
        {
            if (doubt is not null)
                return false;
            doubt = reason;
            return true;
        }
    }

    public bool IsOpen(int connection)
    {
        lock (gate)
            return connections[connection].IsOpen;
    }

    public void Opened(int connection)
    {
        lock (gate)
            connections[connection] = (IsOpen: true, Reason: null);
    }

    /// <param name="reason">Why it ended, or did not come about.</param>
    public void Closed(int connection, string reason)
    {
        lock (gate)
        {
            var wasHeard = connections.Any(one => one.IsOpen);
            connections[connection] = (IsOpen: false, reason);
            if (wasHeard && !connections.Any(one => one.IsOpen))
                silentSince = time.GetUtcNow();
        }
    }

    /// <summary>There is no sense in going on until a person does something.</summary>
    /// <returns>False: that was known.</returns>
    public bool Stop(string reason)
    {
        lock (gate)
        {
            if (stopped is not null)
                return false;
            stopped = reason;
            return true;
        }
    }

    private static string Say((bool IsOpen, string? Reason) connection, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"connection {number + 1}: {connection.Reason ?? "being opened for the first time"}");
}
