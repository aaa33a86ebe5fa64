using ChatOpsBot.Conversations.Asking;
using ChatOpsBot.Conversations.Texts;

namespace ChatOpsBot.Tests.Conversations.Asking;

/// <summary>What people want of a case in words, besides how it stands.</summary>
public sealed class CaseWishesTests
{
    [Theory]
    [InlineData("what do I tell the partner?")]
    [InlineData("What should we tell the other side?")]
    [InlineData("give me a text for the recipient's admin")]
    [InlineData("thanks, what do i say to the partner")]
    [InlineData("text for the partner please")]
    [InlineData("what do we write to their admin?")]
    [InlineData("¿qué le digo al socio?")]
    [InlineData("dame un texto para el otro lado")]
    [InlineData("¿Qué le escribo al administrador del destinatario?")]
    [InlineData("necesito un texto para el destinatario")]
    [InlineData("vad säger jag till partnern?")]
    [InlineData("ge mig en text till mottagarens admin")]
    [InlineData("vad ska jag skriva till den andra sidan")]
    [InlineData("o que digo ao parceiro?")]
    [InlineData("me dê um texto para o outro lado")]
    [InlineData("o que eu escrevo para o administrador do destinatário?")]
    [InlineData("was sage ich dem Partner?")]
    [InlineData("gib mir einen Text für die Gegenseite")]
    [InlineData("Was schreibe ich dem Admin des Empfängers?")]
    [InlineData("danke, was soll ich der anderen Seite schreiben?")]
    [InlineData("kannst du mir einen Text für die Gegenseite geben?")]
    [InlineData("give me something to send to the recipient's postmaster")]
    [InlineData("could you write a mail to the partner for me?")]
    [InlineData("você pode me dar um texto para o parceiro?")]
    public void A_text_for_the_other_side_may_be_wanted(string said) => Assert.Equal(CaseWord.TellPartner, CaseTalk.Read(said));

    [Theory]
    [InlineData("what do I tell my users?")]
    [InlineData("what do i tell the sender")]
    [InlineData("give me a text for the sender")]
    [InlineData("how do we inform the users?")]
    [InlineData("¿qué les digo a mis usuarios?")]
    [InlineData("dame un texto para el remitente")]
    [InlineData("vad säger jag till mina användare?")]
    [InlineData("ge mig en text till avsändaren")]
    [InlineData("o que digo aos meus usuários?")]
    [InlineData("preciso de um texto para o remetente")]
    [InlineData("was sage ich meinen Benutzern?")]
    [InlineData("gib mir einen Text für den Absender")]
    public void A_text_for_the_sender_may_be_wanted(string said) => Assert.Equal(CaseWord.TellSender, CaseTalk.Read(said));

    [Theory]
    [InlineData("what do I tell the customer?")]
    [InlineData("what do I tell them")]
    [InlineData("what do i tell the partner and my users?")]
    [InlineData("give me the text")]
    [InlineData("dame el texto")]
    [InlineData("ge mig texten")]
    [InlineData("me passa o texto")]
    [InlineData("gib mir den Text")]
    public void Who_is_to_be_told_may_be_open(string said) => Assert.Equal(CaseWord.HandOff, CaseTalk.Read(said));

    [Theory]
    [InlineData("send it to Anna")]
    [InlineData("tell the partner")]
    [InlineData("schreib dem Partner")]
    [InlineData("dile al socio")]
    [InlineData("skriv till partnern")]
    [InlineData("avise o parceiro")]
    [InlineData("please forward this to Anna Berg")]
    [InlineData("envíalo a Ana")]
    [InlineData("mándale esto a Ana")]
    [InlineData("skicka det till Anna")]
    [InlineData("manda isso pra Ana")]
    [InlineData("schick das an Anna")]
    [InlineData("leite das bitte an Anna weiter")]
    [InlineData("kannst du das an Anna schicken")]
    [InlineData("can you mail that to the partner?")]
    public void The_bot_may_be_asked_to_write_to_somebody(string said) => Assert.Equal(CaseWord.SendOn, CaseTalk.Read(said));

