using System.Net;
using System.Text.Json;
using ChatOpsBot.Channels.Slack;
using ChatOpsBot.Channels.Slack.Blocks;
using ChatOpsBot.Conversations;
using ChatOpsBot.Conversations.Dialogs;
using ChatOpsBot.LiveChecks;
using ChatOpsBot.Tests.FollowUps;
using Microsoft.Extensions.DependencyInjection;

namespace ChatOpsBot.Tests.Channels.Slack;

/// <summary>Channels of Slack Connect: people of other organizations read what the bot says there.</summary>
public sealed class SharedChannelTests
{
    private const string Inside = "450 4.4.316 Connection refused [LastAttemptedServerName=exch01.contoso.local] [LastAttemptedIP=10.1.2.3:25] for kim@contoso.com";

    [Theory]
    [InlineData("at 10.1.2.3:25", "at 10.x.x.x:25")]
    [InlineData("172.16.0.9, 172.32.0.9", "172.x.x.x, 172.32.0.9")]
    [InlineData("(192.168.0.1) 192.0.2.1 110.1.2.3", "(192.x.x.x) 192.0.2.1 110.1.2.3")]
    [InlineData("fd12:3456::7 fe80::1 2001:db8::1", "fd12::x fe80::x 2001:db8::1")]
    [InlineData("EXCH01.Contoso.LOCAL and mail.contoso.com", "***.local and mail.contoso.com")]
    [InlineData("mx.corp.contoso.com, host.corp", "mx.corp.contoso.com, ***.corp")]
    [InlineData("<j***@contoso.com> and kim.lee+x@contoso.com", "<***@contoso.com> and ***@contoso.com")]
    [InlineData("450 4.7.10 at 10.1, write to @ChatOpsBot", "450 4.7.10 at 10.1, write to @ChatOpsBot")]
    [InlineData("[2a01:111:f403:fd12::25] 2001:db8:fe80:1::fc00:7", "[2a01:111:f403:fd12::25] 2001:db8:fe80:1::fc00:7")]
    [InlineData("[IPv6:fd12:3456::7] and from:fc00::9", "[IPv6:fd12::x] and from:fc00::x")]
    [InlineData("Forward it to delist@microsoft.com or postmaster@fabrikam.com", "Forward it to delist@microsoft.com or postmaster@fabrikam.com")]
    [InlineData("dkim=pass header.i=@contoso.com, bounce+kim=contoso.com@lists.example", "dkim=pass header.i=@contoso.com, ***@lists.example")]
    public void Strangers_see_no_inside_and_no_person(string text, string seen)
    {
        var card = Some.Card(Some.Case()) with
        {
            Title = text,
            Blocks =
            [
                new Paragraph(text), new Facts([new Fact("Server", text)]), new CheckTable(["a"], [[text]]), new Transcript([new TranscriptLine(text, null)]), new CopyText("id", "label", text),
                new Foldout("more", [new Paragraph(text, ParagraphStyle.Verbatim)]), new Checklist([new ChecklistRow(1, text, StepMark.None, null, false, [new Paragraph(text)], null)]),
            ],
        };

        var shown = SharedSight.Of(card);

        Assert.Equal(text != seen, JsonSerializer.Serialize(Said(shown)) != JsonSerializer.Serialize(Said(card)));
        Assert.All(Said(shown), said => Assert.Equal(seen, said));
        Assert.Equal(9, Said(shown).Count);
    }

    [Fact]
    public void What_the_operator_wrote_for_their_own_people_is_left_out()
    {
        var card = Some.Card(Some.Case()) with
        {
            Blocks = [new Paragraph("In your organization: call NetOps first") { IsForOwn = true }, new Facts([new Fact("Server", "mail.contoso.com"), new Fact("Looked after by", "NetOps") { IsForOwn = true }])],
        };

        var shown = SharedSight.Of(card);

        Assert.Equal("Server", Assert.Single(Assert.IsType<Facts>(Assert.Single(shown.Blocks)).Items).Label);
    }

    [Theory]
    [InlineData("exch01.contoso.local", "")]
    [InlineData("10.1.2.3", "")]
    [InlineData("mail.contoso.com", "mail.contoso.com")]
    public void A_field_names_no_inner_server_either(string server, string seen)
    {
        var dialog = new Dialog { Kind = DialogKind.More, CaseId = "c", Revision = 1, Language = "en", Title = "More", Close = "Close", Blocks = [new TextInput(Verbs.ServerInput, "Server to check", "", server)] };

        var shown = SharedSight.Of(dialog);

        Assert.Equal(seen, Assert.IsType<TextInput>(Assert.Single(shown.Blocks)).Value);
    }

