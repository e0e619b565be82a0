using BenchmarkDotNet.Attributes;
using MetaRL.Environments.Tasks;
using static TorchSharp.torch;

namespace MetaRL.Benchmarks;

/// <summary>
/// The dynamics of every family on one thread, with actions and noise drawn beforehand: the time of one environment
/// step.
/// </summary>
public class Stepping
{
    private const int Steps = 1 << 20;    // environment steps of an invocation, over all lanes
    private const int Tasks = 64;
    private const int Drawn = 16;         // different actions and noises, taken in turn
    private const int Episode = 100;      // steps until all lanes go back to their first state

    private TaskFamily _family = null!;
    private TaskBatch _tasks = null!;
    private Tensor _first = null!;
    private Tensor[] _actions = null!;
    private Tensor[] _noise = null!;

    /// <summary>Those of this program's own dynamics.</summary>
    public static IEnumerable<string> Families =>
        from entry in MetaRL.Configuration.Families.All
        where MetaRL.Configuration.Families.Create(entry.Name).Engine is null
        select entry.Name;

    [ParamsSource(nameof(Families))]
    public string Family { get; set; } = "";

    [Params(64, 1_024, 16_384, 262_144)]
    public int Lanes { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        set_num_threads(1);
        _family = MetaRL.Configuration.Families.Create(Family, []);
        _tasks = _family.Sample(new RngKey(1), _family.Tasks.Count(TaskSplit.Train) ?? Tasks, TaskSplit.Train)
            .To(CPU, ScalarType.Float32);
        var envs = Lanes / _tasks.Count;
        _first = _family.Reset(_tasks, new RngKey(2).Uniform([_tasks.Count, envs, _family.ResetNoise], CPU))
            .contiguous();
        _actions =
            [.. Enumerable.Range(0, Drawn).Select(draw => Actions(new RngKey(3).At(draw), [_tasks.Count, envs]))];
        _noise =
            [
                .. Enumerable.Range(0, Drawn)
                    .Select(draw => new RngKey(4).At(draw).Uniform([_tasks.Count, envs, _family.StepNoise], CPU)),
            ];
    }

    [Benchmark(OperationsPerInvoke = Steps)]
    public void Step()
    {
        using var constant = no_grad();
        using var scope = NewDisposeScope();
        var state = _first.alias();
        for (var t = 0; t < Steps / Lanes; t++)
        {
            using var step = NewDisposeScope();
            using var before = state;
            var from = t % Episode == 0 ? _first : state;
            state = _family.Step(_tasks, from, _actions[t % Drawn], _noise[t % Drawn]).State.MoveToOuterDisposeScope();
        }
    }

    private Tensor Actions(RngKey key, long[] lanes) => _family.Actions switch
    {
        Discrete space => key.Uniform(lanes, CPU).mul(space.Count).to_type(ScalarType.Int64),
        Box space when double.IsFinite(space.Low) =>
            key.Uniform([.. lanes, space.Size], CPU).mul(space.High - space.Low).add(space.Low),
        Box space => key.Normal([.. lanes, space.Size], CPU),
        var space => throw new NotSupportedException($"No actions are drawn from {space}."),
    };
}
