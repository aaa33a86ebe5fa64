namespace ChatOpsBot.Channels.Slack.Protocol;

/// <summary>In what form texts and blocks leave: as they are written, or as another writer of them likes.</summary>
internal sealed record BlockForm(Func<string, string> Text, Func<IReadOnlyList<Block>, IReadOnlyList<Block>> Blocks)
{
    public static BlockForm AsWritten { get; } = new(text => text, blocks => blocks);

    public PostMessage Of(PostMessage message) => message with { Text = Text(message.Text), Blocks = Of(message.Blocks) };

    public UpdateMessage Of(UpdateMessage message) => message with { Text = Text(message.Text), Blocks = Blocks(message.Blocks) };

    public PostEphemeral Of(PostEphemeral message) => message with { Text = Text(message.Text), Blocks = Of(message.Blocks) };

    public ResponseMessage Of(ResponseMessage message) => message with { Text = Text(message.Text), Blocks = Of(message.Blocks) };

    public View Of(View view) => view with { Blocks = Blocks(view.Blocks) };

    private IReadOnlyList<Block>? Of(IReadOnlyList<Block>? blocks) => blocks is null ? null : Blocks(blocks);
}
