using System.Runtime.CompilerServices;
using ChatOpsBot.Conversations;
using ChatOpsBot.LiveChecks;
using ChatOpsBot.Probing;
using Microsoft.Extensions.DependencyInjection;

namespace ChatOpsBot.Testing.Conformance;

/// <summary>Too much, too long, and texts that would like to be more than texts.</summary>
public abstract partial class ChannelConformance
{
    [Fact]
    public async Task A_case_about_which_everything_is_known_still_has_its_card()
    {
        await StartAsync(services => services.AddSingleton<IProbe>(new TalkativeProbe()));
        var room = await OpenAsync();
        await SayAsync(room, ManyErrors(), "m1");
        var card = await CardAsync(room);

        card = await PressAllAsync(room, card, $"{Verbs.StepDone}:");
        card = await PressAllAsync(room, card, $"{Verbs.AnswerNo}:");
        await PressAsync(room, card.Button(Verbs.Take), "take");
        await PressAsync(room, card.Button(Verbs.RunChecks), "run", inputs: new Dictionary<string, string> { [Verbs.ServerInput] = "mx1.contoso.example" });
        await AdvanceUntilAsync(async () => Bot.IsIdle && (await SeeAsync(room)) is [var now] && now.Has(Verbs.RunChecks) && now.Has(Verbs.Release), "the card after the checks");

        var full = Assert.Single(await SeeAfterAllAsync(room));
        Report($"{full.Sight.Bytes} bytes of {Platform.LargestMessage}");
        Assert.InRange(full.Sight.Bytes, card.Sight.Bytes + 1, Platform.LargestMessage);
        Assert.Equal(0, Bot.Inbox.Count().Dead);
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(20_000)]
    public async Task A_very_long_server_line_is_shown_as_far_as_it_helps(int length)
    {
        await StartAsync();
        var room = await OpenAsync();

        await SayAsync(room, $"{Error()} {new string('x', length)} end", "m1");

        var card = await CardAsync(room);
        Assert.Contains("Connection refused", card.Text, StringComparison.Ordinal);
        Assert.True(card.Sight.Bytes <= Platform.LargestMessage, $"{card.Sight.Bytes} bytes");
    }

    [Theory]
    [InlineData("[press here](https://evil.example/)")]
    [InlineData("**urgent** __now__ `code` *really* _so_ ~gone~")]
    [InlineData("<at>everyone</at> @channel @here")]
    [InlineData("<!channel> <!here> <@U0123ABCD> <!subteam^S0123>")]
    [InlineData("<https://evil.example/|contoso> &lt;b&gt; <b>bold</b> <script>alert(1)</script>")]
    [InlineData("{{DATE(2001-01-01T00:00:00Z,SHORT)}} ${name} %USERNAME%")]
    [InlineData("\u202Ethe other way round\u202C \u0007bell")]
    public async Task Text_of_a_server_is_shown_and_does_nothing(string hostile)
    {
        await StartAsync();
        var room = await OpenAsync();

        await SayAsync(room, $"{Error()} {hostile} said the server", "m1");

        var card = await CardAsync(room);
        AssertHarmless(card);
        Assert.Contains("said the server", card.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[Anna](https://evil.example/)")]
    [InlineData("<at>everyone</at> **Anna**")]
    [InlineData("<!channel> <@U0123ABCD>")]
    [InlineData("{{TIME(2001-01-01T00:00:00Z)}}")]
    public async Task The_name_of_a_person_is_shown_and_does_nothing(string name)
    {
        await StartAsync();
        var person = Anna with { Name = name };
        var room = await OpenAsync(person);
        var card = await PostAsync(room, by: person);

        await PressAsync(room, card.Button(Verbs.Take), "p1", person);

        var taken = await OnlyCardAsync(room, card => card.Has(Verbs.Release), "taken");
        AssertHarmless(taken);
        Assert.Contains(name, taken.Text, StringComparison.Ordinal);
    }

    private static void AssertHarmless(SeenCard card)
    {
        Assert.DoesNotContain(card.Sight.Effects, effect => effect.Contains("evil", StringComparison.Ordinal));
        Assert.DoesNotContain(card.Sight.Effects, effect => effect.StartsWith("mention", StringComparison.Ordinal));
        Assert.DoesNotContain(card.Sight.Effects, effect => effect.StartsWith("emphasis", StringComparison.Ordinal));
    }

    /// <summary>Presses every button of a kind that the card shows, each on the newest card.</summary>
    private async Task<SeenCard> PressAllAsync(Room room, SeenCard card, string kind)
    {
        foreach (var button in card.Sight.Buttons.Where(button => button.Verb.StartsWith(kind, StringComparison.Ordinal)).DistinctBy(button => button.Verb).ToList())
            await PressAsync(room, button, button.Verb);
        await AdvanceUntilIdleAsync();
        return await CardAsync(room);
    }

    /// <summary>A bounce with more errors than a card explains, each in a line as long as servers write them.</summary>
    private static string ManyErrors() => string.Join(
        '\n',
        Enumerable.Range(1, 15).Select(number => $"450 4.4.{(number == 1 ? 316 : 300 + number)} {Error($"mx{number}.contoso.example")["450 4.4.316 ".Length..]} {new string((char)('a' + number), 380)}"));

    /// <summary>Sees at every address a run visits as much as it may tell.</summary>
    private sealed class TalkativeProbe : IProbe
    {
        public async IAsyncEnumerable<ProbeEvent> RunAsync(ProbeRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.Yield();
            for (var address = 1; address <= new ProbeOptions().MaxAddresses; address++)
            {
                foreach (var check in request.CheckIds)
                {
                    yield return new ProbeEvent.Finished(new CheckResult
                    {
                        CheckId = check,
                        Outcome = "not-tested",
                        Where = $"2001:db8:ffff:ffff:ffff:ffff:ffff:{address:x4}",
                        Reason = Reasons.SessionEnded,
                        Sentence = new string('s', 300),
                        Evidence = [.. Enumerable.Range(0, 20).Select(line => $"S: 220-{line:00} {new string('"', 90)}")],
                    });
                }
            }
        }
    }
}
