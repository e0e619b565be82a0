using BenchmarkDotNet.Attributes;
using MetaRL.Agents.InnerLoops;
using MetaRL.Environments.Tasks;
using MetaRL.Learners;
using MetaRL.Optimizers;

namespace MetaRL.Benchmarks;

/// <summary>
/// One meta-iteration of MAML-TRPO: up to 80,000 environment steps, adaptation, ten of conjugate gradient, line search.
/// </summary>
public class MetaIteration
{
    private Maml _learner = null!;
    private MetaState _state = null!;
    private int _iteration;

    [Params(1, 2)]
    public int Threads { get; set; }

    [Params(true, false)]
    public bool Kernels { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _learner = new Maml(
            PointNavigationSettings.Problem(Threads, Kernels), GradientOrder.Second, new Trpo(new TrpoSettings()));
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
