using System.Globalization;
using ChatOpsBot.Conversations;

namespace ChatOpsBot.Tests.Conversations;

public sealed class CardTextTests
{
    [Fact]
    public void A_sentence_keeps_its_times_apart_from_its_words()
    {
        var text = CardText.Format("Done by {name}, {time}.", ("name", "Anna"), ("time", Some.Noon));

        Assert.Equal("Done by Anna, 12:00.", text.ToString(time => time.ToString("HH:mm", CultureInfo.InvariantCulture)));
        Assert.True(text.HasTime);
    }

    [Fact]
    public void A_value_that_looks_like_a_placeholder_stays_what_it_is() =>
        Assert.Equal("Done by {time}.", CardText.Format("Done by {name}.", ("name", "{time}")).ToString());

    [Fact]
    public void A_sentence_that_asks_for_a_value_nobody_gave_is_refused() =>
        Assert.Throws<KeyNotFoundException>(() => CardText.Format("Done by {name}."));
}
