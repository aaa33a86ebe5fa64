using System.Xml.Linq;
using Dapper;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace ChatOpsBot.Storage;

/// <summary>
/// Keeps the keys of ASP.NET Data Protection beside what they encrypt, so that one backup has both. Against whoever has the whole file
/// they protect nothing: that is for the permissions of the data folder.
/// </summary>
internal sealed class ProtectionKeyStore(Database database) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements() =>
        database.Read(connection => connection.Query<string>("SELECT xml FROM protection_keys ORDER BY name").Select(XElement.Parse).ToList());

    /// <remarks>The interface knows no tasks. The writer has a thread of its own, so waiting for it here holds up nobody but the caller, once in 90 days.</remarks>
    public void StoreElement(XElement element, string friendlyName) =>
        database.WriteAsync(
            connection => connection.Execute(
                "INSERT INTO protection_keys (name, xml) VALUES (@friendlyName, @xml) ON CONFLICT (name) DO UPDATE SET xml = excluded.xml",
                new { friendlyName, xml = element.ToString(SaveOptions.DisableFormatting) }),
            CancellationToken.None).GetAwaiter().GetResult();
}
