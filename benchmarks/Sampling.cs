using BenchmarkDotNet.Attributes;
using MetaRL.Agents.Rollouts;
using MetaRL.Environments.Tasks;
using MetaRL.Learners;
using static TorchSharp.torch;

namespace MetaRL.Benchmarks;

/// <summary>
/// Rollouts of point navigation with one adapted 64×64 policy a task: what the time of one environment step is.
/// </summary>
public class Sampling
{
    private MetaProblem _problem = null!;

    [Params(1, 2)]
    public int Threads { get; set; }

    [GlobalSetup]
    public void Setup() => _problem = PointNavigationSettings.Problem(Threads);

    [Benchmark(OperationsPerInvoke =
        PointNavigationSettings.Tasks * PointNavigationSettings.Envs * PointNavigationSettings.Horizon)]
    public void Step()
    {
        using var scope = NewDisposeScope();
        var tasks = _problem.SampleTasks(new RngKey(1), level: 1);
        var (family, policy, (count, envs)) = (_problem.Source.Family, _problem.Adaptation.Policy, _problem.Budget);
        var phi = policy.Initialize(new RngKey(2), CPU).Broadcast(count);
        var noise = RolloutNoise.Draw(new RngKey(3), family, policy, tasks, envs);
        _ = _problem.Placement.Chunks.Run(scope, count, (start, some) => Collector.Collect(
            family, tasks.Slice(start, some), policy, phi with { Flat = phi.Flat.narrow(0, start, some) },
            noise.Slice(start, some)));
    }
}
