using MetaRL.Agents.Adaptation;
using MetaRL.Agents.InnerLoops;
using MetaRL.Agents.Policies;
using MetaRL.Agents.Rollouts;
using MetaRL.Environments.Tasks;
using MetaRL.Optimizers;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaRL.Learners;

/// <summary>How <see cref="SoftActorCritic"/> learns, with a context and without.</summary>
/// <param name="TrainingTasks">M, of the fixed set that it trains on; fewer where a family has fewer.</param>
/// <param name="WarmUpEpisodes">On each of them before the first gradient step.</param>
/// <param name="GradientSteps">In a meta-iteration, each on so many tasks:</param>
/// <param name="MetaBatch">B, drawn with replacement.</param>
/// <param name="Batch">S, transitions of each.</param>
/// <param name="Replay">C, transitions of each task that are held.</param>
/// <param name="Gamma">γ.</param>
/// <param name="TargetRate">τ of the targets: θ̄ ← θ̄ + τ (θ − θ̄) after each step.</param>
/// <param name="RewardScale">k, by which rewards are multiplied.</param>
/// <param name="Temperature">α, at first.</param>
/// <param name="LearnsTemperature">Whether α is learnt.</param>
/// <param name="TargetEntropy">H̄ of the policy, in nats; null for −A.</param>
/// <param name="IsDeterministicInTest">Whether its agent takes the median action and no sample.</param>
/// <param name="Adam">The optimiser.</param>
public sealed record SoftActorCriticSettings(
    int TrainingTasks = 100, int WarmUpEpisodes = 1, int GradientSteps = 200, int MetaBatch = 16, int Batch = 256,
    int Replay = 10_000, double Gamma = 0.99, double TargetRate = 0.005, double RewardScale = 1, double Temperature = 1,
    bool LearnsTemperature = true, double? TargetEntropy = null, bool IsDeterministicInTest = true,
    AdamSettings? Adam = null)
{
    /// <summary>The optimiser.</summary>
    public AdamSettings Adam { get; init; } = Adam ?? new AdamSettings(StepSize: 3e-4);

    /// <summary>The same with as few numbers in each step as can be.</summary>
    public SoftActorCriticSettings Smallest => this with { MetaBatch = 1, Batch = 1 };
}

/// <summary>What <see cref="SoftActorCritic"/> infers of a task, as PEARL does.</summary>
/// <param name="Latent">L, numbers of z.</param>
/// <param name="Hidden">Units in each hidden layer of the encoder.</param>
/// <param name="Size">Transitions in each context that it is trained on.</param>
/// <param name="SeesNext">Whether it sees o′.</param>
/// <param name="DivergenceWeight">w, of KL(q(z|c) ‖ N(0, I)).</param>
/// <param name="PriorEpisodes">Of an environment in a meta-iteration with z of the prior.</param>
/// <param name="PosteriorEpisodes">Further ones with z of the posterior.</param>
/// <param name="ExtraEpisodes">Further ones with z of the posterior that are no part of contexts.</param>
/// <param name="ExplorationEpisodes">Of a test with z of the prior, at least 1.</param>
public sealed record ContextSettings(
    int Latent, IReadOnlyList<int> Hidden, int Size, bool SeesNext, double DivergenceWeight, int PriorEpisodes,
    int PosteriorEpisodes, int ExtraEpisodes, int ExplorationEpisodes)
{
    /// <summary>The same with as few numbers in each step as can be.</summary>
    public ContextSettings Smallest => this with { Latent = 1, Hidden = [.. Hidden.Select(_ => 1)], Size = 1 };
}

/// <summary>
/// Soft actor-critic on transitions of many tasks from a replay; with a context, a policy and values that are told z ~
/// q(z|c) of what was seen of a task.
/// </summary>
/// <remarks>
/// Haarnoja et al. 2018; Rakelly et al. 2019 (PEARL), algorithm 1. A meta-iteration gathers episodes of N of the
/// training tasks in E environments each, then takes its gradient steps by <see cref="SoftActorCriticLoss"/>. Contexts
/// in training are of what was gathered of a task when it was last visited; they see the rewards that an agent sees,
/// and the critics those to train on (<see cref="Rollout.TrainingRewards"/>), as the authors' code has it.
/// While gathering, the environments of a task share their context, in tests each has its own.
/// Differs from the authors' code: tasks of an iteration are drawn without replacement; z while gathering is of the
/// expectation of the posterior's parameters over draws of a context, in place of one draw; all weights take their step
/// by Adam at once, each by its own objective at the same θ.
/// </remarks>
public sealed class SoftActorCritic : IMetaLearner
{
    private const string Targets = "targets";

