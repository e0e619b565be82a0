using System.Text.Json.Serialization;

namespace MetaRL.Evaluation.Measuring;

/// <summary>
/// One trained agent evaluated on one set of tasks: everything the statistics need, and all returns, not only their
/// mean. N tasks, E environments per task, K updates; round k is the behaviour after k updates, so round 0 is before
/// any.
/// </summary>
/// <param name="Experiment">Name of the experiment, which is also its run folder.</param>
/// <param name="Algorithm">Name of the algorithm as it appears in tables.</param>
/// <param name="Family">Name of the task family.</param>
/// <param name="Seed">The seed the agent was trained with; at least 0.</param>
/// <param name="Split"><c>train</c>, <c>test</c>, <c>interpolation</c>, <c>extrapolation</c>, or a frozen task
/// set.</param>
/// <param name="TaskHash">Content hash of the tasks: results are comparable, and paired, only when it is equal.</param>
/// <param name="Horizon">Longest episode, in environment steps.</param>
/// <param name="EnvsPerTask">E, at least 1.</param>
/// <param name="StepSize">Inner step size, found by the same search for every algorithm; null where there is
/// none.</param>
/// <param name="TrainingEnvSteps">Environment steps seen in training; 0 for an agent that was not trained.</param>
/// <param name="Returns">[K+1, N, E] undiscounted episode returns after 0..K updates.</param>
/// <param name="Optimal">[N] best return of the known task, exact or known; null where there is none.</param>
/// <param name="Random">[N] return of uniformly random actions.</param>
public sealed record EvaluationResult(
    string Experiment,
    string Algorithm,
    string Family,
    int Seed,
    string Split,
    string TaskHash,
    int Horizon,
    int EnvsPerTask,
    double? StepSize,
    long TrainingEnvSteps,
    double[][][] Returns,
    double[]? Optimal = null,
    double[]? Random = null)
{
    /// <summary>Version of the file format that this build writes and reads.</summary>
    public const int CurrentFormat = 1;

    /// <summary>Always <see cref="CurrentFormat"/>; the first key of the file.</summary>
    [JsonPropertyOrder(-1)]
    public int Format { get; } = CurrentFormat;

    /// <summary>Step size of the updates after the first, found by the same search; null where there is none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? LaterStepSize { get; init; }

    /// <summary>
    /// Environment steps of the search for the step sizes, which are no part of <see cref="TrainingEnvSteps"/>.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long SearchEnvSteps { get; init; }

    /// <summary>What <see cref="Optimal"/> is.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public OptimumKind Optimum { get; init; }

    /// <summary>Whether the agent adapted to the episodes of each environment alone.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool SingleLane { get; init; }

    /// <summary>
    /// [K+1] expected returns of the best agent known that has only its own episodes to tell the task by; null where
    /// that is unknown, or this agent had more than that.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double[]? BayesReturns { get; init; }

    /// <summary>What no such agent exceeds in these episodes together; null as <see cref="BayesReturns"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? BayesMost { get; init; }

    /// <summary>What it was made from; null in files of versions that did not say.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public EvaluationSource? Source { get; init; }

    /// <summary>Of a return: far above all that 32-bit sums can come to, and its square is finite.</summary>
    private const double Largest = 1e100;

    /// <summary>K, 0 for an agent that never adapts.</summary>
    [JsonIgnore]
    public int Updates => Returns.Length - 1;

    /// <summary>N.</summary>
    [JsonIgnore]
    public int Tasks => Returns[0].Length;

    /// <summary>[N] the scores xₙ = (1/E) Σₑ returnₖₙₑ that all statistics are made of.</summary>
    public double[] TaskReturns(int round) => Array.ConvertAll(Returns[round], envs => envs.Average());

    /// <summary>This result, checked: shapes [K+1, N, E] and [N], counts in range, every number finite.</summary>
    /// <exception cref="EvaluationFormatException">Naming the first value that breaks a rule.</exception>
    public EvaluationResult Verified()
    {
        (string Key, string Value)[] names =
        [
            ("experiment", Experiment), ("algorithm", Algorithm), ("family", Family), ("split", Split),
            ("task_hash", TaskHash),
        ];
        foreach (var (key, value) in names)
        {
            Require(!string.IsNullOrWhiteSpace(value), key, "must not be empty");
        }

        Require(Seed >= 0, "seed", $"must be at least 0, but is {Seed}");
        Require(Horizon >= 1, "horizon", $"must be at least 1, but is {Horizon}");
        Require(EnvsPerTask >= 1, "envs_per_task", $"must be at least 1, but is {EnvsPerTask}");
        Require(TrainingEnvSteps >= 0, "training_env_steps", $"must be at least 0, but is {TrainingEnvSteps}");
        Require(StepSize is null || double.IsFinite(StepSize.Value), "step_size", $"must be finite, but is {StepSize}");
        Require(
            Source is null || Source.Settings.Values.All(value => value is not null),
            "source.settings", "must all have values");
        Require(
            LaterStepSize is null || double.IsFinite(LaterStepSize.Value),
            "later_step_size", $"must be finite, but is {LaterStepSize}");
        Require(SearchEnvSteps >= 0, "search_env_steps", $"must be at least 0, but is {SearchEnvSteps}");
        Require(Returns is [[_, ..], ..], "returns", "must be [K+1, N, E] with at least one round and one task");
        for (var round = 0; round < Returns.Length; round++)
        {
            VerifyRound(round);
        }

        Require(
            BayesReturns is null || (BayesReturns.Length == Returns.Length && BayesReturns.All(double.IsFinite)),
            "bayes_returns", $"must be {Returns.Length} finite numbers");
        Require(
            BayesReturns is null == BayesMost is null && double.IsFinite(BayesMost ?? 0),
            "bayes_most", "must be finite, and there where bayes_returns is");
        VerifyPerTask("optimal", Optimal);
        VerifyPerTask("random", Random);
        return this;
    }

    private void VerifyRound(int round)
    {
        var tasks = Returns[round];
        Require(tasks?.Length == Tasks, $"returns[{round}]", $"must have {Tasks} tasks, but has {tasks?.Length ?? 0}");
        for (var task = 0; task < Tasks; task++)
        {
            var envs = tasks![task];
            Require(envs?.Length == EnvsPerTask, $"returns[{round}][{task}]",
                $"must have {EnvsPerTask} environments, but has {envs?.Length ?? 0}");
            VerifyReturns($"returns[{round}][{task}]", envs!, " (did training diverge?)");
        }
    }

    private void VerifyPerTask(string key, double[]? values)
    {
        if (values is null)
        {
            return;
        }

        Require(values.Length == Tasks, key, $"must have {Tasks} tasks, but has {values.Length}");
        VerifyReturns(key, values, "");
    }

    private void VerifyReturns(string key, double[] values, string hint)
    {
        var bad = Array.FindIndex(values, value => !double.IsFinite(value));
        Require(bad < 0, $"{key}[{bad}]", $"must be finite, but is {values[Math.Max(bad, 0)]}{hint}");
        var large = Array.FindIndex(values, value => Math.Abs(value) > Largest);
        Require(large < 0, $"{key}[{large}]", $"must be at most 1e100 in size, but is {values[Math.Max(large, 0)]}");
    }

    private void Require(bool holds, string key, string rule)
    {
        if (!holds)
        {
            throw new EvaluationFormatException($"{Algorithm} seed {Seed} on {Split}: {key} {rule}.");
        }
    }
}
