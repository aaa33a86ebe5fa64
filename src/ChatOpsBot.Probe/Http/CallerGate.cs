using System.Net;

namespace ChatOpsBot.Probe.Http;

/// <summary>Lets nobody in without a key, or, where there are no keys, nobody but this machine.</summary>
internal static class CallerGate
{
    private const string CallerItem = "caller";

    /// <summary>The name of who asks.</summary>
    public static string Caller(this HttpContext context) => (string)context.Items[CallerItem]!;

    public static void UseCallers(this WebApplication app)
    {
        var callers = app.Services.GetRequiredService<Callers>();
        app.Use(async (context, next) =>
        {
            if (!callers.AreNamed && !IsLocal(context))
            {
                await Problem.NotFromHere.WriteAsync(context);
                return;
            }

            if (context.Request.Path.StartsWithSegments("/v1", StringComparison.OrdinalIgnoreCase))
            {
                if (callers.Find(context.Request.Headers.Authorization) is not { } caller)
                {
                    await Problem.NoKey.WriteAsync(context);
                    return;
                }

                context.Items[CallerItem] = caller;
            }

            await next(context);
        });
    }

    // A page in a browser may be led to 127.0.0.1 under a name of its own (DNS rebinding): then the name in Host is not ours.
    private static bool IsLocal(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } remote && IPAddress.IsLoopback(remote)
        && (context.Request.Host.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(context.Request.Host.Host.Trim('[', ']'), out var host) && IPAddress.IsLoopback(host)));
}
