using MetaRL.Environments.Tasks;
using static TorchSharp.torch;

namespace MetaRL.Environments.Tabular;

/// <summary>A family whose tasks are transition and reward tables: one step is a look-up.</summary>
/// <remarks>
/// States are numbered; the state of an environment is its number, int64 [N, E, 1]. The tables are computed once from the tasks'
/// parameters and travel with them. An outcome is chosen by inversion: the first whose cumulative probability exceeds the step's
/// uniform number.
/// </remarks>
public abstract class TabularFamily : TaskFamily
{
    /// <summary>Standard deviation of normal noise on every reward.</summary>
    protected virtual double RewardStd => 0;

    /// <summary>Most outcomes that one action can have, K.</summary>
    protected abstract int Outcomes { get; }

    public override IReadOnlyList<string> StateNames => ["state"];

    // one number chooses the outcome, two make the normal noise of the reward
    public sealed override int StepNoise => (Outcomes > 1 ? 1 : 0) + (RewardStd > 0 ? 2 : 0);

    public override IOracle? Oracle => new TabularOracle(this);

    /// <summary>S, the number of states.</summary>
    public sealed override long? StateValues(TaskBatch tasks) => tasks.Derived("next").size(1);

    /// <summary>The tables of tasks with these parameters.</summary>
    /// <param name="tasks">N tasks, float64 on the CPU.</param>
    protected abstract Tables Build(TaskBatch tasks);

    /// <summary>The tables that travel with prepared tasks.</summary>
    public static Tables TablesOf(TaskBatch tasks) => new(
        tasks.Derived("next"), tasks.Derived("probability"), tasks.Derived("reward"), tasks.Derived("terminal"), tasks.Derived("start"),
        tasks.Derived("features"));

    protected sealed override TaskBatch Prepare(TaskBatch tasks)
    {
        var tables = Build(tasks);
        return new TaskBatch(tasks.Names.ToDictionary(name => name, name => tasks[name]), new Dictionary<string, Tensor>
        {
            ["next"] = tables.Next,
            ["probability"] = tables.Probability.alias(), // which may be the parameter itself
            ["cumulative"] = tables.Probability.cumsum(-1),
            ["reward"] = tables.Reward,
            ["terminal"] = tables.Terminal,
            ["start"] = tables.Start,
            ["features"] = tables.Features.expand(tasks.Count, -1, -1),
        });
    }

    public override Tensor Reset(TaskBatch tasks, Tensor noise) =>
        tasks.Derived("start").view(-1, 1, 1).expand(-1, noise.size(1), -1);

    public override Tensor Observe(TaskBatch tasks, Tensor state)
    {
        var features = tasks.Derived("features");
        var index = state.expand(-1, -1, features.size(2));
        return features.gather(1, index);
    }

    public override Transition Step(TaskBatch tasks, Tensor state, Tensor action, Tensor noise)
    {
        var next = tasks.Derived("next");
        var (count, actions, outcomes) = (tasks.Count, next.size(2), next.size(3));
        var entry = action.add(state.squeeze(-1), actions);   // (s, a) as one number, s · A + a, [N, E]
        if (outcomes > 1)
        {
            var cumulative = tasks.Derived("cumulative").view(count, -1, outcomes);
            var own = cumulative.gather(1, entry.unsqueeze(-1).expand(-1, -1, outcomes - 1));
            entry = entry.mul(outcomes).add((noise.select(-1, 0).unsqueeze(-1) >= own).sum(dim: -1));
        }

        var reward = tasks.Derived("reward").view(count, -1).gather(1, entry);
        if (RewardStd > 0)
        {
            reward = reward + (Normal(noise) * RewardStd);
        }

        var terminated = tasks.Derived("terminal").view(count, -1).gather(1, entry);
        return new Transition(next.view(count, -1).gather(1, entry).unsqueeze(-1), reward, terminated);
    }

    // Box and Muller 1958, from the last two uniform numbers; 1 − u is never 0.
    private static Tensor Normal(Tensor noise)
    {
        var size = noise.size(-1);
        var (u, v) = (noise.select(-1, size - 2), noise.select(-1, size - 1));
        return u.neg().add(1).log().mul(-2).sqrt() * v.mul(2 * Math.PI).cos();
    }
}
