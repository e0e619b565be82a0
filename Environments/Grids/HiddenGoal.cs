namespace MetaRL.Environments.Grids;

/// <summary>A grid in which nothing is hidden but a goal that never moves and ends no episode.</summary>
/// <param name="Next">Cell that each action leads to, [cell][action].</param>
/// <param name="Start">Cell in which episodes start.</param>
/// <param name="Goals">Cells that are the goal with equal probability.</param>
/// <param name="Horizon">Steps in an episode.</param>
/// <param name="Rewards">Of a step.</param>
internal sealed record HiddenGoal(
    long[][] Next, int Start, IReadOnlyList<int> Goals, int Horizon, GoalRewards Rewards)
{
    private const int Unreachable = int.MaxValue / 2;

    /// <summary>Steps of the shortest way from every cell to one of them, breadth first against the moves.</summary>
    public int[] Distances(int to)
    {
        var distances = Enumerable.Repeat(Unreachable, Next.Length).ToArray();
        distances[to] = 0;
        for (var (distance, found) = (1, true); found; distance++)
        {
            found = false;
            for (var cell = 0; cell < Next.Length; cell++)
            {
                if (distances[cell] == Unreachable && Next[cell].Any(reached => distances[reached] == distance - 1))
                {
                    distances[cell] = distance;
                    found = true;
                }
            }
        }

        return distances;
    }

    /// <summary>
    /// Return of each episode of an agent that steps on a goal for the first time with so many steps behind it in all,
    /// stays, and in later episodes goes straight to it.
    /// </summary>
    /// <param name="distance">Of the goal from the start.</param>
    /// <param name="found">That step, 1, 2, ...; null for never.</param>
    /// <param name="episodes">Number of episodes.</param>
    public double[] Returns(int distance, int? found, int episodes)
    {
        var returns = new double[episodes];
        for (var episode = 0; episode < episodes; episode++)
        {
            var arrival = found is not { } step || step > (episode + 1) * Horizon ? Unreachable
                : step > episode * Horizon ? step - (episode * Horizon)
                : Math.Max(1, distance); // of the start itself one stays on it
            var onGoal = Math.Max(0, Horizon - arrival + 1);
            returns[episode] = (onGoal * Rewards.OnGoal) + ((Horizon - onGoal) * Rewards.Elsewhere);
        }

        return returns;
    }
}
