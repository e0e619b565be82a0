namespace MetaRL.Environments.Tasks;

/// <summary>What an agent holds likely of the tasks that it is in; numbers of N tasks lie one after another.</summary>
public abstract record Belief;

/// <summary>What is believed of each number of a task parameter.</summary>
/// <param name="Parameter">Its name.</param>
/// <param name="Mean">Posterior means, [N · numbers].</param>
/// <param name="Low">5 % quantiles of the posterior, [N · numbers].</param>
/// <param name="High">95 % quantiles, [N · numbers].</param>
public sealed record NumberBelief(string Parameter, double[] Mean, double[] Low, double[] High) : Belief;

/// <summary>Where in a gridworld the goal is believed to be.</summary>
/// <param name="Probability">Of each cell, one in sum for each task, [N · cells].</param>
public sealed record GoalBelief(double[] Probability) : Belief;
