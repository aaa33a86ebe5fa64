using ChatOpsBot.Conversations.Asking;

namespace ChatOpsBot.Tests.Conversations.Asking;

public sealed class ChatCommandReaderTests
{
    [Theory]
    [InlineData("help", "help")]
    [InlineData("Help!", "help")]
    [InlineData("/help", "help")]
    [InlineData("?", "help")]
    [InlineData("hlep", "help")]
    [InlineData("Hilfe", "help")]
    [InlineData("hife", "help")]
    [InlineData("hjälp", "help")]
    [InlineData("hjalp", "help")]
    [InlineData("ayuda por favor", "help")]
    [InlineData("¿Qué puedes hacer?", "help")]
    [InlineData("Ajuda", "help")]
    [InlineData("o que você faz?", "help")]
    [InlineData("was kannst du", "help")]
    [InlineData("hi", "help")]
    [InlineData("Hej!", "help")]
    [InlineData("bom dia", "help")]
    [InlineData("Guten Morgen", "help")]
    [InlineData("Grüezi", "help")]
    [InlineData("thanks!", "help")]
    [InlineData("check mx1.contoso.com", "check mx1.contoso.com")]
    [InlineData("please check mx1.contoso.com", "check mx1.contoso.com")]
    [InlineData("chekc mx1.contoso.com:587", "check mx1.contoso.com:587")]
    [InlineData("prüfe mail.beispiel.example", "check mail.beispiel.example")]
    [InlineData("kannst du bitte mail.beispiel.example prüfen", "check mail.beispiel.example")]
    [InlineData("könntest du mal mx.beispiel.example testen?", "check mx.beispiel.example")]
    [InlineData("prüfe MX.München.example", "check mx.xn--mnchen-3ya.example")]
    [InlineData("kolla 203.0.113.9", "check 203.0.113.9")]
    [InlineData("comprueba el servidor mx.ejemplo.example", "check mx.ejemplo.example")]
    [InlineData("verificar mx.exemplo.example", "check mx.exemplo.example")]
    [InlineData("check", "check")]
    [InlineData("status", "status")]
    [InlineData("staus", "status")]
    [InlineData("läget?", "status")]
    [InlineData("situação", "status")]
    [InlineData("offene Fälle", "status")]
    [InlineData("casos abiertos", "status")]
    [InlineData("mute", "mute 480")]
    [InlineData("mute 2h", "mute 120")]
    [InlineData("mute 30 min", "mute 30")]
    [InlineData("stumm für 3 Stunden", "mute 180")]
    [InlineData("tyst i 2 timmar", "mute 120")]
    [InlineData("silencio por 1 dia", "mute 1440")]
    [InlineData("mute for a week", "mute 10080")]
    [InlineData("mute 99 weeks", "mute 43200")]
    [InlineData("leave us alone", "mute 480")]
    [InlineData("please stop posting here!", "mute 480")]
    [InlineData("déjanos en paz", "mute 480")]
    [InlineData("lämna oss i fred", "mute 480")]
    [InlineData("nos deixe em paz", "mute 480")]
    [InlineData("lass uns in Ruhe", "mute 480")]
    [InlineData("unmute", "unmute")]
    [InlineData("Stummschaltung aufheben", "unmute")]
    [InlineData("language", "language")]
    [InlineData("language german", "language de")]
    [InlineData("sprache deutsch", "language de")]
    [InlineData("språk svenska", "language sv")]
    [InlineData("idioma português", "language pt-BR")]
    [InlineData("idioma es", "language es")]
    [InlineData("language klingon", "language")]
    [InlineData("explain that in German", "language de")]
    [InlineData("can you please explain that to me in German?", "language de")]
    [InlineData("in English please", "language en")]
    [InlineData("deutsch bitte", "language de")]
    [InlineData("explícalo en inglés", "language en")]
    [InlineData("¿puedes traducir esto al alemán?", "language de")]
    [InlineData("en español por favor", "language es")]
    [InlineData("förklara det på engelska", "language en")]
    [InlineData("på svenska tack", "language sv")]
    [InlineData("explique isso em inglês", "language en")]
    [InlineData("traduza para o alemão", "language de")]
    [InlineData("erklär mir das auf Englisch", "language en")]
    [InlineData("auf Deutsch", "language de")]
    [InlineData("übersetze das ins Spanische", "language es")]
    [InlineData("privacy", "privacy")]
    [InlineData("Datenschutz", "privacy")]
    [InlineData("integritet", "privacy")]
    [InlineData("privacidade", "privacy")]
    [InlineData("settings", "settings")]
    [InlineData("setings", "settings")]
    [InlineData("Inställningar", "settings")]
    [InlineData("configurações", "settings")]
    [InlineData("listen", "listen on")]
    [InlineData("stop listening", "listen off")]
    [InlineData("nur Erwähnungen", "listen off")]
    [InlineData("sluta lyssna", "listen off")]
    public void A_command_is_understood_in_every_language_and_with_a_typo(string said, string? canonical) =>
        Assert.Equal(canonical, ChatCommandReader.Read(said)?.ToString());

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("our server refuses the connection since this morning, any ideas?")]
    [InlineData("test passed")]
    [InlineData("mute the conference call please, somebody is typing")]
    [InlineData("mute 0h")]
    [InlineData("mute tomorrow")]
    [InlineData("stop posting mail to contoso")]
    [InlineData("leave the mailbox alone")]
    [InlineData("text me")]
    [InlineData("I have that in German")]
    [InlineData("jag har det på svenska")]
    [InlineData("best")]
    [InlineData("status of the migration")]
    [InlineData("the check is in the mail")]
    [InlineData("data loss")]
    [InlineData("lol")]
    [InlineData("cafe")]
    [InlineData("mx1.contoso.com")]
    [InlineData("our German users get no mail")]
    [InlineData("the server in the German office is down")]
    [InlineData("explain that in detail")]
    public void Talk_is_no_command(string said) => Assert.Null(ChatCommandReader.Read(said));

    [Fact]
    public void Every_command_reads_back_from_its_canonical_form()
    {
        foreach (var said in new[] { "help", "check", "check mx1.contoso.com", "check [2001:db8::1]:25", "status", "mute 3h", "unmute", "language", "language de", "privacy", "settings", "listen", "listen off" })
        {
            var command = ChatCommandReader.Read(said);

            Assert.NotNull(command);
            Assert.Equal(command, ChatCommand.Parse(command.ToString()!));
        }
    }

    [Fact]
    public void Nothing_else_reads_as_a_canonical_form() => Assert.Throws<FormatException>(() => ChatCommand.Parse("rm -rf"));

    [Fact]
    public void No_phrase_stands_for_two_commands_that_would_both_take_it()
    {
        var shared = ChatCommandWords.All
            .SelectMany(pair => pair.Value.Select(phrase => (phrase, pair.Key)))
            .GroupBy(pair => pair.phrase, StringComparer.Ordinal)
            .Where(group => group.Select(pair => pair.Key).Distinct().Count() > 1)
            .Select(group => group.Key);

        Assert.Empty(shared);
    }
}
