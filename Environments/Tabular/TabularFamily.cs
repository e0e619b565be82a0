using MetaRL.Environments.Tasks;
using MetaRL.Kernels;
using static TorchSharp.torch;

namespace MetaRL.Environments.Tabular;

/// <summary>A family whose tasks are transition and reward tables: one step is a look-up.</summary>
/// <remarks>
/// States are numbered; the state of an environment is its number, int64 [N, E, 1]. The tables are computed once from
/// the tasks' parameters and travel with them. An outcome is chosen by inversion: the first whose cumulative
/// probability exceeds the step's uniform number.
/// </remarks>
/// <param name="tasks">What tasks there are.</param>
public abstract class TabularFamily(TaskDistribution tasks) : TaskFamily(tasks)
{
    private const long MostNumbers = 1 << 15; // in a task's tables, of which every rollout of lanes has a copy

    /// <summary>Standard deviation of normal noise on every reward.</summary>
    protected virtual double RewardStd => 0;

    /// <summary>Most outcomes that one action can have, K.</summary>
    protected abstract int Outcomes { get; }

    public override IReadOnlyList<string> StateNames => ["state"];

    // one number chooses the outcome, two make the normal noise of the reward
    public sealed override int StepNoise => (Outcomes > 1 ? 1 : 0) + (RewardStd > 0 ? 2 : 0);

    public override IOracle? Oracle => new TabularOracle(this);

    /// <summary>
    /// Whether an observation is always a vector of which one number is 1 and the others are 0.
    /// </summary>
    public abstract bool ObservesOneHot { get; }

    /// <summary>S, the number of states.</summary>
    public sealed override long? StateValues(TaskBatch tasks) => tasks.Derived("probability").size(1);

    /// <summary>The tables of tasks with these parameters.</summary>
    /// <param name="tasks">N tasks, float64 on the CPU.</param>
    protected abstract Tables Build(TaskBatch tasks);

    /// <summary>The tables that travel with prepared tasks.</summary>
    public static Tables TablesOf(TaskBatch tasks)
    {
        var probability = tasks.Derived("probability");
        return new Tables(
            tasks.Derived("next").view_as(probability), probability, tasks.Derived("reward").view_as(probability),
            tasks.Derived("terminal").view_as(probability), tasks.Derived("start"), tasks.Derived("features"));
    }

    /// <summary>Whether what is observed tells the state, in all of some tasks.</summary>
    public static bool ObservesState(TaskBatch tasks)
    {
        using var scope = NewDisposeScope();
        var seen = StatesSeen(tasks, tasks.Derived("features"));
#pragma warning disable RS0030 // once, before anything is learnt
        return seen.eq(arange(seen.size(1), device: seen.device)).all().item<bool>();
#pragma warning restore RS0030
    }

    /// <summary>The states that are observed, where observations tell them: those that look most like it.</summary>
    /// <param name="tasks">N tasks.</param>
    /// <param name="observations">[..., N, E, O].</param>
    /// <returns>int64 [..., N, E].</returns>
    public static Tensor StatesSeen(TaskBatch tasks, Tensor observations)
    {
        using var scope = NewDisposeScope();
        var features = tasks.Derived("features"); // [N, S, O]; max o·f − |f|² / 2 is min |o − f|²
        var likeness = observations.to_type(features.dtype).matmul(features.transpose(1, 2))
            - (features.square().sum(dim: -1).unsqueeze(1) / 2);
        return likeness.argmax(-1).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// The optimal actions in the states that are observed step by step of an episode.
    /// </summary>
    /// <param name="tasks">N tasks, whose observations tell the state.</param>
    /// <returns>
    /// Observations [T, N, E, O], the first one with a whole horizon to go → equal shares of 1, [T, N, E, A].
    /// </returns>
    public Func<Tensor, Tensor> OptimalActions(TaskBatch tasks)
    {
        using var scope = NewDisposeScope();
        var q = stack(FiniteHorizon.OptimalActionValues(TablesOf(tasks), Horizon)).flip([0L]); // [T, N, S, A]
        var best = q.amax([-1], keepdim: true);
        var isOptimal = (q >= best - (1e-4 * best.abs().clamp_min(1))).to_type(q.dtype);
        var shares = (isOptimal / isOptimal.sum(dim: -1, keepdim: true)).MoveToOuterDisposeScope();
        return observations => shares.narrow(0, 0, observations.size(0)).gather(
            2, StatesSeen(tasks, observations).unsqueeze(-1).expand(-1, -1, -1, shares.size(-1)));
    }

    protected sealed override TaskBatch Prepare(TaskBatch tasks)
    {
        var tables = Build(tasks);
        return new TaskBatch(tasks.Names.ToDictionary(name => name, name => tasks[name]), new Dictionary<string, Tensor>
        {
            ["probability"] = tables.Probability.alias(),                    // which may be the parameter itself
            ["cumulative"] = tables.Probability.cumsum(-1).flatten(1, 2),    // [N, S·A, K]
            ["next"] = tables.Next.flatten(1),                               // [N, S·A·K], as the other two
            ["reward"] = tables.Reward.flatten(1),
            ["terminal"] = tables.Terminal.flatten(1),
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
        using var scope = NewDisposeScope();
        var probability = tasks.Derived("probability");
        var (actions, outcomes) = (probability.size(2), probability.size(3));
        var entry = action.add(state.squeeze(-1), actions);   // (s, a) as one number, s · A + a, [N, E]
        if (outcomes > 1)
        {
            var own = tasks.Derived("cumulative").gather(1, entry.unsqueeze(-1).expand(-1, -1, outcomes - 1));
            entry = (noise.narrow(-1, 0, 1) >= own).sum(dim: -1).add(entry, outcomes);
        }

        var reward = tasks.Derived("reward").gather(1, entry);
        if (RewardStd > 0)
        {
            reward = reward.add(Normal(noise), RewardStd);
        }

        return new Transition(
                tasks.Derived("next").gather(1, entry).unsqueeze(-1), reward,
                tasks.Derived("terminal").gather(1, entry))
            .MoveToOuterDisposeScope();
    }

    protected sealed override LaneSource<T>? LanesOf<T>(TaskBatch tasks, int envs)
    {
        var probability = tasks.Derived("probability");
        var features = tasks.Derived("features");
        var numbers = Math.Max(probability.numel(), features.numel());
        if (numbers > MostNumbers * tasks.Count || numbers > int.MaxValue / sizeof(long))
        {
            return null; // to copy them would take longer than to step, or they are more than an array can have
        }

        var tables = new LaneTables<T>(
            (int)probability.size(1), (int)probability.size(2), (int)probability.size(3), (int)features.size(2),
            HostMemory.Copy<long>(tasks.Derived("next")), HostMemory.Copy<T>(tasks.Derived("cumulative")),
            HostMemory.Copy<T>(tasks.Derived("reward")), HostMemory.Copy<bool>(tasks.Derived("terminal")),
            HostMemory.Copy<long>(tasks.Derived("start")), HostMemory.Copy<T>(features),
            T.CreateTruncating(RewardStd));
        return (first, lanes) => new TableSteps<T>(tables, envs, first, lanes);
    }

    // Box and Muller 1958, from the last two uniform numbers; 1 − u is never 0.
    private static Tensor Normal(Tensor noise)
    {
        var number = Constants.Of(noise.dtype);
        var size = noise.size(-1);
        var (u, v) = (noise.select(-1, size - 2), noise.select(-1, size - 1));
        return ((number[1] - u).log() * number[-2]).sqrt() * (v * number[2 * Math.PI]).cos();
    }
}
