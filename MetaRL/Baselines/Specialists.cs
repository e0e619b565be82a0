using MetaRL.Agents.Adaptation;
using MetaRL.Agents.Policies;
using MetaRL.Agents.Rollouts;
using MetaRL.Environments.Tasks;
using MetaRL.Optimizers;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaRL.Baselines;

/// <summary>How specialists are trained.</summary>
/// <param name="Generations">Generations of the evolution strategy at most.</param>
/// <param name="Population">λ, candidates of a generation.</param>
/// <param name="Episodes">Episodes that a candidate is tried on in a generation.</param>
/// <param name="Hidden">Units of the one hidden layer.</param>
public sealed record SpecialistSettings(int Generations = 200, int Population = 32, int Episodes = 4, int Hidden = 16)
{
    /// <summary>By default none where an engine makes a family's steps, since that would take hours.</summary>
    public static SpecialistSettings Of(TaskFamily family) => family.Engine is null ? new() : new(Generations: 0);
}

/// <summary>Trained specialists.</summary>
/// <param name="Returns">Mean return of each on fresh episodes, [N].</param>
/// <param name="EnvSteps">Environment steps of training, all tasks together.</param>
/// <param name="Weights">For <see cref="SpecialistTraining.Act"/>, [N, P]; of no dispose scope.</param>
public sealed record Specialists(double[] Returns, long EnvSteps, Tensor Weights) : IDisposable
{
    public void Dispose() => Weights.Dispose();
}

/// <summary>
/// A policy for each single task, trained in that task alone until it stops improving: the best return known where no
/// exact optimum is.
/// </summary>
/// <remarks>
/// A perceptron with one hidden layer on whitened observations, acting without noise, searched for by
/// <see cref="SeparableCmaEs"/>, which needs neither gradients nor dense rewards: noise in the weights explores over
/// whole episodes. Two searches a task, one that starts with small weights and one with large ones, which swing up what
/// small ones do not; the better one counts. All candidates of all searches act in one batch; those of a task meet the
/// same episodes. What they reach is a lower bound of the optimum.
/// </remarks>
/// <param name="family">The dynamics; continuous actions must be bounded.</param>
/// <param name="settings">Size and length of the search.</param>
/// <param name="chunks">How searches are spread over threads.</param>
public sealed class SpecialistTraining(TaskFamily family, SpecialistSettings settings, TaskChunks chunks)
{
    private const int WhiteningEpisodes = 20;
    private const int FinalEpisodes = 100; // per task: once to choose between the searches, once more for the returns
    private const int Patience = 25;       // generations that are compared with as many before them
    private const double LeastGain = 0.01; // of all that a search has gained, or it ends

    private static readonly double[] Scales = [0.5, 2]; // of the weights, whose inputs are of the order of one

    private readonly Mlp _network = Network(family, settings.Hidden);
    private readonly ParamLayout _layout = new(Network(family, settings.Hidden).Weights);

    /// <summary>Trains one specialist a task.</summary>
    /// <param name="key">Every random number.</param>
    /// <param name="tasks">N tasks, on the device and in the type to compute in.</param>
    /// <param name="generationDone">Told the number of generations done, over all searches.</param>
    public Specialists Train(RngKey key, TaskBatch tasks, Action<int>? generationDone = null)
    {
        using var constant = no_grad();
        using var scope = NewDisposeScope();
        var eyes = Whitening.Of(key.For("whitening"), family, tasks, WhiteningEpisodes);
        var found = new List<Tensor>();
        var (envSteps, generations) = (0L, 0);
        foreach (var (index, scale) in Scales.Index())
        {
            var (means, steps) = Search(
                key.For("search").At(index), tasks, eyes, scale, () => generationDone?.Invoke(++generations));
            found.Add(means);
            envSteps += steps;
        }

        var searches = stack(found, 1);                                                            // [N, searches, P]
        var best = Try(scope, key.For("choice"), tasks, eyes, searches, FinalEpisodes).Values.argmax(1);
        var chosen = searches.gather(1, best.view(-1, 1, 1).expand(-1, 1, _layout.Count));
        var returns = Try(scope, key.For("final"), tasks, eyes, chosen, FinalEpisodes).Values;
        var weights = cat([.. eyes.Before(_layout.Split(chosen.squeeze(1))).Select(weight => weight.flatten(1))], 1);
        return new Specialists(
            returns.to_type(ScalarType.Float64).cpu().contiguous().data<double>().ToArray(), envSteps,
            weights.DetachFromDisposeScope());
    }

    /// <summary>What trained specialists do.</summary>
    /// <param name="weights">Of <see cref="Specialists.Weights"/>, [N, P].</param>
    /// <param name="observation">[N, E, O].</param>
    /// <returns>[N, E, A], or int64 [N, E] where actions are discrete.</returns>
    public Tensor Act(Tensor weights, Tensor observation) =>
        Choose(_network.Forward(_layout.Split(weights), observation));

