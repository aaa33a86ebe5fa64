using System.CommandLine;

namespace ChatOpsBot.Commands;

/// <summary>
/// What is left of a command line that a command does not know. The root takes settings, and the library then lets every command pass
/// such words: <c>lint --overlai own</c> would lint something else and say that all is well.
/// </summary>
internal static class UnknownWords
{
    /// <returns>True when there is such a word; it was named.</returns>
    public static bool Refuse(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        if (!command.TreatUnmatchedTokensAsErrors || parsed.UnmatchedTokens is not [var unknown, ..])
            return false;
        Console.Error.WriteLine($"`{command.Name}` does not know \"{unknown}\". Its --help lists what it knows; a text with spaces stands in quotes.");
        return true;
    }
}
