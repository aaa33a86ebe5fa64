using BenchmarkDotNet.Running;
using ChatOpsBot.Benchmarks;
using ChatOpsBot.Benchmarks.Load;
using ChatOpsBot.Benchmarks.Probes;

// dotnet run -c Release --project tests/ChatOpsBot.Benchmarks -- --filter '*'
// dotnet run -c Release --project tests/ChatOpsBot.Benchmarks -- load
// dotnet run -c Release --project tests/ChatOpsBot.Benchmarks -- knowledge
// dotnet run -c Release --project tests/ChatOpsBot.Benchmarks -- probes
switch (args)
{
    case ["load", .. var rest]:
        return await LoadCommand.RunAsync(rest);
    case [KnowledgeFigures.Command, "reload"]:
        await KnowledgeReloads.RunAsync();
        return 0;
    case [KnowledgeFigures.Command, .. var rest]:
        return KnowledgeFigures.Run(rest);
    case [ProbesCommand.Command, .. var rest]:
        return await ProbesCommand.RunAsync(rest);
    case [OverheardBot.Command, .. var rest]:
        await OverheardBot.RunAsync(rest);
        return 0;
    case [TeamsBot.Command, .. var rest]:
        await TeamsBot.RunAsync(rest);
        return 0;
    default:
        BenchmarkSwitcher.FromAssembly(System.Reflection.Assembly.GetExecutingAssembly()).Run(args);
        return 0;
}
