using MetaRL.Agents.Adaptation;
using MetaRL.Agents.Policies;
using MetaRL.Learners;

namespace MetaRL.Baselines;

/// <summary>
/// Learning from scratch in every task: first weights as they are drawn, and an update of the inner loop for each
/// rollout that it is given.
/// </summary>
/// <remarks>With the data of the others it is the baseline <c>random</c>: what adapting gains by itself.</remarks>
/// <param name="DataRatio">
/// Updates, each on a rollout of its own, from one round to the next: how many times the data of the others it gets.
/// </param>
public sealed record FromScratchSettings(int DataRatio) : LearnerSettings
{
    public override bool Trains => false;

    public override IMetaLearner Create(MetaProblem problem, PolicySettings architecture) => new Untrained(
        key => problem.Adaptation.Policy.Initialize(key, problem.Placement.Device, problem.Placement.Dtype),
        (theta, inner, updates) => new GradientAdaptation(
            problem.Adaptation.Policy, theta, inner, updates, problem.Adaptation.Restarts, problem.Placement.Chunks,
            updatesPerRound: DataRatio));
}
