using MetaRL.Agents.InnerLoops;
using MetaRL.Agents.Policies;
using MetaRL.Environments.Control;
using MetaRL.Environments.Grids;
using MetaRL.Environments.Tasks;
using MetaRL.Learners;
using static TorchSharp.torch;

namespace MetaRL.Tests.Learners;

/// <summary>
/// A meta-problem for every inner loop that is small enough for finite differences, in 64-bit floats.
/// </summary>
internal static class TinyLoops
{
    private static readonly Dictionary<string, QLearningSettings> Tables = new()
    {
        ["q-learning"] = new(0.7, 0.4, 0.9),
        ["q-learning, learned factors"] = new(0.7, 0.4, 0.9, LearnStepSize: true, LearnTemperature: true),
        ["q-learning, visits"] = new(0.9, 0.8, 0.9, VisitExponent: 0.7),
        ["sarsa"] = new(0.7, 0.4, 0.9, QTarget.Sarsa),
        ["expected-sarsa"] = new(0.7, 0.4, 0.9, QTarget.ExpectedSarsa, LearnTemperature: true),
        ["q-lambda"] = new(0.7, 0.4, 0.9, QTarget.WatkinsTraces, Lambda: 0.8),
        ["q-learning, epsilon-greedy"] = new(0.7, 0.4, 0.9, Exploration: new EpsilonGreedy(1, 0.3, 2)),
    };

    private static readonly Dictionary<string, InnerLoopSettings> Networks = new()
    {
        ["deep-q-learning"] = new DeepQLearningSettings(
            0.6, 0.3, 0.9, GradientSteps: 3, Exploration: new Boltzmann(0.5)),
        ["deep-q-learning, huber"] = new DeepQLearningSettings(0.6, 0.3, 0.9, GradientSteps: 2, HuberWidth: 0.2),
        ["ppo"] = new InnerPpoSettings(0.7, 0.4, Clip: 0.2, Epochs: 3),
        ["actor-critic"] = new ActorCriticSettings(0.5, 0.3, 0.9, 0.8),
        ["policy-gradient"] = new PolicyGradientSettings(0.7, 0.4),
    };

    public static IEnumerable<string> Names => Tables.Keys.Concat(Networks.Keys);

    /// <summary>Loops whose way of acting has a derivative.</summary>
    public static IEnumerable<string> WithReturns => Names.Where(name => Settings(name).ActsDifferentiably);

    public static MetaProblem Of(
        string name, int updates, MetaGoal goal, TaskChunks? chunks = null, bool restarts = false)
    {
        TaskFamily family = Tables.ContainsKey(name)
            ? new GridNavigation(size: 3, horizon: 6, CellObservation.OneHot)
            : new CartPole(horizon: 14);
        var settings = Settings(name);
        var policy = settings.CreatePolicy(family, new PolicySettings([5, 4], Activation.Tanh, InitialStd: 1));
        var problem = TinyProblem.Of(family, policy, settings.Create(), tasks: 3, envs: 4, updates, chunks);
        return problem with { Adaptation = problem.Adaptation with { Restarts = restarts }, Goal = goal };
    }

    /// <summary>Random weights, so that no two actions are equally good; visits stay 0.</summary>
    public static Params Theta(MetaProblem problem) => At(problem, new RngKey(31), 0.6);

    /// <summary>Normal numbers for every weight but the visits, which are none.</summary>
    public static Params At(MetaProblem problem, RngKey key, double scale)
    {
        var flat = key.Normal([problem.Adaptation.Policy.Layout.Count], CPU, ScalarType.Float64) * scale;
        var weights = problem.Adaptation.Policy is QTable { Extras.CountsVisits: true } table
            ? table.Layout.Count - (table.States * table.Actions)
            : flat.size(0);
        flat.narrow(0, weights, flat.size(0) - weights).zero_();
        return new Params(problem.Adaptation.Policy.Layout, flat);
    }

    private static InnerLoopSettings Settings(string name) =>
        Tables.TryGetValue(name, out var table) ? table : Networks[name];
}
