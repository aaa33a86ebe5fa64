namespace ChatOpsBot.Commands;

/// <summary>The settings as the bot would read them, for commands that run beside it.</summary>
internal static class CommandSettings
{
    public static IConfiguration Read(string[] arguments) => new ConfigurationBuilder()
        .SetBasePath(AppContext.BaseDirectory)
        .AddJsonFile("appsettings.json")
        .AddEnvironmentVariables()
        .AddCommandLine(arguments)
        .Build();
}
