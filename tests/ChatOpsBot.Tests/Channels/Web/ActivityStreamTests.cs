using System.Net.WebSockets;
using System.Threading.Channels;
using ChatOpsBot.Channels.Web;
using ChatOpsBot.Channels.Web.Protocol;
using ChatOpsBot.Testing.Time;

namespace ChatOpsBot.Tests.Channels.Web;

public sealed class ActivityStreamTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_client_that_reads_nothing_is_cut_off_after_ten_seconds()
    {
        var time = new ManualTime();
        var sets = Channel.CreateUnbounded<ActivitySet>();
        using var socket = WebSocket.CreateFromStream(new StuckStream(), new WebSocketCreationOptions { IsServer = true });

        var running = ActivityStream.RunAsync(socket, sets.Reader, time, Token);
        await sets.Writer.WriteAsync(new ActivitySet([], "1"), Token);
        await time.TimerOf(TimeSpan.FromSeconds(10));
        time.Advance(TimeSpan.FromSeconds(9));
        var stateBefore = socket.State;
        time.Advance(TimeSpan.FromSeconds(1));
        // The goodbye may have been begun and waits in manual time, too.
        while (!running.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await running;

        Assert.Equal(WebSocketState.Open, stateBefore);
        Assert.Equal(WebSocketState.Aborted, socket.State);
    }

    /// <summary>A connection whose other side neither reads nor writes.</summary>
    private sealed class StuckStream : Stream
    {
        private readonly CancellationTokenSource closed = new();

        public override bool CanRead => true;

        public override bool CanWrite => true;

        public override bool CanSeek => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await StuckAsync(cancellationToken);
            return 0;
        }

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => await StuckAsync(cancellationToken);

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Flush()
        {
        }

        protected override void Dispose(bool disposing)
        {
            closed.Cancel();
            base.Dispose(disposing);
        }

        private async Task StuckAsync(CancellationToken cancellationToken)
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(closed.Token, cancellationToken);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, either.Token);
        }
    }
}
