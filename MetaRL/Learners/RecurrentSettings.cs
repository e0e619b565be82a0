using MetaRL.Agents.Policies;
using MetaRL.Environments.Tasks;

namespace MetaRL.Learners;

/// <summary>Settings of a learner of a policy with a memory that acts by what it remembers.</summary>
/// <param name="Memory">What the policy remembers with.</param>
/// <param name="Wiring">What it has beyond the published one of RL².</param>
public abstract record RecurrentSettings(MemorySettings Memory, RecurrentWiring Wiring) : LearnerSettings
{
    public override bool Adapts => false;

    public override LearnerSettings Smallest() => this with
    {
        Memory = Memory.Smallest(),
        Wiring = Wiring with { Readout = Math.Min(Wiring.Readout, 1) },
    };

    // Its action distribution is one linear layer on the features.
    protected RecurrentPolicy Policy(TaskFamily family, PolicySettings architecture)
    {
        var (observations, actions) = (((Box)family.Observations).Size, family.Actions);
        var features = RecurrentPolicy.Features(observations, Memory.Hidden, Wiring);
        var head = (architecture with { Hidden = [] }).Create(features, actions);
        return new RecurrentPolicy(observations, actions, Memory, head, Wiring, architecture.UsesKernels);
    }
}
