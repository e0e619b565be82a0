using BenchmarkDotNet.Attributes;
using MetaRL.Agents.Rollouts;
using MetaRL.Environments.Tasks;
using MetaRL.Learners;
using static TorchSharp.torch;

namespace MetaRL.Benchmarks;

/// <summary>Rollouts of point navigation with one adapted 64×64 policy a task: what the time of one environment step is.</summary>
public class Sampling
{
    private MetaProblem _problem = null!;

    [Params(1, 2)]
    public int Threads { get; set; }

    [GlobalSetup]
    public void Setup() => _problem = PointNavigationSettings.Problem(Threads);

    [Benchmark(OperationsPerInvoke = PointNavigationSettings.Tasks * PointNavigationSettings.Envs * PointNavigationSettings.Horizon)]
    public void Step()
    {
        using var scope = NewDisposeScope();
        var tasks = _problem.SampleTasks(new RngKey(1), level: 1);
        var phi = _problem.Policy.Initialize(new RngKey(2), CPU).Broadcast(_problem.Tasks);
        var noise = RolloutNoise.Draw(new RngKey(3), _problem.Family, _problem.Policy, tasks, _problem.Envs);
        _ = _problem.Chunks.Run(scope, _problem.Tasks, (start, count) => Collector.Collect(
            _problem.Family, tasks.Slice(start, count), _problem.Policy, phi with { Flat = phi.Flat.narrow(0, start, count) },
            noise.Slice(start, count)));
    }
}