    // Searches from one scale: the means m [N, P] where each stopped improving, and the environment steps that they
    // took
    private (Tensor Means, long EnvSteps) Search(
        RngKey key, TaskBatch tasks, Whitening eyes, double scale, Action generationDone)
    {
        var search = new SeparableCmaEs((int)_layout.Count, settings.Population);
        var state = SeparableCmaEs.Start(zeros([tasks.Count, _layout.Count], tasks.Dtype, tasks.Device), scale);
        var (means, goesOn) = (state.Mean, ones([tasks.Count, 1], ScalarType.Bool, tasks.Device));
        var averages = new List<Tensor>();
        var envSteps = 0L;
        while (state.Generation < settings.Generations && goesOn.any().ToBoolean())
        {
            using var step = NewDisposeScope();
            var numbers = key.At(state.Generation);
            var z = search.Draw(numbers.For("candidates"), state);
            var (values, steps) = Try(
                step, numbers.For("rollouts"), tasks, eyes, SeparableCmaEs.Candidates(state, z), settings.Episodes);
            state = search.Next(state, z, values);
            averages.Add(values.mean([1], keepdim: true));
            means = where(goesOn, state.Mean, means);
            goesOn = goesOn.logical_and(Improves(averages));
            envSteps += steps;
            step.MoveToOuter([.. state.Tensors, averages[^1], means, goesOn]);
            generationDone();
        }

        return (means, envSteps);
    }

    // Whether the last generations were better than those before them, by more than a little of all that was gained:
    // bool [N, 1]
    private static Tensor Improves(List<Tensor> averages)
    {
        if (averages.Count < 2 * Patience)
        {
            return ones_like(averages[0], ScalarType.Bool);
        }

        var last = stack(averages[^Patience..]).mean([0]);
        var before = stack(averages[^(2 * Patience)..^Patience]).mean([0]);
        return last - before > (last - averages[0]) * LeastGain;
    }

    // Mean return of candidates [N, C, P], all of a task in the same episodes, [N, C]; and the steps that it took
    private (Tensor Values, long EnvSteps) Try(
        DisposeScope owner, RngKey key, TaskBatch tasks, Whitening eyes, Tensor candidates, int episodes)
    {
        var none = zeros([family.Horizon, tasks.Count, episodes, 0], tasks.Dtype, tasks.Device);
        var noise = RolloutNoise.Draw(key, family, tasks, episodes, restarts: false, none);
        var count = candidates.size(1);
        var parts = chunks.Run(owner, tasks.Count, (start, some) =>
        {
            var own = noise.Slice(start, some);
            var weights = eyes.Slice(start, some).Repeat(count)
                .Before(_layout.Split(candidates.narrow(0, start, some).reshape(some * count, -1)));
            var rollout = Collector.Collect(
                family,
                tasks.Slice(start, some).Map(values => Repeat(values, 0, count)),
                (observation, _) => Choose(_network.Forward(weights, observation)),
                new RolloutNoise(
                    Repeat(own.Reset, 1, count), Repeat(own.Step, 1, count), Repeat(own.Action, 1, count)));
            return new Part(rollout.Returns.mean([1]).view(some, count), rollout.EnvSteps);
        });
        return (cat([.. parts.Select(part => part.Values)]), parts.Sum(part => part.EnvSteps));
    }

    private static Mlp Network(TaskFamily family, int hidden) => new(
        ((Box)family.Observations).Size, [hidden],
        family.Actions is Box box ? box.Size : ((Discrete)family.Actions).Count, Activation.Tanh);

    // The best action, or one within the bounds: [N, E, A] → int64 [N, E] or [N, E, A]
    private Tensor Choose(Tensor output) => family.Actions is Box box
        ? output.tanh().add(1).mul((box.High - box.Low) / 2).add(box.Low)
        : output.argmax(-1);

    // [.., N, ..] → [.., N · C, ..], C times each along an axis
    private static Tensor Repeat(Tensor values, int axis, long count)
    {
        long[] shape = [.. values.shape];
        long[] wide = [.. shape[..(axis + 1)], count, .. shape[(axis + 1)..]];
        shape[axis] *= count;
        return values.unsqueeze(axis + 1).expand(wide).reshape(shape);
    }

    private sealed record Part(Tensor Values, long EnvSteps) : ITensorBundle
    {
        public IEnumerable<Tensor> Tensors => [Values];
    }

    // Observations less their mean over their deviation, as random actions see them in each task: both [N, O]
    private sealed record Whitening(Tensor Mean, Tensor Deviation)
    {
        private const double Least = 1e-6; // of a deviation, so that what never changes becomes 0

        public static Whitening Of(RngKey key, TaskFamily family, TaskBatch tasks, int episodes)
        {
            using var rollout = new RandomActions().Adapt(key, family, tasks, episodes).Single();
            var weights = rollout.Alive / rollout.Alive.sum([0, 2], keepdim: true);
            var mean = (rollout.Observations * weights.unsqueeze(-1)).sum([0, 2]);
            var variance = ((rollout.Observations - mean.view(1, tasks.Count, 1, -1)).square() * weights.unsqueeze(-1))
                .sum([0, 2]);
            return new Whitening(mean, variance.sqrt().clamp_min(Least));
        }

        public Whitening Slice(long start, long count) =>
            new(Mean.narrow(0, start, count), Deviation.narrow(0, start, count));

        public Whitening Repeat(long count) =>
            new(SpecialistTraining.Repeat(Mean, 0, count), SpecialistTraining.Repeat(Deviation, 0, count));

        // The network's weights with the whitening in its first layer: W (o − m) / s + b = (W / s) o + (b − (W / s) m)
        public IReadOnlyList<Tensor> Before(IReadOnlyList<Tensor> weights)
        {
            var first = weights[0] / Deviation.unsqueeze(1);
            return [first, weights[1] - first.bmm(Mean.unsqueeze(-1)).squeeze(-1), .. weights.Skip(2)];
        }
    }
}
