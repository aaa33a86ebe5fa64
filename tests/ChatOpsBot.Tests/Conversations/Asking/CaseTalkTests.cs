using ChatOpsBot.Conversations.Asking;

namespace ChatOpsBot.Tests.Conversations.Asking;

public sealed class CaseTalkTests
{
    [Theory]
    [InlineData("fixed")]
    [InlineData("it works now")]
    [InlineData("Works again, thanks!")]
    [InlineData("problem solved")]
    [InlineData("fixed it 🎉🎉")]
    [InlineData("ok it's working again 🎉")]
    [InlineData("mail is back")]
    [InlineData("it's back up")]
    [InlineData("no more errors")]
    [InlineData("has been fixed")]
    [InlineData("ya funciona")]
    [InlineData("¡Arreglado, gracias!")]
    [InlineData("Ya está solucionado")]
    [InlineData("los correos ya llegan")]
    [InlineData("nu fungerar det")]
    [InlineData("löst!")]
    [InlineData("det funkar igen, tack")]
    [InlineData("já está funcionando")]
    [InlineData("resolvido, obrigado")]
    [InlineData("voltou a funcionar")]
    [InlineData("geht wieder")]
    [InlineData("Läuft wieder, danke")]
    [InlineData("ist behoben")]
    [InlineData("ya está arreglado, gracias majo")]
    [InlineData("tack för hjälpen, nu fungerar allt")]
    [InlineData("nee, läuft wieder")]
    [InlineData("keine Fehler mehr")]
    public void Somebody_says_that_it_works(string said) => Assert.Equal(CaseWord.Mended, CaseTalk.Read(said));

    [Theory]
    [InlineData("should work now")]
    [InlineData("I think it's fixed")]
    [InlineData("all good now")]
    [InlineData("debería funcionar ya")]
    [InlineData("borde fungera nu")]
    [InlineData("acho que já funciona")]
    [InlineData("sollte jetzt wieder gehen")]
    public void A_hope_is_no_word_that_it_works(string said) => Assert.Equal(CaseWord.PerhapsMended, CaseTalk.Read(said));

    [Theory]
    [InlineData("still broken")]
    [InlineData("not fixed")]
    [InlineData("does not work")]
    [InlineData("it doesn’t work yet")]
    [InlineData("no longer works")]
    [InlineData("still the same error")]
    [InlineData("the error is back")]
    [InlineData("still nothing")]
    [InlineData("down again")]
    [InlineData("sigue sin funcionar")]
    [InlineData("sigue igual")]
    [InlineData("ya no funciona")]
    [InlineData("todavía falla")]
    [InlineData("fungerar fortfarande inte")]
    [InlineData("samma fel igen")]
    [InlineData("ligger nere")]
    [InlineData("ainda não funciona")]
    [InlineData("continua parado")]
    [InlineData("o erro voltou")]
    [InlineData("geht immer noch nicht")]
    [InlineData("noch immer kaputt")]
    [InlineData("der Fehler ist wieder da")]
    [InlineData("nee doch nicht, geht immer noch nicht")]
    [InlineData("mejl studsar igen, samma som igår")]
    [InlineData("los correos rebotan otra vez")]
    public void Somebody_says_that_it_does_not(string said) => Assert.Equal(CaseWord.Broken, CaseTalk.Read(said));

    [Theory]
    [InlineData("any news?")]
    [InlineData("any update on this")]
    [InlineData("it works now?")]
    [InlineData("is it fixed")]
    [InlineData("fixed yet?")]
    [InlineData("how is it going?")]
    [InlineData("¿alguna novedad?")]
    [InlineData("¿ya funciona?")]
    [InlineData("hay novedades")]
    [InlineData("något nytt?")]
    [InlineData("hur går det?")]
    [InlineData("fungerar det igen?")]
    [InlineData("är det löst")]
    [InlineData("alguma novidade?")]
    [InlineData("já voltou?")]
    [InlineData("gibt's was Neues?")]
    [InlineData("wie sieht es aus?")]
    [InlineData("geht es wieder")]
    [InlineData("und? gibts was neues")]
    [InlineData("wie lange dauert das noch?")]
    [InlineData("wer ist zuständig?")]
    [InlineData("who is on it?")]
    [InlineData("when will it be fixed")]
    [InlineData("¿quién lo lleva?")]
    [InlineData("någon nyhet?")]
    public void Who_asks_wants_news(string said) => Assert.Equal(CaseWord.News, CaseTalk.Read(said));

