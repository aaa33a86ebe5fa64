using System.CommandLine;
using ChatOpsBot.Commands;

// `chatopsbot` alone serves; everything else is a command of its own.
var root = new RootCommand("A chat bot that explains mail-flow errors, checks the servers live, and follows the fix to its end.")
{
    ServeCommand.Create(),
    AskCommand.Create(),
    RecognizeCommand.Create(),
    ProbeCommand.Create(),
    KnowledgeCommand.Create(),
    ConversationsCommand.Create(),
    DoctorCommand.Create(),
    ManifestCommand.Create(),
};
ServeCommand.MakeDefault(root);
var parsed = root.Parse(args);
if (UnknownWords.Refuse(parsed))
    return ExitCodes.Usage;
var exitCode = await parsed.InvokeAsync();
// The library says 1, which is bad news of a command that ran: `probe` would report a fault it never looked for.
return parsed.Errors.Count > 0 ? ExitCodes.Usage : exitCode;
