using MetaRL.Viewer.Playback;
using MetaRL.Viewer.Scenes;

namespace MetaRL.Viewer.Recordings;

/// <summary>All rounds of one agent in N tasks.</summary>
/// <param name="Name">As in tables.</param>
/// <param name="Origin">Where it comes from, such as <c>seed 1, iteration 50</c>.</param>
/// <param name="UpdatesWeights">
/// Whether weights change between rounds; otherwise the agent has a memory, or does not learn.
/// </param>
/// <param name="Rounds">K + 1 rounds.</param>
public sealed record RecordedAgent(string Name, string Origin, bool UpdatesWeights, IReadOnlyList<Episode> Rounds)
{
    private readonly int[] _envs = [.. Enumerable.Range(0, Rounds[0].Tasks).Select(task => Middle(Rounds, task))];

    /// <summary>E, episodes in each task and round.</summary>
    public int Envs => Rounds[0].Envs;

    /// <summary>The environment of a task that is shown, the same in all rounds.</summary>
    /// <remarks>
    /// The one with the median return over all rounds; the first one where snapshots hold for the first environment
    /// only.
    /// </remarks>
    public int EnvOf(int task) => Rounds[0].Snapshots.At(0)?.IsOfFirstEnvironment == true ? 0 : _envs[task];

    /// <summary>Mean return of a task's environments in a round.</summary>
    public double Return(int task, int round) => Rounds[round].MeanReturn(task);

    /// <summary>
    /// The shown environment of a task, with trails of the other environments and, with <paramref name="withEarlier"/>,
    /// of earlier rounds.
    /// </summary>
    public SceneMoment Moment(int task, int round, int time, bool withEarlier)
    {
        var env = EnvOf(task);
        var others = Enumerable.Range(0, Envs).Where(other => other != env)
            .Select(other => Rounds[round].TrailOf(task, other, 0, time) with { IsOtherEnvironment = true });
        var earlier = Enumerable.Range(0, withEarlier ? round : 0)
            .Select(ago => Rounds[ago].TrailOf(task, env, round - ago));
        return Rounds[round].Moment(task, env, time) with
        {
            Trails = [.. others, .. earlier, Rounds[round].TrailOf(task, env, 0, time)],
        };
    }

    private static int Middle(IReadOnlyList<Episode> rounds, int task)
    {
        var envs = Enumerable.Range(0, rounds[0].Envs).OrderBy(env => rounds.Sum(round => round.ReturnOf(task, env)))
            .ToArray();
        return envs[envs.Length / 2];
    }
}
