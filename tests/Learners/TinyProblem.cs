using MetaRL.Agents.InnerLoops;
using MetaRL.Agents.Policies;
using MetaRL.Agents.Rollouts;
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

    /// <summary>A meta-problem in one place.</summary>
    public static MetaProblem Of(
        TaskFamily family, IPolicy policy, IInnerLoop inner, int tasks, int envs, int updates,
        TaskChunks? chunks = null,
        ScalarType dtype = ScalarType.Float64) => new(
        new TaskSource(family), new Adaptation(policy, inner, updates), new Budget(tasks, envs),
        new Placement(chunks ?? TaskChunks.Whole, CPU, dtype));

    // A large step, so that second derivatives matter and first order cannot pass for second.
    private static MetaProblem Create(TaskFamily family, IPolicy policy, int updates, TaskChunks? chunks) => Of(
        family, policy, new PolicyGradient(new PolicyGradientSettings(StepSize: 0.7, LaterStepSize: 0.4)), tasks: 3,
        envs: 4,
        updates, chunks);
}

/// <summary>What is to be learnt from a rollout, for which the weights are not needed.</summary>
internal static class PolicyGradientExperience
{
    public static Experience Prepare(this PolicyGradient loop, Rollout rollout) =>
        new AdvantageEstimator(loop.Settings.Advantages).Of(rollout);
}
