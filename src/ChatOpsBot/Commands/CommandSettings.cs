namespace ChatOpsBot.Commands;

/// <summary>The settings as the bot would read them, for commands that run beside it.</summary>
internal static class CommandSettings
{
    /// <exception cref="StartException">The file or the arguments cannot be read.</exception>
    public static IConfiguration Read(string[] arguments)
    {
        if (HostSettings.ProblemOf(arguments) is { } problem)
            throw new StartException("The arguments cannot be used:", [problem]);
        try
        {
            return new ConfigurationBuilder()
                .SetBasePath(AppContext.BaseDirectory)
                .AddJsonFile("appsettings.json", optional: true)
                .AddEnvironmentVariables()
                .AddCommandLine(arguments)
                .Build();
        }
        catch (InvalidDataException exception)
        {
            throw StartException.UnreadableFile(exception);
        }
    }
}
