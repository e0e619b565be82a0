namespace MetaRL.Environments.Tasks;

/// <summary>An agent's belief about its tasks; the numbers of N tasks lie one after another.</summary>
public abstract record Belief;

/// <summary>Posterior of each number of a task parameter on its own.</summary>
/// <param name="Parameter">Its name.</param>
/// <param name="Mean">Posterior means, [N · numbers].</param>
/// <param name="Low">5 % quantiles of the posterior, [N · numbers].</param>
/// <param name="High">95 % quantiles, [N · numbers].</param>
public sealed record NumberBelief(string Parameter, double[] Mean, double[] Low, double[] High) : Belief;

/// <summary>Where in a gridworld the goal is believed to be.</summary>
/// <param name="Probability">Of each cell, one in sum for each task, [N · cells].</param>
public sealed record GoalBelief(double[] Probability) : Belief;

/// <summary>Normal posterior of each number of a latent variable that stands for the task, on its own.</summary>
/// <param name="Mean">Posterior means, [N · L].</param>
/// <param name="Deviation">Posterior standard deviations, [N · L].</param>
public sealed record LatentBelief(double[] Mean, double[] Deviation) : Belief;
