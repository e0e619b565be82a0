using MetaRL.Agents.InnerLoops;
using MetaRL.Agents.Policies;
using MetaRL.Baselines;
using MetaRL.Configuration.Sweeps;
using MetaRL.Environments.Tasks;
using MetaRL.Learners;

namespace MetaRL.Configuration;

/// <summary>
/// One experiment: algorithms that are trained with the same budget on the tasks of one family, evaluated and compared.
/// </summary>
/// <param name="Path">
/// Folder below the output directory: the name, behind that of its group where the file holds several, and before the
/// values of its point where it is one of a sweep.
/// </param>
/// <param name="Family">Where the tasks come from, built as the file says.</param>
/// <param name="Seeds">One training run per algorithm and seed.</param>
/// <param name="Policy">The architecture.</param>
/// <param name="Inner">How weights change inside a task.</param>
/// <param name="Training">The budget, the same for every algorithm.</param>
/// <param name="Algorithms">What is compared; the first is the one that the others are held against.</param>
/// <param name="Evaluation">On what, and how.</param>
/// <param name="Compute">Where.</param>
/// <param name="ResolvedYaml">Every key with its value, defaults included; paths from the working directory.</param>
/// <param name="RunYaml">The same as a run's <c>config.yaml</c>, beside which a copy of the task set lies.</param>
public sealed record Experiment(
    string Path,
    TaskFamily Family,
    IReadOnlyList<int> Seeds,
    PolicySettings Policy,
    InnerSettings Inner,
    TrainingSettings Training,
    IReadOnlyList<AlgorithmSettings> Algorithms,
    EvaluationSettings Evaluation,
    ComputeSettings Compute,
    string ResolvedYaml,
    string RunYaml)
{
    /// <summary>Algorithms of the file that are not looked at this time, by name.</summary>
    public IReadOnlyList<string> LeftOut { get; init; } = [];

    /// <summary>Which combination of a sweep's values it is; null where nothing is swept.</summary>
    public SweepPoint? Point { get; init; }

    /// <summary>Its path without that of the point: what all points of a sweep have in common.</summary>
    public string Name => Point is null ? Path : Path[..Path.LastIndexOf('/')];
}

/// <param name="Updates">K in training.</param>
/// <param name="Loop">How weights change in an update.</param>
public sealed record InnerSettings(int Updates, InnerLoopSettings Loop);

/// <param name="Iterations">Meta-iterations.</param>
/// <param name="Tasks">N, tasks in a meta-iteration.</param>
/// <param name="EnvsPerTask">E, episodes in each task and round.</param>
/// <param name="Restart">
/// Whether an environment starts another episode after a terminated one; in evaluation too.
/// </param>
/// <param name="EntropyBonus">β, weight of the unadapted policy's mean entropy in the outer objective.</param>
/// <param name="Curriculum">How the training tasks spread from the default task.</param>
/// <param name="CheckpointEveryIterations">Meta-iterations between checkpoints.</param>
/// <param name="Goal">What shall be best after adapting.</param>
public sealed record TrainingSettings(
    int Iterations, int Tasks, int EnvsPerTask, bool Restart, double EntropyBonus, Curriculum Curriculum,
    int CheckpointEveryIterations,
    MetaGoal Goal = MetaGoal.Return);

/// <param name="Name">Name of its folder and in tables.</param>
/// <param name="Entry">Which algorithm.</param>
/// <param name="Learner">Its own settings.</param>
public sealed record AlgorithmSettings(string Name, Entry<LearnerSettings> Entry, LearnerSettings Learner);

/// <param name="Split">Which tasks: <c>test</c>, <c>train</c> or a frozen task set.</param>
/// <param name="Tasks">N.</param>
/// <param name="EnvsPerTask">E, episodes in each task and round.</param>
/// <param name="Updates">K in evaluation: rounds 0 to K are measured.</param>
/// <param name="StepSizes">
/// First inner step sizes to choose from, the same for every algorithm that adapts, by the mean return after 1 to K
/// updates on training tasks.
/// </param>
/// <param name="TaskSet">The tasks, if they come from a file instead of a split.</param>
/// <param name="LaterStepRatios">Ratios of the later step sizes to the first, to choose from together with it.</param>
/// <param name="Specialist">
/// How specialists are trained where the family has no exact optimum; null where it has, or none are wanted.
/// </param>
/// <param name="SingleLane">
/// Whether agents are measured a second time, adapting to the episodes of each environment alone.
/// </param>
public sealed record EvaluationSettings(
    TaskSplit Split, int Tasks, int EnvsPerTask, int Updates, IReadOnlyList<double> StepSizes,
    IReadOnlyList<double> LaterStepRatios,
    TaskSetFile? TaskSet = null, SpecialistSettings? Specialist = null, bool SingleLane = false)
{
    /// <summary>The ways of adapting that are measured: together, and each environment alone if asked for.</summary>
    public IEnumerable<bool> SingleLaneChoices => SingleLane ? [false, true] : [false];
}

/// <param name="Device"><c>cpu</c>, <c>cuda</c>, <c>cuda:N</c> or <c>auto</c>.</param>
/// <param name="Threads">Threads on a CPU.</param>
/// <param name="ChunkTasks">Tasks that one thread takes at once.</param>
/// <param name="Kernels">Whether a CPU computes with fused kernels where there are some.</param>
/// <param name="Memory">Bytes of tensors up to which autograd's graphs are kept.</param>
public sealed record ComputeSettings(
    string Device, int Threads, int ChunkTasks, bool Kernels = true, long Memory = long.MaxValue);
