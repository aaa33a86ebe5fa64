using ChatOpsBot.MailFlow.Knowledge;

namespace ChatOpsBot.MailFlow.Tests.Knowledge;

public class SymptomIndexTests
{
    [Theory]
    [InlineData("mail is stuck, the partner's server refuses the connection", "4.4.316")]
    [InlineData("our mails wait because the connection is refused", "4.4.316")]
    [InlineData("nuestros correos no salen, el servidor rechaza la conexión", "4.4.316")]
    [InlineData("Unsere Mails kommen nicht an, die Verbindung wird abgelehnt", "4.4.316")]
    [InlineData("mail to them hangs, the connection timed out and nobody answers", "4.4.315")]
    [InlineData("messages fail because the certificate of their TLS session does not match", "4.4.317")]
    [InlineData("e-posten fastnar, partnerns server nekar anslutningen", "4.4.316")]
    [InlineData("Mail hängt, der Server des Partners lehnt die Verbindung ab", "4.4.316")]
    [InlineData("o e-mail está preso, o servidor do parceiro recusa a conexão", "4.4.316")]
    [InlineData("our printer cannot send mail, login refused", "5.7.139")]
    [InlineData("buzón lleno y el correo vuelve", "5.2.2")]
    [InlineData("we are on a blacklist, our mail is rejected", "dnsbl-listed")]
    [InlineData("our IP is blocked at Spamhaus and mail is rejected", "spamhaus-listed")]
    [InlineData("mail to one customer keeps looping between our server and Exchange Online until it fails", "5.4.14")]
    [InlineData("mail we send from our web shop fails SPF at the customer", "5.7.23")]
    [InlineData("DNS lookup for the partner's domain fails and mail is delayed", "4.4.312")]
    [InlineData("a new employee's mailbox does not exist according to the bounce message", "5.1.10")]
    [InlineData("el correo rebota porque el destinatario no existe", "5.1.10")]
    [InlineData("nuestra dirección IP está en una lista negra y rechazan el correo", "5.7.606")]
    [InlineData("los correos dan vueltas en un bucle entre nuestro servidor y Exchange Online", "5.4.14")]
    [InlineData("mottagaren finns inte enligt felmeddelandet i mejlet", "5.1.10")]
    [InlineData("bilagan är för stor och meddelandet kommer inte fram", "5.3.4")]
    [InlineData("meddelanden ligger kvar i kön, partnerns certifikat har gått ut", "4.7.320")]
    [InlineData("o e-mail voltou dizendo que o destinatário não existe", "5.1.10")]
    [InlineData("nosso IP está em uma lista de bloqueio e os e-mails são rejeitados", "5.7.513")]
    [InlineData("a conta foi bloqueada por spam e não envia mais e-mail", "5.7.501")]
    [InlineData("laut Fehlermeldung gibt es den Empfänger nicht, die Mail kommt zurück", "5.1.10")]
    [InlineData("die Mail läuft im Kreis zwischen unserem Server und Exchange Online und kommt als unzustellbar zurück", "5.4.14")]
    [InlineData("der Anhang ist zu groß und die Nachricht wird abgelehnt", "5.3.4")]
    public void What_people_see_leads_to_entries_that_may_explain_it(string text, string id)
    {
        Assert.Contains(id, ShippedKnowledge.Base().Suggest(text, 3).Select(entry => entry.Id));
    }

    [Theory]
    [InlineData("good morning everybody, how are you today?")]
    [InlineData("the printer on floor 4 refuses the connection")]
    [InlineData("can you send me an email about lunch")]
    [InlineData("thanks for the mail")]
    [InlineData("who wrote this message?")]
    [InlineData("please forward that message to the network team")]
    [InlineData("I will send the mail about the server migration tomorrow")]
    [InlineData("did you get my message about the connection to the new office")]
    [InlineData("I found the message from the customer in my archive")]
    [InlineData("die Mail vom Kunden kommt nicht mehr heute, sondern morgen")]
    [InlineData("")]
    public void Ordinary_talk_suggests_nothing(string text)
    {
        Assert.Empty(ShippedKnowledge.Base().Suggest(text, 3));
    }

    [Fact]
    public void Who_names_no_provider_is_told_first_what_holds_for_all()
    {
        Assert.Equal("5.2.2", ShippedKnowledge.Base().Suggest("mailbox full, mail comes back", 3)[0].Id);
    }

    [Fact]
    public void Words_that_many_entries_share_suggest_none_of_them()
    {
        var entries = Enumerable.Range(0, 40).Select(number => ShippedKnowledge.Entry("4.4.316") with { Id = $"e{number}" }).ToList();

        Assert.Empty(new SymptomIndex(entries).Find("mail is stuck, the server refuses the connection", 3));
    }

    [Fact]
    public void Accents_case_and_endings_make_no_difference()
    {
        Assert.Equal(SymptomIndex.Stems("refused connections"), SymptomIndex.Stems("REFUSES Connection"));
        Assert.Equal(SymptomIndex.Stems("mail loops"), SymptomIndex.Stems("mails loop"));
        Assert.Equal(SymptomIndex.Stems("conexión"), SymptomIndex.Stems("conexion"));
        Assert.Equal(["abgel"], SymptomIndex.Stems("abgelehnt"));
    }

    [Fact]
    public void A_very_long_text_is_read_only_in_its_beginning()
    {
        Assert.Empty(ShippedKnowledge.Base().Suggest(new string('x', 100_000) + " mail refused connection", 3));
    }
}
