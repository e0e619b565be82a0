using MetaRL.Configuration;
using MetaRL.Learners;

namespace MetaRL.Measurement;

/// <summary>Where the time of an algorithm's meta-iterations goes; each number is a mean over all timed ones.</summary>
/// <param name="Algorithm">The algorithm.</param>
/// <param name="Before">How fast the device was before.</param>
/// <param name="After">How fast it was afterwards.</param>
/// <param name="Budget">N and E.</param>
/// <param name="Counts">What happens in an iteration.</param>
/// <param name="Phases">Every phase that the learner has.</param>
/// <param name="Rest">What is in none of them.</param>
/// <param name="Whole">The sum.</param>
/// <param name="Evaluation">Of the agent that came of it, once.</param>
/// <param name="Kinds">The same time by kind of work; null on a GPU, which computes beside the CPU's threads.</param>
public sealed record ExperimentProfile(
    AlgorithmSettings Algorithm, SpeedBounds Before, SpeedBounds After, Budget Budget, IterationCounts Counts,
    IReadOnlyList<PhaseProfile> Phases, PhaseTime Rest, PhaseTime Whole, EvaluationProfile Evaluation,
    KindProfile? Kinds)
{
    /// <summary>The engine that environments step by, where that is neither libtorch nor our kernels.</summary>
    public string? Engine { get; init; }

    /// <summary>The highest rates of before and after, which count.</summary>
    public SpeedBounds Speed => Before.OrFaster(After);

    /// <summary>
    /// Whether the numbers fit together; if not, something else kept the machine busy while they were measured.
    /// </summary>
    public bool IsConsistent =>
        Before.Agrees(After) && Kinds is null or { Others: >= 0 }
            && Phases.All(phase => phase.Time.Seconds >= phase.FloorSeconds);

    /// <summary>Additions and multiplications in products of matrices, all phases together.</summary>
    public double Operations => Phases.Sum(phase => phase.Work.Operations);

    /// <summary>The least time of an iteration here; s.</summary>
    public double FloorSeconds => Phases.Sum(phase => phase.FloorSeconds);
}

/// <summary>One phase of a meta-iteration.</summary>
/// <param name="Work">What it computes, and by what.</param>
/// <param name="Time">How long it takes.</param>
/// <param name="FloorSeconds">
/// The least that it could take here (<see cref="SpeedBounds.Floor"/>): its products of matrices, or
/// every step of an environment written or read once.
/// </param>
public sealed record PhaseProfile(PhaseWork Work, PhaseTime Time, double FloorSeconds);

/// <summary>What an evaluation takes, without the search over step sizes, random actions and the optimum.</summary>
/// <param name="Time">Its time.</param>
/// <param name="Tasks">Tasks that the agent was put into.</param>
/// <param name="AllTasks">Those of the experiment, which may be more than fit.</param>
public sealed record EvaluationProfile(PhaseTime Time, int Tasks, int AllTasks);

/// <summary>The time of all threads in a meta-iteration by kind of work; s.</summary>
/// <param name="Threads">Threads that share the work.</param>
/// <param name="All">Threads times the iteration's time.</param>
/// <param name="Waiting">Measured: the time in which threads were not on the CPU.</param>
/// <param name="Dispatch">
/// Measured: the CPU's time for the same iteration on as few numbers as can be, which makes the same calls: a task with
/// two episodes in each chunk (<see cref="LearnerSettings.Smallest(MetaProblem)"/>) and one unit in each layer. The
/// outer step's part is multiplied by the ratio of the objective's calls, since a line search may go another way.
/// </param>
/// <param name="Matrices">
/// Computed: the operations of all products of matrices over the measured rate of one thread, that of the kernels where
/// they compute a phase and else libtorch's with large matrices.
/// </param>
/// <param name="Smallest">N and E of the iteration that <paramref name="Dispatch"/> is of.</param>
public sealed record KindProfile(
    int Threads, double All, double Waiting, double Dispatch, double Matrices, Budget Smallest)
{
    /// <summary>The rest of the CPU's time: numbers one by one, memory, and what small products lose.</summary>
    public double Others => All - Waiting - Dispatch - Matrices;
}
