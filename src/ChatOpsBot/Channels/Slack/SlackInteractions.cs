using ChatOpsBot.Channels.Slack.Protocol;

namespace ChatOpsBot.Channels.Slack;

/// <summary>Takes what people do with buttons, shortcuts and modals, whichever way it came.</summary>
internal sealed class SlackInteractions(SlackOptions options, SlackPresses presses, SlackExplanations explanations, InboundMetrics metrics)
{
    /// <exception cref="Storage.StorageException">The database cannot be read or written: what was done there was not taken.</exception>
    public async Task<SlackReply> AcceptAsync(InteractionPayload payload)
    {
        if (payload.ApiAppId is null && payload.Type is null)
            return new SlackReply.Malformed();
        if (payload.ApiAppId != options.AppId)
            return new SlackReply.Refused("OtherApp");
        if (payload.Type is null || InstallationOf(payload) is not { } installation || payload.User?.Id is not { Length: > 0 })
            return new SlackReply.Malformed();
        if (!options.IsAllowed(payload.View?.AppInstalledTeamId ?? payload.Team?.Id, payload.Enterprise?.Id))
            return new SlackReply.Refused("Workspace");
        switch (payload.Type)
        {
            case InteractionPayload.BlockActions:
                await presses.AcceptAsync(payload, installation);
                break;
            case InteractionPayload.ViewSubmission:
                metrics.Received("accepted");
                return new SlackReply.Acknowledged(await presses.AcceptSubmissionAsync(payload, installation));
            case InteractionPayload.MessageAction:
                explanations.Open(payload, installation, options);
                break;
            default:
                metrics.Received("ignored");
                return SlackReply.Done;
        }

        metrics.Received("accepted");
        return SlackReply.Done;
    }

    /// <summary>From the other side of a shared channel a modal names another workspace, but says as well where the app is installed.</summary>
    private static SlackInstallation? InstallationOf(InteractionPayload payload) =>
        SlackInstallation.Of(payload.View?.AppInstalledTeamId ?? payload.Team?.Id, payload.Enterprise?.Id, payload.IsEnterpriseInstall == true);
}
