using ChatOpsBot.Channels.Slack.Outbound;
using ChatOpsBot.Channels.Slack.Protocol;
using ChatOpsBot.Conversations;

namespace ChatOpsBot.Channels.Slack;

/// <summary>Shows views: modals, and the Home tab.</summary>
internal sealed class SlackViews(SlackCalls calls, TimeProvider time)
{
    /// <param name="triggerId">Good once, for three seconds after the press.</param>
    /// <returns>The view as Slack keeps it.</returns>
    /// <exception cref="SlackApiException">It did not open, or Slack did not say.</exception>
    /// <exception cref="ChannelException">It was not tried: there was no place for it in time, or the installation is gone.</exception>
    public async Task<ViewState?> OpenAsync(SlackInstallation installation, string triggerId, View view)
    {
        using var patience = new CancellationTokenSource(TriggerLasts, time);
        try
        {
            return (await calls.DoOnceAsync(installation, "views.open", (api, token, stop) => api.ViewsOpenAsync(token, triggerId, view, stop), patience.Token)).View;
        }
        catch (OperationCanceledException exception) when (patience.IsCancellationRequested)
        {
            throw ChannelException.Transient("There was no place for a view within the time a press is good for.", retryAfter: null, exception);
        }
    }

    /// <param name="hash">Of the view that is replaced; null: whatever it is now.</param>
    public Task UpdateAsync(SlackInstallation installation, string viewId, string? hash, View view) =>
        calls.AskAsync(installation, "views.update", (api, token, stop) => api.ViewsUpdateAsync(token, viewId, hash, view, stop), CancellationToken.None);

    /// <summary>Shows a person their Home tab.</summary>
    public Task PublishAsync(SlackInstallation installation, string person, View view) =>
        calls.AskAsync(installation, "views.publish", (api, token, stop) => api.ViewsPublishAsync(token, person, view, stop), CancellationToken.None);

    private static readonly TimeSpan TriggerLasts = TimeSpan.FromSeconds(3);
}
