using BenchmarkDotNet.Running;
using ChatOpsBot.Benchmarks;
using ChatOpsBot.Benchmarks.Load;

// dotnet run -c Release --project tests/ChatOpsBot.Benchmarks -- --filter '*'
// dotnet run -c Release --project tests/ChatOpsBot.Benchmarks -- load
// dotnet run -c Release --project tests/ChatOpsBot.Benchmarks -- knowledge
switch (args)
{
    case ["load", .. var rest]:
        return await LoadCommand.RunAsync(rest);
    case [KnowledgeFigures.Command, "reload"]:
        await KnowledgeReloads.RunAsync();
        return 0;
    case [KnowledgeFigures.Command, .. var rest]:
        return KnowledgeFigures.Run(rest);
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