    [Fact]
    public async Task Every_card_and_view_of_a_shared_channel_is_for_strangers()
    {
        await using var slack = await SlackOutbound.StartAsync(Token);
        var shared = SlackReference.Of(new SlackConversation(new SlackInstallation(SlackOutbound.Team, IsEnterprise: false), SlackOutbound.Team, SlackOutbound.Channel, SlackOutbound.Thread) { IsShared = true }).ToReference();
        var card = Some.Card(Some.Case()) with { Blocks = [new Paragraph("mail waits for 10.1.2.3")] };

        var ts = await slack.Speaker.SendAsync(shared, card, new Delivery("m1", EarlierTries.None, slack.Time.GetUtcNow()), Token);
        var posted = slack.Slack.Messages.Single();
        await slack.Speaker.UpdateAsync(shared, ts, card, Token);
        await slack.SendAsync("m2", card: card);

        Assert.All([posted, slack.Slack.Messages[0]], message => Assert.Contains("10.x.x.x", message.Blocks!.Value.GetRawText() + message.Text, StringComparison.Ordinal));
        Assert.All([posted, slack.Slack.Messages[0]], message => Assert.DoesNotContain("10.1.2.3", message.Blocks!.Value.GetRawText() + message.Text, StringComparison.Ordinal));
        Assert.Contains("10.1.2.3", slack.Slack.Messages[1].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ButtonValue.OpenDetails)]
    [InlineData(Verbs.HandOff)]
    [InlineData(Verbs.Original)]
    public async Task What_opens_from_a_card_of_a_shared_channel_is_for_strangers(string verb)
    {
        await using var bot = await SlackBot.StartAsync(Token);
        using (var answer = await bot.PostAsync(SlackPayload.Message(Inside).InChannel().NamingBot().Changed(envelope => envelope["is_ext_shared_channel"] = true), Token))
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var post = (await bot.Channel.UntilAsync(posts => posts.Count == 1, Token))[0];

        using var pressed = await bot.InteractAsync(SlackPayload.Press(post.Card.CaseId, verb), Token);

        var view = (await bot.Servers.UntilAsync(call => call.Is("views.open"), Token)).Body;
        Assert.Contains("10.x.x.x", view, StringComparison.Ordinal);
        Assert.All(["10.1.2.3", "exch01", "k***@"], inside => Assert.DoesNotContain(inside, view, StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("""{"ok":true,"channel":{"id":"C01EXAMPLE","is_member":true,"is_ext_shared":true}}""", true)]
    [InlineData("""{"ok":true,"channel":{"id":"C01EXAMPLE","is_member":true}}""", false)]
    [InlineData("""{"ok":false,"error":"missing_scope"}""", false)]
    public async Task A_command_does_not_tell_that_its_channel_is_shared_so_slack_is_asked(string info, bool isShared)
    {
        await using var bot = await SlackBot.StartAsync(Token, replace: services => services.AddSingleton<IProbe>(new ScriptedProbe()));
        bot.Servers.Answer = (call, _) => Task.FromResult<HttpResponseMessage?>(call.Is("conversations.info") ? SlackServers.Json(info) : null);

        using var answer = await bot.CommandAsync(SlackPayload.Command("check mail.contoso.com"), Token);

        var posts = await bot.Channel.UntilAsync(posts => posts.Count == 1, Token);
        Assert.Equal(isShared, SlackReference.FromJson(posts[0].Conversation.Json).IsShared);
    }

    private static List<string> Said(Card card) =>
    [
        card.Title.ToString(),
        .. card.Blocks.SelectMany(block => block switch
        {
            Paragraph paragraph => [paragraph.Text.ToString()],
            Facts facts => facts.Items.Select(fact => fact.Value.ToString()),
            CheckTable table => table.Rows.SelectMany(row => row),
            Transcript transcript => transcript.Lines.Select(line => line.Said),
            CopyText copy => [copy.Text],
            Foldout foldout => foldout.Blocks.OfType<Paragraph>().Select(paragraph => paragraph.Text.ToString()),
            Checklist steps => steps.Rows.SelectMany(row => row.Details.OfType<Paragraph>().Select(paragraph => paragraph.Text.ToString()).Prepend(row.Title)),
            _ => Array.Empty<string>(),
        }),
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