    private readonly MetaProblem _problem;
    private readonly SoftActorCriticNetworks _networks;
    private readonly SoftActorCriticSettings _settings;
    private readonly ContextSettings? _context;
    private readonly int _episodes;
    private readonly SoftActorCriticLoss _loss;
    private readonly Adam _adam;

    /// <param name="problem">Tasks and budget.</param>
    /// <param name="architecture">Of all networks but the encoder.</param>
    /// <param name="settings">How to learn.</param>
    /// <param name="episodes">Of an environment in a meta-iteration.</param>
    /// <param name="context">What to infer; null for nothing.</param>
    public SoftActorCritic(
        MetaProblem problem, PolicySettings architecture, SoftActorCriticSettings settings, int episodes,
        ContextSettings? context)
    {
        (_problem, _settings, _episodes, _context) = (problem, settings, episodes, context);
        var (observations, actions) = (((Box)Family.Observations).Size, (Box)Family.Actions);
        _networks = new SoftActorCriticNetworks(
            observations, actions, architecture,
            context is null ? null : new ContextEncoder(
                observations, actions.Size, context.Latent, context.Hidden, context.SeesNext,
                architecture.Activation));
        _loss = new SoftActorCriticLoss(_networks, settings, context?.DivergenceWeight ?? 0);
        _adam = settings.Adam.Create();
    }

    private TaskFamily Family => _problem.Source.Family;

    /// <summary>Memory of replay and contexts, in 32-bit floats.</summary>
    public static double ReplayBytes(
        TaskFamily family, Budget budget, SoftActorCriticSettings settings, ContextSettings? context)
    {
        var (observations, actions) = (((Box)family.Observations).Size, ((Box)family.Actions).Size);
        var warmUp = (double)settings.WarmUpEpisodes * family.Horizon;
        var replay = Math.Max(settings.Replay, warmUp) * Width(observations, actions);
        var contexts = context is null ? 0
            : ContextCapacity(family, budget, settings, context)
                * ContextEncoder.Width(observations, actions, context.SeesNext);
        return 4 * settings.TrainingTasks * (replay + contexts);
    }

    public MetaState Initialize(RngKey key)
    {
        var (device, dtype) = (_problem.Placement.Device, _problem.Placement.Dtype);
        var tasks = TrainingTasks.Draw(key.For("training tasks"), Family, _settings.TrainingTasks);
        return MetaState.First(
            () => _networks.Initialize(key, _settings.Temperature, device, dtype),
            theta => _adam.Initialize(theta)
                .Append(new(Targets, _networks.FlatQ(theta).clone()))
                .Concat(Replay(tasks.Count).Initialize(device, dtype))
                .Concat(Contexts(tasks.Count)?.Initialize(device, dtype) ?? new Dictionary<string, Tensor>())
                .Concat(TrainingTasks.ToState(tasks, device))
                .ToDictionary());
    }

    public (MetaState State, MetaMetrics Metrics) Iterate(RngKey key, MetaState state)
    {
        using var scope = NewDisposeScope();
        var (memory, first, last, steps) = Gather(scope, key, state);
        var learnt = Learn(key.For("steps"), state, memory);
#pragma warning disable RS0030 // once a meta-iteration
        var isFinite = learnt.Theta.isfinite().all().ToBoolean();
        var numbers = (learnt.Sum / Math.Max(1, _settings.GradientSteps)).to_type(ScalarType.Float64).cpu();
#pragma warning restore RS0030
        var optimizer = learnt.Adam
            .Append(new(Targets, learnt.Targets))
            .Concat(memory)
            .Concat(TrainingTasks.InState(state.Optimizer))
            .ToDictionary(entry => entry.Key, entry => entry.Value.alias());
        var next = state.Next(learnt.Theta, optimizer, isFinite, steps, Curriculum.None, last);
        scope.Detach(next.Tensors);
        var outer = SoftActorCriticLoss.Names.Zip(HostMemory.Copy<double>(numbers), KeyValuePair.Create)
            .Where(pair => _context is not null || pair.Key != "divergence").ToDictionary();
        return (next, new MetaMetrics(first, last, steps, outer));
    }

    /// <summary>
    /// The policy, told z of the posterior of what its lane has seen; there is no inner loop in it.
    /// </summary>
    public IAdaptiveAgent Agent(MetaState state, IInnerLoop inner, int updates) =>
        new PosteriorAdaptation(_networks, state.Theta, updates, RlSquared.ActingChunks(_problem))
        {
            PriorEpisodes = _context?.ExplorationEpisodes ?? 1,
            IsDeterministic = _settings.IsDeterministicInTest,
        };

