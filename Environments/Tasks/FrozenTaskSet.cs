namespace MetaRL.Environments.Tasks;

/// <summary>A fixed set of tasks: the same whatever an experiment changes about how tasks are drawn.</summary>
/// <param name="Name">By which it is asked for, as a split is.</param>
/// <param name="Count">Tasks in it.</param>
/// <param name="Draw">The family's own distribution → the tasks.</param>
public sealed record FrozenTaskSet(string Name, int Count, Func<TaskDistribution, TaskSet> Draw);
