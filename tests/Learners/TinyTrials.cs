using MetaRL.Agents.InnerLoops;
using MetaRL.Agents.Policies;
using MetaRL.Environments.Control;
using MetaRL.Environments.Tasks;
using MetaRL.Learners;

namespace MetaRL.Tests.Learners;

/// <summary>
/// A meta-problem for learners with a memory that is small enough for finite differences, in 64-bit floats.
/// </summary>
internal static class TinyTrials
{
    public static RlSquaredSettings Settings { get; } = new(
        new GruSettings(4, 2), Episodes: 3,
        new RecurrentPpoSettings(
            Clip: 0.2, Epochs: 2, Minibatches: 3, Gamma: 0.9, Lambda: 0.8, ValueWeight: 0.3,
            EntropyBonus: 0.05), new RecurrentWiring());

    /// <summary>The same with everything that a policy can have beyond the published one.</summary>
    public static RlSquaredSettings Wired { get; } = Settings with
    {
        Memory = new GruSettings(4, 2, Span: 30),
        Ppo = Settings.Ppo with { RewardWeight = 0.7 },
        Wiring = new RecurrentWiring(PreviousStep.Transition, Readout: 6, PredictsReward: true),
    };

    public static (MetaProblem Problem, RecurrentPolicy Policy) Of(string actions, TaskChunks? chunks = null)
    {
        var wiring = SettingsOf(actions).Wiring;
        TaskFamily family = actions == "continuous" ? new PointNavigation(horizon: 5) : new CartPole(horizon: 12);
        var observations = ((Box)family.Observations).Size;
        var features = RecurrentPolicy.Features(observations, Settings.Memory.Hidden, wiring);
        IPolicy head = family.Actions is Discrete discrete
            ? new CategoricalPolicy(features, discrete.Count, [], Activation.Tanh)
            : new GaussianPolicy(features, ((Box)family.Actions).Size, [], Activation.Tanh);
        var problem = TinyProblem.Of(
            family, head, new PolicyGradient(new PolicyGradientSettings()), tasks: 3, envs: 4, updates: 1, chunks);
        return (
            problem, new RecurrentPolicy(observations, family.Actions, SettingsOf(actions).Memory, head, wiring));
    }

    /// <summary>
    /// <see cref="Wired"/> for "wired", which has discrete actions, and <see cref="Settings"/> for "discrete" and
    /// "continuous".
    /// </summary>
    public static RlSquaredSettings SettingsOf(string actions) => actions == "wired" ? Wired : Settings;

    public static RlSquared Learner(string actions, TaskChunks? chunks = null)
    {
        var (problem, policy) = Of(actions, chunks);
        return new RlSquared(problem, policy, SettingsOf(actions));
    }
}
