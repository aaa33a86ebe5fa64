using System.Collections.Frozen;

namespace ChatOpsBot.MailFlow.Recognizing;

/// <summary>
/// The commonest words of five languages: pronouns, auxiliaries, number words, times of day, adverbs. One of them directly before a number
/// is neither a product nor anything that counts, so it says nothing.
/// </summary>
internal static class CommonWords
{
    public const string English = """
        me him us them mine ours yours myself itself whose whom am been did done doing has hasn't haven't isn't aren't wasn't weren't don't doesn't didn't won't can't couldn't shouldn't wouldn't i'm i've we've we're they're that's there's
        getting become becomes became let lets put puts keep kept end ends ended ending stay stays stayed turn turns turned leave leaves left bring brings brought report reports reported
        thereafter afterwards beforehand above below behind beside besides during except inside outside near toward towards across along among against despite per plus minus versus vs
        enough quite rather almost nearly perhaps maybe probably certainly clearly obviously apparently basically usually often sometimes never ever already soon later earlier early late
        monday tuesday wednesday thursday friday saturday sunday tonight afternoon evening night noon week weekend month year today's daily weekly monthly hourly once twice
        zero four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty sixty hundred dozen dozens couple several multiple numerous half third few lots tons load loads loads plenty
        good great fine nice nasty ugly annoying pesky odd funny usual typical famous infamous generic classic single plain real actual similar different identical various certain random
        occasional constant recurring repeated frequent permanent intermittent mysterious dreaded damn bloody cryptic ominous
        hence therefore thus consequently look looked lookup checked checks
        guess reckon suspect suppose bet translate interpret compare stand stands standing stood mapped map maps treat treated treats handle handles handled
        """;

    public static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Exclamations = Interjections.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>What people say before they say anything: no product is called so.</summary>
    public const string Interjections = """
        ah aah aha ahh oh ooh ohh uh uhh ugh uff uf puh phew hm hmm mmh hmpf mhm eh ey hey yo yay ouch oops ups argh argl aargh gah meh damn dang crap omg wtf lol lmao rofl jeez yikes well bruh dude sigh anyway
        aa äh öh jo jaha jaså nä näe nej men asså alltså fan fasen fy vafan jäklar himla suck oj oops tja nämen usch
        ach och nö nee hä naja tja boah mist verdammt scheiße scheisse mensch alter himmel oje ohje
        uf uy ay ostras joder hostia vaya jolín madre anda ostia jopé puf buf buah bah pues tío tía macho oye
        putz oxe oxente eita opa ops vish vixe nossa poxa caramba caraca mano cara meu pô pois ué uai aff afe credo
        """;

    public const string Spanish = """
        yo tú él ella ello ellos ellas nosotros vosotros usted ustedes mí ti conmigo contigo os te se lo le les mi mis tu tus su sus nuestro nuestra nuestros nuestras vuestro
        soy eres somos fui fue fueron era eran ser sido siendo he has habéis hemos haya estar estoy estás están estuvo estado tiene tienen tenía tuvo tuvimos hacen hizo hecho hicimos dijo dicen dicho
        va vas van vamos iba viene vienen vino queda quedan quedó llega llegan llegó llegaron empieza empiezan empezó empezaron termina terminan acaba acaban sigue seguimos vuelto puso trae traen
        desde ante tras entonces hacia mediante excepto salvo dentro fuera cerca lejos encima debajo delante detrás alrededor
        aún todavía casi quizá quizás tal vez también tampoco además entonces luego después antes pronto tarde temprano nunca jamás siempre así bien mal mejor peor demasiado bastante tanto tan
        lunes martes miércoles jueves viernes sábado domingo semana mes año noche mediodía madrugada tarde hoy mismo
        cero dos tres cuatro cinco seis siete ocho nueve diez doce quince veinte treinta cuarenta cincuenta cien cientos docena medio media par varios varias muchas muchos algunos algunas pocas pocos cualquier
        único única típico famoso maldito dichoso raro extraño genérico mismo misma distinto diferente igual alguien alguno cosas cosa veces lado parte
        mira mirar miren revisa revisar revisen comprobar comprueba echar
        creo supongo sospecho imagino decirme dime diga explicarme entender entiendo entiende existe existen parece parecen cuándo cuánto cuánta cuántos
        """;

