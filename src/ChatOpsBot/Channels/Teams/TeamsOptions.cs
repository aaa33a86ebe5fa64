namespace ChatOpsBot.Channels.Teams;

/// <summary>The Azure Bot this program is, and who may talk to it. Section <c>Teams</c>; all credentials empty: Teams is off.</summary>
internal sealed class TeamsOptions
{
    /// <summary>Application (client) id of the bot, a GUID: "Microsoft App ID" of the Azure Bot.</summary>
    public string AppId { get; set; } = "";

    /// <summary><c>SingleTenant</c>, <c>UserAssignedMSI</c>, or <c>MultiTenant</c> for bots made before August 2025.</summary>
    public TeamsAppType AppType { get; set; } = TeamsAppType.SingleTenant;

    /// <summary>Home tenant of the app registration, a GUID. Not needed for <see cref="TeamsAppType.MultiTenant"/>.</summary>
    public string TenantId { get; set; } = "";

    /// <summary>Client secret. One of secret, certificate and federated identity; none for <see cref="TeamsAppType.UserAssignedMSI"/>.</summary>
    public string ClientSecret { get; set; } = "";

    /// <summary>File of a certificate with its private key (PFX or PEM). A relative path counts from the folder of the program.</summary>
    public string CertificateFile { get; set; } = "";

    public string CertificatePassword { get; set; } = "";

    /// <summary>Client id of a managed identity whose tokens the app registration trusts (federated credential).</summary>
    public string FederatedIdentityClientId { get; set; } = "";

    public TeamsCloud Cloud { get; set; } = TeamsCloud.Public;

    /// <summary>Tenants whose people may use the bot. Empty: only <see cref="TenantId"/>; <c>*</c>: all.</summary>
    public string[] AllowedTenants { get; set; } = [];

    /// <summary>
    /// Lets Microsoft's Agents Playground on this machine speak to the bot without tokens. Only in Development, only from loopback,
    /// and answers go to loopback only.
    /// </summary>
    public bool Playground { get; set; }

    public const string Section = "Teams";
}

/// <summary>Identity type of an Azure Bot (<c>msaAppType</c>).</summary>
internal enum TeamsAppType
{
    SingleTenant,
    UserAssignedMSI,

    /// <summary>Cannot be made any more since 31 July 2025; existing ones run on.</summary>
    MultiTenant,
}

/// <summary>The Microsoft cloud a tenant lives in.</summary>
internal enum TeamsCloud
{
    /// <summary>Worldwide, GCC included.</summary>
    Public,

    /// <summary>GCC High.</summary>
    UsGov,

    UsDod,

    /// <summary>Operated by 21Vianet.</summary>
    China,
}
