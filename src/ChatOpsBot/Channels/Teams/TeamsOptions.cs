using ChatOpsBot.Channels.Teams.Outbound;

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

    /// <summary>Every tenant, as a value of <see cref="AllowedTenants"/>.</summary>
    public const string AllTenants = "*";

    /// <summary>False: nobody wants Teams here, apart from the Playground perhaps.</summary>
    public bool HasCredentials => Credentials.Any(setting => setting.Value.Length > 0);

    public bool IsAllowed(string tenant) => AllowedTenants.Length == 0
        ? tenant.Equals(TenantId, StringComparison.OrdinalIgnoreCase)
        : AllowedTenants.Any(allowed => allowed == AllTenants || allowed.Equals(tenant, StringComparison.OrdinalIgnoreCase));

    /// <param name="environment">Where the bot runs; null when it is not about to.</param>
    public IEnumerable<string> Problems(string? environment)
    {
        if (Playground && environment is not null && !environment.Equals(Environments.Development, StringComparison.OrdinalIgnoreCase))
            yield return $"Teams:Playground is true, but the environment is {environment}. It lets anybody on this machine speak as anybody; leave it false outside Development.";
        if (!HasCredentials)
            yield break;

        if (!EntraId.IsOne(AppId))
            yield return Empty(AppId, "Teams:AppId", "the GUID shown as \"Microsoft App ID\" under Configuration of the Azure Bot");
        if (AppType == TeamsAppType.MultiTenant ? TenantId.Length > 0 && !EntraId.IsOne(TenantId) : !EntraId.IsOne(TenantId))
            yield return Empty(TenantId, "Teams:TenantId", "the GUID shown as \"App Tenant ID\" under Configuration of the Azure Bot");
        if (AppType == TeamsAppType.MultiTenant && TenantId.Length == 0 && AllowedTenants.Length == 0)
            yield return "Teams:AllowedTenants is empty, and so is Teams:TenantId: nobody could use the bot. List the tenants whose people may, or * for all.";
        foreach (var tenant in AllowedTenants.Where(tenant => tenant != AllTenants && !EntraId.IsOne(tenant)))
            yield return $"Teams:AllowedTenants has \"{tenant}\". Write tenants as GUIDs, or * for all.";
        foreach (var problem in ProblemsOfProof())
            yield return problem;
    }

    /// <summary>What the bot proves with that it is the bot: exactly one thing, or nothing where Azure does it.</summary>
    private IEnumerable<string> ProblemsOfProof()
    {
        var proofs = Credentials.Where(setting => setting.Value.Length > 0 && setting.Name is nameof(ClientSecret) or nameof(CertificateFile) or nameof(FederatedIdentityClientId))
            .Select(setting => $"Teams:{setting.Name}")
            .ToList();
        if (AppType == TeamsAppType.UserAssignedMSI && proofs.Count > 0)
            yield return $"Teams:AppType is UserAssignedMSI, which needs none of {string.Join(", ", proofs)}. Empty them, or set Teams:AppType to what the Azure Bot says.";
        if (AppType != TeamsAppType.UserAssignedMSI && proofs.Count == 0)
            yield return "Teams:ClientSecret is empty, and so are Teams:CertificateFile and Teams:FederatedIdentityClientId. Set one of them, or leave all settings of Teams empty to run without Teams.";
        if (AppType != TeamsAppType.UserAssignedMSI && proofs.Count > 1)
            yield return $"{string.Join(", ", proofs)} are set. Keep one of them.";
        if (CertificatePassword.Length > 0 && CertificateFile.Length == 0)
            yield return "Teams:CertificatePassword is set, but Teams:CertificateFile is empty. Name the file, or empty the password.";
        if (CertificateFile.Length > 0 && !File.Exists(CertificatePath))
            yield return $"Teams:CertificateFile is \"{CertificateFile}\", and there is no file {CertificatePath}. Name a PFX or PEM file.";
        else if (CertificateFile.Length > 0 && AppCredential.ProblemOfCertificate(this) is { } problem)
            yield return problem;
        if (FederatedIdentityClientId.Length > 0 && !EntraId.IsOne(FederatedIdentityClientId))
            yield return $"Teams:FederatedIdentityClientId is \"{FederatedIdentityClientId}\". Set it to the client id of the managed identity, a GUID.";
    }

    /// <summary>Where <see cref="CertificateFile"/> is.</summary>
    public string CertificatePath => Path.Combine(AppContext.BaseDirectory, CertificateFile);

    private (string Name, string Value)[] Credentials =>
    [
        (nameof(AppId), AppId),
        (nameof(TenantId), TenantId),
        (nameof(ClientSecret), ClientSecret),
        (nameof(CertificateFile), CertificateFile),
        (nameof(CertificatePassword), CertificatePassword),
        (nameof(FederatedIdentityClientId), FederatedIdentityClientId),
    ];

    private static string Empty(string value, string name, string what) => value.Length == 0
        ? $"{name} is empty, but other settings of Teams are not. Set it to {what}, or leave all of them empty to run without Teams."
        : $"{name} is \"{value}\". Set it to {what}.";
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
