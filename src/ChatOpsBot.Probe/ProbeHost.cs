using ChatOpsBot.Probe.Http;
using ChatOpsBot.Probe.Runs;
using ChatOpsBot.Probing;

namespace ChatOpsBot.Probe;

/// <summary>The backend as a web host: live checks for callers that stand elsewhere.</summary>
internal static class ProbeHost
{
    private const int MaxRequestBytes = 16 * 1024;

    /// <param name="replace">Last word on the services, for tests: another clock.</param>
    /// <exception cref="StartException">Settings have problems; all of them are listed.</exception>
    public static WebApplication Build(string[] args, Action<IServiceCollection>? replace = null)
    {
        // Settings lie beside the program, wherever it was started from.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = ["--hostBuilder:reloadConfigOnChange=false", .. args], ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxRequestBytes;
        });

        HonorHostUrls(builder, args);
        var (backend, probe) = ReadSettings(builder.Configuration);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(backend);
        builder.Services.AddSingleton(new Callers(backend));
        builder.Services.AddSingleton(services => new CheckRunner(probe, services.GetRequiredService<TimeProvider>()));
        builder.Services.AddSingleton<RunLimits>();
        builder.Services.AddSingleton<RunRegistry>();
        builder.Services.AddHostedService(services => services.GetRequiredService<RunRegistry>());
        replace?.Invoke(builder.Services);

        var app = builder.Build();
        app.UseFaultProblems();
        app.UseCallers();
        app.MapRuns();
        app.MapChecks();
        app.MapHealth();
        app.MapFallback(context => (context.Request.Path.Equals(RunEndpoint.Path, StringComparison.OrdinalIgnoreCase) ? Problem.WrongMethod : Problem.NotFound).WriteAsync(context));
        return app;
    }

    private static (BackendOptions Backend, ProbeOptions Probe) ReadSettings(IConfiguration configuration)
    {
        List<string> problems = [];
        var backend = Bind<BackendOptions>(configuration, BackendOptions.Section, problems);
        var probe = Bind<ProbeOptions>(configuration, ProbeOptions.Section, problems);
        problems.AddRange(backend.Validate());
        problems.AddRange(probe.Validate());
        if (backend.Keys.Count == 0 && ListenAddresses.FindOpen(configuration) is var (setting, value))
        {
            problems.Add(
                $"{setting} is \"{value}\", where others than this machine can ask, but {BackendOptions.Section}:Keys is empty. Set {BackendOptions.Section}:Keys:0:Name and "
                + $"{BackendOptions.Section}:Keys:0:Key (at least {CallerKeys.ShortestKey} random characters), or listen on http://127.0.0.1:5090 alone.");
        }

        return problems.Count == 0 ? (backend, probe) : throw new StartException(problems);
    }

    private static T Bind<T>(IConfiguration configuration, string section, List<string> problems)
        where T : new()
    {
        try
        {
            return configuration.GetSection(section).Get<T>() ?? new T();
        }
        catch (InvalidOperationException exception)
        {
            problems.Add($"{exception.Message} Correct the value under \"{section}\" or remove it.");
            return new T();
        }
    }

    /// <summary>ASPNETCORE_URLS is what containers set; it is read before appsettings.json, whose default would hide it. An argument still wins.</summary>
    private static void HonorHostUrls(WebApplicationBuilder builder, string[] args)
    {
        var isSaidElsewhere = Environment.GetEnvironmentVariable("Urls") is not null
            || args.Any(argument => argument.TrimStart('-', '/').StartsWith("urls", StringComparison.OrdinalIgnoreCase));
        if (!isSaidElsewhere && Environment.GetEnvironmentVariable("ASPNETCORE_URLS") is { Length: > 0 } urls)
            builder.Configuration["Urls"] = urls;
    }
}
