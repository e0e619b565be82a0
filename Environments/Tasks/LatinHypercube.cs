namespace MetaRL.Environments.Tasks;

/// <summary>
/// Quantiles that are spread evenly: the middles of N equal parts, each once. McKay, Beckman, Conover 1979.
/// </summary>
internal static class LatinHypercube
{
    /// <summary>Quantiles of several numbers, each in an order of its own.</summary>
    /// <param name="key">Stream of the orders.</param>
    /// <param name="tasks">N.</param>
    /// <param name="numbers">How many each task has.</param>
    /// <returns>In (0, 1), [N · numbers], task after task.</returns>
    public static double[] Quantiles(RngKey key, int tasks, int numbers)
    {
        var quantiles = new double[tasks * numbers];
        for (var number = 0; number < numbers; number++)
        {
            var order = new Philox(key.At(number)).Permutation(tasks);
            for (var task = 0; task < tasks; task++)
            {
                quantiles[(task * numbers) + number] = (order[task] + 0.5) / tasks;
            }
        }

        return quantiles;
    }
}