    public IReadOnlyList<PhaseWork> Work(MetaState state, IterationCounts counts)
    {
        const string Obstacle = "soft actor-critic has no kernel";
        var weights = _networks.Layout.Weights;
        var (policy, q, encoder) = (Products("policy"), Products("q."), Products("encoder"));
        var rows = _settings.GradientSteps * (double)_settings.MetaBatch;
        return
        [
            new(MetaPhase.Sampling, Obstacle, counts.EnvSteps * (policy.Forward + encoder.Forward)),
            new(
                MetaPhase.Outer, Obstacle,
                rows * ((_settings.Batch * (policy.Forward + policy.Gradient + (2 * q.Gradient) + q.Forward))
                    + ((_context?.Size ?? 0) * encoder.Gradient))),
        ];

        MatrixProducts Products(string part)
        {
            double[] sizes =
            [
                .. weights.Where(weight => weight.Name.StartsWith(part, StringComparison.Ordinal)
                    && weight.Name.EndsWith("weight", StringComparison.Ordinal)).Select(weight => weight.Count),
            ];
            return new MatrixProducts(sizes.Sum(), sizes.FirstOrDefault());
        }
    }

    private static int Width(int observations, int actions) => (2 * observations) + actions + 2;

    // As many as an iteration gathers of a task, or the warm-up.
    private static double ContextCapacity(
        TaskFamily family, Budget budget, SoftActorCriticSettings settings, ContextSettings context) =>
        (double)family.Horizon * Math.Max(
            settings.WarmUpEpisodes, (double)budget.Envs * (context.PriorEpisodes + context.PosteriorEpisodes));

    private TransitionReplay Replay(int tasks) => new(
        "replay", tasks, _settings.Replay, Width(((Box)Family.Observations).Size, _networks.Actions));

    private TransitionReplay? Contexts(int tasks) => _context is null ? null : new(
        "contexts", tasks, (int)ContextCapacity(Family, _problem.Budget, _settings, _context),
        _networks.Encoder!.InputSize);

    // Replay and contexts with the episodes of an iteration, of which the means of the first and the last return are
    // told, and their steps.
    private (IReadOnlyDictionary<string, Tensor> Memory, double First, double Last, long Steps) Gather(
        DisposeScope scope, RngKey key, MetaState state)
    {
        using var sampling = _problem.Clock?.Enter(MetaPhase.Sampling);
        var all = TrainingTasks.Of(state.Optimizer);
        var memory = state.Optimizer;
        var steps = 0L;
        if (state.Iteration == 0)
        {
            int[] every = [.. Enumerable.Range(0, all.Count)];
            var warmUp = Play(
                scope, key.For("warm-up"), state.Theta, all, every, episodes: 1, _settings.WarmUpEpisodes);
            memory = Remember(memory, all, every, warmUp);
            steps += warmUp.Rounds.Sum(round => round.EnvSteps);
        }

        var chosen = Choose(key.For("tasks"), all.Count);
        var played = Play(
            scope, key.For("rollouts"), state.Theta, all, chosen, _episodes, _problem.Budget.Envs);
        memory = Remember(memory, all, chosen, played);
#pragma warning disable RS0030 // once a meta-iteration
        return (
            memory.Where(entry => entry.Key.StartsWith("replay", StringComparison.Ordinal)
                || entry.Key.StartsWith("contexts", StringComparison.Ordinal)).ToDictionary(),
            played.Rounds[0].Returns.mean().ToDouble(), played.Rounds[^1].Returns.mean().ToDouble(),
            steps + played.Rounds.Sum(round => round.EnvSteps));
#pragma warning restore RS0030
    }

    // N of M tasks, each as often as any other or once more.
    private int[] Choose(RngKey key, int tasks)
    {
        var order = HostMemory.Copy<long>(key.Uniform([tasks], CPU, ScalarType.Float64).argsort(0));
        return [.. Enumerable.Range(0, _problem.Budget.Tasks).Select(index => (int)order[index % tasks])];
    }

    private (TaskBatch Tasks, Rollout[] Rounds) Play(
        DisposeScope scope, RngKey key, Params theta, TaskSet all, int[] chosen, int episodes, int envs)
    {
        var (device, dtype) = (_problem.Placement.Device, _problem.Placement.Dtype);
        var tasks = Family.Batch(all.Choose(chosen)).To(device, dtype);
        var agent = new PosteriorAdaptation(_networks, theta, episodes - 1, RlSquared.ActingChunks(_problem))
        {
            PriorEpisodes = _context?.PriorEpisodes ?? 0,
            SharedContext = _context?.Size,
            IsDeterministic = false,
        };
        Rollout[] rounds = [.. agent.Adapt(key, Family, tasks, envs)];
        scope.Attach(rounds.SelectMany(round => round.Tensors));
        return (tasks, rounds);
    }

