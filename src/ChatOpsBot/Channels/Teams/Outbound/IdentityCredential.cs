using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;

namespace ChatOpsBot.Channels.Teams.Outbound;

/// <summary>A managed identity of the Azure host the bot runs on: the bot itself (<see cref="TeamsAppType.UserAssignedMSI"/>), or who vouches for its app registration.</summary>
/// <param name="clientId">Client id of the user-assigned identity.</param>
/// <param name="scope">What the token is for.</param>
internal sealed class IdentityCredential(string clientId, string scope, Func<HttpClient> http) : IBotCredential
{
    /// <summary>What the token of a managed identity must be for, so that an app registration takes it as its own proof.</summary>
    public static string ExchangeScope(TeamsCloud cloud) => cloud switch
    {
        TeamsCloud.UsGov or TeamsCloud.UsDod => "api://AzureADTokenExchangeUSGov/.default",
        TeamsCloud.China => "api://AzureADTokenExchangeChina/.default",
        _ => "api://AzureADTokenExchange/.default",
    };

    public async Task<BotToken> AcquireAsync(CancellationToken cancellationToken)
    {
        try
        {
            var options = new ManagedIdentityCredentialOptions(ManagedIdentityId.FromUserAssignedClientId(clientId)) { Transport = new HttpClientTransport(http()) };
            // Repeated by BotTokens, with its own pauses.
            options.Retry.MaxRetries = 0;
            var credential = new ManagedIdentityCredential(options);
            var token = await credential.GetTokenAsync(new TokenRequestContext([scope]), cancellationToken);
            return new BotToken(token.Token, token.ExpiresOn - TimeProvider.System.GetUtcNow());
        }
        catch (CredentialUnavailableException exception)
        {
            throw new BotTokenException($"This machine has no managed identity {clientId}. It must be assigned to the Azure host the bot runs on; elsewhere use a certificate or a secret.", inner: exception);
        }
        catch (AuthenticationFailedException exception)
        {
            throw new BotTokenException($"The managed identity {clientId} gives no token ({exception.InnerException?.GetType().Name ?? exception.GetType().Name}). Is it still assigned to this host?", inner: exception);
        }
    }
}
