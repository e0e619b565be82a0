using MetaRL.Agents.InnerLoops;
using MetaRL.Configuration.Yaml;
using MetaRL.Learners;

namespace MetaRL.Configuration;

/// <summary>Reads the meta-objective, and refuses what has no gradient under it.</summary>
internal static class MetaGoals
{
    /// <summary>The key <c>objective</c> of the section <c>training</c>.</summary>
    public static MetaGoal Read(YamlSection training, InnerLoopSettings loop)
    {
        var usual = loop.IsJudgedByLoss ? "inner-loss" : "return";
        var goal = training.Choice(
            "objective", usual, [("return", MetaGoal.Return), ("inner-loss", MetaGoal.InnerLoss)]);
        if (loop.ActsDifferentiably)
        {
            return goal;
        }

        if (goal == MetaGoal.Return)
        {
            throw training.Error(
                "objective",
                $"{training.Name("objective")} cannot be return where inner.exploration is epsilon-greedy, whose"
                + " probabilities have no derivative;"
                + " use inner-loss, or explore by boltzmann.");
        }

        return training.Number("entropy_bonus", 0.0, NumberRule.AtLeastZero) == 0
            ? goal
            : throw training.Error(
                "entropy_bonus",
                $"{training.Name("entropy_bonus")} must be 0 where inner.exploration is epsilon-greedy, whose entropy"
                + " has no derivative.");
    }

    /// <summary>
    /// Refuses ProMP, TRPO and PPO where the goal is a loss, since their steps are bounded by policies, and credit for
    /// sampling, which is one of returns.
    /// </summary>
    public static void Require(YamlSection root, MetaGoal goal, IReadOnlyList<AlgorithmSettings> algorithms)
    {
        if (goal == MetaGoal.Return)
        {
            return;
        }

        if (algorithms.FirstOrDefault(entry => entry.Learner.IsAboutReturns) is { } promp)
        {
            throw root.Error(
                "algorithms",
                $"{promp.Name} is about returns: training.objective must be return, but is inner-loss; set it, or"
                + $" remove {promp.Name}.");
        }

        if (algorithms.FirstOrDefault(entry => entry.Learner.Optimizer is { NeedsPolicies: true }) is { } wrong)
        {
            throw root.Error(
                "outer",
                $"The outer optimizer of {wrong.Name} must be"
                + $" {string.Join(" or ", OuterOptimizers.ByGradient.Names.Order())} where training.objective is"
                + $" inner-loss, but is {wrong.Learner.Optimizer!.Name}, whose steps are for returns.");
        }

        if (algorithms.FirstOrDefault(entry => entry.Learner.NeedsReturns) is { } credited)
        {
            throw root.Error(
                "algorithms",
                $"{credited.Name} cannot credit sampling, by the estimator e-maml, where training.objective is"
                + " inner-loss: it credits returns.");
        }
    }
}
