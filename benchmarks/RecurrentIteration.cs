using BenchmarkDotNet.Attributes;
using MetaRL.Agents.InnerLoops;
using MetaRL.Agents.Policies;
using MetaRL.Configuration;
using MetaRL.Environments.Grids;
using MetaRL.Environments.Tasks;
using MetaRL.Learners;
using static TorchSharp.torch;

namespace MetaRL.Benchmarks;

/// <summary>
/// One meta-iteration of RL²: trials of 60 steps, gathered, then epochs through time. With 16 trials it is VariBAD's
/// settings on GridNavi (GRU of 64 units, readout of 32, two epochs of four minibatches), with more those of
/// <c>configs/grid-navigation-rl2.yaml</c> (GRU of 128 units, ten epochs of one).
/// </summary>
public class RecurrentIteration
{
    private const int TrialsOfVariBad = 16;

    private RlSquared _learner = null!;
    private MetaState _state = null!;
    private int _iteration;

    [Params(1, 2)]
    public int Threads { get; set; }

    [Params(TrialsOfVariBad, 64, 256)]
    public int Trials { get; set; }

    [Params(true, false)]
    public bool Kernels { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        set_num_threads(1);
        var (hidden, epochs, minibatches, wiring) = Trials == TrialsOfVariBad
            ? (64, 2, 4, new RecurrentWiring(Readout: 32))
            : (128, 10, 1, new RecurrentWiring());
        var family = new GridNavigation(observation: CellObservation.OneHot);
        var features = RecurrentPolicy.Features(25, hidden, wiring);
        var head = new CategoricalPolicy(features, 5, [], Activation.Tanh, usesKernels: Kernels);
        var problem = new MetaProblem(
            new TaskSource(family), new Adaptation(head, new PolicyGradient(new PolicyGradientSettings()), Updates: 3),
            new Budget(Trials, Envs: 1), new Placement(AutomaticChunks.Of(Trials, Threads, onGpu: false), CPU));
        _learner = new RlSquared(
            problem, new RecurrentPolicy(25, family.Actions, new GruSettings(hidden), head, wiring, Kernels),
            new RlSquaredSettings(
                new GruSettings(hidden), Episodes: 4,
                new RecurrentPpoSettings(Epochs: epochs, Minibatches: minibatches), wiring));
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
