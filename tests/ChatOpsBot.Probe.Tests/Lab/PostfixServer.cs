namespace ChatOpsBot.Probe.Tests.Lab;

/// <summary>One Postfix for all domains that a real server serves, each at an address of its own.</summary>
internal static class PostfixServer
{
    public static void Start(string folder, NetworkSpace world, IReadOnlyList<(LabDomain Domain, Place.Postfix Place, string Address, string Host)> servers)
    {
        var configuration = Directory.CreateDirectory(Path.Combine(folder, "postfix")).FullName;
        File.WriteAllText(Path.Combine(configuration, "main.cf"), $"""
            compatibility_level = 3.6
            queue_directory = {Path.Combine(folder, "queue")}
            data_directory = {Path.Combine(folder, "data")}
            maillog_file = {Path.Combine(folder, "postfix.log")}
            maillog_file_prefixes = {folder}
            inet_protocols = ipv4
            smtpd_tls_security_level = may
            smtpd_tls_mandatory_protocols =
            tls_medium_cipherlist = ALL:@SECLEVEL=0
            smtpd_peername_lookup = no
            local_recipient_maps =
            alias_maps =
            mydestination =
            smtpd_relay_restrictions = reject

            """);
        List<string> services =
        [
            "postlog unix-dgram n - n - 1 postlogd", "tlsmgr unix - - n 1000? 1 tlsmgr", "anvil unix - - n - 1 anvil",
            "rewrite unix - - n - - trivial-rewrite", "proxymap unix - - n - - proxymap", "cleanup unix n - n - 0 cleanup", "qmgr unix n - n 300 1 qmgr",
        ];
        foreach (var (domain, place, address, host) in servers)
        {
            var (chain, key) = (Path.Combine(folder, $"{host}.pem"), Path.Combine(folder, $"{host}.key"));
            Certificates.Write(place.Issue(domain), chain, key);
            services.Add($"{address}:25 inet n - n - - smtpd -o myhostname={host} -o smtpd_tls_cert_file={chain} -o smtpd_tls_key_file={key}{string.Concat(place.Settings.Select(setting => $" -o {setting}"))}");
        }

        File.WriteAllLines(Path.Combine(configuration, "master.cf"), services);
        Directory.CreateDirectory(Path.Combine(folder, "queue"));
        Directory.CreateDirectory(Path.Combine(folder, "data"));
        Programs.Run(folder, "chown", "postfix", Path.Combine(folder, "data"));
        world.Run("postfix", "-c", configuration, "start");
    }
}
