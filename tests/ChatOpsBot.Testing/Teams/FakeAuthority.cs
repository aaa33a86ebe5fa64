using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ChatOpsBot.Testing.Teams;

/// <summary>
/// Microsoft's login, and an Azure host's managed identity, for one bot: each request gives another token. Reached through
/// <see cref="CreateHandler"/>, which brings every request here whatever address it names.
/// </summary>
public sealed class FakeAuthority : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<TokenRequest> requests = new();
    private int issued;

    private FakeAuthority(WebApplication app) => this.app = app;

    public IReadOnlyList<TokenRequest> Requests => [.. requests];

    /// <summary>Awaited before each answer: an authority that takes its time.</summary>
    public Func<Task>? Delay { get; set; }

    /// <summary>Status and body in place of a token.</summary>
    public (int Status, string Body)? Refusal { get; set; }

    public int LifetimeInSeconds { get; set; } = 3600;

    private Uri Address => new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public static async Task<FakeAuthority> StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var built = builder.Build();
        var authority = new FakeAuthority(built);
        built.Run(authority.HandleAsync);
        await built.StartAsync(cancellationToken);
        return authority;
    }

    public HttpMessageHandler CreateHandler() => new Detour(Address);

    /// <summary>The token that was given as the n-th, counted from 1.</summary>
    public static string Token(int number) => $"secret-token-{number}";

    public bool HasIssued(string token) => Enumerable.Range(1, Volatile.Read(ref issued)).Any(number => Token(number) == token);

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private async Task HandleAsync(HttpContext context)
    {
        var form = context.Request.HasFormContentType ? await context.Request.ReadFormAsync() : null;
        var fields = form?.ToDictionary(pair => pair.Key, pair => pair.Value.ToString(), StringComparer.Ordinal)
            ?? context.Request.Query.ToDictionary(pair => pair.Key, pair => pair.Value.ToString(), StringComparer.Ordinal);
        requests.Enqueue(new TokenRequest(context.Request.Headers[Detour.Original].ToString(), fields));
        if (Delay is { } delay)
            await delay();
        context.Response.ContentType = "application/json";
        if (Refusal is { } refusal)
        {
            context.Response.StatusCode = refusal.Status;
            await context.Response.WriteAsync(refusal.Body);
            return;
        }

        var token = Token(Interlocked.Increment(ref issued));
        await context.Response.WriteAsync(form is not null
            ? $$"""{"token_type":"Bearer","expires_in":{{LifetimeInSeconds}},"ext_expires_in":{{LifetimeInSeconds}},"access_token":"{{token}}"}"""
            : $$"""{"token_type":"Bearer","expires_on":"{{DateTimeOffset.UtcNow.AddSeconds(LifetimeInSeconds).ToUnixTimeSeconds()}}","resource":"{{fields.GetValueOrDefault("resource")}}","access_token":"{{token}}","client_id":"{{fields.GetValueOrDefault("client_id")}}"}""");
    }

    private sealed class Detour(Uri address) : DelegatingHandler(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
    {
        public const string Original = "X-Original";

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Headers.TryAddWithoutValidation(Original, request.RequestUri!.AbsoluteUri);
            request.RequestUri = new Uri(address, request.RequestUri.PathAndQuery);
            return base.SendAsync(request, cancellationToken);
        }
    }
}

/// <param name="Address">Where it was meant for.</param>
/// <param name="Fields">Its form, or its query.</param>
public sealed record TokenRequest(string Address, IReadOnlyDictionary<string, string> Fields);
