using MetaRL.Agents.Policies;
using MetaRL.Environments.Tasks;

namespace MetaRL.Agents.InnerLoops;

/// <summary>What the value of a step is moved towards: rₜ + γ times this, of the next observation.</summary>
public enum QTarget
{
    /// <summary>Q-learning (Watkins 1989): maxₐ Q(o′, a).</summary>
    Max,

    /// <summary>SARSA (Rummery, Niranjan 1994): Q(o′, a′) of the action taken there.</summary>
    Sarsa,

    /// <summary>Expected SARSA (van Seijen et al. 2009): Σₐ π(a | o′) Q(o′, a).</summary>
    ExpectedSarsa,

    /// <summary>
    /// Watkins's Q(λ) (Watkins 1989; Sutton, Barto 1998, section 7.6): the maximum, and traces that end at an action
    /// that is not the best.
    /// </summary>
    WatkinsTraces,
}

/// <summary>Settings of <see cref="QLearning"/>.</summary>
/// <param name="StepSize"><inheritdoc/></param>
/// <param name="LaterStepSize"><inheritdoc/></param>
/// <param name="Gamma">Discount γ in [0, 1].</param>
/// <param name="Target">What a value is moved towards.</param>
/// <param name="Lambda">λ of the traces, in [0, 1]; without meaning for the targets that have none.</param>
/// <param name="VisitExponent">ω: the step size of an entry at its nth visit is α / n^ω; 0 for a constant one.</param>
/// <param name="Exploration">How it chooses; null for <see cref="Boltzmann"/> exploration.</param>
/// <param name="LearnStepSize">Whether a factor of α is meta-learned.</param>
/// <param name="LearnTemperature">Whether a factor of the temperature is meta-learned.</param>
public sealed record QLearningSettings(
    double StepSize = 0.5,
    double LaterStepSize = 0.5,
    double Gamma = 0.95,
    QTarget Target = QTarget.Max,
    double Lambda = 0.9,
    double VisitExponent = 0,
    Exploration? Exploration = null,
    bool LearnStepSize = false,
    bool LearnTemperature = false) : InnerLoopSettings(StepSize, LaterStepSize)
{
    /// <summary>How it chooses.</summary>
    public Exploration Exploration { get; init; } = Exploration ?? new Boltzmann();

    public override bool ActsDifferentiably => Exploration.IsDifferentiable;

    /// <summary>Every step of all environments is some dozens of operators on a few numbers each.</summary>
    public override int LanesAtOnce => 1024;

    public override double Gamma { get; } = Gamma;

    public override IInnerLoop Create() => new QLearning(this);

    public override IPolicy CreatePolicy(TaskFamily family, PolicySettings settings) =>
        Table(((Box)family.Observations).Size, ((Discrete)family.Actions).Count);

    /// <summary>The table that these settings need.</summary>
    /// <param name="states">S.</param>
    /// <param name="actions">A.</param>
    public QTable Table(int states, int actions) =>
        new(
            states, actions, Exploration,
            new TableExtras(LearnStepSize, LearnTemperature, CountsVisits: VisitExponent > 0));
}
