using BenchmarkDotNet.Attributes;
using MetaRL.Agents.InnerLoops;
using MetaRL.Agents.Policies;
using MetaRL.Environments.Grids;
using MetaRL.Environments.Tasks;
using MetaRL.Learners;
using static TorchSharp.torch;

namespace MetaRL.Benchmarks;

/// <summary>
/// One meta-iteration of RL²: trials of 60 steps with a GRU of 128 units, gathered, then ten epochs through time.
/// </summary>
public class RecurrentIteration
{
    private RlSquared _learner = null!;
    private MetaState _state = null!;
    private int _iteration;

    [Params(1, 2)]
    public int Threads { get; set; }

    [Params(64, 256)]
    public int Trials { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        set_num_threads(1);
        var family = new GridNavigation(observation: CellObservation.OneHot);
        var head = new CategoricalPolicy(128, 5, [], Activation.Tanh);
        var problem = new MetaProblem(
            new TaskSource(family), new Adaptation(head, new PolicyGradient(new PolicyGradientSettings()), Updates: 3),
            new Budget(Trials, Envs: 1), new Placement(new TaskChunks(Trials / Threads, Threads), CPU));
        _learner = new RlSquared(
            problem, new RecurrentPolicy(25, family.Actions, 128, 1, head),
            new RlSquaredSettings(
                128, 1, Episodes: 4, new RecurrentPpoSettings(Epochs: 10, Minibatches: 1), new RecurrentWiring()));
        _state = _learner.Initialize(new RngKey(1));
    }

    [Benchmark]
    public void Iterate()
    {
        var (next, _) = _learner.Iterate(new RngKey(2).At(_iteration++), _state);
        foreach (var tensor in _state.Tensors)
        {
            tensor.Dispose();
        }

        _state = next;
    }
}