    [Theory]
    [InlineData("it's back")]
    [InlineData("hmm its back")]
    [InlineData("voltou")]
    [InlineData("wieder da")]
    public void What_is_back_may_be_the_mail_or_the_trouble(string said) => Assert.Equal(CaseWord.Back, CaseTalk.Read(said));

    [Theory]
    [InlineData("check again")]
    [InlineData("please recheck")]
    [InlineData("ok i opened the firewall, pls recheck")]
    [InlineData("comprueba otra vez")]
    [InlineData("kolla igen")]
    [InlineData("verifica de novo")]
    [InlineData("bitte noch einmal prüfen")]
    [InlineData("prüfe noch mal")]
    [InlineData("vuelve a comprobar")]
    [InlineData("kör om kontrollen")]
    [InlineData("revisa de nuevo por favor")]
    [InlineData("testa de novo por favor")]
    public void The_checks_may_be_wanted_again(string said) => Assert.Equal(CaseWord.Look, CaseTalk.Read(said));

    [Theory]
    [InlineData("close the case", true)]
    [InlineData("can you close it?", true)]
    [InlineData("kannst du das schließen", true)]
    [InlineData("cierra el caso", true)]
    [InlineData("stäng ärendet", true)]
    [InlineData("encerrar o caso", true)]
    [InlineData("reopen it please", false)]
    [InlineData("öffne den Fall wieder", false)]
    [InlineData("öppna igen", false)]
    [InlineData("abre el caso otra vez", false)]
    public void A_case_may_be_wanted_closed_or_open_again(string said, bool closed) => Assert.Equal(closed ? CaseWord.Close : CaseWord.Reopen, CaseTalk.Read(said));

    [Theory]
    [InlineData("don't close it")]
    [InlineData("fixed IP address")]
    [InlineData("it works on my machine")]
    [InlineData("works as designed")]
    [InlineData("it works but mail to Anna is slow")]
    [InlineData("mails are lost")]
    [InlineData("no problem")]
    [InlineData("how does it work?")]
    [InlineData("back in five minutes")]
    [InlineData("fix it")]
    [InlineData("thanks")]
    [InlineData("it is not broken")]
    [InlineData("tudo bem?")]
    [InlineData("alles gut")]
    [InlineData("check mx1.contoso.com")]
    [InlineData("help")]
    [InlineData("")]
    [InlineData("?")]
    public void What_says_something_else_is_left_alone(string said) => Assert.Null(CaseTalk.Read(said));

    [Theory]
    [InlineData("4.4.316 is fixed", "Mended")]
    [InlineData("450 4.4.316 still broken", "Broken")]
    [InlineData("any news about 5.7.1?", null)]
    [InlineData("any news on 5.7.1?", "News")]
    [InlineData("450 4.4.316 Connection refused", null)]
    [InlineData("4.4.316", null)]
    public void The_code_may_be_named_beside_it(string said, string? word) => Assert.Equal(word, CaseTalk.ReadBesideCode(said)?.ToString());

    [Fact]
    public void No_command_is_taken_for_it()
    {
        foreach (var (kind, phrases) in ChatCommandWords.All)
            Assert.All(phrases, phrase => Assert.True(ChatCommandReader.ReadOrTalk(phrase) is not ChatCommand.Say, $"{kind}: {phrase}"));
    }

    [Fact]
    public void Each_reads_back_from_its_canonical_form()
    {
        foreach (var word in Enum.GetValues<CaseWord>())
        {
            Assert.Equal(new ChatCommand.Say(word), ChatCommand.Parse(new ChatCommand.Say(word).ToString()));
            Assert.Equal(new ChatCommand.Say(word, "4.4.316"), ChatCommand.Parse(new ChatCommand.Say(word, "4.4.316").ToString()));
            Assert.Equal(new ChatCommand.Say(word, CaseId: "case000001"), ChatCommand.Parse(new ChatCommand.Say(word, CaseId: "case000001").ToString()));
        }

        Assert.Throws<FormatException>(() => ChatCommand.Parse("say 77"));
    }
}