    [Theory]
    [InlineData("how long do I have?")]
    [InlineData("how long do we have left")]
    [InlineData("how much time do I have?")]
    [InlineData("how much time is left")]
    [InlineData("when does the mail expire?")]
    [InlineData("when do the messages expire")]
    [InlineData("how long does the mail wait?")]
    [InlineData("what is the deadline?")]
    [InlineData("¿cuánto tiempo tengo?")]
    [InlineData("¿cuánto tiempo nos queda?")]
    [InlineData("¿cuándo caduca el correo?")]
    [InlineData("hur länge har jag på mig?")]
    [InlineData("hur mycket tid har vi kvar?")]
    [InlineData("när går mejlet ut?")]
    [InlineData("när löper e-posten ut")]
    [InlineData("quanto tempo eu tenho?")]
    [InlineData("quanto tempo temos")]
    [InlineData("quando expira o e-mail?")]
    [InlineData("wie lange habe ich noch?")]
    [InlineData("wie viel Zeit habe ich?")]
    [InlineData("wann läuft die Mail ab?")]
    [InlineData("bis wann wartet die Mail?")]
    [InlineData("will the mail be lost?")]
    [InlineData("¿hay que reenviar?")]
    [InlineData("försvinner mejlen?")]
    [InlineData("precisa reenviar?")]
    [InlineData("gehen Mails verloren?")]
    public void How_long_the_mail_waits_may_be_asked(string said) => Assert.Equal(CaseWord.Expiry, CaseTalk.Read(said));

    [Theory]
    [InlineData("what was the first error?")]
    [InlineData("show me the original error again")]
    [InlineData("what did the error say")]
    [InlineData("¿cuál fue el primer error?")]
    [InlineData("muéstrame el error original")]
    [InlineData("vad var det första felet?")]
    [InlineData("visa felet igen")]
    [InlineData("qual foi o primeiro erro?")]
    [InlineData("mostra o erro original")]
    [InlineData("was war der erste Fehler?")]
    [InlineData("wie lautete die Fehlermeldung?")]
    [InlineData("since when?")]
    [InlineData("seit wann ist das so?")]
    public void The_error_may_be_wanted_once_more(string said) => Assert.Equal(CaseWord.FirstError, CaseTalk.Read(said));

    [Theory]
    [InlineData("what does that mean?")]
    [InlineData("why?")]
    [InlineData("can you explain that?")]
    [InlineData("¿qué significa eso?")]
    [InlineData("vad betyder det?")]
    [InlineData("o que significa isso?")]
    [InlineData("was bedeutet das?")]
    [InlineData("kannst du das erklären")]
    public void What_it_means_may_be_asked(string said) => Assert.Equal(CaseWord.Meaning, CaseTalk.Read(said));

    [Theory]
    [InlineData("thanks, who owns this?")]
    [InlineData("who has taken it?")]
    [InlineData("what now?")]
    [InlineData("what should I do next?")]
    [InlineData("is it still down?")]
    [InlineData("¿quién lleva esto?")]
    [InlineData("gracias! ¿quién se encarga de esto?")]
    [InlineData("¿y ahora qué?")]
    [InlineData("¿sigue caído?")]
    [InlineData("vem äger det här?")]
    [InlineData("vad gör jag nu?")]
    [InlineData("ligger det fortfarande nere?")]
    [InlineData("quem está com isso?")]
    [InlineData("e agora?")]
    [InlineData("ainda está fora do ar?")]
    [InlineData("wer hat das übernommen?")]
    [InlineData("was nun?")]
    [InlineData("ist es immer noch down?")]
    [InlineData("what do I tell my boss?")]
    [InlineData("¿qué le digo a mi jefe?")]
    [InlineData("vad säger jag till chefen?")]
    [InlineData("o que digo ao meu chefe?")]
    [InlineData("was sage ich meinem Chef?")]
    [InlineData("is it us or them?")]
    [InlineData("how do I fix this?")]
    [InlineData("¿cómo lo arreglo?")]
    [InlineData("hur löser jag det?")]
    [InlineData("como eu resolvo isso?")]
    [InlineData("wie behebe ich das?")]
    public void Who_has_it_and_what_comes_next_is_how_it_stands(string said) => Assert.Equal(CaseWord.News, CaseTalk.Read(said));

