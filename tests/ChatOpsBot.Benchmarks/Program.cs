using BenchmarkDotNet.Running;

// dotnet run -c Release --project tests/ChatOpsBot.Benchmarks -- --filter '*'
BenchmarkSwitcher.FromAssembly(System.Reflection.Assembly.GetExecutingAssembly()).Run(args);
