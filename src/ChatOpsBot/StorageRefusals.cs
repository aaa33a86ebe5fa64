using ChatOpsBot.Storage;

namespace ChatOpsBot;

/// <summary>
/// What a platform hears while the database cannot be written: 503 and nothing else, so that it delivers again. Nothing was
/// acknowledged, so nothing is lost.
/// </summary>
internal static partial class StorageRefusals
{
    public static void UseStorageRefusals(this WebApplication app)
    {
        var access = new Lock();
        var time = app.Services.GetRequiredService<TimeProvider>();
        var quietSince = long.MinValue;
        app.Use(async (context, next) =>
        {
            try
            {
                await next(context);
            }
            catch (StorageException exception) when (!context.Response.HasStarted)
            {
                context.Response.Clear();
                context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                context.Response.Headers.RetryAfter = "5";
                // A full disk meets every request: one line a second says it, and does not make the disk fuller.
                lock (access)
                {
                    var now = time.GetTimestamp();
                    if (quietSince != long.MinValue && time.GetElapsedTime(quietSince, now) < Pause)
                        return;
                    quietSince = now;
                }

                LogRefused(app.Logger, exception.Message);
            }
        });
    }

    [LoggerMessage(LogLevel.Error, "A request was refused with 503, so that it comes again: {Reason} Further ones within a second are not logged.")]
    private static partial void LogRefused(ILogger logger, string reason);

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
}
