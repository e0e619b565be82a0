using MetaRL.Environments.Bandits;
using MetaRL.Environments.Grids;
using MetaRL.Environments.Tabular;
using MetaRL.Environments.Tasks;

namespace MetaRL.Viewer.Playback;

/// <summary>
/// How often the environments of a task have been in each cell or state, or have pulled each arm, in an episode so far.
/// </summary>
public static class VisitCounts
{
    /// <summary>One number per cell, state or arm; none where a family has none of them.</summary>
    public static IReadOnlyList<double> Of(TaskFamily family, Episode episode, int task, int time) => family switch
    {
        Gridworld grid =>
            Count(
                episode, task, time, visit => (int)visit.State % (grid.Columns * grid.Rows), grid.Columns * grid.Rows),
        Bandit bandit => Count(episode, task, time, visit => (int)visit.Action, bandit.Arms),
        TabularMdp mdp => Count(episode, task, time, visit => (int)visit.State, mdp.States),
        _ => [],
    };

    private static double[] Count(
        Episode episode, int task, int time, Func<(double State, double Action), int> place, int places)
    {
        var counts = new double[places];
        foreach (var visit in episode.Visits(task, time))
        {
            counts[place(visit)]++;
        }

        return counts;
    }
}