    private Dictionary<string, Tensor> Remember(
        IReadOnlyDictionary<string, Tensor> memory, TaskSet all, int[] chosen,
        (TaskBatch Tasks, Rollout[] Rounds) played)
    {
        using var constant = no_grad();
        var replay = Replay(all.Count).Add(
            memory, chosen, Groups(played.Rounds, round => Rows(played.Tasks, round)),
            Groups(played.Rounds, round => round.Alive.unsqueeze(-1)).squeeze(-1), replaces: false);
        if (_context is null)
        {
            return replay.ToDictionary();
        }

        var seen = played.Rounds.Take(_context.PriorEpisodes + _context.PosteriorEpisodes).ToArray();
        var contexts = Contexts(all.Count)!.Add(
            memory, chosen, Groups(seen, Inputs), Groups(seen, round => round.Alive.unsqueeze(-1)).squeeze(-1),
            replaces: true);
        return replay.Concat(contexts).ToDictionary();

        Tensor Inputs(Rollout round) => _networks.Encoder!.Inputs(
            round.Observations, _networks.Normalized(round.Actions), round.Rewards, round.NextObservations);
    }

    private Tensor Rows(TaskBatch tasks, Rollout round) => new Transitions(
        round.Observations, _networks.Normalized(round.Actions), round.TrainingRewards(Family, tasks),
        round.NextObservations, round.Terminated.to_type(round.Rewards.dtype)).Rows;

    // Of each task its steps, round after round and lane after lane: R times [T, N, E, W] → [N, R E T, W].
    private static Tensor Groups(Rollout[] rounds, Func<Rollout, Tensor> rows) =>
        cat([.. rounds.Select(round => rows(round).permute(1, 2, 0, 3).flatten(1, 2))], 1);

    private Learnt Learn(RngKey key, MetaState state, IReadOnlyDictionary<string, Tensor> memory)
    {
        using var outer = _problem.Clock?.Enter(MetaPhase.Outer);
        var theta = state.Theta.Flat;
        var first = new Learnt(
            theta, state.Optimizer[Targets],
            state.Optimizer.Where(entry => entry.Key.StartsWith("adam.", StringComparison.Ordinal)).ToDictionary(),
            zeros(SoftActorCriticLoss.Names.Count, theta.dtype, theta.device));
        var learnt = first;
        for (var step = 0; step < _settings.GradientSteps; step++)
        {
            var before = learnt;
            learnt = Step(key.At(step), before, memory, state.Iteration);
            foreach (var tensor in ReferenceEquals(before, first) ? [] : before.Tensors)
            {
                tensor.Dispose();
            }
        }

        return learnt;
    }

    private Learnt Step(RngKey key, Learnt at, IReadOnlyDictionary<string, Tensor> memory, long iteration)
    {
        using var scope = NewDisposeScope();
        var (gradient, numbers) = _loss.Gradient(at.Theta, at.Targets, Draw(key, at.Theta, memory));
        var (theta, adam) = _adam.Step(at.Theta, at.Adam, gradient, iteration);
        var targets = at.Targets + ((_networks.FlatQ(theta) - at.Targets) * _settings.TargetRate);
        return new Learnt(theta, targets, adam, at.Sum + numbers).MoveToOuterDisposeScope();
    }

    private SoftActorCriticBatch Draw(RngKey key, Tensor theta, IReadOnlyDictionary<string, Tensor> memory)
    {
        var (tasks, b, s) = ((int)memory["replay"].size(0), _settings.MetaBatch, _settings.Batch);
        var of = key.For("tasks").Uniform([b], theta.device, ScalarType.Float64).mul(tasks).to_type(ScalarType.Int64);
        var rows = Replay(tasks).Draw(key.For("transitions"), memory, of, s);
        var noise = key.For("noise").Normal([2, b, s, _networks.Actions], theta.device, theta.dtype);
        return new SoftActorCriticBatch(
            Transitions.Of(rows, _networks.Actions),
            _context is null ? null : Contexts(tasks)!.Draw(key.For("contexts"), memory, of, _context.Size),
            key.For("z").Normal([b, _networks.Latent], theta.device, theta.dtype), noise[0], noise[1]);
    }

    // After some of an iteration's gradient steps; the numbers are summed over them.
    private sealed record Learnt(
        Tensor Theta, Tensor Targets, IReadOnlyDictionary<string, Tensor> Adam, Tensor Sum) : ITensorBundle
    {
        public IEnumerable<Tensor> Tensors => [Theta, Targets, .. Adam.Values, Sum];
    }
}
