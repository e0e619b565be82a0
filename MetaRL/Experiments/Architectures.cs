using MetaRL.Agents.InnerLoops;
using MetaRL.Agents.Policies;
using MetaRL.Environments.Tasks;
using MetaRL.Learners;

namespace MetaRL.Experiments;

/// <summary>The architectures that inner loops need.</summary>
public static class Architectures
{
    /// <summary>The architecture of an inner loop in a family's spaces.</summary>
    public static IPolicy Of(InnerLoopSettings loop, TaskFamily family, PolicySettings settings)
    {
        var observations = ((Box)family.Observations).Size;
        return loop switch
        {
            QLearningSettings table => table.Table(observations, ((Discrete)family.Actions).Count),
            DeepQLearningSettings deep => new QNetwork(
                observations, ((Discrete)family.Actions).Count, settings.Hidden, settings.Activation, deep.Exploration),
            ActorCriticSettings => new ActorCriticPolicy(
                Algorithm.BuildPolicy(family, settings), observations, settings.Hidden, settings.Activation),
            _ => Algorithm.BuildPolicy(family, settings),
        };
    }

    /// <summary>The problem of those who learn by policy gradient whatever the inner loop, since they have none.</summary>
    /// <param name="problem">The problem of all.</param>
    /// <param name="loop">The inner loop of the others.</param>
    public static MetaProblem WithoutInnerLoop(MetaProblem problem, InnerLoopSettings loop) => loop is PolicyGradientSettings
        ? problem with { Goal = MetaGoal.Return }
        : problem with { Goal = MetaGoal.Return, Inner = new PolicyGradient(new PolicyGradientSettings(Gamma: loop.Gamma)) };
}
