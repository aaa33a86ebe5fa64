namespace ChatOpsBot.Channels.Slack.Protocol;

/// <summary>Slack's own hosts: nothing of the bot's goes anywhere else, whatever a payload names.</summary>
/// <param name="Api">Where the Web API is; ends in a slash.</param>
/// <param name="Files">Where files are kept: only there a token goes along.</param>
/// <param name="Hooks">Where a <c>response_url</c> may lead.</param>
internal sealed record SlackHosts(Uri Api, Uri Files, Uri Hooks)
{
    public static SlackHosts Public { get; } = new(new Uri("https://slack.com/api/"), new Uri("https://files.slack.com/"), new Uri("https://hooks.slack.com/"));

    /// <summary>Slack, GovSlack, or an emulator, which does everything at one address.</summary>
    public static SlackHosts Of(Uri api)
    {
        if (api == Public.Api)
            return Public;
        if (api.IdnHost.Equals(Government, StringComparison.OrdinalIgnoreCase))
            return new SlackHosts(api, new Uri($"https://files.{Government}/"), new Uri($"https://hooks.{Government}/"));
        var root = new Uri(api, "/");
        return new SlackHosts(api, root, root);
    }

    /// <summary>Slack or GovSlack themselves; an emulator is not.</summary>
    public bool IsSlack => Api == Public.Api || Api.IdnHost.Equals(Government, StringComparison.OrdinalIgnoreCase);

    public bool KeepsFiles(Uri address) => IsAt(Files, address);

    public bool TakesResponses(Uri address) => IsAt(Hooks, address);

    private static bool IsAt(Uri host, Uri address) =>
        address.IsAbsoluteUri
        && address.UserInfo.Length == 0
        // An emulator may call this machine by another of its names, or have a second port.
        && ((host.IsLoopback && address.IsLoopback && address.Scheme == host.Scheme)
            || Uri.Compare(host, address, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) == 0);

    private const string Government = "slack-gov.com";
}