    public const string Swedish = """
        jag du han hon hen man mig dig honom henne oss er dem min mitt mina din ditt dina sin sitt sina vår vårt våra deras dess denna detta dessa sådan sådana
        vara varit vore bli blivit ha haver kunna kunnat ville velat måst bör borde brukar verkar tycks tror tycker vet visste står stod ligger låg sitter går gått gick tar tog tagit ge gett håller höll börjar började slutar slutade stannar
        efter före innan mellan bland längs kring runt genom utan utom inom utanför bakom framför bredvid enligt tills förutom istället
        alltid aldrig ofta ibland sällan redan fortfarande ännu snart strax nyss precis just kanske nog väl ju ändå dock alltså därför eftersom medan fast både antingen varken
        måndag tisdag onsdag torsdag fredag lördag söndag morse kväll natt förmiddag eftermiddag vecka veckan månad år dag hela tiden
        noll två tre fyra fem sex sju åtta nio tio elva tolv femton tjugo trettio fyrtio femtio hundra dussin ett par flera många fler flest hälften massa massor mängd
        vanlig vanliga konstig konstiga skum skumma jobbig klassisk enda enstaka olika liknande annan annat andra enbart endast
        kolla kollar kollat titta tittar undersök undersöka granska
        gissar misstänker antar menas menar förklara förstår förstå tolka tolkas undrar fråga vid åt hos ifrån gentemot häromdagen därefter dessförinnan
        """;

    public const string Portuguese = """
        eu tu ele ela eles elas nós vós você vocês mim ti conosco contigo lhe lhes te se meu minha meus minhas teu tua seu sua seus suas nosso nossa nossos nossas dele dela deles delas
        sou és somos fui fomos foram era eram ser sido sendo estou estive esteve estar ficar ficou fica ficam tinha tinham teve tivemos tiveram tido ter fazem feito disse dizem dito
        vem vêm veio vieram chega chegam chegou chegaram começa começam começou começaram termina acaba acabou acabam segue seguem põe traz trazem
        desde após perante perto longe dentro fora embaixo acima abaixo diante atrás através conforme segundo exceto salvo
        ainda quase talvez também nem além depois antes logo cedo tarde nunca jamais sempre assim bem mal melhor pior demais bastante tanto tão
        segunda terça quarta quinta sexta sábado domingo semana mês ano noite manhã madrugada
        zero dois duas três quatro cinco seis sete oito nove dez doze quinze vinte trinta quarenta cinquenta cem centenas dúzia meio metade par vários várias muitas muitos alguns algumas poucas poucos qualquer
        único única típico famoso maldito bendito estranho genérico mesmo mesma diferente igual outro coisa coisas vezes lado parte
        olha olhar olhem verifica verificar verifiquem checar conferir
        acho suponho desconfio imagino explicar entender entendo entende existe existem parece parecem quanto quantos quantas
        """;

    public const string German = """
        du er ihr mich dich ihn uns euch ihnen mir dir ihm mein meine meinem meinen dein deine sein seine seinem seinen unser unsere unserem unseren unserer euer eure ihre ihrem ihren ihrer man sich selbst
        bin bist seid waren gewesen werde werdet würde würden hätte hätten können könnt könnten sollen wollen willst möchte möchten darf dürfen mag muß tun tut getan macht lassen lässt bleibt bleiben blieb
        kamen kommst gekommen gingen gehen gehört gehören steht stehen stand gestanden liegt liegen lag findet finden gefunden fängt begann beginnt endet enden taucht tauchen sagen sage sagte sagten scheint scheinen heißen
        gegenüber innerhalb außerhalb wegen statt laut gemäß samt bis außer neben hinter vor vorm fürs ins ans beim zur zum vom übers
        immer nie niemals oft manchmal selten bereits noch bald gleich eben gerade vielleicht wohl ja doch halt einfach eher etwa ungefähr fast ganz genau also daher darum deshalb obwohl sobald sowie sowohl entweder weder
        montag dienstag mittwoch donnerstag freitag samstag sonntag früh morgen morgens mittag mittags nachmittag abend abends nacht nachts vormittag woche monat jahr tag tage heutige heutigen gestrige
        null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf fünfzehn zwanzig dreißig vierzig fünfzig hundert dutzend paar mehrere mehreren einige einigen viele vielen lauter haufen menge
        gut gute guten schlecht nervig seltsam komisch üblich übliche typisch klassisch einzeln einzige einzigen ständige ständigen andere anderen anderer gleichen gleiche selbe selben verschiedene
        schau schaue schauen gucken guck prüf prüfe prüfen ansehen anschauen demnach folglich
        glaube glaub glaubt vermute vermutlich denke denk schätze wofür wozu worin woran wodurch womit weshalb seitdem danach davor dadurch damit dafür dagegen dabei erklärt versteht verstehen verstehe übersetzen deuten unterscheiden unterscheidet
        """;
}
