using MetaRL.Agents.Adaptation;
using MetaRL.Environments.Tasks;
using static TorchSharp.torch;

namespace MetaRL.Evaluation.Measuring;

/// <summary>Puts agents into tasks and measures every episode, round by round.</summary>
/// <param name="family">The dynamics.</param>
/// <param name="tasks">N tasks, on the device and in the type to compute in.</param>
/// <param name="envs">E, episodes in each task and round.</param>
/// <param name="singleLane">Whether agents adapt to the episodes of each environment alone.</param>
public sealed class Evaluator(TaskFamily family, TaskBatch tasks, int envs, bool singleLane = false)
{
    private const int RandomEpisodes = 100; // per task, for the lower end of the normalised return

    /// <summary>Environment steps of all agents that it has measured so far.</summary>
    public long EnvSteps { get; private set; }

    /// <summary>Undiscounted returns of every episode, [K + 1, N, E].</summary>
    public double[][][] Returns(RngKey key, IAdaptiveAgent agent)
    {
        using var scope = NewDisposeScope();
        return singleLane ? Returns(key, agent, tasks.Repeat(envs), 1, envs) : Returns(key, agent, tasks, envs, envs);
    }

    /// <summary>Mean return of uniformly random actions in each task, [N].</summary>
    public double[] RandomReturns(RngKey key) =>
        Array.ConvertAll(
            Returns(key, new RandomActions(), tasks, RandomEpisodes, RandomEpisodes)[0],
            episodes => episodes.Average());

    /// <summary>Exact optimum of each task, [N]; null where the family has no oracle.</summary>
    public double[]? OptimalReturns()
    {
        using var scope = NewDisposeScope();
        return family.Oracle?.OptimalReturn(tasks.To(CPU, ScalarType.Float64)).data<double>().ToArray();
    }

    // Rows of so many episodes, from so many environments of each of the tasks given.
    private double[][][] Returns(RngKey key, IAdaptiveAgent agent, TaskBatch given, int lanes, int episodes)
    {
        var rounds = new List<double[][]>();
        foreach (var rollout in agent.Adapt(key, family, given, lanes))
        {
            using var scope = NewDisposeScope();
            using var _ = rollout;
            var returns = rollout.Returns.to_type(ScalarType.Float64).cpu().contiguous().data<double>().ToArray();
            rounds.Add([.. returns.Chunk(episodes)]);
            EnvSteps += rollout.EnvSteps;
        }

        return [.. rounds];
    }
}
