using MetaRL.Agents.InnerLoops;
using MetaRL.Agents.Policies;
using MetaRL.Environments.Control;
using MetaRL.Environments.Grids;
using MetaRL.Environments.Tasks;
using MetaRL.Learners;
using static TorchSharp.torch;

namespace MetaRL.Tests.Learners;

/// <summary>A meta-problem that is small enough for finite differences, in 64-bit floats.</summary>
internal static class TinyProblem
{
    public static MetaProblem Continuous(int updates, TaskChunks? chunks = null) => Create(
        new PointNavigation(horizon: 6), new GaussianPolicy(2, 2, [5, 4], Activation.Tanh), updates, chunks);

    public static MetaProblem Discrete(int updates, TaskChunks? chunks = null) => Create(
        new GridNavigation(horizon: 6), new CategoricalPolicy(2, 5, [5, 4], Activation.Tanh), updates, chunks);

    public static MetaProblem Of(string actions, int updates, TaskChunks? chunks = null) =>
        actions == "continuous" ? Continuous(updates, chunks) : Discrete(updates, chunks);

    // A large step, so that second derivatives matter and first order cannot pass for second.
    private static MetaProblem Create(TaskFamily family, IPolicy policy, int updates, TaskChunks? chunks) => new(
        family, policy, new PolicyGradient(new PolicyGradientSettings(StepSize: 0.7, LaterStepSize: 0.4)),
        Tasks: 3, Envs: 4, updates, chunks ?? TaskChunks.Whole, CPU, ScalarType.Float64);
}
