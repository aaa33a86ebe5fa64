using System.Globalization;
using System.Text;

namespace ChatOpsBot.MailFlow.Tests.Recognizing;

/// <summary>
/// Lines full of numbers that are no mail errors, made from templates with a fixed seed: the same lines on every machine.
/// A third of them stand beside words of mail, because that is where a false alarm comes from.
/// </summary>
internal static class LookAlikes
{
    private static readonly string[] Templates =
    [
        // kernels, packages, logs
        "Linux version {v} (builder@{host}) (gcc {v}) #1 SMP {date}",
        "[{n5}.{n6}] usb {n1}-{n1}: New USB device found, idVendor={n4}, rev {v}",
        "linux-image-{v}-{n3}-generic is already the newest version ({v}-{n3}.{n3})",
        "Setting up libssl ({v}-{n1}ubuntu{v}) ...",
        "Get:{n1} http://archive.example/ubuntu jammy/main amd64 lib{word} amd64 {v} [{n3} kB]",
        "{ts} [Note] [MY-010116] mysqld (mysqld {v}) starting as process {n4}",
        "{ts} {n1} [Warning] Aborted connection {n3} to db: 'mail' user: 'app' host: '{ip}'",
        "Server version: {v}-log MySQL Community Server (GPL)",
        "mysql Ver 14.14 Distrib {v}, for Linux (x86_64)",
        "PHP {v} (cli) (built: {date}) Zend Engine v{v}",
        "PHP Warning: Undefined index in /var/www/{word}-{v}/index.php on line {n3}",
        "WordPress {v} is available! Please update now.",
        "plugin {word} {v} tested up to {v}",
        "WooCommerce {v} needs WordPress {v} or newer",
        "npm WARN deprecated {word}@{v}: use {word} instead",
        "+ {word}@{v} added {n3} packages in {n2}s",
        "    \"{word}\": \"^{v}\",",
        "    \"nodemailer\": \"~{v}\",",
        "Requirement already satisfied: {word}>={v} in ./lib (from {word})",
        "{word}=={v}",
        "gem '{word}', '~> {v}'",
        "Bumps {word} from {v} to {v}.",
        "chore(deps): update {word} to v{v}",
        "docker pull {word}:{v}",
        "image: registry.example/{word}:{v}-alpine",
        "FROM mailserver:{v}",
        "Downloading {word}-{v}.tar.gz ({n3} kB)",
        "rpm -q {word} gives {word}-{v}-{n1}.el7",
        "Dovecot v{v} starting up for imap, lmtp",
        "Postfix {v} on {host}",
        "exim {v} #2 built {date}",
        "SpamAssassin {v} ({date}) on {host}",
        "Roundcube Webmail {v}",
        "we run postfix {v} and dovecot {v} on the mail host",
        "kernel {v} breaks the mail gateway, going back to {v}",
        "the mail plugin {v} was released {date}",
        "thunderbird {v} crashes with large mailboxes",
        "mailman upgraded to {v} without trouble",
        "smtp proxy image {v} rolled out on {host}",
        "new outlook add-in {v} goes live on {date}",
        "nodemailer {v} is the last release with node {v} support",
        "PHPMailer {v} fixes a bug in smtp auth",
        "mail template version {v} approved",
        "email service v{v} deployed to prod, build {n4}",
        "queue worker {v} is on staging",
        "Exchange CU{n2} build {n2}.{n2}.{n4}.{n2} installed",

        // OIDs, addresses, ids
        "iso.3.6.1.2.1.{n1}.{n1}.{n1}.0 = INTEGER: {n3}",
        "snmpget -v2c -c public {ip} 1.3.6.1.4.1.{n4}.{n1}.{n1}",
        "{ip} - - [{date}] \"GET /wp-content/{v}/style.css HTTP/1.1\" 200 {n4}",
        "{ip} - - [{date}] \"POST /mail/send HTTP/1.1\" {http} {n3}",
        "HTTP/1.1 {http} Service Unavailable",
        "GET https://api.example/v2/mail returned {http} after {n3} ms",
        "curl: (22) The requested URL returned error: {http}",
        "nginx: upstream answered {http}, retrying",
        "Failed to load resource: the server responded with a status of {http} (Internal Server Error)",
        "webhook for mail events failed with status {http}",
        "ping {ip} icmp_seq={n1} ttl={n2} time={n2}.{n1} ms",
        "allow tcp {ip}/24 -> {ip} port 25 for the mail relay",
        "{ip} is blocked on the firewall, mail relay uses {ip}",
        "route add {ip} netmask 255.255.255.0",
        "inet6 2001:db8::{n1}:{n1}:{n1} prefixlen 64",
        "MAIL-{n3} and MAIL-{n3} are in review",
        "ticket {n3} closed, mail to the customer sent",
        "INC{n6} assigned to mail team, prio {n1}",
        "order {n3} shipped, invoice {n3} by email",
        "case {n3} about mailbox permissions is done",
        "ASN AS{n5} announces {ip}/24",
        "SKU {n3}-{n3}-{n3} out of stock",
        "commit {hex} touches {n3} files",
        "session {hex} took {n3} ms",

        // sections
        "RFC {n4} section {v} describes this",
        "see section {v} of the mail policy",
        "§ {v} of the email retention rules",
        "Kapitel {v} im Mailhandbuch",
        "siehe Abschnitt {v} der E-Mail-Richtlinie",
        "Ziffer {v} der Betriebsvereinbarung",
        "apartado {v} del manual de correo",
        "el punto {v} del contrato habla de correo electrónico",
        "cláusula {v} do contrato de e-mail",
        "a seção {v} trata de caixas postais",
        "avsnitt {v} om e-post i handboken",
        "punkt {v} i policyn för mejl",
        "{v} Requirements for outgoing mail",
        "{v}. Mailbox retention",
        "Table {v}: mail volume per month",
        "Figure {v} shows the queue",
        "ISO 27001 A.{v} email security",
        "control {v} needs evidence",
        "BSI APP.5.3 A{n1}, requirement {v}",

        // dates, times, prices, phones, counts
        "Termin am {dd}.{mm}.{yy} um {n2}:30, Einladung kommt per Mail",
        "die Mail vom {dd}.{mm}.{yyyy} finde ich nicht",
        "mötet den {dd}.{mm}.{yy} är inställt, mejl kommer",
        "reunión el {dd}.{mm}.{yy}, os mando correo",
        "reunião em {dd}.{mm}.{yy}, mando e-mail",
        "party on {dd}.{mm}.{yy}, rsvp by email",
        "{yyyy}-{mm}-{dd} {n2}:{n2}:{n2} backup of mailboxes done in {n3} s",
        "valid until {dd}.{mm}.{yyyy}",
        "price is {n1}.{n3},{n2} EUR per mailbox",
        "{n1}.{n3}.000 Euro Budget für das Mailsystem",
        "R$ {n1}.{n3},{n2} por mês pelo e-mail",
        "{n3} kr per månad för e-post",
        "cuesta {n3} euros al mes por buzón",
        "{n3} USD for {n3} mailboxes",
        "call me at {n3}-{n3}-{n4}",
        "tel +49 {n3} {n3} {n4} or mail",
        "ring {n3} {n3} {n2} om mejlen",
        "llama al {n3} {n3} {n3}",
        "ramal {n3}, qualquer coisa manda e-mail",
        "room {n3} at {n2}:00",
        "Raum {n3}, Haus {n1}",
        "{n3} emails sent, {n3} opened",
        "we deleted {n3} mails from the mailbox",
        "habe {n3} Mails gelesen",
        "mandé {n3} correos",
        "enviei {n3} e-mails hoje",
        "skickade {n3} mejl",
        "{n3} users migrated, {n3} to go",
        "mailbox size went from {n3} MB to {n3} MB",
        "attachment was {n3} kb, limit is {n3} mb",
        "the queue has {n3} messages, was {n3} yesterday",
        "backlog: {n3} tickets, {n3} of them mail",
        "flight {n3} to Lisbon lands {n2}:{n2}",
        "bus {n3} is late",
        "page {n3} of {n3}",
        "line {n3} in mail.py looks wrong",
        "File \"mail.py\", line {n3}, in send",
        "score {n1}.{n1}.{n1} in the game, ball bounce {n3}",
        "bounce rate is {n2}.{n1}% on the website, was {n3} visits",
        "css bounce {v} easing",
        "load average: {n1}.{n2}, {n1}.{n2}, {n1}.{n2}",
        "temperature {n2}.{n1} degrees in rack {n3}",
        "cpu {n2}% mem {n3}M on {host}",
        "{word} {n3} {n3} {n3}",
        "{n3} {n3} {n2} {n1}",
        "{v} {v} {v}",
        "diff {v}..{v} shows nothing",
        "compare {v} and {v} of the {word} driver",
        "is {word} {v} out yet?",
        "who runs {word} {v} in prod?",
        "upgrade {word} to {v} please",
        "actualizar {word} a {v} el lunes",
        "{word} auf {v} aktualisieren",
        "uppgradera {word} till {v}",
        "atualizar {word} para {v}",
        "lanzamos la {v} del portal mañana",
        "lançamos a {v} do portal amanhã",
        "wir releasen {v} am Freitag",
        "vi släpper {v} på fredag",
        "firmware {v} for the printers",
        "Java {v} or later is required",
        "openjdk version \"{v}\" {date}",
        "ruby {v}p{n3} ({date} revision {n5})",
        "go version go{v} linux/amd64",
        "Terraform v{v} on linux_amd64",
        "helm chart {word}-{v} app version {v}",
        "kubectl client {v}, server {v}",
        "iOS {v} update breaks the mail widget",
        "Android {v} mail notifications are late",
        "macOS {v} ships a new Mail app",
        "{word} v{v}: mail sender rewritten",
        "since {word} {v} messages are sent twice",
        "release notes {v}: fix for recipient picker",
        "changelog {v} - mailbox search is faster",

        // second batch: coordinates, law, money, timetables, code
        "org.{word}:{word}-core:{v} -> {v}",
        "implementation 'org.{word}:{word}:{v}'",
        "<version>{v}</version>",
        "require github.com/{word}/{word} v{v}",
        "{word} = \"{v}\"",
        "pip install {word}=={v} --quiet",
        "apt list --upgradable | grep {word}/{v}",
        "brew: {word} {v} already installed",
        "choco upgrade {word} --version {v}",
        "nuget {word}.Mail {v} restored",
        "SELECT version(); -- {v}",
        "Apache/{v} (Unix) OpenSSL/{v} PHP/{v}",
        "User-Agent: {word}/{v} (mail; rv:{n2}.{n1})",
        "CVE-{yyyy}-{n4} affects {word} before {v}",
        "KB{n6}{n1}: fixes mail search, build {n5}.{n4}",
        "see bug #{n3} and PR #{n3}",
        "closes #{n3}, mails are queued now",
        "git checkout tags/{v}",
        "on branch release/{v}, nothing to commit",
        "42 U.S.C. § {n3} on delivery of mail",
        "Art. {n1}.{n1}.{n1} der Postordnung",
        "Sect. {v}: undeliverable letters",
        "DIN EN {n3}-{n1}, Teil {n1}.{n1}.{n1}",
        "ISBN 978-{n1}-{n3}-{n5}-{n1}",
        "IBAN DE{n2} {n4} {n4} {n4} {n4} {n2}",
        "lat {n2}.{n4} lon {n1}.{n4} at {n3} m",
        "rs: {n3}/{n3} checks, {n1}.{n1}.{n1} s",
        "uptime {n3} days, {n2}:{n2}, load {n1}.{n2}",
        "disk {n2}% used, {n3} GB free for mailboxes",
        "train {n3} leaves {n2}:{n2} from platform {n1}",
        "score after round {n1}: {n3} to {n3}",
        "recipe: {n3} g flour, {n3} ml milk",
        "{n3} steps today, {n1}.{n1} km",
        "temperature sensor {n1}.{n1}.{n1} offline",
        "rack {n1}.{n1}.{n1} needs a new switch",
        "seat {n3} row {n2}, tickets by mail",
        "lottery: {n2} {n2} {n2} {n3}",
        "stock at {n3}.{n2}, was {n3}.{n2}",
        "salary raise of {n3} euros from {dd}.{mm}.{yyyy}",
        "Lieferung {n3} wurde zugestellt",
        "paquete {n3} entregado en recepción",
        "paket {n3} levererat till receptionen",
        "pacote {n3} entregue na recepção",
        "die {n3} Briefe sind in der Post",
        "hay {n3} mensajes sin leer",
        "du har {n3} olästa mejl",
        "há {n3} mensagens não lidas",
        "es sind {n3} ungelesene Nachrichten im Postfach",
        "{n3} unread messages in the queue channel",
        "{n3} recipients on the newsletter list",
        "channel has {n3} members, {n2} online",
        "id={n3} status={n1} retries={n1}",
        "worker[{n3}]: sent batch of {n3} emails in {n1}.{n2} s",
        "exit code {n3}",
        "port {n3} is filtered, port {n3} is open",
        "vlan {n3} trunked to sw-{n1}.{n1}.{n1}",
        "colour #{n3}{n3} looks better in the mail template",
        "width {n3}px, height {n3}px, {n1}.{n1}.{n1} ratio",
        "chunk {n3} of {n3} uploaded",
        "{n3}: {word} done",
        "{n3}",
        "{n3} / {n3}",
        "{n3}?",
    ];

