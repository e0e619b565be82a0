using MetaRL.Agents.InnerLoops;
using MetaRL.Agents.Policies;
using MetaRL.Environments.Control;
using MetaRL.Environments.Tasks;
using MetaRL.Experiments;
using MetaRL.Learners;
using static TorchSharp.torch;

namespace MetaRL.Benchmarks;

/// <summary>What <c>configs/point-navigation.yaml</c> trains, which are the settings of pytorch-maml-rl.</summary>
internal static class PointNavigationSettings
{
    public const int Tasks = 20;
    public const int Envs = 20;
    public const int Horizon = 100;

    public static MetaProblem Problem(int threads)
    {
        set_num_threads(1);
        return new MetaProblem(
            new PointNavigation(Horizon), new GaussianPolicy(2, 2, [64, 64], Activation.Tanh),
            new PolicyGradient(new PolicyGradientSettings(StepSize: 0.1)), Tasks, Envs, Updates: 1,
            new TaskChunks(AutomaticChunks.Tasks(Tasks, threads, onGpu: false), threads), CPU);
    }
}
