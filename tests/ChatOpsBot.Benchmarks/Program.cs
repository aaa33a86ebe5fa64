using BenchmarkDotNet.Running;
using ChatOpsBot.Benchmarks;

BenchmarkSwitcher.FromAssembly(typeof(RecognitionBenchmarks).Assembly).Run(args);