    [Theory]
    [InlineData("stop")]
    [InlineData("STOP!")]
    [InlineData("stop the checks")]
    [InlineData("please cancel")]
    [InlineData("cancel it")]
    [InlineData("detén las comprobaciones")]
    [InlineData("cancela")]
    [InlineData("para")]
    [InlineData("para las pruebas por favor")]
    [InlineData("stoppa kontrollerna")]
    [InlineData("avbryt")]
    [InlineData("pare os testes")]
    [InlineData("cancele")]
    [InlineData("abbrechen")]
    [InlineData("brich die Prüfung ab")]
    [InlineData("stopp")]
    [InlineData("hör auf")]
    public void The_checks_may_be_wanted_stopped(string said) => Assert.Equal(CaseWord.Stop, CaseTalk.Read(said));

    [Theory]
    [InlineData("I'll take it", true)]
    [InlineData("me encargo yo", true)]
    [InlineData("jag tar det", true)]
    [InlineData("deixa comigo", true)]
    [InlineData("ich kümmere mich darum", true)]
    [InlineData("give it back", false)]
    [InlineData("lo dejo libre", false)]
    [InlineData("jag lämnar tillbaka det", false)]
    [InlineData("eu devolvo", false)]
    [InlineData("ich gebe es ab", false)]
    public void A_case_may_be_taken_and_given_back(string said, bool isTaken) => Assert.Equal(isTaken ? CaseWord.Take : CaseWord.Release, CaseTalk.Read(said));

    [Theory]
    [InlineData("don't stop")]
    [InlineData("no para")]
    [InlineData("stop sending mail to contoso")]
    [InlineData("para mañana")]
    [InlineData("das ist halt so")]
    [InlineData("cancel my meeting")]
    [InlineData("stop the mail queue")]
    [InlineData("what does the partner say?")]
    [InlineData("vad säger partnern?")]
    [InlineData("I told the partner")]
    [InlineData("the sender is in Berlin")]
    [InlineData("users can't send mail to the partner")]
    [InlineData("we need mail for the users")]
    [InlineData("write protection")]
    [InlineData("send a test mail to Anna")]
    [InlineData("send mail to contoso")]
    [InlineData("how long does a migration take?")]
    [InlineData("we have no time")]
    [InlineData("the certificate expires tomorrow")]
    [InlineData("wann läuft das Zertifikat ab?")]
    [InlineData("message expired")]
    [InlineData("I take it you saw this")]
    [InlineData("hur ser det ut på Exchange-sidan?")]
    [InlineData("qué tal")]
    public void What_says_something_else_is_left_alone(string said) => Assert.Null(CaseTalk.Read(said));

    [Theory]
    [InlineData("what do I tell the partner about 4.4.316?", "TellPartner")]
    [InlineData("how long do I have for 4.4.316?", "Expiry")]
    [InlineData("was sage ich dem Partner zu 4.4.316?", "TellPartner")]
    [InlineData("is 4.4.316 fixed?", "News")]
    [InlineData("fixed 4.4.316?", "News")]
    [InlineData("450 4.4.316 Message expired?", null)]
    [InlineData("450 4.4.316 Message expired", null)]
    [InlineData("450 4.4.316 Connection refused, how long do I have?", null)]
    public void The_code_may_be_named_beside_it(string said, string? word) => Assert.Equal(word, CaseTalk.ReadBesideCode(said)?.ToString());

    [Theory]
    [MemberData(nameof(CardTextsTests.AllLanguages), MemberType = typeof(CardTextsTests))]
    public void What_stands_on_a_button_does_the_same_when_it_is_written(string language)
    {
        var texts = Languages.Of(language);

        Assert.Equal(
            ["check", "say Look", "say Stop", "say Take", "say Release", "say Close", "say Reopen", "say NotHelpful", "say HandOff"],
            new[] { texts.RunChecks, texts.RunChecksAgain, texts.StopChecks, texts.Take, texts.Release, texts.Close, texts.Reopen, texts.NotHelpful, texts.Dialogs.HandOffTitle }
                .Select(label => ChatCommandReader.ReadOrTalk(label)?.ToString()));
    }

    [Theory]
    [MemberData(nameof(CardTextsTests.AllLanguages), MemberType = typeof(CardTextsTests))]
    public void What_the_bot_offers_instead_of_stopping_is_understood(string language)
    {
        var said = Languages.Of(language).Commands;

        Assert.Equal("say Close", Quoted(said.NothingRunsClose));
        Assert.Equal("mute 480", Quoted(said.NothingRunsMute));

        static string? Quoted(string sentence) => ChatCommandReader.ReadOrTalk(sentence.Split('"', '”', '“', '„', '«', '»')[1])?.ToString();
    }
}
