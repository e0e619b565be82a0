using MetaRL.Agents.InnerLoops;
using MetaRL.Experiments.Yaml;
using MetaRL.Learners;
using MetaRL.Optimizers;

namespace MetaRL.Experiments;

/// <summary>Reads what a meta-learner wants, and refuses what cannot be had.</summary>
internal static class MetaGoals
{
    /// <summary>The key <c>objective</c> of the section <c>training</c>.</summary>
    public static MetaGoal Read(YamlSection training, InnerLoopSettings loop)
    {
        var usual = loop is DeepQLearningSettings || !loop.ActsDifferentiably ? "inner-loss" : "return";
        var goal = training.Choice("objective", usual, [("return", MetaGoal.Return), ("inner-loss", MetaGoal.InnerLoss)]);
        if (loop.ActsDifferentiably)
        {
            return goal;
        }

        if (goal == MetaGoal.Return)
        {
            throw training.Error(
                "objective",
                $"{training.Name("objective")} cannot be return where inner.exploration is epsilon-greedy, whose probabilities have no derivative;"
                + " use inner-loss, or explore by boltzmann.");
        }

        return training.Number("entropy_bonus", 0.0, NumberRule.AtLeastZero) == 0
            ? goal
            : throw training.Error(
                "entropy_bonus",
                $"{training.Name("entropy_bonus")} must be 0 where inner.exploration is epsilon-greedy, whose entropy has no derivative.");
    }

    /// <summary>Refuses TRPO where the goal is a loss: its trust region is one of policies, and the curvature is that of the return.</summary>
    public static void Require(YamlSection root, MetaGoal goal, IReadOnlyList<AlgorithmSettings> algorithms)
    {
        var wrong = goal == MetaGoal.Return ? null : algorithms.FirstOrDefault(
            entry => entry.Outer is TrpoSettings && entry.Kind is AlgorithmKind.Maml or AlgorithmKind.MultiTask);
        if (wrong is not null)
        {
            throw root.Error(
                "outer",
                $"The outer optimizer of {wrong.Name} must be adam where training.objective is inner-loss, but is trpo, whose steps are for returns.");
        }
    }
}
