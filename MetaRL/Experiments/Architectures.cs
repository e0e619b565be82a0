using MetaRL.Agents.InnerLoops;
using MetaRL.Agents.Policies;
using MetaRL.Environments.Tasks;

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
                settings.Create(family), observations, settings.Hidden, settings.Activation),
            _ => settings.Create(family),
        };
    }
}