    private static readonly string[] WordList =
    [
        "redis", "gitea", "grafana", "loki", "kafka", "consul", "vault", "nginx", "django", "rails", "laravel", "angular", "vue", "webpack", "lodash", "express", "spring", "hibernate", "tomcat", "jetty",
        "jenkins", "sonar", "nexus", "harbor", "argo", "istio", "calico", "cilium", "podman", "rancher", "proxmox", "zabbix", "icinga", "moodle", "drupal", "typo3", "magento", "odoo", "nextcloud", "keycloak",
    ];

    private static readonly int[] HttpCodes = [200, 204, 400, 401, 403, 404, 409, 421, 422, 429, 451, 500, 501, 502, 503, 504];

    // Versions that also are registered codes come up often on purpose.
    private static readonly string[] CodeLikeVersions = ["5.1.1", "5.7.1", "4.4.1", "4.4.7", "5.2.2", "5.1.10", "5.7.26", "4.7.0", "5.4.6", "5.0.0", "4.2.2", "5.7.57", "5.4.316", "4.4.316", "2.0.0", "5.5.0", "5.6.40", "5.4.302", "4.7.650"];

    public static IEnumerable<string> Lines(int count, int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < count; i++)
            yield return Fill(Templates[random.Next(Templates.Length)], random);
    }

    private static string Fill(string template, Random random)
    {
        var line = new StringBuilder(template.Length + 32);
        for (var at = 0; at < template.Length; at++)
        {
            var close = template[at] == '{' ? template.IndexOf('}', at) : -1;
            if (close < 0)
            {
                line.Append(template[at]);
                continue;
            }

            line.Append(Value(template[(at + 1)..close], random));
            at = close;
        }

        return line.ToString();
    }

    private static string Value(string name, Random random) => name switch
    {
        "v" => random.Next(3) == 0 ? CodeLikeVersions[random.Next(CodeLikeVersions.Length)] : string.Create(CultureInfo.InvariantCulture, $"{random.Next(2, 7)}.{random.Next(0, 20)}.{random.Next(0, 60)}"),
        "n1" => Number(random, 1, 9),
        "n2" => Number(random, 10, 99),
        "n3" => random.Next(2) == 0 ? Number(random, 100, 999) : ((ReadOnlySpan<string>)["421", "450", "451", "452", "500", "550", "552", "553", "554"])[random.Next(9)],
        "n4" => Number(random, 1000, 9999),
        "n5" => Number(random, 10000, 99999),
        "n6" => Number(random, 100000, 999999),
        "ip" => string.Create(CultureInfo.InvariantCulture, $"{random.Next(1, 255)}.{random.Next(0, 10)}.{random.Next(0, 256)}.{random.Next(0, 256)}"),
        "http" => HttpCodes[random.Next(HttpCodes.Length)].ToString(CultureInfo.InvariantCulture),
        "dd" => Number(random, 1, 28),
        "mm" => Number(random, 1, 12),
        "yy" => Number(random, 20, 30),
        "yyyy" => Number(random, 1999, 2030),
        "date" => string.Create(CultureInfo.InvariantCulture, $"{random.Next(1, 28)}/{((ReadOnlySpan<string>)["Jan", "Feb", "Mar", "May", "Nov"])[random.Next(5)]}/20{random.Next(10, 30)}"),
        "ts" => string.Create(CultureInfo.InvariantCulture, $"20{random.Next(10, 30)}-0{random.Next(1, 9)}-1{random.Next(0, 9)}T0{random.Next(0, 9)}:{random.Next(10, 59)}:{random.Next(10, 59)}.{random.Next(100000, 999999)}Z"),
        "hex" => random.Next(0x1000000, 0x7FFFFFF).ToString("x", CultureInfo.InvariantCulture),
        "host" => string.Create(CultureInfo.InvariantCulture, $"{((ReadOnlySpan<string>)["web", "db", "mail", "app"])[random.Next(4)]}{random.Next(1, 20)}.contoso.example"),
        "word" => WordList[random.Next(WordList.Length)],
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "Unknown slot in a look-alike template."),
    };

    private static string Number(Random random, int least, int most) => random.Next(least, most + 1).ToString(CultureInfo.InvariantCulture);
}
